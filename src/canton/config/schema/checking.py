"""Tree + table -> sections: types, defaults, unknown and old keys, all findings collected.

Source: console-config-admin sheet 3.1 (unknown keys, deprecated keys, the escape from strictness).
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field

from canton.config.errors import GENERIC_CONFIG_ERROR, ConfigError
from canton.config.hocon.tree import ListValue, ObjectValue, Plain, Scalar, Value
from canton.config.origin import Origin
from canton.config.schema import scalars
from canton.config.schema.sections import Item, Section
from canton.config.schema.table import ROOT, Key, Shape, Table, Type

_DEFAULT = Origin("default")


@dataclass(slots=True)
class Notes:
    """What a check noticed beside values: errors, and what is worth a line in the log."""

    errors: list[ConfigError] = field(default_factory=list)
    deprecated: list[ConfigError] = field(default_factory=list)
    ignored: list[ConfigError] = field(default_factory=list)
    without_effect: list[ConfigError] = field(default_factory=list)
    unprotected: list[ConfigError] = field(default_factory=list)


def check(
    tree: ObjectValue, table: Table, *, name: str = ROOT, is_strict: bool = True
) -> tuple[Section, Notes]:
    """The section of the object `name` and the notes; the section is whole only without errors.

    Where `is_strict` is False unknown keys are noted as ignored instead of as errors.
    """
    checker = _Checker(table, is_strict=is_strict)
    section = checker.object(name, tree, name)
    return section, checker.notes


class _Checker:
    def __init__(self, table: Table, *, is_strict: bool) -> None:
        self._table = table
        self._is_strict = is_strict
        self.notes = Notes()

    # ---- shapes

    def object(self, name: str, value: ObjectValue, path: str, variant: str = "") -> Section:
        keys = self._table.objects[name]
        fields = self._without_old_names(name, value, path)
        for key in fields:
            if key not in keys and not (variant and key == "type"):
                self._unknown(key, keys, fields[key], path)
        items: dict[str, Item] = {}
        for key, row in keys.items():
            given = fields.get(key)
            if given is not None and not (_is_null(given) and not row.type.is_optional):
                items[key] = self._given(row, given, f"{path}.{key}")
            elif row.is_required:
                items[key] = None
                self._error(f"Key not found: '{key}'.", path, value.origin)
            else:
                items[key] = self._default(row, f"{path}.{key}")
        return Section(path, value.origin, items, variant, frozenset(fields.keys() & keys.keys()))

    def _item(self, kind: Type, value: Value, path: str) -> Item:
        if kind.is_optional and _is_null(value):
            return None
        match kind.shape:
            case Shape.SCALAR | Shape.ENUM:
                return self._scalar(kind, value, path)
            case Shape.OBJECT | Shape.CHOICE:
                if not isinstance(value, ObjectValue):
                    return self._wrong(value, path, "an object")
                if kind.shape is Shape.OBJECT:
                    return self.object(kind.name, value, path)
                return self._choice(kind.name, value, path)
            case Shape.LIST:
                return self._list(kind, value, path)
            case Shape.MAP:
                if not isinstance(value, ObjectValue):
                    return self._wrong(value, path, "an object")
                return self._map(kind, value, path)

    def _scalar(self, kind: Type, value: Value, path: str) -> Item:
        if kind.name == "any":
            return value
        if not isinstance(value, Scalar) or value.value is None:
            return self._wrong(value, path, f"a {kind.name}")
        if kind.shape is Shape.ENUM:
            allowed = self._table.enums[kind.name]
            if value.text.lower() in allowed:
                return value.text.lower()
            return self._wrong(value, path, "one of " + ", ".join(allowed))
        try:
            return scalars.read(kind.name, value)
        except scalars.Unfit as e:
            self._error(f"{str(e)[0].upper()}{str(e)[1:]}.", path, value.origin)
            return None

    def _choice(self, name: str, value: ObjectValue, path: str) -> Item:
        variants = self._table.choices[name]
        kind = value.fields.get("type")
        if not isinstance(kind, Scalar):
            self._error("Key not found: 'type'.", path, value.origin)
            return None
        if (target := variants.get(kind.text)) is None:
            allowed = ", ".join(variants)
            self._error(
                f"Unknown type '{kind.text}'; expected one of {allowed}.", path, kind.origin
            )
            return None
        return self.object(target, value, path, variant=kind.text)

    def _list(self, kind: Type, value: Value, path: str) -> Item:
        assert kind.element is not None
        items = _elements(value)
        if items is None:
            return self._wrong(value, path, "a list")
        return [self._item(kind.element, v, f"{path}.{i}") for i, v in enumerate(items)]

    def _map(self, kind: Type, value: ObjectValue, path: str) -> Item:
        assert kind.element is not None
        return {k: self._item(kind.element, v, f"{path}.{k}") for k, v in value.fields.items()}

    # ---- keys

    def _given(self, row: Key, value: Value, path: str) -> Item:
        item = self._item(row.type, value, path)
        if row.protects and not row.has_effect:
            if not _is_off(value) and item != self._default(row, path):
                self._note(self.notes.unprotected, "has no effect yet", path, value.origin)
        elif not row.has_effect and _is_leaf(row.type):
            self._note(self.notes.without_effect, "has no effect yet", path, value.origin)
        return item

    def _default(self, row: Key, path: str) -> Item:
        if row.default is None:
            return None
        return self._item(row.type, _tree_of(row.default), path)

    def _unknown(self, key: str, keys: Mapping[str, Key], value: Value, path: str) -> None:
        if not self._is_strict:
            self._note(self.notes.ignored, "Unknown key.", f"{path}.{key}", value.origin)
            return
        near = difflib.get_close_matches(key, keys, n=1, cutoff=0.5)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        self._error(f"Unknown key.{hint}", f"{path}.{key}", value.origin)

    def _without_old_names(self, name: str, value: ObjectValue, path: str) -> Mapping[str, Value]:
        moved = self._table.moved.get(name, {})
        dropped = self._table.dropped.get(name, ())
        if not moved and not dropped:
            return value.fields
        copy = ObjectValue(value.origin, dict(value.fields))
        for old in dropped:
            if (found := _take(copy, old.split("."))) is not None:
                self._note(
                    self.notes.deprecated,
                    "This key is deprecated and has no effect.",
                    f"{path}.{old}",
                    found.origin,
                )
        for old, new in moved.items():
            if (found := _take(copy, old.split("."))) is not None:
                _put_below(copy, new.split("."), found)
                self._note(
                    self.notes.deprecated,
                    f"This key is deprecated; use {path}.{new} instead.",
                    f"{path}.{old}",
                    found.origin,
                )
        return copy.fields

    # ---- findings

    def _error(self, message: str, path: str, origin: Origin) -> None:
        self._note(self.notes.errors, message, path, origin)

    def _wrong(self, value: Value, path: str, wanted: str) -> Item:
        self._error(f"Expected {wanted}, found {_described(value)}.", path, value.origin)
        return None

    def _note(self, notes: list[ConfigError], message: str, path: str, origin: Origin) -> None:
        if origin is not _DEFAULT:
            notes.append(ConfigError(GENERIC_CONFIG_ERROR, message, path, origin))


def _is_null(value: Value) -> bool:
    return isinstance(value, Scalar) and value.value is None


def _is_leaf(kind: Type) -> bool:
    while kind.element is not None:
        kind = kind.element
    return kind.shape in (Shape.SCALAR, Shape.ENUM)


def _is_off(value: Value) -> bool:
    """True for what asks for no protection: nothing, an empty list or object, `enabled = false`."""
    match value:
        case Scalar():
            return value.value is None
        case ListValue():
            return not value.items
        case ObjectValue():
            enabled = value.fields.get("enabled")
            is_disabled = isinstance(enabled, Scalar) and enabled.text in ("false", "no", "off")
            return not value.fields or is_disabled


def _elements(value: Value) -> list[Value] | None:
    """The elements of a list, or of an object whose keys are numbers."""
    match value:
        case ListValue():
            return value.items
        case ObjectValue() if all(key.isdecimal() for key in value.fields):
            return [value.fields[key] for key in sorted(value.fields, key=int)]
        case _:
            return None


def _described(value: Value) -> str:
    match value:
        case Scalar():
            return "null" if value.value is None else f"'{value.text}'"
        case ListValue():
            return "a list"
        case ObjectValue():
            return "an object"


def _tree_of(value: Plain) -> Value:
    match value:
        case dict():
            return ObjectValue(_DEFAULT, {key: _tree_of(item) for key, item in value.items()})
        case list():
            return ListValue([_tree_of(item) for item in value], _DEFAULT)
        case bool():
            return Scalar(value, str(value).lower(), _DEFAULT)
        case _:
            return Scalar(value, str(value), _DEFAULT)


def _take(value: ObjectValue, keys: list[str]) -> Value | None:
    """Takes what is below the keys out of `value`, whose inner objects are copied on the way."""
    for key in keys[:-1]:
        inner = value.fields.get(key)
        if not isinstance(inner, ObjectValue):
            return None
        value.fields[key] = inner = ObjectValue(inner.origin, dict(inner.fields))
        value = inner
    return value.fields.pop(keys[-1], None)


def _put_below(value: ObjectValue, keys: list[str], found: Value) -> None:
    """Puts `found` where the keys lead; what stands there already wins."""
    for key in keys[:-1]:
        inner = value.fields.get(key)
        fields = dict(inner.fields) if isinstance(inner, ObjectValue) else {}
        value.fields[key] = inner = ObjectValue(found.origin, fields)
        value = inner
    there = value.fields.get(keys[-1])
    if isinstance(there, ObjectValue) and isinstance(found, ObjectValue):
        value.fields[keys[-1]] = ObjectValue(there.origin, {**found.fields, **there.fields})
    elif there is None:
        value.fields[keys[-1]] = found
