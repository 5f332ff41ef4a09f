"""Where a manager's transactions go: into a store of the node, or to a synchronizer.

Source: Canton 3.6 LocalTopologyManager, SynchronizerTopologyManager; protocol sheet 4.1, 4.3.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from canton.clock import Clock
from canton.identifiers import PhysicalSynchronizerId
from canton.storage.storage import Storage
from canton.timestamps import Timestamp
from canton.topology.rejection import TopologyRejection
from canton.topology.state.state import TopologyState
from canton.topology.transaction import SignedTopologyTransaction
from canton.topology_service.client import TopologyClient
from canton.topology_service.errors import error_of_rejection
from canton.topology_service.outbox import TopologyOutbox
from canton.topology_service.store import TopologyStore

Added = Callable[[tuple[SignedTopologyTransaction, ...]], None]


class Destination(Protocol):
    """A state to author against, and the way to change it."""

    @property
    def store_id(self) -> str:
        """The id of the store."""

    @property
    def synchronizer(self) -> PhysicalSynchronizerId | None:
        """The synchronizer; None for a store of the node."""

    @property
    def state(self) -> TopologyState:
        """The state to author against."""

    async def submit(
        self, transactions: Sequence[SignedTopologyTransaction], *, expect_full_authorization: bool
    ) -> None:
        """Changes the state, or sends the change off.

        Raises:
            LedgerError: a transaction is refused.
        """

    async def wait_effective(
        self, transactions: Sequence[SignedTopologyTransaction], timeout_s: float
    ) -> None:
        """Returns once the transactions are in force.

        Raises:
            LedgerError: one was refused, or the time is up.
        """


class LocalDestination:
    """A store of the node: transactions take effect at once, each at a time of its own.

    Without `storage` it lives in memory only, as temporary stores do. Mapping checks are left to
    the synchronizers that the transactions may go to later.
    """

    def __init__(
        self,
        state: TopologyState,
        store: TopologyStore,
        clock: Clock,
        storage: Storage | None = None,
    ) -> None:
        self._state = state
        self._store = store
        self._clock = clock
        self._storage = storage
        self._listeners: list[Added] = []

    @property
    def store_id(self) -> str:
        """See `Destination.store_id`."""
        return self._store.store_id

    @property
    def synchronizer(self) -> PhysicalSynchronizerId | None:
        """None: the store is the node's own."""
        return None

    @property
    def state(self) -> TopologyState:
        """See `Destination.state`."""
        return self._state

    def listen(self, listener: Added) -> None:
        """Calls the listener with what was added, after it is durable."""
        self._listeners.append(listener)

    def stop_listening(self, listener: Added) -> None:
        """Takes back `listen`."""
        self._listeners.remove(listener)

    async def submit(
        self, transactions: Sequence[SignedTopologyTransaction], *, expect_full_authorization: bool
    ) -> None:
        """See `Destination.submit`; what follows a refused transaction is applied still."""
        first_rejection: TopologyRejection | None = None
        accepted: list[SignedTopologyTransaction] = []
        for transaction in transactions:
            newest = self._state.rows.newest_effective
            now = max(self._clock.now(), Timestamp(newest + 1))
            application = self._state.apply(
                [transaction],
                now,
                now,
                expect_full_authorization=expect_full_authorization,
                # Old states are imported into temporary stores for investigation.
                is_relaxed=self._storage is None,
            )
            if self._storage is not None:
                await self._storage.write(*self._store.writes(application.changes))
            first_rejection = first_rejection or application.first_rejection
            accepted.extend(
                outcome.transaction for outcome in application.outcomes if outcome.is_accepted
            )
        for listener in tuple(self._listeners):
            listener(tuple(accepted))
        if first_rejection is not None:
            raise error_of_rejection(first_rejection)

    async def wait_effective(
        self, transactions: Sequence[SignedTopologyTransaction], timeout_s: float
    ) -> None:
        """See `Destination.wait_effective`: what was submitted is in force already."""


class SynchronizerDestination:
    """A synchronizer: transactions are tried on its state as known, then sent to all members."""

    def __init__(self, client: TopologyClient, outbox: TopologyOutbox, clock: Clock) -> None:
        self.client = client
        self.outbox = outbox
        self._clock = clock

    @property
    def store_id(self) -> str:
        """See `Destination.store_id`."""
        return str(self.client.synchronizer)

    @property
    def synchronizer(self) -> PhysicalSynchronizerId | None:
        """See `Destination.synchronizer`."""
        return self.client.synchronizer

    @property
    def state(self) -> TopologyState:
        """See `Destination.state`."""
        return self.client.state

    async def submit(
        self, transactions: Sequence[SignedTopologyTransaction], *, expect_full_authorization: bool
    ) -> None:
        """See `Destination.submit`; one refused transaction keeps all from being sent."""
        outcomes = self.client.state.validate(
            transactions, expect_full_authorization=expect_full_authorization
        )
        for outcome in outcomes:
            if outcome.rejection is not None:
                raise error_of_rejection(outcome.rejection)
        self.outbox.enqueue(outcome.transaction for outcome in outcomes)

    async def wait_effective(
        self, transactions: Sequence[SignedTopologyTransaction], timeout_s: float
    ) -> None:
        """See `Destination.wait_effective`; the effective time is awaited by the node's clock."""
        effective = await self.outbox.wait_seen(transactions, timeout_s)
        # In force means after the effective time; the clock may lag behind what was slept.
        while effective is not None and (ahead := effective - self._clock.now()) >= 0:
            await self._clock.sleep((ahead + 1) / 1_000_000)
