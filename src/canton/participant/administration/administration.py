"""The second door into the participant: its synchronizers, packages and parties.

An `Administration` exists while its participant is active. Changes of the topology are authored
against a synchronizer's state and waited for, so that what is announced here may be used at once.
Source: ledger API sheet 2.10, 2.11; console-config-admin sheet 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from canton.clock import Randomness
from canton.daml_lf.language.reference import PackageId
from canton.errors import Categories, ErrorCode, LedgerError
from canton.identifiers import Member, PartyId, UniqueIdentifier
from canton.participant.administration.pruning import Pruning
from canton.participant.administration.vetting import WAIT_S_MAX, Vetting
from canton.participant.ledger import Ledger
from canton.participant.package import Packages
from canton.participant.synchronizers import Synchronizers
from canton.topology.mapping.participant import ParticipantPermission
from canton.topology.mapping.party import HostingParticipant, PartyToParticipant
from canton.topology.transaction import (
    SignedTopologyTransaction,
    TopologySignature,
    TopologyTransaction,
)
from canton.topology_service.manager import Proposal
from canton.topology_service.registry import TopologyRegistry

PARTY_ALLOCATION_WITHOUT_CONNECTED_SYNCHRONIZER: Final = ErrorCode(
    "PARTY_ALLOCATION_WITHOUT_CONNECTED_SYNCHRONIZER",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "A party can be allocated only while the participant is connected to a synchronizer.",
    "Connect to a synchronizer first.",
)
PARTY_ALLOCATION_CANNOT_DETERMINE_SYNCHRONIZER: Final = ErrorCode(
    "PARTY_ALLOCATION_CANNOT_DETERMINE_SYNCHRONIZER",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "Several synchronizers are connected, so the party's must be named.",
    "Name the synchronizer.",
)
PARTY_ALREADY_EXISTS: Final = ErrorCode(
    "PARTY_ALREADY_EXISTS",
    Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE,
    "A party of that name is allocated on this participant.",
    "Choose another hint.",
)


class Administration:
    """What is administered on an active participant."""

    def __init__(
        self,
        participant: Member,
        ledger: Ledger,
        packages: Packages,
        synchronizers: Synchronizers,
        topology: TopologyRegistry,
        randomness: Randomness,
        pruning: Pruning,
    ) -> None:
        self.pruning = pruning
        self.participant = participant
        self.ledger = ledger
        self.packages = packages
        self.synchronizers = synchronizers
        self.vetting = Vetting(participant, packages, synchronizers, topology)
        self._topology = topology
        self._randomness = randomness

    async def upload(
        self,
        content: bytes,
        description: str = "",
        *,
        vets: bool = True,
        synchronizer: str | None = None,
        waits: bool = True,
    ) -> PackageId:
        """Stores a DAR, loads its packages and vets them; returns the main package's id."""
        main = await self.packages.upload(content, description)
        if vets:
            dar = await self.packages.dar(main)
            await self.vetting.vet(map(PackageId, dar.package_ids), synchronizer, waits=waits)
        return main

    async def allocate_party(
        self, hint: str | None = None, synchronizer: str | None = None
    ) -> PartyId:
        """Makes a party that this participant hosts with the permission to submit.

        Raises:
            LedgerError: no synchronizer is connected, several are and none is named, or the party
                exists.
        """
        name = hint or f"party-{UUID(bytes=self._randomness.bytes(16), version=4)}"
        uid = UniqueIdentifier(name, self.participant.uid.namespace)
        connection = self.synchronizers.only(
            synchronizer,
            PARTY_ALLOCATION_CANNOT_DETERMINE_SYNCHRONIZER,
            PARTY_ALLOCATION_WITHOUT_CONNECTED_SYNCHRONIZER,
        )
        snapshot = connection.session.topology.head_snapshot()
        if snapshot.parties.info(uid.party).participants:
            raise LedgerError(
                PARTY_ALREADY_EXISTS,
                f"Party already exists: party {uid} is already allocated on this node",
            )
        host = HostingParticipant(self.participant, ParticipantPermission.SUBMISSION)
        mapping = PartyToParticipant.create(uid, 1, (host,))
        manager = self._topology.synchronizer(connection.synchronizer)
        await manager.propose(Proposal(mapping, wait_s=WAIT_S_MAX))
        return uid.party

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
        """Sends what makes a party with keys of its own, and agrees to host it.

        `completes` says that no other participant must agree; only then can it be waited for.

        Raises:
            LedgerError: the synchronizer is not connected, the party exists, or the transactions
                are refused.
        """
        connection = self.synchronizers.only(
            synchronizer,
            PARTY_ALLOCATION_CANNOT_DETERMINE_SYNCHRONIZER,
            PARTY_ALLOCATION_WITHOUT_CONNECTED_SYNCHRONIZER,
        )
        party = hosting.uid
        assert party is not None, "hosting is about a party"
        snapshot = connection.session.topology.head_snapshot()
        if snapshot.parties.info(party.party).participants:
            raise LedgerError(
                PARTY_ALREADY_EXISTS,
                f"Party already exists: party {party} is already allocated on this node",
            )
        manager = self._topology.synchronizer(connection.synchronizer)
        if not signatures:
            await manager.add(first)
            await manager.propose(Proposal(hosting.mapping, must_fully_authorize=False))
            return
        signed = SignedTopologyTransaction.create(hosting, signatures, is_proposal=not completes)
        agreed = await manager.extend([signed])
        wait_s = WAIT_S_MAX if completes and waits else None
        await manager.add([*first, *agreed], must_fully_authorize=completes, wait_s=wait_s)

    @property
    def topology_queue_sizes(self) -> tuple[int, int, int]:
        """What waits to be authored, to be sent, to be seen."""
        waiting = sum(
            not each.topology_outbox.is_idle for each in self.synchronizers.connected.values()
        )
        return (0, waiting, 0)
