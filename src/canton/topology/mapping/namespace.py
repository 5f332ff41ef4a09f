"""Mappings that say who may act for a namespace.

A namespace is named after the fingerprint of its root key; delegations let further keys sign for
it. A decentralized namespace is named after its first owners and acts when enough of them sign.
Source: Canton 3.6 NamespaceDelegation, DecentralizedNamespaceDefinition; protocol sheet 4.1, 4.2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, Final

from canton.crypto.hash import HashBuilder, HashPurpose
from canton.crypto.key import NAMESPACE_ONLY, SigningPublicKey
from canton.identifiers import Fingerprint, UniqueIdentifier
from canton.topology.encoding.parsing import accepted
from canton.topology.mapping.code import MappingCode
from canton.wire import topology_pb2 as wire


class RestrictionKind(Enum):
    """How far a delegation goes."""

    ALL_MAPPINGS = "all"
    ALL_BUT_NAMESPACE_DELEGATIONS = "all but namespace delegations"
    SPECIFIC_MAPPINGS = "specific"


@dataclass(frozen=True, slots=True)
class DelegationRestriction:
    """Which mappings a delegated key may sign."""

    kind: RestrictionKind
    codes: frozenset[MappingCode] = frozenset()

    def __post_init__(self) -> None:
        if (self.kind is RestrictionKind.SPECIFIC_MAPPINGS) != bool(self.codes):
            raise ValueError("exactly the restriction to specific mappings names mappings")

    def can_sign(self, code: MappingCode) -> bool:
        """Whether the key may sign mappings of this kind."""
        match self.kind:
            case RestrictionKind.ALL_MAPPINGS:
                return True
            case RestrictionKind.ALL_BUT_NAMESPACE_DELEGATIONS:
                return code is not MappingCode.NAMESPACE_DELEGATION
            case RestrictionKind.SPECIFIC_MAPPINGS:
                return code in self.codes


CAN_SIGN_ALL: Final = DelegationRestriction(RestrictionKind.ALL_MAPPINGS)
CAN_SIGN_ALL_BUT_DELEGATIONS: Final = DelegationRestriction(
    RestrictionKind.ALL_BUT_NAMESPACE_DELEGATIONS
)


def can_sign_only(codes: Iterable[MappingCode]) -> DelegationRestriction:
    """The restriction to the given kinds of mappings."""
    return DelegationRestriction(RestrictionKind.SPECIFIC_MAPPINGS, frozenset(codes))


@dataclass(frozen=True, slots=True)
class NamespaceDelegation:
    """Lets a key sign for a namespace; with the namespace's own key it is the root certificate."""

    code: ClassVar[MappingCode] = MappingCode.NAMESPACE_DELEGATION

    namespace: Fingerprint
    target: SigningPublicKey
    restriction: DelegationRestriction = CAN_SIGN_ALL

    def __post_init__(self) -> None:
        if not self.target.may(NAMESPACE_ONLY):
            raise ValueError(f"the key {self.target.fingerprint} is not for namespaces")
        if self.is_for_root_key and not self.can_sign(MappingCode.NAMESPACE_DELEGATION):
            raise ValueError("a root certificate must be able to sign delegations")

    def can_sign(self, code: MappingCode) -> bool:
        """Whether the target key may sign mappings of this kind."""
        return self.restriction.can_sign(code)

    @property
    def is_for_root_key(self) -> bool:
        """Whether the target is the key after which the namespace is named."""
        return self.target.fingerprint == self.namespace

    @property
    def uid(self) -> UniqueIdentifier | None:
        """None: a delegation concerns a whole namespace."""
        return None

    @property
    def synchronizer_id(self) -> UniqueIdentifier | None:
        """None: not bound to a synchronizer."""
        return None

    @staticmethod
    def from_proto(message: wire.NamespaceDelegation) -> NamespaceDelegation:
        """Reads the message; the legacy flag stands in for a missing restriction.

        Raises:
            ValueError: the target key is malformed or not for namespaces, or the flag and the
                restriction contradict each other.
        """
        return NamespaceDelegation(
            Fingerprint(message.namespace),
            accepted(SigningPublicKey.from_proto(message.target_key)),
            _restriction_from_proto(message),
        )

    def to_proto(self) -> wire.TopologyMapping:
        """The mapping's message."""
        message = wire.NamespaceDelegation(
            namespace=self.namespace, target_key=self.target.to_proto()
        )
        match self.restriction.kind:
            case RestrictionKind.ALL_MAPPINGS:
                message.can_sign_all_mappings.SetInParent()
            case RestrictionKind.ALL_BUT_NAMESPACE_DELEGATIONS:
                message.can_sign_all_but_namespace_delegations.SetInParent()
            case RestrictionKind.SPECIFIC_MAPPINGS:
                numbers = sorted(code.value for code in self.restriction.codes)
                message.can_sign_specific_mapings.mappings.extend(numbers)  # type: ignore[arg-type]
        return wire.TopologyMapping(namespace_delegation=message)


