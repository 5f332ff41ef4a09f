"""The table of all configuration keys, loaded from `keys.json` and `effects.txt`.

Source: the config classes of Canton 3.6 (paths, types and defaults are facts; see `keys.json`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Final

from canton.config.hocon.tree import Plain

ROOT: Final = "canton"
"""The object that `canton { ... }` holds."""

_FOLDER: Final = Path(__file__).parent


class Shape(Enum):
    """How a value is built."""

    SCALAR = "scalar"
    OBJECT = "object"
    CHOICE = "choice"
    ENUM = "enum"
    LIST = "list"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class Type:
    """A type: its shape, its name (a scalar's kind, or an entry of the table), its elements."""

    shape: Shape
    name: str = ""
    is_optional: bool = False
    element: Type | None = None

    def __str__(self) -> str:
        inner = f"{self.shape.value} of {self.element}" if self.element else self.name
        return f"{inner}, optional" if self.is_optional else inner


@dataclass(frozen=True, slots=True)
class Key:
    """A key of an object. `default` is in the form in which users write it."""

    name: str
    type: Type
    is_required: bool
    default: Plain
    has_effect: bool
    protects: bool
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Objects by name with their keys; choices (by `type`); enumerations; old names."""

    objects: Mapping[str, Mapping[str, Key]]
    choices: Mapping[str, Mapping[str, str]]
    enums: Mapping[str, tuple[str, ...]]
    moved: Mapping[str, Mapping[str, str]]
    dropped: Mapping[str, tuple[str, ...]]

    def paths(self, name: str = ROOT, prefix: str = "canton") -> Iterator[tuple[str, Key]]:
        """Every path and its key, depth first; `<name>` stands for map keys, `[]` for elements."""
        for key in self.objects[name].values():
            path = f"{prefix}.{key.name}"
            yield path, key
            kind = key.type
            while kind.element is not None:
                path += "[]" if kind.shape is Shape.LIST else ".<name>"
                kind = kind.element
            if kind.shape is Shape.OBJECT:
                yield from self.paths(kind.name, path)
            elif kind.shape is Shape.CHOICE:
                for variant, target in self.choices[kind.name].items():
                    yield from self.paths(target, f"{path}({variant})")


@cache
def table() -> Table:
    """The table of this program."""
    raw = json.loads((_FOLDER / "keys.json").read_text())
    effects = frozenset(_effect_lines())
    objects = {
        name: {key: _key(name, key, row, effects) for key, row in keys.items()}
        for name, keys in raw["objects"].items()
    }
    return Table(
        objects=objects,
        choices=raw["choices"],
        enums={name: tuple(values) for name, values in raw["enums"].items()},
        moved=raw["moved"],
        dropped={name: tuple(keys) for name, keys in raw["dropped"].items()},
    )


def _effect_lines() -> Iterator[str]:
    for line in (_FOLDER / "effects.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            yield line.strip()


def _key(owner: str, name: str, row: Mapping[str, Plain], effects: frozenset[str]) -> Key:
    return Key(
        name=name,
        type=parse_type(str(row["type"])),
        is_required="default" not in row,
        default=row.get("default"),
        has_effect=f"{owner}.{name}" in effects,
        protects=bool(row.get("protects", False)),
        is_ours=bool(row.get("ours", False)),
    )


@cache
def parse_type(text: str) -> Type:
    """The type that `text` names.

    >>> parse_type("list:choice:auth-service?").element
    Type(shape=<Shape.CHOICE: 'choice'>, name='auth-service', is_optional=False, element=None)
    """
    is_optional = text.endswith("?")
    head, _, rest = text.rstrip("?").partition(":")
    if head in ("list", "map"):
        return Type(Shape(head), "", is_optional, parse_type(rest))
    if rest:
        return Type(Shape(head), rest, is_optional)
    return Type(Shape.SCALAR, head, is_optional)
