"""Whose authorization a mapping needs, from the difference to the mapping that it follows.

Source: Canton 3.6 TopologyMapping.requiredAuth; protocol sheet 4.2, column A.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from canton.crypto.key import SigningPublicKey
from canton.identifiers import Fingerprint, Member
from canton.topology.authorization.requirement import (
    AnyOf,
    Authorizers,
    Requirement,
    all_of,
    namespaces,
)
from canton.topology.mapping.key import OwnerToKeyMapping, PartyToKeyMapping
from canton.topology.mapping.mapping import TopologyMapping
from canton.topology.mapping.namespace import DecentralizedNamespaceDefinition
from canton.topology.mapping.participant import (
    ParticipantSynchronizerPermission,
)
from canton.topology.mapping.party import HostingParticipant, PartyHostingLimits, PartyToParticipant


def required_authorization(
    mapping: TopologyMapping,
    previous: TopologyMapping | None,
    *,
    previous_is_removed: bool = False,
    upgrades_need_participant: bool = True,
) -> Requirement:
    """Who must authorize `mapping` where `previous` was the last one of the same unique key.

    `previous_is_removed` tells that the last operation removed it: then keys and hosts count as
    new. `upgrades_need_participant` is False only for the genesis state of old networks.
    """
    standing = None if previous_is_removed else previous
    match mapping:
        case DecentralizedNamespaceDefinition():
            return _for_decentralized_namespace(mapping, previous)
        case OwnerToKeyMapping():
            before = standing.signing_keys if isinstance(standing, OwnerToKeyMapping) else ()
            return _with_new_keys(mapping.namespace, mapping.signing_keys, before)
        case PartyToKeyMapping():
            before = standing.signing_keys.keys if isinstance(standing, PartyToKeyMapping) else ()
            return _with_new_keys(mapping.namespace, mapping.signing_keys.keys, before)
        case PartyToParticipant():
            followed = standing if isinstance(standing, PartyToParticipant) else None
            return _for_party(mapping, followed, upgrades_need_participant)
        case ParticipantSynchronizerPermission() | PartyHostingLimits():
            return namespaces(mapping.synchronizer_id.namespace)
        case _:
            return namespaces(mapping.namespace)


def _for_decentralized_namespace(
    mapping: DecentralizedNamespaceDefinition, previous: TopologyMapping | None
) -> Requirement:
    # A removed definition still counts as the previous one: its namespace is not founded anew.
    if isinstance(previous, DecentralizedNamespaceDefinition):
        return namespaces(mapping.namespace, *(set(mapping.owners) - set(previous.owners)))
    return namespaces(*mapping.owners)


def _with_new_keys(
    namespace: Fingerprint,
    keys: Iterable[SigningPublicKey],
    keys_before: Iterable[SigningPublicKey],
) -> Requirement:
    new = set(keys) - set(keys_before)
    return Authorizers(frozenset({namespace}), frozenset(key.fingerprint for key in new))


def _for_party(
    mapping: PartyToParticipant, previous: PartyToParticipant | None, strict: bool
) -> Requirement:
    parts = [*_party_parts(mapping, previous)]
    before = {host.participant: host for host in previous.participants} if previous else {}
    after = {host.participant: host for host in mapping.participants}
    party = namespaces(mapping.namespace)
    for member in before.keys() - after.keys():
        parts.append(AnyOf((party, _of(member))))
    for member in after.keys() & before.keys():
        parts.extend(_host_parts(party, before[member], after[member], strict))
    return all_of(parts) if parts else party


def _party_parts(
    mapping: PartyToParticipant, previous: PartyToParticipant | None
) -> Iterator[Requirement]:
    party = namespaces(mapping.namespace)
    if previous is None or previous.threshold != mapping.threshold:
        yield party
    if mapping.signing_keys != (previous.signing_keys if previous else None):
        before = {key.fingerprint for key in previous.party_keys} if previous else set()
        added = {key.fingerprint for key in mapping.party_keys} - before
        yield Authorizers(party.namespaces, frozenset(added))
    known = set(previous.participant_ids) if previous else set()
    joining = [member for member in mapping.participant_ids if member not in known]
    if joining:
        yield namespaces(mapping.namespace, *(member.uid.namespace for member in joining))


def _host_parts(
    party: Authorizers, before: HostingParticipant, after: HostingParticipant, strict: bool
) -> Iterator[Requirement]:
    host = _of(after.participant)
    if after.permission < before.permission:
        yield all_of((party, host)) if strict else party
    elif after.permission > before.permission:
        yield AnyOf((party, host))
    if before.onboarding and not after.onboarding:
        yield host
    elif after.onboarding and not before.onboarding:
        yield party


def _of(member: Member) -> Authorizers:
    return namespaces(member.uid.namespace)
