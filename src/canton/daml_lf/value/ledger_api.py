"""Values in the form of the Ledger API, and back.

What comes from outside may carry labels and type ids, or not; it is checked against types later.
What goes out carries them if asked (`is_verbose`) and if they were put in before
(`library.labels`). Source: Ledger API sheet 8.2.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from google.protobuf.empty_pb2 import Empty

from canton.daml_lf.language.reference import (
    Identifier,
    dotted_name,
    module_name,
    name,
    package_id,
)
from canton.daml_lf.value.coder import numeric_text
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.value import (
    NONE,
    UNIT,
    BoolValue,
    DateValue,
    EnumValue,
    GenMapValue,
    Int64Value,
    ListValue,
    NumericValue,
    OptionalValue,
    PartyValue,
    RecordValue,
    TextMapValue,
    TextValue,
    TimestampValue,
    UnitValue,
    Value,
    VariantValue,
)
from canton.timestamps import TIMESTAMP_MAX, TIMESTAMP_MIN
from canton.wire import ledger_value_pb2 as api

_NUMERIC: Final = re.compile(r"[+-]?\d{1,38}(\.\d{0,37})?", re.ASCII)
_PARTY: Final = re.compile(r"[A-Za-z0-9:\-_ ]{1,255}")
_PARTY_LENGTH_MAX: Final = 255
_DAYS: Final = range(-719_162, 2_932_897)


class MissingFieldError(ValueError):
    """A message lacks a field; the text is its name."""


class InvalidValueError(ValueError):
    """A message has a value that is not allowed."""


def from_api(message: api.Value) -> Value:
    """Reads a value.

    Raises:
        MissingFieldError: no member of a value is set.
        InvalidValueError: a text is not what it should be, or a text map has a key twice.
    """
    match message.WhichOneof("sum"):
        case "unit":
            return UNIT
        case "bool":
            return BoolValue(message.bool)
        case "int64":
            return Int64Value(message.int64)
        case "date":
            if message.date not in _DAYS:
                raise InvalidValueError(f"date {message.date} is out of range")
            return DateValue(message.date)
        case "timestamp":
            if not TIMESTAMP_MIN <= message.timestamp <= TIMESTAMP_MAX:
                raise InvalidValueError(f"timestamp {message.timestamp} is out of range")
            return TimestampValue(message.timestamp)
        case "numeric":
            return NumericValue(_numeric(message.numeric))
        case "party":
            if not _PARTY.fullmatch(message.party):
                raise InvalidValueError(_party_problem(message.party))
            return PartyValue(message.party)
        case "text":
            return TextValue(message.text)
        case "contract_id":
            return contract_id_from_api(message.contract_id)
        case None:
            raise MissingFieldError("value")
        case _:
            return _composite_from_api(message)


def _party_problem(text: str) -> str:
    title = "Daml-LF Party"
    if not text:
        return f"{title} is empty"
    if len(text) > _PARTY_LENGTH_MAX:
        return f"{title} is too long (max: {_PARTY_LENGTH_MAX})"
    wrong = next(each for each in text if not _PARTY.fullmatch(each))
    return f'non expected character 0x{ord(wrong):x} in {title} "{text}"'


def _composite_from_api(message: api.Value) -> Value:
    match message.WhichOneof("sum"):
        case "optional":
            if not message.optional.HasField("value"):
                return NONE
            return OptionalValue(from_api(message.optional.value))
        case "list":
            return ListValue(tuple(map(from_api, message.list.elements)))
        case "text_map":
            return _text_map(message.text_map)
        case "gen_map":
            entries = message.gen_map.entries
            return GenMapValue(tuple((from_api(e.key), from_api(e.value)) for e in entries))
        case "record":
            return record_from_api(message.record)
        case "variant":
            variant = message.variant
            type_id = _optional_identifier(variant.HasField("variant_id"), variant.variant_id)
            return VariantValue(_name(variant.constructor), from_api(variant.value), type_id)
        case _:
            enum = message.enum
            type_id = _optional_identifier(enum.HasField("enum_id"), enum.enum_id)
            return EnumValue(_name(enum.constructor), type_id)


def record_from_api(message: api.Record) -> RecordValue:
    """Reads a record, as create arguments are; errors as `from_api`."""
    labels = tuple(_name(f.label) if f.label else "" for f in message.fields)
    fields = tuple(from_api(f.value) for f in message.fields)
    type_id = _optional_identifier(message.HasField("record_id"), message.record_id)
    return RecordValue(fields, labels if any(labels) else (), type_id)


def contract_id_from_api(text: str) -> ContractId:
    """Reads a contract id.

    Raises:
        InvalidValueError: the text is none.
    """
    try:
        return ContractId.parse(text)
    except ValueError as error:
        raise InvalidValueError(f"cannot parse ContractId {text[:300]!r}") from error


def identifier_from_api(message: api.Identifier) -> Identifier:
    """Reads the name of a type by package id.

    Raises:
        MissingFieldError: a part is empty.
        InvalidValueError: a part is malformed.
    """
    for field in ("package_id", "module_name", "entity_name"):
        if not getattr(message, field):
            raise MissingFieldError(field)
    try:
        return Identifier(
            package_id(message.package_id),
            module_name(message.module_name),
            dotted_name(message.entity_name),
        )
    except ValueError as error:
        raise InvalidValueError(str(error)) from error


def _optional_identifier(is_present: bool, message: api.Identifier) -> Identifier | None:
    return identifier_from_api(message) if is_present else None


def _name(text: str) -> str:
    try:
        return name(text)
    except ValueError as error:
        raise InvalidValueError(str(error)) from error


def _numeric(text: str) -> Decimal:
    if not _NUMERIC.fullmatch(text):
        raise InvalidValueError(f"{text[:60]!r} is not a numeric")
    return Decimal(text)


def _text_map(message: api.TextMap) -> TextMapValue:
    entries: dict[str, Value] = {}
    for entry in message.entries:
        if entry.key in entries:
            raise InvalidValueError(f"key {entry.key[:60]!r} is duplicated")
        entries[entry.key] = from_api(entry.value)
    return TextMapValue(tuple(sorted(entries.items())))


# --- going out -----------------------------------------------------------------------------------


def to_api(value: Value, *, is_verbose: bool) -> api.Value:
    """The message of a value."""
    match value:
        case UnitValue():
            return api.Value(unit=Empty())
        case BoolValue(flag):
            return api.Value(bool=flag)
        case Int64Value(number):
            return api.Value(int64=number)
        case DateValue(days):
            return api.Value(date=days)
        case TimestampValue(micros):
            return api.Value(timestamp=micros)
        case NumericValue(number):
            return api.Value(numeric=numeric_text(number).rstrip("."))
        case PartyValue(text):
            return api.Value(party=text)
        case TextValue(text):
            return api.Value(text=text)
        case ContractId():
            return api.Value(contract_id=value.hex)
        case _:
            return _composite_to_api(value, is_verbose)


def _composite_to_api(value: Value, is_verbose: bool) -> api.Value:
    def convert(inner: Value) -> api.Value:
        return to_api(inner, is_verbose=is_verbose)

    match value:
        case OptionalValue(inner):
            return api.Value(optional=api.Optional(value=None if inner is None else convert(inner)))
        case ListValue(elements):
            return api.Value(list=api.List(elements=map(convert, elements)))
        case TextMapValue(texts):
            entries = [api.TextMap.Entry(key=k, value=convert(w)) for k, w in texts]
            return api.Value(text_map=api.TextMap(entries=entries))
        case GenMapValue(pairs):
            pair_messages = [api.GenMap.Entry(key=convert(k), value=convert(w)) for k, w in pairs]
            return api.Value(gen_map=api.GenMap(entries=pair_messages))
        case RecordValue():
            return api.Value(record=record_to_api(value, is_verbose=is_verbose))
        case VariantValue(constructor, inner, type_id):
            variant_id = _identifier_message(type_id) if is_verbose else None
            variant = api.Variant(
                variant_id=variant_id, constructor=constructor, value=convert(inner)
            )
            return api.Value(variant=variant)
        case EnumValue(constructor, type_id):
            enum_id = _identifier_message(type_id) if is_verbose else None
            return api.Value(enum=api.Enum(enum_id=enum_id, constructor=constructor))
    raise AssertionError(value)


def record_to_api(value: RecordValue, *, is_verbose: bool) -> api.Record:
    """The message of a record, as create arguments are."""
    labels: Sequence[str] = (
        value.labels if is_verbose and value.labels else [""] * len(value.fields)
    )
    return api.Record(
        record_id=_identifier_message(value.type_id) if is_verbose else None,
        fields=[
            api.RecordField(label=label, value=to_api(field, is_verbose=is_verbose))
            for label, field in zip(labels, value.fields, strict=True)
        ],
    )


def identifier_to_api(identifier: Identifier) -> api.Identifier:
    """The message of a type's name."""
    return api.Identifier(
        package_id=identifier.package,
        module_name=identifier.module,
        entity_name=identifier.name,
    )


def _identifier_message(identifier: Identifier | None) -> api.Identifier | None:
    return None if identifier is None else identifier_to_api(identifier)
