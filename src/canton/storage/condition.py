"""Conditions on rows, as values: `eq("state", 1)`, `at_least("time", t)`, `is_null("end")`.

All conditions of a query or a delete hold together. A comparison with a null column is false, as in
SQL; `eq(column, None)` means `is_null`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from canton.storage.column import Value


class Operator(Enum):
    """The comparisons by their sign in SQL."""

    EQUAL = "="
    NOT_EQUAL = "<>"
    ONE_OF = "= any"
    AT_LEAST = ">="
    GREATER = ">"
    AT_MOST = "<="
    LESS = "<"
    IS_NULL = "is null"
    IS_NOT_NULL = "is not null"


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison of a column; `values` are the candidates of ONE_OF, else one or none."""

    column: str
    operator: Operator
    values: tuple[Value, ...] = ()


def eq(column: str, value: Value) -> Condition:
    """The column equals the value; with None, the column is null."""
    if value is None:
        return is_null(column)
    return Condition(column, Operator.EQUAL, (value,))


def not_eq(column: str, value: Value) -> Condition:
    """The column holds another value; null columns do not match. With None: is not null."""
    if value is None:
        return is_not_null(column)
    return Condition(column, Operator.NOT_EQUAL, (value,))


def one_of(column: str, values: Iterable[Value]) -> Condition:
    """The column equals one of the values; without values nothing matches."""
    return Condition(column, Operator.ONE_OF, tuple(values))


def at_least(column: str, value: Value) -> Condition:
    """The column is the value or larger."""
    return Condition(column, Operator.AT_LEAST, (value,))


def greater(column: str, value: Value) -> Condition:
    """The column is larger than the value."""
    return Condition(column, Operator.GREATER, (value,))


def at_most(column: str, value: Value) -> Condition:
    """The column is the value or smaller."""
    return Condition(column, Operator.AT_MOST, (value,))


def less(column: str, value: Value) -> Condition:
    """The column is smaller than the value."""
    return Condition(column, Operator.LESS, (value,))


def is_null(column: str) -> Condition:
    """The column is null."""
    return Condition(column, Operator.IS_NULL)


def is_not_null(column: str) -> Condition:
    """The column is not null."""
    return Condition(column, Operator.IS_NOT_NULL)
