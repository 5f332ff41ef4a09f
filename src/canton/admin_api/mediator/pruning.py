"""MediatorAdministrationService: forgetting old verdicts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from canton.admin_api.errors import NODE_IS_NOT_READY, reading
from canton.errors import Categories, ErrorCode, LedgerError
from canton.mediator.stores.verdict import CURSORS, VERDICTS
from canton.storage.condition import at_most
from canton.storage.storage import Storage
from canton.timestamps import Timestamp, iso
from canton.topology.encoding.time import timestamp_from_proto, timestamp_to_proto
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import admin_pruning_pb2 as pruning
from canton.wire import mediator_admin_pb2 as wire

CANNOT_PRUNE: Final = ErrorCode(
    "MEDIATOR_CANNOT_PRUNE_AT_TIMESTAMP",
    Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE,
    "What was received at that time may still be needed.",
    "Prune at an earlier time.",
)


def mediator_pruning_table(storage: Callable[[], Storage]) -> ServiceTable:
    """MediatorAdministrationService over the storage that `storage` finds; without schedules."""

    async def prune(request: wire.MediatorPruning.PruneRequest, call: Call) -> Any:
        with reading():
            time = timestamp_from_proto(request.timestamp)
        database = storage()
        cursors = await database.read(CURSORS.query())
        if not cursors:
            raise LedgerError(NODE_IS_NOT_READY, "there is no mediator data available for pruning")
        # Every request before the cursor has its verdict, so nothing will look for these again.
        if any(time >= cursor.event_time for cursor in cursors):
            raise LedgerError(CANNOT_PRUNE, f"events up to {iso(time)} are not all processed")
        await database.write(VERDICTS.delete_where(at_most("request_id", time)))
        return wire.MediatorPruning.PruneResponse()

    async def find(request: pruning.FindPruningTimestampRequest, call: Call) -> Any:
        with reading():
            if request.index <= 0:
                raise ValueError("the index must be positive")
        oldest = VERDICTS.query(order=("request_id",), limit=request.index)
        rows = await storage().read(oldest)
        if len(rows) < request.index:
            return pruning.FindPruningTimestampResponse()
        time = timestamp_to_proto(Timestamp(rows[-1].request_id))
        return pruning.FindPruningTimestampResponse(timestamp=time)

    service = wire.DESCRIPTOR.services_by_name["MediatorAdministrationService"]
    return table_of(service, {"Prune": prune, "FindPruningTimestamp": find})
