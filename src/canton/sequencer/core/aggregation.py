"""Submissions that several members send alike, and that are delivered when enough have.

The aggregation id covers content and recipients of every envelope, the times and the rule, but
neither the signatures (they differ by sender, collecting them is the purpose) nor the message id.
An entry lives until its max sequencing time, since a later copy cannot be sequenced anyway.
Source: Canton 3.6 InFlightAggregation, AggregationRuleInput, SubmissionRequest.aggregationId.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush

from canton.crypto.signature import Signature
from canton.errors import ErrorCode, InvariantViolation, Rejection
from canton.identifiers import Member
from canton.protocol.sequencing.aggregation import (
    AggregationRule,
    MediatorGroupAggregation,
    MemberAggregation,
    SenderDeduplication,
    SequencerGroupAggregation,
    read_rule,
    rule_to_proto,
)
from canton.sequencer.core.ports import MemberGroup, TopologySnapshotView
from canton.sequencer.core.request import Submission
from canton.sequencer.core.rows import AggregationRow, ContributionRow
from canton.sequencer.errors import (
    AGGREGATE_SUBMISSION_ALREADY_SENT,
    AGGREGATE_SUBMISSION_STUFFING,
)
from canton.timestamps import Timestamp, iso
from canton.wire.aggregation_pb2 import AggregatedSignaturesOfSender
from canton.wire.topology_pb2 import AggregationRule as AggregationRuleMessage

Signatures = tuple[tuple[Signature, ...], ...]
"""By envelope, in the order of the batch."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one sender added, and when."""

    time: Timestamp
    signatures: Signatures


@dataclass(frozen=True, slots=True)
class InFlight:
    """The contributions so far; `delivered_at` is set once the threshold was reached."""

    rule: AggregationRule
    max_sequencing_time: Timestamp
    contributions: Mapping[Member, Contribution]
    delivered_at: Timestamp | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """More senders are needed: the sender gets a receipt, nobody else anything."""


@dataclass(frozen=True, slots=True)
class Complete:
    """The threshold is reached: the batch is delivered with these signatures."""

    signatures: Signatures


@dataclass(frozen=True, slots=True)
class Refused:
    """The sender is told why its request is not delivered."""

    code: ErrorCode
    cause: str


class Aggregations:
    """All aggregations in flight. `changes` gathers what must be stored since it was last taken."""

    def __init__(self, in_flight: Mapping[bytes, InFlight] | None = None) -> None:
        self._in_flight: dict[bytes, InFlight] = dict(in_flight or {})
        # Every block expires some: a heap spares it to look at all that are in flight.
        self._ends = [(each.max_sequencing_time, key) for key, each in self._in_flight.items()]
        heapify(self._ends)
        self._changed: dict[bytes, None] = {}
        self._contributions: list[ContributionRow] = []

    def __len__(self) -> int:
        return len(self._in_flight)

    def delivered_at(self, identifier: bytes) -> Timestamp | None:
        """When the aggregation was delivered, or None if it was not, or is unknown."""
        known = self._in_flight.get(identifier)
        return known.delivered_at if known is not None else None

    def contribute(
        self,
        identifier: bytes,
        submission: Submission,
        signatures: Signatures,
        time: Timestamp,
        snapshot: TopologySnapshotView,
    ) -> Waiting | Complete | Refused:
        """Adds what the sender submits at `time` and tells what follows for the sender.

        The snapshot is the one at `time`: group, threshold and keys count as they are then.
        """
        request = submission.request
        assert request.aggregation_rule is not None and time <= request.max_sequencing_time
        known = self._in_flight.get(identifier)
        if known is None:
            known = InFlight(request.aggregation_rule, request.max_sequencing_time, {})
            heappush(self._ends, (known.max_sequencing_time, identifier))
        if known.delivered_at is not None:
            return Refused(
                AGGREGATE_SUBMISSION_ALREADY_SENT,
                f"The aggregatable request with aggregation ID {identifier.hex()} was previously "
                f"delivered at {iso(known.delivered_at)}",
            )
        earlier = known.contributions.get(submission.sender)
        if earlier is not None:
            return Refused(
                AGGREGATE_SUBMISSION_STUFFING,
                f"The sender {submission.sender} previously contributed to the aggregatable "
                f"submission with ID {identifier.hex()} at {iso(earlier.time)}",
            )
        contributions = {**known.contributions, submission.sender: Contribution(time, signatures)}
        complete = _complete(known.rule, contributions, snapshot)
        self._in_flight[identifier] = replace(
            known,
            contributions=complete or contributions,
            delivered_at=time if complete else None,
        )
        self._note(identifier, submission, signatures, time)
        return Complete(_merged(complete)) if complete else Waiting()

    def _note(
        self, identifier: bytes, submission: Submission, signatures: Signatures, time: Timestamp
    ) -> None:
        self._changed[identifier] = None
        until = submission.request.max_sequencing_time
        self._contributions.append(
            _contribution_row(identifier, submission.sender, until, Contribution(time, signatures))
        )

    def expire(self, time: Timestamp) -> None:
        """Forgets what cannot be contributed to any more at a later time than `time`."""
        while self._ends and self._ends[0][0] <= time:
            _, identifier = heappop(self._ends)
            del self._in_flight[identifier]

    def in_flight(self) -> Mapping[bytes, InFlight]:
        """All aggregations by their ids."""
        return self._in_flight

    def rows(self) -> tuple[tuple[AggregationRow, ...], tuple[ContributionRow, ...]]:
        """All aggregations as rows."""
        return (
            tuple(_row(identifier, known) for identifier, known in self._in_flight.items()),
            tuple(
                _contribution_row(identifier, member, known.max_sequencing_time, contribution)
                for identifier, known in self._in_flight.items()
                for member, contribution in known.contributions.items()
            ),
        )

    def take_changes(self) -> tuple[tuple[AggregationRow, ...], tuple[ContributionRow, ...]]:
        """The rows that changed since the last call. What expired meanwhile needs no row."""
        aggregations = tuple(
            _row(identifier, known)
            for identifier in self._changed
            if (known := self._in_flight.get(identifier)) is not None
        )
        contributions = tuple(
            row for row in self._contributions if row.aggregation_id in self._in_flight
        )
        self._changed.clear()
        self._contributions.clear()
        return aggregations, contributions


