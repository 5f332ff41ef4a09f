"""Making a mediator part of a synchronizer."""

from __future__ import annotations

import pytest

from canton.admin_api.mediator.initialization import (
    mediator_initialization_table,
    sequencer_connection_table,
)
from canton.identifiers import PhysicalSynchronizerId
from canton.sequencer_client.core.validation import Validation
from canton.transport.seam import RpcError
from canton.wire import admin_sequencer_pb2
from canton.wire import mediator_admin_pb2 as wire

ALL = admin_sequencer_pb2.SEQUENCER_CONNECTION_VALIDATION_ALL
PHYSICAL = "sync::1220ab::35-0"


def connections(alias: str) -> admin_sequencer_pb2.SequencerConnections:
    one = admin_sequencer_pb2.SequencerConnection(alias=alias)
    return admin_sequencer_pb2.SequencerConnections(sequencer_connections=[one])


class Mediator:
    """Where a mediator was told to belong."""

    def __init__(self) -> None:
        self.synchronizer: PhysicalSynchronizerId | None = None
        self.connections: bytes | None = None

    async def assign(
        self, synchronizer: PhysicalSynchronizerId, content: bytes, validation: Validation
    ) -> None:
        self.synchronizer = synchronizer
        self.connections = content

    async def get(self) -> bytes | None:
        return self.connections

    async def set(self, content: bytes, validation: Validation) -> None:
        self.connections = content


async def test_a_mediator_learns_its_synchronizer_and_how_to_reach_it(operator) -> None:
    mediator = Mediator()
    request = wire.InitializeMediatorRequest(
        physical_synchronizer_id=PHYSICAL,
        sequencer_connections=connections("s1"),
        sequencer_connection_validation=ALL,
    )
    async with operator(mediator_initialization_table(mediator.assign)) as caller:
        await caller.call("InitializeMediator", request)
    assert str(mediator.synchronizer) == PHYSICAL
    async with operator(sequencer_connection_table(mediator.get, mediator.set)) as caller:
        first = await caller.call("GetConnection", wire.GetConnectionRequest())
        changed = wire.SetConnectionRequest(
            sequencer_connections=connections("s2"), sequencer_connection_validation=ALL
        )
        await caller.call("SetConnection", changed)
        second = await caller.call("GetConnection", wire.GetConnectionRequest())
    assert first.sequencer_connections == connections("s1")
    assert second.sequencer_connections == connections("s2")


async def test_connections_are_absent_before_initialization_and_cannot_be_set(operator) -> None:
    mediator = Mediator()
    async with operator(sequencer_connection_table(mediator.get, mediator.set)) as caller:
        response = await caller.call("GetConnection", wire.GetConnectionRequest())
        assert not response.HasField("sequencer_connections")
        request = wire.SetConnectionRequest(
            sequencer_connections=connections("s"), sequencer_connection_validation=ALL
        )
        with pytest.raises(RpcError, match="not initialized"):
            await caller.call("SetConnection", request)


async def test_a_mediator_without_any_sequencer_is_refused(operator) -> None:
    mediator = Mediator()
    request = wire.InitializeMediatorRequest(physical_synchronizer_id=PHYSICAL)
    async with operator(mediator_initialization_table(mediator.assign)) as caller:
        with pytest.raises(RpcError, match="no sequencer connection"):
            await caller.call("InitializeMediator", request)
    assert mediator.synchronizer is None
