"""Replicas as real processes on a real database: killed, frozen, released; never two holders."""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from canton.clock import WallClock
from canton.replication.core import LeaseTiming
from canton.replication.database import DatabaseLeadership
from canton.storage.postgres import PostgresSettings
from canton.storage.postgres.connection import close, connect

pytestmark = [pytest.mark.postgres, pytest.mark.processes]

TIMEOUT_S = 20
EVICTION_S = 0.8
_SCRIPT = Path(__file__).with_name("replica.py")
_JOURNAL = """
create table journal (
    epoch bigint not null, number bigint not null, note text collate "C" not null,
    committed bigserial, primary key (epoch, number)
)
"""


@dataclass
class Replica:
    name: str
    process: asyncio.subprocess.Process

    async def says(self, word: str) -> str:
        """Waits for a line that begins with the word; answers the rest."""
        assert self.process.stdout
        async with asyncio.timeout(TIMEOUT_S):
            while line := await self.process.stdout.readline():
                first, _, rest = line.decode().strip().partition(" ")
                if first == word:
                    return rest
        raise AssertionError(f"{self.name} ended without saying {word}")

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)


Start = Callable[..., AsyncIterator[Replica]]


@pytest.fixture
async def start(database: PostgresSettings) -> AsyncIterator[Start]:
    connection = await connect(database)
    await connection.execute(_JOURNAL)
    await close(connection)
    async with AsyncExitStack() as stack:
        count = 0

        async def start_one(freeze: bool = False, eviction_s: float = EVICTION_S) -> Replica:
            nonlocal count
            count += 1
            name = f"replica-{count}"
            return await stack.enter_async_context(_replica(database, name, freeze, eviction_s))

        yield start_one


@asynccontextmanager
async def _replica(database, name: str, freeze: bool, eviction_s: float) -> AsyncIterator[Replica]:
    given = {
        "settings": {
            "database": database.database,
            "host": database.host,
            "port": database.port,
            "user": database.user,
            "password": database.password,
            "application_name": name,
            "retry_interval_max_s": 0.1,
        },
        "timing": {"eviction_timeout_s": eviction_s, "cool_down_s": 0.3},
        "freeze": freeze,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(_SCRIPT), json.dumps(given), stdout=asyncio.subprocess.PIPE
    )
    try:
        yield Replica(name, process)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def fetch(database: PostgresSettings, text: str, *arguments: object) -> list:
    connection = await connect(database)
    try:
        return await connection.fetch(text, *arguments)
    finally:
        await close(connection)


async def assert_terms_do_not_overlap(database: PostgresSettings) -> None:
    """In the order in which rows were written, epochs never go back; no row is half written."""
    rows = await fetch(database, "select epoch, note from journal order by committed")
    epochs = [row["epoch"] for row in rows]
    assert epochs == sorted(epochs)
    assert {row["note"] for row in rows} <= {"complete"}


async def test_a_killed_holder_is_replaced_within_a_second(database, start) -> None:
    first = await start()
    await first.says("active")
    await first.says("write")
    second = await start()
    await second.says("waiting")
    await asyncio.sleep(0.1)  # it says so just before it waits
    began = time.monotonic()
    first.signal(signal.SIGKILL)
    assert int(await second.says("active")) == 2
    assert time.monotonic() - began < 1
    await second.says("write")
    await assert_terms_do_not_overlap(database)


async def test_a_holder_frozen_in_a_transaction_is_evicted_and_stays_fenced(
    database, start
) -> None:
    first = await start(freeze=True)
    await first.says("active")
    second = await start()
    await second.says("waiting")
    await first.says("frozen")
    began = time.monotonic()
    assert int(await second.says("active")) == 2
    assert time.monotonic() - began < 2 * EVICTION_S + 0.5
    before = await fetch(database, "select count(*) as n from journal where epoch = 1")
    await second.says("write")
    first.signal(signal.SIGCONT)
    assert (await first.says("write")).startswith("LeaseLost")
    await first.says("lost")
    await first.says("waiting")
    after = await fetch(database, "select count(*) as n from journal where epoch = 1")
    assert before == after
    await assert_terms_do_not_overlap(database)


async def test_a_released_lease_goes_to_the_standby_and_back(database, start) -> None:
    first = await start()
    await first.says("active")
    second = await start()
    await second.says("waiting")
    await asyncio.sleep(0.1)
    first.signal(signal.SIGUSR1)
    assert await first.says("lost") == "released on request"
    assert int(await second.says("active")) == 2
    second.signal(signal.SIGUSR1)
    assert await second.says("lost") == "released on request"
    assert int(await first.says("active")) == 3
    await assert_terms_do_not_overlap(database)


