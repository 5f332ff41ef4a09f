"""Holds the signatures of a topology transaction against what its mapping requires.

Signatures of keys that have no say are stripped; at least one namespace key must have signed;
all remaining signatures must be good, those for namespaces being looked at first. A root
certificate is checked against its own key, since its removal takes it out of the graph.
Source: Canton 3.6 TopologyTransactionAuthorizationValidator; protocol sheet 4.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from canton.crypto.key import SigningPublicKey
from canton.crypto.signature import check_signature
from canton.identifiers import Fingerprint, UniqueIdentifier
from canton.topology.authorization.graph import NamespaceGraph
from canton.topology.authorization.requirement import (
    NOBODY,
    AnyOf,
    Authorizers,
    Requirement,
    missing,
    namespaces,
    referenced,
)
from canton.topology.authorization.rule import required_authorization
from canton.topology.authorization.usage import verification_usages
from canton.topology.mapping.key import OwnerToKeyMapping, PartyToKeyMapping
from canton.topology.mapping.mapping import TopologyMapping
from canton.topology.mapping.namespace import NamespaceDelegation
from canton.topology.mapping.party import PartyToParticipant
from canton.topology.rejection import RejectionName, TopologyRejection
from canton.topology.transaction import (
    Operation,
    SignedTopologyTransaction,
    TopologyTransaction,
)

KeysByName = dict[Fingerprint, SigningPublicKey]


class NamespaceLookup(Protocol):
    """What the check must know of the state."""

    @property
    def synchronizer(self) -> UniqueIdentifier | None:
        """The synchronizer whose state this is; None for a node's own stores."""

    def graph(self, namespace: Fingerprint) -> NamespaceGraph:
        """The keys that act for a namespace now."""


@dataclass(frozen=True, slots=True)
class Authorized:
    """The transaction without superfluous signatures, and who has not signed yet."""

    transaction: SignedTopologyTransaction
    missing: Authorizers


def check_authorization(
    lookup: NamespaceLookup,
    transaction: SignedTopologyTransaction,
    previous: TopologyTransaction | None,
    *,
    is_relaxed: bool = False,
) -> Authorized | TopologyRejection:
    """Checks the signatures; `previous` is the last transaction of the same unique key.

    `is_relaxed` is for the genesis state of old networks: keys of members need not prove their
    ownership, and participants need not agree to more permissions.
    """
    bound_to = transaction.mapping.synchronizer_id
    if bound_to is not None and lookup.synchronizer not in (None, bound_to):
        return TopologyRejection(
            RejectionName.INVALID_SYNCHRONIZER, f"Invalid synchronizer {bound_to}"
        )
    if is_root_certificate(transaction):
        return _check_root_certificate(transaction)
    return _Check(lookup, transaction, previous, is_relaxed).run()


def is_root_certificate(transaction: SignedTopologyTransaction) -> bool:
    """Whether this delegates to the namespace's own key, signed by that key alone."""
    mapping = transaction.mapping
    return (
        isinstance(mapping, NamespaceDelegation)
        and mapping.is_for_root_key
        and transaction.signers == {mapping.namespace}
    )


def requirement_of(
    lookup: NamespaceLookup,
    transaction: TopologyTransaction,
    previous: TopologyTransaction | None,
    *,
    is_relaxed: bool = False,
) -> Requirement:
    """Who must authorize; the synchronizer's owners may remove anything."""
    requirement = required_authorization(
        transaction.mapping,
        previous.mapping if previous else None,
        previous_is_removed=previous is not None and previous.operation is Operation.REMOVE,
        upgrades_need_participant=not is_relaxed,
    )
    if transaction.operation is Operation.REMOVE and lookup.synchronizer is not None:
        return AnyOf((requirement, namespaces(lookup.synchronizer.namespace)))
    return requirement


def _check_root_certificate(
    transaction: SignedTopologyTransaction,
) -> Authorized | TopologyRejection:
    mapping = transaction.mapping
    assert isinstance(mapping, NamespaceDelegation)
    keys = {mapping.namespace: mapping.target}
    rejection = _check_signatures(transaction, keys)
    return rejection or Authorized(transaction, NOBODY)


def _check_signatures(
    transaction: SignedTopologyTransaction, keys: KeysByName
) -> TopologyRejection | None:
    """Checks the signatures of these keys in order of the signatures."""
    for each in transaction.signatures:
        key = keys.get(each.signed_by)
        if key is None:
            continue
        if not each.covers(transaction.hash):
            return _uncovered(transaction)
        usages = verification_usages(transaction.mapping, each.signed_by)
        problem = check_signature(key, each.signed_hash(transaction.hash), each.signature, usages)
        if problem is not None:
            return TopologyRejection(RejectionName.SIGNATURE_CHECK_FAILED, problem.cause)
    return None


