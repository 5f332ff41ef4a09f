"""Codecs of types with parts: optionals, lists, maps, records, variants, enumerations.

Source: Daml-LF sheet 2.2, 2.7, 2.9.
"""

from __future__ import annotations

from functools import cmp_to_key
from itertools import pairwise
from struct import Struct
from typing import Any, Final

from canton.daml_lf.builtins.application import spend
from canton.daml_lf.builtins.collection import EMPTY_MAP
from canton.daml_lf.builtins.comparison import SortedMap, compare
from canton.daml_lf.builtins.text import from_list, to_list
from canton.daml_lf.hashing.encoding import qualified_name_bytes, string_bytes
from canton.daml_lf.language.reference import Identifier
from canton.daml_lf.library.codec import (
    Chunks,
    Codec,
    check_room,
    text_to_ledger,
)
from canton.daml_lf.library.translation import (
    Translation,
    TranslationError,
    mismatch,
)
from canton.daml_lf.value import value as v

_TAGGED_INT: Final = Struct(">Bi")
_INT: Final = Struct(">i")
_BY_COMPARISON: Final = cmp_to_key(compare)


class OptionalCodec:
    """Optional."""

    __slots__ = ("element", "type_text")

    def __init__(self, type_text: str, element: Codec) -> None:
        self.type_text = type_text
        self.element = element

    def to_ledger(self, x: Any, room: int) -> v.Value:
        check_room(room)
        return v.NONE if x is None else v.OptionalValue(self.element.to_ledger(x[0], room - 1))

    def translate(self, value: v.Value, how: Translation, room: int) -> Any:
        how.check_room(room)
        if type(value) is not v.OptionalValue:
            raise mismatch(self.type_text, value)
        inner = value.value
        return None if inner is None else (self.element.translate(inner, how, room - 1),)

    def encode(self, x: Any, out: Chunks) -> None:
        if x is None:
            out.append(b"\x0c\x00")
        else:
            out.append(b"\x0c\x01")
            self.element.encode(x[0], out)

    def label(self, value: v.Value, is_whole: bool = False) -> v.Value:
        if isinstance(value, v.OptionalValue) and value.value is not None:
            return v.OptionalValue(self.element.label(value.value, is_whole))
        return value


class ListCodec:
    """List."""

    __slots__ = ("element", "type_text")

    def __init__(self, type_text: str, element: Codec) -> None:
        self.type_text = type_text
        self.element = element

    def to_ledger(self, x: Any, room: int) -> v.Value:
        check_room(room)
        convert = self.element.to_ledger
        spend(1)
        return v.ListValue(tuple([convert(item, room - 1) for item in from_list(x)]))

    def translate(self, value: v.Value, how: Translation, room: int) -> Any:
        how.check_room(room)
        if type(value) is not v.ListValue:
            raise mismatch(self.type_text, value)
        convert = self.element.translate
        return to_list([convert(item, how, room - 1) for item in value.elements])

    def encode(self, x: Any, out: Chunks) -> None:
        items = from_list(x)
        out.append(_TAGGED_INT.pack(11, len(items)))
        for item in items:
            self.element.encode(item, out)

    def label(self, value: v.Value, is_whole: bool = False) -> v.Value:
        assert isinstance(value, v.ListValue)
        return v.ListValue(tuple(self.element.label(each, is_whole) for each in value.elements))


class TextMapCodec:
    """TextMap."""

    __slots__ = ("element", "type_text")

    def __init__(self, type_text: str, element: Codec) -> None:
        self.type_text = type_text
        self.element = element

    def to_ledger(self, x: Any, room: int) -> v.Value:
        check_room(room)
        convert = self.element.to_ledger
        spend(1)
        entries = zip(x.keys, x.values, strict=True)
        return v.TextMapValue(
            tuple([(text_to_ledger(key), convert(inner, room - 1)) for key, inner in entries])
        )

    def translate(self, value: v.Value, how: Translation, room: int) -> Any:
        how.check_room(room)
        if type(value) is not v.TextMapValue:
            raise mismatch(self.type_text, value)
        entries = {}
        for key, inner in value.entries:
            how.check_text(key)
            entries[key] = self.element.translate(inner, how, room - 1)
        keys = sorted(entries)
        return SortedMap(keys, [entries[key] for key in keys]) if keys else EMPTY_MAP

    def encode(self, x: Any, out: Chunks) -> None:
        out.append(_TAGGED_INT.pack(13, len(x.keys)))
        for key, inner in zip(x.keys, x.values, strict=True):
            out.append(string_bytes(key))
            self.element.encode(inner, out)

    def label(self, value: v.Value, is_whole: bool = False) -> v.Value:
        assert isinstance(value, v.TextMapValue)
        return v.TextMapValue(
            tuple((key, self.element.label(inner, is_whole)) for key, inner in value.entries)
        )


