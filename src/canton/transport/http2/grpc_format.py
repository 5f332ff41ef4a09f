"""Calls as HTTP/2 carries them: headers, framed messages, trailers.

Source: the gRPC protocol over HTTP/2 (PROTOCOL-HTTP2).
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from struct import Struct
from typing import Final
from urllib.parse import unquote_to_bytes

from canton.errors import GrpcStatus
from canton.transport.call import Metadata, MetadataValue
from canton.transport.http2.protocol.header_compression import Header, encode

CONTENT_TYPE: Final = b"application/grpc"
_PREFIX: Final = Struct(">BI")
_UNITS: Final = {b"H": 3600.0, b"M": 60.0, b"S": 1.0, b"m": 1e-3, b"u": 1e-6, b"n": 1e-9}
_OWN_HEADERS: Final = frozenset(
    {"te", "content-type", "grpc-timeout", "grpc-encoding", "grpc-accept-encoding"}
)
_GZIP_WINDOW: Final = 16 + zlib.MAX_WBITS

RESPONSE_HEADERS: Final = encode(
    [(b":status", b"200"), (b"content-type", CONTENT_TYPE), (b"grpc-accept-encoding", b"gzip")]
)
TRAILERS_OK: Final = encode([(b"grpc-status", b"0")])

_STATUS_OF_HTTP: Final = {
    400: GrpcStatus.INTERNAL,
    401: GrpcStatus.UNAUTHENTICATED,
    403: GrpcStatus.PERMISSION_DENIED,
    404: GrpcStatus.UNIMPLEMENTED,
    429: GrpcStatus.UNAVAILABLE,
    431: GrpcStatus.INTERNAL,
    502: GrpcStatus.UNAVAILABLE,
    503: GrpcStatus.UNAVAILABLE,
    504: GrpcStatus.UNAVAILABLE,
}


class FormatError(Exception):
    """What came is no gRPC; with the status that says so."""

    def __init__(self, status: GrpcStatus, text: str) -> None:
        super().__init__(text)
        self.status = status


@lru_cache(maxsize=1024)
def _request_front(path: str, authority: str, is_secure: bool) -> bytes:
    return encode(
        [
            (b":method", b"POST"),
            (b":scheme", b"https" if is_secure else b"http"),
            (b":path", path.encode()),
            (b":authority", authority.encode()),
            (b"te", b"trailers"),
            (b"content-type", CONTENT_TYPE),
            (b"grpc-accept-encoding", b"gzip"),
            (b"user-agent", b"canton-python"),
        ]
    )


def request_block(
    path: str, authority: str, is_secure: bool, timeout_s: float | None, metadata: Metadata
) -> bytes:
    """The header block of a call."""
    more = [*_metadata_headers(metadata)]
    if timeout_s is not None:
        more.append((b"grpc-timeout", b"%dm" % min(max(0, round(timeout_s * 1000)), 99_999_999)))
    return _request_front(path, authority, is_secure) + encode(more)


def trailers_block(status: GrpcStatus, message: str, metadata: Metadata) -> bytes:
    """The header block that ends a call."""
    if status is GrpcStatus.OK and not message and not metadata:
        return TRAILERS_OK
    headers = [(b"grpc-status", b"%d" % status.value)]
    if message:
        headers.append((b"grpc-message", _percent_encoded(message)))
    return encode([*headers, *_metadata_headers(metadata)])


def read_metadata(headers: Iterable[Header]) -> dict[str, MetadataValue]:
    """The entries that are not the protocol's own. Of entries of one name the last counts."""
    metadata: dict[str, MetadataValue] = {}
    for raw_name, value in headers:
        name = raw_name.decode("latin-1")
        if name.startswith(":") or name in _OWN_HEADERS:
            continue
        if name.endswith("-bin"):
            metadata[name] = _unbase64(value)
        else:
            metadata[name] = value.decode("latin-1")
    return metadata


