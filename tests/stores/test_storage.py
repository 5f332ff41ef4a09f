"""The storage's meaning, the same on both backends."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from enum import Enum
from typing import NewType

import pytest

from canton.errors import InvariantViolation
from canton.storage import (
    LeaseLost,
    Notify,
    Storage,
    Table,
    UniqueViolation,
    at_least,
    at_most,
    eq,
    greater,
    is_not_null,
    is_null,
    less,
    not_eq,
    one_of,
)
from canton.storage.table import Query

Height = NewType("Height", int)


class Color(Enum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Item:
    shelf: str
    height: Height
    color: Color = Color.RED
    payload: bytes = b""
    is_open: bool = False
    serial: int | None = None
    labels: tuple[str, ...] = ()
    numbers: tuple[int, ...] | None = None
    digests: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    id: int
    text: str | None = None


ITEMS = Table(
    "item", Item, key=("shelf", "height"), unique=[("serial",)], indexes=[("color", "height")]
)
NOTES = Table("note", Note, key=("id",))


def item(height: int, shelf: str = "a", **columns: object) -> Item:
    return replace(Item(shelf, Height(height)), **columns)


@pytest.fixture
async def storage(storage_for) -> Storage:
    return await storage_for([ITEMS, NOTES])


async def heights(storage: Storage, query: Query[Item]) -> list[int]:
    return [row.height for row in await storage.read(query)]


async def test_every_column_type_comes_back_as_it_was_written(storage: Storage) -> None:
    rows = [
        item(1),
        item(-(2**63), "", color=Color.BLUE, payload=bytes(range(256)), is_open=True),
        item(2**63 - 1, 'ü"\\{},', serial=0, labels=("", 'a"b', "c\\d", "{e,f}", "NULL", "🦆")),
        item(4, numbers=(), digests=(b"", b"\x00\xff")),
        item(5, numbers=(-1, 2**63 - 1), labels=("x",) * 100),
    ]
    await storage.write(ITEMS.insert(*rows))
    assert await storage.read(ITEMS.query(order=("shelf", "height"))) == sorted(
        rows, key=lambda row: (row.shelf, row.height)
    )


async def test_insert_of_an_existing_key_fails_and_applies_nothing(storage: Storage) -> None:
    await storage.write(ITEMS.insert(item(1)))
    with pytest.raises(UniqueViolation) as raised:
        await storage.write(
            NOTES.insert(Note(1)), ITEMS.delete(("a", 1)), ITEMS.insert(item(2), item(2))
        )
    assert raised.value.table == "item"
    assert await storage.read_all(NOTES.query(), ITEMS.query()) == ([], [item(1)])


async def test_a_unique_group_holds_and_nulls_do_not_clash(storage: Storage) -> None:
    await storage.write(ITEMS.insert(item(1), item(2), item(3, serial=7)))
    with pytest.raises(UniqueViolation):
        await storage.write(ITEMS.insert(item(4, serial=7)))
    with pytest.raises(UniqueViolation):
        await storage.write(ITEMS.update(("a", 1), serial=7))
    await storage.write(ITEMS.insert_new(item(4, serial=7), item(5, serial=8)))
    assert await heights(storage, ITEMS.query(order=("height",))) == [1, 2, 3, 5]


async def test_insert_new_keeps_what_exists_and_upsert_replaces_it(storage: Storage) -> None:
    await storage.write(NOTES.insert_new(Note(1, "old"), Note(1, "repeated")))
    await storage.write(NOTES.insert_new(Note(1, "new"), Note(2, "two")))
    assert await storage.read(NOTES.query(order=("id",))) == [Note(1, "old"), Note(2, "two")]
    await storage.write(NOTES.upsert(Note(1, "x"), Note(1, "last"), Note(3)))
    assert await storage.read(NOTES.query(order=("id",))) == [
        Note(1, "last"),
        Note(2, "two"),
        Note(3),
    ]


async def test_writes_of_a_transaction_act_in_order(storage: Storage) -> None:
    await storage.write(
        NOTES.insert(Note(1, "a")),
        NOTES.update(1, text="b"),
        NOTES.insert(Note(2, "c")),
        NOTES.delete(1),
        NOTES.insert(Note(1, "d")),
        NOTES.delete_where(eq("text", "c")),
        NOTES.insert(Note(2, "e")),
        NOTES.update_where(at_least("id", 2), text="f"),
    )
    assert await storage.read(NOTES.query(order=("id",))) == [Note(1, "d"), Note(2, "f")]


async def test_update_and_delete_of_absent_rows_do_nothing(storage: Storage) -> None:
    await storage.write(NOTES.update(1, text="x"), NOTES.delete(1, 2), NOTES.delete())
    await storage.write(NOTES.insert(Note(1)), NOTES.update(1), NOTES.insert())
    assert await storage.read(NOTES.query()) == [Note(1)]


async def test_keyed_updates_set_every_kind_of_column(storage: Storage) -> None:
    await storage.write(ITEMS.insert(item(1), item(2)))
    changed = {"color": Color.BLUE, "labels": ("a", "b"), "serial": 4, "numbers": (1,)}
    await storage.write(ITEMS.update(("a", 1), **changed), NOTES.insert(Note(1)))
    await storage.write(ITEMS.update_where(eq("height", 2), **{**changed, "serial": None}))
    assert await storage.read(ITEMS.query(order=("height",))) == [
        item(1, **changed),
        item(2, **{**changed, "serial": None}),
    ]


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ([eq("height", 2)], [2]),
        ([not_eq("height", 2)], [1, 3, 4]),
        ([at_least("height", 3)], [3, 4]),
        ([greater("height", 3)], [4]),
        ([at_most("height", 2)], [1, 2]),
        ([less("height", 2)], [1]),
        ([greater("height", 1), less("height", 4)], [2, 3]),
        ([one_of("height", (1, 4, 4, 9))], [1, 4]),
        ([one_of("height", ())], []),
        ([is_null("serial")], [1, 2]),
        ([is_not_null("serial")], [3, 4]),
        ([eq("serial", None)], [1, 2]),
        ([not_eq("serial", 30)], [4]),
        ([not_eq("serial", None)], [3, 4]),
        ([less("serial", 40)], [3]),
        ([one_of("serial", (30, 40))], [3, 4]),
        ([eq("color", Color.BLUE)], [2, 4]),
        ([one_of("color", (Color.BLUE, Color.RED)), greater("height", 2)], [3, 4]),
        ([eq("labels", ("x", "y"))], [4]),
        ([eq("payload", b"\x01")], [4]),
        ([eq("is_open", True)], [1]),
    ],
)
async def test_conditions_select_rows(storage_for, conditions, expected) -> None:
    storage = await storage_for([ITEMS])
    rows = [
        item(1, is_open=True),
        item(2, color=Color.BLUE),
        item(3, serial=30),
        item(4, serial=40, color=Color.BLUE, labels=("x", "y"), payload=b"\x01"),
    ]
    await storage.write(ITEMS.insert(*rows))
    query = ITEMS.query(*conditions, order=("height",))
    assert await heights(storage, query) == expected
    assert await storage.count(ITEMS.query(*conditions)) == len(expected)
    await storage.write(ITEMS.delete_where(*conditions))
    remaining = [height for height in (1, 2, 3, 4) if height not in expected]
    assert await heights(storage, ITEMS.query(order=("height",))) == remaining


async def test_order_limit_and_nulls(storage: Storage) -> None:
    await storage.write(ITEMS.insert(item(1, serial=5), item(2), item(3, serial=4), item(0, "b")))
    by_serial = ITEMS.query(eq("shelf", "a"), order=("serial",))
    assert await heights(storage, by_serial) == [3, 1, 2]
    assert await heights(storage, replace(by_serial, descending=True)) == [2, 1, 3]
    newest = ITEMS.query(order=("shelf", "height"), descending=True, limit=2)
    assert await heights(storage, newest) == [0, 3]
    assert await storage.count(ITEMS.query(order=("serial",))) == 4
    assert await storage.count(ITEMS.query(order=("serial",), limit=2)) == 2


async def test_text_sorts_by_code_point(storage: Storage) -> None:
    shelves = ["b", "a", "B", "ä", "_", "a::b", "aa", "🦆", "\uffee"]
    await storage.write(ITEMS.insert(*(item(1, shelf) for shelf in shelves)))
    rows = await storage.read(ITEMS.query(order=("shelf",)))
    assert [row.shelf for row in rows] == sorted(shelves)
    above = await storage.read(ITEMS.query(greater("shelf", "a"), order=("shelf",)))
    assert [row.shelf for row in above] == sorted(shelf for shelf in shelves if shelf > "a")


async def test_get_finds_rows_by_key(storage: Storage) -> None:
    await storage.write(ITEMS.insert(item(1), item(2), item(1, "b")), NOTES.insert(Note(1)))
    found = await storage.read(ITEMS.get(("a", 1), ("b", 1), ("b", 1), ("c", 1)))
    assert sorted(found, key=lambda row: row.shelf) == [item(1), item(1, "b")]
    assert await storage.read(NOTES.get(1, 2)) == [Note(1)]
    assert await storage.read(NOTES.get()) == []


@pytest.mark.parametrize(
    "row", [item(2**63), item(1, "a\x00"), item(1, "\ud800"), item(1, labels=("\x00",))]
)
async def test_values_that_no_column_holds_are_a_bug(storage_for, row) -> None:
    storage = await storage_for([ITEMS, NOTES])
    with pytest.raises(InvariantViolation):
        await storage.write(NOTES.insert(Note(1)), ITEMS.insert(row))
    assert await storage.read(NOTES.query()) == []


async def test_concurrent_writers_all_commit_and_one_error_hits_only_its_caller(storage) -> None:
    await storage.write(NOTES.insert(Note(13)))
    results = await asyncio.gather(
        *(storage.write(NOTES.insert(Note(n))) for n in range(40)), return_exceptions=True
    )
    failed = [number for number, result in enumerate(results) if result is not None]
    assert failed == [13]
    assert await storage.count(NOTES.query()) == 40


async def test_notify_wakes_listeners_of_its_channel_when_it_commits(storage: Storage) -> None:
    async with asyncio.timeout(10), storage.listen("one", poll_s=60) as wakeups:
        await anext(wakeups)
        await storage.write(NOTES.insert(Note(1)), Notify("one", "sender"))
        assert await anext(wakeups) == {"sender"}
        with pytest.raises(UniqueViolation):
            await storage.write(NOTES.insert(Note(1)), Notify("one"))
        await storage.write(Notify("other"))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await anext(wakeups)


@pytest.mark.logs("not listening to")
async def test_a_listener_polls_when_nobody_notifies(storage: Storage) -> None:
    async with asyncio.timeout(10), storage.listen("quiet", poll_s=0.01) as wakeups:
        for _ in range(3):
            await anext(wakeups)


@dataclass(frozen=True)
class Term:
    epoch: int
    name: str = "test"


async def test_a_guard_without_a_lease_refuses_every_write(storage: Storage) -> None:
    with pytest.raises(LeaseLost):
        await storage.fenced(Term(1)).write(NOTES.insert(Note(1)))
    assert await storage.fenced(Term(1)).read(NOTES.query()) == []
