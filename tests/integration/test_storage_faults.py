"""The PostgreSQL storage when connections, sessions or the server go away."""

from __future__ import annotations

import asyncio
import random
import socket
from dataclasses import dataclass, replace

import pytest

from canton.clock import WallClock
from canton.lifecycle.health import Condition
from canton.storage import LeaseLost, Notify, StorageUnavailable, Table, UniqueViolation, eq
from canton.storage.errors import StorageMisfit
from canton.storage.postgres import postgres_storage
from canton.storage.postgres.connection import close, connect
from canton.storage.postgres.schema import schema_differences, schema_sql

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.logs("database is (away|back)", "waiting for the database"),
]


@dataclass(frozen=True, slots=True)
class Note:
    id: int
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    epoch: int
    name: str = "test"


NOTES = Table("note", Note, key=("id",), unique=[("text",)], indexes=[("text", "id")])


@pytest.fixture(autouse=True)
async def tables(database) -> None:
    await execute(database, schema_sql([NOTES]))


async def execute(settings, text: str, *arguments: object) -> object:
    connection = await connect(settings)
    try:
        return (
            await connection.fetchval(text, *arguments)
            if arguments
            else (await connection.execute(text))
        )
    finally:
        await close(connection)


async def health_becomes(storage, condition: Condition) -> None:
    reached = asyncio.Event()

    def look() -> None:
        if storage.health.state.condition is condition:
            reached.set()

    unsubscribe = storage.health.on_change(look)
    look()
    await reached.wait()
    unsubscribe()


async def test_a_lost_acknowledgement_is_settled_as_applied(proxy, through_proxy) -> None:
    async with postgres_storage(through_proxy, "w", WallClock()) as storage:
        # The same statement once before: now it is prepared, so its next answer is the commit's.
        await storage.write(NOTES.insert(Note(1)), Notify("x"))
        proxy.cut_answers = True
        async with asyncio.TaskGroup() as group:
            writing = group.create_task(storage.write(NOTES.insert(Note(2)), Notify("x")))
            await health_becomes(storage, Condition.DEGRADED)
            proxy.cut_answers = False
            await writing
        assert await storage.read(NOTES.query(order=("id",))) == [Note(1), Note(2)]
        assert storage.health.state.condition is Condition.OK


async def test_a_lost_acknowledgement_of_a_failure_is_settled_as_failed(
    proxy, through_proxy
) -> None:
    async with postgres_storage(through_proxy, "w", WallClock()) as storage:
        await storage.write(NOTES.insert(Note(1)))
        proxy.cut_answers = True
        async with asyncio.TaskGroup() as group:
            writing = group.create_task(_outcome(storage.write(NOTES.insert(Note(1)))))
            await health_becomes(storage, Condition.DEGRADED)
            proxy.cut_answers = False
            assert isinstance(await writing, UniqueViolation)


async def _outcome(call) -> object:
    try:
        return await call
    except Exception as error:
        return error


@pytest.mark.parametrize("seed", range(3))
async def test_under_random_cuts_every_write_is_applied_exactly_once(
    proxy, through_proxy, seed
) -> None:
    """A write applied twice would meet its own row and raise `UniqueViolation`."""
    chance = random.Random(seed)
    is_over = asyncio.Event()

    async def disturb() -> None:
        while not is_over.is_set():
            await asyncio.sleep(chance.expovariate(1 / 0.02))
            if chance.random() < 0.5:
                proxy.cut()
            else:
                proxy.cut_answers = True
                await asyncio.sleep(chance.uniform(0, 0.02))
                proxy.cut_answers = False

    async def caller(start: int) -> None:
        for number in range(start, start + 40):
            # The second write of the table makes a transaction of several round trips.
            await storage.write(NOTES.insert(Note(number)), NOTES.update(number, text=str(number)))

    async with postgres_storage(through_proxy, "w", WallClock()) as storage:
        async with asyncio.TaskGroup() as group:
            disturbing = group.create_task(disturb())
            callers = [group.create_task(caller(1000 * n)) for n in range(5)]
            await asyncio.wait(callers)
            is_over.set()
            await disturbing
        rows = await storage.read(NOTES.query())
        assert sorted(row.id for row in rows) == [1000 * n + m for n in range(5) for m in range(40)]
        assert all(row.text == str(row.id) for row in rows)


async def test_ended_sessions_are_replaced_without_an_error(database, open_storage) -> None:
    async with open_storage() as storage:
        await storage.write(NOTES.insert(Note(1)))
        await storage.read(NOTES.query())
        async with storage.listen("c", poll_s=60) as wakeups:
            await anext(wakeups)
            await execute(
                database,
                "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                " where datname = $1 and pid <> pg_backend_pid()",
                database.database,
            )
            await anext(wakeups)  # a notification may have been lost with the connection
            await storage.write(NOTES.insert(Note(2)))
            assert await storage.count(NOTES.query()) == 2


