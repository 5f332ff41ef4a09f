"""The Huffman code of HPACK. It is canonical, so the lengths of the codes define it.

Source: RFC 7541, appendix B.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_LENGTHS: Final = (
    *(13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28),
    *(28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28),
    *(6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6),
    *(5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10),
    *(13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7),
    *(7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6),
    *(15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5),
    *(6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28),
    *(20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23),
    *(24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24),
    *(22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23),
    *(21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23),
    *(26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25),
    *(19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27),
    *(20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23),
    *(26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26),
)
"""The length in bits of each byte's code; the end of the string has 30 ones."""

_PADDING_BITS_MAX: Final = 7
_END_LENGTH: Final = 30


def _codes() -> dict[tuple[int, int], int]:
    """The byte of each (length, code)."""
    found: dict[tuple[int, int], int] = {}
    code, last_length = 0, 0
    for length, byte in sorted((length, byte) for byte, length in enumerate(_LENGTHS)):
        code <<= length - last_length
        found[length, code] = byte
        code, last_length = code + 1, length
    return found


_BYTES: Final = _codes()
_CODES: Final = {byte: (length, code) for (length, code), byte in _BYTES.items()}


@lru_cache(maxsize=4096)
def decode(encoded: bytes) -> bytes:
    """The bytes that a Huffman-coded string stands for.

    Raises:
        ValueError: it ends within a code, or with other padding than ones.
    """
    decoded = bytearray()
    length, code = 0, 0
    for octet in encoded:
        for shift in range(7, -1, -1):
            code = code << 1 | (octet >> shift & 1)
            length += 1
            byte = _BYTES.get((length, code))
            if byte is not None:
                decoded.append(byte)
                length, code = 0, 0
            elif length > _END_LENGTH:
                raise ValueError("no such Huffman code")
    if length > _PADDING_BITS_MAX or code != (1 << length) - 1:
        raise ValueError("a Huffman string is padded wrongly")
    return bytes(decoded)


def encode(text: bytes) -> bytes:
    """The Huffman-coded string."""
    bits, size = 0, 0
    for byte in text:
        length, code = _CODES[byte]
        bits, size = bits << length | code, size + length
    padding = -size % 8
    return ((bits << padding) | ((1 << padding) - 1)).to_bytes((size + padding) // 8)
