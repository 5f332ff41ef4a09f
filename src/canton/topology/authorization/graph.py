"""Which keys may act for a namespace.

The root certificate is a delegation to the key after which the namespace is named, signed by that
key alone. From it a key is reached along delegations whose signer may sign delegations. Where a
delegation in between is revoked, the keys below it no longer count.
Source: Canton 3.6 AuthorizationGraph; protocol sheet 4.1.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from canton.crypto.key import SigningPublicKey
from canton.identifiers import Fingerprint
from canton.topology.mapping.code import MappingCode
from canton.topology.mapping.namespace import NamespaceDelegation

KeySet = frozenset[Fingerprint] | set[Fingerprint]


@dataclass(frozen=True, slots=True)
class SignedDelegation:
    """An active delegation and the keys that signed it."""

    delegation: NamespaceDelegation
    signers: frozenset[Fingerprint]


@dataclass(frozen=True, slots=True)
class ReachedKey:
    """A key that acts for the namespace; `level` counts delegations, the root has 1."""

    delegation: NamespaceDelegation
    level: int


class DelegationGraph:
    """The keys of one namespace."""

    __slots__ = ("_by_target", "_reached", "namespace")

    def __init__(self, namespace: Fingerprint, delegations: Iterable[SignedDelegation]) -> None:
        self.namespace = namespace
        self._by_target = {each.delegation.target.fingerprint: each for each in delegations}
        self._reached = _reachable(namespace, self._by_target)

    def can_sign(self, keys: KeySet, code: MappingCode) -> bool:
        """Whether one of the keys acts for the namespace on that kind of mapping."""
        return bool(self.supporting(keys, code))

    def supporting(self, keys: KeySet, code: MappingCode) -> frozenset[SigningPublicKey]:
        """Those of the keys that act for the namespace on that kind of mapping."""
        return frozenset(
            reached.delegation.target
            for key in keys
            if (reached := self._reached.get(key)) and reached.delegation.can_sign(code)
        )

    def reached(self, excluding: Fingerprint | None = None) -> tuple[tuple[ReachedKey, ...], ...]:
        """The keys that act for the namespace, in one group.

        `excluding` leaves out a key that is about to be delegated to, and all keys that only it
        leads to; the root key stays where it is itself the one.
        """
        if excluding is None:
            return (tuple(self._reached.values()),)
        if excluding == self.namespace:
            root = self._reached.get(excluding)
            return ((root,) if root else (),)
        others = {key: each for key, each in self._by_target.items() if key != excluding}
        return (tuple(_reachable(self.namespace, others).values()),)


def _reachable(
    namespace: Fingerprint, by_target: dict[Fingerprint, SignedDelegation]
) -> dict[Fingerprint, ReachedKey]:
    root = by_target.get(namespace)
    if root is None or namespace not in root.signers:
        return {}
    signed_by: dict[Fingerprint, list[NamespaceDelegation]] = {}
    for each in by_target.values():
        for signer in each.signers:
            signed_by.setdefault(signer, []).append(each.delegation)
    reached = {namespace: ReachedKey(root.delegation, 1)}
    waiting = deque([reached[namespace]])
    while waiting:
        signer_key = waiting.popleft()
        if not signer_key.delegation.can_sign(MappingCode.NAMESPACE_DELEGATION):
            continue
        for delegation in signed_by.get(signer_key.delegation.target.fingerprint, ()):
            target = delegation.target.fingerprint
            if target not in reached:
                reached[target] = ReachedKey(delegation, signer_key.level + 1)
                waiting.append(reached[target])
    return reached


@dataclass(frozen=True, slots=True)
class DecentralizedGraph:
    """A namespace that acts when at least `threshold` of its owners do."""

    threshold: int
    owners: tuple[DelegationGraph, ...]

    def can_sign(self, keys: KeySet, code: MappingCode) -> bool:
        """Whether the keys act for enough owners."""
        return sum(owner.can_sign(keys, code) for owner in self.owners) >= self.threshold

    def supporting(self, keys: KeySet, code: MappingCode) -> frozenset[SigningPublicKey]:
        """Those of the keys that act for some owner."""
        return frozenset[SigningPublicKey]().union(
            *(owner.supporting(keys, code) for owner in self.owners)
        )

    def reached(self, excluding: Fingerprint | None = None) -> tuple[tuple[ReachedKey, ...], ...]:
        """The keys that act for the owners, one group per owner."""
        return tuple(group for owner in self.owners for group in owner.reached(excluding))


NamespaceGraph = DelegationGraph | DecentralizedGraph
