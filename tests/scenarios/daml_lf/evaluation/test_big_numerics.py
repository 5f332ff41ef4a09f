"""BigNumeric: what the original's tests hold it to, and pairs against exact decimals."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from itertools import product

import pytest

from scenarios.daml_lf.evaluation.table import (
    Case,
    Evaluation,
    Failure,
    assert_outcome,
    comparable,
    read_table,
    rows,
)

NUMBERS = [
    "161803398.8749900000",
    "3.1415926536",
    "2.7182818285",
    "0.0000000001",
    "0.0000000000",
    "100.0000000000",
    "-0.0000000001",
    "-2.7182818285",
    "-3.1415926536",
    "-161803398.8749900000",
]
OPERATIONS: dict[str, Callable[[Decimal, Decimal], bool | Decimal | None]] = {
    "ADD_BIGNUMERIC": lambda x, y: x + y,
    "SUB_BIGNUMERIC": lambda x, y: x - y,
    "MUL_BIGNUMERIC": lambda x, y: x * y,
    "DIV_BIGNUMERIC 10 ROUNDING_HALF_EVEN": lambda x, y: (
        (x / y).quantize(Decimal("1e-10"), ROUND_HALF_EVEN) if y else None
    ),
    "LESS_EQ @BigNumeric": lambda x, y: x <= y,
    "GREATER_EQ @BigNumeric": lambda x, y: x >= y,
    "LESS @BigNumeric": lambda x, y: x < y,
    "GREATER @BigNumeric": lambda x, y: x > y,
    "EQUAL @BigNumeric": lambda x, y: x == y,
}


@pytest.mark.parametrize("case", rows(read_table("big_numerics.table")))
def test_big_numerics(case: Case) -> None:
    assert_outcome(case, "big_numerics.table", "big_numerics.lf")


@pytest.mark.parametrize("builtin", OPERATIONS)
def test_big_numerics_are_decimals(builtin: str) -> None:
    def big(x: str) -> str:
        return f"(NUMERIC_TO_BIGNUMERIC @10 {x})"

    pairs = {f"{builtin} {big(x)} {big(y)}": (x, y) for x, y in product(NUMBERS, NUMBERS)}
    evaluation = Evaluation(list(pairs))
    with localcontext(prec=120):
        for expression, (x, y) in pairs.items():
            expected = OPERATIONS[builtin](Decimal(x), Decimal(y))
            found = evaluation.outcome(expression)
            match expected:
                case None:
                    assert isinstance(found, Failure), expression
                case bool():
                    assert found == comparable(expected), expression
                case Decimal():
                    _, unscaled, scale = found
                    assert Decimal(unscaled).scaleb(-scale) == expected, expression
                    assert unscaled % 10 or (unscaled, scale) == (0, 0), expression
