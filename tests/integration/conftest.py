"""Faults between a storage and its server: a proxy that cuts connections."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import pytest

from canton.storage.postgres import PostgresSettings


@dataclass
class CuttingProxy:
    """Forwards to a server.

    `cut_answers` drops connections when their server answers; `refuses` drops new ones; with
    `hides_ends` clients do not hear of it when the server ends a connection.
    """

    host: str
    port: int
    cut_answers: bool = False
    refuses: bool = False
    hides_ends: bool = False
    listening_port: int = 0
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        if self.refuses:
            writer.transport.abort()
            return
        task = asyncio.current_task()
        assert task
        self.tasks.add(task)
        try:
            answers, requests = await asyncio.open_connection(self.host, self.port)
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._pump(reader, requests, is_answer=False))
                    group.create_task(self._pump(answers, writer, is_answer=True))
            except* ConnectionError:
                pass
            finally:
                requests.transport.abort()
        except asyncio.CancelledError:
            pass
        finally:
            writer.transport.abort()
            self.tasks.discard(task)

    async def _pump(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, is_answer: bool
    ) -> None:
        while content := await source.read(65536):
            if is_answer and self.cut_answers:
                raise ConnectionResetError
            target.write(content)
            await target.drain()
        if is_answer and self.hides_ends:
            await asyncio.Event().wait()
        raise ConnectionResetError

    def cut(self) -> None:
        """Drops every connection now."""
        for task in self.tasks:
            task.cancel()


@pytest.fixture
async def proxy(database: PostgresSettings) -> AsyncIterator[CuttingProxy]:
    """A proxy in front of the test's database."""
    proxy = CuttingProxy(database.host, database.port)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.listening_port = server.sockets[0].getsockname()[1]
    yield proxy
    server.close()
    proxy.cut()
    if proxy.tasks:
        await asyncio.wait(proxy.tasks)


@pytest.fixture
def through_proxy(proxy: CuttingProxy, database: PostgresSettings) -> PostgresSettings:
    """The database as seen through the proxy, with short waits."""
    port = proxy.listening_port
    return replace(database, host="127.0.0.1", port=port, retry_interval_max_s=0.1)