def with_delivery_times(
    aggregations: Aggregations, snapshot_at: Callable[[Timestamp], TopologySnapshotView]
) -> Mapping[bytes, Timestamp | None]:
    """By id when each was delivered, from its contributions alone: with the last one, or not yet.

    After the delivery nothing is added, so the rule is judged as it was at the last contribution.
    """
    times: dict[bytes, Timestamp | None] = {}
    for identifier, known in aggregations.in_flight().items():
        if not known.contributions:
            times[identifier] = None
            continue
        last = max(contribution.time for contribution in known.contributions.values())
        complete = _complete(known.rule, known.contributions, snapshot_at(last))
        times[identifier] = last if complete else None
    return times


def _row(identifier: bytes, known: InFlight) -> AggregationRow:
    rule = rule_to_proto(known.rule).SerializeToString(deterministic=True)
    return AggregationRow(identifier, known.max_sequencing_time, rule, known.delivered_at)


def _contribution_row(
    identifier: bytes, sender: Member, until: Timestamp, contribution: Contribution
) -> ContributionRow:
    signatures = _signatures_message(contribution.signatures)
    return ContributionRow(
        identifier,
        str(sender),
        until,
        contribution.time,
        signatures.SerializeToString(deterministic=True),
    )


def restored(
    aggregations: Iterable[AggregationRow], contributions: Iterable[ContributionRow]
) -> Aggregations:
    """The aggregations from their rows."""
    by_id: dict[bytes, dict[Member, Contribution]] = {}
    for row in contributions:
        message = AggregatedSignaturesOfSender.FromString(row.signatures)
        by_id.setdefault(row.aggregation_id, {})[Member.parse(row.sender)] = Contribution(
            Timestamp(row.time), _read_signatures(message)
        )
    return Aggregations(
        {
            row.id: InFlight(
                read_rule(AggregationRuleMessage.FromString(row.rule)),
                Timestamp(row.max_sequencing_time),
                by_id.get(row.id, {}),
                None if row.delivered_at is None else Timestamp(row.delivered_at),
            )
            for row in aggregations
        }
    )


def _complete(
    rule: AggregationRule,
    contributions: Mapping[Member, Contribution],
    snapshot: TopologySnapshotView,
) -> Mapping[Member, Contribution] | None:
    """The contributions that count, if they reach the threshold."""
    match rule:
        case SenderDeduplication():
            return contributions
        case MemberAggregation(threshold=threshold):
            return contributions if len(contributions) >= threshold else None
        case MediatorGroupAggregation(index):
            return _valid(snapshot.mediator_group(index), contributions, snapshot)
        case SequencerGroupAggregation():
            return _valid(snapshot.sequencer_group(), contributions, snapshot)


def _valid(
    group: MemberGroup | None,
    contributions: Mapping[Member, Contribution],
    snapshot: TopologySnapshotView,
) -> Mapping[Member, Contribution] | None:
    """Drops who left the group, and signatures whose key was taken out meanwhile."""
    if group is None or len(contributions) < group.threshold:
        return None
    valid: dict[Member, Contribution] = {}
    for member, contribution in contributions.items():
        if member not in group.active:
            continue
        signatures = tuple(
            tuple(one for one in envelope if snapshot.is_signing_key_of(member, one))
            for envelope in contribution.signatures
        )
        if all(signatures):
            valid[member] = replace(contribution, signatures=signatures)
    return valid if len(valid) >= group.threshold else None


def _merged(contributions: Mapping[Member, Contribution]) -> Signatures:
    """By envelope the signatures in order of the senders, which hides who came first."""
    ordered = [contributions[member].signatures for member in sorted(contributions)]
    return tuple(
        tuple(signature for of_sender in envelope for signature in of_sender)
        for envelope in zip(*ordered, strict=True)
    )


def _signatures_message(signatures: Signatures) -> AggregatedSignaturesOfSender:
    return AggregatedSignaturesOfSender(
        signatures_by_envelope=[
            AggregatedSignaturesOfSender.SignaturesForEnvelope(
                signatures=[signature.to_proto() for signature in envelope]
            )
            for envelope in signatures
        ]
    )


def _read_signatures(message: AggregatedSignaturesOfSender) -> Signatures:
    return tuple(
        tuple(_stored(Signature.from_proto(one)) for one in entry.signatures)
        for entry in message.signatures_by_envelope
    )


def _stored(signature: Signature | Rejection) -> Signature:
    if isinstance(signature, Rejection):
        raise InvariantViolation(f"a stored signature cannot be read: {signature.cause}")
    return signature
