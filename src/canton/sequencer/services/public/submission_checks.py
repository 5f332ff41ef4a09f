"""What is refused at once, before a request is ordered. All of it is judged again afterwards.

Nothing here may be stricter than the block machine in a way that depends on this sequencer alone,
except for limits that protect it. Source: Canton 3.6 GrpcSequencerService, BlockSequencer.
"""

from __future__ import annotations

from canton.errors import Rejection
from canton.identifiers import Member, MemberKind
from canton.protocol.sequencing.aggregation import (
    MediatorGroupAggregation,
    MemberAggregation,
    SequencerGroupAggregation,
)
from canton.protocol.sequencing.submission import RequestKind, request_kind
from canton.protocol.sequencing.traffic import is_charged
from canton.sequencer.core.aggregation import Refused as Refusal
from canton.sequencer.core.checks import Dropped, rule_problem
from canton.sequencer.core.request import Submission, parse_submission
from canton.sequencer.core.traffic.price import Judge, price_of
from canton.sequencer.errors import (
    AGGREGATE_SUBMISSION_ALREADY_SENT,
    MAX_SEQUENCING_TIME_EXCEEDED,
    MAX_SEQUENCING_TIME_TOO_FAR,
    OVERLOADED,
    SENDER_UNKNOWN,
    SUBMISSION_REQUEST_MALFORMED,
    SUBMISSION_REQUEST_REFUSED,
    UNKNOWN_RECIPIENTS,
)
from canton.sequencer.runtime import Sequencer
from canton.timestamps import Micros, iso, plus


def checked_submission(sequencer: Sequencer, signed: bytes, caller: Member) -> Submission | Refusal:
    """The request, or why it is refused."""
    parameters = sequencer.snapshot.snapshot.dynamic_parameters
    size_max = sequencer.protection.request_bytes_max(parameters)
    submission = parse_submission(signed)
    if isinstance(submission, Rejection):
        return _malformed("", "", submission.cause)
    return (
        _authority_problem(submission, caller)
        or _shape_problem(sequencer, submission, len(signed), size_max)
        or _rate_problem(sequencer, submission)
        or _overload(sequencer, submission)
        or _time_problem(sequencer, submission)
        or _member_problem(sequencer, submission)
        or _repetition(sequencer, submission, size_max)
        or _traffic_problem(sequencer, submission, size_max)
        or submission
    )


def _malformed(sender: str, message_id: str, cause: str) -> Refusal:
    return Refusal(
        SUBMISSION_REQUEST_MALFORMED,
        f"Send request [{message_id}] from sender [{sender}] is malformed. Discarding request. "
        f"{cause}",
    )


def _refused(submission: Submission, cause: str) -> Refusal:
    return Refusal(
        SUBMISSION_REQUEST_REFUSED,
        f"Request '{submission.request.message_id}' from '{submission.sender}' refused: {cause}",
    )


def _authority_problem(submission: Submission, caller: Member) -> Refusal | None:
    if submission.sender == caller:
        return None
    return _refused(
        submission,
        f"{submission.sender} is not authorized to send: Authenticated member {caller} just tried "
        f"to use sequencer on behalf of {submission.sender} without permission",
    )


def _shape_problem(
    sequencer: Sequencer, submission: Submission, size: int, size_max: int
) -> Refusal | None:
    request = submission.request
    sender, message_id = str(submission.sender), request.message_id
    problem = rule_problem(submission, sequencer.snapshot)
    if problem is not None:
        return _malformed(sender, message_id, problem)
    if size > size_max:
        return _malformed(
            sender, message_id, f"The request has {size} bytes. The limit is {size_max} bytes."
        )
    opened = request.batch.opened(size_max)
    if isinstance(opened, Rejection):
        return _malformed(
            sender,
            message_id,
            f"Batch contains envelope with max bytes exceeded. The limit is {size_max} bytes. "
            f"{opened.cause}",
        )
    if not all(envelope.content for envelope in opened):
        return _malformed(sender, message_id, "Batch contains envelope without content.")
    if len(request.mediator_recipients()) > 1:
        return _refused(submission, "Batch contains multiple mediators as recipients.")
    return None


def _rate_problem(sequencer: Sequencer, submission: Submission) -> Refusal | None:
    sender = submission.sender
    is_limited = (
        sender.kind is MemberKind.PARTICIPANT
        and request_kind(sender, submission.recipients) is RequestKind.CONFIRMATION_REQUEST
    )
    parameters = sequencer.snapshot.snapshot.dynamic_parameters
    if not is_limited or parameters is None:
        return None
    attributes = sequencer.snapshot.snapshot.members.participant(sender)
    own = None if attributes is None else attributes.confirmation_requests_max_rate
    rate = parameters.confirmation_requests_max_rate if own is None else own
    problem = sequencer.protection.rate_problem(sender, rate)
    return None if problem is None else Refusal(OVERLOADED, problem)


