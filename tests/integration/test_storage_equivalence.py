"""PostgreSQL's merged statements against the memory backend's one write after the other."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from canton.clock import WallClock
from canton.storage import Notify, Storage, Table, UniqueViolation, Write, eq, greater
from canton.storage.memory import MemoryStorage
from canton.storage.postgres import postgres_storage
from canton.storage.postgres.connection import close, connect
from canton.storage.postgres.schema import schema_sql

pytestmark = pytest.mark.postgres


@dataclass(frozen=True, slots=True)
class Note:
    id: int
    text: str | None = None
    labels: tuple[str, ...] = ()


PLAIN = Table("plain", Note, key=("id",))
UNIQUE = Table("uniq", Note, key=("id",), unique=[("text",)])

_ids = st.integers(0, 3)
_texts = st.sampled_from(["a", "b", None])
_notes = st.builds(Note, _ids, _texts, st.sampled_from([(), ("x",)]))
_tables = st.sampled_from([PLAIN, UNIQUE])
_rows = st.lists(_notes, max_size=3)
_writes: st.SearchStrategy[Write] = st.one_of(
    st.builds(lambda table, rows: table.insert(*rows), _tables, _rows),
    st.builds(lambda table, rows: table.insert_new(*rows), _tables, _rows),
    st.builds(lambda table, row: table.upsert(row), _tables, _notes),
    st.builds(lambda rows: PLAIN.upsert(*rows), _rows),
    st.builds(lambda table, keys: table.delete(*keys), _tables, st.lists(_ids, max_size=3)),
    st.builds(lambda table, n: table.update(n.id, text=n.text), _tables, _notes),
    st.builds(lambda table, n: table.update(n.id, text=n.text, labels=n.labels), _tables, _notes),
    st.builds(lambda n: PLAIN.update_where(greater("id", n.id), text=n.text), _notes),
    st.builds(lambda table, n: table.delete_where(eq("text", n.text)), _tables, _notes),
)


async def _attempt(storage: Storage, writes: list[Write]) -> str | None:
    """What the storage says of the writes: the table whose keys clash.

    Where tables are several, PostgreSQL is free to look at any of them first: then it is enough
    that something clashes.
    """
    try:
        await storage.write(*writes)
    except UniqueViolation as error:
        tables = {write.table.name for write in writes if not isinstance(write, Notify)}
        assert error.table in tables
        return error.table if len(tables) == 1 else "one of several"
    return None


@pytest.fixture
def both(database):
    """A runner with a loop of its own, and the two storages."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()

        async def open_both() -> tuple[Storage, Storage]:
            connection = await connect(database)
            await connection.execute(schema_sql([PLAIN, UNIQUE]))
            await close(connection)
            opened = postgres_storage(database, "w", WallClock())
            return MemoryStorage(), await stack.enter_async_context(opened)

        yield runner, *runner.run(open_both())
        runner.run(stack.aclose())


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.lists(_writes, max_size=6), max_size=3))
@example(
    [
        [
            UNIQUE.insert(Note(0, "a", ()), Note(2, None, ())),
            UNIQUE.update(2, text="a"),
            UNIQUE.update(0, text="b"),
        ]
    ]
)
def test_both_backends_agree_on_any_writes(both, transactions) -> None:
    runner, memory, postgres = both

    async def check() -> None:
        for storage in (memory, postgres):
            await storage.write(PLAIN.delete_where(), UNIQUE.delete_where())
        for writes in transactions:
            assert await _attempt(memory, writes) == await _attempt(postgres, writes)
            everything = (PLAIN.query(order=("id",)), UNIQUE.query(order=("id",)))
            assert await memory.read_all(*everything) == await postgres.read_all(*everything)

    runner.run(check())
