"""ParticipantInspectionService: what is under way."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from canton.admin_api.errors import reading
from canton.identifiers import UniqueIdentifier
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import admin_participant_pb2 as wire

CountInFlight = Callable[[UniqueIdentifier], Awaitable[tuple[int, int]]]
"""The submissions and the transactions that are pending on a synchronizer, by logical id."""


def inspection_table(count_in_flight: CountInFlight) -> ServiceTable:
    """ParticipantInspectionService; the methods about commitments stay unimplemented."""

    async def count(request: wire.CountInFlightRequest, call: Call) -> Any:
        with reading():
            synchronizer = UniqueIdentifier.parse(request.synchronizer_id)
        submissions, transactions = await count_in_flight(synchronizer)
        return wire.CountInFlightResponse(
            pending_submissions=submissions, pending_transactions=transactions
        )

    service = wire.DESCRIPTOR.services_by_name["ParticipantInspectionService"]
    return table_of(service, {"CountInFlight": count})
