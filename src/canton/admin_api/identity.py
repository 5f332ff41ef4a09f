"""IdentityInitializationService: the node's name, and giving it one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from canton.admin_api.errors import reading
from canton.clock import Clock
from canton.identifiers import UniqueIdentifier
from canton.topology.transaction import SignedTopologyTransaction
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import topology_admin_pb2 as wire

KnownUid = Callable[[], Awaitable[UniqueIdentifier | None]]
InitId = Callable[[str, str, list[SignedTopologyTransaction]], Awaitable[None]]
"""Takes the identifier, the namespace (empty: that of a new key) and its delegations."""


def identity_table(known_uid: KnownUid, init_id: InitId, clock: Clock) -> ServiceTable:
    """IdentityInitializationService; `init_id` raises where the node does not wait for its id."""

    async def get_id(request: Any, call: Call) -> Any:
        uid = await known_uid()
        return wire.GetIdResponse(
            initialized=uid is not None, unique_identifier="" if uid is None else str(uid)
        )

    async def give_id(request: wire.InitIdRequest, call: Call) -> Any:
        with reading():
            delegations = [
                SignedTopologyTransaction.from_proto(each) for each in request.namespace_delegations
            ]
            if request.namespace:
                UniqueIdentifier.parse(f"{request.identifier}::{request.namespace}")
        await init_id(request.identifier, request.namespace, delegations)
        return wire.InitIdResponse()

    async def current_time(request: Any, call: Call) -> Any:
        return wire.CurrentTimeResponse(current_time=clock.now())

    service = wire.DESCRIPTOR.services_by_name["IdentityInitializationService"]
    return table_of(service, {"GetId": get_id, "InitId": give_id, "CurrentTime": current_time})
