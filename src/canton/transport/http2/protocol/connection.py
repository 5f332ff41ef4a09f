"""The protocol of one HTTP/2 connection: bytes in, events out; no IO, no clock.

Both ends use it. What it sends it collects in `output`, which the shell takes. Data that the
peer's windows do not admit waits here, stream by stream. A peer that breaks the rules ends the
connection with `ConnectionFault`; limits bound what a hostile one can make us hold or do.
Source: RFC 9113.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from canton.transport.http2.protocol import frames
from canton.transport.http2.protocol.frames import (
    ACK,
    END_HEADERS,
    END_STREAM,
    FRAME_SIZE_DEFAULT,
    FRAME_SIZE_MAX,
    PREFACE,
    WINDOW_DEFAULT,
    WINDOW_MAX,
    ConnectionFault,
    Fault,
    FrameType,
    Setting,
)
from canton.transport.http2.protocol.header_compression import Header, HeaderDecoder, HeaderError
from canton.transport.http2.protocol.inflow import (
    HEADER_BLOCK_SIZE_MAX,
    RECEIVED_FRAME_SIZE_MAX,
    FrameReader,
    unpadded,
)
from canton.transport.http2.protocol.outflow import Outflow, OutStream

STREAM_WINDOW: Final = 1 << 20
CONNECTION_WINDOW: Final = 1 << 24
STREAMS_MAX: Final = 10_000
"""How many streams a client may have open unless the server says otherwise."""
RESETS_BUDGET: Final = 200
"""Streams that a peer may open and reset beyond those that it lets finish."""
REPLIES_MAX: Final = 10_000
"""Answers to pings and settings that may wait to be written."""


@dataclass(frozen=True, slots=True)
class HeadersReceived:
    """Headers that open a stream, answer one, or end one."""

    stream_id: int
    headers: list[Header]
    is_end: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class DataReceived:
    """Bytes of a stream. Tell `consumed` when they have been used."""

    stream_id: int
    data: bytes
    is_end: bool


@dataclass(frozen=True, slots=True)
class StreamReset:
    """The peer gave a stream up."""

    stream_id: int
    fault: int


@dataclass(frozen=True, slots=True)
class GoAwayReceived:
    """The peer takes no more streams; those after the last id were not looked at."""

    last_stream_id: int
    fault: int


@dataclass(frozen=True, slots=True)
class PingAnswered:
    """The peer answered a ping."""


Event = HeadersReceived | DataReceived | StreamReset | GoAwayReceived | PingAnswered


@dataclass(slots=True)
class _Stream:
    out: OutStream
    receive_window: int = STREAM_WINDOW
    unacknowledged: int = 0
    """Received and used bytes for which no window has been given back yet."""
    is_received: bool = False


class Connection:
    """The state of one connection."""

    def __init__(
        self,
        is_client: bool,
        streams_max: int = STREAMS_MAX,
        headers_size_max: int = HEADER_BLOCK_SIZE_MAX,
    ) -> None:
        self.peer_streams_max = WINDOW_MAX
        self._streams_max = streams_max
        self._headers_size_max = headers_size_max
        self._is_client = is_client
        self._streams: dict[int, _Stream] = {}
        self._reader = FrameReader(
            awaits_preface=not is_client,
            header_block_size_max=max(headers_size_max, HEADER_BLOCK_SIZE_MAX),
        )
        self._decoder = HeaderDecoder()
        self._last_opened = 0
        self._next_id = 1
        self._receive_window = CONNECTION_WINDOW
        self._outflow = Outflow()
        self._resets_budget = RESETS_BUDGET
        self._replies = 0
        self._is_going_away = False
        self._begin()

    @property
    def open_count(self) -> int:
        """How many streams are open."""
        return len(self._streams)

    def open_stream(self) -> int:
        """The id of a new stream of ours; its headers follow."""
        assert self._is_client
        stream_id, self._next_id = self._next_id, self._next_id + 2
        self._streams[stream_id] = _Stream(self._outflow.new_stream())
        return stream_id

    def is_open(self, stream_id: int) -> bool:
        """Whether the stream can still be sent on."""
        stream = self._streams.get(stream_id)
        return stream is not None and not stream.out.is_sent

    def waiting_size(self, stream_id: int) -> int:
        """How many bytes of the stream wait for the peer's windows."""
        stream = self._streams.get(stream_id)
        return 0 if stream is None else stream.out.waiting_size

    def send_headers(self, stream_id: int, block: bytes, is_end: bool) -> None:
        """Sends a header block, after all data of the stream that waits."""
        self._send(stream_id, block, END_HEADERS | (END_STREAM if is_end else 0))

    def send_data(self, stream_id: int, data: bytes, is_end: bool) -> None:
        """Sends data, now or when the peer's windows admit it."""
        self._send(stream_id, data, END_STREAM if is_end else 0)

    def reset(self, stream_id: int, fault: Fault) -> None:
        """Gives a stream up."""
        if self._streams.pop(stream_id, None) is not None:
            self._outflow.output += frames.reset(stream_id, fault)

    def consumed(self, stream_id: int, size: int) -> None:
        """So many received bytes of a stream have been used: the peer may send more."""
        stream = self._streams.get(stream_id)
        if stream is None or stream.is_received:
            return
        stream.unacknowledged += size
        if stream.unacknowledged >= STREAM_WINDOW // 2:
            self._outflow.output += frames.window_update(stream_id, stream.unacknowledged)
            stream.receive_window += stream.unacknowledged
            stream.unacknowledged = 0

    def ping(self) -> None:
        """Asks the peer for a sign of life."""
        self._outflow.output += frames.frame(FrameType.PING, 0, 0, b"canton..")

    def go_away(self, fault: Fault = Fault.NO_ERROR) -> None:
        """Takes no more streams from the peer."""
        self._is_going_away = True
        self._outflow.output += frames.go_away(self._last_opened, fault)

    def take_output(self) -> bytes:
        """What there is to write."""
        self._replies = 0
        output = bytes(self._outflow.output)
        self._outflow.output.clear()
        return output

    def receive(self, data: bytes) -> list[Event]:
        """What the peer's bytes say.

        Raises:
            ConnectionFault: they break the rules.
        """
        events: list[Event] = []
        for kind, flags, stream_id, payload in self._reader.read(data):
            event = self._receive_frame(kind, flags, stream_id, payload)
            if event is not None:
                events.append(event)
        return events

    def _begin(self) -> None:
        values = {
            Setting.INITIAL_WINDOW_SIZE: STREAM_WINDOW,
            Setting.MAX_FRAME_SIZE: RECEIVED_FRAME_SIZE_MAX,
            Setting.MAX_HEADER_LIST_SIZE: self._headers_size_max,
        }
        if self._is_client:
            self._outflow.output += PREFACE
            values[Setting.ENABLE_PUSH] = 0
        else:
            values[Setting.MAX_CONCURRENT_STREAMS] = self._streams_max
        self._outflow.output += frames.settings(values)
        self._outflow.output += frames.window_update(0, CONNECTION_WINDOW - WINDOW_DEFAULT)

    # --- receiving

    def _receive_frame(self, kind: int, flags: int, stream_id: int, payload: bytes) -> Event | None:
        match kind:
            case FrameType.DATA:
                return self._receive_data(flags, stream_id, payload)
            case FrameType.HEADERS:
                return self._receive_headers(stream_id, bool(flags & END_STREAM), payload)
            case FrameType.RST_STREAM:
                return self._receive_reset(stream_id, _sized(payload, 4))
            case FrameType.SETTINGS:
                self._receive_settings(flags, payload)
            case FrameType.PING:
                return self._receive_ping(flags, _sized(payload, 8))
            case FrameType.GOAWAY if len(payload) >= 8:
                return GoAwayReceived(*frames.read_go_away(payload))
            case FrameType.WINDOW_UPDATE:
                self._receive_window_update(stream_id, frames.read_number(_sized(payload, 4)))
            case FrameType.PUSH_PROMISE | FrameType.GOAWAY:
                raise ConnectionFault(Fault.PROTOCOL_ERROR, "a frame is out of place")
        return None

    def _receive_data(self, flags: int, stream_id: int, payload: bytes) -> Event | None:
        size = len(payload)
        self._receive_window -= size
        if self._receive_window < 0:
            raise ConnectionFault(
                Fault.FLOW_CONTROL_ERROR, "more data than the connection's window"
            )
        if self._receive_window < CONNECTION_WINDOW // 2:
            self._outflow.output += frames.window_update(
                0, CONNECTION_WINDOW - self._receive_window
            )
            self._receive_window = CONNECTION_WINDOW
        stream = self._known(stream_id)
        if stream is None:
            return None
        if stream.is_received:
            raise ConnectionFault(Fault.STREAM_CLOSED, "data after the end of a stream")
        stream.receive_window -= size
        if stream.receive_window < 0:
            raise ConnectionFault(Fault.FLOW_CONTROL_ERROR, "more data than a stream's window")
        data = unpadded(flags, payload)
        if size != len(data):
            self.consumed(stream_id, size - len(data))
        is_end = bool(flags & END_STREAM)
        if is_end:
            self._end_received(stream_id, stream)
        return DataReceived(stream_id, data, is_end)

    def _receive_headers(self, stream_id: int, is_end: bool, block: bytes) -> Event | None:
        try:
            headers = self._decoder.decode(block)
        except HeaderError as error:
            raise ConnectionFault(Fault.COMPRESSION_ERROR, str(error)) from error
        stream = self._streams.get(stream_id)
        is_new = stream is None and not self._is_client and stream_id > self._last_opened
        if is_new:
            stream = self._accept(stream_id)
        if stream is None:
            self._known(stream_id)
            return None
        if stream.is_received:
            raise ConnectionFault(Fault.STREAM_CLOSED, "headers after the end of a stream")
        if is_end:
            self._end_received(stream_id, stream)
        return HeadersReceived(stream_id, headers, is_end, is_new)

    def _accept(self, stream_id: int) -> _Stream | None:
        if stream_id % 2 == 0:
            raise ConnectionFault(Fault.PROTOCOL_ERROR, "a client opens an even stream")
        self._last_opened = stream_id
        if self._is_going_away or len(self._streams) >= self._streams_max:
            self._outflow.output += frames.reset(stream_id, Fault.REFUSED_STREAM)
            return None
        stream = self._streams[stream_id] = _Stream(self._outflow.new_stream())
        return stream

    def _receive_reset(self, stream_id: int, payload: bytes) -> Event | None:
        if self._known(stream_id) is None:
            return None
        del self._streams[stream_id]
        self._resets_budget -= 1
        if self._resets_budget < 0 and not self._is_client:
            raise ConnectionFault(Fault.ENHANCE_YOUR_CALM, "too many streams are opened and reset")
        return StreamReset(stream_id, frames.read_number(payload))

    def _receive_settings(self, flags: int, payload: bytes) -> None:
        if flags & ACK:
            return
        if len(payload) % 6:
            raise ConnectionFault(Fault.FRAME_SIZE_ERROR, "settings have a wrong length")
        for name, value in frames.read_settings(payload):
            match name:
                case Setting.INITIAL_WINDOW_SIZE if value > WINDOW_MAX:
                    raise ConnectionFault(Fault.FLOW_CONTROL_ERROR, "a window is too large")
                case Setting.INITIAL_WINDOW_SIZE:
                    for stream in self._streams.values():
                        stream.out.window += value - self._outflow.initial_window
                    self._outflow.initial_window = value
                case Setting.MAX_FRAME_SIZE if FRAME_SIZE_DEFAULT <= value <= FRAME_SIZE_MAX:
                    self._outflow.frame_size_max = value
                case Setting.MAX_FRAME_SIZE:
                    raise ConnectionFault(Fault.PROTOCOL_ERROR, "a frame size is out of range")
                case Setting.MAX_CONCURRENT_STREAMS:
                    self.peer_streams_max = value
        self._reply(frames.frame(FrameType.SETTINGS, ACK, 0))
        self._send_waiting()

    def _receive_ping(self, flags: int, payload: bytes) -> Event | None:
        if flags & ACK:
            return PingAnswered()
        self._reply(frames.frame(FrameType.PING, ACK, 0, payload))
        return None

    def _receive_window_update(self, stream_id: int, increment: int) -> None:
        if stream_id == 0:
            if not self._outflow.widen(increment):
                raise ConnectionFault(Fault.FLOW_CONTROL_ERROR, "a window update is out of range")
            self._send_waiting()
            return
        stream = self._known(stream_id)
        if stream is None:
            return
        stream.out.window += increment
        if increment == 0 or stream.out.window > WINDOW_MAX:
            raise ConnectionFault(Fault.FLOW_CONTROL_ERROR, "a window update is out of range")
        self._outflow.drain(stream_id, stream.out)
        self._forget_done(stream_id, stream)

    def _known(self, stream_id: int) -> _Stream | None:
        """The stream, None if it is over; a stream that never was is a fault."""
        stream = self._streams.get(stream_id)
        if stream is None:
            last = self._next_id - 1 if self._is_client else self._last_opened
            if stream_id == 0 or stream_id > last:
                raise ConnectionFault(Fault.PROTOCOL_ERROR, f"there is no stream {stream_id}")
        return stream

    def _reply(self, answer: bytes) -> None:
        self._replies += 1
        if self._replies > REPLIES_MAX:
            raise ConnectionFault(Fault.ENHANCE_YOUR_CALM, "too many pings or settings")
        self._outflow.output += answer

    def _send(self, stream_id: int, payload: bytes, flags: int) -> None:
        stream = self._streams.get(stream_id)
        if stream is not None:  # else it was reset meanwhile
            self._outflow.send(stream_id, stream.out, payload, flags)
            self._forget_done(stream_id, stream)

    def _send_waiting(self) -> None:
        for stream_id, stream in list(self._streams.items()):
            if stream.out.waiting:
                self._outflow.drain(stream_id, stream.out)
                self._forget_done(stream_id, stream)

    def _end_received(self, stream_id: int, stream: _Stream) -> None:
        stream.is_received = True
        self._forget_done(stream_id, stream)

    def _forget_done(self, stream_id: int, stream: _Stream) -> None:
        """Forgets a stream that both sides have ended."""
        if stream.is_received and stream.out.is_done:
            del self._streams[stream_id]
            self._resets_budget = min(RESETS_BUDGET, self._resets_budget + 1)


def _sized(payload: bytes, size: int) -> bytes:
    if len(payload) != size:
        raise ConnectionFault(Fault.FRAME_SIZE_ERROR, "a frame has a wrong length")
    return payload
