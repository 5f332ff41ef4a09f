"""The state of a sequencer at the end of a block, from which a later sequencer begins.

It goes on with the next block and has no events from before: for these there is a lower bound,
and for every member the time of its last one. Whatever follows from the blocks is carried or can
be recomputed, so that the newcomer writes the same events as all others.
Source: Canton 3.6 SequencerSnapshot, OnboardingStateForSequencer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from canton.errors import LedgerError
from canton.identifiers import Member, PhysicalSynchronizerId
from canton.sequencer.core.aggregation import restored, with_delivery_times
from canton.sequencer.core.membership import Membership
from canton.sequencer.core.rows import (
    AcknowledgementRow,
    AggregationRow,
    BlockRow,
    ConsumptionRow,
    ContributionRow,
    MemberRow,
    PurchaseRow,
)
from canton.sequencer.core.traffic.account import TrafficAccounts
from canton.sequencer.initialization import (
    INVALID_INITIAL_STATE,
    Beginning,
    configuration_of,
    synchronizer_of,
)
from canton.sequencer.runtime import Sequencer
from canton.sequencer.stores.tables import LowerBoundRow
from canton.sequencer.topology_view import SnapshotView
from canton.timestamps import Timestamp, plus
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology.snapshot.snapshot import TopologySnapshot
from canton.topology.state.rows import AddRow
from canton.topology.state.state import TopologyState
from canton.topology.stored import StoredTopologyTransaction
from canton.wire.aggregation_pb2 import AggregatedSignaturesOfSender
from canton.wire.sequencer_admin_pb2 import (
    SequencerMemberStatus,
    SequencerPruningStatus,
    SequencerSnapshot,
)
from canton.wire.topology_pb2 import AggregationRule


@dataclass(frozen=True, slots=True)
class OnboardingState:
    """All that a later sequencer needs."""

    parameters: StaticSynchronizerParameters
    topology: tuple[StoredTopologyTransaction, ...]
    snapshot: SequencerSnapshot


async def onboarding_state(sequencer: Sequencer) -> OnboardingState:
    """The state after the last block."""
    state = _in_memory(sequencer)
    await sequencer.loop.writer.stored(state.snapshot.latest_timestamp)
    # What is stored up to that time does not change any more, so it can be read at leisure.
    for entry in state.snapshot.member_previous_timestamps:
        row = sequencer.loop.membership.find(entry.member)
        assert row is not None
        previous = await sequencer.events.previous(row, state.snapshot.latest_timestamp + 1)
        if previous is not None:
            entry.previous_timestamp = previous
    return state


def _in_memory(sequencer: Sequencer) -> OnboardingState:
    block = sequencer.loop.block
    aggregations, contributions = sequencer.loop.aggregation_rows()
    snapshot = SequencerSnapshot(
        latest_timestamp=block.last_time,
        last_block_height=block.height,
        status=pruning_status(sequencer, sequencer.loop.feed.head),
    )
    for row in sequencer.loop.membership.rows():
        snapshot.member_previous_timestamps.add(member=row.member)
    for aggregation in aggregations:
        _add_aggregation(snapshot, aggregation, contributions)
    _add_traffic(snapshot, sequencer.loop.accounts)
    topology = tuple(sequencer.topology.state.rows)
    return OnboardingState(sequencer.parameters, topology, snapshot)


def _add_traffic(snapshot: SequencerSnapshot, accounts: TrafficAccounts) -> None:
    for name, purchase in accounts.purchases.items():
        snapshot.traffic_purchased.add(
            member=name,
            serial=purchase.serial,
            extra_traffic_purchased=purchase.total,
            sequencing_timestamp=purchase.time,
        )
    for name, consumption in accounts.consumptions.items():
        snapshot.traffic_consumed.add(
            member=name,
            extra_traffic_consumed=consumption.extra_consumed,
            base_traffic_remainder=consumption.base_remainder,
            last_consumed_cost=consumption.last_cost,
            sequencing_timestamp=consumption.time,
        )


def _add_aggregation(
    snapshot: SequencerSnapshot,
    aggregation: AggregationRow,
    contributions: Sequence[ContributionRow],
) -> None:
    entry = snapshot.in_flight_aggregations.add(
        aggregation_id=aggregation.id,
        aggregation_rule=AggregationRule.FromString(aggregation.rule),
        max_sequencing_time=aggregation.max_sequencing_time,
    )
    for row in contributions:
        if row.aggregation_id == aggregation.id:
            by_sender = entry.aggregated_senders.add(
                sender=row.sender, sequencing_timestamp=row.time
            )
            message = AggregatedSignaturesOfSender.FromString(row.signatures)
            for envelope in message.signatures_by_envelope:
                by_sender.signatures_by_envelope.add(signatures=envelope.signatures)


def pruning_status(sequencer: Sequencer, now: Timestamp) -> SequencerPruningStatus:
    """Who is registered since when, and has acknowledged up to when."""
    status = SequencerPruningStatus(now=now)
    membership = sequencer.loop.membership
    for row in membership.rows():
        entry = SequencerMemberStatus(
            member=row.member, registered_at=row.registered_at, enabled=row.enabled
        )
        acknowledged = membership.acknowledged_by(row.member)
        if acknowledged is not None:
            entry.last_acknowledged = acknowledged
        status.members.append(entry)
    return status


def from_onboarding(state: OnboardingState) -> Beginning:
    """The beginning of a sequencer that joins later.

    Raises:
        LedgerError: SEQUENCER_INITIALIZATION_STATE_INVALID.
    """
    parameters, snapshot = state.parameters, state.snapshot
    synchronizer = synchronizer_of(state.topology, parameters)
    latest = Timestamp(snapshot.latest_timestamp)
    if any(row.sequenced > latest for row in state.topology):
        raise LedgerError(INVALID_INITIAL_STATE, "the topology is later than the snapshot")
    changes = [AddRow(position, row) for position, row in enumerate(state.topology)]
    members = _members(snapshot)
    membership = Membership(members)
    aggregations, contributions = _aggregations(snapshot)
    topology = TopologyState(synchronizer, parameters, state.topology)
    return Beginning(
        synchronizer=synchronizer,
        configuration=configuration_of(synchronizer, parameters, snapshot.last_block_height + 1),
        members=members,
        block=_block(snapshot, state.topology, parameters),
        topology=tuple(changes),
        acknowledgements=tuple(
            AcknowledgementRow(membership.id_of(one.member), one.last_acknowledged)
            for one in snapshot.status.members
            if one.HasField("last_acknowledged")
        ),
        aggregations=_delivered(aggregations, contributions, topology, synchronizer),
        contributions=contributions,
        consumptions=tuple(
            ConsumptionRow(
                membership.id_of(one.member),
                one.sequencing_timestamp,
                one.extra_traffic_consumed,
                one.base_traffic_remainder,
                one.last_consumed_cost,
            )
            for one in snapshot.traffic_consumed
        ),
        purchases=tuple(
            PurchaseRow(
                one.member, one.sequencing_timestamp, one.serial, one.extra_traffic_purchased
            )
            for one in snapshot.traffic_purchased
        ),
        lower_bound=LowerBoundRow(0, latest),
    )


def _members(snapshot: SequencerSnapshot) -> tuple[MemberRow, ...]:
    previous = {
        one.member: one.previous_timestamp
        for one in snapshot.member_previous_timestamps
        if one.HasField("previous_timestamp")
    }
    rows = []
    for number, status in enumerate(snapshot.status.members, start=1):
        Member.parse(status.member)
        rows.append(
            MemberRow(
                status.member,
                number,
                status.registered_at,
                pruned_previous=previous.get(status.member),
            )
        )
    return tuple(rows)


def _block(
    snapshot: SequencerSnapshot,
    topology: Sequence[StoredTopologyTransaction],
    parameters: StaticSynchronizerParameters,
) -> BlockRow:
    """The marker of the block of the snapshot.

    The latest topology change still waits for its tick unless an event is later than its effect.
    """
    latest = Timestamp(snapshot.latest_timestamp)
    newest = max((row.sequenced for row in topology), default=latest)
    is_pending = plus(newest, parameters.topology_change_delay) >= latest
    return BlockRow(snapshot.last_block_height, latest, None, newest if is_pending else None)


def _aggregations(
    snapshot: SequencerSnapshot,
) -> tuple[tuple[AggregationRow, ...], tuple[ContributionRow, ...]]:
    aggregations, contributions = [], []
    for one in snapshot.in_flight_aggregations:
        rule = one.aggregation_rule.SerializeToString(deterministic=True)
        aggregations.append(AggregationRow(one.aggregation_id, one.max_sequencing_time, rule, None))
        for by_sender in one.aggregated_senders:
            message = AggregatedSignaturesOfSender()
            for envelope in by_sender.signatures_by_envelope:
                message.signatures_by_envelope.add(signatures=envelope.signatures)
            contributions.append(
                ContributionRow(
                    one.aggregation_id,
                    by_sender.sender,
                    one.max_sequencing_time,
                    by_sender.sequencing_timestamp,
                    message.SerializeToString(deterministic=True),
                )
            )
    return tuple(aggregations), tuple(contributions)


def _delivered(
    aggregations: tuple[AggregationRow, ...],
    contributions: tuple[ContributionRow, ...],
    topology: TopologyState,
    synchronizer: PhysicalSynchronizerId,
) -> tuple[AggregationRow, ...]:
    """With the times of delivery, which the snapshot leaves out: they follow from the rules."""
    assert topology.physical_synchronizer == synchronizer
    times = with_delivery_times(
        restored(aggregations, contributions),
        lambda time: SnapshotView(TopologySnapshot.of_state(topology, time)),
    )
    return tuple(replace(row, delivered_at=times[row.id]) for row in aggregations)
