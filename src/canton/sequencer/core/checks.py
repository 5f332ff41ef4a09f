"""What a submission request must fulfil to be delivered, in the order in which it is asked.

The order is part of the protocol: it decides whether a faulty request is dropped or answered.
Nothing here changes state, so the answers depend on the request, the time and the topology alone.
Source: Canton 3.6 SubmissionRequestValidator (protocol version 35); protocol sheet 10.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from canton.crypto.hash import HashPurpose
from canton.errors import ErrorCode, Rejection
from canton.identifiers import Member
from canton.protocol.sequencing.aggregation import (
    MediatorGroupAggregation,
    MemberAggregation,
    SenderDeduplication,
    SequencerGroupAggregation,
    aggregation_id,
)
from canton.protocol.sequencing.envelope import Envelope
from canton.protocol.sequencing.recipient import Group, GroupRecipient, MediatorGroup
from canton.sequencer.core.aggregation import Refused
from canton.sequencer.core.membership import Membership
from canton.sequencer.core.ports import MemberGroup, TopologySnapshotView
from canton.sequencer.core.request import DECOMPRESSED_BYTES_MAX, Submission
from canton.sequencer.errors import (
    INVALID_ENVELOPE_SIGNATURE,
    INVALID_SUBMISSION_SIGNATURE,
    MAX_SEQUENCING_TIME_EXCEEDED,
    MAX_SEQUENCING_TIME_TOO_FAR,
    MULTIPLE_MEDIATOR_RECIPIENTS,
    SENDER_UNKNOWN,
    SUBMISSION_REQUEST_MALFORMED,
    SUBMISSION_REQUEST_REFUSED,
    UNKNOWN_RECIPIENTS,
    UNSUPPORTED_FEATURE,
)
from canton.timestamps import Timestamp, iso, plus

_NAMES_MAX = 1000
"""No more names than this go into the text of an error."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Nobody gets an event. `is_alarm` says that a correct member would not have sent this."""

    rejection: Rejection
    is_alarm: bool


@dataclass(frozen=True, slots=True)
class Accepted:
    """The request may be delivered: who is in the groups it addresses, and its open envelopes."""

    groups: Mapping[GroupRecipient, tuple[Member, ...]]
    opened: tuple[Envelope, ...]
    aggregation_id: bytes | None


Checked = Accepted | Refused | Dropped


def check_submission(
    submission: Submission,
    time: Timestamp,
    snapshot: TopologySnapshotView,
    membership: Membership,
) -> Checked:
    """What becomes of a request that is sequenced at `time`, aggregation aside."""
    problem = (
        _sender_problem(submission, time, snapshot, membership)
        or _time_problem(submission, time)
        or _recipients_problem(submission, time, membership)
    )
    if problem is not None:
        return problem
    envelopes = _envelopes(submission, snapshot)
    if isinstance(envelopes, Dropped):
        return envelopes
    groups = _groups(submission, time, snapshot, membership)
    if isinstance(groups, Refused):
        return groups
    request = submission.request
    if request.aggregation_rule is None:
        return Accepted(groups, envelopes, None)
    aggregation_problem = _aggregation_problem(submission, time, snapshot, membership)
    if aggregation_problem is not None:
        return aggregation_problem
    identifier = aggregation_id(
        envelopes,
        request.aggregation_rule,
        request.sender,
        request.max_sequencing_time,
        request.topology_timestamp,
    )
    return Accepted(groups, envelopes, identifier.multihash)


def _alarm(code: ErrorCode, cause: str) -> Dropped:
    return Dropped(Rejection(code, cause), is_alarm=True)


def _sender_problem(
    submission: Submission,
    time: Timestamp,
    snapshot: TopologySnapshotView,
    membership: Membership,
) -> Dropped | None:
    sender = submission.sender
    if not membership.is_registered(sender, time):
        cause = f"the sender {sender} is not registered"
        return Dropped(Rejection(SENDER_UNKNOWN, cause), is_alarm=False)
    problem = snapshot.signature_problem(
        sender,
        HashPurpose.SUBMISSION_REQUEST_SIGNATURE,
        submission.content,
        submission.signature,
    )
    return None if problem is None else _alarm(INVALID_SUBMISSION_SIGNATURE, problem)


def _time_problem(submission: Submission, time: Timestamp) -> Dropped | None:
    if time <= submission.request.max_sequencing_time:
        return None
    # Silently: the sender sees the time pass on its stream and reports a timeout itself.
    cause = (
        f"sequenced at {iso(time)}, after the max sequencing time "
        f"{iso(submission.request.max_sequencing_time)}"
    )
    return Dropped(Rejection(MAX_SEQUENCING_TIME_EXCEEDED, cause), is_alarm=False)


def _recipients_problem(
    submission: Submission, time: Timestamp, membership: Membership
) -> Dropped | Refused | None:
    mediators = submission.request.mediator_recipients()
    if len(mediators) > 1:
        return _alarm(MULTIPLE_MEDIATOR_RECIPIENTS, f"addressed to {_joined(_sorted(mediators))}")
    unknown = _sorted(
        recipient
        for recipient in submission.recipients
        if isinstance(recipient, Member) and not membership.is_registered(recipient, time)
    )
    if unknown:
        return Refused(UNKNOWN_RECIPIENTS, f"Unknown recipients: {_joined(unknown)}")
    if submission.request.topology_timestamp is not None:
        return Refused(
            UNSUPPORTED_FEATURE,
            "topology timestamp in submission request is not supported in protocol versions > 34",
        )
    return None


