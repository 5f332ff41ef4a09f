"""The state of the block machine: written block by block, read once at a start.

A block's rows go into one transaction with the row of the block, which is inserted and not
replaced: a second process that works for the same sequencer meets its own block there, and stops.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from canton.errors import CantonError, Categories, ErrorCode
from canton.sequencer.core.effects import Persist
from canton.sequencer.core.rows import (
    AcknowledgementRow,
    AggregationRow,
    BlockRow,
    ConsumptionRow,
    ContributionRow,
    MemberRow,
    PurchaseRow,
)
from canton.sequencer.stores.tables import (
    ACKNOWLEDGEMENTS,
    AGGREGATIONS,
    BLOCKS,
    CONFIGURATION,
    CONSUMPTIONS,
    CONTRIBUTIONS,
    EVENTS,
    MEMBERS,
    PURCHASES,
    RECIPIENTS,
    ConfigurationRow,
)
from canton.storage.condition import at_most, eq, less
from canton.storage.errors import UniqueViolation
from canton.storage.storage import Storage
from canton.storage.table import (
    Delete,
    DeleteWhere,
    Insert,
    InsertNew,
    Notify,
    Update,
    Upsert,
    Write,
)

SEQUENCER_NOT_ALONE = ErrorCode(
    "SEQUENCER_DATABASE_IN_USE",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "Two processes run as the same sequencer on the same database.",
    "Stop one of them: a sequencer is one process; redundancy comes from further sequencers.",
)


class SequencerNotAlone(CantonError):
    """Another process writes to this sequencer's database. This one must stop."""

    def __init__(self, cause: str) -> None:
        super().__init__(SEQUENCER_NOT_ALONE, cause)


@dataclass(frozen=True, slots=True)
class BlockState:
    """What the block machine was restored from."""

    block: BlockRow
    members: tuple[MemberRow, ...]
    acknowledgements: tuple[AcknowledgementRow, ...]
    aggregations: tuple[AggregationRow, ...]
    contributions: tuple[ContributionRow, ...]
    consumptions: tuple[ConsumptionRow, ...] = ()
    """The latest of each member, as are the purchases."""
    purchases: tuple[PurchaseRow, ...] = ()


class BlockStore:
    """The tables that blocks change."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def configuration(self) -> ConfigurationRow | None:
        """What the sequencer was initialized with, or None if it was not."""
        rows = await self._storage.read(CONFIGURATION.query())
        return rows[0] if rows else None

    async def initialize(
        self,
        configuration: ConfigurationRow,
        members: Sequence[MemberRow],
        block: BlockRow,
        *writes: Write,
    ) -> None:
        """Writes what the sequencer begins with, in one transaction; `writes` are the topology's.

        Raises:
            UniqueViolation: the sequencer was initialized before.
        """
        await self._storage.write(
            CONFIGURATION.insert(configuration),
            MEMBERS.insert(*members),
            BLOCKS.insert(block),
            *writes,
        )

    async def load(self) -> BlockState | None:
        """The state after the last block that was wholly written; None before initialization."""
        blocks, members, acknowledgements, *rest = await self._storage.read_all(
            BLOCKS.query(order=("height",), descending=True, limit=1),
            MEMBERS.query(order=("id",)),
            ACKNOWLEDGEMENTS.query(),
            AGGREGATIONS.query(),
            CONTRIBUTIONS.query(),
        )
        if not blocks:
            return None
        aggregations, contributions = rest
        # Rows of expired aggregations are removed late; they must not come back to life.
        alive = [row for row in aggregations if row.max_sequencing_time > blocks[0].last_time]
        known = {row.id for row in alive}
        return BlockState(
            blocks[0],
            tuple(members),
            tuple(acknowledgements),
            tuple(alive),
            tuple(row for row in contributions if row.aggregation_id in known),
            await self._latest_consumptions(members),
            _latest(await self._storage.read(PURCHASES.query(order=("time",)))),
        )

    async def _latest_consumptions(
        self, members: Sequence[MemberRow]
    ) -> tuple[ConsumptionRow, ...]:
        """One row for each member that has paid; none at all where sending was always free."""
        if not await self._storage.read(CONSUMPTIONS.query(limit=1)):
            return ()
        found = await self._storage.read_all(
            *(
                CONSUMPTIONS.query(
                    eq("member_id", member.id), order=("time",), descending=True, limit=1
                )
                for member in members
            )
        )
        return tuple(row for rows in found for row in rows)

    async def consumption_at(self, member_id: int, time: int) -> ConsumptionRow | None:
        """What the member had consumed at that time, if that is still known."""
        rows = await self._storage.read(
            CONSUMPTIONS.query(
                eq("member_id", member_id),
                at_most("time", time),
                order=("time",),
                descending=True,
                limit=1,
            )
        )
        return rows[0] if rows else None

    async def purchase_at(self, member: str, time: int) -> PurchaseRow | None:
        """What had been purchased for the member before that time, if that is still known."""
        rows = await self._storage.read(
            PURCHASES.query(
                eq("member", member), less("time", time), order=("time",), descending=True, limit=1
            )
        )
        return rows[0] if rows else None

    async def persist(self, blocks: Sequence[Persist]) -> None:
        """Writes consecutive blocks in one transaction.

        Raises:
            SequencerNotAlone: another process has written one of them.
        """
        try:
            await self._storage.write(*writes_of(blocks))
        except UniqueViolation as error:
            height = blocks[0].block.height
            raise SequencerNotAlone(
                f"block {height} was written by another process: is this sequencer running twice?"
            ) from error

    async def forget_expired(self, time: int) -> None:
        """Removes the rows of aggregations that expired; they are not read any more anyway."""
        condition = at_most("max_sequencing_time", time)
        await self._storage.write(
            AGGREGATIONS.delete_where(condition), CONTRIBUTIONS.delete_where(condition)
        )

    async def set_enabled(self, member: str, is_enabled: bool) -> None:
        """Lets a member use this sequencer, or not any more."""
        await self._storage.write(MEMBERS.update(member, enabled=is_enabled))


def _latest(rows: Sequence[PurchaseRow]) -> tuple[PurchaseRow, ...]:
    return tuple({row.member: row for row in rows}.values())


def writes_of(blocks: Sequence[Persist]) -> list[Write]:
    """The writes of consecutive blocks, rows of one table together."""
    writes: list[Write] = [
        BLOCKS.insert(*(persist.block for persist in blocks)),
        MEMBERS.insert(*(row for persist in blocks for row in persist.members)),
        EVENTS.insert(*(row for persist in blocks for row in persist.events)),
        RECIPIENTS.insert(*(row for persist in blocks for row in persist.recipients)),
        ACKNOWLEDGEMENTS.upsert(*(row for persist in blocks for row in persist.acknowledgements)),
        AGGREGATIONS.upsert(*(row for persist in blocks for row in persist.aggregations)),
        CONTRIBUTIONS.insert_new(*(row for persist in blocks for row in persist.contributions)),
        CONSUMPTIONS.upsert(*(row for persist in blocks for row in persist.consumptions)),
        PURCHASES.upsert(*(row for persist in blocks for row in persist.purchases)),
    ]
    for persist in blocks:
        writes.extend(_topology_write(write) for write in persist.writes)
    return [write for write in writes if not _is_empty(write)]


def _topology_write(write: object) -> Write:
    assert isinstance(
        write, Insert | InsertNew | Upsert | Delete | DeleteWhere | Update | Notify
    ), "the topology's writes are writes of the storage"
    return write


def _is_empty(write: Write) -> bool:
    return isinstance(write, Insert | InsertNew | Upsert) and not write.rows