class GenMapCodec:
    """GenMap."""

    __slots__ = ("key", "type_text", "value")

    def __init__(self, type_text: str, key: Codec, value: Codec) -> None:
        self.type_text = type_text
        self.key = key
        self.value = value

    def to_ledger(self, x: Any, room: int) -> v.Value:
        check_room(room)
        key, value = self.key.to_ledger, self.value.to_ledger
        spend(1)
        entries = zip(x.keys, x.values, strict=True)
        return v.GenMapValue(tuple([(key(k, room - 1), value(w, room - 1)) for k, w in entries]))

    def translate(self, value: v.Value, how: Translation, room: int) -> Any:
        how.check_room(room)
        if type(value) is not v.GenMapValue:
            raise mismatch(self.type_text, value)
        entries = [
            (self.key.translate(k, how, room - 1), self.value.translate(w, how, room - 1))
            for k, w in value.entries
        ]
        if how.is_strict:
            keys = [k for k, _ in entries]
            if any(compare(k, after) >= 0 for k, after in pairwise(keys)):
                raise TranslationError("Unexpected non-strictly ordered GenMap value", value)
            return SortedMap(keys, [w for _, w in entries])
        entries.sort(key=lambda entry: _BY_COMPARISON(entry[0]))
        result = SortedMap([], [])
        for k, w in entries:
            # Sorting keeps the order of equal keys, and the last of them wins.
            if result.keys and compare(result.keys[-1], k) == 0:
                result.values[-1] = w
            else:
                result.keys.append(k)
                result.values.append(w)
        return result

    def encode(self, x: Any, out: Chunks) -> None:
        out.append(_TAGGED_INT.pack(14, len(x.keys)))
        for k, w in zip(x.keys, x.values, strict=True):
            self.key.encode(k, out)
            self.value.encode(w, out)

    def label(self, value: v.Value, is_whole: bool = False) -> v.Value:
        assert isinstance(value, v.GenMapValue)
        return v.GenMapValue(
            tuple(
                (self.key.label(k, is_whole), self.value.label(w, is_whole))
                for k, w in value.entries
            )
        )


def check_type_id(
    kind: str,
    identifier: Identifier,
    value: v.RecordValue | v.VariantValue | v.EnumValue,
    how: Translation,
) -> None:
    """Fails where a value claims to be of another type."""
    given = value.type_id
    if given is None:
        return
    if how.is_strict:
        raise TranslationError(f"Unexpected type id {given} in {kind} value.", value)
    if given.qualified_name != identifier.qualified_name:
        raise TranslationError(
            f"Mismatching variant id, the type tells us {identifier.qualified_name}, but the value"
            f" tells us {given.qualified_name}"
        )


class VariantCodec:
    """A variant; `elements` are filled in after it is made, as types may contain themselves."""

    __slots__ = ("constructors", "elements", "heads", "identifier", "ranks", "type_text")

    def __init__(
        self, type_text: str, identifier: Identifier, constructors: tuple[str, ...]
    ) -> None:
        self.type_text = type_text
        self.identifier = identifier
        self.constructors = constructors
        self.ranks = {name: rank for rank, name in enumerate(constructors)}
        self.elements: list[Codec] = []
        name = b"\x09" + qualified_name_bytes(identifier)
        self.heads = [
            name + string_bytes(con) + _INT.pack(rank) for rank, con in enumerate(constructors)
        ]

    def to_ledger(self, x: Any, room: int) -> v.Value:
        check_room(room)
        rank, inner = x
        return v.VariantValue(
            self.constructors[rank], self.elements[rank].to_ledger(inner, room - 1)
        )

    def translate(self, value: v.Value, how: Translation, room: int) -> Any:
        how.check_room(room)
        if type(value) is not v.VariantValue:
            raise mismatch(self.type_text, value)
        check_type_id("variant", self.identifier, value, how)
        rank = self.ranks.get(value.constructor)
        if rank is None:
            raise _unknown("variant", self.identifier, value.constructor)
        return rank, self.elements[rank].translate(value.value, how, room - 1)

    def encode(self, x: Any, out: Chunks) -> None:
        rank, inner = x
        out.append(self.heads[rank])
        self.elements[rank].encode(inner, out)

    def label(self, value: v.Value, is_whole: bool = False) -> v.Value:
        assert isinstance(value, v.VariantValue)
        element = self.elements[self.ranks[value.constructor]]
        inner = element.label(value.value, is_whole)
        return v.VariantValue(value.constructor, inner, self.identifier)


def _unknown(kind: str, identifier: Identifier, name: str) -> TranslationError:
    return TranslationError(f"unknown constructor {name} in {kind} {identifier}")


class EnumCodec:
    """An enumeration."""

    __slots__ = ("constructors", "heads", "identifier", "ranks", "type_text", "values")

    def __init__(
        self, type_text: str, identifier: Identifier, constructors: tuple[str, ...]
    ) -> None:
        self.type_text = type_text
        self.identifier = identifier
        self.constructors = constructors
        self.ranks = {name: rank for rank, name in enumerate(constructors)}
        self.values = [v.EnumValue(name) for name in constructors]
        name = b"\x0a" + qualified_name_bytes(identifier)
        self.heads = [
            name + string_bytes(con) + _INT.pack(rank) for rank, con in enumerate(constructors)
        ]

    def to_ledger(self, x: Any, room: int) -> v.Value:
        check_room(room)
        value: v.Value = self.values[x]
        return value

    def translate(self, value: v.Value, how: Translation, room: int) -> Any:
        how.check_room(room)
        if type(value) is not v.EnumValue:
            raise mismatch(self.type_text, value)
        check_type_id("enum", self.identifier, value, how)
        rank = self.ranks.get(value.constructor)
        if rank is None:
            raise _unknown("enumeration", self.identifier, value.constructor)
        return rank

    def encode(self, x: Any, out: Chunks) -> None:
        out.append(self.heads[x])

    def label(self, value: v.Value, is_whole: bool = False) -> v.Value:
        assert isinstance(value, v.EnumValue)
        return v.EnumValue(value.constructor, self.identifier)
