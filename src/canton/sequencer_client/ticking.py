"""Waits for times of the synchronizer, asking for a tick when no event shows one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from canton.clock import Clock
from canton.errors import TransientError
from canton.lifecycle.queue import Signal
from canton.sequencer_client.core.time_tracker import TimeTrackerCore, TimeTrackerSettings
from canton.timestamps import TIMESTAMP_MAX, TIMESTAMP_MIN, Timestamp

_LOGGER = logging.getLogger(__name__)


class TimeTracker:
    """The time of the synchronizer as its events show it. `run` asks for ticks."""

    def __init__(
        self,
        settings: TimeTrackerSettings,
        clock: Clock,
        request_tick: Callable[[], Awaitable[bool]],
    ) -> None:
        self._core = TimeTrackerCore(settings)
        self._clock = clock
        self._request_tick = request_tick
        self._changed = Signal()

    @property
    def observed(self) -> Timestamp | None:
        """The time of the last event, if there was one."""
        return None if self._core.observed == TIMESTAMP_MIN else self._core.observed

    def observe(self, time: Timestamp) -> None:
        """An event of that time was seen."""
        self._core.observe(time)
        self._changed.notify()

    def want(self, time: Timestamp) -> None:
        """Sees to it that an event at or after the time comes; nobody waits here."""
        if time < TIMESTAMP_MAX:
            self._core.await_time(time)
            self._changed.notify()

    async def await_time(self, time: Timestamp) -> Timestamp:
        """Waits for an event at or after the time; gives the time of the last event."""
        self.want(time)
        await self._changed.wait_until(lambda: self._core.is_observed(time))
        return self._core.observed

    async def run(self) -> None:
        """Asks for ticks when they are due."""
        while True:
            due = self._core.next_request()
            now = self._clock.now()
            if due is None or due > now:
                await self._wait(None if due is None else (due - now) / 1_000_000)
                continue
            self._core.requested(now)
            try:
                taken = await self._request_tick()
            except TransientError as error:
                _LOGGER.info("requesting a tick failed: %s", error)
            else:
                _LOGGER.debug("requested a tick: %s", "taken" if taken else "no sequencer took it")

    async def _wait(self, seconds: float | None) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            return
