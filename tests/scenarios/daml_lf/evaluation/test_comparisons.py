"""The generic order: values of every type in order, functions, contract ids."""

from __future__ import annotations

import operator
import re
from itertools import permutations, product
from pathlib import Path

import pytest

from canton.daml_lf.builtins.comparison import compare, equal
from canton.daml_lf.builtins.errors import InterpretationError
from canton.daml_lf.language.reference import PackageId
from canton.daml_lf.language.version import V2_DEV
from canton.daml_lf.text.reader import parse_package
from canton.daml_lf.value.contract_id import ContractId
from scenarios.daml_lf.evaluation.table import Case, Evaluation, Failure, read_table, rows

_FOLDER = Path(__file__).parent
DEFINITIONS = (_FOLDER / "comparisons.lf").read_text()
ZEBRA = parse_package(
    "metadata ( 'zebra' : '1.0.0' ) module A { enum A = ; enum B = ; }",
    V2_DEV,
    PackageId("-zebra-"),
)
BUILTINS = {
    "LESS": operator.lt,
    "LESS_EQ": operator.le,
    "EQUAL": operator.eq,
    "GREATER_EQ": operator.ge,
    "GREATER": operator.gt,
}


def read_orders() -> dict[str, list[str]]:
    """The values of each type in ascending order."""
    _, *parts = re.split(r"^== (.*)\n", (_FOLDER / "orders.table").read_text(), flags=re.MULTILINE)
    groups = zip(parts[::2], parts[1::2], strict=True)
    return {name: re.split(r"\n(?! )", values.strip()) for name, values in groups}


ORDERS = read_orders()


def compared(pairs: list[tuple[str, str]], type_: str = "Unit") -> list[tuple[str, ...]]:
    """What every comparison says of pairs of values of a type, as texts."""
    expressions = {
        f"{builtin} @({type_}) {x} {y}": (x, y) for builtin in BUILTINS for x, y in pairs
    }
    evaluation = Evaluation(list(expressions), DEFINITIONS, ZEBRA)
    told: dict[tuple[str, str], list[str]] = {pair: [] for pair in pairs}
    for expression, pair in expressions.items():
        found = evaluation.outcome(expression)
        told[pair].append(found.kind if isinstance(found, Failure) else str(found[1]))
    return [tuple(told[pair]) for pair in pairs]


@pytest.mark.parametrize("type_", ORDERS)
def test_values_are_ordered(type_: str) -> None:
    values = ORDERS[type_]
    pairs = list(product(values, values))
    indices = product(range(len(values)), range(len(values)))
    expected = [tuple(str(ask(i, j)) for ask in BUILTINS.values()) for i, j in indices]
    found = compared(pairs, type_.split(" of ")[0])
    assert [p for p, f, e in zip(pairs, found, expected, strict=True) if f != e] == []


def test_the_order_in_which_a_struct_is_written_does_not_matter() -> None:
    fields = ["first = 1", "second = 2", "third = 3"]
    written = [f"<{', '.join(order)}>" for order in permutations(fields)]
    same = tuple(str(ask(0, 0)) for ask in BUILTINS.values())
    assert set(compared(list(product(written, written)))) == {same}


@pytest.mark.parametrize("case", rows(read_table("functions.table")))
def test_functions_do_not_compare_where_they_are_reached(case: Case) -> None:
    x, y = case.expression, case.outcome
    for told in compared([(x, y), (y, x)]):
        assert (set(told) == {"NON_COMPARABLE_VALUES"}) == case.fails
        assert case.fails or "NON_COMPARABLE_VALUES" not in told


def v1(prefix: int, suffix: str = "") -> ContractId:
    return ContractId(b"\0" + bytes([prefix]) * 32 + bytes.fromhex(suffix))


def v2(prefix: int, suffix: str = "") -> ContractId:
    return ContractId(b"\1" + bytes(5) + bytes([prefix]) * 7 + bytes.fromhex(suffix))


def test_contract_ids_are_ordered_as_bytes() -> None:
    ids = [v1(0, "00"), v1(0, "01"), v1(0xFF)]
    for (i, x), (j, y) in product(enumerate(ids), enumerate(ids)):
        difference = compare(x, y)
        assert (difference > 0) - (difference < 0) == (i > j) - (i < j)
        assert equal(x, y) == (i == j)


DIFFERENT = [
    (v1(1, "00"), v1(1, "80")),
    (v1(1, "00"), v1(2, "00")),
    (v2(1, "00"), v2(2, "00")),
    (v2(1, "00"), v2(2, "11")),
    (v2(1, "80"), v2(2, "11")),
    (v1(1), v2(1)),
    (v1(1), v2(1, "00")),
    (v1(1, "00"), v2(1)),
]


@pytest.mark.parametrize(("x", "y"), DIFFERENT)
def test_contract_ids_of_other_prefixes_or_final_ones_compare(x: ContractId, y: ContractId) -> None:
    assert equal(x, x) and equal(y, y) and compare(x, x) == compare(y, y) == 0
    assert not equal(x, y) and not equal(y, x)
    assert compare(x, y) == -compare(y, x) != 0


LOCAL, RELATIVE, ABSOLUTE = v2(1), v2(1, "00"), v2(1, "80")
CONFLICTS = [
    (v1(1), v1(1, "00"), v1(1, "00")),
    (v1(1, "00"), v1(1), v1(1, "00")),
    (v1(1), v1(1, "80"), v1(1, "80")),
    (v1(1, "80"), v1(1), v1(1, "80")),
    (LOCAL, RELATIVE, RELATIVE),
    (RELATIVE, LOCAL, RELATIVE),
    (LOCAL, ABSOLUTE, ABSOLUTE),
    (ABSOLUTE, LOCAL, ABSOLUTE),
    (RELATIVE, ABSOLUTE, RELATIVE),
    (ABSOLUTE, RELATIVE, ABSOLUTE),
    (RELATIVE, v2(1, "11"), RELATIVE),
    (v2(1, "11"), RELATIVE, v2(1, "11")),
]


@pytest.mark.parametrize(("x", "y", "told"), CONFLICTS)
def test_ids_that_may_become_the_same_do_not_compare(
    x: ContractId, y: ContractId, told: ContractId
) -> None:
    for ask in (equal, compare):
        with pytest.raises(InterpretationError) as caught:
            ask(x, y)
        assert caught.value.code.id == "CONTRACT_ID_COMPARABILITY"
        assert caught.value.resources == (("CONTRACT_ID", told.hex),)
