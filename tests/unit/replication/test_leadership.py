"""Terms one after the other, on the lease in memory."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from canton.clock import WallClock
from canton.replication.core import LeaseTiming
from canton.replication.leadership import Lease, SoleLeadership, passive, run_terms
from canton.replication.memory import MemoryLeadership, MemoryLock
from canton.storage import LeaseLost, Table
from canton.storage.memory import MemoryDatabase, MemoryStorage

TIMING = LeaseTiming(cool_down_s=0.0)


@dataclass(frozen=True, slots=True)
class Note:
    id: int


NOTES = Table("note", Note, key=("id",))


@pytest.fixture
def shared() -> MemoryLock:
    return MemoryLock(MemoryDatabase())


def replica(shared: MemoryLock) -> MemoryLeadership:
    return MemoryLeadership(shared, WallClock(), TIMING)


@pytest.mark.logs("is over: ")
async def test_a_lost_term_is_cancelled_and_the_next_one_served(shared: MemoryLock) -> None:
    epochs = []

    async def serve(lease: Lease) -> None:
        epochs.append(lease.epoch)
        if len(epochs) == 1:
            shared.evict()
            await asyncio.Event().wait()
        if len(epochs) == 2:
            raise LeaseLost("a write said so")

    async with asyncio.timeout(5):
        await run_terms(replica(shared), serve)
    assert epochs == [1, 3, 4]  # an eviction counts as a term of nobody


async def test_an_error_of_the_service_ends_the_loop(shared: MemoryLock) -> None:
    async def serve(_lease: Lease) -> None:
        raise ValueError("a bug")

    leadership = replica(shared)
    with pytest.raises(ValueError, match="a bug"):
        await run_terms(leadership, serve)
    assert not leadership.is_active and leadership.health.is_failed


async def test_a_node_without_replicas_is_always_active_and_never_fenced() -> None:
    sole, storage = SoleLeadership(), MemoryStorage()
    async with sole.held() as lease:
        assert lease.guarded(storage) is storage
    assert sole.is_active and not await sole.release()


async def test_a_passive_replica_reads_and_cannot_write(shared: MemoryLock) -> None:
    storage = passive(MemoryStorage(shared.database))
    with pytest.raises(LeaseLost):
        await storage.write(NOTES.insert(Note(1)))
    async with replica(shared).held() as lease:
        await lease.guarded(MemoryStorage(shared.database)).write(NOTES.insert(Note(1)))
        with pytest.raises(LeaseLost):
            await storage.write(NOTES.insert(Note(2)))
    assert await storage.read(NOTES.query()) == [Note(1)]
