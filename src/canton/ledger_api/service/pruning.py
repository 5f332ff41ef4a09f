"""ParticipantPruningService: forgetting the beginning of the ledger.

Source: ledger API sheet 2.14.
"""

from __future__ import annotations

from typing import Any, Protocol

from canton.errors import LedgerError
from canton.identifiers import Offset
from canton.ledger_api.errors import OFFSET_OUT_OF_RANGE, invalid_argument
from canton.ledger_api.request.field import positive_offset
from canton.participant.ledger import Ledger
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import ledger_admin_pb2 as wire


class LedgerPruning(Protocol):
    """Prunes the ledger; `Pruning` does."""

    async def prune(self, up_to: Offset) -> None:
        """Forgets everything up to and with an offset."""


class ParticipantPruningService:
    """Prunes one ledger."""

    def __init__(self, ledger: Ledger, pruning: LedgerPruning) -> None:
        self._ledger = ledger
        self._pruning = pruning

    def table(self) -> ServiceTable:
        """The method to serve."""
        service = wire.DESCRIPTOR.services_by_name["ParticipantPruningService"]
        return table_of(service, {"Prune": self.prune})

    async def prune(self, request: wire.PruneRequest, call: Call) -> Any:
        """Forgets everything up to an offset, and returns when that is done."""
        call.correlation_id = request.submission_id or None
        if request.prune_up_to == 0:
            raise invalid_argument("prune_up_to not specified or zero")
        offset = positive_offset(request.prune_up_to, "prune_up_to")
        if offset > self._ledger.end:
            raise LedgerError(
                OFFSET_OUT_OF_RANGE,
                f"prune_up_to needs to be before ledger end {self._ledger.end}",
            )
        await self._pruning.prune(offset)
        return wire.PruneResponse()
