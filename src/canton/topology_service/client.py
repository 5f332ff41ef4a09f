"""Follows the topology of one synchronizer, and answers what holds at a time.

What is sequenced at `s` becomes effective at `s` plus the topology change delay. So once all
events up to `s` are processed, snapshots up to just after that effective time are settled: this is
the *known-until* time. Source: Canton 3.6 StoreBasedSynchronizerTopologyClient,
TopologyTransactionProcessor; protocol sheet 4.3.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from canton.clock import Clock
from canton.errors import InvariantViolation, Rejection
from canton.identifiers import PhysicalSynchronizerId
from canton.storage.table import Write
from canton.timestamps import Timestamp, iso, plus
from canton.topology.broadcast import read_broadcast
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology.snapshot.snapshot import TopologySnapshot
from canton.topology.state.state import Outcome, TopologyState
from canton.topology.stored import StoredTopologyTransaction
from canton.topology.transaction import SignedTopologyTransaction
from canton.topology_service.errors import ALARM
from canton.topology_service.store import TopologyStore
from canton.wire.topology_pb2 import TopologyTransactionsBroadcast

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SequencedTopology:
    """The topology transactions of one event, and what became of them."""

    sequenced: Timestamp
    effective: Timestamp
    outcomes: tuple[Outcome, ...]
    writes: tuple[Write, ...]
    """To be committed together with the event's cursor."""
    changed_rows: tuple[StoredTopologyTransaction, ...] = ()
    """The rows that were added or ended, as they are now; `hosting_change` reads them."""


Listener = Callable[[SequencedTopology], None]


class TopologyClient:
    """The topology of one synchronizer in memory, fed with its events in order."""

    def __init__(self, state: TopologyState, store: TopologyStore, clock: Clock) -> None:
        if state.physical_synchronizer is None or state.static_parameters is None:
            raise InvariantViolation("a topology client needs the state of a synchronizer")
        self.state = state
        self.synchronizer: PhysicalSynchronizerId = state.physical_synchronizer
        self.static_parameters: StaticSynchronizerParameters = state.static_parameters
        self._store = store
        self._clock = clock
        self._known_until = Timestamp(state.rows.newest_effective + 1)
        self._last_sequenced: Timestamp | None = None
        self._waiting: list[tuple[Timestamp, int, asyncio.Future[None]]] = []
        self._tickets = itertools.count()
        self._listeners: list[Listener] = []

    @property
    def known_until(self) -> Timestamp:
        """Up to here, inclusive, snapshots are settled."""
        return self._known_until

    @property
    def last_sequenced(self) -> Timestamp | None:
        """The last event whose topology is applied."""
        return self._last_sequenced

    def listen(self, listener: Listener) -> None:
        """Calls the listener with the topology of every event, after it is applied."""
        self._listeners.append(listener)

    def effective_time(self, sequenced: Timestamp) -> Timestamp:
        """When what is sequenced then becomes effective."""
        return plus(sequenced, self.static_parameters.topology_change_delay)

    def process(
        self, sequenced: Timestamp, broadcasts: Iterable[TopologyTransactionsBroadcast]
    ) -> SequencedTopology:
        """Applies the broadcasts of one event, in their order, and settles its time.

        A broadcast that does not parse is dropped whole: every member drops it.
        """
        transactions: list[SignedTopologyTransaction] = []
        for broadcast in broadcasts:
            read = read_broadcast(self.synchronizer, broadcast)
            if isinstance(read, Rejection):
                _LOGGER.warning(
                    "%s: topology broadcast at %s dropped: %s", ALARM.id, iso(sequenced), read.cause
                )
            else:
                transactions.extend(read)
        effective = self.effective_time(sequenced)
        application = self.state.apply(transactions, sequenced, effective)
        for outcome in application.outcomes:
            _log_outcome(outcome, sequenced)
        applied = SequencedTopology(
            sequenced,
            effective,
            application.outcomes,
            tuple(self._store.writes(application.changes)),
            tuple(
                self.state.rows[position]
                for position in sorted({change.position for change in application.changes})
            ),
        )
        self.observe(sequenced)
        for listener in self._listeners:
            listener(applied)
        return applied

    def observe(self, sequenced: Timestamp) -> None:
        """Tells that all events up to this sequencing time have been processed.

        To be called for events without topology too, and once after a restart with the cursor.
        """
        self._last_sequenced = max(self._last_sequenced or sequenced, sequenced)
        until = Timestamp(self.effective_time(sequenced) + 1)
        if until <= self._known_until:
            return
        self._known_until = until
        while self._waiting and self._waiting[0][0] <= until:
            _, _, future = heapq.heappop(self._waiting)
            if not future.done():
                future.set_result(None)

    def snapshot(self, time: Timestamp) -> TopologySnapshot:
        """What holds at that time, which must be known.

        Raises:
            InvariantViolation: the time is beyond the known-until time.
        """
        if time > self._known_until:
            raise InvariantViolation(
                f"the topology at {iso(time)} is not known yet, only up to {iso(self._known_until)}"
            )
        return TopologySnapshot.of_state(self.state, time)

    async def await_snapshot(self, time: Timestamp) -> TopologySnapshot:
        """What holds at that time, once all events that may change it are processed."""
        if time > self._known_until:
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            heapq.heappush(self._waiting, (time, next(self._tickets), future))
            await future
        return self.snapshot(time)

    def head_snapshot(self) -> TopologySnapshot:
        """The newest settled snapshot: all changes that were sequenced, effective or soon."""
        return self.snapshot(self._known_until)

    def approximate_snapshot(self) -> TopologySnapshot:
        """What holds now as far as this node can tell: for submissions, not for decisions."""
        after_last = Timestamp((self._last_sequenced or self._known_until) + 1)
        return self.snapshot(min(self._known_until, max(self._clock.now(), after_last)))


def _log_outcome(outcome: Outcome, sequenced: Timestamp) -> None:
    transaction = outcome.transaction.transaction
    if outcome.rejection is None:
        _LOGGER.info(
            "topology: %s %s serial %s of %s sequenced at %s",
            transaction.operation.name,
            transaction.code.short,
            transaction.serial,
            transaction.uid or transaction.namespace,
            iso(sequenced),
        )
    else:
        _LOGGER.info(
            "topology transaction %s at %s rejected: %s",
            transaction.hash,
            iso(sequenced),
            outcome.rejection,
        )
