"""The protocol of one connection: both ends wired to each other, and ends that meet nonsense."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canton.transport.http2.protocol import frames
from canton.transport.http2.protocol.connection import (
    RESETS_BUDGET,
    STREAM_WINDOW,
    Connection,
    DataReceived,
    Event,
    GoAwayReceived,
    HeadersReceived,
    PingAnswered,
    StreamReset,
)
from canton.transport.http2.protocol.frames import (
    PREFACE,
    ConnectionFault,
    Fault,
    FrameType,
    Setting,
)
from canton.transport.http2.protocol.header_compression import encode

HEADERS = encode([(b":method", b"POST"), (b":path", b"/x")])


class Pair:
    """A client and a server; bytes cross in pieces of any size."""

    def __init__(self, seed: int = 0) -> None:
        self.client, self.server = Connection(True), Connection(False)
        self._random = random.Random(seed)

    def exchange(self) -> tuple[list[Event], list[Event]]:
        """Carries bytes until nothing is left; gives what client and server saw."""
        seen: tuple[list[Event], list[Event]] = ([], [])
        while True:
            moved = False
            for source, target, events in (
                (self.client, self.server, seen[1]),
                (self.server, self.client, seen[0]),
            ):
                data = source.take_output()
                moved = moved or bool(data)
                while data:
                    size = self._random.randint(1, 50_000)
                    for event in target.receive(data[:size]):
                        events.append(event)
                        if isinstance(event, DataReceived):
                            target.consumed(event.stream_id, len(event.data))
                    data = data[size:]
            if not moved:
                return seen


def data_of(events: list[Event], stream_id: int) -> bytes:
    return b"".join(
        e.data for e in events if isinstance(e, DataReceived) and e.stream_id == stream_id
    )


@settings(deadline=None, max_examples=30)
@given(st.lists(st.lists(st.integers(0, 3_000_000), max_size=4), max_size=4), st.integers())
def test_data_arrives_whole_whatever_the_windows_and_pieces(
    sizes: list[list[int]], seed: int
) -> None:
    pair = Pair(seed)
    sent: dict[int, bytes] = {}
    for number, chunks in enumerate(sizes):
        stream_id = pair.client.open_stream()
        pair.client.send_headers(stream_id, HEADERS, False)
        parts = [bytes((number,)) * size for size in chunks]
        for part in parts:
            pair.client.send_data(stream_id, part, False)
        pair.client.send_data(stream_id, b"", True)
        sent[stream_id] = b"".join(parts)
    _, seen = pair.exchange()
    for stream_id, data in sent.items():
        assert data_of(seen, stream_id) == data
        pair.server.send_headers(stream_id, HEADERS, True)
    answers, _ = pair.exchange()
    assert sum(isinstance(e, HeadersReceived) and e.is_end for e in answers) == len(sizes)
    assert pair.client.open_count == pair.server.open_count == 0


def test_data_that_nobody_uses_stops_at_the_window() -> None:
    pair = Pair()
    stream_id = pair.client.open_stream()
    pair.client.send_headers(stream_id, HEADERS, False)
    pair.exchange()
    pair.client.send_data(stream_id, bytes(3 * STREAM_WINDOW), True)
    pair.server.receive(pair.client.take_output())
    assert pair.client.waiting_size(stream_id) == 2 * STREAM_WINDOW
    pair.server.consumed(stream_id, STREAM_WINDOW)
    pair.client.receive(pair.server.take_output())
    assert pair.client.waiting_size(stream_id) == STREAM_WINDOW


def test_reset_goaway_and_ping_are_told() -> None:
    pair = Pair()
    stream_id = pair.client.open_stream()
    pair.client.send_headers(stream_id, HEADERS, False)
    pair.exchange()
    pair.client.reset(stream_id, Fault.CANCEL)
    pair.client.ping()
    pair.server.go_away()
    answers, seen = pair.exchange()
    assert StreamReset(stream_id, Fault.CANCEL) in seen
    assert PingAnswered() in answers
    assert GoAwayReceived(stream_id, Fault.NO_ERROR) in answers
    late = pair.client.open_stream()
    pair.client.send_headers(late, HEADERS, True)
    answers, seen = pair.exchange()
    assert seen == []
    assert answers == [StreamReset(late, Fault.REFUSED_STREAM)]


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_events_or_a_fault(data: bytes, is_client: bool) -> None:
    connection = Connection(is_client)
    try:
        connection.receive(data if is_client else PREFACE + data)
    except ConnectionFault:
        return


@given(
    st.lists(
        st.tuples(
            st.integers(0, 10), st.integers(0, 255), st.integers(0, 7), st.binary(max_size=40)
        ),
        max_size=12,
    )
)
def test_any_frames_are_events_or_a_fault(given_frames: list[tuple[int, int, int, bytes]]) -> None:
    server = Connection(False)
    server.receive(PREFACE)
    try:
        for kind, flags, stream_id, payload in given_frames:
            head = frames.head(len(payload), kind, flags, stream_id)  # type: ignore[arg-type]
            server.receive(head + payload)
    except ConnectionFault:
        return


def fault_of(*sent: bytes) -> Fault:
    server = Connection(False)
    server.receive(PREFACE)
    with pytest.raises(ConnectionFault) as caught:
        for data in sent:
            server.receive(data)
    return caught.value.fault


def test_abuse_ends_the_connection() -> None:
    opened = [
        frames.frame(FrameType.HEADERS, 0x4, 2 * i + 1, HEADERS)
        + frames.reset(2 * i + 1, Fault.CANCEL)
        for i in range(RESETS_BUDGET + 1)
    ]
    assert fault_of(*opened) is Fault.ENHANCE_YOUR_CALM
    endless = frames.frame(FrameType.CONTINUATION, 0, 1, bytes(16_000))
    begun = frames.frame(FrameType.HEADERS, 0, 1, b"")
    assert fault_of(begun, *[endless] * 5) is Fault.ENHANCE_YOUR_CALM
    assert fault_of(*[frames.frame(FrameType.PING, 0, 0, bytes(8))] * 10_001) is (
        Fault.ENHANCE_YOUR_CALM
    )
    stream = frames.frame(FrameType.HEADERS, 0x4, 1, HEADERS)
    flood = frames.frame(FrameType.DATA, 0, 1, bytes(1 << 18))
    assert fault_of(stream, *[flood] * 5) is Fault.FLOW_CONTROL_ERROR
    assert fault_of(b"", frames.window_update(0, 0)) is Fault.FLOW_CONTROL_ERROR
    huge = frames.settings({Setting.INITIAL_WINDOW_SIZE: 1 << 31})
    assert fault_of(huge) is Fault.FLOW_CONTROL_ERROR


def test_http1_is_refused() -> None:
    with pytest.raises(ConnectionFault, match="not HTTP/2"):
        Connection(False).receive(b"GET / HTTP/1.1\r\n\r\n")


def test_client_that_opens_more_streams_than_it_may_has_them_refused() -> None:
    server = Connection(False, streams_max=1)
    server.receive(PREFACE)
    opened = [frames.frame(FrameType.HEADERS, 0x4, stream_id, HEADERS) for stream_id in (1, 3)]
    (event,) = server.receive(b"".join(opened))
    assert isinstance(event, HeadersReceived)
    assert server.take_output().endswith(frames.reset(3, Fault.REFUSED_STREAM))
