"""The lease among replicas on one database in memory, for simulation: same terms, same fencing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from canton.clock import Clock
from canton.lifecycle.health import HealthComponent
from canton.replication.core import RELEASED, LeaseTiming
from canton.replication.leadership import PASSIVE, Lease
from canton.storage.memory import MemoryDatabase


class MemoryLock:
    """What the replicas share: the database whose epochs fence, and the lock they wait in."""

    def __init__(self, database: MemoryDatabase, name: str = "node") -> None:
        self.database = database
        self.name = name
        self.lock = asyncio.Lock()
        self.holder: Lease | None = None

    def evict(self) -> None:
        """Ends the holder's term, whatever it does: what a crash or a frozen process is to others.

        Its writes fail from now on, and the next replica gets the lock.
        """
        if self.holder is not None:
            self.holder.end("evicted")
            self.holder = None
            self.database.begin_epoch(self.name)
            self.lock.release()


class MemoryLeadership:
    """A `Leadership` among the replicas that share a lock."""

    def __init__(self, shared: MemoryLock, clock: Clock, timing: LeaseTiming | None = None) -> None:
        self._shared = shared
        self._clock = clock
        self._timing = timing or LeaseTiming()
        self._lease: Lease | None = None
        self._is_free = asyncio.Event()
        self._is_decided = asyncio.Event()
        self._stay_away_until_s = 0.0
        self.health = HealthComponent("replication", PASSIVE)

    @property
    def is_active(self) -> bool:
        """Whether this replica has the lease now."""
        return self._lease is not None and not self._lease.lost.is_set()

    async def decided(self) -> None:
        """See `Leadership.decided`."""
        await self._is_decided.wait()

    @asynccontextmanager
    async def held(self) -> AsyncIterator[Lease]:
        """See `Leadership.held`."""
        await self._clock.sleep(max(0.0, self._stay_away_until_s - self._clock.monotonic_s()))
        shared = self._shared
        if shared.lock.locked():
            self._is_decided.set()
        await shared.lock.acquire()
        lease = Lease(shared.name, shared.database.begin_epoch(shared.name))
        shared.holder = self._lease = lease
        self._is_free.clear()
        self._is_decided.set()
        self.health.ok()
        try:
            yield lease
        finally:
            lease.end("the term was ended")
            self.health.fail(PASSIVE.description)
            self._lease = None
            if shared.holder is lease:
                shared.holder = None
                shared.lock.release()
            self._is_free.set()

    async def release(self) -> bool:
        """See `Leadership.release`."""
        if self._lease is None or not self.is_active:
            return False
        self._stay_away_until_s = self._clock.monotonic_s() + self._timing.cool_down_s
        self._lease.end(RELEASED)
        await self._is_free.wait()
        return True
