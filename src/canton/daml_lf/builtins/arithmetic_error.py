"""The exception of failed arithmetic, and numbers as texts.

The exception works even where its package is not loaded. Source: Daml-LF sheet 2.3, 3.4.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from canton.daml_lf.builtins.errors import DamlException
from canton.timestamps import Timestamp, iso

ARITHMETIC_ERROR_PACKAGE: Final = "ee33fb70918e7aaa3d3fc44d64a399fb2bf5bcefc54201b1690ecd448551ba88"
ARITHMETIC_ERROR: Final = (
    1,
    ARITHMETIC_ERROR_PACKAGE,
    "DA.Exception.ArithmeticError",
    "ArithmeticError",
)
_EPOCH: Final = date(1970, 1, 1)


def arithmetic_error(name: str, *arguments: object) -> DamlException:
    """The exception for a builtin and its arguments."""
    shown = " ".join(map(_shown, arguments))
    return DamlException(ARITHMETIC_ERROR, (f"ArithmeticError while evaluating ({name} {shown}).",))


def _shown(value: object) -> str:
    return numeric_to_text(value) if isinstance(value, tuple) else str(value)


def numeric_to_text(x: tuple[int, int]) -> str:
    """NUMERIC_TO_TEXT: no trailing zeros but one digit after the point, no exponent."""
    unscaled, scale = x
    # Through Decimal, as Python refuses to write long integers.
    digits = str(Decimal(abs(unscaled))).rjust(scale + 1, "0")
    whole, fraction = (digits[:-scale], digits[-scale:]) if scale > 0 else (digits, "")
    whole += "0" * max(-scale, 0)
    sign = "-" if unscaled < 0 else ""
    return f"{sign}{whole}.{fraction.rstrip('0') or '0'}"


def date_to_text(days: int) -> str:
    """DATE_TO_TEXT."""
    return (_EPOCH + timedelta(days=days)).isoformat()


def timestamp_to_text(micros: int) -> str:
    """TIMESTAMP_TO_TEXT: ISO 8601 with 0, 3 or 6 digits of the second's fraction."""
    return iso(Timestamp(micros))
