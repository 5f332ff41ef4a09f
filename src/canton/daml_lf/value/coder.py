"""The stored form of values: protobuf, without the nesting limit of protobuf libraries.

A value may nest a hundred levels, which is three times as many levels of messages; Python's
protobuf stops at a hundred. The bytes are those of the original, field by field in order.
Source: Daml-LF sheet 2.8 (value.proto).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

from canton.daml_lf.archive.wire import (
    Fields,
    Kind,
    Shape,
    WireError,
    fixed64_field,
    message_field,
    message_fields,
    present_number,
    read_message,
    signed_field,
)
from canton.daml_lf.language.reference import name
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.value import (
    NESTING_MAX,
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


class ValueCodingError(Exception):
    """Bytes that are no value, or a value that has no bytes."""


_NUMERIC: Final = re.compile(r"-?([1-9][0-9]*|0)\.([0-9]*)")
PARTY: Final = re.compile(r"[A-Za-z0-9:\-_ ]{1,255}")
_DAYS: Final = range(-719_162, 2_932_897)

_VALUE: Final = Shape(
    "Value",
    {
        1: Kind.MESSAGE,
        2: Kind.BOOL,
        3: Kind.SINT64,
        4: Kind.INT32,
        5: Kind.SFIXED64,
        6: Kind.STRING,
        7: Kind.STRING,
        8: Kind.STRING,
        9: Kind.MESSAGE,
        10: Kind.MESSAGE,
        11: Kind.MESSAGE,
        12: Kind.MESSAGE,
        13: Kind.MESSAGE,
        14: Kind.MESSAGE,
        15: Kind.MESSAGE,
        16: Kind.MESSAGE,
    },
    frozenset(range(1, 17)),
)
_EMPTY: Final = Shape("Empty", {})
_ONE: Final = Shape("Optional", {1: Kind.MESSAGE})
_MANY: Final = Shape("List", {1: Kind.MESSAGES})
_NAMED: Final = Shape("Variant", {1: Kind.STRING, 2: Kind.MESSAGE})
_ENTRY: Final = Shape("Map.Entry", {1: Kind.MESSAGE, 2: Kind.MESSAGE})
_ENUM: Final = Shape("Enum", {1: Kind.STRING})


def numeric_text(value: Decimal) -> str:
    """All digits of the scale; with a point also where nothing follows it."""
    text = f"{value:f}"
    return text if "." in text else text + "."


def numeric_of_text(text: str) -> Decimal:
    """Reads what `numeric_text` writes.

    Raises:
        ValueError: the text is not of that form or has too many digits.
    """
    match = _NUMERIC.fullmatch(text)
    if match is None:
        raise ValueError(f"{text[:60]!r} is not a numeric")
    whole, fraction = match.groups()
    if len(fraction) > 37 or (0 if whole == "0" else len(whole)) + len(fraction) > 38:
        raise ValueError(f"{text[:60]!r} has too many digits for a numeric")
    return Decimal(text)


def encode_value(value: Value, room: int = NESTING_MAX) -> bytes:
    """The bytes of a value; labels and type ids are left out.

    Raises:
        ValueCodingError: it nests too deeply or has a null character.
    """
    if room < 0:
        raise ValueCodingError(f"value exceeds maximum nesting level of {NESTING_MAX}")
    room -= 1
    match value:
        case UnitValue():
            return message_field(1, b"")
        case BoolValue(flag):
            return present_number(2, int(flag))
        case Int64Value(number):
            return signed_field(3, number)
        case DateValue(days):
            return present_number(4, days)
        case TimestampValue(micros):
            return fixed64_field(5, micros)
        case NumericValue(number):
            return message_field(6, numeric_text(number).encode())
        case PartyValue(text):
            return message_field(7, text.encode())
        case TextValue(text):
            return message_field(8, _text_bytes(text))
        case ContractId(data):
            return message_field(9, data)
        case _:
            return _encode_composite(value, room)


def _encode_composite(value: Value, room: int) -> bytes:
    match value:
        case OptionalValue(inner):
            content = b"" if inner is None else message_field(1, encode_value(inner, room))
            return message_field(10, content)
        case ListValue(elements):
            return message_field(11, message_fields(1, [encode_value(e, room) for e in elements]))
        case GenMapValue(pairs):
            entries = [
                message_field(1, encode_value(k, room)) + message_field(2, encode_value(w, room))
                for k, w in pairs
            ]
            return message_field(12, message_fields(1, entries))
        case TextMapValue(texts):
            entries = [
                _present_text(1, _text_bytes(k)) + message_field(2, encode_value(w, room))
                for k, w in texts
            ]
            return message_field(16, message_fields(1, entries))
        case RecordValue(fields):
            contents = [message_field(1, encode_value(f, room)) for f in fields]
            return message_field(13, message_fields(1, contents))
        case VariantValue(constructor, inner):
            content = message_field(1, constructor.encode())
            return message_field(14, content + message_field(2, encode_value(inner, room)))
        case EnumValue(constructor):
            return message_field(15, message_field(1, constructor.encode()))
    raise AssertionError(value)


def _present_text(number: int, content: bytes) -> bytes:
    return message_field(number, content) if content else b""


def _text_bytes(text: str) -> bytes:
    if "\0" in text:
        raise ValueCodingError("Null Character in Text")
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise ValueCodingError("text is not valid UTF-8") from error


def decode_value(data: bytes) -> Value:
    """Reads a value.

    Raises:
        ValueCodingError: the bytes are no value, have unknown fields, or nest too deeply.
    """
    try:
        return _decode(data, NESTING_MAX)
    except (WireError, ValueError) as error:
        raise ValueCodingError(str(error)) from error


def _decode(data: bytes, room: int) -> Value:
    if room < 0:
        raise ValueError(f"value exceeds maximum nesting level of {NESTING_MAX}")
    fields = read_message(data, _VALUE)
    number = fields.get(0)
    if number is None:
        raise ValueError("Value not set")
    content = fields[number]
    if number <= 9:
        return _decode_atom(number, content)
    return _decode_composite(number, content, room - 1)


def _decode_atom(number: int, content: Any) -> Value:
    match number:
        case 1:
            read_message(content, _EMPTY)
            return UNIT
        case 2:
            return BoolValue(content)
        case 3:
            return Int64Value(content)
        case 4 if content in _DAYS:
            return DateValue(content)
        case 5 if TIMESTAMP_MIN <= content <= TIMESTAMP_MAX:
            return TimestampValue(content)
        case 6:
            return NumericValue(numeric_of_text(content))
        case 7 if PARTY.fullmatch(content):
            return PartyValue(content)
        case 8:
            return TextValue(_without_null(content))
        case 9:
            return ContractId.of_bytes(content)
    raise ValueError(f"{content!r} is not allowed as a date, timestamp or party")


def _without_null(text: str) -> str:
    if "\0" in text:
        raise ValueError("text contains null character")
    return text


def _decode_composite(number: int, content: bytes, room: int) -> Value:
    match number:
        case 10:
            inner = read_message(content, _ONE).get(1)
            # The original takes an optional with an empty value for an absent one.
            return OptionalValue(_decode(inner, room)) if inner else NONE
        case 11:
            items = read_message(content, _MANY).get(1, ())
            return ListValue(tuple([_decode(item, room) for item in items]))
        case 12:
            entries = [read_message(e, _ENTRY) for e in read_message(content, _MANY).get(1, ())]
            return GenMapValue(tuple([(_part(e, 1, room), _part(e, 2, room)) for e in entries]))
        case 13:
            items = read_message(content, _MANY).get(1, ())
            return RecordValue(tuple([_part(read_message(i, _ONE), 1, room) for i in items]))
        case 14:
            variant = read_message(content, _NAMED)
            return VariantValue(name(variant.get(1, "")), _part(variant, 2, room))
        case 15:
            return EnumValue(name(read_message(content, _ENUM).get(1, "")))
        case _:
            entries = [read_message(e, _NAMED) for e in read_message(content, _MANY).get(1, ())]
            return _text_map(entries, room)


def _part(fields: Fields, number: int, room: int) -> Value:
    return _decode(fields.get(number, b""), room)


def _text_map(entries: list[Fields], room: int) -> TextMapValue:
    texts = {_without_null(entry.get(1, "")): _part(entry, 2, room) for entry in entries}
    if len(texts) != len(entries):
        raise ValueError("a text map has a key twice")
    return TextMapValue(tuple(sorted(texts.items())))
