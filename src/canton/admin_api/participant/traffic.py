"""TrafficControlService: what a participant has left to send.

A sequencer is asked, who knows best. Source: Canton 3.6 GrpcTrafficControlService.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from canton.admin_api.errors import reading
from canton.identifiers import UniqueIdentifier
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import admin_participant_pb2 as wire
from canton.wire import topology_pb2

TrafficOn = Callable[[UniqueIdentifier], Awaitable[topology_pb2.TrafficState]]
"""The participant's traffic on a synchronizer, by logical id."""


def traffic_table(traffic_on: TrafficOn) -> ServiceTable:
    """TrafficControlService."""

    async def state(request: wire.TrafficControlStateRequest, call: Call) -> Any:
        with reading():
            synchronizer = UniqueIdentifier.parse(request.synchronizer_id)
        found = await traffic_on(synchronizer)
        return wire.TrafficControlStateResponse(
            # The same fields in another message.
            traffic_state=wire.TrafficState.FromString(found.SerializeToString())
        )

    service = wire.DESCRIPTOR.services_by_name["TrafficControlService"]
    return table_of(service, {"TrafficControlState": state})
