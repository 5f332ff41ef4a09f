"""Messages of packages as nested dictionaries, from field numbers to what is in the fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from canton.daml_lf.archive.wire import message_field, present_number, signed_field

Message = Mapping[int, Any]
"""Fields are numbers, signed numbers, texts, bytes, messages, or lists of these."""


class Signed(NamedTuple):
    """A number of a field that is encoded with a sign."""

    value: int


def encode(message: Message) -> bytes:
    """The bytes of a message, its fields in the order of the dictionary."""
    return b"".join(_field(number, value) for number, value in message.items())


def _field(number: int, value: Any) -> bytes:
    match value:
        case Signed(signed):
            return signed_field(number, signed)
        case int():
            return present_number(number, value)
        case str():
            return message_field(number, value.encode())
        case bytes():
            return message_field(number, value)
        case Mapping():
            return message_field(number, encode(value))
        case Sequence():
            return b"".join(_field(number, item) for item in value)
    raise TypeError(f"{value!r} cannot be encoded")
