"""EventQueryService and ContractService: one contract, by its id. Source: ledger API sheet 2.9."""

from __future__ import annotations

from typing import Any, Final

from canton.errors import LedgerError
from canton.identifiers import Offset, PartyId
from canton.ledger_api.errors import (
    CONTRACT_EVENTS_NOT_FOUND,
    CONTRACT_PAYLOAD_NOT_FOUND,
    missing_field,
)
from canton.ledger_api.request.field import contract_id, parties
from canton.ledger_api.request.format import Shape, check_known, event_format
from canton.ledger_api.response.event import EventShaper
from canton.ledger_api.response.update import logical_id
from canton.ledger_api.response.verbosity import make_terse
from canton.participant.engine.engine import LedgerEngine
from canton.participant.ledger import Ledger
from canton.participant.stores.update import ActiveContractRow
from canton.participant.update import EventKind, TransactionUpdate
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import ledger_event_pb2 as event_wire
from canton.wire import ledger_service_pb2 as wire

_NO_OFFSET: Final = 1
"""Offsets are positive; the contract service knows none."""


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
        row = await self._ledger.lookup.contract(wanted.hex)
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
        at = await self._ledger.lookup.update_at(offset)
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


class ContractService:
    """Gives contracts as they are stored, active or not, without their place on the ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._engine = LedgerEngine(ledger.packages.library)

    def table(self) -> ServiceTable:
        """The method to serve."""
        service = wire.DESCRIPTOR.services_by_name["ContractService"]
        return table_of(service, {"GetContract": self.get_contract})

    async def get_contract(self, request: wire.GetContractRequest, call: Call) -> Any:
        """A contract of which one of the parties is a stakeholder; without parties, any."""
        wanted = contract_id(request.contract_id)
        querying = parties(request.querying_parties)
        stored = await self._ledger.lookup.stored_contract(wanted.hex)
        contract = None if stored is None else self._engine.decode_contract(stored)
        witnesses: frozenset[PartyId] = frozenset()
        if contract is not None:
            stakeholders = contract.stakeholders
            witnesses = stakeholders & querying if querying else stakeholders
        if stored is None or contract is None or not witnesses:
            raise LedgerError(
                CONTRACT_PAYLOAD_NOT_FOUND,
                "Contract payload not found, or not visible.",
                resources=(("CONTRACT_ID", wanted.hex),),
                definite_answer=True,
            )
        event = event_wire.CreatedEvent.FromString(self._engine.created_event(contract, stored))
        make_terse(event)
        event.offset = _NO_OFFSET
        event.witness_parties.extend(sorted(witnesses))
        return wire.GetContractResponse(created_event=event)
