"""Int64 and Numeric: tables of what the original's tests hold it to, and pairs against Python."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from itertools import product

import pytest

from canton.daml_lf.builtins.numeric import rescale
from scenarios.daml_lf.evaluation.table import (
    Case,
    Evaluation,
    Failure,
    assert_outcome,
    comparable,
    read_table,
    rows,
)


@pytest.mark.parametrize("case", rows(read_table("numbers.table")))
def test_numbers(case: Case) -> None:
    assert_outcome(case, "numbers.table")


def truncated(x: int, y: int) -> int:
    return abs(x) // abs(y) * (1 if (x < 0) == (y < 0) else -1)


INTEGERS = [167, 11, 2, 1, 0, -1, -2, -11, -167]
ON_INTEGERS: dict[str, Callable[[int, int], object]] = {
    "ADD_INT64": lambda x, y: x + y,
    "SUB_INT64": lambda x, y: x - y,
    "MUL_INT64": lambda x, y: x * y,
    "DIV_INT64": lambda x, y: truncated(x, y) if y else None,
    "MOD_INT64": lambda x, y: x - y * truncated(x, y) if y else None,
    "LESS_EQ @Int64": lambda x, y: x <= y,
    "GREATER_EQ @Int64": lambda x, y: x >= y,
    "LESS @Int64": lambda x, y: x < y,
    "GREATER @Int64": lambda x, y: x > y,
    "EQUAL @Int64": lambda x, y: x == y,
}


@pytest.mark.parametrize("builtin", ON_INTEGERS)
def test_integers_are_those_of_python(builtin: str) -> None:
    pairs = {f"{builtin} {x} {y}": (x, y) for x, y in product(INTEGERS, INTEGERS)}
    evaluation = Evaluation(list(pairs))
    for expression, (x, y) in pairs.items():
        assert_result(expression, evaluation.outcome(expression), ON_INTEGERS[builtin](x, y))


def test_integers_are_written_as_in_python() -> None:
    expressions = [f"INT64_TO_TEXT {x}" for x in INTEGERS]
    evaluation = Evaluation(expressions)
    assert [evaluation.value(each) for each in expressions] == [str(x) for x in INTEGERS]


def rounded(x: Decimal) -> tuple[int, int]:
    return int(x.quantize(Decimal("1e-10"), ROUND_HALF_EVEN).scaleb(10)), 10


NUMERICS = [
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
ON_NUMERICS: dict[str, Callable[[Decimal, Decimal], object]] = {
    "ADD_NUMERIC @10": lambda x, y: rounded(x + y),
    "SUB_NUMERIC @10": lambda x, y: rounded(x - y),
    "MUL_NUMERIC @10 @10 @10 1.0000000000": lambda x, y: rounded(x * y),
    "DIV_NUMERIC @10 @10 @10 1.0000000000": lambda x, y: rounded(x / y) if y else None,
    "LESS_EQ @(Numeric 10)": lambda x, y: x <= y,
    "GREATER_EQ @(Numeric 10)": lambda x, y: x >= y,
    "LESS @(Numeric 10)": lambda x, y: x < y,
    "GREATER @(Numeric 10)": lambda x, y: x > y,
    "EQUAL @(Numeric 10)": lambda x, y: x == y,
}


@pytest.mark.parametrize("builtin", ON_NUMERICS)
def test_numerics_are_decimals(builtin: str) -> None:
    pairs = {f"{builtin} {x} {y}": (x, y) for x, y in product(NUMERICS, NUMERICS)}
    evaluation = Evaluation(list(pairs))
    with localcontext(prec=120):
        for expression, (x, y) in pairs.items():
            expected = ON_NUMERICS[builtin](Decimal(x), Decimal(y))
            assert_result(expression, evaluation.outcome(expression), expected)


def assert_result(expression: str, found: object, expected: object) -> None:
    """Holds an outcome to a value, or to failed arithmetic where there is none."""
    if expected is None:
        assert isinstance(found, Failure) and found.kind.endswith(":ArithmeticError"), expression
    else:
        assert found == comparable(expected), expression


@pytest.mark.parametrize("digits", range(-30, 13))
def test_rounding_is_to_digits_that_a_numeric_has(digits: int) -> None:
    expression = f"ROUND_NUMERIC @10 {digits} 8765432109876543210987654321.0987654321"
    found = Evaluation([expression]).outcome(expression)
    assert isinstance(found, Failure) != (-27 <= digits <= 10)


NUMBERS_AT_A_SCALE = {
    True: [
        (0, "9" * 38),
        (0, "-1"),
        (0, "-" + "9" * 38),
        (5, "1.00000"),
        (7, "0"),
        (1, "0.0000"),
        (10, "10.01234567890000000"),
        (10, "9" * 28 + "." + "9" * 10),
        (36, "0." + "0" * 35 + "1"),
        (37, "9." + "9" * 37),
        (37, "9.0000000000000000000016180339887499677"),
        (37, "-9." + "9" * 37),
    ],
    False: [
        (0, "1" + "0" * 38),
        (0, "-1" + "0" * 38),
        (17, "1" + "0" * 22 + "." + "0" * 16),
        (3, "8284590452353602874713526624977572470"),
        (37, "10." + "0" * 37),
        (37, "-10." + "0" * 36 + "1"),
        (0, "0.1"),
        (0, "-0.1"),
        (17, "10000000000000000.000000000000000001"),
        (3, "0.82845"),
        (37, "0." + "0" * 40 + "100"),
        (37, "-0." + "0" * 37 + "1"),
    ],
}


@pytest.mark.parametrize("fits", NUMBERS_AT_A_SCALE)
def test_a_number_fits_a_scale_if_it_loses_no_digit_and_has_no_more_than_38(fits: bool) -> None:
    for scale, text in NUMBERS_AT_A_SCALE[fits]:
        _, _, decimals = text.partition(".")
        found = rescale((int(text.replace(".", "")), len(decimals)), scale)
        with localcontext(prec=120):
            expected = (int(Decimal(text).scaleb(scale)), scale) if fits else None
        assert found == expected, text
