"""One suite for every ordering engine: memory, and the shared table on both backends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from typing import Any

import pytest

from canton.clock import SeededRandomness, WallClock
from canton.sequencer.core.effects import SEND, Block, BlockRequest
from canton.sequencer.errors import Overloaded, Unavailable
from canton.sequencer.ordering.memory import MemoryBlocks, MemoryOrdering
from canton.sequencer.ordering.ordering import Ordering, PrunedHeight
from canton.sequencer.ordering.reference import ReferenceSettings, reference_ordering
from canton.sequencer.ordering.shared_table import BLOCKS, DRIVER_TABLES, SharedBlock
from canton.storage.errors import UniqueViolation
from canton.storage.memory import MemoryDatabase, MemoryStorage
from canton.storage.storage import Storage
from canton.storage.table import Insert, Query, Write
from canton.timestamps import Timestamp

Engine = Callable[[str], AbstractAsyncContextManager[Ordering]]
ENGINES = ["memory", "table in memory", pytest.param("table", marks=pytest.mark.postgres)]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    clock = WallClock()
    if request.param == "memory":
        blocks = MemoryBlocks()

        @asynccontextmanager
        async def memory(sequencer: str) -> AsyncIterator[Ordering]:
            yield MemoryOrdering(blocks, sequencer, clock)

        return memory
    kind = "postgres" if request.param == "table" else "memory"
    storage_for = request.getfixturevalue(f"{kind}_storage_for")
    opened: list[Storage] = []

    @asynccontextmanager
    async def shared(sequencer: str) -> AsyncIterator[Ordering]:
        if not opened:
            opened.append(await storage_for(DRIVER_TABLES))
        randomness = SeededRandomness(sequencer)
        async with reference_ordering(opened[0], sequencer, clock, randomness) as ordering:
            yield ordering

    return shared


def request(text: str) -> BlockRequest:
    return BlockRequest(SEND, text.encode(), Timestamp(7), "seq", "00-trace-01")


async def read(
    ordering: Ordering, height: int, until: Callable[[list[Block]], bool]
) -> list[Block]:
    found: list[Block] = []
    async with asyncio.timeout(20), aclosing(ordering.blocks(height)) as batches:
        async for blocks in batches:
            found.extend(blocks)
            if until(found):
                break
    return found


def bodies(blocks: list[Block]) -> list[bytes]:
    return [one.body for block in blocks for one in block.requests]


async def test_what_was_appended_comes_back_whole_to_every_sequencer(engine: Engine) -> None:
    async with engine("a") as a, engine("b") as b:
        await a.append(request("one"))
        await b.append(request("two"))
        from_a = await read(a, 0, lambda found: len(bodies(found)) == 2)
        from_b = await read(b, 0, lambda found: len(bodies(found)) == 2)
    assert from_a == from_b
    assert [one for block in from_a for one in block.requests] == [request("one"), request("two")]


async def test_concurrent_appends_get_consecutive_heights_and_none_is_lost(engine: Engine) -> None:
    sent = {f"{name}{index}".encode() for name in "abc" for index in range(40)}
    async with engine("a") as a, engine("b") as b, engine("c") as c:
        async with asyncio.TaskGroup() as group:
            for name, ordering in (("a", a), ("b", b), ("c", c)):
                for index in range(40):
                    group.create_task(ordering.append(request(f"{name}{index}")))
        blocks = await read(a, 0, lambda found: len(bodies(found)) >= len(sent))
    assert [block.height for block in blocks] == list(range(len(blocks)))
    assert sorted(bodies(blocks)) == sorted(sent)


async def test_blocks_are_read_again_from_any_height(engine: Engine) -> None:
    async with engine("a") as a:
        for index in range(5):
            await a.append(request(str(index)))
        tail = await read(a, 3, lambda found: len(found) == 2)
        assert bodies(tail) == [b"3", b"4"]
        assert [block.height for block in tail] == [3, 4]


async def test_a_waiting_reader_is_woken_by_the_append_of_another(engine: Engine) -> None:
    async with engine("a") as a, engine("b") as b, asyncio.TaskGroup() as group:
        reader = group.create_task(read(a, 0, lambda found: bool(found)))
        await asyncio.sleep(0)
        await b.append(request("late"))
        assert bodies(await reader) == [b"late"]


async def test_an_empty_block_moves_the_time_on(engine: Engine) -> None:
    async with engine("a") as a:
        await a.append(None)
        await a.append(None)
        first, second = await read(a, 0, lambda found: len(found) == 2)
    assert first.requests == second.requests == ()
    assert first.time < second.time


async def test_only_what_every_sequencer_has_processed_is_pruned(engine: Engine) -> None:
    async with engine("a") as a, engine("b") as b:
        for index in range(6):
            await a.append(request(str(index)))
        await a.processed(5)
        await b.processed(2)
        await a.prune(5)
        assert bodies(await read(b, 3, lambda found: len(found) == 3)) == [b"3", b"4", b"5"]
        with pytest.raises(PrunedHeight):
            await read(b, 2, bool)
        await a.append(request("next"))
        assert [block.height for block in await read(a, 6, bool)] == [6]


class _LostAnswer:
    """The first commit of a block is applied, but its writer is told that the row was there."""

    def __init__(self) -> None:
        self.is_done = False

    async def before_commit(self, writes: tuple[Write, ...]) -> None:
        pass

    async def after_commit(self, writes: tuple[Write, ...]) -> None:
        if not self.is_done and any(isinstance(write, Insert) for write in writes):
            self.is_done = True
            raise UniqueViolation("blocks", "a retry after a lost answer")


async def test_a_repeated_attempt_after_a_lost_answer_writes_nothing_twice() -> None:
    faults = _LostAnswer()
    storage = MemoryStorage(MemoryDatabase(faults=faults))
    async with reference_ordering(storage, "a", WallClock(), SeededRandomness(1)) as ordering:
        await ordering.append(request("once"))
        await ordering.append(request("then"))
        blocks = await read(ordering, 0, lambda found: len(found) == 2)
    assert faults.is_done and bodies(blocks) == [b"once", b"then"]


class _LateAnswer:
    """Whoever listens sees what was written before its writer has the answer."""

    async def before_commit(self, writes: tuple[Write, ...]) -> None:
        pass

    async def after_commit(self, writes: tuple[Write, ...]) -> None:
        for _ in range(5):
            await asyncio.sleep(0)


async def test_reading_ahead_of_the_writers_answer_leaves_no_gap() -> None:
    storage = MemoryStorage(MemoryDatabase(faults=_LateAnswer()))
    async with (
        reference_ordering(storage, "a", WallClock(), SeededRandomness(1)) as ordering,
        asyncio.TaskGroup() as group,
    ):
        reader = group.create_task(read(ordering, 0, lambda found: len(found) == 5))
        for index in range(5):
            await ordering.append(request(str(index)))
        assert [block.height for block in await reader] == list(range(5))


class _CountedReads(MemoryStorage):
    """Counts how often the table was read."""

    count_of_reads = 0

    async def read(self, query: Query[Any]) -> list[Any]:
        self.count_of_reads += 1
        return await super().read(query)


async def test_own_blocks_are_handed_on_without_reading_them_again() -> None:
    storage = _CountedReads()
    async with (
        reference_ordering(storage, "a", WallClock(), SeededRandomness(1)) as ordering,
        aclosing(ordering.blocks(0)) as batches,
    ):
        await ordering.append(request("0"))
        assert bodies(list(await anext(batches))) == [b"0"]
        began = storage.count_of_reads
        for index in range(1, 6):
            await ordering.append(request(str(index)))
            assert bodies(list(await anext(batches))) == [str(index).encode()]
        assert storage.count_of_reads == began


async def test_own_blocks_wait_for_those_of_others_before_them() -> None:
    storage = _CountedReads()
    async with (
        reference_ordering(storage, "a", WallClock(), SeededRandomness(1)) as a,
        reference_ordering(storage, "b", WallClock(), SeededRandomness(2)) as b,
        aclosing(a.blocks(0)) as batches,
    ):
        await b.append(request("of b"))
        await a.append(request("of a"))
        found: list[Block] = []
        while len(found) < 2:
            found += await anext(batches)
        assert bodies(found) == [b"of b", b"of a"]


async def test_own_blocks_that_nobody_reads_are_found_in_the_table_later() -> None:
    settings = ReferenceSettings(max_query_block_count=3)
    storage = MemoryStorage()
    async with reference_ordering(
        storage, "a", WallClock(), SeededRandomness(1), settings
    ) as ordering:
        for index in range(10):
            await ordering.append(request(str(index)))
        assert len(ordering._known) <= 3
        blocks = await read(ordering, 0, lambda found: len(found) == 10)
    assert [block.height for block in blocks] == list(range(10))


class _Stuck:
    """A database that does not answer."""

    def __init__(self) -> None:
        self.may_go = asyncio.Event()

    async def before_commit(self, writes: tuple[Write, ...]) -> None:
        await self.may_go.wait()

    async def after_commit(self, writes: tuple[Write, ...]) -> None:
        pass


async def test_a_full_queue_refuses_and_a_slow_database_is_reported() -> None:
    faults = _Stuck()
    storage = MemoryStorage(MemoryDatabase(faults=faults))
    settings = ReferenceSettings(buffer_size=2, append_timeout_s=0.05)
    async with reference_ordering(
        storage, "a", WallClock(), SeededRandomness(1), settings
    ) as ordering:
        async with asyncio.TaskGroup() as group:
            outcomes = [group.create_task(_outcome(ordering, str(index))) for index in range(5)]
        kinds = [await outcome for outcome in outcomes]
        assert kinds.count(Overloaded) >= 1 and kinds.count(Unavailable) >= 2
        faults.may_go.set()


async def _outcome(ordering: Any, text: str) -> type[Exception] | None:
    try:
        await ordering.append(request(text))
    except (Overloaded, Unavailable) as error:
        return type(error)
    return None


async def test_a_row_of_the_original_is_read() -> None:
    """Field by field as the original's driver writes it: a batch with one `send`."""
    inner = b"\x0a\x01t\x12\x04send\x1a\x04body\x22\x03seq\x28\x07"
    body = b"\x0a\x00\x12" + bytes([len(inner)]) + inner
    row = b"\x12\x05batch\x1a" + bytes([len(body)]) + body + b"\x28\x09"
    storage = MemoryStorage()
    await storage.write(BLOCKS.insert(SharedBlock(0, row, "u")))
    async with reference_ordering(storage, "a", WallClock(), SeededRandomness(1)) as ordering:
        [block] = await read(ordering, 0, bool)
    assert block == Block(0, Timestamp(9), (BlockRequest(SEND, b"body", Timestamp(7), "seq", "t"),))
