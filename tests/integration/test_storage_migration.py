"""Migrations on a real database: who may change what, and that nobody does it twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from canton.storage.errors import InvalidStatement, StorageMisfit
from canton.storage.migration import Migration, migrate
from canton.storage.postgres.connection import close, connect

pytestmark = pytest.mark.postgres

FIRST = Migration(1, "first", "create table a (x bigint); insert into a values (1);")
SECOND = Migration(2, "second", "alter table a add column y bigint;")


async def columns(settings) -> int:
    connection = await connect(settings)
    try:
        return len(await connection.fetchrow("select * from a"))
    finally:
        await close(connection)


async def test_an_empty_database_is_filled_once_by_many(empty_database) -> None:
    steps = [FIRST, SECOND]
    applied = await asyncio.gather(
        *(migrate(empty_database, {"node": steps}, may_upgrade=False) for _ in range(4))
    )
    assert sorted(applied) == [0, 0, 0, 3]
    assert await columns(empty_database) == 2


async def test_an_older_database_is_upgraded_only_on_request(empty_database) -> None:
    await migrate(empty_database, {"node": [FIRST]}, may_upgrade=False)
    with pytest.raises(StorageMisfit, match="migrate-and-start"):
        await migrate(empty_database, {"node": [FIRST, SECOND]}, may_upgrade=False)
    assert await migrate(empty_database, {"node": [FIRST, SECOND]}, may_upgrade=True) == 1
    assert await columns(empty_database) == 2


async def test_a_newer_or_different_database_is_refused(empty_database) -> None:
    await migrate(empty_database, {"node": [FIRST, SECOND]}, may_upgrade=False)
    with pytest.raises(StorageMisfit, match="newer"):
        await migrate(empty_database, {"node": [FIRST]}, may_upgrade=True)
    changed = replace(FIRST, sql="create table b (x bigint)")
    with pytest.raises(StorageMisfit, match="another file"):
        await migrate(empty_database, {"node": [changed, SECOND]}, may_upgrade=True)


async def test_a_failing_file_leaves_nothing(empty_database) -> None:
    broken = Migration(2, "broken", "create table b (x bigint); select 1 / 0;")
    with pytest.raises(InvalidStatement):
        await migrate(empty_database, {"node": [FIRST, broken]}, may_upgrade=False)
    assert await migrate(empty_database, {"node": [FIRST]}, may_upgrade=False) == 2


async def test_two_kinds_and_two_schemas_live_side_by_side(empty_database) -> None:
    await migrate(empty_database, {"node": [FIRST]}, may_upgrade=False)
    other = replace(empty_database, schema="other")
    assert await migrate(other, {"node": [FIRST]}, may_upgrade=False) == 2
    assert (
        await migrate(empty_database, {"more": [replace(SECOND, number=1)]}, may_upgrade=False) == 1
    )