def _overload(sequencer: Sequencer, submission: Submission) -> Refusal | None:
    sender = submission.sender
    kind = request_kind(sender, submission.recipients)
    problem = sequencer.protection.submission_problem(sender, kind)
    return None if problem is None else Refusal(OVERLOADED, problem)


def _time_problem(sequencer: Sequencer, submission: Submission) -> Refusal | None:
    request = submission.request
    now = sequencer.time
    if request.max_sequencing_time <= now:
        return Refusal(
            MAX_SEQUENCING_TIME_EXCEEDED,
            f"The sequencer time [{iso(now)}] has exceeded by the max-sequencing-time of the send "
            f"request [{iso(request.max_sequencing_time)}]: Estimation for message id "
            f"{request.message_id}",
        )
    if request.aggregation_rule is None:
        return None
    timeout = sequencer.snapshot.aggregate_submission_timeout()
    bound = now if timeout is None else plus(now, timeout)
    if request.max_sequencing_time < bound:
        return None
    return Refusal(
        MAX_SEQUENCING_TIME_TOO_FAR,
        f"Max sequencing time {iso(request.max_sequencing_time)} for submission with id "
        f"{request.message_id} is too far in the future, currently bounded at {iso(bound)}",
    )


def _member_problem(sequencer: Sequencer, submission: Submission) -> Refusal | None:
    members = sequencer.snapshot.snapshot.members
    named = {one for one in submission.recipients if isinstance(one, Member)}
    unknown = sorted(str(one) for one in named - members.known(named))
    if unknown:
        return Refusal(UNKNOWN_RECIPIENTS, f"Unknown recipients: {', '.join(unknown[:1000])}")
    rule = submission.request.aggregation_rule
    senders = {submission.sender, *(rule.members if isinstance(rule, MemberAggregation) else ())}
    strangers = sorted(str(one) for one in senders - members.known(senders))
    if strangers:
        cause = f"(Eligible) Senders are unknown: {', '.join(strangers[:1000])}"
        return Refusal(SENDER_UNKNOWN, cause)
    return None


def _traffic_problem(sequencer: Sequencer, submission: Submission, size_max: int) -> Refusal | None:
    """Whether the sender knows what it costs, and can pay that as far as one can tell now."""
    parameters = sequencer.snapshot.traffic_parameters()
    if parameters is None or not is_charged(submission.sender, submission.recipients, parameters):
        return None
    envelopes = submission.request.batch.opened(size_max)
    if isinstance(envelopes, Rejection):
        return None
    judge = Judge(sequencer.time, sequencer.loop.snapshot_at, sequencer.protection.signed_ahead_max)
    price = price_of(submission, envelopes, judge)
    match price:
        case Refusal(code, cause):
            return Refusal(
                code,
                "Submission was refused because traffic cost was outdated. Re-submit after having "
                f"observed the validation timestamp and processed its topology state: {cause}",
            )
        case Dropped(rejection):
            cause = "Submission was refused because traffic control validation failed"
            return Refusal(SUBMISSION_REQUEST_REFUSED, f"{cause}: {rejection.cause}")
        case None:
            return None
    # The request will not be sequenced earlier; what was purchased with the last event counts, and
    # what has come back since.
    next_time = max(sequencer.time, plus(sequencer.loop.feed.head, Micros(1)))
    shortage = sequencer.loop.accounts.shortage(submission.sender, price, next_time)
    if shortage is None:
        return None
    cause = "Submission was rejected because no traffic is available"
    return Refusal(shortage.code, f"{cause}: {shortage.cause}")


def _repetition(sequencer: Sequencer, submission: Submission, size_max: int) -> Refusal | None:
    """Copies of what a group has delivered already need not be ordered."""
    rule = submission.request.aggregation_rule
    if not isinstance(rule, MediatorGroupAggregation | SequencerGroupAggregation):
        return None
    identifier = submission.request.aggregation_id(size_max)
    if identifier is None or isinstance(identifier, Rejection):
        return None
    delivered_at = sequencer.loop.aggregation_delivered_at(identifier.multihash)
    if delivered_at is None:
        return None
    return Refusal(
        AGGREGATE_SUBMISSION_ALREADY_SENT,
        f"The aggregatable request with aggregation ID {identifier.hex()} was previously delivered "
        f"at {iso(delivered_at)}",
    )
