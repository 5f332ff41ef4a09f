"""BigNumeric against exact decimals."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.daml_lf.builtins import big_numeric as b
from canton.daml_lf.builtins.comparison import compare, equal
from canton.daml_lf.builtins.errors import DamlException

NUMBERS = st.tuples(st.integers(-(10**20), 10**20), st.integers(-20, 20))
CONTEXT = Context(prec=200, rounding=ROUND_HALF_EVEN)


def decimal(x: b.BigNumeric) -> Decimal:
    return CONTEXT.scaleb(Decimal(x.unscaled), -x.scale)


@given(NUMBERS, NUMBERS)
def test_sums_products_and_order_are_those_of_decimals(x, y) -> None:
    one, other = b.BigNumeric(*x), b.BigNumeric(*y)
    assert decimal(b.add_bignumeric(one, other)) == CONTEXT.add(decimal(one), decimal(other))
    assert decimal(b.sub_bignumeric(one, other)) == CONTEXT.subtract(decimal(one), decimal(other))
    assert decimal(b.mul_bignumeric(one, other)) == CONTEXT.multiply(decimal(one), decimal(other))
    difference = compare(one, other)
    assert (difference > 0) - (difference < 0) == int(CONTEXT.compare(decimal(one), decimal(other)))
    assert equal(one, other) == (decimal(one) == decimal(other))


ROUNDED = {0: 3, 1: 2, 2: 3, 3: 2, 4: 3, 5: 2, 6: 2, 7: None}


@pytest.mark.parametrize(("mode", "expected"), ROUNDED.items())
def test_division_rounds_as_asked(mode, expected) -> None:
    x, y = b.BigNumeric(5, 0), b.BigNumeric(2, 0)
    if expected is None:
        with pytest.raises(DamlException):
            b.div_bignumeric(0, mode, x, y)
    else:
        assert b.div_bignumeric(0, mode, x, y).unscaled == expected


def test_what_is_too_large_throws() -> None:
    with pytest.raises(DamlException):
        b.shift_right_bignumeric(-(2**15), b.BigNumeric(1, 0))
    with pytest.raises(DamlException):
        b.shift_right_bignumeric(2**15 + 1, b.BigNumeric(1, 0))
    assert b.shift_right_bignumeric(2**40, b.BigNumeric(0, 0)).unscaled == 0


def test_the_largest_are_written_in_full() -> None:
    largest = b.BigNumeric(10**65536 - 1, 2**15)
    assert b.bignumeric_to_text(largest) == "9" * 2**15 + "." + "9" * 2**15
    smallest = b.BigNumeric(-1, 2**15)
    assert b.bignumeric_to_text(smallest) == "-0." + "0" * (2**15 - 1) + "1"
    with pytest.raises(DamlException) as caught:
        b.add_bignumeric(largest, b.BigNumeric(1, 2**15))
    assert caught.value.value[0].startswith("ArithmeticError while evaluating (ADD_BIGNUMERIC 999")


@pytest.mark.parametrize(
    ("arguments", "is_success"),
    [
        ("$min UP 19 2", False),
        ("$min DOWN 19 2", True),
        ("$min CEILING 19 2", False),
        ("$min FLOOR 19 2", True),
        ("$min HALF_UP 19 2", False),
        ("$min HALF_DOWN 19 2", True),
        ("$min HALF_EVEN 19 2", False),
        ("$min UP 28 3", False),
        ("$min HALF_UP 28 3", True),
        ("$min HALF_DOWN 29 3", False),
        ("$min CEILING 19 -2", True),
        ("$min FLOOR 19 -2", False),
        ("$max UNNECESSARY 1 2", True),
        ("$max UNNECESSARY 1 3", False),
        ("0 UNNECESSARY 1 2", False),
    ],
)
def test_division_at_the_bounds_depends_on_the_rounding(lf, arguments, is_success) -> None:
    scale, mode, x, y = arguments.split()
    divisor = f"(NUMERIC_TO_BIGNUMERIC @0 {y}.)"
    if scale == "$min":
        divisor = f"(SHIFT_RIGHT_BIGNUMERIC {2**15 - 1} {divisor})"
    scale = {"$min": 1 - 2**15, "$max": 2**15}.get(scale, scale)
    outcome = lf.outcome(
        f"DIV_BIGNUMERIC {scale} ROUNDING_{mode} (NUMERIC_TO_BIGNUMERIC @0 {x}.) {divisor}"
    )
    assert isinstance(outcome, b.BigNumeric) == is_success
