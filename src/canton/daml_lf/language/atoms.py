"""Literals and patterns: the parts of expressions that contain no expressions.

Source: Canton 3.6 Daml-LF 2 (LF sheet 1.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from canton.daml_lf.language.builtin import BuiltinCon, FailureCategory, RoundingMode
from canton.daml_lf.language.reference import Identifier, Name


@dataclass(frozen=True, slots=True)
class Int64Lit:
    """A 64-bit integer."""

    value: int


@dataclass(frozen=True, slots=True)
class NumericLit:
    """A decimal number: `unscaled` divided by ten to the `scale`."""

    unscaled: int
    scale: int

    @property
    def decimal(self) -> Decimal:
        """The number with its scale kept as exponent."""
        digits = tuple([int(digit) for digit in str(abs(self.unscaled))])
        return Decimal((1 if self.unscaled < 0 else 0, digits, -self.scale))

    @property
    def text(self) -> str:
        """The number with as many fractional digits as its scale."""
        digits = str(abs(self.unscaled)).rjust(self.scale + 1, "0")
        point = len(digits) - self.scale
        return f"{'-' if self.unscaled < 0 else ''}{digits[:point]}.{digits[point:]}"


@dataclass(frozen=True, slots=True)
class TextLit:
    """A text."""

    value: str


@dataclass(frozen=True, slots=True)
class TimestampLit:
    """A time in microseconds since 1970."""

    micros: int


@dataclass(frozen=True, slots=True)
class DateLit:
    """A date in days since 1970."""

    days: int


@dataclass(frozen=True, slots=True)
class RoundingModeLit:
    """A rounding mode."""

    mode: RoundingMode


@dataclass(frozen=True, slots=True)
class FailureCategoryLit:
    """A failure category."""

    category: FailureCategory


Literal: TypeAlias = (
    Int64Lit | NumericLit | TextLit | TimestampLit | DateLit | RoundingModeLit | FailureCategoryLit
)


@dataclass(frozen=True, slots=True)
class PatternDefault:
    """Matches all."""


@dataclass(frozen=True, slots=True)
class PatternVariant:
    """Matches a variant's constructor and binds its argument."""

    id: Identifier
    con: Name
    binder: Name


@dataclass(frozen=True, slots=True)
class PatternEnum:
    """Matches an enumeration's constructor."""

    id: Identifier
    con: Name


@dataclass(frozen=True, slots=True)
class PatternCon:
    """Matches unit, False or True."""

    con: BuiltinCon


@dataclass(frozen=True, slots=True)
class PatternNil:
    """Matches the empty list."""


@dataclass(frozen=True, slots=True)
class PatternCons:
    """Matches a list with elements and binds the first and the others."""

    head: Name
    tail: Name


@dataclass(frozen=True, slots=True)
class PatternNone:
    """Matches the absent optional."""


@dataclass(frozen=True, slots=True)
class PatternSome:
    """Matches the present optional and binds its value."""

    binder: Name


Pattern: TypeAlias = (
    PatternDefault
    | PatternVariant
    | PatternEnum
    | PatternCon
    | PatternNil
    | PatternCons
    | PatternNone
    | PatternSome
)
