"""PartyManagementService: parties, as the connected synchronizers know them.

Source: ledger API sheet 2.11.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Final, Protocol

from canton.errors import LedgerError
from canton.identifiers import PartyId
from canton.ledger_api.authorization.authorizer import caller_of
from canton.ledger_api.authorization.errors import permission_denied
from canton.ledger_api.directories import Directories
from canton.ledger_api.errors import invalid_argument, invalid_field, missing_field
from canton.ledger_api.party.errors import party_not_found
from canton.ledger_api.party.onboarding import hash_to_sign, new_party, read_onboarding
from canton.ledger_api.party.records import PartyRecord
from canton.ledger_api.party.update import party_update, require_fitting
from canton.ledger_api.request.field import (
    optional_ledger_string,
    party,
    synchronizer,
    user_id,
)
from canton.ledger_api.user.annotation import checked
from canton.ledger_api.user.value import DEFAULT_IDENTITY_PROVIDER
from canton.participant.administration.administration import PARTY_ALREADY_EXISTS
from canton.participant.ledger import Ledger
from canton.topology.transaction import (
    SignedTopologyTransaction,
    TopologySignature,
    TopologyTransaction,
)
from canton.transport.seam import Call, Handler, ServiceTable, table_of
from canton.wire import ledger_admin_pb2 as wire

PAGE_SIZE_MAX: Final = 10_000
_PROVIDER: Final = "identity_provider_id"
_HINT: Final = re.compile(r"[A-Za-z0-9:\-_ ]{1,185}")


class PartyAllocation(Protocol):
    """Makes parties; `Administration` does."""

    async def allocate_party(
        self, hint: str | None = None, synchronizer: str | None = None
    ) -> PartyId:
        """Makes a party that this participant hosts, and waits until it may be used."""

    async def allocate_external_party(
        self,
        first: Sequence[SignedTopologyTransaction],
        hosting: TopologyTransaction,
        signatures: Sequence[TopologySignature],
        synchronizer: str | None,
        *,
        completes: bool,
        waits: bool = True,
    ) -> None:
        """Sends what makes a party with keys of its own, and agrees to host it."""


Grant = Callable[[PartyId], Awaitable[None]]
"""Lets a user act as a party."""


async def _grant_nobody(party: PartyId) -> None:
    """What a request that names no user wants."""


@contextmanager
def _taken_is_invalid() -> Iterator[None]:
    """Says of a party that exists that the request is invalid, as the original does."""
    try:
        yield
    except LedgerError as error:
        if error.code == PARTY_ALREADY_EXISTS:
            raise invalid_argument(error.cause) from error
        raise


class PartyManagementService:
    """Lists parties and makes new ones, for a user if the request names one."""

    def __init__(
        self, ledger: Ledger, allocation: PartyAllocation, directories: Directories
    ) -> None:
        self._ledger = ledger
        self._allocation = allocation
        self._users = directories.users
        self._providers = directories.providers
        self._records = directories.parties

    def table(self) -> ServiceTable:
        """The methods to serve."""
        handlers: dict[str, Handler] = {
            "GetParticipantId": self.get_participant_id,
            "GetParties": self.get_parties,
            "ListKnownParties": self.list_known_parties,
            "AllocateParty": self.allocate_party,
            "GenerateExternalPartyTopology": self.generate_external_party_topology,
            "AllocateExternalParty": self.allocate_external_party,
            "UpdatePartyDetails": self.update_details,
            "UpdatePartyIdentityProviderId": self.update_identity_provider,
        }
        return table_of(wire.DESCRIPTOR.services_by_name["PartyManagementService"], handlers)

    async def get_participant_id(self, request: wire.GetParticipantIdRequest, call: Call) -> Any:
        """The participant's id, without the kind in front."""
        return wire.GetParticipantIdResponse(participant_id=str(self._ledger.participant.uid))

    async def get_parties(self, request: wire.GetPartiesRequest, call: Call) -> Any:
        """Those of the parties that are known."""
        provider = optional_ledger_string(request.identity_provider_id, _PROVIDER)
        wanted = sorted({party(each) for each in request.parties})
        known = self._known()
        found = [each for each in wanted if each in known]
        return wire.GetPartiesResponse(party_details=await self._details(found, provider))

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
        provider = optional_ledger_string(request.identity_provider_id, _PROVIDER)
        return wire.ListKnownPartiesResponse(
            party_details=await self._details(page, provider), next_page_token=token
        )

    async def allocate_party(self, request: wire.AllocatePartyRequest, call: Call) -> Any:
        """Makes a party."""
        hint = request.party_id_hint or None
        if hint is not None and "::" in hint:
            raise invalid_argument("Invalid party ID: String contains reserved delimiter `::`.")
        if hint is not None and not _HINT.fullmatch(hint):
            raise invalid_field("party_id_hint", f"{hint[:80]!r} is not an identifier")
        where = synchronizer(request.synchronizer_id)
        metadata = request.local_metadata
        if metadata.resource_version:
            raise invalid_argument("field local_metadata.resource_version must be not set")
        checked(metadata.annotations, "local_metadata.annotations", may_be_empty=False)
        provider = optional_ledger_string(request.identity_provider_id, _PROVIDER)
        async with self._granting(request.user_id, provider, call) as grant:
            made = await self._make(hint, where, provider)
            await grant(made)
        record = await self._records.annotate(PartyRecord(made, provider, metadata.annotations))
        return wire.AllocatePartyResponse(party_details=_own_details(record, is_local=True))

    async def update_details(self, request: wire.UpdatePartyDetailsRequest, call: Call) -> Any:
        """Changes the annotations of a party."""
        update = party_update(request)
        name = PartyId(update.wanted.party)
        self._providers.require(update.wanted.identity_provider_id)
        record, is_local = await self._kept(name, "updating a party record")
        require_fitting(update, record, is_local=is_local)
        changed = await self._records.annotate(update.wanted, update.expected_version)
        details = _own_details(changed, is_local=is_local)
        return wire.UpdatePartyDetailsResponse(party_details=details)

    async def update_identity_provider(
        self, request: wire.UpdatePartyIdentityProviderIdRequest, call: Call
    ) -> Any:
        """Moves a party between identity providers."""
        name = party(request.party)
        source, target = (
            optional_ledger_string(getattr(request, field), field)
            for field in ("source_identity_provider_id", "target_identity_provider_id")
        )
        self._providers.require(source)
        self._providers.require(target)
        await self._kept(name, "updating party's identity provider")
        await self._records.move(name, source, target)
        return wire.UpdatePartyIdentityProviderIdResponse()

    async def _kept(self, name: PartyId, operation: str) -> tuple[PartyRecord, bool]:
        """The record of a known party, which may be an empty one if the party is local."""
        record, is_local = await self._records.find(name), name in self._local()
        if name not in self._known() or (record is None and not is_local):
            raise party_not_found(name, operation)
        return record or PartyRecord(name), is_local

    async def generate_external_party_topology(
        self, request: wire.GenerateExternalPartyTopologyRequest, call: Call
    ) -> Any:
        """What a new external party is to sign."""
        if synchronizer(request.synchronizer, "synchronizer") is None:
            raise missing_field("synchronizer")
        transaction = new_party(request, self._ledger.participant)
        name = transaction.uid
        assert name is not None, "hosting is about a party"
        return wire.GenerateExternalPartyTopologyResponse(
            party_id=name.party,
            public_key_fingerprint=name.namespace,
            topology_transactions=[transaction.content],
            multi_hash=hash_to_sign([transaction]).multihash,
        )

    async def allocate_external_party(
        self, request: wire.AllocateExternalPartyRequest, call: Call
    ) -> Any:
        """Makes an external party of the transactions that it signed, or agrees to host it."""
        where = synchronizer(request.synchronizer, "synchronizer")
        if where is None:
            raise missing_field("synchronizer")
        onboarding = read_onboarding(request, self._ledger.participant)
        provider = optional_ledger_string(request.identity_provider_id, _PROVIDER)
        waits = request.wait_for_allocation or not request.HasField("wait_for_allocation")
        name = onboarding.mapping.party.party
        async with self._granting(request.user_id, provider, call) as grant:
            with _taken_is_invalid():
                await self._allocation.allocate_external_party(
                    onboarding.first,
                    onboarding.hosting,
                    onboarding.signatures,
                    where,
                    completes=onboarding.completes,
                    waits=waits,
                )
            await grant(name)
        await self._records.annotate(PartyRecord(name, provider, {}))
        return wire.AllocateExternalPartyResponse(party_id=name)

    @asynccontextmanager
    async def _granting(self, user: str, provider: str, call: Call) -> AsyncIterator[Grant]:
        """Lets the user of a request, if it names one, act as the party that is made meanwhile."""
        if user:
            user_id(user)
        if user and self._users is None:
            raise invalid_argument("user_id is set, but there is no user management")
        self._providers.require(provider)
        if not user or self._users is None:
            yield _grant_nobody
            return
        has_quota = caller_of(call).is_regular_user
        async with self._users.allocating(user, provider, has_quota=has_quota) as grant:
            yield grant

    async def _make(self, hint: str | None, where: str | None, provider: str) -> PartyId:
        namespace = self._ledger.participant.uid.namespace
        record = None if hint is None else await self._records.find(f"{hint}::{namespace}")
        if record is not None and record.identity_provider_id != provider:
            raise permission_denied(
                f"Party {record.party} belongs to an identity provider that differs from the one "
                "specified in the request"
            )
        with _taken_is_invalid():
            return await self._allocation.allocate_party(hint, where)

    def _known(self) -> frozenset[PartyId]:
        """The parties that exist on some connected synchronizer, admin parties among them."""
        known: set[PartyId] = {self._ledger.participant.uid.party}
        for connected in self._ledger.connected.values():
            snapshot = connected.session.topology.approximate_snapshot()
            known |= snapshot.parties.all()
        return frozenset(known)

    def _local(self) -> frozenset[PartyId]:
        return self._ledger.hosted_parties() | {self._ledger.participant.uid.party}

    async def _details(self, parties: Sequence[PartyId], provider: str) -> list[wire.PartyDetails]:
        """Parties as users of an identity provider see them: those of others are not local."""
        local, records = self._local(), await self._records.of(parties)
        return [
            _details_for(provider, each, records.get(each), is_local=each in local)
            for each in parties
        ]


def _details_for(
    provider: str, name: PartyId, record: PartyRecord | None, *, is_local: bool
) -> wire.PartyDetails:
    if record is not None and record.identity_provider_id == provider:
        return _own_details(record, is_local=is_local)
    is_seen = is_local and provider == DEFAULT_IDENTITY_PROVIDER
    return wire.PartyDetails(party=name, is_local=is_seen, local_metadata=wire.ObjectMeta())


def _own_details(record: PartyRecord, *, is_local: bool) -> wire.PartyDetails:
    metadata = wire.ObjectMeta(
        resource_version=str(record.resource_version), annotations=record.annotations
    )
    return wire.PartyDetails(
        party=record.party,
        is_local=is_local,
        local_metadata=metadata,
        identity_provider_id=record.identity_provider_id,
    )


def _token(last: str) -> str:
    return base64.b64encode(last.encode()).decode()


def _read_token(token: str) -> str:
    try:
        return base64.b64decode(token, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise invalid_argument("page_token was not given by this participant") from error
