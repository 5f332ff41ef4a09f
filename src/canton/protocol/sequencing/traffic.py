"""What sending costs, and what a member has left: the arithmetic of traffic.

A member has a base allowance, which grows with time up to a bound and is used first, and extra
traffic that was purchased for it. Sequencers and senders compute the same.
Source: Canton 3.6 EventCostCalculator, TrafficConsumed, TrafficControlParameters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from canton.errors import InvariantViolation, Rejection
from canton.identifiers import Member, MemberKind
from canton.protocol.sequencing.envelope import Batch, Envelope
from canton.protocol.sequencing.event import TrafficReceipt
from canton.protocol.sequencing.recipient import Group, GroupRecipient, MediatorGroup, Recipient
from canton.protocol.sequencing.submission import RequestKind, request_kind
from canton.timestamps import TIMESTAMP_MIN, Timestamp
from canton.topology.parameters.dynamic import TrafficControlParameters
from canton.topology.snapshot.snapshot import TopologySnapshot
from canton.wire import topology_pb2

_FACTOR_UNIT: Final = 10_000
LARGEST: Final = 2**63 - 1
"""No amount of traffic is larger, whatever parameters and purchases say."""
OWN_ENVELOPE_BYTES_MAX: Final = 2**31 - 1
"""Whether an envelope is too large is for the sequencer to say."""


def event_cost(
    envelopes: Iterable[Envelope],
    group_sizes: Mapping[GroupRecipient, int],
    parameters: TrafficControlParameters,
) -> int:
    """The cost of sending these envelopes: their sizes, and a share of that for each recipient.

    Members of several groups count in each. Equal envelopes count once.
    """
    costs = {each: _envelope_cost(each, group_sizes, parameters) for each in envelopes}
    return sum(costs.values()) + parameters.base_event_cost


def _envelope_cost(
    envelope: Envelope,
    group_sizes: Mapping[GroupRecipient, int],
    parameters: TrafficControlParameters,
) -> int:
    size = len(envelope.content)
    recipients = sum(
        1 if isinstance(each, Member) else group_sizes.get(each, 0)
        for each in envelope.recipients.all()
    )
    return size + size * recipients * parameters.read_vs_write_scaling_factor // _FACTOR_UNIT


def group_sizes(
    snapshot: TopologySnapshot, recipients: Iterable[Recipient]
) -> dict[GroupRecipient, int]:
    """How many members each of the groups has that are among the recipients."""
    sizes: dict[GroupRecipient, int] = {}
    for each in set(recipients):
        if not isinstance(each, Member):
            sizes[each] = len(_members_of(snapshot, each))
    return sizes


def _members_of(snapshot: TopologySnapshot, group: GroupRecipient) -> Collection[Member]:
    sequencers = snapshot.sequencer_group()
    match group:
        case MediatorGroup(index):
            found = (each for each in snapshot.mediator_groups() if each.group == index)
            return {member for each in found for member in each.members}
        case Group.SEQUENCERS:
            return set() if sequencers is None else set(sequencers.members)
        case Group.ALL_MEMBERS:
            return {
                *snapshot.members.participants(),
                *(member for each in snapshot.mediator_groups() for member in each.members),
                *(() if sequencers is None else sequencers.members),
            }


def is_charged(
    sender: Member, recipients: frozenset[Recipient], parameters: TrafficControlParameters
) -> bool:
    """Whether a request costs its sender traffic: sequencers' never do."""
    if sender.kind is MemberKind.SEQUENCER:
        return False
    if not parameters.free_confirmation_responses:
        return True
    return request_kind(sender, recipients) is not RequestKind.CONFIRMATION_RESPONSE


def sending_cost(snapshot: TopologySnapshot, sender: Member, batch: Batch) -> int | None:
    """The cost with which the sender submits its own batch; None where it pays nothing.

    Raises:
        InvariantViolation: the batch is none that a sender makes.
    """
    dynamic = snapshot.dynamic_parameters
    parameters = None if dynamic is None else dynamic.traffic_control
    if parameters is None:
        return None
    recipients = batch.recipients()
    if not is_charged(sender, recipients, parameters):
        return None
    envelopes = batch.opened(OWN_ENVELOPE_BYTES_MAX)
    if isinstance(envelopes, Rejection):
        raise InvariantViolation(f"our own batch cannot be read: {envelopes.cause}")
    return event_cost(envelopes, group_sizes(snapshot, recipients), parameters)


