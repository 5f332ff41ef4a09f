"""BigNumeric of LF 2.dev: decimals of up to 2**15 digits on either side of the point.

A BigNumeric is `(unscaled, scale)` without trailing zeros. Source: Daml-LF sheet 2.3.
"""

from __future__ import annotations

from typing import Final

from canton.daml_lf.builtins.arithmetic_error import arithmetic_error, numeric_to_text
from canton.daml_lf.builtins.numeric import INT64_MIN, Numeric, rescale

_SCALE_MAX: Final = 2**15
_SHIFT_MAX: Final = 2**16


class BigNumeric:
    """A decimal of any scale; comparable by its number."""

    __slots__ = ("scale", "unscaled")

    def __init__(self, unscaled: int, scale: int) -> None:
        zeros = _trailing_zeros(unscaled)
        self.unscaled = unscaled // 10**zeros
        self.scale = scale - zeros if unscaled else 0

    @property
    def precision(self) -> int:
        """How many digits there are."""
        return _digit_count(self.unscaled)

    def difference(self, other: BigNumeric) -> int:
        """Negative, zero or positive, as numbers compare."""
        scale = max(self.scale, other.scale)
        mine: int = self.unscaled * 10 ** (scale - self.scale)
        theirs: int = other.unscaled * 10 ** (scale - other.scale)
        return mine - theirs

    def __str__(self) -> str:
        return numeric_to_text((self.unscaled, self.scale))


def _trailing_zeros(x: int) -> int:
    # In steps that double and halve again: digit by digit it would take seconds.
    count, step = 0, 1
    while x and x % 10 == 0:
        quotient, remainder = divmod(x, 10**step)
        if remainder:
            step = max(step // 2, 1)
        else:
            x, count, step = quotient, count + step, step * 2
    return count


def _digit_count(x: int) -> int:
    # Counts without making a text, as Python refuses to write very long numbers.
    x = abs(x)
    if x == 0:
        return 1
    count = max(1, (x.bit_length() - 1) * 30103 // 100000)
    while x >= 10**count:
        count += 1
    return count


def _checked(name: str, unscaled: int, scale: int, *arguments: object) -> BigNumeric:
    result = BigNumeric(unscaled, scale)
    if result.scale <= _SCALE_MAX and result.precision - result.scale <= _SCALE_MAX:
        return result
    raise arithmetic_error(name, *arguments)


def _within(x: int, bound: int) -> int | None:
    # The absolute value of the least Int64 overflows in the original: it passes, and is cut to 0.
    if x == INT64_MIN:
        return 0
    return x if abs(x) <= bound else None


def scale_bignumeric(x: BigNumeric) -> int:
    """SCALE_BIGNUMERIC."""
    return x.scale


def precision_bignumeric(x: BigNumeric) -> int:
    """PRECISION_BIGNUMERIC."""
    return x.precision


def add_bignumeric(x: BigNumeric, y: BigNumeric) -> BigNumeric:
    """ADD_BIGNUMERIC."""
    scale = max(x.scale, y.scale)
    total = x.unscaled * 10 ** (scale - x.scale) + y.unscaled * 10 ** (scale - y.scale)
    return _checked("ADD_BIGNUMERIC", total, scale, x, y)


def sub_bignumeric(x: BigNumeric, y: BigNumeric) -> BigNumeric:
    """SUB_BIGNUMERIC."""
    scale = max(x.scale, y.scale)
    total = x.unscaled * 10 ** (scale - x.scale) - y.unscaled * 10 ** (scale - y.scale)
    return _checked("SUB_BIGNUMERIC", total, scale, x, y)


def mul_bignumeric(x: BigNumeric, y: BigNumeric) -> BigNumeric:
    """MUL_BIGNUMERIC."""
    return _checked("MUL_BIGNUMERIC", x.unscaled * y.unscaled, x.scale + y.scale, x, y)


def div_bignumeric(scale: int, mode: int, x: BigNumeric, y: BigNumeric) -> BigNumeric:
    """DIV_BIGNUMERIC: to a scale, rounding as asked."""
    arguments = (scale, mode, x, y)
    places = _within(scale, _SCALE_MAX)
    if y.unscaled == 0 or places is None or not 0 <= mode <= 7:
        raise arithmetic_error("DIV_BIGNUMERIC", *arguments)
    shift = places + y.scale - x.scale
    dividend = x.unscaled * 10 ** max(shift, 0)
    divisor = y.unscaled * 10 ** max(-shift, 0)
    quotient = _rounded(dividend, divisor, mode)
    if quotient is None:
        raise arithmetic_error("DIV_BIGNUMERIC", *arguments)
    return _checked("DIV_BIGNUMERIC", quotient, places, *arguments)


def _rounded(dividend: int, divisor: int, mode: int) -> int | None:
    """The quotient in a rounding mode; None where it is not whole and may not be rounded."""
    is_negative = (dividend < 0) != (divisor < 0)
    quotient, remainder = divmod(abs(dividend), abs(divisor))
    if remainder:
        doubled = 2 * remainder - abs(divisor)
        away = (
            True,
            False,
            not is_negative,
            is_negative,
            doubled >= 0,
            doubled > 0,
            doubled > 0 or (doubled == 0 and quotient % 2 == 1),
            None,
        )[mode]
        if away is None:
            return None
        quotient += away
    return -quotient if is_negative else quotient


def shift_right_bignumeric(shift: int, x: BigNumeric) -> BigNumeric:
    """SHIFT_RIGHT_BIGNUMERIC."""
    if x.unscaled == 0:
        return x
    places = _within(shift, _SHIFT_MAX)
    if places is None:
        raise arithmetic_error("SHIFT_RIGHT_BIGNUMERIC", shift, x)
    return _checked("SHIFT_RIGHT_BIGNUMERIC", x.unscaled, x.scale + places, shift, x)


def bignumeric_to_numeric(witness: Numeric, x: BigNumeric) -> Numeric:
    """BIGNUMERIC_TO_NUMERIC."""
    result = rescale((x.unscaled, x.scale), witness[1]) if abs(x.scale) <= 40 else None
    if result is None:
        raise arithmetic_error("BIGNUMERIC_TO_NUMERIC", witness, x)
    return result


def numeric_to_bignumeric(x: Numeric) -> BigNumeric:
    """NUMERIC_TO_BIGNUMERIC."""
    return BigNumeric(*x)


def bignumeric_to_text(x: BigNumeric) -> str:
    """BIGNUMERIC_TO_TEXT."""
    return str(x)
