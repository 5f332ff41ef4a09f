"""The synchronizer that a mediator serves, from before it is told of it on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

from canton.errors import Categories, ErrorCode, LedgerError
from canton.identifiers import PhysicalSynchronizerId
from canton.lifecycle.queue import Signal
from canton.mediator.stores.verdict import CONFIGURATION, ConfigurationRow
from canton.nodes.members import read_connections
from canton.sequencer_client.core.validation import Validation
from canton.sequencer_client.settings import SequencerConnections
from canton.storage.storage import Storage
from canton.wire import admin_sequencer_pb2

_ID: Final = 1

ALREADY_INITIALIZED: Final = ErrorCode(
    "MEDIATOR_ALREADY_INITIALIZED",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_EXISTS,
    "The mediator serves a synchronizer already.",
    "Use another mediator.",
)


Validate = Callable[[SequencerConnections, Validation, PhysicalSynchronizerId], Awaitable[None]]
"""Raises `LedgerError` unless the sequencers answer as the validation asks."""


class Assignment:
    """What an active mediator was told: a synchronizer, once; connections, as they change."""

    def __init__(self, storage: Storage, validate: Validate) -> None:
        self._storage = storage
        self._validate = validate
        self._row: ConfigurationRow | None = None
        self.changed = Signal()
        """Notified when the mediator was told something."""

    async def load(self) -> None:
        """Reads what an earlier holder of the database was told."""
        rows = await self._storage.read(CONFIGURATION.get(_ID))
        self._row = rows[0] if rows else None

    @property
    def synchronizer(self) -> PhysicalSynchronizerId | None:
        """The synchronizer, if the mediator was told."""
        row = self._row
        return None if row is None else PhysicalSynchronizerId.parse(row.physical_synchronizer_id)

    @property
    def connections(self) -> bytes | None:
        """The serialized `SequencerConnections`, if the mediator was told."""
        return None if self._row is None else self._row.connections

    async def wait(self) -> tuple[PhysicalSynchronizerId, SequencerConnections]:
        """Where to connect to, as soon as it is known."""
        await self.changed.wait_until(lambda: self._row is not None)
        synchronizer, connections = self.synchronizer, self.connections
        assert synchronizer is not None and connections is not None
        return synchronizer, _decoded(connections)

    async def assign(
        self, synchronizer: PhysicalSynchronizerId, connections: bytes, validation: Validation
    ) -> None:
        """Tells the mediator its synchronizer; telling it the same again is fine.

        Raises:
            LedgerError: it serves another one, or the connections are malformed or not valid.
        """
        decoded = _decoded(connections)
        if self._row is not None:
            if self.synchronizer != synchronizer:
                raise LedgerError(ALREADY_INITIALIZED, f"it serves {self.synchronizer}")
            return
        await self._validate(decoded, validation, synchronizer)
        row = ConfigurationRow(_ID, str(synchronizer), connections)
        await self._storage.write(CONFIGURATION.insert_new(row))
        self._row = row
        self.changed.notify()

    async def reconnect(self, connections: bytes, validation: Validation) -> None:
        """Changes how the synchronizer is reached, from now on.

        Raises:
            LedgerError: the connections are malformed or not valid.
        """
        synchronizer = self.synchronizer
        assert synchronizer is not None, "the admin API refuses this before the assignment"
        await self._validate(_decoded(connections), validation, synchronizer)
        assert self._row is not None
        row = replace(self._row, connections=connections)
        await self._storage.write(CONFIGURATION.upsert(row))
        self._row = row
        self.changed.notify()


def _decoded(connections: bytes) -> SequencerConnections:
    return read_connections(admin_sequencer_pb2.SequencerConnections.FromString(connections))
