"""HPACK: header blocks to lists of names and values, and back.

The decoder follows the peer's dynamic table. The encoder uses none: its blocks mean the same at any
time, so they may be kept and sent again. Source: RFC 7541.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Final

from canton.transport.http2.protocol import huffman

Header = tuple[bytes, bytes]

TABLE_SIZE_MAX: Final = 4096
_ENTRY_OVERHEAD: Final = 32
_CACHED_BLOCKS_MAX: Final = 512
_INTEGER_SHIFT_MAX: Final = 28

_STATIC: Final[tuple[Header, ...]] = (
    (b":authority", b""),
    (b":method", b"GET"),
    (b":method", b"POST"),
    (b":path", b"/"),
    (b":path", b"/index.html"),
    (b":scheme", b"http"),
    (b":scheme", b"https"),
    *((b":status", status) for status in b"200 204 206 304 400 404 500".split()),
    (b"accept-charset", b""),
    (b"accept-encoding", b"gzip, deflate"),
    *(
        (name, b"")
        for name in (
            b"accept-language accept-ranges accept access-control-allow-origin age allow "
            b"authorization cache-control content-disposition content-encoding content-language "
            b"content-length content-location content-range content-type cookie date etag expect "
            b"expires from host if-match if-modified-since if-none-match if-range "
            b"if-unmodified-since last-modified link location max-forwards proxy-authenticate "
            b"proxy-authorization range referer refresh retry-after server set-cookie "
            b"strict-transport-security transfer-encoding user-agent vary via www-authenticate"
        ).split()
    ),
)
_STATIC_INDEX: Final = {header: index for index, header in reversed(list(enumerate(_STATIC, 1)))}
_STATIC_NAMES: Final = {name: index for index, (name, _) in reversed(list(enumerate(_STATIC, 1)))}


def list_size(headers: Iterable[Header]) -> int:
    """How large a header list counts, whatever its encoding. Source: RFC 9113, 6.5.2."""
    return sum(len(name) + len(value) + _ENTRY_OVERHEAD for name, value in headers)


class HeaderError(Exception):
    """The peer's header block makes no sense: the connection cannot go on."""


class HeaderDecoder:
    """Decodes the blocks of one connection, in order."""

    def __init__(self) -> None:
        self._table: deque[Header] = deque()
        self._size = 0
        self._size_max = TABLE_SIZE_MAX
        self._version = 0
        self._cached: dict[tuple[int, bytes], list[Header]] = {}

    def decode(self, block: bytes) -> list[Header]:
        """The headers of a block; the caller must not change the list.

        Raises:
            HeaderError: the block is malformed.
        """
        version = self._version
        known = self._cached.get((version, block))
        if known is not None:
            return known
        try:
            headers = self._decode(block)
        except (IndexError, ValueError) as error:
            raise HeaderError(str(error)) from error
        if version == self._version:
            # Nothing was added to the table, so the same block means the same until something is.
            if len(self._cached) >= _CACHED_BLOCKS_MAX:
                self._cached.clear()
            self._cached[version, block] = headers
        return headers

    def _decode(self, block: bytes) -> list[Header]:
        headers: list[Header] = []
        position = 0
        while position < len(block):
            first = block[position]
            if first & 0x80:
                index, position = _read_integer(block, position, 7)
                headers.append(self._at(index))
            elif first & 0xC0 == 0x40:
                header, position = self._literal(block, position, 6)
                self._add(header)
                headers.append(header)
            elif first & 0xE0 == 0x20:
                size, position = _read_integer(block, position, 5)
                if size > TABLE_SIZE_MAX or headers:
                    raise ValueError("a table size is too large or out of place")
                self._size_max = size
                self._version += 1
                self._evict()
            else:
                header, position = self._literal(block, position, 4)
                headers.append(header)
        return headers

    def _literal(self, block: bytes, position: int, bits: int) -> tuple[Header, int]:
        index, position = _read_integer(block, position, bits)
        if index:
            name = self._at(index)[0]
        else:
            name, position = _read_string(block, position)
        value, position = _read_string(block, position)
        return (name, value), position

    def _at(self, index: int) -> Header:
        if not 0 < index <= len(_STATIC) + len(self._table):
            raise ValueError(f"no header has the index {index}")
        return _STATIC[index - 1] if index <= len(_STATIC) else self._table[index - 62]

    def _add(self, header: Header) -> None:
        self._table.appendleft(header)
        self._size += len(header[0]) + len(header[1]) + _ENTRY_OVERHEAD
        self._version += 1
        self._cached.clear()
        self._evict()

    def _evict(self) -> None:
        while self._size > self._size_max:
            name, value = self._table.pop()
            self._size -= len(name) + len(value) + _ENTRY_OVERHEAD


def encode(headers: Iterable[Header]) -> bytes:
    """A block that touches no table, so it may be sent any number of times."""
    block = bytearray()
    for header in headers:
        index = _STATIC_INDEX.get(header)
        if index is not None:
            block += _integer(index, 7, 0x80)
            continue
        name, value = header
        name_index = _STATIC_NAMES.get(name, 0)
        block += _integer(name_index, 4, 0x00)
        if not name_index:
            block += _integer(len(name), 7, 0x00) + name
        block += _integer(len(value), 7, 0x00) + value
    return bytes(block)


def _read_integer(block: bytes, position: int, bits: int) -> tuple[int, int]:
    limit = (1 << bits) - 1
    value = block[position] & limit
    position += 1
    if value < limit:
        return value, position
    shift = 0
    while True:
        octet = block[position]
        position += 1
        value += (octet & 0x7F) << shift
        if not octet & 0x80:
            return value, position
        shift += 7
        if shift > _INTEGER_SHIFT_MAX:
            raise ValueError("an integer is too large")


def _read_string(block: bytes, position: int) -> tuple[bytes, int]:
    is_coded = block[position] & 0x80
    length, position = _read_integer(block, position, 7)
    raw = block[position : position + length]
    if len(raw) != length:
        raise ValueError("a string is cut short")
    return (huffman.decode(raw) if is_coded else raw), position + length


def _integer(value: int, bits: int, flags: int) -> bytes:
    limit = (1 << bits) - 1
    if value < limit:
        return bytes((flags | value,))
    encoded = bytearray((flags | limit,))
    value -= limit
    while value >= 0x80:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
