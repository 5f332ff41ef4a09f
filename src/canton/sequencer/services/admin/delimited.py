"""Messages one after another in a stream of bytes, each with its length in front."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_LENGTH_BITS_MAX: Final = 35


def delimited(content: bytes) -> bytes:
    """The bytes with their length in front, as protobuf writes it."""
    length = bytearray()
    rest = len(content)
    while rest > 0x7F:
        length.append(rest & 0x7F | 0x80)
        rest >>= 7
    length.append(rest)
    return bytes(length) + content


def read_items(content: bytes) -> Iterator[bytes]:
    """The items of a whole stream.

    Raises:
        ValueError: the bytes end within an item, or a length is malformed.
    """
    position = 0
    while position < len(content):
        size, position = _length(content, position)
        if position + size > len(content):
            raise ValueError("the stream ends within an item")
        yield content[position : position + size]
        position += size


def _length(content: bytes, position: int) -> tuple[int, int]:
    size = 0
    for shift in range(0, _LENGTH_BITS_MAX, 7):
        if position >= len(content):
            raise ValueError("the stream ends within a length")
        byte = content[position]
        position += 1
        size |= (byte & 0x7F) << shift
        if byte < 0x80:
            return size, position
    raise ValueError("a length is malformed")
