"""Events as subscribers follow them: the latest from memory, older ones from the store.

Every block wakes all who wait. A subscriber never waits for another one, and holds nothing while
its client does not take what it has. Source: Canton 3.6 SequencerReader, FetchLatestEventsFlow.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from canton.lifecycle.queue import Signal
from canton.sequencer.core.rows import BROADCAST, EventRow, MemberRow, RecipientRow
from canton.sequencer.stores.event_store import AddressedEvent, EventStore
from canton.timestamps import Timestamp

PAGE_SIZE: Final = 100
BUFFER_BYTES_MAX: Final = 4 * 1024 * 1024
"""For subscribers that keep up; who comes back after longer reads the store for a while."""

_EVENT_OVERHEAD_BYTES: Final = 512


@dataclass(frozen=True, slots=True)
class ChainedEvent:
    """An event for one member, and the time of the member's event before it."""

    event: EventRow
    groups: tuple[str, ...]
    previous: Timestamp | None


@dataclass(frozen=True, slots=True)
class _Recent:
    event: EventRow
    groups: dict[int, tuple[str, ...]]

    @property
    def size(self) -> int:
        return _EVENT_OVERHEAD_BYTES + len(self.event.batch) + len(self.event.error)


@dataclass(slots=True)
class _Buffer:
    """The latest events; everything later than `floor` is there."""

    floor: int
    events: deque[_Recent] = field(default_factory=deque)
    size: int = 0

    def add(self, recent: _Recent) -> None:
        self.events.append(recent)
        self.size += recent.size
        while self.size > BUFFER_BYTES_MAX:
            dropped = self.events.popleft()
            self.size -= dropped.size
            self.floor = dropped.event.time

    def after(self, time: int) -> list[_Recent]:
        later = []
        for recent in reversed(self.events):
            if recent.event.time <= time:
                break
            later.append(recent)
        later.reverse()
        return later


class EventFeed:
    """All events of this sequencer, in the order of time, as members see them.

    `stored` returns when the store has every event up to a time that was published.
    """

    def __init__(
        self, store: EventStore, head: int, stored: Callable[[int], Awaitable[None]]
    ) -> None:
        self._store = store
        self._stored = stored
        self._head = head
        self._buffer = _Buffer(floor=head)
        self._grown = Signal()

    @property
    def head(self) -> Timestamp:
        """The time of the latest event."""
        return Timestamp(self._head)

    def publish(self, events: Iterable[EventRow], recipients: Iterable[RecipientRow]) -> None:
        """Makes events visible, in their order."""
        by_time: dict[int, dict[int, tuple[str, ...]]] = {}
        for row in recipients:
            by_time.setdefault(row.time, {})[row.member_id] = row.groups
        for event in events:
            self._buffer.add(_Recent(event, by_time[event.time]))
            self._head = event.time
        self._grown.notify()

    def wake(self) -> None:
        """Wakes everybody who waits for an event, though there may be none."""
        self._grown.notify()

    async def follow(
        self, member: MemberRow, from_time: int | None
    ) -> AsyncGenerator[ChainedEvent | None, None]:
        """The member's events from that time on (inclusive; None: from its first), without end.

        Yields None where it was woken and there is nothing new, so that its user may look around.
        """
        if from_time is None:
            after = member.registered_at
            pruned = member.pruned_previous
            previous = None if pruned is None else Timestamp(pruned)
        else:
            after = from_time - 1
            while self._head <= after:
                # This sequencer is behind the one that the member has followed before.
                await self._grown.wait()
                yield None
            await self._stored(after)
            previous = await self._store.previous(member, from_time)
        while True:
            found, until = await self._next(member, after)
            for addressed in found:
                after = addressed.event.time
                yield ChainedEvent(addressed.event, addressed.groups, previous)
                previous = Timestamp(after)
            if not found:
                after = max(after, until)
                while self._head <= after:
                    await self._grown.wait()
                    if self._head <= after:
                        yield None

    async def _next(self, member: MemberRow, after: int) -> tuple[Sequence[AddressedEvent], int]:
        """Some of the member's next events; if none, the time up to which there are none."""
        floor = self._buffer.floor
        if after < floor:
            await self._stored(floor)
            return await self._store.page(member, after, PAGE_SIZE), floor
        head = self._head
        recent = [
            AddressedEvent(recent.event, groups)
            for recent in self._buffer.after(after)
            if (groups := _groups_for(member, recent)) is not None
        ]
        return recent, head


def _groups_for(member: MemberRow, recent: _Recent) -> tuple[str, ...] | None:
    """The groups through which the member gets the event; None if it does not get it."""
    own = recent.groups.get(member.id)
    is_for_all = BROADCAST in recent.groups and recent.event.time > member.registered_at
    if own is None:
        return () if is_for_all else None
    return own
