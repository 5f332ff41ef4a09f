"""The metrics of a server: calls begun and ended, how long they took, messages and their sizes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from canton.errors import GrpcStatus
from canton.telemetry import catalogue
from canton.telemetry.metric import Instrument, Metrics
from canton.transport.method import Method


@dataclass(frozen=True, slots=True)
class MethodMetrics:
    """The series of one method."""

    started: Instrument
    duration: Instrument
    received: Instrument
    received_bytes: Instrument
    sent: Instrument
    sent_bytes: Instrument
    handled: Callable[[GrpcStatus], Instrument]
    monotonic_s: Callable[[], float]

    def begin(self) -> float:
        """A call begins; gives the moment, for `end`."""
        self.started.add()
        return self.monotonic_s()

    def end(self, began_s: float, status: GrpcStatus) -> None:
        """A call has ended."""
        self.duration.observe(self.monotonic_s() - began_s)
        self.handled(status).add()

    def on_received(self, message: Any) -> None:
        """A request message came in."""
        self.received.add()
        self.received_bytes.observe(message.ByteSize())

    def on_sent(self, message: Any) -> None:
        """A response message goes out."""
        self.sent.add()
        self.sent_bytes.observe(message.ByteSize())

    async def counting(self, requests: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """The requests, each counted."""
        async for request in requests:
            self.on_received(request)
            yield request


class ServerMetrics:
    """The series of all methods of a server; `name` is the API's (`ledger-api`)."""

    def __init__(self, metrics: Metrics, name: str, monotonic_s: Callable[[], float]) -> None:
        self._metrics = metrics
        self._name = name
        self._monotonic_s = monotonic_s
        self._methods: dict[str, MethodMetrics] = {}

    def of(self, method: Method) -> MethodMetrics:
        """The series of a method."""
        found = self._methods.get(method.path)
        if found is None:
            found = self._methods[method.path] = self._make(method)
        return found

    def _make(self, method: Method) -> MethodMetrics:
        labels = {
            "grpc_service_name": method.service.full_name,
            "grpc_method_name": method.name,
            "grpc_client_type": _kind(method.client_streaming),
            "grpc_server_type": _kind(method.server_streaming),
            "service": self._name,
        }
        handled: dict[GrpcStatus, Instrument] = {}

        def handled_with(status: GrpcStatus) -> Instrument:
            if status not in handled:
                handled[status] = self._metrics.instrument(
                    catalogue.GRPC_SERVER_HANDLED, **labels, grpc_code=status.name
                )
            return handled[status]

        return MethodMetrics(
            started=self._metrics.instrument(catalogue.GRPC_SERVER_STARTED, **labels),
            duration=self._metrics.instrument(catalogue.GRPC_SERVER_DURATION, **labels),
            received=self._metrics.instrument(catalogue.GRPC_SERVER_RECEIVED, **labels),
            received_bytes=self._metrics.instrument(catalogue.GRPC_SERVER_RECEIVED_BYTES, **labels),
            sent=self._metrics.instrument(catalogue.GRPC_SERVER_SENT, **labels),
            sent_bytes=self._metrics.instrument(catalogue.GRPC_SERVER_SENT_BYTES, **labels),
            handled=handled_with,
            monotonic_s=self._monotonic_s,
        )


def _kind(is_streaming: bool) -> str:
    return "STREAMING" if is_streaming else "UNARY"
