"""Decoding literals and built-in constructors.

Source: LF sheet 1.4.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Final, TypeVar

from canton.daml_lf.archive.decoding import shapes
from canton.daml_lf.archive.decoding.tables import SCALE_MAX, Tables
from canton.daml_lf.archive.wire import WireError, read_message
from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import BuiltinCon, FailureCategory, RoundingMode
from canton.daml_lf.language.version import UNSTABLE

TIMESTAMP_MIN: Final = -62_135_596_800_000_000
TIMESTAMP_MAX: Final = 253_402_300_799_999_999
DATE_MIN: Final = -719_162
DATE_MAX: Final = 2_932_896
NUMERIC_DIGITS_MAX: Final = 38
_E = TypeVar("_E", bound=IntEnum)
_NUMERIC = re.compile(r"(-?)([1-9][0-9]*|0)\.([0-9]*)")


def read_literal(tables: Tables, data: bytes) -> ast.Expr:
    """A literal."""
    fields = read_message(data, shapes.LITERAL)
    case = fields.get(0)
    value = 0 if case is None else fields[case]
    match case:
        case 1:
            return ast.Int64Lit(value)
        case 2:
            if not TIMESTAMP_MIN <= value <= TIMESTAMP_MAX:
                raise WireError(f"{value} is not a timestamp")
            return ast.TimestampLit(value)
        case 3:
            return read_numeric(tables.string(value))
        case 4:
            return ast.TextLit(tables.string(value))
        case 5:
            if not DATE_MIN <= value <= DATE_MAX:
                raise WireError(f"{value} is not a date")
            return ast.DateLit(value)
        case 6:
            return ast.FailureCategoryLit(_enumerated(FailureCategory, value))
        case 1001:
            tables.require(UNSTABLE, "rounding mode")
            return ast.RoundingModeLit(_enumerated(RoundingMode, value))
        case _:
            raise WireError("a literal is empty")


def read_numeric(text: str) -> ast.NumericLit:
    """The numeric of a text; its scale is the number of fractional digits."""
    match = _NUMERIC.fullmatch(text)
    if match is None:
        raise WireError(f"{text[:80]!r} is not a numeric")
    sign, whole, fraction = match.groups()
    digits = (whole + fraction).lstrip("0")
    if len(fraction) > SCALE_MAX or len(digits) > NUMERIC_DIGITS_MAX:
        raise WireError(f"{text[:80]!r} has too many digits for a numeric")
    unscaled = int(digits or "0")
    return ast.NumericLit(-unscaled if sign else unscaled, len(fraction))


def read_builtin_con(number: int) -> BuiltinCon:
    """Unit, False or True."""
    return _enumerated(BuiltinCon, number)


def _enumerated(kind: type[_E], number: int) -> _E:
    try:
        return kind(number)
    except ValueError as error:
        raise WireError(f"{number} is not a {kind.__name__}") from error
