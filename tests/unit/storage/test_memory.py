"""What only the memory backend has: images, restarts, faults, terms."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.storage import LeaseLost, Notify, Table, UniqueViolation, eq
from canton.storage.memory import MemoryDatabase, MemoryStorage
from canton.storage.table import Write


@dataclass(frozen=True, slots=True)
class Note:
    id: int
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    epoch: int
    name: str = "node"


NOTES = Table("note", Note, key=("id",), unique=[("text",)])


class Faults:
    def __init__(self, before: bool = False, after: bool = False) -> None:
        self.before, self.after = before, after

    async def before_commit(self, writes: tuple[Write, ...]) -> None:
        if self.before:
            raise ConnectionError

    async def after_commit(self, writes: tuple[Write, ...]) -> None:
        if self.after:
            raise ConnectionError


async def test_an_image_is_what_was_committed_and_restores_it() -> None:
    storage = MemoryStorage()
    await storage.write(NOTES.insert(Note(1), Note(2)))
    image = storage.image()
    await storage.write(NOTES.delete(1))
    restored = MemoryStorage.restore(image)
    assert restored.image() == image  # also before anybody touched a table
    assert await restored.read(NOTES.query(order=("id",))) == [Note(1), Note(2)]
    await restored.write(NOTES.insert(Note(3)))
    assert image == {"note": (Note(1), Note(2))}


async def test_a_fault_before_the_commit_applies_nothing_and_one_after_it_everything() -> None:
    for faults, count in ((Faults(before=True), 0), (Faults(after=True), 1)):
        storage = MemoryStorage(MemoryDatabase(faults=faults))
        with pytest.raises(ConnectionError):
            await storage.write(NOTES.insert(Note(1)))
        assert await storage.count(NOTES.query()) == count


async def test_a_newer_term_fences_the_older_one() -> None:
    database = MemoryDatabase()
    storage = MemoryStorage(database)
    old = storage.fenced(Term(database.begin_epoch("node")))
    await old.write(NOTES.insert(Note(1)))
    new = storage.fenced(Term(database.begin_epoch("node")))
    with pytest.raises(LeaseLost):
        await old.write(NOTES.insert(Note(2)))
    await new.write(NOTES.insert(Note(3)))
    assert await old.count(NOTES.query()) == 2


async def test_storages_on_one_database_wake_each_other() -> None:
    one, two = MemoryStorage(), None
    two = MemoryStorage(one.database)
    async with asyncio.timeout(5), two.listen("c", poll_s=60) as wakeups:
        await anext(wakeups)
        await one.write(Notify("c"))
        await anext(wakeups)


_notes = st.builds(Note, st.integers(0, 5), st.sampled_from(["a", "b", "c", None]))
_writes = st.one_of(
    st.lists(_notes, max_size=4).map(lambda rows: NOTES.insert_new(*rows)),
    st.lists(_notes, max_size=4).map(lambda rows: NOTES.upsert(*rows)),
    st.lists(st.integers(0, 5), max_size=4).map(lambda keys: NOTES.delete(*keys)),
    st.builds(lambda n: NOTES.update(n.id, text=n.text), _notes),
)


@given(st.lists(_writes, max_size=8), st.lists(_writes, max_size=8))
def test_a_failed_transaction_leaves_rows_and_indexes_as_they_were(first, second) -> None:
    async def check() -> None:
        storage = MemoryStorage()
        for write in first:
            try:
                await storage.write(write)
            except UniqueViolation:
                continue
        before = storage.image()
        with pytest.raises(UniqueViolation):
            await storage.write(*second, NOTES.insert(Note(9), Note(9)))
        twin = MemoryStorage.restore(before)
        for text in ("a", "b", "c"):
            query = NOTES.query(eq("text", text))
            assert await storage.read(query) == await twin.read(query)
        assert storage.image().get("note", ()) == before.get("note", ())

    asyncio.run(check())