async def test_while_the_server_is_away_calls_wait_and_health_gets_worse(
    proxy, through_proxy
) -> None:
    settings = replace(through_proxy, connection_timeout_s=0.05, failed_to_fatal_delay_s=0.1)
    seen: list[Condition] = []
    async with postgres_storage(settings, "w", WallClock()) as storage:
        storage.health.on_change(lambda: seen.append(storage.health.state.condition))
        proxy.refuses = True
        proxy.cut()
        async with asyncio.TaskGroup() as group:
            reading = group.create_task(storage.read(NOTES.query()))
            writing = group.create_task(storage.write(NOTES.insert(Note(1))))
            await health_becomes(storage, Condition.FATAL)
            assert not reading.done() and not writing.done()
            proxy.refuses = False
        assert storage.health.state.condition is Condition.OK
    assert list(dict.fromkeys(seen))[:3] == [
        Condition.DEGRADED,
        Condition.FAILED,
        Condition.FATAL,
    ]


async def test_calls_in_flight_fail_when_the_storage_closes(proxy, through_proxy) -> None:
    async with asyncio.TaskGroup() as group:
        async with postgres_storage(through_proxy, "w", WallClock()) as storage:
            proxy.refuses = True
            proxy.cut()
            reading = group.create_task(_outcome(storage.read(NOTES.query())))
            writing = group.create_task(_outcome(storage.write(NOTES.insert(Note(1)))))
            await health_becomes(storage, Condition.DEGRADED)
        assert isinstance(await writing, StorageUnavailable)
        assert isinstance(await reading, StorageUnavailable)
        with pytest.raises(StorageUnavailable):
            await storage.write(NOTES.insert(Note(1)))


async def test_an_absent_server_fails_the_start_if_it_may(database) -> None:
    absent = replace(database, port=1, connection_timeout_s=0.5)
    with pytest.raises(StorageUnavailable):
        async with postgres_storage(absent, "w", WallClock()):
            pass
    with pytest.raises(TimeoutError):
        async with (
            asyncio.timeout(0.2),
            postgres_storage(replace(absent, fail_fast=False), "w", WallClock()),
        ):
            pass


async def test_a_read_only_or_missing_database_is_a_misfit(database) -> None:
    await execute(
        database, f"alter database {database.database} set default_transaction_read_only = on"
    )
    for settings in (database, replace(database, database="nowhere")):
        with pytest.raises(StorageMisfit):
            async with postgres_storage(settings, "w", WallClock()):
                pass


async def test_a_database_that_was_not_migrated_is_a_misfit(empty_database) -> None:
    with pytest.raises(StorageMisfit, match="not migrated"):
        async with postgres_storage(empty_database, "w", WallClock()):
            pass


