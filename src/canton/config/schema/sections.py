"""Checked configuration: sections whose values have the types of the table, read by name.

The getters assert the type: a wrong one is a bug of ours, for users' values were checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from canton.config.hocon.tree import Value
from canton.config.origin import Origin
from canton.config.schema.scalars import ScalarValue
from canton.config.secret import Secret

Item: TypeAlias = "ScalarValue | Value | list[Item] | dict[str, Item] | Section"


@dataclass(frozen=True, slots=True)
class Section:
    """An object of the configuration with all its keys; what was not written is the default.

    `variant` is the `type` of a choice; `written` are the keys that a user set.
    """

    path: str
    origin: Origin
    items: Mapping[str, Item]
    variant: str = ""
    written: frozenset[str] = field(default_factory=frozenset)

    def text(self, key: str) -> str:
        value = self.items[key]
        assert isinstance(value, str), key
        return value

    def text_or_none(self, key: str) -> str | None:
        return None if self.items[key] is None else self.text(key)

    def integer(self, key: str) -> int:
        value = self.items[key]
        assert isinstance(value, int) and not isinstance(value, bool), key
        return value

    def integer_or_none(self, key: str) -> int | None:
        return None if self.items[key] is None else self.integer(key)

    def number(self, key: str) -> float:
        value = self.items[key]
        assert isinstance(value, int | float), key
        return value

    def seconds(self, key: str) -> float:
        value = self.items[key]
        assert isinstance(value, float), key
        return value

    def seconds_or_none(self, key: str) -> float | None:
        return None if self.items[key] is None else self.seconds(key)

    def flag(self, key: str) -> bool:
        value = self.items[key]
        assert isinstance(value, bool), key
        return value

    def flag_or_none(self, key: str) -> bool | None:
        return None if self.items[key] is None else self.flag(key)

    def secret_or_none(self, key: str) -> Secret | None:
        value = self.items[key]
        assert value is None or isinstance(value, Secret), key
        return value

    def section(self, key: str) -> Section:
        value = self.items[key]
        assert isinstance(value, Section), key
        return value

    def section_or_none(self, key: str) -> Section | None:
        return None if self.items[key] is None else self.section(key)

    def sections(self, key: str) -> tuple[Section, ...]:
        """The sections of a list."""
        value = self.items[key]
        assert isinstance(value, list), key
        return tuple(item for item in value if isinstance(item, Section))

    def section_map(self, key: str) -> Mapping[str, Section]:
        """The sections of a map by name."""
        value = self.items[key]
        assert isinstance(value, dict), key
        return {name: item for name, item in value.items() if isinstance(item, Section)}


def texts(section: Section, key: str) -> tuple[str, ...]:
    """The texts of a list."""
    value = section.items[key]
    assert isinstance(value, list), key
    return tuple(str(item) for item in value)


def numbers(section: Section, key: str) -> tuple[float, ...]:
    """The numbers of a list."""
    value = section.items[key]
    assert isinstance(value, list), key
    return tuple(item for item in value if isinstance(item, int | float))


def integer_map(section: Section, key: str) -> Mapping[str, int]:
    """The whole numbers of a map by name."""
    value = section.items[key]
    assert isinstance(value, dict), key
    return {name: item for name, item in value.items() if isinstance(item, int)}
