"""Which of its keys a node uses to sign a topology transaction.

For each namespace concerned, of the keys the node holds, the one farthest from the root: root keys
are spared. Of equally far ones, the last by name. Source: Canton 3.6
TopologyManagerSigningKeyDetection.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from canton.identifiers import Fingerprint
from canton.topology.authorization.graph import KeySet, ReachedKey
from canton.topology.authorization.requirement import Authorizers, referenced
from canton.topology.authorization.validator import NamespaceLookup, requirement_of
from canton.topology.mapping.namespace import NamespaceDelegation
from canton.topology.transaction import TopologyTransaction


@dataclass(frozen=True, slots=True)
class SigningKeys:
    """Whom the transaction concerns, and the node's keys that can speak for them."""

    concerned: Authorizers
    keys: frozenset[Fingerprint]


def find_signing_keys(
    lookup: NamespaceLookup,
    transaction: TopologyTransaction,
    previous: TopologyTransaction | None,
    own_keys: KeySet,
    *,
    namespaces: Iterable[Fingerprint] = (),
    find_all: bool = False,
) -> SigningKeys:
    """The keys to sign with; `find_all` answers all that could, not only the preferred ones.

    `namespaces` (if any) limits whom to sign for.
    """
    requested = frozenset(namespaces)
    concerned = (
        Authorizers(requested)
        if requested
        else referenced(requirement_of(lookup, transaction, previous))
    )
    found = set(concerned.keys & own_keys)
    for namespace in concerned.namespaces:
        found |= _keys_for(lookup, namespace, transaction, own_keys, find_all)
    mapping = transaction.mapping
    if (
        isinstance(mapping, NamespaceDelegation)
        and mapping.is_for_root_key
        and mapping.namespace in concerned.namespaces
    ):
        found.add(mapping.namespace)
    return SigningKeys(concerned, frozenset(found))


def _keys_for(
    lookup: NamespaceLookup,
    namespace: Fingerprint,
    transaction: TopologyTransaction,
    own_keys: KeySet,
    find_all: bool,
) -> set[Fingerprint]:
    mapping = transaction.mapping
    # A key does not vouch for itself, nor do the keys that only it leads to.
    delegated = mapping.target.fingerprint if isinstance(mapping, NamespaceDelegation) else None
    found: set[Fingerprint] = set()
    for group in lookup.graph(namespace).reached(delegated):
        usable = [
            each
            for each in group
            if each.delegation.can_sign(mapping.code)
            and each.delegation.target.fingerprint in own_keys
        ]
        if find_all:
            found.update(each.delegation.target.fingerprint for each in usable)
        elif usable:
            found.add(max(usable, key=_preference).delegation.target.fingerprint)
    return found


def _preference(key: ReachedKey) -> tuple[int, Fingerprint]:
    return key.level, key.delegation.target.fingerprint
