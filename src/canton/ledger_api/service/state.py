"""StateService: the end of the ledger, active contracts, synchronizers.

Source: ledger API sheet 2.2.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from typing import Any, Final

from canton.errors import LedgerError
from canton.identifiers import Member, Offset, PartyId
from canton.ledger_api.errors import INVALID_CONTINUATION_TOKEN, invalid_field, missing_field
from canton.ledger_api.request.field import non_negative_offset, not_after_end, party_field
from canton.ledger_api.request.format import check_known, event_format
from canton.ledger_api.response.event import EventShaper
from canton.ledger_api.response.update import logical_id, synchronizer_time
from canton.participant.connection import Connected
from canton.participant.ledger import Ledger
from canton.participant.stores.update import ActiveContractRow
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import ledger_service_pb2 as wire

_TAG_LENGTH: Final = 8
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
                "GetConnectedSynchronizers": self.get_connected_synchronizers,
                "GetLedgerEnd": self.get_ledger_end,
                "GetLatestPrunedOffsets": self.get_latest_pruned_offsets,
            },
        )

    async def get_ledger_end(self, request: wire.GetLedgerEndRequest, call: Call) -> Any:
        """The last offset, with the time of its synchronizer where it is an update's."""
        end = self._ledger.end
        last = await self._ledger.update_at(end) if end else None
        times = []
        if last is not None:
            times.append(synchronizer_time(last.update.synchronizer, last.update.record_time))
        return wire.GetLedgerEndResponse(offset=end, synchronizer_times=times)

    async def get_latest_pruned_offsets(
        self, request: wire.GetLatestPrunedOffsetsRequest, call: Call
    ) -> Any:
        """Nothing was ever pruned."""
        return wire.GetLatestPrunedOffsetsResponse()

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
        if not request.HasField("event_format"):
            raise missing_field("event_format")
        format = event_format(request.event_format)
        check_known(format, self._ledger.packages)
        not_after_end(at, self._ledger.end, "active_at_offset")
        tag = self._tag(request)
        after = _read_token(request.stream_continuation_token, tag)
        if at:
            shaper = EventShaper(format, self._ledger.packages.library)
            async for response in self._snapshot(at, shaper, tag, after):
                yield response

    async def _snapshot(
        self, at: Offset, shaper: EventShaper, tag: bytes, after: _Place
    ) -> AsyncIterator[wire.GetActiveContractsResponse]:
        async for page in self._ledger.active_contracts(at):
            for row in sorted(page, key=_place):
                created = shaper.active(row) if _place(row) > after else None
                if created is not None:
                    active = wire.ActiveContract(
                        created_event=created,
                        synchronizer_id=logical_id(row.synchronizer),
                        reassignment_counter=row.reassignment_counter,
                    )
                    yield wire.GetActiveContractsResponse(
                        workflow_id=row.workflow_id,
                        active_contract=active,
                        stream_continuation_token=_token(tag, _place(row)),
                    )

    def _tag(self, request: wire.GetActiveContractsRequest) -> bytes:
        """What ties a token to its request and participant."""
        plain = wire.GetActiveContractsRequest()
        plain.CopyFrom(request)
        plain.ClearField("stream_continuation_token")
        content = f"{self._ledger.participant}".encode()
        content += plain.SerializeToString(deterministic=True)
        return hashlib.sha256(content).digest()[:_TAG_LENGTH]


def _place(row: ActiveContractRow) -> _Place:
    return row.created_at, row.node_id


def _token(tag: bytes, place: _Place) -> bytes:
    return tag + place[0].to_bytes(8, "big") + place[1].to_bytes(4, "big")


def _read_token(token: bytes, tag: bytes) -> _Place:
    if not token:
        return (0, -1)
    if len(token) != _TAG_LENGTH + 12 or token[:_TAG_LENGTH] != tag:
        raise LedgerError(INVALID_CONTINUATION_TOKEN, "the token belongs to another request")
    rest = token[_TAG_LENGTH:]
    return int.from_bytes(rest[:8], "big"), int.from_bytes(rest[8:], "big")


def _permission(connected: Connected, party: PartyId, participant: Member) -> int:
    snapshot = connected.session.topology.approximate_snapshot()
    attributes = snapshot.parties.info(party).participants.get(participant)
    return 0 if attributes is None else int(attributes.permission)
