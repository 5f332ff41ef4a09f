"""Events as members read them: pages in order of time, and what came before a page.

A member gets the events that name it and, from its registration on, those to everybody.
Source: Canton 3.6 SequencerStore.readEvents, SequencerReader.
"""

from __future__ import annotations

from dataclasses import dataclass

from canton.sequencer.core.rows import BROADCAST, EventRow, MemberRow, RecipientRow
from canton.sequencer.stores.tables import EVENTS, LOWER_BOUND, RECIPIENTS
from canton.storage.condition import eq, greater, less
from canton.storage.storage import Storage
from canton.timestamps import Timestamp


@dataclass(frozen=True, slots=True)
class AddressedEvent:
    """An event and the groups through which one member gets it."""

    event: EventRow
    groups: tuple[str, ...]


class EventStore:
    """The events of one sequencer."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def page(self, member: MemberRow, after: int, limit: int) -> list[AddressedEvent]:
        """The member's next events that are later than `after`, at most `limit`."""
        own, broadcast = await self._storage.read_all(
            RECIPIENTS.query(
                eq("member_id", member.id), greater("time", after), order=("time",), limit=limit
            ),
            RECIPIENTS.query(
                eq("member_id", BROADCAST),
                greater("time", max(after, member.registered_at)),
                order=("time",),
                limit=limit,
            ),
        )
        groups = _groups_by_time([*broadcast, *own])
        times = sorted(groups)[:limit]
        if not times:
            return []
        events = await self._storage.read(EVENTS.get(*times))
        by_time = {event.time: event for event in events}
        return [AddressedEvent(by_time[time], groups[time]) for time in times]

    async def previous(self, member: MemberRow, before: int) -> Timestamp | None:
        """The time of the member's last event earlier than `before`."""
        own, broadcast = await self._storage.read_all(
            RECIPIENTS.query(
                eq("member_id", member.id),
                less("time", before),
                order=("time",),
                descending=True,
                limit=1,
            ),
            RECIPIENTS.query(
                eq("member_id", BROADCAST),
                less("time", before),
                greater("time", member.registered_at),
                order=("time",),
                descending=True,
                limit=1,
            ),
        )
        times = [row.time for row in (*own, *broadcast)]
        if times:
            return Timestamp(max(times))
        return None if member.pruned_previous is None else Timestamp(member.pruned_previous)

    async def lower_bound(self) -> int | None:
        """The time up to which events were removed, if any were."""
        rows = await self._storage.read(LOWER_BOUND.query())
        return rows[0].time if rows else None


def _groups_by_time(rows: list[RecipientRow]) -> dict[int, tuple[str, ...]]:
    groups: dict[int, tuple[str, ...]] = {}
    for row in rows:
        groups[row.time] = groups.get(row.time, ()) + row.groups
    return groups
