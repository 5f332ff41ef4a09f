"""The storages that every store suite runs on: memory and PostgreSQL."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from typing import Any

import pytest

from canton.clock import WallClock
from canton.storage import Storage, Table
from canton.storage.memory import MemoryStorage
from canton.storage.postgres import PostgresSettings, postgres_storage
from canton.storage.postgres.connection import close, connect
from canton.storage.postgres.schema import schema_sql

_numbers = itertools.count(1)

StorageFor = Callable[[Iterable[Table[Any]]], Awaitable[Storage]]


@pytest.fixture
async def memory_storage_for() -> StorageFor:
    """Storages in memory."""

    async def make(_tables: Iterable[Table[Any]]) -> Storage:
        return MemoryStorage()

    return make


@pytest.fixture
async def postgres_storage_for(database: PostgresSettings) -> AsyncIterator[StorageFor]:
    """Storages on the test's database, whose tables are made from their declarations."""
    async with AsyncExitStack() as stack:

        async def make(tables: Iterable[Table[Any]]) -> Storage:
            connection = await connect(database)
            await connection.execute(schema_sql(tables))
            await close(connection)
            storage = postgres_storage(database, f"test-writer-{next(_numbers)}", WallClock())
            return await stack.enter_async_context(storage)

        yield make


@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.postgres)])
def storage_for(request: pytest.FixtureRequest) -> StorageFor:
    """Makes a storage with the given tables: `storage = await storage_for([TABLE_A, TABLE_B])`."""
    make: StorageFor = request.getfixturevalue(f"{request.param}_storage_for")
    return make
