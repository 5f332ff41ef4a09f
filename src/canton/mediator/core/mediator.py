"""The mediator's state machine: sequenced events in, verdicts out.

The machine is a function of the event stream alone. So nothing of a request in flight is stored:
`cursor` stays before the oldest undecided request, and whoever takes over (a restart, another
replica) reads from there and comes to the same state. What is stored is each verdict, in the same
transaction as its outgoing message; a replayed request whose verdict is stored stays decided.
Source: Canton 3.6 ConfirmationRequestAndResponseProcessor, MediatorState; protocol sheet 2.8.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from typing import Final

from canton.crypto.hash import Hash
from canton.crypto.signature import Signature, verify
from canton.errors import ErrorCode, Rejection
from canton.identifiers import Member, MemberKind, PhysicalSynchronizerId
from canton.mediator.core.aggregation import (
    Approved,
    Rejected,
    Response,
    Undecided,
    Vote,
    progress,
    unresponsive_parties,
)
from canton.mediator.core.request import (
    PROTOCOL_USAGE,
    Deadlines,
    OpenRequest,
    ReceivedRequest,
    check_request,
    own_group,
)
from canton.mediator.errors import (
    DUPLICATE_CONFIRMATION_REQUEST_UUID,
    MEDIATOR_INVALID_MESSAGE,
    MEDIATOR_PARTICIPANT_EQUIVOCATION,
    MEDIATOR_RECEIVED_MALFORMED_MESSAGE,
    MEDIATOR_SAYS_TX_TIMED_OUT,
)
from canton.protocol.merkle.position import ViewPosition
from canton.protocol.message.signed import ConfirmationResponse, ConfirmationResponses
from canton.protocol.message.verdict import (
    Approve,
    LocalVerdict,
    MediatorReject,
    ParticipantReject,
    RejectionReason,
    Verdict,
    VerdictCode,
)
from canton.protocol.message.view_type import ViewType
from canton.protocol.sequencing.envelope import signed_message_hash
from canton.protocol.sequencing.recipient import MediatorGroup, Recipients
from canton.protocol.status import Status
from canton.timestamps import TIMESTAMP_MIN, Micros, Timestamp, plus
from canton.topology.snapshot.snapshot import TopologySnapshot

_ONE_MICRO: Final = Micros(1)
_VOTES: Final = {
    VerdictCode.LOCAL_APPROVE: Vote.APPROVE,
    VerdictCode.LOCAL_ABSTAIN: Vote.ABSTAIN,
}
_TIMEOUT_CAUSE: Final = (
    "Rejected transaction as the mediator did not receive sufficient confirmations within the "
    "expected timeframe."
)


@dataclass(frozen=True, slots=True)
class ReceivedResponses:
    """Responses as they arrive: the message, the bytes that are signed, and the signatures."""

    message: ConfirmationResponses
    content: bytes
    signatures: Sequence[Signature]
    recipients: Recipients
    topology_timestamp: Timestamp | None = None


@dataclass(frozen=True, slots=True)
class Sequenced:
    """One event of the stream, with the topology as of its time; most hold one or no message."""

    time: Timestamp
    snapshot: TopologySnapshot
    request: ReceivedRequest | None = None
    responses: Sequence[ReceivedResponses] = ()


@dataclass(frozen=True, slots=True)
class GiveVerdict:
    """The one verdict on a request: to be stored together with its message, then sent."""

    request_id: Timestamp
    root_hash: Hash
    view_type: ViewType
    verdict: Verdict
    group: MediatorGroup
    participants: frozenset[Member]
    decision_time: Timestamp
    decided_at: Timestamp

    @property
    def recipients(self) -> Recipients:
        """Each informee participant for itself, so that none learns of the others."""
        return Recipients.groups([member] for member in sorted(self.participants))


@dataclass(frozen=True, slots=True)
class RememberRequest:
    """The UUID of a request, to be stored until it may be used again."""

    uuid: str
    request_time: Timestamp
    expire_after: Timestamp


@dataclass(frozen=True, slots=True)
class RequestTick:
    """An event is needed after this time, or a deadline passes unnoticed on a quiet stream."""

    time: Timestamp


@dataclass(frozen=True, slots=True)
class Report:
    """A fact for the log; a warning if some member misbehaves or may do so."""

    code: ErrorCode
    text: str
    is_warning: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """What happens among correct members too, for the log."""

    text: str


Effect = GiveVerdict | RememberRequest | RequestTick | Report | Remark


class MediatorCore:
    """The requests in flight of one mediator on one synchronizer.

    `cursor` is the event after which it goes on, none at the very beginning; `decided` are the
    requests whose verdicts are stored, those after it and recent ones; `remembered` the UUIDs that
    may not be used again, with the request and the time until which that is so.
    """

    def __init__(
        self,
        mediator: Member,
        synchronizer: PhysicalSynchronizerId,
        *,
        cursor: Timestamp | None = None,
        decided: Iterable[Timestamp] = (),
        remembered: Iterable[RememberRequest] = (),
    ) -> None:
        self._mediator = mediator
        self._synchronizer = synchronizer
        self._decided: dict[Timestamp, OpenRequest | None] = dict.fromkeys(decided)
        """Requests with a verdict, as they were then if that is known: responses still come."""
        self._decided_times = sorted(self._decided)
        """A heap of the same: with every event the oldest may be forgotten, and no other is met."""
        self._late_until = TIMESTAMP_MIN
        """Responses to requests up to here come after their deadline."""
        # What is stored of requests after the cursor comes again with them.
        before = [each for each in remembered if cursor is not None and each.request_time <= cursor]
        by_time = sorted(before, key=lambda each: each.request_time)
        self._remembered = {each.uuid: each for each in by_time}
        self._open: dict[Timestamp, OpenRequest] = {}
        self._seen_until = TIMESTAMP_MIN if cursor is None else cursor
        self._before: dict[Timestamp, Timestamp] = {}
        """For each open request, the event before it."""

    @property
    def cursor(self) -> Timestamp | None:
        """The event after which a restart must read: the last before every undecided request.

        It is the time of an event, since sequencers are asked to go on after one; None where that
        is before the first event.
        """
        until = self._before[min(self._open)] if self._open else self._seen_until
        return None if until == TIMESTAMP_MIN else until

    @property
    def open_count(self) -> int:
        """How many requests wait for a verdict."""
        return len(self._open)

    def handle(self, event: Sequenced) -> list[Effect]:
        """Takes one event into account; events come in order, each once."""
        assert event.time > self._seen_until, "events come in order"
        parameters = event.snapshot.dynamic_parameters
        if parameters is not None:
            self._late_until = Timestamp(event.time - parameters.confirmation_response_timeout - 1)
        effects = list(self._time_out(event.time))
        if event.request is not None:
            effects += self._on_request(event.request, event.snapshot)
        for responses in event.responses:
            effects += self._on_responses(event, responses)
        self._seen_until = event.time
        return effects

    def _time_out(self, now: Timestamp) -> Iterator[Effect]:
        due = [each for each in self._open.values() if each.deadlines.response < now]
        for request in sorted(due, key=lambda each: each.request_id):
            parties = ",".join(unresponsive_parties(request.views))
            context = {"unresponsiveParties": parties}
            status = Status.of(MEDIATOR_SAYS_TX_TIMED_OUT, _TIMEOUT_CAUSE, context)
            # The original dates it so: the timeout is noticed only after the deadline.
            decided_at = plus(request.deadlines.response, _ONE_MICRO)
            yield self._decide(request, MediatorReject(status), decided_at)

    def _on_request(self, request: ReceivedRequest, snapshot: TopologySnapshot) -> Iterator[Effect]:
        membership = own_group(snapshot, self._mediator)
        if membership is None:
            return
        group, is_active = membership
        if not is_active:
            return
        common = request.informees.tree.common
        duplicate = self._duplicate_of(common.uuid, request.request_id)
        if request.request_id in self._decided:
            if duplicate is None:
                yield self._remember(common.uuid, request.request_id, snapshot)
            return
        if duplicate is not None:
            yield from self._reject_at_once(request, snapshot, group, duplicate)
            return
        yield self._remember(common.uuid, request.request_id, snapshot)
        checked = check_request(request, snapshot, synchronizer=self._synchronizer, group=group)
        if isinstance(checked, Rejection):
            yield from self._reject_at_once(request, snapshot, group, checked)
            return
        self._open[request.request_id] = checked
        self._before[request.request_id] = self._seen_until
        yield RequestTick(plus(checked.deadlines.response, _ONE_MICRO))

    def _duplicate_of(self, uuid: str, request_id: Timestamp) -> Rejection | None:
        known = self._remembered.get(uuid)
        if known is None or known.request_time == request_id or known.expire_after < request_id:
            return None
        return Rejection(
            DUPLICATE_CONFIRMATION_REQUEST_UUID,
            f"The request UUID ({uuid}) is a duplicate of a previous request with an identical "
            f"UUID. It cannot be re-used until {known.expire_after}.",
        )

    def _remember(
        self, uuid: str, request_id: Timestamp, snapshot: TopologySnapshot
    ) -> RememberRequest:
        self._forget_expired(request_id)
        parameters = snapshot.dynamic_parameters
        window = parameters.mediator_deduplication_timeout if parameters is not None else 0
        remembered = RememberRequest(uuid, request_id, Timestamp(request_id + window))
        self._remembered.pop(uuid, None)
        self._remembered[uuid] = remembered
        return remembered

    def _forget_expired(self, now: Timestamp) -> None:
        # In order of requests, and mostly that of their ends: one that ends before an earlier one,
        # since the parameter was lowered, stays for the earlier one's time and does no harm.
        while self._remembered:
            uuid, oldest = next(iter(self._remembered.items()))
            if oldest.expire_after >= now:
                return
            del self._remembered[uuid]

    def _reject_at_once(
        self,
        request: ReceivedRequest,
        snapshot: TopologySnapshot,
        group: MediatorGroup,
        problem: Rejection,
    ) -> Iterator[Effect]:
        is_malformed = problem.code is MEDIATOR_RECEIVED_MALFORMED_MESSAGE
        yield Report(problem.code, f"request {request.request_id}: {problem.cause}", is_malformed)
        self._note_decided(request.request_id, None)
        yield GiveVerdict(
            request.request_id,
            request.root_hash,
            request.view_type,
            MediatorReject(Status.of(problem.code, problem.cause), is_malformed),
            group,
            request.addressed,
            Deadlines.of(request.request_id, snapshot).decision,
            request.request_id,
        )

    def _on_responses(self, event: Sequenced, received: ReceivedResponses) -> Iterator[Effect]:
        message = received.message
        sender = Member(MemberKind.PARTICIPANT, message.sender)
        problem = self._problem_of(event, received, sender)
        if problem is not None:
            yield Report(problem.code, f"response of {sender}: {problem.cause}", True)
            return
        for response in message.responses:
            request = self._open.get(message.request_id)
            if request is not None:
                yield from self._on_response(event, request, sender, response)
            else:
                yield self._on_late_response(message.request_id, sender, response)

    def _on_late_response(
        self, request_id: Timestamp, sender: Member, response: ConfirmationResponse
    ) -> Effect:
        """A response to a decided request changes nothing, and is checked as any other."""
        request = self._decided[request_id]
        answers = None if request is None else _answers(request, sender, response)
        if isinstance(answers, Rejection):
            text = f"response of {sender} for {request_id}: {answers.cause}"
            return Report(answers.code, text, True)
        return Remark(f"response of {sender}: request {request_id} is decided already")

    def _problem_of(
        self, event: Sequenced, received: ReceivedResponses, sender: Member
    ) -> Rejection | None:
        """What is wrong with a response whatever the request."""
        message = received.message
        if message.request_id > event.time:
            return _malformed(f"the request {message.request_id} is still to come")
        if message.synchronizer != self._synchronizer:
            return _malformed(f"it is for {message.synchronizer}")
        if received.topology_timestamp is not None:
            return _malformed("it carries a topology timestamp")
        groups = [r for r in received.recipients.all() if isinstance(r, MediatorGroup)]
        if len(groups) > 1:
            return _malformed("it is addressed to several mediator groups")
        keys = event.snapshot.members.signing_keys(sender, PROTOCOL_USAGE)
        digest = signed_message_hash(received.content)
        if not any(
            verify(key, digest, signature, PROTOCOL_USAGE)
            for signature in received.signatures
            for key in keys
        ):
            return _malformed("it is not signed by its sender")
        request = self._open.get(message.request_id)
        if request is None and message.request_id <= self._late_until:
            cause = f"it comes after the deadline for responses to {message.request_id}"
            return Rejection(MEDIATOR_INVALID_MESSAGE, cause)
        if request is None and message.request_id not in self._decided:
            return Rejection(MEDIATOR_INVALID_MESSAGE, f"there is no request {message.request_id}")
        request = request or self._decided[message.request_id]
        return None if request is None else _misdirected(request, received)

    def _on_response(
        self,
        event: Sequenced,
        request: OpenRequest,
        sender: Member,
        response: ConfirmationResponse,
    ) -> Iterator[Effect]:
        answers = _answers(request, sender, response)
        if isinstance(answers, Rejection):
            text = f"response of {sender} for {request.request_id}: {answers.cause}"
            yield Report(answers.code, text, True)
            return
        for answer in answers:
            outcome = progress(request.views, answer)
            match outcome:
                case Approved():
                    yield self._decide(request, Approve(), event.time)
                    return
                case Rejected(reasons):
                    verdict = ParticipantReject(
                        tuple(
                            RejectionReason(each.parties, each.reason, each.participant.uid)
                            for each in reasons
                        )
                    )
                    yield self._decide(request, verdict, event.time)
                    return
                case Undecided(views, equivocated_for):
                    if equivocated_for:
                        text = f"{sender} contradicts itself on request {request.request_id}"
                        yield Report(MEDIATOR_PARTICIPANT_EQUIVOCATION, text, True)
                    request = replace(request, views=views)
                    self._open[request.request_id] = request

    def _decide(self, request: OpenRequest, verdict: Verdict, decided_at: Timestamp) -> GiveVerdict:
        del self._open[request.request_id], self._before[request.request_id]
        self._note_decided(request.request_id, request)
        return GiveVerdict(
            request.request_id,
            request.root_hash,
            request.view_type,
            verdict,
            request.group,
            request.participants,
            request.deadlines.decision,
            decided_at,
        )

    def forget_decided(self, before: Timestamp) -> None:
        """Forgets decided requests that no replay can bring back and no response is due to."""
        horizon = min(before, self._late_until)
        while self._decided_times and self._decided_times[0] <= horizon:
            del self._decided[heappop(self._decided_times)]

    def _note_decided(self, request_id: Timestamp, request: OpenRequest | None) -> None:
        assert request_id not in self._decided, "a request has one verdict"
        self._decided[request_id] = request
        heappush(self._decided_times, request_id)


def _answers(
    request: OpenRequest, sender: Member, response: ConfirmationResponse
) -> Sequence[Response[LocalVerdict]] | Rejection:
    """What a response says of each view; a malformed one speaks for all that the sender hosts.

    A response that claims to speak for others than the sender may is discarded as a whole.
    """
    verdict = response.verdict
    if response.position is None:
        if not verdict.is_malformed:
            return _malformed("it names no view")
        positions: Iterable[ViewPosition] = request.views
    elif response.position in request.views:
        positions = [response.position]
    else:
        return _malformed(f"the request has no view {response.position}")
    answers = []
    for position in positions:
        allowed = request.confirmable_by(sender, position)
        parties = allowed if verdict.is_malformed else response.confirming_parties
        if not parties <= allowed:
            strangers = ", ".join(sorted(parties - allowed))
            return _malformed(f"it may not speak for {strangers}")
        if parties:
            vote = _VOTES.get(verdict.code, Vote.REJECT)
            reason = None if vote is Vote.APPROVE else verdict
            answers.append(Response(sender, position, parties, vote, reason))
    return answers


def _misdirected(request: OpenRequest, received: ReceivedResponses) -> Rejection | None:
    """What does not fit the request that the response names."""
    if received.message.root_hash != request.root_hash:
        return _malformed("it has another root hash than the request")
    if request.group not in received.recipients.all():
        return _malformed(f"it is not addressed to {request.group}")
    return None


def _malformed(cause: str) -> Rejection:
    return Rejection(MEDIATOR_RECEIVED_MALFORMED_MESSAGE, cause)
