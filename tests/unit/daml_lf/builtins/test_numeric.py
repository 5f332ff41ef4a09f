"""Arithmetic: laws. The tables are in `tests/scenarios/daml_lf/evaluation`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.daml_lf.builtins import numeric as n
from canton.daml_lf.builtins.errors import DamlException

MAX = 2**63 - 1
MIN = -(2**63)


@given(st.integers(MIN, MAX), st.integers(MIN, MAX).filter(bool))
def test_division_and_remainder_fit_together(x: int, y: int) -> None:
    if (x, y) == (MIN, -1):
        return
    quotient, remainder = n.div_int64(x, y), n.mod_int64(x, y)
    assert quotient * y + remainder == x
    assert abs(remainder) < abs(y)
    assert remainder == 0 or (remainder < 0) == (x < 0)


@given(st.integers(-(10**18), 10**18), st.integers(-(10**18), 10**18).filter(bool))
def test_rounding_goes_to_the_nearest_and_to_even(dividend: int, divisor: int) -> None:
    result = n.round_half_even(dividend, divisor)
    error = abs(dividend - result * divisor) * 2
    assert error <= abs(divisor)
    if error == abs(divisor):
        assert result % 2 == 0


@pytest.mark.parametrize("days", [n.DAYS_MIN - 1, n.DAYS_MAX + 1])
def test_dates_outside_of_the_calendar_throw(days: int) -> None:
    with pytest.raises(DamlException):
        n.unix_days_to_date(days)
    assert n.unix_days_to_date(max(n.DAYS_MIN, min(n.DAYS_MAX, days))) != days
