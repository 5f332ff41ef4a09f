"""The storage on PostgreSQL: reads through a pool, writes through the group writer.

`postgres_storage` is the only way to make one; its context owns the tasks and the connections.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from canton.clock import Clock
from canton.lifecycle.health import HealthComponent
from canton.lifecycle.supervisor import Supervisor
from canton.storage.errors import StorageMisfit, StorageUnavailable
from canton.storage.postgres.connection import (
    DRIVER_ERRORS,
    Connection,
    Outcome,
    Pool,
    await_database,
    backoff,
    close,
    definite_error,
    outcome_of,
    pool_of,
    watched,
)
from canton.storage.postgres.executor import READS, WRITES, Executor
from canton.storage.postgres.listener import NotificationListener
from canton.storage.postgres.outage import Outage
from canton.storage.postgres.settings import PostgresSettings
from canton.storage.postgres.statement import Statement, decoder, select
from canton.storage.postgres.writer import GroupWriter
from canton.storage.storage import WriteGuard
from canton.storage.table import Query, Write
from canton.telemetry.metric import Metrics, NoMetrics

Row = TypeVar("Row")
Result = TypeVar("Result")

HEALTH_CHECK_PERIOD_S: Final = 5.0
WRITER_LIFETIME_DAYS: Final = 30
"""After so long without a write, the row of a writer is that of a process long gone."""


@dataclass(frozen=True, slots=True)
class _Session:
    """What the storages of one process on one database share."""

    settings: PostgresSettings
    pool: Pool
    writer: GroupWriter
    listener: NotificationListener
    health: HealthComponent
    outage: Outage
    clock: Clock
    reads: Executor

    @asynccontextmanager
    async def reader(self) -> AsyncIterator[PoolConnectionProxy[asyncpg.Record]]:
        """A connection of the pool, as soon as one is free."""
        with self.reads.waiting():
            connection = await self.pool.acquire()
        try:
            with self.reads.running():
                yield connection
        finally:
            await self.pool.release(connection)


class PostgresStorage:
    """A `Storage` on PostgreSQL, with or without a guard."""

    def __init__(self, session: _Session, guard: WriteGuard | None = None) -> None:
        self._session = session
        self._guard = guard

    @property
    def health(self) -> HealthComponent:
        """See `Storage.health`."""
        return self._session.health

    async def write(self, *writes: Write) -> None:
        """See `Storage.write`."""
        if writes:
            await self._session.writer.write(writes, self._guard)

    async def read(self, query: Query[Row]) -> list[Row]:
        """See `Storage.read`."""
        statement = select(query)
        records = await self._retrying(statement.text, lambda: self._fetch(statement))
        return decoder(query.table)(records)

    async def count(self, query: Query[Any]) -> int:
        """See `Storage.count`."""
        if query.limit is None:
            statement = select(replace(query, order=()), "count(*)")
        else:
            statement = select(query, "1")
            statement.text = f"select count(*) from ({statement.text}) as limited"
        records = await self._retrying(statement.text, lambda: self._fetch(statement))
        return int(records[0][0])

    async def read_all(self, *queries: Query[Any]) -> Any:
        """See `Storage.read_all`."""
        text = ", ".join(query.table.name for query in queries)
        results = await self._retrying(text, lambda: self._snapshot(queries))
        pairs = zip(queries, results, strict=True)
        return tuple(decoder(query.table)(records) for query, records in pairs)

    def fenced(self, guard: WriteGuard) -> PostgresStorage:
        """See `Storage.fenced`."""
        return PostgresStorage(self._session, guard)

    def listen(
        self, channel: str, poll_s: float = 5.0
    ) -> AbstractAsyncContextManager[AsyncIterator[frozenset[str]]]:
        """See `Storage.listen`."""
        return self._session.listener.listen(channel, poll_s)

    def describe(self) -> str:
        """See `Storage.describe`."""
        return self._session.settings.describe()

    async def check(self) -> None:
        """Asks the database for a sign of life, once; the health says what came of it."""
        try:
            await self._session.pool.fetchval("select 1")
        except (*DRIVER_ERRORS, StorageUnavailable, StorageMisfit) as error:
            self._session.outage.noticed(error)
        else:
            self._session.outage.over()

    async def _fetch(self, statement: Statement) -> list[Any]:
        async with self._session.reader() as connection:
            return await connection.fetch(statement.text, *statement.arguments)

    async def _snapshot(self, queries: tuple[Query[Any], ...]) -> list[list[Any]]:
        async with (
            self._session.reader() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            statements = [select(query) for query in queries]
            return [await connection.fetch(s.text, *s.arguments) for s in statements]

    async def _retrying(self, text: str, operation: Callable[[], Awaitable[Result]]) -> Result:
        """Repeats a read until it succeeds or fails for good; `text` names it in the log."""
        settings, clock = self._session.settings, self._session.clock
        delays = backoff(settings).delays()
        while True:
            try:
                with watched(settings, clock, text):
                    result = await operation()
            except (*DRIVER_ERRORS, StorageUnavailable, StorageMisfit) as error:
                if self._session.pool.is_closing():
                    raise StorageUnavailable("the storage is closed") from error
                if outcome_of(error) is Outcome.ROLLED_BACK and isinstance(error, DRIVER_ERRORS):
                    raise definite_error(error) from error
                self._session.outage.noticed(error)
                await clock.sleep(next(delays))
            else:
                self._session.outage.over()
                return result


@asynccontextmanager
async def postgres_storage(
    settings: PostgresSettings,
    writer_identity: str,
    clock: Clock,
    metrics: Metrics | None = None,
) -> AsyncIterator[PostgresStorage]:
    """A storage that lasts as long as the context; the database must have been migrated.

    `writer_identity` is unique in the database, for ever: a random text per process.

    Raises:
        StorageMisfit: the database refuses the connection, is read-only or was not migrated.
        StorageUnavailable: it cannot be reached, and the settings say to fail fast.
    """
    await _forget_old_writers(await await_database(settings, clock), settings)
    health = HealthComponent("db-storage")
    outage = Outage(
        health, clock.monotonic_s, settings.connection_timeout_s, settings.failed_to_fatal_delay_s
    )
    pool = pool_of(settings)
    counted = metrics or NoMetrics()
    reads = Executor(counted, READS, settings.readers_max, clock.monotonic_s)
    writes = Executor(counted, WRITES, 1, clock.monotonic_s)
    writer = GroupWriter(settings, writer_identity, outage, clock, writes)
    listener = NotificationListener(settings, clock)
    storage = PostgresStorage(
        _Session(settings, pool, writer, listener, health, outage, clock, reads)
    )
    async with Supervisor(settings.describe(), clock) as supervisor:
        supervisor.spawn("writer", writer.run, health=health)
        supervisor.spawn("listener", listener.run)
        supervisor.spawn("health", lambda: _watch(storage, clock))
        async with pool:
            try:
                yield storage
            finally:
                pool.terminate()


async def _forget_old_writers(connection: Connection, settings: PostgresSettings) -> None:
    try:
        await connection.execute(
            "delete from storage_writer where seen < now() - make_interval(days => $1)",
            WRITER_LIFETIME_DAYS,
        )
    except asyncpg.UndefinedTableError as error:
        raise StorageMisfit(f"{settings.describe()} was not migrated") from error
    finally:
        await close(connection)


async def _watch(storage: PostgresStorage, clock: Clock) -> None:
    """Keeps the health current also while nobody reads or writes."""
    while True:
        await clock.sleep(HEALTH_CHECK_PERIOD_S)
        await storage.check()
