"""Gives what is published its place on the ledger: the next offset, and the rows that readers see.

All synchronizers of a participant share one ledger. The storage commits writes in the order of the
calls, so an offset that is assigned in the same turn as the write is handed to the storage can
never become visible before a smaller one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from canton.clock import Clock
from canton.identifiers import Offset
from canton.lifecycle.queue import Signal
from canton.participant.core.message import Publish
from canton.participant.stores.pruning import ONLY, PRUNING
from canton.participant.stores.submission import ACCEPTANCES, IN_FLIGHT, AcceptanceRow
from canton.participant.stores.update import (
    ACTIVE_CONTRACTS,
    COMPLETIONS,
    UPDATES,
    ActiveContractRow,
    CompletionRow,
    UpdateRow,
)
from canton.participant.update import (
    Completion,
    EventKind,
    LedgerEvent,
    RecentUpdates,
    TopologyUpdate,
    TransactionUpdate,
    Update,
    UpdateKind,
    encode,
)
from canton.storage.storage import Storage
from canton.storage.table import Write
from canton.telemetry import catalogue
from canton.telemetry.metric import Metrics, NoMetrics


class _Kind(NamedTuple):
    """How a kind of update is stored, and counted."""

    kind: UpdateKind
    event_type: str


_KINDS: Final[dict[type[Update], _Kind]] = {
    TransactionUpdate: _Kind(UpdateKind.TRANSACTION, "transaction"),
    TopologyUpdate: _Kind(UpdateKind.TOPOLOGY, "topology_transaction"),
}


@dataclass(frozen=True, slots=True)
class Published:
    """A completion that became visible, for whoever waits for it."""

    offset: Offset
    completion: Completion


class LedgerWriter:
    """The end of the ledger. `end` is visible: everything up to it is committed.

    The ledger has what comes after `begin`; up to there it was pruned.
    """

    def __init__(self, clock: Clock, begin: Offset, end: Offset, metrics: Metrics) -> None:
        self._clock = clock
        self._metrics = metrics
        self._last = end
        self._recent = RecentUpdates(end)
        self.begin = begin
        self.end = end
        self.changed = Signal()

    @staticmethod
    async def open(storage: Storage, clock: Clock, metrics: Metrics | None = None) -> LedgerWriter:
        """The writer that goes on where the storage says that the ledger ends."""
        pruned, updates, completions = await storage.read_all(
            PRUNING.get(ONLY),
            UPDATES.query(order=("offset_at",), descending=True, limit=1),
            COMPLETIONS.query(order=("offset_at",), descending=True, limit=1),
        )
        begin = max((row.pruned_up_to for row in pruned), default=0)
        written = [row.offset_at for row in updates] + [row.offset_at for row in completions]
        last = max([begin, *written])
        return LedgerWriter(clock, Offset(begin), Offset(last), metrics or NoMetrics())

    def begins_after(self, offset: Offset) -> None:
        """Says that the ledger is being pruned up to an offset."""
        self.begin = max(self.begin, offset)

    @property
    def last(self) -> Offset:
        """The last offset that was assigned."""
        return self._last

    def place(self, publish: Publish) -> tuple[list[Write], Published | None]:
        """Assigns the next offset; the writes must be handed to the storage in the same turn."""
        self._last = Offset(self._last + 1)
        writes = list(self._update_writes(publish.update)) if publish.update is not None else []
        if publish.update is not None:
            self._recent.add(self._last, publish.update)
            self._count(publish.completion, _KINDS[type(publish.update)].event_type, "accepted")
        if publish.completion is None:
            return writes, None
        if publish.completion.status:
            self._count(publish.completion, "transaction", "rejected")
        writes += self._completion_writes(publish, publish.completion)
        return writes, Published(self._last, publish.completion)

    def recent(
        self, begin_exclusive: Offset, end_inclusive: Offset, count_max: int
    ) -> list[tuple[int, Update]] | None:
        """The first updates between two offsets that are visible, if they are still in memory."""
        if begin_exclusive < self.begin:
            return None
        return self._recent.between(begin_exclusive, min(end_inclusive, self.end), count_max)

    def committed(self, end: Offset) -> None:
        """Says that everything up to `end` is committed, and wakes the readers."""
        if end > self.end:
            self.end = end
            self.changed.notify()

    def _count(self, completion: Completion | None, event_type: str, status: str) -> None:
        user_id = "" if completion is None else completion.user_id
        self._metrics.instrument(
            catalogue.INDEXER_EVENTS, user_id=user_id, event_type=event_type, status=status
        ).add()

    def _update_writes(self, update: Update) -> Iterator[Write]:
        yield UPDATES.insert(
            UpdateRow(
                self._last,
                update.update_id,
                update.synchronizer,
                update.record_time,
                _KINDS[type(update)].kind.value,
                encode(update),
            )
        )
        if isinstance(update, TransactionUpdate):
            yield from self._activeness_writes(update)

    def _activeness_writes(self, update: TransactionUpdate) -> Iterator[Write]:
        created = [each for each in _activeness_changes(update) if each.kind is EventKind.CREATED]
        if created:
            rows = (self._contract_row(update, each) for each in created)
            yield ACTIVE_CONTRACTS.insert(*rows)
        for each in _activeness_changes(update):
            if each.kind is EventKind.EXERCISED:
                yield ACTIVE_CONTRACTS.update(each.contract_id, archived_at=int(self._last))

    def _contract_row(self, update: TransactionUpdate, event: LedgerEvent) -> ActiveContractRow:
        return ActiveContractRow(
            contract_id=event.contract_id,
            created_at=self._last,
            node_id=event.node_id,
            archived_at=None,
            synchronizer=update.synchronizer,
            reassignment_counter=0,
            package_name=event.package_name,
            template=event.template,
            stakeholders=event.stakeholders,
            workflow_id=update.workflow_id,
            event=event.event,
        )

    def _completion_writes(self, publish: Publish, completion: Completion) -> Iterator[Write]:
        yield COMPLETIONS.insert(
            CompletionRow(self._last, completion.user_id, completion.act_as, encode(completion))
        )
        yield IN_FLIGHT.delete(publish.change_id)
        if not completion.status:
            yield ACCEPTANCES.upsert(
                AcceptanceRow(
                    publish.change_id,
                    self._last,
                    int(self._clock.now()),
                    completion.submission_id,
                )
            )


def _activeness_changes(update: TransactionUpdate) -> list[LedgerEvent]:
    return [each for each in update.events if each.changes_activeness]
