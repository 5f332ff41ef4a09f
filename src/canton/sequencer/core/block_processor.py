"""The block machine: one block in, rows to persist, wake-ups and reports out.

It is deterministic in the blocks, so that every sequencer comes to the same events and a replay
after a crash writes what was written before. A block has its effect wholly or not at all: the
`BlockRow` inside `Persist` is the commit marker.
Source: Canton 3.6 BlockUpdateGenerator, BlockChunkProcessor, SequencedSubmissionsValidator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from canton.crypto.hash import HashPurpose
from canton.errors import InvariantViolation, Rejection
from canton.identifiers import PhysicalSynchronizerId
from canton.protocol.sequencing.envelope import Batch, Envelope
from canton.protocol.sequencing.event import TrafficReceipt
from canton.protocol.sequencing.submission import request_kind
from canton.sequencer.core.aggregation import (
    Aggregations,
    Complete,
    Refused,
    Waiting,
)
from canton.sequencer.core.broadcast import topology_broadcasts
from canton.sequencer.core.checks import Accepted, Dropped, check_submission
from canton.sequencer.core.delivery import (
    Delivery,
    Moment,
    delivery_of,
    error_status,
    receipt_of,
    refusal_of,
    tick_at,
)
from canton.sequencer.core.effects import (
    ACKNOWLEDGE,
    SEND,
    Block,
    BlockRequest,
    Charged,
    Effect,
    Persist,
    Publish,
    Report,
    Taken,
    TickAt,
)
from canton.sequencer.core.membership import Membership
from canton.sequencer.core.ports import SequencedTopology
from canton.sequencer.core.priority import Ordered, reordered
from canton.sequencer.core.request import (
    Acknowledgement,
    Submission,
    parse_acknowledgement,
    parse_submission,
)
from canton.sequencer.core.rows import (
    AcknowledgementRow,
    BlockRow,
    EventRow,
    MemberRow,
    RecipientRow,
)
from canton.sequencer.core.traffic.account import Settled, TrafficAccounts
from canton.sequencer.core.traffic.price import Judge
from canton.sequencer.core.traffic.purchase import purchases_in
from canton.sequencer.errors import (
    INVALID_ACKNOWLEDGEMENT_SIGNATURE,
    INVALID_ACKNOWLEDGEMENT_TIMESTAMP,
    INVALID_LEDGER_EVENT,
)
from canton.timestamps import Micros, Timestamp, iso, plus


@dataclass(frozen=True, slots=True)
class SynchronizerRules:
    """What never changes on a synchronizer: its id, and how long topology changes wait."""

    synchronizer: PhysicalSynchronizerId
    topology_change_delay: Micros


@dataclass(slots=True)
class _Outcome:
    """What a block has led to so far."""

    events: list[EventRow] = field(default_factory=list)
    recipients: list[RecipientRow] = field(default_factory=list)
    members: list[MemberRow] = field(default_factory=list)
    acknowledgements: dict[int, AcknowledgementRow] = field(default_factory=dict)
    writes: list[object] = field(default_factory=list)
    reports: list[Effect] = field(default_factory=list)

    def deliver(self, delivery: Delivery) -> None:
        self.events.append(delivery.event)
        self.recipients.extend(delivery.recipients)


@dataclass(frozen=True, slots=True)
class _Ready:
    """The request is delivered, with the signatures of all who contributed to it."""

    accepted: Accepted
    envelopes: tuple[Envelope, ...]


_Decided = Refused | Waiting | _Ready


class BlockProcessor:
    """The state that blocks change: topology, members, aggregations, traffic, times."""

    def __init__(
        self,
        rules: SynchronizerRules,
        topology: SequencedTopology,
        membership: Membership,
        aggregations: Aggregations,
        block: BlockRow,
        accounts: TrafficAccounts | None = None,
    ) -> None:
        self._rules = rules
        self._topology = topology
        self._membership = membership
        self._aggregations = aggregations
        self._block = block
        self._accounts = accounts or TrafficAccounts()

    @property
    def block(self) -> BlockRow:
        """The marker of the last block."""
        return self._block

    @property
    def membership(self) -> Membership:
        """The members as of the last block."""
        return self._membership

    @property
    def aggregations(self) -> Aggregations:
        """The aggregations in flight as of the last block."""
        return self._aggregations

    @property
    def accounts(self) -> TrafficAccounts:
        """The traffic of all members as of the last block."""
        return self._accounts

    def handle(self, block: Block) -> list[Effect]:
        """Processes the next block; one that was processed before has no effect.

        Raises:
            InvariantViolation: a height was left out, so the ordering has lost a block.
        """
        if block.height <= self._block.height:
            return []
        if block.height != self._block.height + 1:
            raise InvariantViolation(
                f"block {block.height} follows block {self._block.height}: a block is missing"
            )
        outcome = _Outcome()
        previous_end = Timestamp(self._block.last_time)
        for chunk in self._chunks(block, outcome):
            self._process_chunk(chunk, previous_end, outcome)
        self._tick(block, previous_end, outcome)
        self._aggregations.expire(Timestamp(self._block.last_time))
        self._block = replace(self._block, height=block.height)
        return self._effects(outcome)

    def _effects(self, outcome: _Outcome) -> list[Effect]:
        aggregations, contributions = self._aggregations.take_changes()
        consumptions, purchases = self._accounts.take_changes(self._membership)
        persist = Persist(
            block=self._block,
            members=tuple(outcome.members),
            events=tuple(outcome.events),
            recipients=tuple(outcome.recipients),
            acknowledgements=tuple(outcome.acknowledgements.values()),
            aggregations=aggregations,
            contributions=contributions,
            consumptions=consumptions,
            purchases=purchases,
            writes=tuple(outcome.writes),
        )
        effects: list[Effect] = [persist]
        if outcome.events:
            effects.append(Publish(persist.events, persist.recipients))
        effects.extend(outcome.reports)
        pending = self._block.pending_topology
        if pending is not None:
            effects.append(TickAt(self._effective(Timestamp(pending))))
        return effects

    def _effective(self, sequenced: Timestamp) -> Timestamp:
        return plus(sequenced, self._rules.topology_change_delay)

    def _chunks(self, block: Block, outcome: _Outcome) -> list[list[Ordered]]:
        """The block's requests, cut after each that may change what the next is judged by."""
        requests = []
        for request in block.requests:
            ordered = _parsed(request)
            if isinstance(ordered, Report):
                outcome.reports.append(ordered)
            else:
                requests.append(ordered)
                outcome.reports.append(_taken(ordered, len(request.body)))
        chunks: list[list[Ordered]] = []
        current: list[Ordered] = []
        for ordered in reordered(requests):
            current.append(ordered)
            if isinstance(ordered.request, Submission) and ordered.request.is_to_sequencers:
                chunks.append(current)
                current = []
        return [*chunks, current] if current else chunks

    def _process_chunk(
        self, chunk: Sequence[Ordered], previous_end: Timestamp, outcome: _Outcome
    ) -> None:
        """Gives each submission the next time; only those that led to an event use theirs up."""
        last = Timestamp(self._block.last_time)
        for ordered in chunk:
            match ordered.request:
                case Submission() as submission:
                    last = max(ordered.time, Timestamp(last + 1))
                    moment = Moment(last, ordered.trace)
                    self._process_submission(submission, moment, ordered.sequencer, outcome)
                case Acknowledgement() as acknowledgement:
                    self._acknowledge(acknowledgement, previous_end, outcome)

    def _process_submission(
        self, submission: Submission, moment: Moment, sequencer: str, outcome: _Outcome
    ) -> None:
        snapshot = self._topology.at(moment.time)
        checked = check_submission(submission, moment.time, snapshot, self._membership)
        if isinstance(checked, Dropped):
            outcome.reports.append(_report(submission, checked.rejection, checked.is_alarm))
            return
        decided = self._decided(submission, checked, moment)
        judge = Judge(moment.time, self._topology.at, sequencer=sequencer)
        settled = self._accounts.settle(submission, judge)
        if settled.receipt is not None:
            outcome.reports.append(_charged(submission, settled, decided, sequencer))
        match settled.problem:
            case Dropped(rejection, is_alarm):
                outcome.reports.append(_report(submission, rejection, is_alarm))
                return
            case Refused() as refused:
                decided = refused
        self._block = replace(self._block, last_time=moment.time)
        self._tell(submission, decided, settled.receipt, moment, outcome)

    def _decided(
        self, submission: Submission, checked: Accepted | Refused, moment: Moment
    ) -> _Decided:
        """What becomes of a request whose sender can pay for it."""
        if isinstance(checked, Refused):
            return checked
        if checked.aggregation_id is None:
            return _Ready(checked, checked.opened)
        result = self._aggregations.contribute(
            checked.aggregation_id,
            submission,
            tuple(envelope.signatures for envelope in checked.opened),
            moment.time,
            self._topology.at(moment.time),
        )
        if not isinstance(result, Complete):
            return result
        envelopes = tuple(
            replace(envelope, signatures=merged)
            for envelope, merged in zip(checked.opened, result.signatures, strict=True)
        )
        return _Ready(checked, envelopes)

    def _tell(
        self,
        submission: Submission,
        decided: _Decided,
        receipt: TrafficReceipt | None,
        moment: Moment,
        outcome: _Outcome,
    ) -> None:
        match decided:
            case Refused(code, cause):
                status = error_status(code, cause)
                outcome.deliver(refusal_of(submission, self._membership, moment, status, receipt))
                outcome.reports.append(_report(submission, Rejection(code, cause), is_alarm=False))
            case Waiting():
                outcome.deliver(receipt_of(submission, self._membership, moment, receipt))
            case _Ready():
                self._deliver(submission, decided, receipt, moment, outcome)

    def _deliver(
        self,
        submission: Submission,
        ready: _Ready,
        receipt: TrafficReceipt | None,
        moment: Moment,
        outcome: _Outcome,
    ) -> None:
        accepted = ready.accepted
        batch = _delivered_batch(submission.request.batch, accepted.opened, ready.envelopes)
        groups = accepted.groups
        outcome.deliver(delivery_of(submission, batch, groups, self._membership, moment, receipt))
        if submission.is_to_sequencers:
            self._block = replace(self._block, latest_sequencer_event=moment.time)
            self._credit(submission, ready.envelopes, moment.time, outcome)
        if submission.is_broadcast:
            self._apply_topology(accepted.opened, moment.time, outcome)

    def _credit(
        self,
        submission: Submission,
        envelopes: Sequence[Envelope],
        time: Timestamp,
        outcome: _Outcome,
    ) -> None:
        """Takes up what the sequencers say that members have purchased."""
        snapshot = self._topology.at(time)
        for purchase in purchases_in(self._rules.synchronizer, envelopes, snapshot):
            if isinstance(purchase, Rejection):
                outcome.reports.append(_report(submission, purchase, is_alarm=True))
            else:
                self._accounts.credit(purchase, time)

    def _apply_topology(
        self, envelopes: Sequence[Envelope], time: Timestamp, outcome: _Outcome
    ) -> None:
        broadcasts = topology_broadcasts(self._rules.synchronizer, envelopes)
        if not broadcasts:
            return
        self._block = replace(self._block, pending_topology=time)
        change = self._topology.process(time, broadcasts)
        outcome.members.extend(self._membership.register(change.members, self._effective(time)))
        outcome.writes.extend(change.writes)

    def _acknowledge(
        self, acknowledgement: Acknowledgement, previous_end: Timestamp, outcome: _Outcome
    ) -> None:
        """Acknowledgements take no time of their own and are judged by the block before."""
        member, time = acknowledgement.member, acknowledgement.timestamp
        rejection = None
        if time > previous_end:
            cause = (
                f"{member} acknowledges {iso(time)}, but the last event is of {iso(previous_end)}"
            )
            rejection = Rejection(INVALID_ACKNOWLEDGEMENT_TIMESTAMP, cause)
        elif not self._membership.is_registered(member, time):
            rejection = Rejection(
                INVALID_ACKNOWLEDGEMENT_TIMESTAMP, f"{member} was not registered at {iso(time)}"
            )
        else:
            problem = self._topology.at(time).signature_problem(
                member,
                HashPurpose.ACKNOWLEDGEMENT_SIGNATURE,
                acknowledgement.content,
                acknowledgement.signature,
            )
            if problem is not None:
                rejection = Rejection(INVALID_ACKNOWLEDGEMENT_SIGNATURE, problem)
        if rejection is not None:
            outcome.reports.append(Report(rejection, str(member), "", is_alarm=True))
            return
        row = self._membership.acknowledge(member, time)
        if row is not None:
            outcome.acknowledgements[row.member_id] = row

    def _tick(self, block: Block, previous_end: Timestamp, outcome: _Outcome) -> None:
        """Shows everybody that a topology change is effective, once the block's time is past it.

        Only the latest change is kept in mind: a later one that comes before is a tick itself.
        """
        pending = self._block.pending_topology
        if pending is None:
            return
        effective = self._effective(Timestamp(pending))
        time = max(Timestamp(self._block.last_time + 1), block.time)
        if not previous_end <= effective < time:
            return
        self._block = replace(
            self._block, last_time=time, latest_sequencer_event=time, pending_topology=None
        )
        outcome.deliver(tick_at(time))