async def test_writes_beyond_one_batch_are_committed_in_several(
    open_storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("canton.storage.postgres.writer.BATCH_WRITES_MAX", 3)
    async with open_storage() as storage:
        await asyncio.gather(*(storage.write(NOTES.insert(Note(n))) for n in range(20)))
        assert await storage.count(NOTES.query()) == 20


async def test_sockets_notice_a_peer_that_vanished(database) -> None:
    connection = await connect(database)
    try:
        peer = connection._transport.get_extra_info("socket")
        assert peer.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        assert peer.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 15_000
    finally:
        await close(connection)


async def test_a_session_that_stands_still_in_a_transaction_frees_its_locks(database) -> None:
    frozen = await connect(replace(database, idle_transaction_ms_max=200))
    await frozen.execute("begin")
    await frozen.execute("insert into note values (1, 'of the frozen one')")
    async with postgres_storage(database, "w", WallClock()) as storage, asyncio.timeout(10):
        await storage.write(NOTES.insert(Note(1, "of another")))
        assert [each.text for each in await storage.read(NOTES.query())] == ["of another"]
    assert frozen.is_closed()


@pytest.mark.logs("slow statement")
async def test_a_slow_statement_is_warned_of_without_its_values(
    database, caplog: pytest.LogCaptureFixture
) -> None:
    settings = replace(database, warn_on_slow_query_s=0.0)
    async with postgres_storage(settings, "w", WallClock()) as storage:
        await storage.write(NOTES.insert(Note(1, "secret")))
        await storage.read(NOTES.query(eq("text", "secret")))
    assert 'from "note"' in caplog.text and "1 writes" in caplog.text
    assert "secret" not in caplog.text


async def test_of_several_servers_the_one_that_may_write_is_used(database) -> None:
    several = replace(database, host=f"127.0.0.2,{database.host}")
    async with postgres_storage(several, "w", WallClock()) as storage:
        await storage.write(NOTES.insert(Note(1)))


async def test_a_database_that_is_read_only_for_a_while_is_waited_for(database) -> None:
    settings = replace(database, retry_interval_max_s=0.1)
    set_read_only = f"alter database {database.database} set default_transaction_read_only ="
    async with postgres_storage(settings, "w", WallClock()) as storage:
        await storage.write(NOTES.insert(Note(1)))
        server = replace(database, database="postgres")
        await execute(server, f"{set_read_only} on")
        await execute(
            server,
            "select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity"
            " where datname = $1",
            database.database,
        )
        async with asyncio.TaskGroup() as group:
            writing = group.create_task(storage.write(NOTES.insert(Note(2))))
            await health_becomes(storage, Condition.DEGRADED)
            assert not writing.done()
            await execute(server, f"{set_read_only} off")
        assert await storage.count(NOTES.query()) == 2


async def test_a_guarded_write_needs_the_newest_epoch(database, open_storage) -> None:
    await execute(database, "insert into lease values ('test', 5, 'me', now())")
    async with open_storage() as storage:
        holder = storage.fenced(Term(5))
        await holder.write(NOTES.insert(Note(1)))
        with pytest.raises(UniqueViolation):
            await holder.write(NOTES.insert(Note(1)))
        await execute(database, "update lease set epoch = 6")
        outcomes = await asyncio.gather(
            holder.write(NOTES.insert(Note(2))),
            holder.write(NOTES.insert(Note(1))),
            storage.fenced(Term(6)).write(NOTES.insert(Note(3))),
            storage.write(NOTES.insert(Note(4))),
            return_exceptions=True,
        )
        assert [type(outcome) for outcome in outcomes] == [LeaseLost] * 2 + [type(None)] * 2
        assert await storage.count(NOTES.query()) == 3


async def test_a_take_over_waits_for_the_old_holders_batch_in_flight(
    database, open_storage
) -> None:
    await execute(database, "insert into lease values ('test', 1, 'me', now())")
    blocker = await connect(database)
    async with open_storage() as storage, asyncio.TaskGroup() as group:
        async with blocker.transaction():
            await blocker.execute("insert into note values (1, null)")
            # The batch holds its share of the lease and waits for the other insert of the key.
            writing = group.create_task(
                storage.fenced(Term(1)).write(NOTES.insert_new(Note(1)), NOTES.upsert(Note(2)))
            )
            await _lock_is_waited_for(database)
            taking = group.create_task(execute(database, "update lease set epoch = 2"))
            done, _ = await asyncio.wait([taking], timeout=0.1)
            assert not done
        await writing
        await taking
    await close(blocker)


async def _lock_is_waited_for(database) -> None:
    text = "select count(*) from pg_locks where not granted and pid <> $1"
    while not await execute(database, text, 0):  # noqa: ASYNC110  # nothing tells of a lock
        await asyncio.sleep(0.01)


async def test_a_cleaned_writer_registers_again(database, open_storage) -> None:
    async with open_storage() as storage:
        await storage.write(NOTES.insert(Note(1)))
        await execute(database, "delete from storage_writer")
        await storage.write(NOTES.insert(Note(2)))
        await storage.write(NOTES.insert(Note(3)))
        assert await storage.count(NOTES.query()) == 3


async def test_read_all_sees_one_snapshot(open_storage) -> None:
    async with open_storage() as storage, asyncio.TaskGroup() as group:

        async def move() -> None:
            for number in range(60):
                await storage.write(NOTES.upsert(Note(1, f"a{number}"), Note(2, f"b{number}")))

        moving = group.create_task(move())
        while not moving.done():
            first, second = await storage.read_all(
                NOTES.query(eq("id", 1)), NOTES.query(eq("id", 2))
            )
            assert [row.text[1:] for row in first] == [row.text[1:] for row in second]


async def test_generated_schema_agrees_with_its_declaration(database) -> None:
    connection = await connect(database)
    try:
        assert await schema_differences(connection, [NOTES]) == []
        await connection.execute("alter table note drop constraint note_text_key")
        await connection.execute("alter table note alter column text set not null")
        assert len(await schema_differences(connection, [NOTES])) == 2
        other = Table("note", Note, key=("id", "id"))
        assert any("key" in line for line in await schema_differences(connection, [other]))
    finally:
        await close(connection)
