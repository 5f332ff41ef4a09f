"""The ordering through a table that all sequencers share: the engine `reference`.

Each sequencer writes one block at a time, with whatever requests have gathered meanwhile; the
height is one more than the highest it knows, and the primary key decides who gets it. So heights
have no gaps, a request is durable when `append` returns, and an idle request is written at once.
What it has written itself, or met when it lost a height, a sequencer does not read again; for other
blocks it is woken by a notification, and polls only in case one was lost.
Source: Canton 3.6 reference driver (its queue drops silently when full; ours refuses).
"""

from __future__ import annotations

import asyncio
import uuid
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from canton.clock import Clock, Randomness
from canton.errors import CantonError, InvariantViolation
from canton.lifecycle.health import HealthComponent
from canton.lifecycle.queue import BoundedQueue, Signal
from canton.lifecycle.supervisor import Supervisor
from canton.sequencer.core.effects import Block, BlockRequest
from canton.sequencer.errors import Overloaded, Unavailable
from canton.sequencer.ordering.ordering import FIRST_HEIGHT, PrunedHeight
from canton.sequencer.ordering.row import block_of, row_bytes
from canton.sequencer.ordering.shared_table import (
    BLOCK_CHANNEL,
    BLOCKS,
    PROGRESS,
    Progress,
    SharedBlock,
)
from canton.storage.condition import at_least, eq, less
from canton.storage.errors import UniqueViolation
from canton.storage.storage import Storage
from canton.storage.table import Notify

_UUID_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class ReferenceSettings:
    """The limits of the engine. Source: Canton 3.6 ReferenceSequencerDriver.Config."""

    buffer_size: int = 5000
    max_block_size: int = 500
    max_query_block_count: int = 100
    poll_interval_s: float = 1.0
    append_timeout_s: float = 20.0


