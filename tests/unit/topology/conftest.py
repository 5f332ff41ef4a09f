"""A small world of keys and members, from which tests build topology transactions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import pytest

from canton.crypto.key import (
    ALL_USAGES,
    NAMESPACE_ONLY,
    PROTOCOL_ONLY,
    SEQUENCER_AUTHENTICATION_ONLY,
    EncryptionKeySpec,
    SigningKeySpec,
    Usages,
)
from canton.crypto.key_pair import EncryptionKeyPair, SigningKeyPair
from canton.crypto.signature import sign
from canton.identifiers import (
    Fingerprint,
    Member,
    MemberKind,
    PhysicalSynchronizerId,
    UniqueIdentifier,
)
from canton.timestamps import Timestamp
from canton.topology.mapping.key import OwnerToKeyMapping, SigningKeysWithThreshold
from canton.topology.mapping.mapping import TopologyMapping
from canton.topology.mapping.namespace import (
    CAN_SIGN_ALL,
    DecentralizedNamespaceDefinition,
    DelegationRestriction,
    NamespaceDelegation,
)
from canton.topology.mapping.participant import (
    ParticipantPermission,
    SynchronizerTrustCertificate,
)
from canton.topology.mapping.party import HostingParticipant, PartyToParticipant
from canton.topology.mapping.synchronizer import (
    MediatorSynchronizerState,
    SequencerSynchronizerState,
    SynchronizerParametersState,
)
from canton.topology.parameters.dynamic import DynamicSynchronizerParameters
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology.rejection import RejectionName
from canton.topology.state.state import Outcome, TopologyState
from canton.topology.stored import INITIAL_TOPOLOGY_TIME
from canton.topology.transaction import (
    Operation,
    SignedTopologyTransaction,
    TopologyTransaction,
)

DELAY = 250_000


def seed(name: str) -> bytes:
    return hashlib.sha512(name.encode()).digest()


class World:
    """Names stand for keys: the same name is always the same key."""

    def __init__(self) -> None:
        self.now = Timestamp(1_700_000_000_000_000)
        self.synchronizer = PhysicalSynchronizerId(
            UniqueIdentifier(
                "sync",
                DecentralizedNamespaceDefinition.create(
                    [self.namespace("owner1"), self.namespace("owner2")], 2
                ).namespace,
            ),
            35,
            0,
        )

    def key(self, name: str, usages: Usages = NAMESPACE_ONLY) -> SigningKeyPair:
        return SigningKeyPair.generate(SigningKeySpec.EC_CURVE25519, usages, seed(name))

    def namespace(self, name: str) -> Fingerprint:
        return self.key(name).fingerprint

    def uid(self, name: str) -> UniqueIdentifier:
        """The name in the namespace of the key of that name."""
        return UniqueIdentifier(name, self.namespace(name))

    def member(self, name: str, kind: MemberKind = MemberKind.PARTICIPANT) -> Member:
        return Member(kind, self.uid(name))

    def signed(
        self,
        mapping: TopologyMapping,
        *keys: SigningKeyPair | str,
        serial: int = 1,
        remove: bool = False,
        proposal: bool = False,
    ) -> SignedTopologyTransaction:
        operation = Operation.REMOVE if remove else Operation.REPLACE
        transaction = TopologyTransaction.create(operation, serial, mapping)
        pairs = [self.key(each) if isinstance(each, str) else each for each in keys]
        return SignedTopologyTransaction.create(
            transaction, [sign(pair, transaction.hash) for pair in pairs], is_proposal=proposal
        )

    def delegation(
        self,
        namespace: str,
        target: str,
        *signers: str,
        restriction: DelegationRestriction = CAN_SIGN_ALL,
        serial: int = 1,
        remove: bool = False,
    ) -> SignedTopologyTransaction:
        mapping = NamespaceDelegation(
            self.namespace(namespace), self.key(target).public, restriction
        )
        return self.signed(mapping, *(signers or (namespace,)), serial=serial, remove=remove)

    def root(self, name: str, **changes: object) -> SignedTopologyTransaction:
        return self.delegation(name, name, **changes)  # type: ignore[arg-type]

    def member_keys(self, name: str) -> tuple[SigningKeyPair, SigningKeyPair, EncryptionKeyPair]:
        return (
            self.key(f"{name}-auth", SEQUENCER_AUTHENTICATION_ONLY),
            self.key(f"{name}-signing", PROTOCOL_ONLY),
            EncryptionKeyPair.generate(EncryptionKeySpec.EC_P256, seed(f"{name}-encryption")),
        )

    def owner_to_keys(
        self, name: str, kind: MemberKind = MemberKind.PARTICIPANT
    ) -> SignedTopologyTransaction:
        auth, protocol, encryption = self.member_keys(name)
        keys = [auth.public, protocol.public]
        if kind is MemberKind.PARTICIPANT:
            keys.append(encryption.public)  # type: ignore[arg-type]
        mapping = OwnerToKeyMapping(self.member(name, kind), tuple(keys))
        return self.signed(mapping, name, auth, protocol)

    def trust_certificate(self, name: str, **changes: object) -> SignedTopologyTransaction:
        mapping = SynchronizerTrustCertificate(self.member(name), self.synchronizer.logical)
        return self.signed(mapping, name, **changes)  # type: ignore[arg-type]

    def onboarding(self, name: str) -> list[SignedTopologyTransaction]:
        return [self.root(name), self.owner_to_keys(name), self.trust_certificate(name)]

    def by_owners(
        self, mapping: TopologyMapping, *owners: str, **changes: object
    ) -> SignedTopologyTransaction:
        return self.signed(mapping, *(owners or ("owner1", "owner2")), **changes)  # type: ignore[arg-type]

    def genesis(
        self, parameters: DynamicSynchronizerParameters | None = None
    ) -> list[SignedTopologyTransaction]:
        owners = [self.namespace("owner1"), self.namespace("owner2")]
        synchronizer = self.synchronizer.logical
        sequencer = self.member("sequencer", MemberKind.SEQUENCER)
        mediator = self.member("mediator", MemberKind.MEDIATOR)
        return [
            *(self.root(name) for name in ("owner1", "owner2", "sequencer", "mediator")),
            self.owner_to_keys("sequencer", MemberKind.SEQUENCER),
            self.owner_to_keys("mediator", MemberKind.MEDIATOR),
            self.by_owners(DecentralizedNamespaceDefinition.create(owners, 2)),
            self.by_owners(
                SynchronizerParametersState(
                    synchronizer, parameters or DynamicSynchronizerParameters()
                )
            ),
            self.by_owners(MediatorSynchronizerState(synchronizer, 0, 1, (mediator,))),
            self.by_owners(SequencerSynchronizerState(synchronizer, 1, (sequencer,))),
        ]

    def state(
        self,
        *names: str,
        parameters: DynamicSynchronizerParameters | None = None,
    ) -> TopologyState:
        """A founded synchronizer that these participants have joined."""
        state = TopologyState(self.synchronizer, StaticSynchronizerParameters())
        state.apply(self.genesis(parameters), INITIAL_TOPOLOGY_TIME, INITIAL_TOPOLOGY_TIME)
        for name in names:
            self.accept(state, *self.onboarding(name))
        return state

    def apply(
        self, state: TopologyState, *transactions: SignedTopologyTransaction
    ) -> tuple[Outcome, ...]:
        """Applies a batch, a second after the last one."""
        self.now = Timestamp(self.now + 1_000_000)
        return state.apply(transactions, self.now, Timestamp(self.now + DELAY)).outcomes

    def accept(self, state: TopologyState, *transactions: SignedTopologyTransaction) -> None:
        assert [each.rejection for each in self.apply(state, *transactions)] == [None] * len(
            transactions
        )

    def reject(
        self, state: TopologyState, transaction: SignedTopologyTransaction
    ) -> RejectionName | None:
        """Applies one transaction and returns the name of its rejection."""
        (outcome,) = self.apply(state, transaction)
        return outcome.rejection.name if outcome.rejection else None

    def party(
        self,
        party: UniqueIdentifier,
        hosts: Iterable[tuple[str, ParticipantPermission]],
        threshold: int = 1,
        onboarding: Iterable[str] = (),
    ) -> PartyToParticipant:
        waiting = set(onboarding)
        return PartyToParticipant(
            party,
            threshold,
            tuple(
                HostingParticipant(self.member(name), permission, name in waiting)
                for name, permission in hosts
            ),
        )

    def signing_keys(self, *pairs: SigningKeyPair, threshold: int = 1) -> SigningKeysWithThreshold:
        return SigningKeysWithThreshold.create([pair.public for pair in pairs], threshold)

    def all_usages_key(self, name: str) -> SigningKeyPair:
        return self.key(name, ALL_USAGES)


@pytest.fixture
def world() -> World:
    return World()
