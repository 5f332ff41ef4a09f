"""Checks of mappings about members: keys, trust certificates, mediator groups, sequencers."""

from __future__ import annotations

from collections.abc import Iterable

from canton.identifiers import Member, MemberKind
from canton.timestamps import Timestamp
from canton.topology.checks.context import CheckContext
from canton.topology.mapping.code import MappingCode
from canton.topology.mapping.key import OwnerToKeyMapping
from canton.topology.mapping.participant import (
    ParticipantSynchronizerPermission,
    SynchronizerTrustCertificate,
)
from canton.topology.mapping.party import PartyToParticipant
from canton.topology.mapping.synchronizer import (
    MediatorSynchronizerState,
    SequencerSynchronizerState,
    SynchronizerParametersState,
)
from canton.topology.parameters.dynamic import OnboardingRestriction
from canton.topology.rejection import RejectionName, TopologyRejection, member_list
from canton.topology.transaction import Operation


def check_keys(context: CheckContext, mapping: OwnerToKeyMapping) -> TopologyRejection | None:
    """A member has a signing key, a participant an encryption key too; removal is for good."""
    if context.previous is not None and context.previous.operation is Operation.REMOVE:
        return TopologyRejection(
            RejectionName.CANNOT_REREGISTER_KEYS,
            f"Member {mapping.member} tried to re-register its keys which they have previously"
            " removed.",
        )
    parameters = context.static_parameters
    signing = [
        key
        for key in mapping.signing_keys
        if parameters is None or key.spec.value in parameters.signing_key_specs
    ]
    if not signing:
        return _lacks_keys(mapping.member, "signing", len(mapping.signing_keys))
    encryption = [
        key
        for key in mapping.encryption_keys
        if parameters is None or key.spec.value in parameters.encryption_key_specs
    ]
    if mapping.member.kind is MemberKind.PARTICIPANT and not encryption:
        return _lacks_keys(mapping.member, "encryption", len(mapping.encryption_keys))
    return None


def _lacks_keys(member: Member, kind: str, count: int) -> TopologyRejection:
    cause = (
        f"No {kind} keys provided for {member}, at least one is required."
        if not count
        else f"None of the {count} {kind} keys for {member} supports the required key schemes."
    )
    return TopologyRejection(RejectionName.INVALID_OWNER_TO_KEY_MAPPING, cause)


def check_keys_removal(
    context: CheckContext, mapping: OwnerToKeyMapping
) -> TopologyRejection | None:
    """Keys stay as long as the member takes part in a synchronizer."""
    member = mapping.member
    if member.kind is MemberKind.PARTICIPANT:
        in_use = any(
            True
            for _ in context.state.of_uid(MappingCode.SYNCHRONIZER_TRUST_CERTIFICATE, member.uid)
        )
    elif context.synchronizer is None:
        in_use = False
    else:
        code = (
            MappingCode.MEDIATOR_SYNCHRONIZER_STATE
            if member.kind is MemberKind.MEDIATOR
            else MappingCode.SEQUENCER_SYNCHRONIZER_STATE
        )
        groups = context.state.of_uid(code, context.synchronizer.logical)
        in_use = any(member in group_members(row.mapping) for row in groups)
    if not in_use:
        return None
    return TopologyRejection(
        RejectionName.INVALID_OWNER_TO_KEY_MAPPING_REMOVAL,
        f"Cannot remove owner to key mapping for {member} as it is being used",
    )


def group_members(mapping: object) -> tuple[Member, ...]:
    """The members of a mediator group or of the sequencer group."""
    if isinstance(mapping, MediatorSynchronizerState | SequencerSynchronizerState):
        return mapping.members
    return ()


def check_trust_certificate(
    context: CheckContext, mapping: SynchronizerTrustCertificate
) -> TopologyRejection | None:
    """A participant may join once, with keys, under a name no party has, if it is let in."""
    participant = mapping.participant
    if context.previous is not None and context.previous.operation is Operation.REMOVE:
        return TopologyRejection(
            RejectionName.PARTICIPANT_CANNOT_REJOIN_SYNCHRONIZER,
            f"Participant {participant} tried to rejoin a synchronizer which it had previously"
            " left.",
        )
    for row in context.state.of_uid(MappingCode.PARTY_TO_PARTICIPANT, participant.uid):
        if isinstance(row.mapping, PartyToParticipant) and not row.mapping.is_admin_party:
            return TopologyRejection(
                RejectionName.PARTICIPANT_ID_CONFLICT_WITH_PARTY_ID,
                f"Tried to onboard participant {participant} while party {row.mapping.party} with"
                " the same UID already exists.",
            )
    return _check_onboarding(context, mapping) or check_have_keys(context, {participant})


