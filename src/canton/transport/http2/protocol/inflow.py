"""What one end of a connection receives: frames out of bytes, header blocks whole.

Source: RFC 9113, sections 3.4, 4.3, 6.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from canton.transport.http2.protocol import frames
from canton.transport.http2.protocol.frames import (
    END_HEADERS,
    HEAD_LENGTH,
    PADDED,
    PREFACE,
    PRIORITY,
    ConnectionFault,
    Fault,
    FrameType,
)

RECEIVED_FRAME_SIZE_MAX: Final = 1 << 18
HEADER_BLOCK_SIZE_MAX: Final = 64 * 1024

Frame = tuple[int, int, int, bytes]
"""Type, flags, stream id, payload; HEADERS carry the whole block and nothing else."""


class FrameReader:
    """Cuts the bytes of a connection into frames."""

    def __init__(
        self, awaits_preface: bool, header_block_size_max: int = HEADER_BLOCK_SIZE_MAX
    ) -> None:
        self._header_block_size_max = header_block_size_max
        self._buffer = bytearray()
        self._awaits_preface = awaits_preface
        self._assembling: tuple[int, int, bytearray] | None = None

    def read(self, data: bytes) -> Iterator[Frame]:
        """The frames that are complete with these bytes.

        Raises:
            ConnectionFault: they break the rules.
        """
        self._buffer += data
        if self._awaits_preface and not self._skip_preface():
            return
        position = 0
        try:
            while len(self._buffer) - position >= HEAD_LENGTH:
                length, kind, flags, stream_id = frames.read_head(self._buffer, position)
                if length > RECEIVED_FRAME_SIZE_MAX:
                    raise ConnectionFault(Fault.FRAME_SIZE_ERROR, f"a frame has {length} bytes")
                end = position + HEAD_LENGTH + length
                if len(self._buffer) < end:
                    return
                payload = bytes(self._buffer[position + HEAD_LENGTH : end])
                position = end
                frame = self._whole((kind, flags, stream_id, payload))
                if frame is not None:
                    yield frame
        finally:
            del self._buffer[:position]

    def _skip_preface(self) -> bool:
        if not PREFACE.startswith(self._buffer[: len(PREFACE)]):
            raise ConnectionFault(Fault.PROTOCOL_ERROR, "this is not HTTP/2")
        if len(self._buffer) < len(PREFACE):
            return False
        del self._buffer[: len(PREFACE)]
        self._awaits_preface = False
        return True

    def _whole(self, frame: Frame) -> Frame | None:
        """The frame, or none as long as a header block goes on."""
        kind, flags, stream_id, payload = frame
        if kind == FrameType.CONTINUATION:
            return self._continue(flags, stream_id, payload)
        if self._assembling is not None:
            raise ConnectionFault(Fault.PROTOCOL_ERROR, "a header block is interrupted")
        if kind != FrameType.HEADERS:
            return frame
        block = bytearray(_without_priority(flags, unpadded(flags, payload)))
        return self._assemble(flags, stream_id, block)

    def _continue(self, flags: int, stream_id: int, payload: bytes) -> Frame | None:
        if self._assembling is None or self._assembling[1] != stream_id or not payload:
            raise ConnectionFault(Fault.PROTOCOL_ERROR, "a continuation is out of place")
        first_flags, _, block = self._assembling
        block += payload
        return self._assemble(first_flags | flags & END_HEADERS, stream_id, block)

    def _assemble(self, flags: int, stream_id: int, block: bytearray) -> Frame | None:
        if len(block) > self._header_block_size_max:
            raise ConnectionFault(Fault.ENHANCE_YOUR_CALM, "a header block is too large")
        if not flags & END_HEADERS:
            self._assembling = (flags, stream_id, block)
            return None
        self._assembling = None
        return FrameType.HEADERS, flags, stream_id, bytes(block)


def unpadded(flags: int, payload: bytes) -> bytes:
    """The payload without its padding."""
    if not flags & PADDED:
        return payload
    if not payload or payload[0] >= len(payload):
        raise ConnectionFault(Fault.PROTOCOL_ERROR, "a frame is all padding")
    return payload[1 : len(payload) - payload[0]]


def _without_priority(flags: int, payload: bytes) -> bytes:
    if not flags & PRIORITY:
        return payload
    if len(payload) < 5:
        raise ConnectionFault(Fault.FRAME_SIZE_ERROR, "headers are cut short")
    return payload[5:]
