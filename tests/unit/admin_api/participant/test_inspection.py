"""What is under way, over the admin API."""

from __future__ import annotations

from canton.admin_api.participant.inspection import inspection_table
from canton.identifiers import UniqueIdentifier
from canton.wire import admin_participant_pb2 as wire


async def test_what_is_in_flight_is_counted_for_one_synchronizer(operator) -> None:
    async def count(synchronizer: UniqueIdentifier) -> tuple[int, int]:
        return (3, 2) if synchronizer.identifier == "sync" else (0, 0)

    async with operator(inspection_table(count)) as caller:
        response = await caller.call(
            "CountInFlight", wire.CountInFlightRequest(synchronizer_id="sync::1220ab")
        )
    assert (response.pending_submissions, response.pending_transactions) == (3, 2)
