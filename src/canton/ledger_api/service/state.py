"""StateService: the end of the ledger, active contracts, synchronizers.

Source: ledger API sheet 2.2.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any, Final

from canton.identifiers import Member, Offset, PartyId
from canton.ledger_api.errors import (
    INVALID_ACS_PAGE_TOKEN,
    INVALID_CONTINUATION_TOKEN,
    invalid_field,
    missing_field,
)
from canton.ledger_api.request.field import (
    non_negative_offset,
    not_after_end,
    page_size,
    party_field,
)
from canton.ledger_api.request.format import check_known, event_format
from canton.ledger_api.response.event import EventShaper
from canton.ledger_api.response.update import logical_id, synchronizer_time
from canton.ledger_api.service.page_token import TokenMaker
from canton.participant.connection import Connected
from canton.participant.ledger import Ledger
from canton.participant.stores.update import ActiveContractRow
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import ledger_service_pb2 as wire

PAGE_SIZE: Final = 2000
PAGE_SIZE_MAX: Final = 10_000
_Place = tuple[int, int]
"""The offset of a contract's creation and its node id: where it is in the snapshot."""


class StateService:
    """Answers about the state of a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def table(self) -> ServiceTable:
        """The methods to serve."""
        service = wire.DESCRIPTOR.services_by_name["StateService"]
        return table_of(
            service,
            {
                "GetActiveContracts": self.get_active_contracts,
                "GetActiveContractsPage": self.get_active_contracts_page,
                "GetConnectedSynchronizers": self.get_connected_synchronizers,
                "GetLedgerEnd": self.get_ledger_end,
                "GetLatestPrunedOffsets": self.get_latest_pruned_offsets,
            },
        )

    async def get_ledger_end(self, request: wire.GetLedgerEndRequest, call: Call) -> Any:
        """The last offset, with the time of its synchronizer where it is an update's."""
        end = self._ledger.end
        last = await self._ledger.lookup.update_at(end) if end else None
        times = []
        if last is not None:
            times.append(synchronizer_time(last.update.synchronizer, last.update.record_time))
        return wire.GetLedgerEndResponse(offset=end, synchronizer_times=times)

    async def get_latest_pruned_offsets(
        self, request: wire.GetLatestPrunedOffsetsRequest, call: Call
    ) -> Any:
        """Up to which offset the ledger was pruned; 0 if it never was."""
        begin = self._ledger.begin
        return wire.GetLatestPrunedOffsetsResponse(
            participant_pruned_up_to_inclusive=begin,
            all_divulged_contracts_pruned_up_to_inclusive=begin,
        )

    async def get_connected_synchronizers(
        self, request: wire.GetConnectedSynchronizersRequest, call: Call
    ) -> Any:
        """The connected synchronizers, or those where a party is hosted."""
        party = party_field(request.party, "party") if request.party else None
        participant = self._ledger.participant
        if request.participant_id:
            try:
                participant = Member.parse(f"PAR::{request.participant_id}")
            except ValueError as error:
                raise invalid_field("participant_id", str(error)) from error
        answer = wire.GetConnectedSynchronizersResponse()
        for alias, connected in sorted(self._ledger.connected.items()):
            permission = 0
            if party is not None:
                permission = _permission(connected, party, participant)
                if not permission:
                    continue
            answer.connected_synchronizers.add(
                synchronizer_alias=alias,
                synchronizer_id=str(connected.synchronizer.logical),
                permission=wire.ParticipantPermission.Name(permission),
            )
        return answer

    async def get_active_contracts(
        self, request: wire.GetActiveContractsRequest, call: Call
    ) -> AsyncIterator[wire.GetActiveContractsResponse]:
        """The contracts that are active at an offset; the stream ends by itself."""
        at = non_negative_offset(request.active_at_offset, "active_at_offset")
        shaper = self._shaper(request)
        not_after_end(at, self._ledger.end, "active_at_offset")
        tokens = TokenMaker(
            self._ledger.participant,
            request,
            "stream_continuation_token",
            INVALID_CONTINUATION_TOKEN,
        )
        created_at, node_id = tokens.read(0, 0)
        async for response in self._snapshot(at, shaper, tokens, (created_at, node_id)):
            yield response

    async def get_active_contracts_page(
        self, request: wire.GetActiveContractsPageRequest, call: Call
    ) -> Any:
        """The contracts that are active at an offset, or now, a page at a time."""
        at = self._ledger.end
        if request.HasField("active_at_offset"):
            at = non_negative_offset(request.active_at_offset, "active_at_offset")
        shaper = self._shaper(request)
        wanted = request.max_page_size if request.HasField("max_page_size") else None
        size = page_size(wanted, PAGE_SIZE, PAGE_SIZE_MAX)
        not_after_end(at, self._ledger.end, "active_at_offset")
        tokens = TokenMaker(self._ledger.participant, request, "page_token", INVALID_ACS_PAGE_TOKEN)
        pinned, created_at, node_id = tokens.read(int(at), 0, 0)
        answer = wire.GetActiveContractsPageResponse(active_at_offset=pinned)
        last: _Place = (0, 0)
        async with aclosing(
            self._snapshot(Offset(pinned), shaper, tokens, (created_at, node_id))
        ) as responses:
            async for response in responses:
                if len(answer.active_contracts) == size:
                    answer.next_page_token = tokens.make(pinned, *last)
                    break
                created = response.active_contract.created_event
                last = (created.offset, created.node_id + 1)
                response.ClearField("stream_continuation_token")
                answer.active_contracts.append(response)
        return answer

    def _shaper(
        self, request: wire.GetActiveContractsRequest | wire.GetActiveContractsPageRequest
    ) -> EventShaper:
        if not request.HasField("event_format"):
            raise missing_field("event_format")
        format = event_format(request.event_format)
        check_known(format, self._ledger.packages)
        return EventShaper(format, self._ledger.packages.library)

    async def _snapshot(
        self, at: Offset, shaper: EventShaper, tokens: TokenMaker, begin: _Place
    ) -> AsyncGenerator[wire.GetActiveContractsResponse, None]:
        """The entries from a place on; the token of an entry names the place after it."""
        async for page in self._ledger.active_contracts(at):
            for row in sorted(page, key=_place):
                created = shaper.active(row) if _place(row) >= begin else None
                if created is not None:
                    active = wire.ActiveContract(
                        created_event=created,
                        synchronizer_id=logical_id(row.synchronizer),
                        reassignment_counter=row.reassignment_counter,
                    )
                    yield wire.GetActiveContractsResponse(
                        workflow_id=row.workflow_id,
                        active_contract=active,
                        stream_continuation_token=tokens.make(row.created_at, row.node_id + 1),
                    )


def _place(row: ActiveContractRow) -> _Place:
    return row.created_at, row.node_id


def _permission(connected: Connected, party: PartyId, participant: Member) -> int:
    snapshot = connected.session.topology.approximate_snapshot()
    attributes = snapshot.parties.info(party).participants.get(participant)
    return 0 if attributes is None else int(attributes.permission)
