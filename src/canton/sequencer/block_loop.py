"""The shell around the block machine: reads blocks, publishes, hands on what is to be written, and
asks for ticks.

The machine is ahead of the database by what the `BlockWriter` has not written yet. If writing
fails, the sequencer stops, and starts anew from what was written.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import Final

from canton.clock import Clock
from canton.errors import InvariantViolation
from canton.identifiers import Member
from canton.lifecycle.queue import Signal
from canton.sequencer.block_metrics import BlockMetrics, TrafficMetrics
from canton.sequencer.block_writer import BlockWriter
from canton.sequencer.core.aggregation import restored
from canton.sequencer.core.block_processor import BlockProcessor, SynchronizerRules
from canton.sequencer.core.effects import (
    Block,
    Charged,
    Effect,
    Persist,
    Publish,
    Report,
    Taken,
    TickAt,
)
from canton.sequencer.core.membership import Membership
from canton.sequencer.core.rows import AggregationRow, BlockRow, ContributionRow
from canton.sequencer.core.traffic.account import TrafficAccounts, restored_accounts
from canton.sequencer.event_feed import EventFeed
from canton.sequencer.ordering.ordering import Ordering
from canton.sequencer.protection.protection import Protection
from canton.sequencer.stores.block_store import BlockState, BlockStore
from canton.sequencer.stores.event_store import EventStore
from canton.sequencer.topology_view import SnapshotView, SynchronizerTopology
from canton.storage.storage import Storage
from canton.telemetry.metric import Metrics
from canton.timestamps import TIMESTAMP_MAX, Timestamp
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology_service.client import TopologyClient
from canton.topology_service.store import TopologyStore, load_state

_LOGGER = logging.getLogger(__name__)

TICK_STAGGER_S: Final = 0.05
"""Between the sequencers that ask for the same tick, so that mostly one does."""


TICK_RETRY_S: Final = 1.0
"""How long a tick that was ordered may take to come back before it is ordered again."""


@dataclass(frozen=True, slots=True)
class BlockLoopParts:
    """What the loop works on."""

    rules: SynchronizerRules
    parameters: StaticSynchronizerParameters
    sequencer: Member
    storage: Storage
    ordering: Ordering
    clock: Clock
    metrics: Metrics
    protection: Protection


class BlockLoop:
    """Follows the ordering; what it knows is as of the last processed block."""

    def __init__(self, parts: BlockLoopParts, state: BlockState, client: TopologyClient) -> None:
        self._parts = parts
        self.writer = BlockWriter(BlockStore(parts.storage), parts.ordering, state.block)
        self.feed = EventFeed(EventStore(parts.storage), state.block.last_time, self.writer.stored)
        self.changed = Signal()
        self.topology = SynchronizerTopology(client)
        self._processor = BlockProcessor(
            parts.rules,
            self.topology,
            Membership(state.members, state.acknowledgements),
            restored(state.aggregations, state.contributions),
            state.block,
            restored_accounts(
                state.consumptions,
                state.purchases,
                {row.id: row.member for row in state.members},
            ),
        )
        pending = state.block.pending_topology
        self._tick_at = None if pending is None else client.effective_time(Timestamp(pending))
        self._metrics = BlockMetrics(parts.metrics)
        self._traffic_metrics = TrafficMetrics(parts.metrics)

    @staticmethod
    async def open(parts: BlockLoopParts) -> BlockLoop:
        """The loop from what is stored, before its first new block."""
        state = await BlockStore(parts.storage).load()
        if state is None:
            raise InvariantViolation("a sequencer that is not initialized has no blocks to follow")
        store = TopologyStore.of_synchronizer(parts.rules.synchronizer)
        topology = await load_state(
            parts.storage, store, parts.rules.synchronizer, parts.parameters
        )
        client = TopologyClient(topology, store, parts.clock)
        client.observe(Timestamp(state.block.last_time))
        return BlockLoop(parts, state, client)

    @property
    def block(self) -> BlockRow:
        """The marker of the last processed block."""
        return self._processor.block

    @property
    def membership(self) -> Membership:
        """The members that are known, and their acknowledgements."""
        return self._processor.membership

    def aggregation_rows(
        self,
    ) -> tuple[tuple[AggregationRow, ...], tuple[ContributionRow, ...]]:
        """All aggregations in flight as rows."""
        return self._processor.aggregations.rows()

    @property
    def accounts(self) -> TrafficAccounts:
        """The traffic of all members."""
        return self._processor.accounts

    def snapshot_at(self, time: Timestamp) -> SnapshotView:
        """The topology as it is effective at that time."""
        return self.topology.at(time)

    @property
    def head_snapshot(self) -> SnapshotView:
        """The topology with all that was sequenced, also what is not effective yet."""
        return self.topology.at(TIMESTAMP_MAX)

    def aggregation_delivered_at(self, identifier: bytes) -> Timestamp | None:
        """When an aggregation was delivered, if it was."""
        return self._processor.aggregations.delivered_at(identifier)

    async def run(self) -> None:
        """Processes blocks until cancelled. May not be called again after it has failed.

        Raises:
            PrunedHeight: the ordering does not have the next block any more.
        """
        async with aclosing(self._parts.ordering.blocks(self.block.height + 1)) as batches:
            async for blocks in batches:
                await self._process(blocks)

    async def _process(self, blocks: Sequence[Block]) -> None:
        unwritten: list[Persist] = []
        for block in blocks:
            for effect in self._processor.handle(block):
                self._perform(effect, unwritten)
            await asyncio.sleep(0)
        if not unwritten:
            return
        if self.block.pending_topology is None:
            self._tick_at = None
        self.topology.client.observe(Timestamp(self.block.last_time))
        self._metrics.processed(self.block.height, self._parts.clock.now() - blocks[-1].time)
        self.changed.notify()
        await self.writer.add(unwritten)

    def _perform(self, effect: Effect, unwritten: list[Persist]) -> None:
        match effect:
            case Publish(events, recipients):
                self.feed.publish(events, recipients)
            case TickAt(time):
                self._tick_at = time
            case Report():
                _log(effect)
            case Taken():
                self._metrics.taken(effect)
                self._parts.protection.taken(effect)
            case Charged():
                self._traffic_metrics.charged(effect)
            case Persist(block=block):
                self._parts.protection.block_processed(Timestamp(block.last_time))
                unwritten.append(effect)

    async def run_ticks(self) -> None:
        """Orders an empty block when a topology change becomes effective and nothing else comes."""
        while True:
            due = self._tick_at
            if due is None:
                await self.changed.wait()
                continue
            wait_s = (due + 1 - self._parts.clock.now()) / 1e6 + self._stagger_s()
            await self._parts.clock.sleep(max(wait_s, 0.001))
            if self._tick_at == due:
                await self._parts.ordering.append(None)
                with suppress(TimeoutError):
                    async with asyncio.timeout(TICK_RETRY_S):
                        await self.changed.wait()

    def _stagger_s(self) -> float:
        group = self.topology.at(Timestamp(self.block.last_time + 1)).sequencer_group()
        active = sorted(group.active) if group is not None else []
        index = active.index(self._parts.sequencer) if self._parts.sequencer in active else 0
        return TICK_STAGGER_S * index


def _log(report: Report) -> None:
    level = logging.WARNING if report.is_alarm else logging.INFO
    _LOGGER.log(
        level,
        "%s: request %r of %s: %s",
        report.rejection.code.id,
        report.message_id,
        report.sender or "an unknown sender",
        report.rejection.cause,
    )
