"""A server that crashes and comes back: nothing acknowledged is lost, one replica is active."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from canton.clock import WallClock
from canton.lifecycle.health import Condition
from canton.nodes.postgres_launcher import Launch, Server, start, stop
from canton.replication.core import LeaseTiming
from canton.replication.database import DatabaseLeadership
from canton.replication.leadership import Lease, run_terms
from canton.storage import Table
from canton.storage.migration import migrate
from canton.storage.postgres import PostgresSettings, postgres_storage
from canton.storage.postgres.connection import close, connect
from canton.storage.postgres.schema import schema_sql

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.processes,
    pytest.mark.logs(
        "database is (away|back)", "term . of the lease node is over", "ended . sessions"
    ),
]

CLOCK = WallClock()


@dataclass(frozen=True, slots=True)
class Note:
    id: int


NOTES = Table("note", Note, key=("id",))


class CrashingServer:
    """A server of its own, durable, that a test may end without warning."""

    def __init__(self, folder: Path) -> None:
        folder.chmod(0o755)  # the server's unprivileged user has to enter it
        self._launch = Launch(folder / "server", port=0, password="test")
        server = start(self._launch)
        self._launch = replace(self._launch, port=server.port)
        self.server: Server = server

    def crash(self) -> None:
        """PostgreSQL's immediate shutdown: the next start has to recover from its log."""
        pid = int((self._launch.cluster / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
        os.waitpid(pid, 0)

    def start(self) -> None:
        start(self._launch)

    def stop(self) -> None:
        stop(self._launch.data_dir)

    def settings(self, name: str) -> PostgresSettings:
        server = self.server
        return PostgresSettings(
            "postgres",
            server.host,
            server.port,
            server.user,
            server.password,
            application_name=name,
            retry_interval_max_s=0.1,
        )


@pytest.fixture
async def server() -> AsyncIterator[CrashingServer]:
    folder = Path(tempfile.mkdtemp(prefix="pycanton-pg-"))
    server = CrashingServer(folder)
    settings = server.settings("test")
    await migrate(settings, {}, may_upgrade=False)
    connection = await connect(settings)
    await connection.execute(schema_sql([NOTES]))
    await close(connection)
    yield server
    server.stop()
    shutil.rmtree(folder)


async def test_what_was_acknowledged_before_a_crash_is_there_after_it_once(server) -> None:
    acknowledged: list[int] = []

    async def caller(start_at: int) -> None:
        for number in range(start_at, start_at + 150):
            await storage.write(NOTES.insert(Note(number)))
            acknowledged.append(number)

    async with postgres_storage(server.settings("test"), "w", CLOCK) as storage:
        async with asyncio.TaskGroup() as group:
            for n in range(4):
                group.create_task(caller(1000 * n))
            while len(acknowledged) < 100:  # noqa: ASYNC110  # the callers must be under way
                await asyncio.sleep(0)
            server.crash()
            before = set(acknowledged)
            await asyncio.sleep(0.05)
            server.start()
        found = {note.id for note in await storage.read(NOTES.query())}
        assert before <= found == set(acknowledged)
        assert storage.health.state.condition is Condition.OK


async def test_after_a_crash_exactly_one_replica_is_active_again(server) -> None:
    timing = LeaseTiming(eviction_timeout_s=5.0, cool_down_s=0.0)
    active: set[str] = set()
    became_active: asyncio.Queue[str] = asyncio.Queue()

    async def replica(name: str) -> None:
        async def serve(_lease: Lease) -> None:
            assert not active
            active.add(name)
            became_active.put_nowait(name)
            try:
                await asyncio.Event().wait()
            finally:
                active.discard(name)

        await run_terms(DatabaseLeadership(server.settings(name), CLOCK, timing), serve)

    async with AsyncExitStack() as stack, asyncio.timeout(20):
        group = await stack.enter_async_context(asyncio.TaskGroup())
        tasks = [group.create_task(replica(name)) for name in ("one", "two")]
        await became_active.get()
        for _ in range(2):
            server.crash()
            server.start()
            await became_active.get()
            assert len(active) == 1
        for task in tasks:
            task.cancel()