def _envelopes(
    submission: Submission, snapshot: TopologySnapshotView
) -> tuple[Envelope, ...] | Dropped:
    envelopes = submission.request.batch.opened(DECOMPRESSED_BYTES_MAX)
    if isinstance(envelopes, Rejection):
        return _alarm(INVALID_ENVELOPE_SIGNATURE, envelopes.cause)
    for envelope in envelopes:
        for signature in envelope.signatures:
            problem = snapshot.signature_problem(
                submission.sender,
                HashPurpose.SIGNED_PROTOCOL_MESSAGE_SIGNATURE,
                envelope.content,
                signature,
            )
            if problem is not None:
                return _alarm(INVALID_ENVELOPE_SIGNATURE, problem)
    return envelopes


def _groups(
    submission: Submission,
    time: Timestamp,
    snapshot: TopologySnapshotView,
    membership: Membership,
) -> dict[GroupRecipient, tuple[Member, ...]] | Refused:
    groups: dict[GroupRecipient, tuple[Member, ...]] = {}
    for recipient in submission.recipients:
        match recipient:
            case MediatorGroup(index):
                members = _mediators(index, time, snapshot, membership)
            case Group.SEQUENCERS:
                members = _sequencers(snapshot)
            case _:
                continue
        if isinstance(members, Refused):
            return members
        groups[recipient] = members
    return groups


def _mediators(
    index: int, time: Timestamp, snapshot: TopologySnapshotView, membership: Membership
) -> tuple[Member, ...] | Refused:
    group = snapshot.mediator_group(index)
    if group is None:
        cause = f"The following mediator groups do not exist List({index})"
        return Refused(SUBMISSION_REQUEST_REFUSED, cause)
    unknown = [one for one in group.members if not membership.is_registered(one, time)]
    if unknown:
        cause = f"The mediator group {index} contains non registered mediators {_joined(unknown)}"
        return Refused(SUBMISSION_REQUEST_REFUSED, cause)
    return group.members


def _sequencers(snapshot: TopologySnapshotView) -> tuple[Member, ...] | Refused:
    group = snapshot.sequencer_group()
    if group is None:
        return Refused(SUBMISSION_REQUEST_REFUSED, "No sequencer group found")
    return group.members


def _aggregation_problem(
    submission: Submission,
    time: Timestamp,
    snapshot: TopologySnapshotView,
    membership: Membership,
) -> Dropped | Refused | None:
    timeout = snapshot.aggregate_submission_timeout()
    if timeout is None:
        return Refused(
            SUBMISSION_REQUEST_REFUSED, "Could not fetch dynamic synchronizer parameters"
        )
    bound = plus(time, timeout)
    request = submission.request
    if request.max_sequencing_time >= bound:
        return Refused(
            MAX_SEQUENCING_TIME_TOO_FAR,
            f"Max sequencing time {iso(request.max_sequencing_time)} for submission with id "
            f"{request.message_id} is too far in the future, currently bounded at {iso(bound)}",
        )
    malformed = rule_problem(submission, snapshot)
    if malformed is not None:
        return _alarm(SUBMISSION_REQUEST_MALFORMED, malformed)
    rule = request.aggregation_rule
    if isinstance(rule, MemberAggregation):
        unknown = [one for one in rule.members if not membership.is_registered(one, time)]
        if unknown:
            return Refused(
                SUBMISSION_REQUEST_REFUSED,
                f"Aggregation rule contains unregistered eligible members: {_joined(unknown)}",
            )
    return None


def rule_problem(submission: Submission, snapshot: TopologySnapshotView) -> str | None:
    """Why the aggregation rule is not one that this sender may use, or None."""
    sender = submission.sender
    match submission.request.aggregation_rule:
        case MemberAggregation(members, threshold):
            if len(set(members)) < threshold:
                return f"Threshold {threshold} cannot be reached"
            if sender not in members:
                return f"Sender [{sender}] is not eligible according to the aggregation rule"
        case MediatorGroupAggregation(index):
            return _group_problem(
                sender, snapshot.mediator_group(index), f"mediator group with index {index}"
            )
        case SequencerGroupAggregation():
            return _group_problem(sender, snapshot.sequencer_group(), "sequencer group")
        case SenderDeduplication() | None:
            pass
    return None


def _group_problem(sender: Member, group: MemberGroup | None, name: str) -> str | None:
    if group is None:
        return f"Invalid aggregation rule: there is no {name}"
    if sender not in group.active:
        return f"Sender [{sender}] is not part of the {name}"
    return None


def _sorted(recipients: Iterable[object]) -> list[str]:
    return sorted(str(recipient) for recipient in recipients)


def _joined(names: Sequence[object]) -> str:
    return ", ".join(str(name) for name in names[:_NAMES_MAX])
