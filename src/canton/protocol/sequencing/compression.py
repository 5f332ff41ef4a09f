"""The compression of envelopes and views: gzip with no time, one level, and a bound on reading.

Compressed bytes end up under hashes, so they are made the same way everywhere: the header says
time 0 and an unknown operating system, the level is 6. That gives, byte for byte, what the
original's runtime makes (checked against the recording). Source: protocol sheet 11.1, item 7.
"""

from __future__ import annotations

import struct
import zlib
from typing import Final

from canton.crypto.errors import malformed
from canton.errors import Rejection

_HEADER: Final = bytes.fromhex("1f8b08000000000000ff")
_TRAILER: Final = struct.Struct("<II")
_LEVEL: Final = 6
_RAW_DEFLATE: Final = -15
_GZIP: Final = 31


def compress(content: bytes) -> bytes:
    """The gzip form of the content: the same for the same content, always."""
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW_DEFLATE)
    body = deflate.compress(content) + deflate.flush()
    return _HEADER + body + _TRAILER.pack(zlib.crc32(content), len(content) & 0xFFFFFFFF)


def decompress(compressed: bytes, size_max: int) -> bytes | Rejection:
    """The content, if it has at most `size_max` bytes; never more than one byte above is made."""
    inflate = zlib.decompressobj(_GZIP)
    try:
        content = inflate.decompress(compressed, size_max + 1)
    except zlib.error as error:
        return malformed(f"not gzip: {error}")
    if len(content) > size_max:
        return malformed(f"the content has more than {size_max} bytes")
    if not inflate.eof:
        return malformed("the compressed content ends too early")
    return content
