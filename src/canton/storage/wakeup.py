"""Wake-ups: listeners of a channel inside the process, coalesced, with a fallback poll.

Both backends deliver through it; PostgreSQL adds a connection that listens on the server.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(eq=False, slots=True)
class Listener:
    """Who waits for wake-ups, and who has sent some since the last one was taken."""

    event: asyncio.Event = field(default_factory=asyncio.Event)
    senders: set[str] = field(default_factory=set)


class Channels:
    """The listeners of this process by channel."""

    def __init__(self) -> None:
        self._listeners: dict[str, list[Listener]] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The channels that somebody listens to."""
        return tuple(self._listeners)

    def wake(self, channel: str, sender: str = "") -> None:
        """Wakes the listeners of one channel."""
        for listener in self._listeners.get(channel, ()):
            listener.senders.add(sender)
            listener.event.set()

    def wake_all(self) -> None:
        """Wakes every listener: notifications may have been lost."""
        for channel in self._listeners:
            self.wake(channel)

    @contextmanager
    def listening(self, channel: str) -> Iterator[Listener]:
        """A listener that every wake-up of the channel wakes; it is awake at first."""
        listener = Listener()
        listener.event.set()
        self._listeners.setdefault(channel, []).append(listener)
        try:
            yield listener
        finally:
            self._listeners[channel].remove(listener)
            if not self._listeners[channel]:
                del self._listeners[channel]


async def wakeups(listener: Listener, poll_s: float) -> AsyncIterator[frozenset[str]]:
    """Yields whenever the listener was woken since the last yield, and at least every `poll_s`."""
    while True:
        try:
            async with asyncio.timeout(poll_s):
                await listener.event.wait()
        except TimeoutError:
            pass
        listener.event.clear()
        senders = frozenset(listener.senders)
        listener.senders.clear()
        yield senders
