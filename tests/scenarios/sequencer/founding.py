"""A synchronizer with real keys: what founds it, who joins it, and the tools of its members."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from canton.crypto.hash import Hash, HashPurpose, digest
from canton.crypto.key import (
    NAMESPACE_ONLY,
    PROTOCOL_ONLY,
    SEQUENCER_AUTHENTICATION_ONLY,
    EncryptionKeySpec,
    SigningKeySpec,
    Usages,
)
from canton.crypto.key_pair import EncryptionKeyPair, SigningKeyPair
from canton.crypto.signature import Signature, sign
from canton.identifiers import (
    Fingerprint,
    Member,
    MemberKind,
    PhysicalSynchronizerId,
    UniqueIdentifier,
)
from canton.protocol.sequencing.signed_content import SignedContent
from canton.protocol.sequencing.submission import AcknowledgeRequest, SubmissionRequest
from canton.timestamps import Timestamp
from canton.topology.mapping.key import OwnerToKeyMapping
from canton.topology.mapping.mapping import TopologyMapping
from canton.topology.mapping.namespace import NamespaceDelegation
from canton.topology.mapping.participant import SynchronizerTrustCertificate
from canton.topology.mapping.synchronizer import (
    MediatorSynchronizerState,
    SequencerSynchronizerState,
    SynchronizerParametersState,
)
from canton.topology.parameters.dynamic import DynamicSynchronizerParameters
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology.stored import StoredTopologyTransaction, genesis_row
from canton.topology.transaction import (
    Operation,
    SignedTopologyTransaction,
    TopologyTransaction,
)

PARAMETERS = StaticSynchronizerParameters()


def seed(name: str) -> bytes:
    return hashlib.sha512(name.encode()).digest()


def key(name: str, usages: Usages = NAMESPACE_ONLY) -> SigningKeyPair:
    return SigningKeyPair.generate(SigningKeySpec.EC_CURVE25519, usages, seed(name))


@dataclass
class Node:
    """A member with its keys, as a vault: it signs by fingerprint."""

    name: str
    kind: MemberKind
    namespace: SigningKeyPair = field(init=False)
    authentication: SigningKeyPair = field(init=False)
    protocol: SigningKeyPair = field(init=False)

    def __post_init__(self) -> None:
        self.namespace = key(self.name)
        self.authentication = key(f"{self.name}-auth", SEQUENCER_AUTHENTICATION_ONLY)
        self.protocol = key(f"{self.name}-signing", PROTOCOL_ONLY)

    @property
    def member(self) -> Member:
        return Member(self.kind, UniqueIdentifier(self.name, self.namespace.fingerprint))

    @property
    def encryption(self) -> EncryptionKeyPair:
        return EncryptionKeyPair.generate(
            EncryptionKeySpec.EC_P256, seed(f"{self.name}-encryption")
        )

    async def own_fingerprints(self) -> frozenset[Fingerprint]:
        return frozenset((self.protocol.fingerprint, self.authentication.fingerprint))

    async def sign(self, content: Hash, fingerprint: Fingerprint) -> Signature:
        pairs = {pair.fingerprint: pair for pair in (self.protocol, self.authentication)}
        return sign(pairs[fingerprint], content)

    def signed_topology(
        self, mapping: TopologyMapping, *others: SigningKeyPair, serial: int = 1
    ) -> SignedTopologyTransaction:
        transaction = TopologyTransaction.create(Operation.REPLACE, serial, mapping)
        signatures = [sign(pair, transaction.hash) for pair in (self.namespace, *others)]
        return SignedTopologyTransaction.create(transaction, signatures)

    def identity(self) -> list[SignedTopologyTransaction]:
        """The root certificate and the keys."""
        root = NamespaceDelegation(self.namespace.fingerprint, self.namespace.public)
        keys = [self.authentication.public, self.protocol.public]
        if self.kind is MemberKind.PARTICIPANT:
            keys.append(self.encryption.public)  # type: ignore[arg-type]
        owner_to_keys = OwnerToKeyMapping(self.member, tuple(keys))
        return [
            self.signed_topology(root),
            self.signed_topology(owner_to_keys, self.authentication, self.protocol),
        ]

    def onboarding(self, synchronizer: UniqueIdentifier) -> list[SignedTopologyTransaction]:
        """All that a participant brings to join."""
        certificate = SynchronizerTrustCertificate(self.member, synchronizer)
        return [*self.identity(), self.signed_topology(certificate)]

    def signed(
        self, request: SubmissionRequest | AcknowledgeRequest, at: Timestamp | None = None
    ) -> bytes:
        """The signed bytes of a request, by the keys at that time."""
        is_submission = isinstance(request, SubmissionRequest)
        purpose = (
            HashPurpose.SUBMISSION_REQUEST_SIGNATURE
            if is_submission
            else HashPurpose.ACKNOWLEDGEMENT_SIGNATURE
        )
        content = request.to_bytes()
        signature = sign(self.protocol, digest(purpose, content))
        return SignedContent(content, (signature,), at).to_bytes()


@dataclass
class Founding:
    """Two sequencers, a mediator, and the participants that will join."""

    owner: Node = field(default_factory=lambda: Node("owner", MemberKind.SEQUENCER))
    sequencers: tuple[Node, ...] = field(
        default_factory=lambda: tuple(
            Node(f"sequencer{index}", MemberKind.SEQUENCER) for index in (1, 2)
        )
    )
    mediator: Node = field(default_factory=lambda: Node("mediator", MemberKind.MEDIATOR))
    alice: Node = field(default_factory=lambda: Node("alice", MemberKind.PARTICIPANT))
    bob: Node = field(default_factory=lambda: Node("bob", MemberKind.PARTICIPANT))
    parameters: DynamicSynchronizerParameters = field(default_factory=DynamicSynchronizerParameters)

    @property
    def logical(self) -> UniqueIdentifier:
        return UniqueIdentifier("ha", self.owner.namespace.fingerprint)

    @property
    def synchronizer(self) -> PhysicalSynchronizerId:
        return PhysicalSynchronizerId(self.logical, PARAMETERS.protocol_version, 0)

    def transactions(
        self, members: Iterable[Node] = (), parameters: DynamicSynchronizerParameters | None = None
    ) -> list[SignedTopologyTransaction]:
        """What founds the synchronizer; these participants are members from the beginning."""
        root = NamespaceDelegation(self.owner.namespace.fingerprint, self.owner.namespace.public)
        sequencers = tuple(node.member for node in self.sequencers)
        dynamic = parameters or self.parameters
        return [
            self.owner.signed_topology(root),
            *(one for node in (*self.sequencers, self.mediator) for one in node.identity()),
            self.owner.signed_topology(SynchronizerParametersState(self.logical, dynamic)),
            self.owner.signed_topology(
                MediatorSynchronizerState(self.logical, 0, 1, (self.mediator.member,))
            ),
            self.owner.signed_topology(SequencerSynchronizerState(self.logical, 1, sequencers)),
            *(one for node in members for one in node.onboarding(self.logical)),
        ]

    def genesis(
        self, *members: Node, parameters: DynamicSynchronizerParameters | None = None
    ) -> list[StoredTopologyTransaction]:
        """The founding transactions as the bootstrap uploads them."""
        return [genesis_row(one) for one in self.transactions(members, parameters)]
