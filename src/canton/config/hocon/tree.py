"""Resolved HOCON: scalars, lists and objects, each with the place where it was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from canton.config.origin import Origin

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


@dataclass(slots=True, eq=False)
class Scalar:
    """A string, number, boolean or null; `text` is what was written.

    `is_space` marks unquoted white space between two values, which means nothing beside a list or
    an object.
    """

    value: str | int | float | bool | None
    text: str
    origin: Origin
    is_space: bool = False


@dataclass(slots=True, eq=False)
class ListValue:
    """A list."""

    items: list[Value]
    origin: Origin


@dataclass(slots=True, eq=False)
class ObjectValue:
    """An object; its fields stand in the order of their first assignment."""

    origin: Origin
    fields: dict[str, Value] = field(default_factory=dict)

    def at(self, *keys: str) -> Value | None:
        """The value below the keys, if there is one."""
        value: Value | None = self
        for key in keys:
            value = value.fields.get(key) if isinstance(value, ObjectValue) else None
        return value


Value = Scalar | ListValue | ObjectValue


def plain(value: Value) -> Plain:
    """The value as plain Python data, without origins."""
    match value:
        case Scalar():
            return value.value
        case ListValue():
            return [plain(item) for item in value.items]
        case ObjectValue():
            return {key: plain(item) for key, item in value.fields.items()}


def leaves(value: Value, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Value]]:
    """Every path that holds a scalar, a list or an empty object."""
    if isinstance(value, ObjectValue) and value.fields:
        for key, item in value.fields.items():
            yield from leaves(item, (*path, key))
    else:
        yield path, value
