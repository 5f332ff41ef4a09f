"""Streams that follow the ledger: what is new, with checkpoints for quiet times.

A checkpoint says that everything up to its offset was delivered, so that a reader that filters much
out may begin there after a reconnect. Source: ledger API sheet 2.8.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import Final, TypeVar

from canton.identifiers import Offset
from canton.ledger_api.response.update import checkpoint
from canton.participant.ledger import Ledger
from canton.wire import ledger_value_pb2 as wire

T = TypeVar("T")
FIRST_S: Final = 0.5
REFRESH_S: Final = 15.0
IDLE_S: Final = 60.0
EMISSION_S_MAX: Final = 75.0

Pages = Callable[[Offset, Offset], AsyncIterator[list[T]]]
"""What lies between two offsets, a page at a time."""


class Checkpoints:
    """When the next checkpoint of a stream is due, and how far its synchronizers have come."""

    def __init__(self, ledger: Ledger, begin: Offset) -> None:
        self._clock = ledger.clock
        self._due_s = self._clock.monotonic_s() + FIRST_S
        self._last = begin
        self._last_s: float | None = None
        self._times: dict[str, int] = {}

    def saw(self, synchronizer: str, record_time: int) -> None:
        """Something of a synchronizer was delivered, or filtered out."""
        self._times[synchronizer] = record_time

    def wait_s(self, position: Offset) -> float:
        """Seconds until the next one is due."""
        due_s = self._due_s
        if self._last_s is not None:
            due_s = self._last_s + (REFRESH_S if position > self._last else IDLE_S)
        return max(0.0, due_s - self._clock.monotonic_s())

    def take(self, position: Offset) -> wire.OffsetCheckpoint:
        """The checkpoint, which is now given."""
        self._last, self._last_s = position, self._clock.monotonic_s()
        return checkpoint(position, self._times)


async def tailing(
    ledger: Ledger, begin: Offset, pages: Pages[T], checkpoints: Checkpoints
) -> AsyncGenerator[list[T] | wire.OffsetCheckpoint, None]:
    """What comes after an offset, for ever, with checkpoints between."""
    position = begin
    while True:
        end = ledger.end
        if end > position:
            async for page in pages(position, end):
                yield page
            position = end
        if checkpoints.wait_s(position) <= 0:
            yield checkpoints.take(position)
        try:
            async with asyncio.timeout(checkpoints.wait_s(position)):
                await ledger.end_after(position)
        except TimeoutError:
            pass
