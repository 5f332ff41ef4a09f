"""Fixtures for every test: a real PostgreSQL, one server per session, one database per test."""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import asyncpg
import pytest

from canton.clock import WallClock
from canton.nodes.postgres_launcher import (
    Launch,
    Server,
    configured_server,
    running_server,
)
from canton.storage.migration import migrate
from canton.storage.postgres import PostgresSettings, PostgresStorage, postgres_storage

_CACHE = Path(tempfile.gettempdir()) / "pycanton-test-cluster"
_numbers = itertools.count(1)

OpenStorage = Callable[[], AbstractAsyncContextManager[PostgresStorage]]


def settings_of(server: Server, database: str) -> PostgresSettings:
    """The settings of a database of the test server."""
    return PostgresSettings(
        database=database,
        host=server.host,
        port=server.port,
        user=server.user,
        password=server.password,
    )


class _Complaints(logging.Handler):
    """Keeps what is logged at WARN or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name} - {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_complaints(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that logs a warning or an error which its marks `logs(...)` do not announce."""
    patterns = [p for mark in request.node.iter_markers("logs") for p in mark.args]
    complaints = _Complaints()
    loggers = [logging.getLogger(name) for name in ("canton", "asyncio")]
    for logger in loggers:
        logger.addHandler(complaints)
    yield
    for logger in loggers:
        logger.removeHandler(complaints)
    unexpected = [
        line for line in complaints.lines if not any(re.search(each, line) for each in patterns)
    ]
    assert unexpected == [], "unexpected lines in the log"


async def execute(server: Server, statement: str, database: str = "postgres") -> None:
    """Runs one statement as the superuser."""
    connection = await asyncpg.connect(server.dsn(database), timeout=10)
    try:
        await connection.execute(statement, timeout=30)
    finally:
        await connection.close(timeout=10)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server: the configured one (CANTON_DB_HOST), else one that lasts as long as the session.

    Each xdist worker starts its own, on a free port, from a shared copy of a fresh data directory.
    """
    configured = configured_server(os.environ)
    if configured:
        yield configured
        return
    # Not pytest's own folder: below mode 0700 the server's unprivileged user could not enter.
    folder = Path(tempfile.mkdtemp(prefix="pycanton-pg-"))
    folder.chmod(0o755)
    launch = Launch(folder / "server", port=0, password="test", is_durable=False, cache_dir=_CACHE)
    try:
        with running_server(launch) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_template(postgres: Server) -> str:
    """The name of a database with the storage's own tables, to copy from."""
    name = f"template_{os.getpid()}"

    async def make() -> None:
        await execute(postgres, f"create database {name}")
        await migrate(settings_of(postgres, name), {}, may_upgrade=False)

    asyncio.run(make())
    return name


@pytest.fixture
async def empty_database(postgres: Server) -> AsyncIterator[PostgresSettings]:
    """A database without any table."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    await execute(postgres, f"create database {name}")
    yield settings_of(postgres, name)
    await execute(postgres, f"drop database {name} with (force)")


@pytest.fixture
async def database(postgres: Server, migrated_template: str) -> AsyncIterator[PostgresSettings]:
    """A database with the storage's own tables."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    await execute(postgres, f"create database {name} template {migrated_template}")
    yield settings_of(postgres, name)
    await execute(postgres, f"drop database {name} with (force)")


@pytest.fixture
def open_storage(database: PostgresSettings) -> OpenStorage:
    """Opens storages on the test's database, each as a process of its own would."""
    return lambda: postgres_storage(database, f"test-writer-{next(_numbers)}", WallClock())
