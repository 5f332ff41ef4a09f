"""What makes an external party: topology transactions that it signs with a key of its own.

Source: ledger API sheet 2.11; Canton 3.6 `ExternalPartyOnboardingDetails`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from canton.crypto.hash import Hash
from canton.crypto.key import (
    KeyFormat,
    SigningKeyUsage,
    SigningPublicKey,
    signing_public_key,
    signing_spec_of,
)
from canton.crypto.signature import Signature
from canton.errors import Rejection
from canton.identifiers import Member, MemberKind, UniqueIdentifier
from canton.ledger_api.errors import invalid_argument, invalid_field
from canton.topology.mapping.key import PartyToKeyMapping, SigningKeysWithThreshold
from canton.topology.mapping.mapping import TopologyMapping
from canton.topology.mapping.namespace import (
    DecentralizedNamespaceDefinition,
    NamespaceDelegation,
)
from canton.topology.mapping.participant import ParticipantPermission
from canton.topology.mapping.party import HostingParticipant, PartyToParticipant
from canton.topology.transaction import (
    Operation,
    SignedTopologyTransaction,
    TopologySignature,
    TopologyTransaction,
    combined_hash,
)
from canton.wire import crypto_pb2
from canton.wire import ledger_admin_pb2 as wire
from canton.wire import ledger_value_pb2 as value_wire

OWNERS_MAX: Final = 10
"""How many owners a decentralized namespace may have that comes with its party."""

_KEY_USAGES: Final = frozenset({SigningKeyUsage.NAMESPACE, SigningKeyUsage.PROTOCOL})
_KEY_FORMATS: Final = {
    value_wire.CRYPTO_KEY_FORMAT_DER: KeyFormat.DER,
    value_wire.CRYPTO_KEY_FORMAT_RAW: KeyFormat.RAW,
    value_wire.CRYPTO_KEY_FORMAT_DER_X509_SUBJECT_PUBLIC_KEY_INFO: KeyFormat.DER_SPKI,
}


@dataclass(frozen=True, slots=True)
class Onboarding:
    """The transactions of an external party.

    `first` are the party's namespace and keys, signed in full. `hosting` says who hosts the party;
    it has no signatures yet where a participant is asked to agree only.
    """

    first: tuple[SignedTopologyTransaction, ...]
    hosting: TopologyTransaction
    signatures: tuple[TopologySignature, ...]

    @property
    def mapping(self) -> PartyToParticipant:
        """Who hosts the party."""
        mapping = self.hosting.mapping
        assert isinstance(mapping, PartyToParticipant)
        return mapping

    @property
    def completes(self) -> bool:
        """Whether nobody but this participant must sign any more."""
        kinds = {type(each.mapping) for each in self.first}
        has_namespace = NamespaceDelegation in kinds
        is_shared = DecentralizedNamespaceDefinition in kinds
        signers = {each.signed_by for each in self.signatures}
        is_own = (has_namespace and not is_shared) or self.mapping.namespace in signers
        return is_own and len(self.mapping.participants) == 1


def new_party(
    request: wire.GenerateExternalPartyTopologyRequest, participant: Member
) -> TopologyTransaction:
    """The transaction that makes a party with one key, for it to sign.

    Raises:
        LedgerError: the request is malformed or contradicts itself.
    """
    key = _key(request.public_key)
    try:
        party = UniqueIdentifier(request.party_hint, key.fingerprint)
        confirming = [_participant(each) for each in request.other_confirming_participant_uids]
        observing = [_participant(each) for each in request.observing_participant_uids]
    except ValueError as error:
        raise invalid_argument(str(error)) from error
    _check_hosts(participant, confirming, observing)
    own = ParticipantPermission.CONFIRMATION
    if request.local_participant_observation_only:
        own = ParticipantPermission.OBSERVATION
    hosts = [
        HostingParticipant(participant, own),
        *(HostingParticipant(each, ParticipantPermission.CONFIRMATION) for each in confirming),
        *(HostingParticipant(each, ParticipantPermission.OBSERVATION) for each in observing),
    ]
    available = sum(each.permission is ParticipantPermission.CONFIRMATION for each in hosts)
    if not available:
        raise invalid_argument("No participant would confirm for the party")
    if request.confirmation_threshold > available:
        raise invalid_argument("Confirmation threshold exceeds number of confirming participants")
    threshold = request.confirmation_threshold or available
    keys = SigningKeysWithThreshold.create([key], 1)
    mapping = PartyToParticipant.create(party, threshold, hosts, keys)
    return TopologyTransaction.create(Operation.REPLACE, 1, mapping)


def _check_hosts(
    participant: Member, confirming: Sequence[Member], observing: Sequence[Member]
) -> None:
    for name, members in (
        ("otherConfirmingParticipantUids", confirming),
        ("observingParticipantUids", observing),
    ):
        if participant in members:
            raise invalid_argument(
                f"This participant node ({participant}) is also listed in '{name}'. By sending the "
                "request to this node, it is de facto a hosting node and must not be listed in "
                f"'{name}'."
            )
    listed = [*confirming, *observing]
    if len(set(listed)) < len(listed):
        raise invalid_argument(
            "A participant is listed twice. Please ensure all IDs are referenced only once across "
            "'otherConfirmingParticipantUids' and 'observingParticipantUids' fields."
        )


def read_onboarding(request: wire.AllocateExternalPartyRequest, participant: Member) -> Onboarding:
    """The transactions that a request brings, with the signatures that cover them.

    Raises:
        LedgerError: they are malformed, or do not make one external party.
    """
    if not request.onboarding_transactions:
        raise invalid_field("onboarding_transactions.transactions", "Transactions field is empty")
    try:
        read = [
            (TopologyTransaction.parse(each.transaction), tuple(map(_signature, each.signatures)))
            for each in request.onboarding_transactions
        ]
    except ValueError as error:
        raise invalid_argument(str(error)) from error
    covered = frozenset(transaction.hash for transaction, _ in read)
    shared = [
        TopologySignature(_signature(each), covered) for each in request.multi_hash_signatures
    ]
    if any(transaction.operation is not Operation.REPLACE for transaction, _ in read):
        raise invalid_argument("Onboarding transactions must not remove anything")
    first: list[SignedTopologyTransaction] = []
    hosting: list[tuple[TopologyTransaction, tuple[TopologySignature, ...]]] = []
    for transaction, own in read:
        signatures = (*map(TopologySignature, own), *shared)
        match transaction.mapping:
            case PartyToParticipant():
                hosting.append((transaction, signatures))
            case NamespaceDelegation(namespace=namespace):
                # A root certificate has the signature of its own key alone.
                own_key = [each for each in signatures if each.signed_by == namespace]
                first.append(_signed(transaction, own_key))
            case DecentralizedNamespaceDefinition() | PartyToKeyMapping():
                first.append(_signed(transaction, signatures))
            case other:
                raise invalid_argument(f"{type(other).__name__} does not belong to a new party")
    if len(hosting) != 1:
        raise invalid_argument(
            f"One transaction of type PartyToParticipant must be provided, got {len(hosting)}"
        )
    ((transaction, signatures),) = hosting
    onboarding = Onboarding(tuple(first), transaction, signatures)
    _check(onboarding, participant)
    return onboarding


def _check(onboarding: Onboarding, participant: Member) -> None:
    mapping = onboarding.mapping
    permissions = {each.participant: each.permission for each in mapping.participants}
    if ParticipantPermission.SUBMISSION in permissions.values():
        raise invalid_argument(
            "The PartyToParticipant transaction must not contain any node with Submission "
            "permission."
        )
    if ParticipantPermission.CONFIRMATION not in permissions.values():
        raise invalid_argument(
            "The PartyToParticipant transaction must contain at least one node with Confirmation "
            "permission"
        )
    if len(permissions) == 1 and participant not in permissions:
        (host,) = permissions
        raise invalid_argument(
            f"The party is to be hosted on a single participant ({host}) that is not this "
            f"participant ({participant}). Submit the allocation request on {host} instead."
        )
    if any(SigningKeyUsage.PROTOCOL not in key.usages for key in mapping.party_keys):
        raise invalid_argument("Missing Protocol usage on signing keys")
    _check_namespaces(onboarding.first, mapping)


def _check_namespaces(
    first: Iterable[SignedTopologyTransaction], mapping: PartyToParticipant
) -> None:
    mappings: list[TopologyMapping] = [each.mapping for each in first]
    shared = [each for each in mappings if isinstance(each, DecentralizedNamespaceDefinition)]
    single = [each for each in mappings if isinstance(each, NamespaceDelegation)]
    if len(shared) > 1:
        raise invalid_argument("Only one decentralized namespace can be provided")
    if not shared and len(single) > 1:
        raise invalid_argument(
            f"Only one transaction of type NamespaceDelegation can be provided, got {len(single)}"
        )
    if len(single) > OWNERS_MAX:
        raise invalid_argument(
            f"Decentralized namespaces cannot have more than {OWNERS_MAX} individual namespace "
            f"owners, got {len(single)}"
        )
    if any(each.target.fingerprint != each.namespace for each in single):
        raise invalid_argument(
            "NamespaceDelegation is not a root namespace. Ensure the namespace and target key are "
            "the same"
        )
    if shared and any(each.namespace not in shared[0].owners for each in single):
        raise invalid_argument("A NamespaceDelegation is not that of an owner of the namespace")
    named = (shared or single)[:1]
    if named and named[0].namespace != mapping.namespace:
        raise invalid_argument(
            f"The Party namespace ({named[0].namespace}) does not match the PartyToParticipant "
            f"namespace ({mapping.namespace})"
        )


def hash_to_sign(transactions: Iterable[TopologyTransaction]) -> Hash:
    """What the party signs once for all its transactions."""
    return combined_hash(each.hash for each in transactions)


def _signed(
    transaction: TopologyTransaction, signatures: Iterable[TopologySignature]
) -> SignedTopologyTransaction:
    try:
        return SignedTopologyTransaction.create(transaction, signatures)
    except ValueError as error:
        raise invalid_argument(str(error)) from error


def _participant(text: str) -> Member:
    return Member(MemberKind.PARTICIPANT, UniqueIdentifier.parse(text))


def _key(message: value_wire.SigningPublicKey) -> SigningPublicKey:
    spec = signing_spec_of(message.key_spec, 0)
    if isinstance(spec, Rejection):
        raise invalid_argument(spec.cause)
    key_format = _KEY_FORMATS.get(message.format)
    if key_format is None:
        raise invalid_argument(f"unknown key format {message.format}")
    key = signing_public_key(message.key_data, key_format, spec, _KEY_USAGES)
    if isinstance(key, Rejection):
        raise invalid_argument(key.cause)
    return key


def _signature(message: value_wire.Signature) -> Signature:
    # The Ledger API has the fields and numbers of the protocol's own message.
    read = Signature.from_proto(crypto_pb2.Signature.FromString(message.SerializeToString()))
    if isinstance(read, Rejection):
        raise invalid_argument(read.cause)
    return read
