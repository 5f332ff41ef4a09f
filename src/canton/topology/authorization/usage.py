"""What a key that signs a topology transaction must be for.

Source: Canton 3.6 TopologyManager.assignExpectedUsageToKeys.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from canton.crypto.key import NAMESPACE_ONLY, PROOF_OF_OWNERSHIP_ONLY, Usages
from canton.identifiers import Fingerprint
from canton.topology.mapping.key import OwnerToKeyMapping, PartyToKeyMapping
from canton.topology.mapping.mapping import TopologyMapping
from canton.topology.mapping.party import PartyToParticipant

_NAMESPACE_OR_PROOF: Final = NAMESPACE_ONLY | PROOF_OF_OWNERSHIP_ONLY


def signing_usages(mapping: TopologyMapping, key: Fingerprint) -> Usages:
    """What the key must be for when this node signs the mapping with it."""
    return PROOF_OF_OWNERSHIP_ONLY if _proves_ownership(mapping, key) else NAMESPACE_ONLY


def verification_usages(mapping: TopologyMapping, key: Fingerprint) -> Usages:
    """What the key must be for when its signature is checked.

    Old states hold ownership proofs by keys that are for namespaces only.
    """
    return _NAMESPACE_OR_PROOF if _proves_ownership(mapping, key) else NAMESPACE_ONLY


def _proves_ownership(mapping: TopologyMapping, key: Fingerprint) -> bool:
    match mapping:
        case OwnerToKeyMapping(keys=keys):
            return key in _fingerprints(each.fingerprint for each in keys)
        case PartyToKeyMapping(signing_keys=registered):
            return key in _fingerprints(each.fingerprint for each in registered.keys)
        case PartyToParticipant(party_keys=keys, self_authorizing_key=authorizing):
            if authorizing is not None and authorizing.fingerprint == key:
                return False
            return key in _fingerprints(each.fingerprint for each in keys)
        case _:
            return False


def _fingerprints(keys: Iterable[Fingerprint]) -> frozenset[Fingerprint]:
    return frozenset(keys)