def _check_onboarding(
    context: CheckContext, mapping: SynchronizerTrustCertificate
) -> TopologyRejection | None:
    rows = context.state.of_uid(MappingCode.SYNCHRONIZER_PARAMETERS_STATE, mapping.synchronizer_id)
    parameters = next(
        (row.mapping for row in rows if isinstance(row.mapping, SynchronizerParametersState)), None
    )
    if parameters is None:
        return TopologyRejection(
            RejectionName.MISSING_SYNCHRONIZER_PARAMETERS,
            f"Missing synchronizer parameters at {context.effective}",
        )
    restriction = parameters.parameters.onboarding_restriction
    if restriction.is_open and (
        not restriction.is_restricted or _has_permission(context, mapping, context.effective)
    ):
        return None
    return _refused(mapping.participant, restriction)


def _has_permission(
    context: CheckContext, mapping: SynchronizerTrustCertificate, now: Timestamp
) -> bool:
    uid = mapping.participant.uid
    for row in context.state.of_uid(MappingCode.PARTICIPANT_SYNCHRONIZER_PERMISSION, uid):
        permission = row.mapping
        if (
            isinstance(permission, ParticipantSynchronizerPermission)
            and permission.synchronizer_id == mapping.synchronizer_id
        ):
            return permission.login_after is None or permission.login_after <= now
    return False


def _refused(participant: Member, restriction: OnboardingRestriction) -> TopologyRejection:
    return TopologyRejection(
        RejectionName.ONBOARDING_RESTRICTION_IN_PLACE,
        f"Participant {participant} onboarding rejected as restrictions {restriction.name} are in"
        " place.",
    )


def check_have_keys(context: CheckContext, members: Iterable[Member]) -> TopologyRejection | None:
    """Every member has registered keys."""
    lacking = {
        member
        for member in members
        if not any(
            isinstance(row.mapping, OwnerToKeyMapping) and row.mapping.member == member
            for row in context.state.of_uid(MappingCode.OWNER_TO_KEY_MAPPING, member.uid)
        )
    }
    if not lacking:
        return None
    return TopologyRejection(
        RejectionName.INSUFFICIENT_KEYS,
        f"Members {member_list(lacking)} are missing a valid owner to key mapping.",
    )


def check_mediator_group(
    context: CheckContext, mapping: MediatorSynchronizerState
) -> TopologyRejection | None:
    """The threshold can be met; a new mediator is in no other group and has keys."""
    new = set(mapping.members) - set(group_members(context.previous_in_force))
    taken = [
        f"{member}: {row.mapping.group}"
        for row in context.state.of_uid(
            MappingCode.MEDIATOR_SYNCHRONIZER_STATE, mapping.synchronizer_id
        )
        if isinstance(row.mapping, MediatorSynchronizerState) and row.mapping.group != mapping.group
        for member in row.mapping.members
        if member in new
    ]
    if len(mapping.active) < mapping.threshold:
        return threshold_too_large(mapping.threshold, len(mapping.active))
    if taken:
        return TopologyRejection(
            RejectionName.MEDIATORS_ALREADY_IN_OTHER_GROUPS,
            f"Tried to add mediators to group {mapping.group}, but they are already assigned to"
            f" other groups: {', '.join(sorted(taken))}",
        )
    return None if context.is_relaxed else check_have_keys(context, new)


def check_sequencers(
    context: CheckContext, mapping: SequencerSynchronizerState
) -> TopologyRejection | None:
    """The threshold can be met; new sequencers have keys."""
    if len(mapping.active) < mapping.threshold:
        return threshold_too_large(mapping.threshold, len(mapping.active))
    new = set(mapping.members) - set(group_members(context.previous_in_force))
    return None if context.is_relaxed else check_have_keys(context, new)


def threshold_too_large(threshold: int, active: int) -> TopologyRejection:
    """The rejection of a group that can never act."""
    return TopologyRejection(
        RejectionName.INVALID_TOPOLOGY_MAPPING,
        f"Invalid mapping: Threshold {threshold} is larger than num active {active}",
    )
