"""Codecs of whole messages, made once from their descriptors.

Every field is written, what is absent as null. A request may leave out what has a neutral value;
unknown members are not looked at. Source: ledger API sheet 5.3; Canton 3.6 CirceRelaxedCodec.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from google.protobuf.descriptor import Descriptor, FieldDescriptor, OneofDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from canton.json_api.daml.table import ValueTypes
from canton.json_api.message.mirror import Mirror, mirror_of
from canton.json_api.message.part import (
    HEX,
    SCALARS,
    WELL_KNOWN,
    Decode,
    Encode,
    Part,
    as_is,
    enumeration,
)
from canton.json_api.message.shape import ChoiceOf, ListOf, MapOf, ObjectOf, Plain, Shape
from canton.json_api.message.value_field import (
    TypeOf,
    decode_value,
    encode_value,
    value_fields,
)
from canton.json_api.mismatch import Json, Mismatch, wrong

_ABSENT: Final = object()
_JSON_TEXT: Final = Part(
    lambda value, types: msgspec.json.decode(value),
    lambda json, types: msgspec.json.encode(json).decode(),
    Plain({"type": "object"}),
)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a message's object: how it is written from the message, and read for it.

    `decode` gives the name and the value of the field to set, or None where it stays unset.
    """

    json_name: str
    encode: Encode
    decode: Decode
    is_nullable: bool
    is_required: bool
    shape: Shape


@dataclass(frozen=True, slots=True)
class ValueMember:
    """A member that holds a value of Daml."""

    json_name: str
    field: str
    type_of: TypeOf
    is_required: bool


class MessageCodec:
    """A message as an object with a member for each field and each `oneof`."""

    def __init__(self, descriptor: Descriptor) -> None:
        self.descriptor = descriptor
        self.mirror = mirror_of(descriptor.full_name)
        self._type: type[Message] = GetMessageClass(descriptor)
        self.members: Sequence[Member] = ()
        self.values: Sequence[ValueMember] = ()

    def fill(self) -> None:
        """Makes the members; apart from the codec, as messages may contain themselves."""
        typed = value_fields(self.descriptor.full_name)
        members: list[Member] = []
        for field in self.descriptor.fields:
            oneof = _real_oneof(field)
            if oneof is not None:
                if field is oneof.fields[0] or field.name == oneof.fields[0].name:
                    members.append(_oneof_member(oneof, self.mirror))
            elif field.name not in typed:
                members.append(_member(field, self.mirror))
        self.members = members
        self.values = [
            ValueMember(
                _json_name(self.descriptor.fields_by_name[name], self.mirror),
                name,
                type_of,
                name in self.mirror.required,
            )
            for name, type_of in typed.items()
        ]

    def encode(self, message: Any, types: ValueTypes) -> Json:
        """The object of a message."""
        result = {each.json_name: each.encode(message, types) for each in self.members}
        for each in self.values:
            result[each.json_name] = encode_value(message, each.field, each.type_of, types)
        return result

    def decode(self, json: Json, types: ValueTypes) -> Any:
        """The message of an object.

        Raises:
            Mismatch: it is not of the message, or a value in it not of its type.
            LedgerError: a value in it is of a type that does not exist.
        """
        if type(json) is not dict:
            raise wrong(json, "an object")
        content = {}
        for each in self.members:
            decoded = _decode_member(each, json.get(each.json_name, _ABSENT), types)
            if decoded is not None:
                content[decoded[0]] = decoded[1]
        message = self._type(**content)
        for value in self.values:
            inner = json.get(value.json_name, _ABSENT)
            try:
                if inner is _ABSENT and value.is_required:
                    raise Mismatch("Missing required field")
                if value.is_required or inner not in (_ABSENT, None):
                    decode_value(message, value.field, value.type_of, types, inner)
            except Mismatch as mismatch:
                raise mismatch.inside(value.json_name) from None
        return message


class FlatCodec:
    """A message that is written as its `oneof` alone, such as a command."""

    def __init__(self, descriptor: Descriptor) -> None:
        self.descriptor = descriptor
        self._type: type[Message] = GetMessageClass(descriptor)
        self.choice: _Oneof

    def fill(self) -> None:
        """Makes the constructors."""
        mirror = mirror_of(self.descriptor.full_name)
        self.choice = _Oneof(self.descriptor.oneofs[0], mirror)

    def encode(self, message: Any, types: ValueTypes) -> Json:
        """An object of one constructor."""
        return self.choice.encode(message, types)

    def decode(self, json: Json, types: ValueTypes) -> Any:
        """The message of such an object."""
        chosen = self.choice.decode(json, types)
        assert chosen is not None, "nothing stands for an empty one"
        return self._type(**{chosen[0]: chosen[1]})


