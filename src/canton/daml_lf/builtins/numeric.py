"""Int64 and Numeric arithmetic, exact. A Numeric is `(unscaled, scale)`: unscaled / 10**scale.

Failures raise the catchable ArithmeticError. Source: Daml-LF sheet 2.3.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import Final

from canton.daml_lf.builtins.arithmetic_error import arithmetic_error
from canton.timestamps import TIMESTAMP_MAX, TIMESTAMP_MIN

Numeric = tuple[int, int]

INT64_MIN: Final = -(2**63)
INT64_MAX: Final = 2**63 - 1
PRECISION_MAX: Final = 38
_BOUND: Final = 10**PRECISION_MAX
DAYS_MIN: Final = -719_162
DAYS_MAX: Final = 2_932_896

_WIDE: Final = Context(prec=80)
_INT64_TEXT: Final = re.compile(r"[+-]?[0-9]+")
# Zeros and digits in front are never given back, or a long text with a fault at its end would take
# time in the square of its length, and nothing could interrupt it.
_NUMERIC_TEXT: Final = re.compile(r"([+-]?)(0*+)([0-9]*+)(?:\.([0-9]*[1-9]|0)0*+)?")


def _checked(name: str, result: int, *arguments: object) -> int:
    if INT64_MIN <= result <= INT64_MAX:
        return result
    raise arithmetic_error(name, *arguments)


def add_int64(x: int, y: int) -> int:
    """ADD_INT64."""
    return _checked("ADD_INT64", x + y, x, y)


def sub_int64(x: int, y: int) -> int:
    """SUB_INT64."""
    return _checked("SUB_INT64", x - y, x, y)


def mul_int64(x: int, y: int) -> int:
    """MUL_INT64."""
    return _checked("MUL_INT64", x * y, x, y)


def div_int64(x: int, y: int) -> int:
    """DIV_INT64: truncates towards zero."""
    if y == 0:
        raise arithmetic_error("DIV_INT64", x, y)
    return _checked("DIV_INT64", _truncated(x, y), x, y)


def mod_int64(x: int, y: int) -> int:
    """MOD_INT64: the result has the sign of the dividend."""
    if y == 0:
        raise arithmetic_error("MOD_INT64", x, y)
    return x - y * _truncated(x, y)


def exp_int64(x: int, y: int) -> int:
    """EXP_INT64."""
    if y < 0:
        raise arithmetic_error("EXP_INT64", x, y)
    if x in (0, 1, -1):
        # The only bases whose powers stay small; others leave the range by the 64th power.
        return 1 if y == 0 or x == 1 or (x == -1 and y % 2 == 0) else x
    if y >= 64:
        raise arithmetic_error("EXP_INT64", x, y)
    return _checked("EXP_INT64", x**y, x, y)


def _truncated(x: int, y: int) -> int:
    quotient = abs(x) // abs(y)
    return quotient if (x < 0) == (y < 0) else -quotient


def round_half_even(dividend: int, divisor: int) -> int:
    """The quotient rounded to the nearest integer, to the even one in the middle."""
    quotient, remainder = divmod(dividend, divisor)
    doubled = 2 * abs(remainder)
    if doubled > abs(divisor) or (doubled == abs(divisor) and quotient % 2):
        quotient += 1
    return quotient


def _numeric(name: str, unscaled: int, scale: int, *arguments: object) -> Numeric:
    if -_BOUND < unscaled < _BOUND:
        return unscaled, scale
    raise arithmetic_error(name, *arguments)


def add_numeric(x: Numeric, y: Numeric) -> Numeric:
    """ADD_NUMERIC."""
    return _numeric("ADD_NUMERIC", x[0] + y[0], x[1], x, y)


def sub_numeric(x: Numeric, y: Numeric) -> Numeric:
    """SUB_NUMERIC."""
    return _numeric("SUB_NUMERIC", x[0] - y[0], x[1], x, y)


def mul_numeric(witness: Numeric, x: Numeric, y: Numeric) -> Numeric:
    """MUL_NUMERIC: exact, then rounded to the witness's scale."""
    scale = witness[1]
    shift = x[1] + y[1] - scale
    product = x[0] * y[0]
    if shift > 0:
        product = round_half_even(product, 10**shift)
    else:
        product *= 10**-shift
    return _numeric("MUL_NUMERIC", product, scale, witness, x, y)