@dataclass(eq=False)
class _Pending:
    """A request that waits to be written; None stands for an empty block."""

    request: BlockRequest | None
    written: asyncio.Future[None] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class ReferenceOrdering:
    """One sequencer's access to the shared table. `reference_ordering` makes and runs it."""

    def __init__(
        self,
        storage: Storage,
        sequencer: str,
        clock: Clock,
        randomness: Randomness,
        settings: ReferenceSettings,
    ) -> None:
        self._storage = storage
        self._sequencer = sequencer
        self._clock = clock
        self._randomness = randomness
        self._settings = settings
        self._queue: BoundedQueue[_Pending] = BoundedQueue("ordering", settings.buffer_size)
        self._next_height = FIRST_HEIGHT
        self._known: deque[SharedBlock] = deque()
        """Committed blocks that the writer knows and that are not read yet."""
        self._wakeups_count = 0
        """How often the table may have got blocks of others."""
        self._grown = Signal()

    @property
    def health(self) -> HealthComponent:
        """That of the shared database."""
        return self._storage.health

    async def append(self, request: BlockRequest | None) -> None:
        """Writes the request with the next block; see `Ordering.append`."""
        pending = _Pending(request)
        if len(self._queue) >= self._queue.capacity:
            raise Overloaded(f"{self._queue.capacity} requests wait to be ordered")
        self._queue.offer(pending)
        try:
            async with asyncio.timeout(self._settings.append_timeout_s):
                await pending.written
        except TimeoutError as error:
            raise Unavailable("the ordering database does not answer in time") from error

    async def blocks(self, from_height: int) -> AsyncGenerator[Sequence[Block], None]:
        """Reads the shared table; see `Ordering.blocks`."""
        height = from_height
        looked: int | None = None
        while True:
            while looked == self._wakeups_count and not self._known:
                await self._grown.wait()
            rows = self._take_known(height)
            if not rows:
                # Blocks that come while the table is read wake us again.
                looked = self._wakeups_count
                rows = await self._read(height)
                if len(rows) == self._settings.max_query_block_count:
                    looked = None
            if rows:
                height = rows[-1].id + 1
                self._next_height = max(self._next_height, height)
                yield [block_of(row.id, row.request) for row in rows]

    async def prune(self, below_height: int) -> None:
        """Deletes blocks, but none that a sequencer still needs, and never the highest."""
        progress = await self._storage.read(PROGRESS.query())
        needed = min((row.next_height for row in progress), default=FIRST_HEIGHT)
        bound = min(below_height, needed, await self._head())
        await self._storage.write(BLOCKS.delete_where(less("id", bound)))

    async def processed(self, height: int) -> None:
        """Notes that this sequencer needs nothing up to this height any more."""
        await self._storage.write(PROGRESS.upsert(Progress(self._sequencer, height + 1)))

    async def listen(self) -> None:
        """Notices blocks of others, until cancelled."""
        poll_s = self._settings.poll_interval_s
        async with self._storage.listen(BLOCK_CHANNEL, poll_s) as wakeups:
            async for senders in wakeups:
                if senders != {self._sequencer}:
                    self._look()

    async def run(self) -> None:
        """Writes what is appended, until cancelled; what is left then fails as unavailable."""
        taken: list[_Pending] = []
        try:
            self._next_height = max(self._next_height, await self._head() + 1)
            while True:
                taken = await self._queue.take_some(self._settings.max_block_size)
                await self._write(taken)
                for pending in taken:
                    if not pending.written.done():
                        pending.written.set_result(None)
        except CantonError as error:
            self._fail([*taken, *await self._rest()], f"the ordering database failed: {error}")
            raise
        except asyncio.CancelledError:
            self._fail([*taken, *await self._rest()], "the ordering is being closed")
            raise

    async def _rest(self) -> list[_Pending]:
        return await self._queue.take_some() if len(self._queue) else []

    def _fail(self, pending: Sequence[_Pending], cause: str) -> None:
        for one in pending:
            if not one.written.done():
                one.written.set_exception(Unavailable(cause))

    async def _write(self, pending: Sequence[_Pending]) -> None:
        requests = [one.request for one in pending if one.request is not None]
        content = row_bytes(self._clock.now(), requests, self._sequencer)
        identifier = str(uuid.UUID(bytes=self._randomness.bytes(_UUID_BYTES), version=4))
        while True:
            row = SharedBlock(self._next_height, content, identifier)
            try:
                await self._storage.write(
                    BLOCKS.insert(row), Notify(BLOCK_CHANNEL, self._sequencer)
                )
            except UniqueViolation:
                # Another sequencer took the height, so go on after what is there; unless it was
                # an earlier attempt of ours, whose answer was lost.
                if await self._has_written(row):
                    return
            else:
                self._know([row])
                return

    async def _has_written(self, row: SharedBlock) -> bool:
        """Whether the block is in the table; if not, the next height is after what is there."""
        found = await self._page(row.id)
        self._know(found)
        if len(found) == self._settings.max_query_block_count:
            if await self._storage.read(BLOCKS.query(eq("uuid", row.uuid))):
                return True
            self._next_height = await self._head() + 1
        return any(each.uuid == row.uuid for each in found)

    def _know(self, rows: Iterable[SharedBlock]) -> None:
        """Keeps committed blocks for the reader."""
        for row in rows:
            # Reading goes on meanwhile and may have seen this very block, or later ones.
            if row.id >= self._next_height:
                self._next_height = row.id + 1
                self._known.append(row)
        if len(self._known) > self._settings.max_query_block_count:
            # Nobody reads at present: whoever begins to will find them in the table.
            self._known.clear()
            self._look()
        self._grown.notify()

    def _look(self) -> None:
        """Lets the table be read for blocks that are not in memory."""
        self._wakeups_count += 1
        self._grown.notify()

    def _take_known(self, height: int) -> list[SharedBlock]:
        """Blocks that come next, if the next one is known; older ones were read."""
        while self._known and self._known[0].id < height:
            self._known.popleft()
        taken: list[SharedBlock] = []
        while self._known and self._known[0].id == height + len(taken):
            taken.append(self._known.popleft())
        return taken

    async def _head(self) -> int:
        """The highest height in the table, or one below the first."""
        rows = await self._storage.read(BLOCKS.query(order=("id",), descending=True, limit=1))
        return rows[0].id if rows else FIRST_HEIGHT - 1

    async def _page(self, height: int) -> list[SharedBlock]:
        return await self._storage.read(
            BLOCKS.query(
                at_least("id", height),
                order=("id",),
                limit=self._settings.max_query_block_count,
            )
        )

    async def _read(self, height: int) -> list[SharedBlock]:
        rows = await self._page(height)
        if rows and rows[0].id != height:
            raise PrunedHeight(f"block {height} was pruned; the first is {rows[0].id}")
        if rows and rows[-1].id != height + len(rows) - 1:
            raise InvariantViolation(f"the blocks from {height} on have a gap")
        return rows


@asynccontextmanager
async def reference_ordering(
    storage: Storage,
    sequencer: str,
    clock: Clock,
    randomness: Randomness,
    settings: ReferenceSettings | None = None,
) -> AsyncIterator[ReferenceOrdering]:
    """The engine for one sequencer, on the shared database, running while the context is open."""
    ordering = ReferenceOrdering(
        storage, sequencer, clock, randomness, settings or ReferenceSettings()
    )
    async with Supervisor("ordering", clock) as supervisor:
        supervisor.spawn("writer", ordering.run)
        supervisor.spawn("listener", ordering.listen)
        yield ordering
