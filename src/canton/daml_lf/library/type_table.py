"""Codecs by type, made when first asked for."""

from __future__ import annotations

from collections.abc import Callable

from canton.daml_lf.compiler.artifact import DataShape
from canton.daml_lf.compiler.encoding import (
    BUILTIN,
    BUILTIN_OF_RANK,
    CON,
    NAT,
    EncodedType,
    head_of,
    identifier_of,
    substitute,
)
from canton.daml_lf.language.builtin import BuiltinType
from canton.daml_lf.language.recursion import room_for_deep_trees
from canton.daml_lf.language.reference import Identifier
from canton.daml_lf.library import codec as c
from canton.daml_lf.library import data_codec as d
from canton.daml_lf.library.record_codec import RecordCodec

_ATOMS = {
    BuiltinType.UNIT: c.UNIT,
    BuiltinType.BOOL: c.BOOL,
    BuiltinType.INT64: c.INT64,
    BuiltinType.TEXT: c.TEXT,
    BuiltinType.PARTY: c.PARTY,
    BuiltinType.DATE: c.DATE,
    BuiltinType.TIMESTAMP: c.TIMESTAMP,
}
_NAMES = {
    BuiltinType.CONTRACT_ID: "ContractId",
    BuiltinType.TEXTMAP: "TextMap",
    BuiltinType.GENMAP: "GenMap",
}


class TypeTable:
    """All codecs made so far; `find` gives a data type's shape, or None where it is unknown."""

    def __init__(self, find: Callable[[Identifier], DataShape | None]) -> None:
        self._find = find
        self._codecs: dict[EncodedType, c.Codec] = {}
        self._unfinished: list[Callable[[], None]] = []

    def codec(self, encoded: EncodedType) -> c.Codec:
        """The codec of a closed type. Types that cannot be stored have one that fails."""
        known = self._codecs.get(encoded)
        if known is not None:
            return known
        with room_for_deep_trees():
            made = self._make(encoded)
            # One type after the other: a chain of types may be as long as a package is large.
            while self._unfinished:
                self._unfinished.pop()()
        return made

    def _part(self, encoded: EncodedType) -> c.Codec:
        known = self._codecs.get(encoded)
        return known if known is not None else self._make(encoded)

    def _make(self, encoded: EncodedType) -> c.Codec:
        head, arguments = head_of(encoded)
        if head[0] == BUILTIN:
            made = self._builtin(type_text(encoded), BUILTIN_OF_RANK[head[1]], arguments)
            self._codecs[encoded] = made
            return made
        if head[0] == CON:
            return self._data(encoded, identifier_of(head), arguments)
        return c.UnserializableCodec(str(encoded))

    def _builtin(
        self, text: str, builtin: BuiltinType, arguments: tuple[EncodedType, ...]
    ) -> c.Codec:
        match builtin, arguments:
            case BuiltinType.NUMERIC, ((kind, scale),) if kind == NAT:
                return c.NumericCodec(scale)
            case BuiltinType.CONTRACT_ID, (_,):
                return c.ContractIdCodec(text)
            case BuiltinType.OPTIONAL, (element,):
                return d.OptionalCodec(text, self._part(element))
            case BuiltinType.LIST, (element,):
                return d.ListCodec(text, self._part(element))
            case BuiltinType.TEXTMAP, (element,):
                return d.TextMapCodec(text, self._part(element))
            case BuiltinType.GENMAP, (key, value):
                return d.GenMapCodec(text, self._part(key), self._part(value))
        atom = _ATOMS.get(builtin)
        return atom if atom is not None else c.UnserializableCodec(builtin.name)

    def _data(
        self, encoded: EncodedType, identifier: Identifier, arguments: tuple[EncodedType, ...]
    ) -> c.Codec:
        shape = self._find(identifier)
        if shape is None or not shape.serializable:
            # Not remembered: the package may be loaded later.
            return c.UnserializableCodec(str(identifier))
        text = type_text(encoded)
        if shape.kind == "enum":
            made: c.Codec = d.EnumCodec(text, identifier, shape.names)
            self._codecs[encoded] = made
            return made
        if shape.kind == "record":
            composite: RecordCodec | d.VariantCodec = RecordCodec(text, identifier, shape.names)
        else:
            composite = d.VariantCodec(text, identifier, shape.names)
        # Remembered before its parts are made, as a type may contain itself.
        self._codecs[encoded] = composite
        bound = dict(zip(shape.parameters, arguments, strict=True))

        def finish() -> None:
            composite.elements += [self._part(substitute(type_, bound)) for type_ in shape.types]

        self._unfinished.append(finish)
        return composite


def type_text(encoded: EncodedType) -> str:
    """A closed type as texts of errors show it."""
    head, arguments = head_of(encoded)
    if head[0] == CON:
        name: str = identifier_of(head).qualified_name
    elif head[0] == BUILTIN:
        builtin = BUILTIN_OF_RANK[head[1]]
        name = _NAMES.get(builtin) or builtin.name.title()
    else:
        name = str(head[1])
    parts = map(type_text, arguments)
    return " ".join([name, *(f"({part})" if " " in part else part for part in parts)])
