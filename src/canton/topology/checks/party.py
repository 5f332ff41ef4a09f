"""Checks of the mapping from a party to the participants that host it."""

from __future__ import annotations

from canton.topology.checks.context import CheckContext
from canton.topology.mapping.code import MappingCode
from canton.topology.mapping.key import OwnerToKeyMapping
from canton.topology.mapping.namespace import NamespaceDelegation
from canton.topology.mapping.participant import SynchronizerTrustCertificate
from canton.topology.mapping.party import PartyToParticipant
from canton.topology.rejection import RejectionName, TopologyRejection, member_list
from canton.topology.transaction import Operation


def check_party_to_participant(
    context: CheckContext, mapping: PartyToParticipant
) -> TopologyRejection | None:
    """New hosts are members with keys; a participant's name is kept for its admin party."""
    before = context.previous_in_force
    known = set(before.participant_ids) if isinstance(before, PartyToParticipant) else set()
    new = set(mapping.participant_ids) - known
    state = context.state
    uids = {mapping.party, *(member.uid for member in new)}
    joined = {
        row.mapping.participant
        for uid in uids
        for row in state.of_uid(MappingCode.SYNCHRONIZER_TRUST_CERTIFICATE, uid)
        if isinstance(row.mapping, SynchronizerTrustCertificate)
    }
    if any(member.uid == mapping.party for member in joined) and not mapping.is_admin_party:
        return TopologyRejection(
            RejectionName.PARTY_ID_CONFLICT_WITH_ADMIN_PARTY,
            f"The partyId {mapping.party} is the same as an already existing admin party.",
        )
    if new - joined:
        return TopologyRejection(
            RejectionName.UNKNOWN_MEMBERS, f"Members {member_list(new - joined)} are unknown."
        )
    with_keys = {
        row.mapping.member
        for uid in uids
        for row in state.of_uid(MappingCode.OWNER_TO_KEY_MAPPING, uid)
        if isinstance(row.mapping, OwnerToKeyMapping)
    }
    if new - with_keys:
        return TopologyRejection(
            RejectionName.INSUFFICIENT_KEYS,
            f"Members {member_list(new - with_keys)} are missing a valid owner to key mapping.",
        )
    return _check_namespace_not_revoked(context, mapping)


def _check_namespace_not_revoked(
    context: CheckContext, mapping: PartyToParticipant
) -> TopologyRejection | None:
    if mapping.self_authorizing_key is None:
        return None
    revoked = any(
        isinstance(row.mapping, NamespaceDelegation) and row.mapping.is_for_root_key
        for row in context.state.of_namespace(
            MappingCode.NAMESPACE_DELEGATION, mapping.namespace, Operation.REMOVE
        )
    )
    if not revoked:
        return None
    return TopologyRejection(
        RejectionName.NAMESPACE_HAS_BEEN_REVOKED,
        f"The namespace {mapping.namespace} has previously been revoked.",
    )
