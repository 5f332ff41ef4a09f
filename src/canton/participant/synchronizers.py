"""The synchronizers that a participant knows: registered, connected, kept connected.

Each connected synchronizer has one task that holds the connection and makes it again when it is
lost: first at once, then with growing delays. Source: HA sheet 6.5.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from canton.crypto.errors import PROTO_DESERIALIZATION_FAILURE
from canton.errors import CantonError, Categories, ErrorCode, LedgerError, TransientError
from canton.identifiers import PhysicalSynchronizerId
from canton.lifecycle.backoff import Backoff
from canton.lifecycle.health import HealthComponent
from canton.lifecycle.queue import Signal
from canton.lifecycle.supervisor import Supervisor
from canton.participant.connection import Connected, ConnectionParts, connected
from canton.participant.errors import NOT_CONNECTED_TO_ANY_SYNCHRONIZER
from canton.participant.stores.synchronizer import CONNECTIONS, ConnectionRow
from canton.sequencer_client.core.validation import Validation
from canton.sequencer_client.settings import SequencerConnections
from canton.storage.errors import LeaseLost, UniqueViolation
from canton.storage.storage import Storage
from canton.topology_service.session import require_valid_connections

_LOGGER = logging.getLogger(__name__)
RECONNECT: Final = Backoff(first_s=0.1, limit_s=30.0)

SYNCHRONIZER_UNKNOWN: Final = ErrorCode(
    "SYNC_SERVICE_UNKNOWN_SYNCHRONIZER",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_MISSING,
    "The participant knows no synchronizer by this alias.",
    "Register the synchronizer, or check the alias.",
)
SYNCHRONIZER_REGISTRATION: Final = ErrorCode(
    "SYNCHRONIZER_REGISTRATION",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_EXISTS,
    "The alias is in use.",
    "Reconnect to it, or choose another alias.",
)


@dataclass(frozen=True, slots=True)
class Registration:
    """A synchronizer as the participant knows it; `config` is the message of the admin API."""

    alias: str
    config: bytes
    connections: SequencerConnections
    is_manual: bool = False
    physical_id: PhysicalSynchronizerId | None = None


@dataclass(slots=True)
class _Link:
    """The task that keeps one synchronizer connected, and how it stands."""

    task: asyncio.Task[None] | None = None
    connected: Connected | None = None
    failure: CantonError | None = None
    attempts: int = 0
    changed: Signal = field(default_factory=Signal)


Decode = Callable[[bytes], tuple[SequencerConnections, bool]]
"""Reads a stored configuration: the sequencers, and whether it is to be connected by hand."""

OnConnected = Callable[[Connected], Awaitable[None]]
"""Called after each connect, before anybody is told of it."""


class Synchronizers:
    """The synchronizers of an active participant; its tasks belong to the supervisor."""

    def __init__(
        self,
        parts: ConnectionParts,
        supervisor: Supervisor,
        decode: Decode,
        on_connected: OnConnected,
    ) -> None:
        self._parts = parts
        self._storage: Storage = parts.storage
        self._supervisor = supervisor
        self._decode = decode
        self._on_connected = on_connected
        self._registered: dict[str, Registration] = {}
        self._links: dict[str, _Link] = {}
        self.changed = Signal()
        """Notified when a synchronizer was connected or lost."""
        self.health = HealthComponent("connected-synchronizer")
        self.health.fail("Not connected")

    async def load(self) -> None:
        """Reads what is registered."""
        for row in await self._storage.read(CONNECTIONS.query()):
            connections, is_manual = self._decode(row.config)
            physical = PhysicalSynchronizerId.parse(row.physical_id) if row.physical_id else None
            self._registered[row.alias] = Registration(
                row.alias, row.config, connections, is_manual, physical
            )

    @property
    def registered(self) -> list[Registration]:
        """All that are known, in order of alias."""
        return [self._registered[alias] for alias in sorted(self._registered)]

    def registration(self, alias: str) -> Registration:
        """The one of that alias.

        Raises:
            LedgerError: there is none.
        """
        known = self._registered.get(alias)
        if known is None:
            raise LedgerError(SYNCHRONIZER_UNKNOWN, f"there is no synchronizer {alias}")
        return known

    @property
    def connected(self) -> dict[str, Connected]:
        """The open connections by alias."""
        return {
            alias: link.connected
            for alias, link in sorted(self._links.items())
            if link.connected is not None
        }

    def only(
        self,
        synchronizer: str | None,
        several: ErrorCode,
        none: ErrorCode = NOT_CONNECTED_TO_ANY_SYNCHRONIZER,
    ) -> Connected:
        """The connection that is meant: by logical or physical id, or the only one.

        Raises:
            LedgerError: `several` if none is named of several, `none` if there is no such one.
        """
        connected = list(self.connected.values())
        if not connected:
            raise LedgerError(none, "the participant is connected to no synchronizer")
        if synchronizer:
            for each in connected:
                if synchronizer in (str(each.synchronizer), str(each.synchronizer.logical)):
                    return each
            raise LedgerError(none, f"the participant is not connected to {synchronizer}")
        if len(connected) > 1:
            raise LedgerError(several, "several synchronizers are connected")
        return connected[0]

    async def register(self, config: bytes, alias: str, validation: Validation) -> Registration:
        """Makes a synchronizer known, once its sequencers answered as the validation asks.

        Raises:
            LedgerError: they did not, the alias is in use with another configuration, or the
                configuration cannot be read.
        """
        connections, is_manual = self._read(config)
        known = self._registered.get(alias)
        if known is not None and known.config != config:
            raise LedgerError(SYNCHRONIZER_REGISTRATION, f"the alias {alias} is in use")
        expected = known.physical_id if known is not None else None
        await require_valid_connections(self._parts.member, connections, validation, expected)
        if known is not None:
            return known
        registration = Registration(alias, config, connections, is_manual)
        await self._store(registration)
        return registration

    async def modify(self, config: bytes, alias: str, validation: Validation) -> None:
        """Changes how a synchronizer is reached; an open connection is made anew.

        Raises:
            LedgerError: the sequencers do not answer as the validation asks, or the configuration
                cannot be read.
        """
        known = self.registration(alias)
        connections, is_manual = self._read(config)
        await require_valid_connections(
            self._parts.member, connections, validation, known.physical_id
        )
        await self._store(
            replace(known, config=config, connections=connections, is_manual=is_manual)
        )
        if alias in self._links:
            await self.disconnect(alias)
            await self.connect(alias)

    def _read(self, config: bytes) -> tuple[SequencerConnections, bool]:
        try:
            return self._decode(config)
        except ValueError as error:
            raise LedgerError(PROTO_DESERIALIZATION_FAILURE, str(error)) from error

    async def _store(self, registration: Registration) -> None:
        physical = registration.physical_id
        row = ConnectionRow(
            registration.alias,
            "" if physical is None else str(physical),
            registration.config,
        )
        await self._storage.write(CONNECTIONS.upsert(row))
        self._registered[registration.alias] = registration

    async def connect(self, alias: str, *, keep_trying: bool = False) -> Connected:
        """Connects and keeps connected; returns once it is, or with the first failure.

        With `keep_trying` a failure that may pass is not the end.

        Raises:
            CantonError: why it could not be connected.
        """
        registration = self.registration(alias)
        link = self._links.get(alias)
        if link is None or link.task is None or link.task.done():
            link = self._links[alias] = _Link()
            link.task = self._supervisor.spawn(
                f"connection {alias}", lambda: self._keep(alias, link)
            )
        attempts = link.attempts
        while link.connected is None:
            has_failed = link.failure is not None and link.attempts > attempts
            if has_failed and not (keep_trying and isinstance(link.failure, TransientError)):
                assert link.failure is not None
                failure = link.failure
                await self.disconnect(registration.alias)
                raise failure
            await link.changed.wait()
        return link.connected

    def connect_in_background(self, aliases: Iterable[str]) -> None:
        """Connects and keeps trying; returns at once."""
        for alias in aliases:
            if alias not in self._links:
                link = self._links[alias] = _Link()
                link.task = self._supervisor.spawn(
                    f"connection {alias}",
                    lambda alias=alias, link=link: self._keep(alias, link),  # type: ignore[misc]
                )

    async def disconnect(self, alias: str) -> None:
        """Ends a connection; a synchronizer that is not connected stays so."""
        link = self._links.pop(alias, None)
        if link is not None and link.task is not None:
            link.task.cancel()
            await asyncio.wait([link.task])
            self._update_health()

    async def _keep(self, alias: str, link: _Link) -> None:
        """Holds the connection, and makes it again when it is lost."""
        delays = RECONNECT.delays()
        while True:
            registration = self.registration(alias)
            try:
                async with connected(
                    self._parts, registration.connections, registration.physical_id
                ) as connection:
                    await self._remember(registration, connection.synchronizer)
                    await self._on_connected(connection)
                    connection.session.client.health.on_change(self._update_health)
                    link.connected, link.failure = connection, None
                    delays = RECONNECT.delays()
                    self._tell(link)
                    _LOGGER.info("connected to %s as %s", connection.synchronizer, alias)
                    await asyncio.get_running_loop().create_future()
            except (LeaseLost, UniqueViolation):
                raise  # the whole term is over, not just this connection
            except TransientError as error:
                delay_s = next(delays)
                _LOGGER.warning("synchronizer %s: %s; again in %.1f s", alias, error, delay_s)
                self._lost(link, error)
                await self._parts.clock.sleep(delay_s)
            except CantonError as error:
                _LOGGER.warning("synchronizer %s is given up: %s", alias, error)
                self._lost(link, error)
                return
            finally:
                link.connected = None
                self._tell(link)

    async def _remember(
        self, registration: Registration, synchronizer: PhysicalSynchronizerId
    ) -> None:
        if registration.physical_id is None:
            await self._store(replace(registration, physical_id=synchronizer))

    def _lost(self, link: _Link, error: CantonError) -> None:
        link.connected, link.failure = None, error
        link.attempts += 1
        self._tell(link)

    def _tell(self, link: _Link) -> None:
        link.changed.notify()
        self._update_health()
        self.changed.notify()

    def _update_health(self) -> None:
        connected = self.connected.values()
        if not connected:
            self.health.fail("Not connected")
        elif all(each.session.client.health.is_failed for each in connected):
            self.health.fail("No sequencer can be reached")
        else:
            self.health.ok()