async def test_a_released_lease_that_nobody_takes_comes_back(database, start) -> None:
    only = await start()
    await only.says("active")
    only.signal(signal.SIGUSR1)
    await only.says("lost")
    assert int(await only.says("active")) == 2


async def test_a_holder_whose_session_is_ended_notices_at_once(database, start) -> None:
    only = await start(eviction_s=60)
    await only.says("active")
    await fetch(
        database,
        "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted",
    )
    assert "connection closed" in await only.says("lost")
    assert int(await only.says("active")) == 2


async def test_a_frozen_standby_at_the_head_of_the_queue_is_evicted_too(database, start) -> None:
    first = await start()
    await first.says("active")
    second = await start()
    await second.says("waiting")
    await _waiters(database, 1)
    third = await start()
    await _waiters(database, 2)
    second.signal(signal.SIGSTOP)
    first.signal(signal.SIGKILL)
    assert int(await third.says("active")) == 2
    second.signal(signal.SIGCONT)
    third.signal(signal.SIGKILL)
    assert int(await second.says("active")) == 3


async def _waiters(database, count: int) -> None:
    text = "select 1 from pg_locks where locktype = 'advisory' and not granted"
    async with asyncio.timeout(TIMEOUT_S):
        while len(await fetch(database, text)) < count:  # noqa: ASYNC110  # nothing tells of a lock
            await asyncio.sleep(0.02)


async def test_terms_never_overlap_under_random_kills_and_freezes(database, start) -> None:
    chance = random.Random(1)
    replicas = [await start() for _ in range(2)]
    await _rows_of_epoch(database, 1)
    for round_number in range(6):
        victim = chance.choice(replicas)
        if chance.random() < 0.5:
            victim.signal(signal.SIGKILL)
            replicas.remove(victim)
            replicas.append(await start())
        else:
            victim.signal(signal.SIGSTOP)
            await asyncio.sleep(chance.uniform(0.2, 2 * EVICTION_S))
            victim.signal(signal.SIGCONT)
        await _rows_of_epoch(database, 1 + round_number // 6)
    await assert_terms_do_not_overlap(database)


async def _rows_of_epoch(database, epoch: int) -> None:
    """Waits until somebody active has written ten more rows in that epoch or a later one."""
    text = "select count(*) as n from journal where epoch >= $1"
    wanted = (await fetch(database, text, epoch))[0]["n"] + 10
    async with asyncio.timeout(TIMEOUT_S):
        while (await fetch(database, text, epoch))[0]["n"] < wanted:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_a_standby_whose_session_the_network_lost_waits_anew(
    database, proxy, through_proxy
) -> None:
    """The server ended the session that waits in the lock, and the standby never heard of it."""
    proxy.hides_ends = True
    timing = LeaseTiming(eviction_timeout_s=0.4, cool_down_s=0.0)
    standby = DatabaseLeadership(
        replace(through_proxy, application_name="standby"), WallClock(), timing
    )
    holder = DatabaseLeadership(replace(database, application_name="holder"), WallClock(), timing)

    async def hold() -> int:
        async with standby.held() as lease:
            return lease.epoch

    async with asyncio.timeout(TIMEOUT_S), asyncio.TaskGroup() as group:
        async with holder.held():
            taking = group.create_task(hold())
            await _waiters(database, 1)
            await fetch(
                database,
                "select pg_terminate_backend(pid, 5000) from pg_locks"
                " where locktype = 'advisory' and not granted",
            )
        assert await taking == 2


def _leadership(database: PostgresSettings, name: str) -> DatabaseLeadership:
    settings = PostgresSettings(
        database.database,
        database.host,
        database.port,
        database.user,
        database.password,
        application_name=name,
    )
    return DatabaseLeadership(settings, WallClock(), LeaseTiming(5.0, 0.1))


async def test_who_is_active_is_decided_only_once_the_lease_is_tried_for(database) -> None:
    one, two = _leadership(database, "one"), _leadership(database, "two")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await one.decided()
    async with asyncio.timeout(10), one.held():
        await one.decided()
        assert one.is_active
        async with asyncio.TaskGroup() as group:
            waiting = group.create_task(two.held().__aenter__())
            await two.decided()
            assert not two.is_active
            waiting.cancel()


async def test_within_one_process_the_lease_is_passed_on_in_order(database) -> None:
    one, two = _leadership(database, "one"), _leadership(database, "two")
    assert not await one.release()
    async with one.held() as lease:
        assert one.is_active and one.health.state.condition.value == "Ok" and lease.epoch == 1
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2), two.held():
                raise AssertionError("two holders")
        assert not two.is_active and two.health.is_failed
    async with two.held() as lease:
        assert lease.epoch == 2 and two.is_active
    assert not two.is_active and lease.lost.is_set()
