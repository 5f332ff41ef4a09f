"""Equality and order: tables over types, and laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.daml_lf.builtins.comparison import SortedMap, compare, equal
from canton.daml_lf.builtins.errors import InterpretationError
from canton.daml_lf.builtins.text import to_list
from canton.daml_lf.value.contract_id import ContractId

DEFINITIONS = """
    record R = { x: Int64, y: Int64 };
    variant V = A: Int64 | B: Int64;
    enum E = Red | Green;
"""
ASCENDING = [
    ("Bool", ["False", "True"]),
    ("Int64", ["-1", "0", "10"]),
    ("Text", ['""', '"A"', '"a"', '"aa"', '"é"', '"€"', '"😂"']),
    ("Date", ["1969-12-31", "1970-01-01"]),
    ("(Numeric 1)", ["-1.0", "0.0", "0.1", "10.0"]),
    ("(Optional Int64)", ["None @Int64", "Some @Int64 -1", "Some @Int64 0"]),
    (
        "(List Int64)",
        ["Nil @Int64", "Cons @Int64 [1] (Nil @Int64)", "Cons @Int64 [1, 0] (Nil @Int64)"],
    ),
    ("M:R", ["M:R { x = 0, y = 9 }", "M:R { x = 1, y = 0 }", "M:R { x = 1, y = 1 }"]),
    ("M:V", ["M:V:A 1", "M:V:A 2", "M:V:B 0"]),
    ("M:E", ["M:E:Red", "M:E:Green"]),
    ("< a: Int64, b: Int64 >", ["< b = 9, a = 0 >", "< a = 1, b = 0 >"]),
    (
        "(TextMap Int64)",
        [
            "TEXTMAP_EMPTY @Int64",
            'TEXTMAP_INSERT @Int64 "a" 1 (TEXTMAP_EMPTY @Int64)',
            'TEXTMAP_INSERT @Int64 "a" 2 (TEXTMAP_EMPTY @Int64)',
            'TEXTMAP_INSERT @Int64 "b" 0 (TEXTMAP_EMPTY @Int64)',
        ],
    ),
    (
        "TypeRep",
        [f"type_rep @{t}" for t in ("Unit", "Bool", "Int64", "Date", "Timestamp", "Party", "Text")]
        + [f"type_rep @{t}" for t in ("Any", "TypeRep", "M:R", "M:V", "5", "20")]
        + [f"type_rep @< {f} >" for f in ("b: Unit", "b: Bool", "b: Unit, c: Text", "d: Unit")]
        + [f"type_rep @< e: {f} >" for f in ("Int64, f: Unit", "Unit, g: Unit")]
        + [f"type_rep @(Numeric {scale})" for scale in (0, 37)]
        + [f"type_rep @({t} M:R)" for t in ("ContractId", "Option", "List", "Update", "TextMap")]
        + [f"type_rep @({t} M:R M:R)" for t in ("GenMap", "Arrow")],
    ),
    ("Any", ["to_any @Int64 3", 'to_any @Text ""', "to_any @M:E M:E:Red"]),
]
PAIRS = [
    (type_, left, right, (i > j) - (i < j))
    for type_, values in ASCENDING
    for i, left in enumerate(values)
    for j, right in enumerate(values)
]
OPERATORS = {
    "LESS": lambda d: d < 0,
    "LESS_EQ": lambda d: d <= 0,
    "GREATER": lambda d: d > 0,
    "GREATER_EQ": lambda d: d >= 0,
    "EQUAL": lambda d: d == 0,
}


def test_all_operators_agree_with_the_order_of_the_table(lf) -> None:
    names = list(OPERATORS)
    lines = [
        f"{name} @{type_} ({left}) ({right})" for type_, left, right, _ in PAIRS for name in names
    ]
    values = " ".join(f"val v{i}: Bool = {line};" for i, line in enumerate(lines))
    package = lf.package(f"module M {{ {DEFINITIONS} {values} }}")
    library = lf.library(package)
    results = [library.value(lf.ledger(library).id(f"M:v{i}")) for i in range(len(lines))]
    expected = [OPERATORS[name](d) for *_, d in PAIRS for name in names]
    assert [line for line, r, e in zip(lines, results, expected, strict=True) if r != e] == []


@given(st.lists(st.integers()), st.lists(st.integers()))
def test_lists_compare_as_python_compares_them(xs, ys) -> None:
    difference = compare(to_list(xs), to_list(ys))
    assert difference == (xs > ys) - (xs < ys)
    assert equal(to_list(xs), to_list(ys)) == (xs == ys)


def test_long_lists_are_compared_without_recursion() -> None:
    items = to_list(range(300_000))
    assert equal(items, to_list(range(300_000)))
    assert compare(items, to_list(range(299_999))) == 1


def test_functions_are_not_comparable_but_only_where_they_are_reached(lf) -> None:
    function = r"\(x: Int64) -> x"
    same, other = (f"M:F {{ a = {a}, f = {function} }}" for a in (1, 2))
    definitions = "record F = { a: Int64, f: Int64 -> Int64 };"
    assert lf.outcome(f"EQUAL @M:F ({same}) ({same})", definitions) == "NON_COMPARABLE_VALUES"
    assert lf.outcome(f"EQUAL @M:F ({same}) ({other})", definitions) is False
    assert lf.outcome(f"LESS @M:F ({same}) ({other})", definitions) is True


PREFIX = b"\0" + b"\1" * 32
V1 = [ContractId(PREFIX), ContractId(PREFIX + b"\1"), ContractId(PREFIX + b"\2")]
OTHER = ContractId(b"\0" + b"\2" * 32)
V2_PREFIX = b"\1" + b"\0" * 12
RELATIVE = [ContractId(V2_PREFIX + b"\1"), ContractId(V2_PREFIX + b"\2")]
ABSOLUTE = [ContractId(V2_PREFIX + b"\x81"), ContractId(V2_PREFIX + b"\x82")]


def test_contract_ids_of_equal_prefix_compare_only_if_both_have_a_suffix_or_neither() -> None:
    local, first, second = V1
    assert equal(local, local) and not equal(local, OTHER) and not equal(first, second)
    assert compare(first, second) == -1 and compare(local, OTHER) == -1
    for x, y in [(local, first), (first, local), (RELATIVE[0], RELATIVE[1])]:
        for ask in (equal, compare):
            with pytest.raises(InterpretationError) as caught:
                ask(x, y)
            assert caught.value.code.id == "CONTRACT_ID_COMPARABILITY"
    assert compare(ABSOLUTE[0], ABSOLUTE[1]) == -1
    assert compare(first, ABSOLUTE[0]) == -1


def test_maps_of_different_size_compare_entry_by_entry() -> None:
    small, large = SortedMap(["a"], [2]), SortedMap(["a", "b"], [1, 1])
    assert compare(small, large) == 1
    assert not equal(small, large)
