"""Values of one type between JSON and the form of the Ledger API.

A codec takes and gives `Value` messages. Records are read by position, as trailing absent fields
are left out of messages. Source: ledger API sheet 5.4; Canton 3.6 transcode JsonCodec.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Protocol

from google.protobuf.empty_pb2 import Empty

from canton.daml_lf.builtins.errors import COMMAND_PREPROCESSING_FAILED
from canton.errors import InvariantViolation
from canton.json_api.mismatch import Json, Mismatch, shown, wrong
from canton.json_api.moment import MomentError, micros_of, text_of_micros
from canton.ledger_api.errors import INVALID_ARGUMENT
from canton.wire import ledger_value_pb2 as api

_INT64: Final = re.compile(r"[+-]?[0-9]+", re.ASCII)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_INT64_RANGE: Final = range(-(2**63), 2**63)
_ORDINAL_OF_EPOCH: Final = date(1970, 1, 1).toordinal()


class ValueCodec(Protocol):
    """What every type can do."""

    @property
    def is_optional(self) -> bool:
        """Whether a record may leave a field of this type out."""
        ...

    def to_json(self, value: api.Value) -> Json:
        """The JSON of a value that is of the type."""
        ...

    def from_json(self, json: Json) -> api.Value:
        """The value.

        Raises:
            Mismatch: the JSON is not of the type.
        """
        ...


def _refused(json: Json, expected: str) -> Mismatch:
    return wrong(json, expected, INVALID_ARGUMENT)


def _text(json: Json, expected: str) -> str:
    if type(json) is not str:
        raise _refused(json, expected)
    return json


@dataclass(frozen=True, slots=True)
class AtomCodec:
    """A type without parts."""

    to_json: Callable[[api.Value], Json]
    from_json: Callable[[Json], api.Value]
    is_optional: bool = False


def _bool(json: Json) -> api.Value:
    if type(json) is not bool:
        raise _refused(json, "a boolean")
    return api.Value(bool=json)


def _int64(json: Json) -> api.Value:
    number = json
    if type(json) is str and _INT64.fullmatch(json):
        number = int(json)
    if type(number) is not int or number not in _INT64_RANGE:
        raise _refused(json, "an Int64 as a string")
    return api.Value(int64=number)


def _numeric(json: Json) -> api.Value:
    if type(json) is str:
        return api.Value(numeric=json)
    if type(json) is int or type(json) is Decimal:
        return api.Value(numeric=f"{json:f}" if type(json) is Decimal else str(json))
    raise _refused(json, "a Numeric as a string")


def _date(json: Json) -> api.Value:
    text = _text(json, "a date")
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        raise _refused(json, "a date such as 2026-01-31") from None
    return api.Value(date=day.toordinal() - _ORDINAL_OF_EPOCH)


def _timestamp(json: Json) -> api.Value:
    try:
        return api.Value(timestamp=micros_of(_text(json, "a point in time")))
    except MomentError:
        raise _refused(json, "a point in time such as 2026-01-31T10:00:00.5Z") from None


UNIT: Final = AtomCodec(lambda value: {}, lambda json: api.Value(unit=Empty()))
BOOL: Final = AtomCodec(lambda value: value.bool, _bool)
INT64: Final = AtomCodec(lambda value: str(value.int64), _int64)
NUMERIC: Final = AtomCodec(lambda value: value.numeric, _numeric)
DATE: Final = AtomCodec(
    lambda value: date.fromordinal(value.date + _ORDINAL_OF_EPOCH).isoformat(), _date
)
TIMESTAMP: Final = AtomCodec(lambda value: text_of_micros(value.timestamp), _timestamp)
TEXT: Final = AtomCodec(
    lambda value: value.text, lambda json: api.Value(text=_text(json, "a string"))
)
PARTY: Final = AtomCodec(
    lambda value: value.party, lambda json: api.Value(party=_text(json, "a party as a string"))
)
CONTRACT_ID: Final = AtomCodec(
    lambda value: value.contract_id,
    lambda json: api.Value(contract_id=_text(json, "a contract id as a string")),
)


@dataclass(frozen=True, slots=True)
class OptionalCodec:
    """Optional: the value or null."""

    element: ValueCodec
    is_optional: bool = True

    def to_json(self, value: api.Value) -> Json:
        inner = value.optional
        return self.element.to_json(inner.value) if inner.HasField("value") else None

    def from_json(self, json: Json) -> api.Value:
        inner = None if json is None else self.element.from_json(json)
        return api.Value(optional=api.Optional(value=inner))


@dataclass(frozen=True, slots=True)
class NestedOptionalCodec:
    """A level of Optional that is written as a list: the outer ones and the innermost of several.

    In a record a field may be left out even so; null stands for None there.
    """

    element: ValueCodec
    is_optional: bool = True

    def to_json(self, value: api.Value) -> Json:
        inner = value.optional
        return [self.element.to_json(inner.value)] if inner.HasField("value") else []

    def from_json(self, json: Json) -> api.Value:
        if json is None:
            return api.Value(optional=api.Optional())
        if type(json) is not list or len(json) > 1:
            raise _refused(json, "a list of at most one element")
        inner = self.element.from_json(json[0]) if json else None
        return api.Value(optional=api.Optional(value=inner))


@dataclass(frozen=True, slots=True)
class ListCodec:
    """List."""

    element: ValueCodec
    is_optional: bool = False

    def to_json(self, value: api.Value) -> Json:
        convert = self.element.to_json
        return [convert(each) for each in value.list.elements]

    def from_json(self, json: Json) -> api.Value:
        return api.Value(list=api.List(elements=_elements(json, self.element.from_json)))


def _elements(json: Json, convert: Callable[[Json], api.Value]) -> list[api.Value]:
    if type(json) is not list:
        raise _refused(json, "a list")
    result = []
    for number, each in enumerate(json):
        try:
            result.append(convert(each))
        except Mismatch as mismatch:
            raise mismatch.inside(number) from None
    return result


@dataclass(frozen=True, slots=True)
class TextMapCodec:
    """TextMap: an object."""

    element: ValueCodec
    is_optional: bool = False

    def to_json(self, value: api.Value) -> Json:
        convert = self.element.to_json
        return {each.key: convert(each.value) for each in value.text_map.entries}

    def from_json(self, json: Json) -> api.Value:
        if type(json) is not dict:
            raise _refused(json, "an object")
        entries = []
        for key, each in json.items():
            try:
                entries.append(api.TextMap.Entry(key=key, value=self.element.from_json(each)))
            except Mismatch as mismatch:
                raise mismatch.inside(key) from None
        return api.Value(text_map=api.TextMap(entries=entries))


@dataclass(frozen=True, slots=True)
class GenMapCodec:
    """GenMap: a list of pairs."""

    key: ValueCodec
    value: ValueCodec
    is_optional: bool = False

    def to_json(self, value: api.Value) -> Json:
        key, inner = self.key.to_json, self.value.to_json
        return [[key(each.key), inner(each.value)] for each in value.gen_map.entries]

    def from_json(self, json: Json) -> api.Value:
        if type(json) is not list:
            raise _refused(json, "a list of pairs")
        entries = [self._entry(number, each) for number, each in enumerate(json)]
        return api.Value(gen_map=api.GenMap(entries=entries))

    def _entry(self, number: int, json: Json) -> api.GenMap.Entry:
        try:
            if type(json) is not list or len(json) != 2:
                raise _refused(json, "a pair of key and value")
            key, inner = self.key.from_json(json[0]), self.value.from_json(json[1])
        except Mismatch as mismatch:
            raise mismatch.inside(number) from None
        return api.GenMap.Entry(key=key, value=inner)


class RecordCodec:
    """A record; `elements` are filled in after it is made, as types may contain themselves."""

    is_optional: Final = False

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self._known = frozenset(names)
        self.elements: list[ValueCodec] = []

    def to_json(self, value: api.Value) -> Json:
        """An object without the trailing fields that are null."""
        fields, count = value.record.fields, len(value.record.fields)
        if count > len(self.names) or not all(each.is_optional for each in self.elements[count:]):
            raise InvariantViolation(f"a record with the fields {self.names} has {count} of them")
        given = zip(self.elements, fields, strict=False)
        result = [codec.to_json(field.value) for codec, field in given]
        result += [codec.to_json(_NONE) for codec in self.elements[count:]]
        while result and result[-1] is None:
            result.pop()
        return dict(zip(self.names, result, strict=False))

    def from_json(self, json: Json) -> api.Value:
        if type(json) is not dict:
            raise _refused(json, "an object")
        self._check_names(json)
        fields = []
        for name, codec in zip(self.names, self.elements, strict=True):
            try:
                value = codec.from_json(json.get(name))
            except Mismatch as mismatch:
                raise mismatch.inside(name) from None
            fields.append(api.RecordField(label=name, value=value))
        return api.Value(record=api.Record(fields=fields))

    def _check_names(self, json: dict[str, Json]) -> None:
        named = zip(self.names, self.elements, strict=True)
        missing = [name for name, codec in named if name not in json and not codec.is_optional]
        if missing:
            text = f"Missing non-optional fields: {', '.join(missing)}"
            raise Mismatch(text, COMMAND_PREPROCESSING_FAILED)
        unexpected = [n for n, each in json.items() if each is not None and n not in self._known]
        if unexpected:
            raise Mismatch(f"Unexpected fields: {', '.join(unexpected)}", INVALID_ARGUMENT)


_NONE: Final = api.Value(optional=api.Optional())


class VariantCodec:
    """A variant: an object of `tag` and `value`; `elements` are filled in after it is made."""

    is_optional: Final = False

    def __init__(self, constructors: tuple[str, ...]) -> None:
        self.constructors = constructors
        self.elements: dict[str, ValueCodec] = {}

    def to_json(self, value: api.Value) -> Json:
        constructor = value.variant.constructor
        inner = self.elements[constructor].to_json(value.variant.value)
        return {"tag": constructor, "value": inner}

    def from_json(self, json: Json) -> api.Value:
        if type(json) is not dict or "tag" not in json or "value" not in json:
            text = "Variant type json must have 'tag' and 'value' fields."
            raise Mismatch(text, INVALID_ARGUMENT)
        tag = json["tag"]
        element = self.elements.get(tag) if type(tag) is str else None
        if element is None:
            raise Mismatch(f"Unexpected variant tag: {shown(tag)}", INVALID_ARGUMENT)
        try:
            inner = element.from_json(json["value"])
        except Mismatch as mismatch:
            raise mismatch.inside("value") from None
        return api.Value(variant=api.Variant(constructor=tag, value=inner))


@dataclass(frozen=True, slots=True)
class EnumCodec:
    """An enumeration: the constructor's name."""

    constructors: tuple[str, ...]
    is_optional: bool = False

    def to_json(self, value: api.Value) -> Json:
        return value.enum.constructor

    def from_json(self, json: Json) -> api.Value:
        if json not in self.constructors:
            raise _refused(json, f"one of {', '.join(self.constructors)}")
        return api.Value(enum=api.Enum(constructor=json))
