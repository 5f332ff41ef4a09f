"""PruningService of a participant: how far its ledger may be pruned, and pruning it.

Schedules are not there. Source: console-config-admin sheet, pruning.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from canton.admin_api.errors import UNSAFE_TO_PRUNE
from canton.errors import LedgerError
from canton.identifiers import Offset
from canton.participant.administration.administration import Administration
from canton.participant.ledger import Ledger
from canton.timestamps import Timestamp
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import admin_participant_pb2 as wire

_MICROS_PER_SECOND = 1_000_000


def participant_pruning_table(administration: Callable[[], Administration]) -> ServiceTable:
    """PruningService over the administration of the active replica."""

    async def prune(request: wire.PruneRequest, call: Call) -> Any:
        ledger = administration().ledger
        if not 0 < request.prune_up_to <= ledger.end:
            raise LedgerError(
                UNSAFE_TO_PRUNE,
                "Participant cannot prune at specified offset due to its place: it is not on the "
                "ledger",
                {"safe_offset": str(ledger.end)},
            )
        await administration().pruning.prune(Offset(request.prune_up_to))
        return wire.PruneResponse()

    async def safe_offset(request: wire.GetSafePruningOffsetRequest, call: Call) -> Any:
        ledger = administration().ledger
        moment = request.before_or_at
        time = Timestamp(moment.seconds * _MICROS_PER_SECOND + moment.nanos // 1_000)
        found = await _safe_offset(ledger, time, Offset(request.ledger_end))
        if found is None:
            return wire.GetSafePruningOffsetResponse(
                no_safe_pruning_offset=wire.GetSafePruningOffsetResponse.NoSafePruningOffset()
            )
        return wire.GetSafePruningOffsetResponse(safe_pruning_offset=found)

    service = wire.DESCRIPTOR.services_by_name["PruningService"]
    return table_of(service, {"Prune": prune, "GetSafePruningOffset": safe_offset})


async def _safe_offset(ledger: Ledger, time: Timestamp, end: Offset) -> Offset | None:
    """The last offset up to which every update was sequenced by that time, if there is one."""
    end = min(end, ledger.end)
    later = await ledger.lookup.first_update_after(time)
    if later is not None:
        end = min(end, Offset(later - 1))
    return end if end > ledger.begin else None
