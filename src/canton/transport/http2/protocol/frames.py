"""The frames of HTTP/2 and its numbers. Source: RFC 9113, sections 4, 6, 7."""

from __future__ import annotations

from enum import IntEnum
from struct import Struct
from typing import Final

PREFACE: Final = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
HEAD_LENGTH: Final = 9
FRAME_SIZE_DEFAULT: Final = 16_384
FRAME_SIZE_MAX: Final = 16_777_215
WINDOW_DEFAULT: Final = 65_535
WINDOW_MAX: Final = 2_147_483_647

_HEAD: Final = Struct(">BHBBI")
_SETTING: Final = Struct(">HI")
_NUMBER: Final = Struct(">I")
_TWO_NUMBERS: Final = Struct(">II")


class FrameType(IntEnum):
    """What a frame is."""

    DATA = 0
    HEADERS = 1
    PRIORITY = 2
    RST_STREAM = 3
    SETTINGS = 4
    PUSH_PROMISE = 5
    PING = 6
    GOAWAY = 7
    WINDOW_UPDATE = 8
    CONTINUATION = 9


END_STREAM: Final = 0x1
ACK: Final = 0x1
END_HEADERS: Final = 0x4
PADDED: Final = 0x8
PRIORITY: Final = 0x20


class Setting(IntEnum):
    """The settings that matter here."""

    HEADER_TABLE_SIZE = 1
    ENABLE_PUSH = 2
    MAX_CONCURRENT_STREAMS = 3
    INITIAL_WINDOW_SIZE = 4
    MAX_FRAME_SIZE = 5
    MAX_HEADER_LIST_SIZE = 6


class Fault(IntEnum):
    """Why a stream or a connection ends."""

    NO_ERROR = 0
    PROTOCOL_ERROR = 1
    INTERNAL_ERROR = 2
    FLOW_CONTROL_ERROR = 3
    STREAM_CLOSED = 5
    FRAME_SIZE_ERROR = 6
    REFUSED_STREAM = 7
    CANCEL = 8
    COMPRESSION_ERROR = 9
    ENHANCE_YOUR_CALM = 11


def frame(kind: FrameType, flags: int, stream_id: int, payload: bytes = b"") -> bytes:
    """One frame."""
    return head(len(payload), kind, flags, stream_id) + payload


def head(length: int, kind: FrameType, flags: int, stream_id: int) -> bytes:
    """The head of a frame whose payload follows."""
    return _HEAD.pack(length >> 16, length & 0xFFFF, kind, flags, stream_id)


def read_head(buffer: bytes | bytearray, position: int) -> tuple[int, int, int, int]:
    """Length, type, flags and stream id."""
    high, low, kind, flags, stream_id = _HEAD.unpack_from(buffer, position)
    return high << 16 | low, kind, flags, stream_id & WINDOW_MAX


def settings(values: dict[Setting, int]) -> bytes:
    """A SETTINGS frame."""
    payload = b"".join(_SETTING.pack(name, value) for name, value in values.items())
    return frame(FrameType.SETTINGS, 0, 0, payload)


def read_settings(payload: bytes) -> list[tuple[int, int]]:
    """The settings of a payload whose length is right."""
    return list(_SETTING.iter_unpack(payload))


def window_update(stream_id: int, increment: int) -> bytes:
    """A WINDOW_UPDATE frame."""
    return frame(FrameType.WINDOW_UPDATE, 0, stream_id, _NUMBER.pack(increment))


def reset(stream_id: int, fault: Fault) -> bytes:
    """A RST_STREAM frame."""
    return frame(FrameType.RST_STREAM, 0, stream_id, _NUMBER.pack(fault))


def go_away(last_stream_id: int, fault: Fault) -> bytes:
    """A GOAWAY frame."""
    return frame(FrameType.GOAWAY, 0, 0, _TWO_NUMBERS.pack(last_stream_id, fault))


def read_number(payload: bytes) -> int:
    """The number at the front of a payload, without its reserved bit."""
    found: int = _NUMBER.unpack_from(payload)[0]
    return found & WINDOW_MAX


def read_go_away(payload: bytes) -> tuple[int, int]:
    """The last stream id and the fault."""
    last, fault = _TWO_NUMBERS.unpack_from(payload)
    return last & WINDOW_MAX, fault


class ConnectionFault(Exception):
    """The peer broke the rules: the connection ends."""

    def __init__(self, fault: Fault, text: str) -> None:
        super().__init__(f"{fault.name}: {text}")
        self.fault = fault