class _Oneof:
    """The constructors of a `oneof`."""

    def __init__(self, oneof: OneofDescriptor, mirror: Mirror) -> None:
        self._neutral: dict[str, Any] = {}
        self._name = oneof.name
        self._empty_tag = mirror.empty_tag
        self._title = mirror.choice_title
        self._by_tag: dict[str, tuple[str, Part, bool]] = {}
        self._by_field: dict[str, tuple[str, Part, bool]] = {}
        for field in oneof.fields:
            tag = mirror.tags.get(field.name) or _camel(field)
            part = _part(field, mirror)
            is_bare = field.name in mirror.bare or _is_empty(field)
            if field.message_type is None:
                self._neutral[field.name] = field.default_value
            self._by_tag[tag] = (field.name, part, is_bare)
            self._by_field[field.name] = (tag, part, is_bare)

    @property
    def shape(self) -> ChoiceOf:
        """What it looks like."""
        tags = {tag: (part.shape, is_bare) for tag, (_, part, is_bare) in self._by_tag.items()}
        return ChoiceOf(self._name, self._title, tags, self._empty_tag)

    def encode(self, message: Any, types: ValueTypes) -> Json:
        name = message.WhichOneof(self._name)
        if name is None:
            return {} if self._empty_tag is None else {self._empty_tag: {}}
        tag, part, is_bare = self._by_field[name]
        content = part.encode(getattr(message, name), types)
        return {tag: content if is_bare else {"value": content}}

    def decode(self, json: Json, types: ValueTypes) -> tuple[str, Any] | None:
        if type(json) is not dict:
            raise wrong(json, "an object")
        for tag, content in json.items():
            if tag in self._by_tag:
                try:
                    return self._decode(tag, content, types)
                except Mismatch as mismatch:
                    raise mismatch.inside(tag) from None
        if self._empty_tag is not None and self._empty_tag in json:
            return None
        raise Mismatch(f"expected one of {', '.join(self._by_tag)}")

    def _decode(self, tag: str, content: Json, types: ValueTypes) -> tuple[str, Any]:
        name, part, is_bare = self._by_tag[tag]
        if is_bare:
            return name, part.decode(content, types)
        if type(content) is not dict:
            raise wrong(content, "an object")
        if "value" not in content:
            if name in self._neutral:
                return name, self._neutral[name]
            raise Mismatch("Missing required field").inside("value")
        try:
            return name, part.decode(content["value"], types)
        except Mismatch as mismatch:
            raise mismatch.inside("value") from None


AnyCodec = MessageCodec | FlatCodec
_KNOWN: Final[dict[str, AnyCodec]] = {}


def codec_of(descriptor: Descriptor) -> AnyCodec:
    """The codec of a message, made once."""
    known = _KNOWN.get(descriptor.full_name)
    if known is None:
        is_flat = mirror_of(descriptor.full_name).is_flat
        known = FlatCodec(descriptor) if is_flat else MessageCodec(descriptor)
        _KNOWN[descriptor.full_name] = known
        known.fill()
    return known


def title_of(descriptor: Descriptor) -> str:
    """The name of a message in the API's document."""
    return mirror_of(descriptor.full_name).title or descriptor.name


# --- members -------------------------------------------------------------------------------------


def _decode_member(member: Member, json: Json, types: ValueTypes) -> tuple[str, Any] | None:
    try:
        if json is _ABSENT:
            if member.is_required:
                raise Mismatch("Missing required field")
            return None
        if json is None and member.is_nullable:
            return None
        decoded: tuple[str, Any] | None = member.decode(json, types)
        return decoded
    except Mismatch as mismatch:
        raise mismatch.inside(member.json_name) from None