def _restriction_from_proto(message: wire.NamespaceDelegation) -> DelegationRestriction:
    kind = message.WhichOneof("restriction")
    if kind is None:
        return CAN_SIGN_ALL if message.is_root_delegation else CAN_SIGN_ALL_BUT_DELEGATIONS
    if message.is_root_delegation:
        raise ValueError("the legacy root flag excludes a restriction")
    match kind:
        case "can_sign_all_mappings":
            return CAN_SIGN_ALL
        case "can_sign_all_but_namespace_delegations":
            return CAN_SIGN_ALL_BUT_DELEGATIONS
        case _:
            return can_sign_only(
                MappingCode(number) for number in message.can_sign_specific_mapings.mappings
            )


@dataclass(frozen=True, slots=True)
class DecentralizedNamespaceDefinition:
    """A namespace that acts when at least `threshold` of its owner namespaces sign."""

    code: ClassVar[MappingCode] = MappingCode.DECENTRALIZED_NAMESPACE_DEFINITION

    namespace: Fingerprint
    threshold: int
    owners: tuple[Fingerprint, ...]
    """Sorted and without duplicates."""

    def __post_init__(self) -> None:
        if self.threshold <= 0:
            raise ValueError("the threshold must be positive")
        if self.owners != tuple(sorted(set(self.owners))) or not self.owners:
            raise ValueError("the owners must be sorted, distinct and at least one")
        if self.threshold > len(self.owners):
            raise ValueError(f"threshold {self.threshold} exceeds {len(self.owners)} owners")

    @staticmethod
    def create(owners: Iterable[Fingerprint], threshold: int) -> DecentralizedNamespaceDefinition:
        """The first definition of the namespace of these owners.

        Raises:
            ValueError: there are no owners, or fewer than the threshold.
        """
        distinct = tuple(sorted(set(owners)))
        return DecentralizedNamespaceDefinition(
            decentralized_namespace(distinct), threshold, distinct
        )

    @property
    def uid(self) -> UniqueIdentifier | None:
        """None: a definition concerns a whole namespace."""
        return None

    @property
    def synchronizer_id(self) -> UniqueIdentifier | None:
        """None: not bound to a synchronizer."""
        return None

    @staticmethod
    def from_proto(
        message: wire.DecentralizedNamespaceDefinition,
    ) -> DecentralizedNamespaceDefinition:
        """Reads the message.

        Raises:
            ValueError: there are no owners, or the threshold is out of range.
        """
        return DecentralizedNamespaceDefinition(
            Fingerprint(message.decentralized_namespace),
            message.threshold,
            tuple(sorted({Fingerprint(owner) for owner in message.owners})),
        )

    def to_proto(self) -> wire.TopologyMapping:
        """The mapping's message."""
        return wire.TopologyMapping(
            decentralized_namespace_definition=wire.DecentralizedNamespaceDefinition(
                decentralized_namespace=self.namespace,
                threshold=self.threshold,
                owners=self.owners,
            )
        )


def decentralized_namespace(owners: Iterable[Fingerprint]) -> Fingerprint:
    """The name of the decentralized namespace that these owners define first."""
    builder = HashBuilder(HashPurpose.DECENTRALIZED_NAMESPACE)
    for owner in sorted(set(owners)):
        builder.add_string(owner)
    return Fingerprint(builder.finish().hex())
