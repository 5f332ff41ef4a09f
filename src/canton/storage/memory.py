"""The storage in memory: for `storage.type = memory`, tests and simulation.

It checks keys, unique groups and value ranges as PostgreSQL does. `image()` is what a crash leaves
behind: everything committed, nothing else. A `FaultHook` lets a simulation fail a write before or
after its commit.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Protocol, TypeAlias, TypeVar

from canton.lifecycle.health import HealthComponent
from canton.storage.errors import LeaseLost
from canton.storage.memory_table import MemoryTable, Undo
from canton.storage.storage import WriteGuard
from canton.storage.table import (
    AnyTable,
    Delete,
    DeleteWhere,
    Insert,
    InsertNew,
    Notify,
    Query,
    Update,
    Upsert,
    Write,
)
from canton.storage.wakeup import Channels, wakeups

Row = TypeVar("Row")

Image: TypeAlias = Mapping[str, tuple[object, ...]]
"""Committed rows by table name."""


class FaultHook(Protocol):
    """What a simulation does around each commit: wait, raise, or nothing."""

    async def before_commit(self, writes: tuple[Write, ...]) -> None:
        """Called before anything is applied; raising leaves nothing applied."""

    async def after_commit(self, writes: tuple[Write, ...]) -> None:
        """Called after everything is applied; raising is a lost acknowledgement."""


class MemoryDatabase:
    """The tables, the terms of the leases and the listeners that several storages may share."""

    def __init__(self, image: Image | None = None, faults: FaultHook | None = None) -> None:
        self.faults = faults
        self.channels = Channels()
        self._image = dict(image or {})
        self._tables: dict[str, MemoryTable] = {}
        self._epochs: dict[str, int] = {}
        self._turn = asyncio.Lock()

    def image(self) -> Image:
        """What is committed now; rows are frozen, so the image never changes."""
        rows = {name: table.all_rows() for name, table in self._tables.items()}
        return {**self._image, **rows}

    def begin_epoch(self, lease: str) -> int:
        """Starts a new term of a lease: writes fenced with an older epoch fail from now on."""
        self._epochs[lease] = self._epochs.get(lease, 0) + 1
        return self._epochs[lease]

    async def commit(self, writes: tuple[Write, ...], guard: WriteGuard | None) -> None:
        """Applies the writes, all or none, in the order of the calls; see `Storage.write`."""
        async with self._turn:
            if self.faults:
                await self.faults.before_commit(writes)
            if guard and self._epochs.get(guard.name) != guard.epoch:
                raise LeaseLost(f"epoch {guard.epoch} of the lease {guard.name} is over")
            self._apply_all(writes)
            if self.faults:
                await self.faults.after_commit(writes)

    def table(self, table: AnyTable) -> MemoryTable:
        """The rows of a table, empty at first."""
        found = self._tables.get(table.name)
        if found is None:
            found = self._tables[table.name] = MemoryTable(table)
            found.insert(self._image.get(table.name, ()), [])
        return found

    def _apply_all(self, writes: tuple[Write, ...]) -> None:
        undo: list[Undo] = []
        try:
            for write in writes:
                self._apply(write, undo)
        except BaseException:
            for step in reversed(undo):
                step()
            raise
        for write in writes:
            if isinstance(write, Notify):
                self.channels.wake(write.channel, write.sender)

    def _apply(self, write: Write, undo: list[Undo]) -> None:
        match write:
            case Insert(table, rows):
                self.table(table).insert(rows, undo)
            case InsertNew(table, rows):
                self.table(table).insert_new(rows, undo)
            case Upsert(table, rows):
                self.table(table).upsert(rows, undo)
            case Delete(table, keys):
                self.table(table).delete(keys, undo)
            case DeleteWhere(table, conditions):
                self.table(table).delete_where(conditions, undo)
            case Update(table, conditions, columns):
                self.table(table).update(conditions, columns, undo)
            case Notify():
                pass


class MemoryStorage:
    """A `Storage` on a database in memory; replicas are several storages on one database."""

    def __init__(
        self, database: MemoryDatabase | None = None, guard: WriteGuard | None = None
    ) -> None:
        self.database = database or MemoryDatabase()
        self._guard = guard
        self._health = HealthComponent("memory_storage")

    @staticmethod
    def restore(image: Image) -> MemoryStorage:
        """A storage on a new database that holds what the image holds: a restart after a crash."""
        return MemoryStorage(MemoryDatabase(image))

    def image(self) -> Image:
        """What is committed now."""
        return self.database.image()

    @property
    def health(self) -> HealthComponent:
        """Always well."""
        return self._health

    async def write(self, *writes: Write) -> None:
        """See `Storage.write`."""
        await self.database.commit(writes, self._guard)

    async def read(self, query: Query[Row]) -> list[Row]:
        """See `Storage.read`."""
        return self.database.table(query.table).select(query)

    async def count(self, query: Query[Any]) -> int:
        """See `Storage.count`."""
        return len(self.database.table(query.table).select(query))

    async def read_all(self, *queries: Query[Any]) -> Any:
        """See `Storage.read_all`."""
        return tuple(self.database.table(query.table).select(query) for query in queries)

    def fenced(self, guard: WriteGuard) -> MemoryStorage:
        """See `Storage.fenced`."""
        return MemoryStorage(self.database, guard)

    @asynccontextmanager
    async def listen(
        self, channel: str, poll_s: float = 5.0
    ) -> AsyncIterator[AsyncIterator[frozenset[str]]]:
        """See `Storage.listen`."""
        with self.database.channels.listening(channel) as listener:
            yield wakeups(listener, poll_s)

    def describe(self) -> str:
        """See `Storage.describe`."""
        return "memory"
