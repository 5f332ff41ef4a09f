"""Arithmetic: tables of expressions and their results, and laws against whole numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.daml_lf.builtins import numeric as n
from canton.daml_lf.builtins.errors import DamlException

MAX = 2**63 - 1
MIN = -(2**63)
ODD = 0x67890ABCEDF12345

INT64 = [
    (f"ADD_INT64 {MAX} -1", MAX - 1),
    (f"ADD_INT64 {MAX} 1", "ADD_INT64 9223372036854775807 1"),
    (f"ADD_INT64 {MIN} -1", "ADD_INT64 -9223372036854775808 -1"),
    (f"SUB_INT64 {MIN} 1", "SUB_INT64 -9223372036854775808 1"),
    (f"SUB_INT64 {MAX} 1", MAX - 1),
    (f"MUL_INT64 {2**32} -{2**31}", MIN),
    (f"MUL_INT64 {2**32} {2**31}", "MUL_INT64 4294967296 2147483648"),
    ("DIV_INT64 10 -3", -3),
    ("DIV_INT64 -10 -3", 3),
    (f"DIV_INT64 {MIN} -1", "DIV_INT64 -9223372036854775808 -1"),
    ("DIV_INT64 1 0", "DIV_INT64 1 0"),
    ("MOD_INT64 10 -3", 1),
    ("MOD_INT64 -10 3", -1),
    (f"MOD_INT64 {MIN} -1", 0),
    ("MOD_INT64 1 0", "MOD_INT64 1 0"),
    ("EXP_INT64 0 0", 1),
    ("EXP_INT64 -2 63", MIN),
    ("EXP_INT64 2 63", "EXP_INT64 2 63"),
    (f"EXP_INT64 -1 {ODD}", -1),
    (f"EXP_INT64 3 {ODD}", f"EXP_INT64 3 {ODD}"),
    ("EXP_INT64 1 -1", "EXP_INT64 1 -1"),
    ("NUMERIC_TO_INT64 @1 -2.9", -2),
    (f"NUMERIC_TO_INT64 @0 {2**63}.", f"NUMERIC_TO_INT64 {2**63}.0"),
]

NINES = "9" * 38
NUMERIC = [
    (f"ADD_NUMERIC @0 {NINES}. -1.", (10**38 - 2, 0)),
    (f"ADD_NUMERIC @0 {NINES}. 1.", f"ADD_NUMERIC {NINES}.0 1.0"),
    ("SUB_NUMERIC @2 1.00 0.25", (75, 2)),
    ("MUL_NUMERIC @1 @1 @1 0.0 0.5 0.5", (2, 1)),
    ("MUL_NUMERIC @1 @1 @1 0.0 0.5 1.5", (8, 1)),
    ("MUL_NUMERIC @10 @10 @10 0.0000000000 1.1000000000 2.2000000000", (24200000000, 10)),
    (f"MUL_NUMERIC @0 @0 @0 0. 1{'0' * 19}. 1{'0' * 19}.", None),
    ("DIV_NUMERIC @0 @0 @0 0. 5. 2.", (2, 0)),
    ("DIV_NUMERIC @0 @0 @0 0. 7. 2.", (4, 0)),
    ("DIV_NUMERIC @0 @0 @0 0. -7. 2.", (-4, 0)),
    ("DIV_NUMERIC @2 @2 @2 0.00 1.00 3.00", (33, 2)),
    ("DIV_NUMERIC @0 @0 @0 0. 1. 0.", "DIV_NUMERIC 0.0 1.0 0.0"),
    ("ROUND_NUMERIC @3 1 2.250", (2200, 3)),
    ("ROUND_NUMERIC @3 1 2.350", (2400, 3)),
    ("ROUND_NUMERIC @3 -1 25.000", (20000, 3)),
    ("ROUND_NUMERIC @3 4 1.000", "ROUND_NUMERIC 4 1.0"),
    ("ROUND_NUMERIC @3 -35 1.000", "ROUND_NUMERIC -35 1.0"),
    ("CAST_NUMERIC @2 @1 0.0 1.50", (15, 1)),
    ("CAST_NUMERIC @2 @1 0.0 1.55", "CAST_NUMERIC 0.0 1.55"),
    ("SHIFT_NUMERIC @1 @3 0.000 1.5", (15, 3)),
    ("INT64_TO_NUMERIC @2 0.00 7", (700, 2)),
    (f"INT64_TO_NUMERIC @37 0.{'0' * 37} 10", "INT64_TO_NUMERIC 0.0 10"),
]

TEXTS = [
    ('TEXT_TO_INT64 "+0042"', (42,)),
    ('TEXT_TO_INT64 "-9223372036854775808"', (MIN,)),
    ('TEXT_TO_INT64 "9223372036854775808"', None),
    ('TEXT_TO_INT64 ""', None),
    ('TEXT_TO_INT64 " 1"', None),
    (f'TEXT_TO_INT64 "{"0" * 5000}7"', (7,)),
    ('TEXT_TO_NUMERIC @2 0.00 "1.5"', ((150, 2),)),
    ('TEXT_TO_NUMERIC @2 0.00 "-001.500"', ((-150, 2),)),
    ('TEXT_TO_NUMERIC @2 0.00 "1.555"', None),
    ('TEXT_TO_NUMERIC @2 0.00 "1."', None),
    ('TEXT_TO_NUMERIC @0 0. "1.0"', ((1, 0),)),
    (f'TEXT_TO_NUMERIC @0 0. "{"9" * 39}"', None),
    ("NUMERIC_TO_TEXT @3 1.500", "1.5"),
    ("NUMERIC_TO_TEXT @0 -10.", "-10.0"),
    ("NUMERIC_TO_TEXT @3 0.000", "0.0"),
    ("INT64_TO_TEXT -7", "-7"),
]


@pytest.mark.parametrize(("expression", "expected"), INT64 + NUMERIC + TEXTS)
def test_arithmetic_is_exact_and_overflow_throws(lf, expression, expected) -> None:
    result = lf.outcome(expression)
    if expected is None and not expression.startswith("TEXT"):
        assert str(result).startswith("ArithmeticError while evaluating (")
    elif isinstance(expected, str) and expected.split(" ")[0] == expression.split(" ")[0]:
        assert result == f"ArithmeticError while evaluating ({expected})."
    else:
        assert result == expected


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
