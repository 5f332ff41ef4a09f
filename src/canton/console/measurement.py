"""Counting what a participant's updates carry, for as long as somebody wants to know.

Source: Canton 3.6 LedgerApiAdministration (start_measuring), ConsoleThroughputMetrics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Self

from canton.telemetry import catalogue
from canton.telemetry.metric import Metrics
from canton.wire import ledger_event_pb2


class Throughput:
    """The series of one measurement."""

    def __init__(self, metrics: Metrics, name: str, on_update: Callable[[Any], None]) -> None:
        self._emitted = metrics.instrument(catalogue.CONSOLE_NODES_EMITTED, measurement=name)
        self._nodes = metrics.instrument(catalogue.CONSOLE_NODE_COUNT, measurement=name)
        self._size = metrics.instrument(catalogue.CONSOLE_TRANSACTION_SIZE, measurement=name)
        self._on_update = on_update

    def count(self, update: Any) -> None:
        """Takes a response of the stream of updates."""
        if not update.HasField("transaction"):
            return
        transaction = update.transaction
        self._on_update(transaction)
        count = root_count(transaction)
        self._emitted.add(count)
        self._nodes.observe(count)
        self._size.observe(transaction.ByteSize())


def root_count(transaction: ledger_event_pb2.Transaction) -> int:
    """How many of a transaction's events are below no other one that is shown."""
    roots, covered = 0, -1
    for first, last in _spans(transaction):
        if first > covered:
            roots, covered = roots + 1, last
    return roots


def _spans(transaction: ledger_event_pb2.Transaction) -> Iterator[tuple[int, int]]:
    for event in transaction.events:
        match event.WhichOneof("event"):
            case "created":
                yield event.created.node_id, event.created.node_id
            case "archived":
                yield event.archived.node_id, event.archived.node_id
            case "exercised":
                yield event.exercised.node_id, event.exercised.last_descendant_node_id


class Measurement:
    """A measurement under way; close it, or use it as a context."""

    def __init__(self, following: Future[None]) -> None:
        self._following = following

    def close(self) -> None:
        """Ends it; what was counted stays."""
        self._following.cancel()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
