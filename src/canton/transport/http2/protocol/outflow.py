"""What one end of a connection sends: frames as the peer's windows admit them.

Source: RFC 9113, sections 4.2, 5.2, 6.9.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from canton.transport.http2.protocol import frames
from canton.transport.http2.protocol.frames import (
    END_HEADERS,
    END_STREAM,
    FRAME_SIZE_DEFAULT,
    WINDOW_DEFAULT,
    WINDOW_MAX,
    FrameType,
)


@dataclass(slots=True)
class OutStream:
    """The sending half of a stream."""

    window: int
    waiting: deque[tuple[bytes, int]] = field(default_factory=deque)
    """Payloads and flags that wait for the window; END_HEADERS marks a header block."""
    waiting_size: int = 0
    is_sent: bool = False
    """Its end has been sent or waits to be."""

    @property
    def is_done(self) -> bool:
        """Whether all of it has been written, its end too."""
        return self.is_sent and not self.waiting


class Outflow:
    """The bytes to write, and how many more the peer admits."""

    def __init__(self) -> None:
        self.output = bytearray()
        self.frame_size_max = FRAME_SIZE_DEFAULT
        self.initial_window = WINDOW_DEFAULT
        self._window = WINDOW_DEFAULT

    def new_stream(self) -> OutStream:
        """The sending half of a new stream."""
        return OutStream(self.initial_window)

    def widen(self, increment: int) -> bool:
        """The connection's window grows; False if it must not."""
        self._window += increment
        return increment > 0 and self._window <= WINDOW_MAX

    def send(self, stream_id: int, stream: OutStream, payload: bytes, flags: int) -> None:
        """Writes a header block or data, or keeps it until the windows admit it."""
        assert not stream.is_sent, "nothing is sent after the end of a stream"
        if flags & END_STREAM:
            stream.is_sent = True
        stream.waiting.append((payload, flags))
        stream.waiting_size += len(payload)
        self.drain(stream_id, stream)

    def drain(self, stream_id: int, stream: OutStream) -> None:
        """Writes what waits, as far as the windows admit."""
        while stream.waiting:
            payload, flags = stream.waiting[0]
            if flags & END_HEADERS:
                self._write_headers(stream_id, payload, flags)
            elif not self._write_data(stream_id, stream, payload, flags):
                return
            stream.waiting.popleft()
        stream.waiting_size = 0

    def _write_headers(self, stream_id: int, block: bytes, flags: int) -> None:
        first, rest = block[: self.frame_size_max], block[self.frame_size_max :]
        if rest:
            flags &= ~END_HEADERS
        self.output += frames.frame(FrameType.HEADERS, flags, stream_id, first)
        while rest:
            first, rest = rest[: self.frame_size_max], rest[self.frame_size_max :]
            last = 0 if rest else END_HEADERS
            self.output += frames.frame(FrameType.CONTINUATION, last, stream_id, first)

    def _write_data(self, stream_id: int, stream: OutStream, payload: bytes, flags: int) -> bool:
        """Whether all was written; what remains goes back to the front of what waits."""
        position = 0
        while True:
            room = min(stream.window, self._window, self.frame_size_max)
            size = min(len(payload) - position, max(room, 0))
            if size == 0 and position < len(payload):
                stream.waiting[0] = (payload[position:], flags)
                stream.waiting_size -= position
                return False
            end = position + size
            last = flags if end == len(payload) else 0
            self.output += frames.head(size, FrameType.DATA, last, stream_id)
            self.output += payload[position:end]
            stream.window -= size
            self._window -= size
            position = end
            if position == len(payload):
                return True
