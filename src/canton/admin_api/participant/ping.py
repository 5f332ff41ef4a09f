"""PingService: a trip through the whole transaction protocol, with the time that it took."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from canton.admin_api.errors import reading
from canton.identifiers import UniqueIdentifier
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import admin_participant_pb2 as wire
from canton.workflows.ping import PingFailure, PingOrder, PingSuccess

__all__ = ["Ping", "PingFailure", "PingOrder", "PingSuccess", "ping_table"]


class Ping(Protocol):
    """The workflow of pings of an active participant."""

    async def ping(self, order: PingOrder) -> PingSuccess | PingFailure:
        """Pings, and waits for the answer."""


def ping_table(find: Callable[[], Ping]) -> ServiceTable:
    """PingService over the workflow that `find` finds."""

    async def answer(request: wire.PingRequest, call: Call) -> Any:
        outcome = await find().ping(_order(request))
        match outcome:
            case PingSuccess(duration_ms, responder):
                success = wire.PingSuccess(ping_time=duration_ms, responder=responder)
                return wire.PingResponse(success=success)
            case PingFailure(reason):
                return wire.PingResponse(failure=wire.PingFailure(reason=reason))

    service = wire.DESCRIPTOR.services_by_name["PingService"]
    return table_of(service, {"Ping": answer})


def _order(request: wire.PingRequest) -> PingOrder:
    with reading():
        if not request.target_parties:
            raise ValueError("there is nobody to ping")
        return PingOrder(
            tuple(UniqueIdentifier.parse(each).party for each in request.target_parties),
            tuple(UniqueIdentifier.parse(each).party for each in request.validators),
            request.timeout.ToMicroseconds() / 1e6,
            request.levels,
            request.synchronizer_id or None,
            request.workflow_id,
            request.id,
        )