def _member(field: FieldDescriptor, mirror: Mirror) -> Member:
    name = field.name
    part = _part(field, mirror)
    encode, shape = _encoding(field, part, is_nullable=name in mirror.nullable)
    decode = _decoding(field, part)
    is_nullable = field.has_presence or name in mirror.nullable
    return Member(
        _json_name(field, mirror),
        encode,
        lambda json, types: (name, decode(json, types)),
        is_nullable,
        name in mirror.required
        or (part.is_required and not field.is_repeated and not field.has_presence),
        shape,
    )


def _encoding(field: FieldDescriptor, part: Part, *, is_nullable: bool) -> tuple[Encode, Shape]:
    name = field.name
    if _is_map(field):
        return _entries_of(name, part.encode), MapOf(part.shape)
    if field.is_repeated:
        return _elements_of(name, part.encode), ListOf(part.shape)
    return _one_of(field, part.encode, is_nullable=is_nullable), part.shape


def _entries_of(name: str, encode: Encode) -> Encode:
    return lambda message, types: {
        key: encode(each, types) for key, each in getattr(message, name).items()
    }


def _elements_of(name: str, encode: Encode) -> Encode:
    # Most fields are written as they are, which is worth a shorter way.
    if encode is as_is:
        return lambda message, types: list(getattr(message, name))
    return lambda message, types: [encode(each, types) for each in getattr(message, name)]


def _one_of(field: FieldDescriptor, encode: Encode, *, is_nullable: bool) -> Encode:
    name = field.name
    if field.has_presence:
        return lambda message, types: (
            encode(getattr(message, name), types) if message.HasField(name) else None
        )
    if is_nullable:
        return lambda message, types: encode(getattr(message, name), types) or None
    if encode is as_is:
        return lambda message, types: getattr(message, name)
    return lambda message, types: encode(getattr(message, name), types)


def _decoding(field: FieldDescriptor, part: Part) -> Decode:
    decode = part.decode

    def entries(json: Json, types: ValueTypes) -> dict[str, Any]:
        if type(json) is not dict:
            raise wrong(json, "an object")
        return {key: _inside(key, decode, each, types) for key, each in json.items()}

    def elements(json: Json, types: ValueTypes) -> list[Any]:
        if type(json) is not list:
            raise wrong(json, "a list")
        return [_inside(number, decode, each, types) for number, each in enumerate(json)]

    if _is_map(field):
        return entries
    return elements if field.is_repeated else decode


def _inside(step: str | int, decode: Decode, json: Json, types: ValueTypes) -> Any:
    try:
        return decode(json, types)
    except Mismatch as mismatch:
        raise mismatch.inside(step) from None


def _oneof_member(oneof: OneofDescriptor, mirror: Mirror) -> Member:
    choice = _Oneof(oneof, mirror)
    return Member(
        _lower_camel(oneof.name),
        choice.encode,
        choice.decode,
        oneof.name in mirror.nullable,
        oneof.name in mirror.required,
        choice.shape,
    )


def _part(field: FieldDescriptor, mirror: Mirror) -> Part:
    if field.name in mirror.hex:
        return HEX
    if field.name in mirror.json_texts:
        return _JSON_TEXT
    message = field.message_type
    if message is not None and message.GetOptions().map_entry:
        field = message.fields_by_name["value"]
        message = field.message_type
    if field.enum_type is not None:
        return enumeration(field.enum_type)
    if message is None:
        return SCALARS[field.type]
    return WELL_KNOWN.get(message.full_name) or _message_part(message)


def _message_part(descriptor: Descriptor) -> Part:
    codec = codec_of(descriptor)
    return Part(codec.encode, codec.decode, ObjectOf(descriptor))


# --- names and kinds -----------------------------------------------------------------------------


def _real_oneof(field: FieldDescriptor) -> OneofDescriptor | None:
    """The `oneof` that a field is in; one that stands for an optional field is none."""
    oneof = field.containing_oneof
    return None if oneof is None or oneof.name.startswith("_") else oneof


def _is_map(field: FieldDescriptor) -> bool:
    return field.message_type is not None and bool(field.message_type.GetOptions().map_entry)


def _is_empty(field: FieldDescriptor) -> bool:
    message = field.message_type
    return message is not None and message.full_name == "google.protobuf.Empty"


def _json_name(field: FieldDescriptor, mirror: Mirror) -> str:
    return mirror.names.get(field.name, field.json_name)


def _lower_camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(each.capitalize() for each in rest)


def _camel(field: FieldDescriptor) -> str:
    return "".join(each.capitalize() for each in field.name.split("_"))
