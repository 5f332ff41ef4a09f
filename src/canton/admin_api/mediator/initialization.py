"""MediatorInitializationService and SequencerConnectionService: where a mediator belongs.

Source: Canton 3.6 GrpcMediatorInitializationService, GrpcSequencerConnectionService.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from canton.admin_api.errors import NODE_IS_NOT_READY, reading
from canton.errors import LedgerError
from canton.identifiers import PhysicalSynchronizerId
from canton.sequencer_client.core.validation import Validation
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import admin_sequencer_pb2
from canton.wire import mediator_admin_pb2 as wire

Assign = Callable[[PhysicalSynchronizerId, bytes, Validation], Awaitable[None]]
"""Tells the mediator its synchronizer and the serialized connections, once and for all."""
GetConnections = Callable[[], Awaitable[bytes | None]]
"""The serialized connections; None before the mediator is initialized."""
SetConnections = Callable[[bytes, Validation], Awaitable[None]]


def mediator_initialization_table(assign: Assign) -> ServiceTable:
    """MediatorInitializationService."""

    async def initialize(request: wire.InitializeMediatorRequest, call: Call) -> Any:
        with reading():
            synchronizer = PhysicalSynchronizerId.parse(request.physical_synchronizer_id)
            validation = _checked(request)
        await assign(synchronizer, request.sequencer_connections.SerializeToString(), validation)
        return wire.InitializeMediatorResponse()

    service = wire.DESCRIPTOR.services_by_name["MediatorInitializationService"]
    return table_of(service, {"InitializeMediator": initialize})


def sequencer_connection_table(get: GetConnections, change: SetConnections) -> ServiceTable:
    """SequencerConnectionService."""

    async def get_connection(request: Any, call: Call) -> Any:
        connections = await get()
        if connections is None:
            return wire.GetConnectionResponse()
        return wire.GetConnectionResponse(
            sequencer_connections=admin_sequencer_pb2.SequencerConnections.FromString(connections)
        )

    async def set_connection(request: wire.SetConnectionRequest, call: Call) -> Any:
        with reading():
            validation = _checked(request)
        if await get() is None:
            raise LedgerError(NODE_IS_NOT_READY, "the mediator is not initialized")
        await change(request.sequencer_connections.SerializeToString(), validation)
        return wire.SetConnectionResponse()

    service = wire.DESCRIPTOR.services_by_name["SequencerConnectionService"]
    return table_of(service, {"GetConnection": get_connection, "SetConnection": set_connection})


def _checked(
    request: wire.InitializeMediatorRequest | wire.SetConnectionRequest,
) -> Validation:
    if not request.sequencer_connections.sequencer_connections:
        raise ValueError("there is no sequencer connection")
    return Validation(request.sequencer_connection_validation)