def _parsed(request: BlockRequest) -> Ordered | Report:
    parsed: Submission | Acknowledgement | Rejection
    match request.tag:
        case tag if tag == SEND:
            parsed = parse_submission(request.body)
        case tag if tag == ACKNOWLEDGE:
            parsed = parse_acknowledgement(request.body)
        case tag:
            parsed = Rejection(INVALID_LEDGER_EVENT, f"the unknown tag {tag!r}")
    if isinstance(parsed, Rejection):
        cause = f"from {request.sequencer}: {parsed.cause}"
        return Report(Rejection(INVALID_LEDGER_EVENT, cause), "", "", is_alarm=True)
    return Ordered(parsed, request.time, request.trace, request.sequencer)


def _taken(ordered: Ordered, size: int) -> Taken:
    match ordered.request:
        case Submission(sender=sender, recipients=recipients):
            return Taken(sender, request_kind(sender, recipients), size, ordered.time)
        case Acknowledgement(member=member):
            return Taken(member, None, size, ordered.time)


def _charged(
    submission: Submission, settled: Settled, decided: _Decided, sequencer: str
) -> Charged:
    waste = None
    match settled.problem:
        case Dropped(rejection):
            waste = rejection.code.id
        case Refused(code):
            waste = code.id
        case None if isinstance(decided, Refused):
            waste = decided.code.id
    assert settled.receipt is not None
    return Charged(
        submission.sender,
        request_kind(submission.sender, submission.recipients),
        sequencer,
        settled.receipt.consumed_cost,
        len(submission.content),
        waste,
        settled.problem is None,
    )


def _report(submission: Submission, rejection: Rejection, is_alarm: bool) -> Report:
    return Report(rejection, str(submission.sender), submission.request.message_id, is_alarm)


def _delivered_batch(
    received: Batch, opened: Sequence[Envelope], delivered: Sequence[Envelope]
) -> Batch:
    """The batch with the signatures of all contributors; unchanged envelopes stay as they came."""
    return Batch(
        tuple(
            closed if closed.is_compressed and before == after else after.closed()
            for closed, before, after in zip(received.envelopes, opened, delivered, strict=True)
        )
    )
