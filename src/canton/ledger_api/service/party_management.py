"""PartyManagementService: parties, as the connected synchronizers know them.

Source: ledger API sheet 2.11.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager
from typing import Any, Final, Protocol

from canton.errors import LedgerError
from canton.identifiers import PartyId
from canton.ledger_api.authorization.authorizer import caller_of
from canton.ledger_api.errors import invalid_argument, invalid_field
from canton.ledger_api.request.field import party, synchronizer, user_id
from canton.ledger_api.user.errors import require_provider
from canton.participant.administration import PARTY_ALREADY_EXISTS
from canton.participant.ledger import Ledger
from canton.transport.seam import Call, Handler, ServiceTable, table_of
from canton.wire import ledger_admin_pb2 as wire

PAGE_SIZE_MAX: Final = 10_000
_HINT: Final = re.compile(r"[A-Za-z0-9:\-_ ]{1,185}")


class PartyAllocation(Protocol):
    """Makes parties; `Administration` does."""

    async def allocate_party(
        self, hint: str | None = None, synchronizer: str | None = None
    ) -> PartyId:
        """Makes a party that this participant hosts, and waits until it may be used."""


Grant = Callable[[PartyId], Awaitable[None]]
"""Lets a user act as a party."""


class PartyGrants(Protocol):
    """Lets users act as parties; `Users` does."""

    def allocating(
        self, user_id: str, provider: str, *, has_quota: bool
    ) -> AbstractAsyncContextManager[Grant]:
        """Refuses a user that is not there, or that has too many parties; lets it act as one."""


class PartyManagementService:
    """Lists parties and makes new ones, for a user if the request names one."""

    def __init__(
        self, ledger: Ledger, allocation: PartyAllocation, grants: PartyGrants | None = None
    ) -> None:
        self._ledger = ledger
        self._allocation = allocation
        self._grants = grants

    def table(self) -> ServiceTable:
        """The methods to serve."""
        handlers: dict[str, Handler] = {
            "GetParticipantId": self.get_participant_id,
            "GetParties": self.get_parties,
            "ListKnownParties": self.list_known_parties,
            "AllocateParty": self.allocate_party,
        }
        return table_of(wire.DESCRIPTOR.services_by_name["PartyManagementService"], handlers)

    async def get_participant_id(self, request: wire.GetParticipantIdRequest, call: Call) -> Any:
        """The participant's id, without the kind in front."""
        return wire.GetParticipantIdResponse(participant_id=str(self._ledger.participant.uid))

    async def get_parties(self, request: wire.GetPartiesRequest, call: Call) -> Any:
        """Those of the parties that are known."""
        wanted = sorted({party(each) for each in request.parties})
        known = self._known()
        return wire.GetPartiesResponse(
            party_details=self._details(each for each in wanted if each in known)
        )

    async def list_known_parties(self, request: wire.ListKnownPartiesRequest, call: Call) -> Any:
        """All parties in order, a page at a time."""
        after = _read_token(request.page_token)
        size = request.page_size or PAGE_SIZE_MAX
        if not 0 < size <= PAGE_SIZE_MAX:
            raise invalid_argument(f"page_size must be from 0 to {PAGE_SIZE_MAX}, but is {size}")
        found = sorted(
            each for each in self._known() if each > after and each.startswith(request.filter_party)
        )
        page = found[:size]
        token = _token(page[-1]) if len(found) > size else ""
        return wire.ListKnownPartiesResponse(
            party_details=self._details(page), next_page_token=token
        )

    async def allocate_party(self, request: wire.AllocatePartyRequest, call: Call) -> Any:
        """Makes a party."""
        hint = request.party_id_hint or None
        if hint is not None and "::" in hint:
            raise invalid_argument("Invalid party ID: String contains reserved delimiter `::`.")
        if hint is not None and not _HINT.fullmatch(hint):
            raise invalid_field("party_id_hint", f"{hint[:80]!r} is not an identifier")
        where = synchronizer(request.synchronizer_id)
        if request.local_metadata.resource_version:
            raise invalid_argument("field party.resource_version must be not set")
        user = request.user_id and user_id(request.user_id)
        if user and self._grants is None:
            raise invalid_argument("user_id is set, but there is no user management")
        require_provider(request.identity_provider_id)
        if user and self._grants is not None:
            has_quota, provider = caller_of(call).is_regular_user, request.identity_provider_id
            async with self._grants.allocating(user, provider, has_quota=has_quota) as grant:
                made = await self._make(hint, where)
                await grant(made)
        else:
            made = await self._make(hint, where)
        annotations = request.local_metadata.annotations
        metadata = wire.ObjectMeta(resource_version="0", annotations=annotations)
        return wire.AllocatePartyResponse(
            party_details=wire.PartyDetails(party=made, is_local=True, local_metadata=metadata)
        )

    async def _make(self, hint: str | None, where: str | None) -> PartyId:
        try:
            return await self._allocation.allocate_party(hint, where)
        except LedgerError as error:
            if error.code == PARTY_ALREADY_EXISTS:
                raise invalid_argument(error.cause) from error
            raise

    def _known(self) -> frozenset[PartyId]:
        """The parties that exist on some connected synchronizer, admin parties among them."""
        known: set[PartyId] = {self._ledger.participant.uid.party}
        for connected in self._ledger.connected.values():
            snapshot = connected.session.topology.approximate_snapshot()
            known |= snapshot.parties.all()
        return frozenset(known)

    def _details(self, parties: Iterable[PartyId]) -> list[wire.PartyDetails]:
        local = self._ledger.hosted_parties() | {self._ledger.participant.uid.party}
        return [
            wire.PartyDetails(party=each, is_local=each in local, local_metadata=wire.ObjectMeta())
            for each in parties
        ]


def _token(last: str) -> str:
    return base64.b64encode(last.encode()).decode()


def _read_token(token: str) -> str:
    try:
        return base64.b64decode(token, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise invalid_argument("page_token was not given by this participant") from error
