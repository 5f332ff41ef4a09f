"""EventQueryService: the life of one contract. Source: ledger API sheet 2.9."""

from __future__ import annotations

from typing import Any

from canton.errors import LedgerError
from canton.identifiers import Offset
from canton.ledger_api.errors import CONTRACT_EVENTS_NOT_FOUND, missing_field
from canton.ledger_api.request.field import contract_id
from canton.ledger_api.request.format import Shape, check_known, event_format
from canton.ledger_api.response.event import EventShaper
from canton.ledger_api.response.update import logical_id
from canton.participant.ledger import Ledger
from canton.participant.stores.update import ActiveContractRow
from canton.participant.update import EventKind, TransactionUpdate
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import ledger_service_pb2 as wire


class EventQueryService:
    """Looks contracts up."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def table(self) -> ServiceTable:
        """The methods to serve."""
        service = wire.DESCRIPTOR.services_by_name["EventQueryService"]
        return table_of(service, {"GetEventsByContractId": self.get_events_by_contract_id})

    async def get_events_by_contract_id(
        self, request: wire.GetEventsByContractIdRequest, call: Call
    ) -> Any:
        """How a contract was created and, if it is, archived."""
        wanted = contract_id(request.contract_id)
        if not request.HasField("event_format"):
            raise missing_field("event_format")
        format = event_format(request.event_format)
        check_known(format, self._ledger.packages)
        row = await self._ledger.contract(wanted.hex)
        shaper = EventShaper(format, self._ledger.packages.library)
        created = None if row is None else shaper.active(row)
        if row is None or created is None:
            raise LedgerError(
                CONTRACT_EVENTS_NOT_FOUND, "Contract events not found, or not visible."
            )
        answer = wire.GetEventsByContractIdResponse(
            created=wire.Created(
                created_event=created, synchronizer_id=logical_id(row.synchronizer)
            )
        )
        archived = await self._archived(row, shaper)
        if archived is not None:
            answer.archived.CopyFrom(archived)
        return answer

    async def _archived(self, row: ActiveContractRow, shaper: EventShaper) -> wire.Archived | None:
        if row.archived_at is None or row.archived_at > self._ledger.end:
            return None
        offset = Offset(row.archived_at)
        at = await self._ledger.update_at(offset)
        if at is None or not isinstance(at.update, TransactionUpdate):
            return None
        for event in at.update.events:
            is_archival = event.kind is EventKind.EXERCISED and event.is_consuming
            if is_archival and event.contract_id == row.contract_id:
                shown = shaper.event(event, offset, Shape.ACS_DELTA)
                if shown is not None:
                    return wire.Archived(
                        archived_event=shown.archived,
                        synchronizer_id=logical_id(at.update.synchronizer),
                    )
        return None
