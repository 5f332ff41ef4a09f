"""Columns: how the fields of a row type become columns of a table.

The annotation decides: int, str, bytes and bool (or a `NewType` of one of them, or an `Enum` whose
values are of one of them), optional with `| None`, or a tuple `tuple[int, ...]`, `tuple[str, ...]`,
`tuple[bytes, ...]`. Nothing else is a column; a store encodes richer values itself.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum
from types import NoneType, UnionType
from typing import TypeAlias, Union, get_args, get_origin, get_type_hints

from canton.errors import InvariantViolation

Value: TypeAlias = (
    int | str | bytes | bool | Enum | tuple[int, ...] | tuple[str, ...] | tuple[bytes, ...] | None
)
"""What a column of a row may hold."""


class ColumnKind(Enum):
    """The column types by their name in SQL. Text sorts by code point, as Python does."""

    BIGINT = "bigint"
    TEXT = "text"
    BYTEA = "bytea"
    BOOLEAN = "boolean"
    BIGINT_ARRAY = "bigint[]"
    TEXT_ARRAY = "text[]"
    BYTEA_ARRAY = "bytea[]"

    def __init__(self, sql: str) -> None:
        # Plain attributes: statements ask for them once a column and write.
        self.sql = sql
        self.is_array = sql.endswith("[]")
        """Whether a value holds several elements."""


_SCALARS = {
    bool: ColumnKind.BOOLEAN,
    int: ColumnKind.BIGINT,
    str: ColumnKind.TEXT,
    bytes: ColumnKind.BYTEA,
}
_ARRAYS = {
    int: ColumnKind.BIGINT_ARRAY,
    str: ColumnKind.TEXT_ARRAY,
    bytes: ColumnKind.BYTEA_ARRAY,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its kind, whether it may be null, and its enum where it has one."""

    name: str
    kind: ColumnKind
    is_nullable: bool = False
    enum: type[Enum] | None = None

    def encoded(self, value: object) -> object:
        """The value as the database takes it: enums become their value."""
        return value.value if isinstance(value, Enum) else value

    def decoded(self, value: object) -> object:
        """The value as the row holds it: arrays become tuples, enum values their enum."""
        if value is None:
            return None
        if self.kind.is_array and isinstance(value, list):
            return tuple(value)
        return self.enum(value) if self.enum else value

    @property
    def is_verbatim(self) -> bool:
        """Whether row and database hold the same Python value."""
        return self.enum is None and not self.kind.is_array


def columns_of(row: type) -> tuple[Column, ...]:
    """The columns of a row type in the order of its fields.

    Raises:
        InvariantViolation: a field has a type that is not a column.
    """
    hints = get_type_hints(row)
    return tuple(_column(row, field.name, hints[field.name]) for field in fields(row))


def _column(row: type, name: str, annotation: object) -> Column:
    inner, is_nullable = _without_none(annotation)
    if get_origin(inner) is tuple:
        element, ellipsis = get_args(inner)
        kind = _ARRAYS.get(_plain(element)) if ellipsis is Ellipsis else None
        if kind is not None:
            return Column(name, kind, is_nullable)
    else:
        plain = _plain(inner)
        if isinstance(plain, type) and issubclass(plain, Enum):
            kinds = {_SCALARS[type(member.value)] for member in plain}
            if len(kinds) == 1:
                return Column(name, kinds.pop(), is_nullable, plain)
        elif plain in _SCALARS:
            return Column(name, _SCALARS[plain], is_nullable)
    raise InvariantViolation(f"{row.__name__}.{name}: {annotation} is not a column type")


def _without_none(annotation: object) -> tuple[object, bool]:
    if get_origin(annotation) not in (Union, UnionType):
        return annotation, False
    parts = [part for part in get_args(annotation) if part is not NoneType]
    return (parts[0] if len(parts) == 1 else annotation), True


def _plain(annotation: object) -> type:
    """The type behind any number of `NewType`s."""
    while hasattr(annotation, "__supertype__"):
        annotation = annotation.__supertype__
    return annotation  # type: ignore[return-value]  # anything else misses in the dictionaries
