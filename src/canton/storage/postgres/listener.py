"""The connection that listens on the server and wakes the listeners of this process.

It opens when somebody listens. After a loss it wakes everybody, since notifications may have been
missed, and opens again; meanwhile the fallback poll of each listener goes on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from canton.clock import Clock
from canton.storage.errors import StorageMisfit, StorageUnavailable
from canton.storage.postgres.connection import (
    DRIVER_ERRORS,
    Connection,
    backoff,
    connect,
)
from canton.storage.postgres.settings import PostgresSettings
from canton.storage.wakeup import Channels, wakeups

SIGN_OF_LIFE_PERIOD_S: Final = 30.0
"""A connection that only listens would never notice that the network lost it."""

_log: Final = logging.getLogger(__name__)


class NotificationListener:
    """Channels and the connection that serves them. `run` is its task."""

    def __init__(self, settings: PostgresSettings, clock: Clock) -> None:
        self._clock = clock
        self._settings = settings
        self._channels = Channels()
        self._is_changed = asyncio.Event()
        self._is_listening = asyncio.Condition()
        self._served: frozenset[str] = frozenset()

    @asynccontextmanager
    async def listen(
        self, channel: str, poll_s: float
    ) -> AsyncIterator[AsyncIterator[frozenset[str]]]:
        """See `Storage.listen`. Waits for the server to listen, but no longer than one poll."""
        with self._channels.listening(channel) as listener:
            self._is_changed.set()
            try:
                async with asyncio.timeout(poll_s), self._is_listening:
                    await self._is_listening.wait_for(lambda: channel in self._served)
            except TimeoutError:
                _log.warning("not listening to %s yet: polling", channel)
            yield wakeups(listener, poll_s)

    async def run(self) -> None:
        """Keeps a connection that listens to all channels, until cancelled."""
        delays = backoff(self._settings).delays()
        while True:
            await self._is_changed.wait()
            try:
                connection = await connect(self._settings)
                try:
                    delays = backoff(self._settings).delays()
                    await self._serve(connection)
                finally:
                    connection.terminate()
            except (*DRIVER_ERRORS, StorageUnavailable, StorageMisfit) as error:
                _log.info("listening connection lost: %s", error)
            self._served = frozenset()
            self._channels.wake_all()
            self._is_changed.set()
            await self._clock.sleep(next(delays))

    async def _serve(self, connection: Connection) -> None:
        """Listens to every wanted channel until the connection is lost."""
        connection.add_termination_listener(lambda _: self._is_changed.set())
        while not connection.is_closed():
            self._is_changed.clear()
            wanted = frozenset(self._channels.names)
            for channel in wanted - self._served:
                await connection.add_listener(channel, self._on_notification)
            for channel in self._served - wanted:
                await connection.remove_listener(channel, self._on_notification)
            async with self._is_listening:
                self._served = wanted
                self._is_listening.notify_all()
            try:
                async with asyncio.timeout(SIGN_OF_LIFE_PERIOD_S):
                    await self._is_changed.wait()
            except TimeoutError:
                await connection.fetchval("select 1")

    def _on_notification(self, _connection: Any, _pid: int, channel: str, payload: object) -> None:
        self._channels.wake(channel, str(payload))
