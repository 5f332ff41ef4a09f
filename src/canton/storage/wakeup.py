"""Wake-ups: listeners of a channel inside the process, coalesced, with a fallback poll.

Both backends deliver through it; PostgreSQL adds a connection that listens on the server.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager


class Channels:
    """The listeners of this process by channel."""

    def __init__(self) -> None:
        self._listeners: dict[str, list[asyncio.Event]] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The channels that somebody listens to."""
        return tuple(self._listeners)

    def wake(self, channel: str) -> None:
        """Wakes the listeners of one channel."""
        for event in self._listeners.get(channel, ()):
            event.set()

    def wake_all(self) -> None:
        """Wakes every listener: notifications may have been lost."""
        for channel in self._listeners:
            self.wake(channel)

    @contextmanager
    def listening(self, channel: str) -> Iterator[asyncio.Event]:
        """An event that every wake-up of the channel sets; it is set at first."""
        event = asyncio.Event()
        event.set()
        self._listeners.setdefault(channel, []).append(event)
        try:
            yield event
        finally:
            self._listeners[channel].remove(event)
            if not self._listeners[channel]:
                del self._listeners[channel]


async def wakeups(event: asyncio.Event, poll_s: float) -> AsyncIterator[None]:
    """Yields whenever the event was set since the last yield, and at least every `poll_s`."""
    while True:
        try:
            async with asyncio.timeout(poll_s):
                await event.wait()
        except TimeoutError:
            pass
        event.clear()
        yield