def read_timeout(value: bytes | None) -> float | None:
    """The seconds of a `grpc-timeout` header; None without one.

    Raises:
        FormatError: it is malformed.
    """
    if value is None:
        return None
    unit = _UNITS.get(value[-1:])
    if unit is None or not value[:-1].isdigit() or len(value) > 9:
        raise FormatError(GrpcStatus.INTERNAL, "the timeout is malformed")
    return int(value[:-1]) * unit


def read_status(metadata: dict[str, MetadataValue]) -> tuple[GrpcStatus, str]:
    """Takes status and message out of the trailers."""
    status, message = metadata.pop("grpc-status", None), metadata.pop("grpc-message", "")
    if not isinstance(status, str) or not status.isdigit() or int(status) > 16:
        return GrpcStatus.UNKNOWN, "the server sent no status"
    text = unquote_to_bytes(message).decode("utf-8", "replace")
    return GrpcStatus(int(status)), text


def check_response(headers: Mapping[bytes, bytes]) -> None:
    """Sees that the first headers of a response are those of gRPC.

    Raises:
        FormatError: they are not.
    """
    http = headers.get(b":status", b"")
    if http != b"200":
        number = int(http) if http.isdigit() else 0
        status = _STATUS_OF_HTTP.get(number, GrpcStatus.UNKNOWN)
        raise FormatError(status, f"the server answered with HTTP status {number}")
    if not headers.get(b"content-type", b"").startswith(CONTENT_TYPE):
        raise FormatError(GrpcStatus.UNKNOWN, "the server does not speak gRPC")


def framed(message: bytes) -> bytes:
    """A message as it is sent."""
    return _PREFIX.pack(0, len(message)) + message


class MessageReader:
    """Cuts the data of a stream into messages of a bounded size."""

    def __init__(self, size_max: int) -> None:
        self._buffer = bytearray()
        self._size_max = size_max

    @property
    def is_empty(self) -> bool:
        """Whether no part of a message waits for its rest."""
        return not self._buffer

    def feed(self, data: bytes) -> list[bytes]:
        """The messages that are complete with these bytes.

        Raises:
            FormatError: a message is too large or cannot be decompressed.
        """
        self._buffer += data
        messages = []
        while len(self._buffer) >= 5:
            flag, size = _PREFIX.unpack_from(self._buffer)
            if size > self._size_max:
                raise self._too_large(size)
            if len(self._buffer) < 5 + size:
                break
            message = bytes(self._buffer[5 : 5 + size])
            del self._buffer[: 5 + size]
            messages.append(self._decompressed(message) if flag else message)
        return messages

    def _decompressed(self, message: bytes) -> bytes:
        decompressor = zlib.decompressobj(_GZIP_WINDOW)
        try:
            content = decompressor.decompress(message, self._size_max + 1)
        except zlib.error as error:
            raise FormatError(GrpcStatus.INTERNAL, "a message is not gzip") from error
        if len(content) > self._size_max:
            raise self._too_large(len(content))
        if not decompressor.eof:
            raise FormatError(GrpcStatus.INTERNAL, "a message is cut short")
        return content

    def _too_large(self, size: int) -> FormatError:
        text = f"Received message larger than max ({size} vs. {self._size_max})"
        return FormatError(GrpcStatus.RESOURCE_EXHAUSTED, text)


def _metadata_headers(metadata: Metadata) -> Iterable[Header]:
    for name, value in metadata:
        lower = name.lower()
        raw = value.encode("latin-1", "replace") if isinstance(value, str) else value
        if lower.endswith("-bin"):
            raw = base64.b64encode(raw).rstrip(b"=")
        elif any(octet < 0x20 or octet > 0x7E for octet in raw):
            continue  # not allowed on the wire; sending it would end the whole connection
        yield lower.encode("latin-1"), raw


def _unbase64(value: bytes) -> bytes:
    last = value.rpartition(b",")[2].strip().rstrip(b"=")
    try:
        return base64.b64decode(last + b"=" * (-len(last) % 4))
    except binascii.Error:
        return b""


def _percent_encoded(text: str) -> bytes:
    return b"".join(
        bytes((octet,)) if 0x20 <= octet <= 0x7E and octet != 0x25 else b"%%%02X" % octet
        for octet in text.encode()
    )
