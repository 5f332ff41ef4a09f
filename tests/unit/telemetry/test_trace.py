"""The W3C trace context survives every form in which it travels."""

from __future__ import annotations

import pytest

from canton.telemetry.trace import Trace, current_proto, current_trace, tracing
from canton.wire import trace_pb2

TEXT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_traceparent_survives_proto_and_metadata() -> None:
    trace = Trace.parse(TEXT, "vendor=1")
    assert trace is not None
    assert trace.traceparent == TEXT
    assert Trace.from_proto(trace.to_proto()) == trace
    assert Trace.parse(*(value for _, value in trace.to_metadata())) == trace


@pytest.mark.parametrize(
    "text", [None, "", "00-x-y-01", TEXT.upper(), "00-" + "0" * 32 + TEXT[35:], "ff" + TEXT[2:]]
)
def test_malformed_traceparent_is_no_trace(text: str | None) -> None:
    assert Trace.parse(text) is None


def test_current_trace_holds_inside_the_block_only() -> None:
    trace = Trace.new(bytes(range(1, 25)))
    with tracing(trace):
        assert current_trace() == trace
        assert current_proto().traceparent == trace.traceparent
    assert current_trace() is None
    assert current_proto() == trace_pb2.TraceContext()
