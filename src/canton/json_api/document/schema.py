"""Schemas of messages for the API's documents, made from their codecs.

Names of components follow the original's as far as they do not depend on its code's layout.
Source: the OpenAPI document of Canton 3.6 (names, types).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from google.protobuf.descriptor import Descriptor

from canton.json_api.message.codec import FlatCodec, codec_of, title_of
from canton.json_api.message.shape import ChoiceOf, ListOf, MapOf, ObjectOf, Plain, Shape

Document = dict[str, Any]

_TEXT: Final[Document] = {"type": "string"}
_TEXTS: Final[Document] = {"type": "array", "items": _TEXT}


def reference(name: str) -> Document:
    """A component by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def name_of(component: Document) -> str:
    """The name of a component that is referred to."""
    return str(component["$ref"]).rpartition("/")[2]


def _object(required: tuple[str, ...] = (), **properties: Document) -> Document:
    return {
        "type": "object",
        **({"required": list(required)} if required else {}),
        **({"properties": properties} if properties else {}),
    }


def one_member(name: str, content: Document) -> Document:
    """An object with a member that must be there."""
    return _object((name,), **{name: content})


def _integers(format_: str) -> Document:
    return {"type": "array", "items": {"type": "integer", "format": format_}}


ERROR: Final = "JsCantonError"
_INT32: Final[Document] = {"type": "integer", "format": "int32"}
_FIXED: Final[Mapping[str, Document]] = {
    ERROR: _object(
        ("code", "cause", "context", "errorCategory"),
        code=_TEXT,
        cause=_TEXT,
        correlationId=_TEXT,
        traceId=_TEXT,
        context={"type": "object", "additionalProperties": _TEXT},
        resources={"type": "array", "items": _TEXTS},
        errorCategory=_INT32,
        grpcCodeValue=_INT32,
        retryInfo=_TEXT,
        definiteAnswer={"type": "boolean"},
    ),
    "Duration": _object(
        seconds={"type": "integer", "format": "int64"},
        nanos=_INT32,
        unknownFields=reference("UnknownFieldSet"),
    ),
    "FieldMask": _object(paths=_TEXTS, unknownFields=reference("UnknownFieldSet")),
    "JsStatus": _object(
        ("code", "message"),
        code=_INT32,
        message=_TEXT,
        details={"type": "array", "items": reference("ProtoAny")},
    ),
    "ProtoAny": _object(
        ("typeUrl", "value"),
        typeUrl=_TEXT,
        value=_TEXT,
        unknownFields=reference("UnknownFieldSet"),
        valueDecoded=_TEXT,
    ),
    "UnknownFieldSet": _object(
        fields={"type": "object", "additionalProperties": reference("Field")}
    ),
    "Field": _object(
        varint=_integers("int64"),
        fixed64=_integers("int64"),
        fixed32=_integers("int32"),
        lengthDelimited=_TEXTS,
    ),
}


class Schemas:
    """The components of a document; they grow as messages are asked for."""

    def __init__(self) -> None:
        self.components: dict[str, Document] = dict(_FIXED)
        self._names: dict[str, str] = {}
        self._choices: dict[str, ChoiceOf] = {}
        self._wrappers: dict[tuple[str, Shape], str] = {}

    def message(self, descriptor: Descriptor) -> Document:
        """A reference to a message's component."""
        name = self._names.get(descriptor.full_name)
        if name is None:
            name = self._free(title_of(descriptor))
            self._names[descriptor.full_name] = name
            self.components[name] = {}
            self.components[name] = {"title": name, **self._message(descriptor)}
        return reference(name)

    def _message(self, descriptor: Descriptor) -> Document:
        codec = codec_of(descriptor)
        if isinstance(codec, FlatCodec):
            return self._choice(codec.choice.shape)
        properties = {each.json_name: self.of(each.shape) for each in codec.members}
        properties |= {each.json_name: {} for each in codec.values}
        required = [each.json_name for each in codec.members if each.is_required]
        required += [each.json_name for each in codec.values if each.is_required]
        return _object(tuple(required), **properties)

    def of(self, shape: Shape) -> Document:
        """The schema of a part of a message."""
        match shape:
            case Plain(schema):
                return dict(schema)
            case ObjectOf(descriptor):
                return self.message(descriptor)
            case ListOf(element):
                return {"type": "array", "items": self.of(element)}
            case MapOf(element):
                return {"type": "object", "additionalProperties": self.of(element)}
            case ChoiceOf(name):
                return self._named_choice(name, shape)

    def _named_choice(self, name: str, shape: ChoiceOf) -> Document:
        title = shape.title or "".join(each.capitalize() for each in name.split("_"))
        for known, other in self._choices.items():
            if known.rstrip("0123456789") == title and other.tags == shape.tags:
                return reference(known)
        title = self._free(title)
        self._choices[title] = shape
        self.components[title] = {}
        self.components[title] = {"title": title, **self._choice(shape)}
        return reference(title)

    def _choice(self, shape: ChoiceOf) -> Document:
        tags = {
            tag: self.of(inner) if is_bare else self._wrapper(tag, inner)
            for tag, (inner, is_bare) in shape.tags.items()
        }
        if shape.empty_tag is not None:
            tags[shape.empty_tag] = _object()
        return {"oneOf": [one_member(tag, tags[tag]) for tag in sorted(tags)]}

    def _wrapper(self, tag: str, inner: Shape) -> Document:
        """The constructor around a value, which has its name before what is inside has one."""
        known = self._wrappers.get((tag, inner))
        if known is None:
            known = self._wrappers[tag, inner] = self._free(tag)
            self.components[known] = {}
            content = one_member("value", self.of(inner))
            self.components[known] = {"title": known, **content}
        return reference(known)

    def _free(self, name: str) -> str:
        """The name, with a number behind it if something else is called so."""
        number, free = 0, name
        while free in self.components:
            number += 1
            free = f"{name}{number}"
        return free