def div_numeric(witness: Numeric, x: Numeric, y: Numeric) -> Numeric:
    """DIV_NUMERIC: exact, then rounded to the witness's scale."""
    scale = witness[1]
    if y[0] == 0:
        raise arithmetic_error("DIV_NUMERIC", witness, x, y)
    shift = scale + y[1] - x[1]
    dividend = x[0] * 10 ** max(shift, 0)
    divisor = y[0] * 10 ** max(-shift, 0)
    quotient = round_half_even(dividend, divisor)
    return _numeric("DIV_NUMERIC", quotient, scale, witness, x, y)


def round_numeric(digits: int, x: Numeric) -> Numeric:
    """ROUND_NUMERIC: to a multiple of 10**-digits, keeping the scale."""
    scale = x[1]
    if not scale - PRECISION_MAX < digits <= scale:
        raise arithmetic_error("ROUND_NUMERIC", digits, x)
    unit = 10 ** (scale - digits)
    return _numeric("ROUND_NUMERIC", round_half_even(x[0], unit) * unit, scale, digits, x)


def rescale(x: Numeric, scale: int) -> Numeric | None:
    """The same number at another scale; None where digits would be lost or too many."""
    shift = scale - x[1]
    if shift >= 0:
        unscaled = x[0] * 10**shift
    else:
        unscaled, lost = divmod(x[0], 10**-shift)
        if lost:
            return None
    return (unscaled, scale) if -_BOUND < unscaled < _BOUND else None


def cast_numeric(witness: Numeric, x: Numeric) -> Numeric:
    """CAST_NUMERIC."""
    result = rescale(x, witness[1])
    if result is None:
        raise arithmetic_error("CAST_NUMERIC", witness, x)
    return result


def shift_numeric(witness: Numeric, x: Numeric) -> Numeric:
    """SHIFT_NUMERIC: the same digits at another scale."""
    return x[0], witness[1]


def int64_to_numeric(witness: Numeric, x: int) -> Numeric:
    """INT64_TO_NUMERIC."""
    return _numeric("INT64_TO_NUMERIC", x * 10 ** witness[1], witness[1], witness, x)


def numeric_to_int64(x: Numeric) -> int:
    """NUMERIC_TO_INT64: truncates towards zero."""
    return _checked("NUMERIC_TO_INT64", _truncated(x[0], 10 ** x[1]), x)


def text_to_int64(text: str) -> tuple[int] | None:
    """TEXT_TO_INT64."""
    if not _INT64_TEXT.fullmatch(text):
        return None
    # Leading zeros are dropped first, as Python refuses to read very long texts.
    digits = text.lstrip("+-").lstrip("0") or "0"
    if len(digits) > 19:
        return None
    value = -int(digits) if text[0] == "-" else int(digits)
    return (value,) if INT64_MIN <= value <= INT64_MAX else None


def text_to_numeric(witness: Numeric, text: str) -> tuple[Numeric] | None:
    """TEXT_TO_NUMERIC."""
    match = _NUMERIC_TEXT.fullmatch(text)
    if match is None:
        return None
    scale = witness[1]
    sign, zeros, whole, fraction = match.groups()
    fraction = "" if fraction in (None, "0") else fraction
    if not (zeros or whole) or len(whole) > PRECISION_MAX - scale or len(fraction) > scale:
        return None
    unscaled = int("0" + whole + fraction.ljust(scale, "0"))
    return ((-unscaled if sign == "-" else unscaled, scale),)


def unix_days_to_date(days: int) -> int:
    """UNIX_DAYS_TO_DATE."""
    if DAYS_MIN <= days <= DAYS_MAX:
        return days
    raise arithmetic_error("UNIX_DAYS_TO_DATE", days)


def unix_microseconds_to_timestamp(micros: int) -> int:
    """UNIX_MICROSECONDS_TO_TIMESTAMP."""
    if TIMESTAMP_MIN <= micros <= TIMESTAMP_MAX:
        return micros
    raise arithmetic_error("UNIX_MICROSECONDS_TO_TIMESTAMP", micros)


def numeric_of_decimal(value: Decimal) -> Numeric:
    """The run-time form of a decimal, with its scale."""
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    unscaled = int("".join(map(str, digits)) or "0")
    return -unscaled if sign else unscaled, -exponent


def decimal_of_numeric(x: Numeric) -> Decimal:
    """The decimal of a run-time numeric."""
    return Decimal(x[0]).scaleb(-x[1], _WIDE)
