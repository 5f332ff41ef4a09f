"""The protobuf wire format, one message level at a time.

A message is read into a dictionary from field numbers to values according to its shape; nested
messages stay bytes until somebody reads them. This has no nesting limit of its own, costs one pass,
and knows which fields are unknown. A field that is set twice keeps the last value; a nested message
that is set twice is the concatenation, which is how protobuf merges.

Key 0 of the dictionary holds the number of the `oneof` field that is set, if any.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import IntEnum
from typing import Any, Final

Fields = dict[int, Any]
"""What a message was read into."""


class WireError(Exception):
    """Bytes that are not the message that they should be."""


class Kind(IntEnum):
    """How a field is encoded and what it is read into."""

    INT32 = 0
    BOOL = 1
    SINT64 = 2
    SFIXED64 = 3
    STRING = 4
    MESSAGE = 5
    MESSAGES = 6
    STRINGS = 7
    INT32S = 8


_VARINT: Final = 0
_FIXED64: Final = 1
_LENGTH: Final = 2
_WIRE_TYPES: Final = {
    Kind.INT32: (_VARINT,),
    Kind.BOOL: (_VARINT,),
    Kind.SINT64: (_VARINT,),
    Kind.SFIXED64: (_FIXED64,),
    Kind.STRING: (_LENGTH,),
    Kind.MESSAGE: (_LENGTH,),
    Kind.MESSAGES: (_LENGTH,),
    Kind.STRINGS: (_LENGTH,),
    Kind.INT32S: (_LENGTH, _VARINT),
}
_FIELD_NUMBER_MAX: Final = 2**29 - 1


class Shape:
    """A message's name, its fields by number, and which of them are alternatives (`oneof`).

    `plan` maps what stands in front of a field (number and wire type) to what is to be done.
    """

    __slots__ = ("name", "plan")

    def __init__(self, name: str, fields: Mapping[int, Kind], oneof: Collection[int] = ()) -> None:
        self.name = name
        self.plan = {
            number << 3 | wire_type: (number, kind, number in oneof)
            for number, kind in fields.items()
            for wire_type in _WIRE_TYPES[kind]
        }


def read_message(data: bytes, shape: Shape, *, allow_unknown: bool = False) -> Fields:
    """Reads one level of a message.

    Raises:
        WireError: the bytes are no message, or have a field that the shape has not.
    """
    result: Fields = {}
    plan = shape.plan
    position, end = 0, len(data)
    while position < end:
        tag = data[position]
        position += 1
        if tag >= 0x80:
            tag, position = read_varint(data, position - 1)
        step = plan.get(tag)
        if step is None:
            position = _skip(data, position, tag, shape, allow_unknown)
            continue
        number, kind, is_alternative = step
        if is_alternative:
            before = result.get(0)
            if before is not None and before != number:
                del result[before]
            result[0] = number
        # What follows is written out for the commonest kinds: this loop is where decoding
        # spends its time.
        wire_type = tag & 7
        if wire_type == _FIXED64:
            position = _read_fixed(data, position, number, result)
            continue
        value = data[position] if position < end else 0x80
        position += 1
        if value >= 0x80:
            value, position = read_varint(data, position - 1)
        if wire_type == _LENGTH:
            content = data[position : position + value]
            position += value
            if position > end:
                raise WireError("a field is longer than its message")
            if kind is _MESSAGE and number not in result:
                result[number] = content
            else:
                _add_bytes(content, number, kind, result)
        elif kind is _INT32 and value < 0x8000_0000:
            result[number] = value
        else:
            _add_number(value, number, kind, result)
    return result


_MESSAGE: Final = Kind.MESSAGE
_INT32: Final = Kind.INT32


def _read_fixed(data: bytes, position: int, number: int, result: Fields) -> int:
    if position + 8 > len(data):
        raise WireError("a field is longer than its message")
    result[number] = int.from_bytes(data[position : position + 8], "little", signed=True)
    return position + 8


def _add_number(value: int, number: int, kind: Kind, result: Fields) -> None:
    match kind:
        case Kind.SINT64:
            result[number] = (value >> 1) ^ -(value & 1)
        case Kind.BOOL:
            result[number] = value != 0
        case Kind.INT32S:
            result.setdefault(number, []).append(_int32(value))
        case _:
            result[number] = _int32(value)


def _add_bytes(content: bytes, number: int, kind: Kind, result: Fields) -> None:
    match kind:
        case Kind.MESSAGES:
            result.setdefault(number, []).append(content)
        case Kind.MESSAGE:
            result[number] = result.get(number, b"") + content
        case Kind.STRING:
            result[number] = _text(content)
        case Kind.STRINGS:
            result.setdefault(number, []).append(_text(content))
        case _:
            numbers = result.setdefault(number, [])
            position = 0
            while position < len(content):
                value, position = read_varint(content, position)
                numbers.append(_int32(value))


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise WireError("a text is not UTF-8") from error


def _int32(value: int) -> int:
    value &= 0xFFFF_FFFF
    return value - 0x1_0000_0000 if value & 0x8000_0000 else value


def read_varint(data: bytes, position: int) -> tuple[int, int]:
    """A variable-length number of at most 64 bits, and the position after it.

    Raises:
        WireError: the data ends within it, or it has more than ten bytes.
    """
    value = shift = 0
    while True:
        if position >= len(data):
            raise WireError("the message ends within a number")
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & 0xFFFF_FFFF_FFFF_FFFF, position
        shift += 7
        if shift >= 70:
            raise WireError("a number has more than ten bytes")


def _skip(data: bytes, position: int, tag: int, shape: Shape, allow_unknown: bool) -> int:
    number, wire_type = tag >> 3, tag & 7
    if not 0 < number <= _FIELD_NUMBER_MAX:
        raise WireError(f"{number} is not a field number")
    if not allow_unknown:
        raise WireError(f"message {shape.name} has the unknown field {number}")
    match wire_type:
        case 0:
            position = read_varint(data, position)[1]
        case 1:
            position += 8
        case 2:
            length, position = read_varint(data, position)
            position += length
        case 5:
            position += 4
        case _:
            raise WireError(f"field {number} has the unsupported wire type {wire_type}")
    if position > len(data):
        raise WireError("a field is longer than its message")
    return position


# --- writing -------------------------------------------------------------------------------------


def varint(value: int) -> bytes:
    """A number of 0 to 64 bits; negative numbers take ten bytes."""
    value &= 0xFFFF_FFFF_FFFF_FFFF
    if value < 0x80:
        return bytes((value,))
    result = bytearray()
    while value >= 0x80:
        result.append(value & 0x7F | 0x80)
        value >>= 7
    result.append(value)
    return bytes(result)


def number_field(number: int, value: int) -> bytes:
    """A field of a plain number; zero is left out, as proto3 has it."""
    return b"" if value == 0 else varint(number << 3) + varint(value)


def present_number(number: int, value: int) -> bytes:
    """A field of a plain number within a `oneof`, where zero must be present."""
    return varint(number << 3) + varint(value)


def signed_field(number: int, value: int) -> bytes:
    """A field of a zigzag number within a `oneof`."""
    return varint(number << 3) + varint((value << 1) ^ (value >> 63))


def fixed64_field(number: int, value: int) -> bytes:
    """A field of a fixed 64-bit number within a `oneof`."""
    return varint(number << 3 | _FIXED64) + value.to_bytes(8, "little", signed=True)


def message_field(number: int, content: bytes) -> bytes:
    """A field of a nested message, a text or bytes; it is present even if empty."""
    return varint(number << 3 | _LENGTH) + varint(len(content)) + content


def message_fields(number: int, contents: Iterable[bytes]) -> bytes:
    """A repeated field of nested messages."""
    return b"".join([message_field(number, content) for content in contents])


def packed_field(number: int, values: Iterable[int]) -> bytes:
    """A repeated field of plain numbers; nothing if there are none."""
    content = b"".join([varint(value) for value in values])
    return message_field(number, content) if content else b""