def base_traffic_rate(parameters: TrafficControlParameters) -> float:
    """How much base traffic comes back per microsecond."""
    micros = max(parameters.max_base_traffic_accumulation_duration, 1)
    return float(parameters.max_base_traffic_amount) / float(micros)


@dataclass(frozen=True, slots=True)
class Purchase:
    """All extra traffic that was ever purchased for a member; the highest serial counts."""

    serial: int
    total: int
    time: Timestamp


@dataclass(frozen=True, slots=True)
class Consumption:
    """What a member had consumed at a time, and what its last request cost.

    As long as it has sent nothing the time is the smallest.
    """

    time: Timestamp = TIMESTAMP_MIN
    extra_consumed: int = 0
    base_remainder: int = 0
    last_cost: int = 0

    def base_at(self, time: Timestamp, parameters: TrafficControlParameters) -> int:
        """The base traffic at that time; a member begins with all of it."""
        most = min(parameters.max_base_traffic_amount, LARGEST)
        if self.time == TIMESTAMP_MIN:
            return most
        grown = int(base_traffic_rate(parameters) * float(max(0, time - self.time)))
        return min(most, grown + self.base_remainder)

    def at(self, time: Timestamp, parameters: TrafficControlParameters) -> Consumption:
        """The same at a later time, nothing being consumed in between."""
        if time <= self.time:
            return self
        return Consumption(time, self.extra_consumed, self.base_at(time, parameters), 0)

    def available_at(
        self, time: Timestamp, parameters: TrafficControlParameters, purchase: Purchase | None
    ) -> int:
        """How much may be consumed at that time."""
        return min(self.base_at(time, parameters) + self._extra_left(purchase), LARGEST)

    def consumed(
        self, cost: int, time: Timestamp, parameters: TrafficControlParameters
    ) -> Consumption:
        """After a request of that cost, which must be available."""
        base = self.base_at(time, parameters)
        from_base = min(base, cost)
        extra = self.extra_consumed + cost - from_base
        return Consumption(time, extra, base - from_base, cost)

    def receipt(self) -> TrafficReceipt:
        """What the sender is told."""
        return TrafficReceipt(self.last_cost, self.extra_consumed, self.base_remainder)

    @staticmethod
    def of_receipt(receipt: TrafficReceipt, time: Timestamp) -> Consumption:
        """What a receipt tells."""
        return Consumption(
            time,
            receipt.extra_traffic_consumed,
            receipt.base_traffic_remainder,
            receipt.consumed_cost,
        )

    def state(self, purchase: Purchase | None) -> topology_pb2.TrafficState:
        """The state as the admin APIs show it."""
        time = self.time if purchase is None else max(self.time, purchase.time)
        return topology_pb2.TrafficState(
            extra_traffic_purchased=0 if purchase is None else purchase.total,
            extra_traffic_consumed=self.extra_consumed,
            base_traffic_remainder=self.base_remainder,
            last_consumed_cost=self.last_cost,
            timestamp=time,
            serial=None if purchase is None else purchase.serial,
        )

    def described(self, purchase: Purchase | None) -> str:
        """The state in an error's text."""
        parts = {
            "extraTrafficLimit": 0 if purchase is None else purchase.total,
            "extraTrafficConsumed": self.extra_consumed,
            "baseTrafficRemainder": self.base_remainder,
            "lastConsumedCost": self.last_cost,
            "timestamp": self.time,
            **({} if purchase is None else {"serial": purchase.serial}),
            "availableTraffic": self.base_remainder + self._extra_left(purchase),
        }
        return f"TrafficState({', '.join(f'{name} = {value}' for name, value in parts.items())})"

    def _extra_left(self, purchase: Purchase | None) -> int:
        return (0 if purchase is None else purchase.total) - self.extra_consumed
