"""Removing events that every member has acknowledged, here and in the ordering.

A member that does not acknowledge keeps everything alive; the operator may disable it.
Source: Canton 3.6 SequencerPruningStatus, DatabaseSequencer.prune.
"""

from __future__ import annotations

from typing import Final

from canton.errors import Categories, ErrorCode, LedgerError
from canton.sequencer.core.rows import MemberRow
from canton.sequencer.runtime import Sequencer
from canton.sequencer.stores.tables import (
    BLOCKS,
    CONSUMPTIONS,
    EVENTS,
    LOWER_BOUND,
    MEMBERS,
    PURCHASES,
    RECIPIENTS,
    LowerBoundRow,
)
from canton.storage.condition import eq, less
from canton.storage.storage import Storage
from canton.storage.table import DeleteWhere
from canton.timestamps import Timestamp, iso

UNSAFE_PRUNING_POINT: Final = ErrorCode(
    "UNSAFE_SEQUENCER_PRUNING_POINT",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "Members still need events from before the time up to which is to be pruned.",
    "Prune up to an earlier time, or disable the members that are gone for good.",
)


def safe_pruning_time(sequencer: Sequencer) -> Timestamp:
    """Up to where every enabled member has acknowledged, or was not registered yet."""
    membership = sequencer.loop.membership
    times = [
        _needed_from(row, membership.acknowledged_by(row.member))
        for row in membership.rows()
        if row.enabled and row.member != str(sequencer.member)
    ]
    return Timestamp(min(times, default=sequencer.loop.block.last_time))


def _needed_from(row: MemberRow, acknowledged: int | None) -> int:
    return row.registered_at if acknowledged is None else acknowledged


async def prune(sequencer: Sequencer, storage: Storage, time: Timestamp) -> str:
    """Removes all events earlier than `time`; says what was done.

    Raises:
        LedgerError: UNSAFE_SEQUENCER_PRUNING_POINT.
    """
    safe = safe_pruning_time(sequencer)
    if time > safe:
        raise LedgerError(
            UNSAFE_PRUNING_POINT,
            f"Could not prune up to {iso(time)}: the latest safe pruning point is {iso(safe)}",
        )
    # Rows that the deletion changes must be there: a row written later would stay as it was.
    await sequencer.loop.writer.stored(sequencer.loop.block.last_time)
    membership = sequencer.loop.membership
    updates = []
    for row in membership.rows():
        previous = await sequencer.events.previous(row, time)
        if previous is not None:
            membership.note_pruned(row.member, previous)
            updates.append(MEMBERS.update(row.member, pruned_previous=previous))
    events = await storage.count(EVENTS.query(less("time", time)))
    head = sequencer.loop.writer.written.height
    await storage.write(
        *updates,
        LOWER_BOUND.upsert(LowerBoundRow(0, time - 1)),
        EVENTS.delete_where(less("time", time)),
        RECIPIENTS.delete_where(less("time", time)),
        *(await _old_traffic(sequencer, time)),
        BLOCKS.delete_where(less("last_time", time), less("height", head)),
    )
    # The blocks are written here, so the ordering may forget them once all others have them too.
    await sequencer.ordering.processed(head)
    await sequencer.ordering.prune(head)
    return f"Removed {events} events earlier than {iso(time)}"


async def _old_traffic(sequencer: Sequencer, time: Timestamp) -> list[DeleteWhere]:
    """Takes away what was known of traffic before; what held at that time is kept."""
    deletes = []
    for member in sequencer.loop.membership.rows():
        consumption = await sequencer.blocks.consumption_at(member.id, time - 1)
        if consumption is not None:
            deletes.append(
                CONSUMPTIONS.delete_where(
                    eq("member_id", member.id), less("time", consumption.time)
                )
            )
        purchase = await sequencer.blocks.purchase_at(member.member, time)
        if purchase is not None:
            deletes.append(
                PURCHASES.delete_where(eq("member", member.member), less("time", purchase.time))
            )
    return deletes
