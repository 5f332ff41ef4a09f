"""Bounded queues with names, and signals that wake those who wait for a change."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from canton.errors import TransientError
from canton.lifecycle.errors import QUEUE_FULL

T = TypeVar("T")


class Signal:
    """Wakes everyone who waits, with no memory: state is looked at, not passed along."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    def notify(self) -> None:
        """Something changed: those who wait look again."""
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def wait(self) -> None:
        """Returns at the next `notify`."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            await future
        finally:
            if future in self._waiting:
                self._waiting.remove(future)

    async def wait_until(self, is_true: Callable[[], bool]) -> None:
        """Returns as soon as the condition holds, looked at now and after each `notify`."""
        while not is_true():
            await self.wait()


class BoundedQueue(Generic[T]):
    """A queue for one or more takers that never holds more than `capacity` items."""

    def __init__(self, name: str, capacity: int) -> None:
        assert capacity > 0
        self.name = name
        self.capacity = capacity
        self._items: deque[T] = deque()
        self._changed = Signal()

    def __len__(self) -> int:
        return len(self._items)

    async def put(self, item: T) -> None:
        """Adds an item, waiting for room."""
        while len(self._items) >= self.capacity:
            await self._changed.wait()
        self._items.append(item)
        self._changed.notify()

    def offer(self, item: T) -> None:
        """Adds an item now.

        Raises:
            TransientError: there is no room; the caller is asked to try later.
        """
        if len(self._items) >= self.capacity:
            raise TransientError(QUEUE_FULL, f"queue {self.name} holds {self.capacity} items")
        self._items.append(item)
        self._changed.notify()

    async def take(self) -> T:
        """Removes the oldest item, waiting for one."""
        return (await self.take_some(1))[0]

    async def take_some(self, count_max: int | None = None) -> list[T]:
        """Removes what is there, oldest first, at least one item and at most so many."""
        while not self._items:
            await self._changed.wait()
        count = len(self._items) if count_max is None else min(count_max, len(self._items))
        taken = [self._items.popleft() for _ in range(count)]
        self._changed.notify()
        return taken
