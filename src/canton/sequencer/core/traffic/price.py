"""Whether the cost that a sender reckons with is right.

It must be right by the topology that counts, or be more than that. If it is less, the sender is
believed only as far as its cost is right by the topology by which it signed, and that not too old.
Source: Canton 3.6 SequencerRateLimitManagerImpl.validateRequest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from canton.errors import Rejection
from canton.protocol.sequencing.envelope import Envelope
from canton.protocol.sequencing.traffic import event_cost
from canton.sequencer.core.aggregation import Refused
from canton.sequencer.core.checks import Dropped
from canton.sequencer.core.ports import TopologySnapshotView
from canton.sequencer.core.request import Submission
from canton.sequencer.errors import INCORRECT_EVENT_COST, OUTDATED_TRAFFIC_COST
from canton.timestamps import Timestamp, iso
from canton.topology.parameters.dynamic import TrafficControlParameters

SnapshotAt = Callable[[Timestamp], TopologySnapshotView]


@dataclass(frozen=True, slots=True)
class Price:
    """What the request costs, by which parameters."""

    cost: int
    parameters: TrafficControlParameters


@dataclass(frozen=True, slots=True)
class Judge:
    """The time and the topology that a cost is judged by.

    The topology of the sender may be so many microseconds `ahead` of this one. `sequencer` is the
    one that let an ordered request pass.
    """

    time: Timestamp
    snapshot_at: SnapshotAt
    ahead: int = 0
    sequencer: str | None = None


class _Fault(Enum):
    WRONG = auto()
    """The cost is missing or wrong."""
    UNASKED = auto()
    """There is a cost where sending is free."""


def price_of(
    submission: Submission, envelopes: tuple[Envelope, ...], judge: Judge
) -> Price | Refused | Dropped | None:
    """What the request costs; None where it is free, or why it is not taken."""
    snapshot = judge.snapshot_at(judge.time)
    found = _judged(submission, envelopes, snapshot)
    if found is _Fault.UNASKED:
        return None
    if found is not _Fault.WRONG:
        return found
    submitted = submission.request.submission_cost
    right = _price(submission, envelopes, snapshot)
    if submitted is not None and submitted >= right.cost:
        return Price(submitted, right.parameters)
    return _by_senders_topology(submission, envelopes, judge, right.cost)


def _judged(
    submission: Submission, envelopes: tuple[Envelope, ...], snapshot: TopologySnapshotView
) -> Price | _Fault | None:
    submitted = submission.request.submission_cost
    parameters = snapshot.traffic_parameters()
    if parameters is None:
        return None if submitted is None else _Fault.UNASKED
    if submitted is not None and not parameters.enforce_rate_limiting:
        return _Fault.UNASKED
    price = _price(submission, envelopes, snapshot)
    if submitted is None:
        return _Fault.WRONG if price.cost else None
    return price if submitted == price.cost else _Fault.WRONG


def _price(
    submission: Submission, envelopes: tuple[Envelope, ...], snapshot: TopologySnapshotView
) -> Price:
    parameters = snapshot.traffic_parameters()
    assert parameters is not None
    sizes = snapshot.group_sizes(submission.recipients)
    return Price(event_cost(envelopes, sizes, parameters), parameters)


def _by_senders_topology(
    submission: Submission, envelopes: tuple[Envelope, ...], judge: Judge, right_cost: int
) -> Price | Refused | Dropped | None:
    signed_at = submission.signed_at
    if signed_at is not None and not _is_in_reach(signed_at, judge):
        return Refused(
            OUTDATED_TRAFFIC_COST,
            f"OutdatedEventCost({submission.sender},{submission.request.submission_cost},"
            f"{iso(signed_at)},{right_cost},{iso(judge.time)})",
        )
    if signed_at is not None:
        found = _judged(submission, envelopes, judge.snapshot_at(signed_at))
        if not isinstance(found, _Fault):
            return found
    cause = (
        f"Missing or incorrect event cost provided by member {submission.sender} at "
        f"{None if signed_at is None else iso(signed_at)}. "
        f"Submitted: {submission.request.submission_cost}, valid: {right_cost}, "
        f"validationTimestamp: {iso(judge.time)}. Ordering sequencer: {judge.sequencer}"
    )
    return Dropped(Rejection(INCORRECT_EVENT_COST, cause), is_alarm=True)


def _is_in_reach(signed_at: Timestamp, judge: Judge) -> bool:
    if signed_at > judge.time:
        return signed_at < judge.time + judge.ahead
    tolerance = judge.snapshot_at(signed_at).topology_timestamp_tolerance()
    return tolerance is not None and judge.time - signed_at <= tolerance
