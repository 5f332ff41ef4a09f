"""The lease in memory: one holder at a time, fenced by its term."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from canton.clock import WallClock
from canton.replication.core import LeaseTiming
from canton.replication.leadership import Lease
from canton.replication.memory import MemoryLeadership, MemoryLock
from canton.storage import LeaseLost, Table
from canton.storage.memory import MemoryDatabase, MemoryStorage


@dataclass(frozen=True, slots=True)
class Note:
    id: int


NOTES = Table("note", Note, key=("id",))


async def test_a_released_lease_goes_to_the_one_that_waits() -> None:
    shared = MemoryLock(MemoryDatabase())
    one, two = (MemoryLeadership(shared, WallClock(), LeaseTiming(cool_down_s=0)) for _ in "ab")

    async def hold(leadership: MemoryLeadership, taken: asyncio.Event) -> Lease:
        async with leadership.held() as lease:
            taken.set()
            await lease.lost.wait()
            return lease

    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        first, second = asyncio.Event(), asyncio.Event()
        holding = group.create_task(hold(one, first))
        await first.wait()
        waiting = group.create_task(hold(two, second))
        assert one.is_active and not two.is_active and not await two.release()
        assert await one.release()
        await second.wait()
        assert two.is_active and not one.is_active
        assert await two.release()
    assert (holding.result().epoch, waiting.result().epoch) == (1, 2)
    assert holding.result().reason == "released on request"


async def test_who_is_active_is_decided_only_once_the_lease_is_tried_for() -> None:
    shared = MemoryLock(MemoryDatabase())
    one, two = (MemoryLeadership(shared, WallClock()) for _ in "ab")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await one.decided()
    async with asyncio.timeout(5), one.held():
        await one.decided()
        assert one.is_active
        async with asyncio.TaskGroup() as group:
            waiting = group.create_task(two.held().__aenter__())
            await two.decided()
            assert not two.is_active
            waiting.cancel()


async def test_what_an_evicted_holder_still_writes_fails() -> None:
    storage = MemoryStorage()
    shared = MemoryLock(storage.database)
    async with MemoryLeadership(shared, WallClock()).held() as lease:
        guarded = lease.guarded(storage)
        await guarded.write(NOTES.insert(Note(1)))
        shared.evict()
        assert lease.lost.is_set()
        with pytest.raises(LeaseLost):
            await guarded.write(NOTES.insert(Note(2)))
        async with MemoryLeadership(shared, WallClock()).held() as next_lease:
            assert next_lease.epoch > lease.epoch
            assert await storage.read(NOTES.query()) == [Note(1)]
