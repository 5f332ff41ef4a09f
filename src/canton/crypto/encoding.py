"""The deterministic encoding beneath hashes: big-endian integers and length prefixes.

Every function returns bytes to be concatenated. Source: protocol sheet 1.1, DeterministicEncoding.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Final

from canton.timestamps import Timestamp

_INT: Final = struct.Struct(">i")
_LONG: Final = struct.Struct(">q")
_MICROS_PER_SECOND: Final = 1_000_000

encode_int = _INT.pack
"""Four bytes, two's complement."""

encode_long = _LONG.pack
"""Eight bytes, two's complement."""


def encode_bytes(value: bytes) -> bytes:
    """The length in four bytes, then the bytes.

    >>> encode_bytes(b"ab").hex()
    '000000026162'
    """
    return _INT.pack(len(value)) + value


def encode_string(value: str) -> bytes:
    """The length of the UTF-8 text in four bytes, then the text."""
    return encode_bytes(value.encode())


def encode_bool(value: bool) -> bytes:
    """One byte."""
    return b"\x01" if value else b"\x00"


def encode_sequence(items: Iterable[bytes]) -> bytes:
    """The number of items in four bytes, then the items, which are already encoded."""
    encoded = list(items)
    return _INT.pack(len(encoded)) + b"".join(encoded)


def encode_strings(items: Iterable[str]) -> bytes:
    """A sequence of strings in the order given."""
    return encode_sequence(encode_string(item) for item in items)


def encode_optional(value: bytes | None) -> bytes:
    """`00` where there is none, else `01` and the encoded value."""
    return b"\x00" if value is None else b"\x01" + value


def encode_instant(time: Timestamp) -> bytes:
    """The whole seconds since the epoch in eight bytes, then the nanoseconds in four."""
    seconds, micros = divmod(time, _MICROS_PER_SECOND)
    return _LONG.pack(seconds) + _INT.pack(micros * 1_000)


def encode_unsigned_varint(value: int) -> bytes:
    """The variable-length form of multiformats: seven bits a byte, least significant first.

    >>> encode_unsigned_varint(300).hex()
    'ac02'
    """
    encoded = bytearray()
    while value >= 0x80:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
