"""BigNumeric: laws. The tables are in `tests/scenarios/daml_lf/evaluation`."""

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
