"""The trace context: which piece of work the present code belongs to.

It travels as the W3C header `traceparent` (`00-<32 hex trace id>-<16 hex span id>-<2 hex flags>`)
and an opaque `tracestate`: in gRPC metadata, in submissions, in sequenced events and in stored
rows. Within a process it is a context variable, so it need not be a parameter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Final

from canton.wire import trace_pb2

TRACEPARENT: Final = "traceparent"
TRACESTATE: Final = "tracestate"
RANDOM_BYTES: Final = 24
"""How many random bytes a new trace needs: 16 for the trace id, 8 for the span id."""

_TRACEPARENT = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")


@dataclass(frozen=True, slots=True)
class Trace:
    """A W3C trace context: ids in lower-case hex."""

    trace_id: str
    span_id: str
    flags: str = "01"
    state: str | None = None

    @staticmethod
    def new(random: bytes) -> Trace:
        """A new trace from RANDOM_BYTES random bytes."""
        if len(random) != RANDOM_BYTES:
            raise ValueError(f"a new trace takes {RANDOM_BYTES} bytes, not {len(random)}")
        return Trace(random[:16].hex(), random[16:].hex())

    @staticmethod
    def parse(traceparent: str | None, state: str | None = None) -> Trace | None:
        """The trace of a `traceparent` header; None if there is none or it is malformed."""
        match = _TRACEPARENT.fullmatch(traceparent or "")
        if match is None or match[1] == "ff" or not int(match[2], 16) or not int(match[3], 16):
            return None
        return Trace(match[2], match[3], match[4], state or None)

    @staticmethod
    def from_proto(message: trace_pb2.TraceContext) -> Trace | None:
        """The trace of a wire message; None if it is empty or malformed."""
        return Trace.parse(message.traceparent, message.tracestate)

    @property
    def traceparent(self) -> str:
        """The header text."""
        return f"00-{self.trace_id}-{self.span_id}-{self.flags}"

    def child(self, span_id: bytes) -> Trace:
        """The same trace with the span id of a new span (8 bytes)."""
        return replace(self, span_id=span_id.hex())

    def to_proto(self) -> trace_pb2.TraceContext:
        """The wire message."""
        return trace_pb2.TraceContext(traceparent=self.traceparent, tracestate=self.state)

    def to_metadata(self) -> tuple[tuple[str, str], ...]:
        """The header entries of a call."""
        entry = ((TRACEPARENT, self.traceparent),)
        return entry if self.state is None else (*entry, (TRACESTATE, self.state))


_CURRENT: ContextVar[Trace | None] = ContextVar("canton_trace", default=None)


def current_trace() -> Trace | None:
    """The trace that the running code belongs to, if any."""
    return _CURRENT.get()


@contextmanager
def tracing(trace: Trace | None) -> Iterator[None]:
    """Runs the body as part of the trace."""
    token = _CURRENT.set(trace)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def adopt(trace: Trace | None) -> None:
    """Makes the trace that of the rest of the running task."""
    _CURRENT.set(trace)


def current_proto() -> trace_pb2.TraceContext:
    """The wire message of the current trace; empty if there is none."""
    trace = _CURRENT.get()
    return trace_pb2.TraceContext() if trace is None else trace.to_proto()
