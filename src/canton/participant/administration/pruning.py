"""Forgetting: the beginning of the ledger, up to an offset, and the contracts archived by then.

The new beginning is written first, so readers refuse what is about to vanish, and a run that was
interrupted leaves only what the next one takes along. Then rows go in small writes, between which
commands go on. What deduplication may still need is kept. Source: ledger API sheet 2.14.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Final, TypeVar

from canton.clock import Clock
from canton.errors import LedgerError
from canton.identifiers import Offset
from canton.participant.core.activeness import ContractState
from canton.participant.core.deduplication import DEDUPLICATION_MAX
from canton.participant.errors import PARTICIPANT_PRUNING_IN_PROGRESS
from canton.participant.ledger_writer import LedgerWriter
from canton.participant.stores.contract import ACTIVENESS, CONTRACTS
from canton.participant.stores.pruning import ONLY, PRUNING, PruningRow
from canton.participant.stores.request import CURSORS
from canton.participant.stores.submission import ACCEPTANCES
from canton.participant.stores.update import (
    ACTIVE_CONTRACTS,
    COMPLETIONS,
    UPDATES,
    CompletionRow,
    UpdateRow,
)
from canton.storage.condition import at_most, eq, less
from canton.storage.storage import Storage
from canton.storage.table import Table

Placed = TypeVar("Placed", UpdateRow, CompletionRow)

BATCH: Final = 500
"""How many rows a write deletes at most, of updates and of contracts."""


class Pruning:
    """Prunes one ledger; one run at a time."""

    def __init__(self, storage: Storage, writer: LedgerWriter, clock: Clock) -> None:
        self._storage = storage
        self._writer = writer
        self._clock = clock
        self._turn = asyncio.Lock()

    async def prune(self, up_to: Offset) -> None:
        """Forgets everything up to and with an offset.

        The offset must not be beyond the end of the ledger.

        Raises:
            LedgerError: another run is under way.
        """
        assert up_to <= self._writer.end, "the ledger goes on"
        if self._turn.locked():
            raise LedgerError(PARTICIPANT_PRUNING_IN_PROGRESS, "Pruning is already in progress")
        async with self._turn:
            if up_to > self._writer.begin:
                await self._storage.write(PRUNING.upsert(PruningRow(ONLY, int(up_to))))
                self._writer.begins_after(up_to)
            # Also what an earlier run that was interrupted has left.
            await self._forget_contracts(self._writer.begin)
            await self._forget_updates(self._writer.begin)
            await self._forget_acceptances(self._writer.begin)

    async def _forget_updates(self, up_to: Offset) -> None:
        await self._forget_rows(UPDATES, up_to)
        await self._forget_rows(COMPLETIONS, up_to)

    async def _forget_rows(self, table: Table[Placed], up_to: Offset) -> None:
        wanted = table.query(at_most("offset_at", int(up_to)), order=("offset_at",), limit=BATCH)
        while rows := await self._storage.read(wanted):
            last = rows[-1].offset_at
            await self._storage.write(table.delete_where(at_most("offset_at", last)))

    async def _forget_contracts(self, up_to: Offset) -> None:
        """Forgets contracts that were archived by then, also those that were only witnessed."""
        while archived := await self._storage.read(
            ACTIVE_CONTRACTS.query(at_most("archived_at", int(up_to)), limit=BATCH)
        ):
            await self._storage.write(
                ACTIVE_CONTRACTS.delete(*(row.contract_id for row in archived))
            )
        for synchronizer, until in (await self._record_times(up_to)).items():
            while rows := await self._storage.read(
                ACTIVENESS.query(
                    eq("synchronizer", synchronizer),
                    eq("state", ContractState.ARCHIVED.value),
                    at_most("changed_at", until),
                    limit=BATCH,
                )
            ):
                ids = [row.contract_id for row in rows]
                await self._storage.write(
                    ACTIVENESS.delete(*((synchronizer, each) for each in ids)),
                    CONTRACTS.delete(*await self._without_state_elsewhere(synchronizer, ids)),
                )

    async def _record_times(self, up_to: Offset) -> dict[str, int]:
        """Up to which record time each synchronizer's updates are pruned."""
        times: dict[str, int] = {}
        for cursor in await self._storage.read(CURSORS.query()):
            for row in await self._storage.read(
                UPDATES.query(
                    eq("synchronizer", cursor.synchronizer),
                    at_most("offset_at", int(up_to)),
                    order=("offset_at",),
                    descending=True,
                    limit=1,
                )
            ):
                times[row.synchronizer] = row.record_time
        return times

    async def _without_state_elsewhere(self, synchronizer: str, ids: Iterable[str]) -> list[str]:
        """Those of the contracts that no other synchronizer knows."""
        found = []
        for contract_id in ids:
            rows = await self._storage.read(ACTIVENESS.query(eq("contract_id", contract_id)))
            if all(row.synchronizer == synchronizer for row in rows):
                found.append(contract_id)
        return found

    async def _forget_acceptances(self, up_to: Offset) -> None:
        oldest = int(self._clock.now()) - DEDUPLICATION_MAX
        await self._storage.write(
            ACCEPTANCES.delete_where(
                at_most("offset_at", int(up_to)), less("publication_time", oldest)
            )
        )