def _uncovered(transaction: SignedTopologyTransaction) -> TopologyRejection:
    return TopologyRejection(
        RejectionName.MULTI_TRANSACTION_HASH_MISMATCH,
        f"A given transaction hash set did not contain the expected hash {transaction.hash} of"
        " the transaction.",
    )


@dataclass(frozen=True, slots=True)
class _Check:
    lookup: NamespaceLookup
    transaction: SignedTopologyTransaction
    previous: TopologyTransaction | None
    is_relaxed: bool

    def run(self) -> Authorized | TopologyRejection:
        transaction = self.transaction
        if not all(each.covers(transaction.hash) for each in transaction.signatures):
            return _uncovered(transaction)
        required = self._requirement(self.previous)
        permitted = referenced(required) | referenced(self._requirement(None))
        present, namespace_keys, extra_keys = self._present(permitted)
        superfluous = transaction.signers - namespace_keys.keys() - extra_keys.keys()
        stripped = transaction.without_signers(superfluous)
        if stripped is None:
            keys = ", ".join(sorted(superfluous))
            return TopologyRejection(
                RejectionName.NO_DELEGATION_FOUND_FOR_KEYS, f"No delegation found for keys {keys}"
            )
        if not namespace_keys:
            return TopologyRejection(
                RejectionName.NOT_AUTHORIZED_BY_NAMESPACE_KEY,
                "Not authorized by any namespace key",
            )
        # Namespace signatures first: whoever does not hold one shall not make us check many.
        rejection = _check_signatures(stripped, namespace_keys) or _check_signatures(
            stripped,
            {name: key for name, key in extra_keys.items() if name not in namespace_keys},
        )
        if rejection is not None:
            return rejection
        return Authorized(stripped, self._missing(required, present))

    def _requirement(self, previous: TopologyTransaction | None) -> Requirement:
        return requirement_of(
            self.lookup, self.transaction.transaction, previous, is_relaxed=self.is_relaxed
        )

    def _present(self, permitted: Authorizers) -> tuple[Authorizers, KeysByName, KeysByName]:
        """Who signed with a say, and the keys they used for namespaces and as extra keys."""
        signers = self.transaction.signers
        mapping = self.transaction.mapping
        namespace_keys: KeysByName = {}
        present: set[Fingerprint] = set()
        for namespace in permitted.namespaces:
            graph = self.lookup.graph(namespace)
            used = graph.supporting(signers, mapping.code)
            namespace_keys.update((key.fingerprint, key) for key in used)
            own = _self_authorizing(mapping, namespace, signers)
            if own is not None:
                namespace_keys[own.fingerprint] = own
            if own is not None or graph.can_sign(signers, mapping.code):
                present.add(namespace)
        extra_keys: KeysByName = {}
        if self.transaction.operation is Operation.REPLACE:
            extra_keys = {
                key.fingerprint: key
                for key in _mapped_signing_keys(mapping)
                if key.fingerprint in permitted.keys and key.fingerprint in signers
            }
        return Authorizers(frozenset(present), frozenset(extra_keys)), namespace_keys, extra_keys

    def _missing(self, required: Requirement, present: Authorizers) -> Authorizers:
        if self.previous == self.transaction.transaction:
            # Only signatures are added to what is authorized already.
            return NOBODY
        lacking = missing(required, present)
        if self.is_relaxed and isinstance(self.transaction.mapping, OwnerToKeyMapping):
            return Authorizers(lacking.namespaces)
        return lacking


def _self_authorizing(
    mapping: TopologyMapping, namespace: Fingerprint, signers: frozenset[Fingerprint]
) -> SigningPublicKey | None:
    if not isinstance(mapping, PartyToParticipant) or namespace != mapping.namespace:
        return None
    key = mapping.self_authorizing_key
    return key if key is not None and key.fingerprint in signers else None


def _mapped_signing_keys(mapping: TopologyMapping) -> tuple[SigningPublicKey, ...]:
    match mapping:
        case OwnerToKeyMapping():
            return mapping.signing_keys
        case PartyToKeyMapping():
            return mapping.signing_keys.keys
        case PartyToParticipant():
            return mapping.party_keys
        case _:
            return ()
