"""The sequencer's stores on both backends: blocks as commit markers, events per member."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from canton.sequencer.core.effects import Persist
from canton.sequencer.core.rows import (
    BROADCAST,
    DELIVER,
    AcknowledgementRow,
    AggregationRow,
    BlockRow,
    ConsumptionRow,
    ContributionRow,
    EventRow,
    MemberRow,
    PurchaseRow,
    RecipientRow,
)
from canton.sequencer.stores.block_store import BlockStore, SequencerNotAlone
from canton.sequencer.stores.event_store import EventStore
from canton.sequencer.stores.tables import SEQUENCER_TABLES, ConfigurationRow
from canton.storage.errors import UniqueViolation

ALICE = MemberRow("PAR::a::1220", 1, registered_at=0)
BOB = MemberRow("PAR::b::1220", 2, registered_at=15)


def event(time: int) -> EventRow:
    return EventRow(time, DELIVER, 1, f"m{time}", b"batch", b"", "")


def block(height: int, time: int, *recipients: RecipientRow, **more: Any) -> Persist:
    events = tuple(event(each) for each in sorted({row.time for row in recipients}))
    return Persist(BlockRow(height, time, None, None), events=events, recipients=recipients, **more)


@pytest.fixture
async def stores(storage_for: Any) -> tuple[BlockStore, EventStore]:
    storage = await storage_for(SEQUENCER_TABLES)
    blocks = BlockStore(storage)
    configuration = ConfigurationRow(0, "ha::1220::35-0", b"parameters", 0)
    assert await blocks.load() is None and await blocks.configuration() is None
    await blocks.initialize(configuration, [ALICE, BOB], BlockRow(-1, 0, None, None))
    assert await blocks.configuration() == configuration
    return blocks, EventStore(storage)


async def test_a_sequencer_is_initialized_once(stores: tuple[BlockStore, EventStore]) -> None:
    with pytest.raises(UniqueViolation):
        await stores[0].initialize(
            ConfigurationRow(0, "other::1220::35-0", b"", 0), [], BlockRow(-1, 0, None, None)
        )


async def test_pages_merge_own_events_and_broadcasts_without_gaps(
    stores: tuple[BlockStore, EventStore],
) -> None:
    blocks, events = stores
    await blocks.persist(
        [
            block(0, 10, RecipientRow(BROADCAST, 10, ()), RecipientRow(1, 10, ())),
            block(1, 20, RecipientRow(1, 12, ("MGR::0",)), RecipientRow(BROADCAST, 20, ())),
            block(2, 40, RecipientRow(2, 30, ()), RecipientRow(1, 40, ())),
        ]
    )
    page = await events.page(ALICE, after=-1, limit=2)
    assert [(one.event.time, one.groups) for one in page] == [(10, ()), (12, ("MGR::0",))]
    page = await events.page(ALICE, after=12, limit=9)
    assert [one.event.time for one in page] == [20, 40]
    # Before its registration a member gets nothing, broadcasts included.
    assert [one.event.time for one in await events.page(BOB, after=-1, limit=9)] == [20, 30]
    assert await events.previous(ALICE, 40) == 20
    assert await events.previous(BOB, 30) == 20
    assert await events.previous(BOB, 20) is None


async def test_the_state_comes_back_as_of_the_last_whole_block(
    stores: tuple[BlockStore, EventStore],
) -> None:
    blocks, _ = stores
    alive = AggregationRow(b"alive", 100, b"rule", None)
    delivered = AggregationRow(b"alive", 100, b"rule", 50)
    expired = AggregationRow(b"expired", 50, b"rule", None)
    contributions = (
        ContributionRow(b"alive", "PAR::a::1220", 100, 1, b"s"),
        ContributionRow(b"expired", "PAR::a::1220", 50, 1, b"s"),
    )
    newcomer = MemberRow("PAR::c::1220", 3, registered_at=60)
    await blocks.persist(
        [
            block(0, 10, aggregations=(alive, expired), contributions=contributions),
            block(1, 50, aggregations=(delivered,), members=(newcomer,)),
        ]
    )
    state = await blocks.load()
    assert state is not None
    assert state.block == BlockRow(1, 50, None, None)
    assert state.members == (ALICE, BOB, newcomer)
    assert state.aggregations == (delivered,)
    assert [row.aggregation_id for row in state.contributions] == [b"alive"]
    await blocks.forget_expired(50)
    assert await blocks.load() == state


async def test_of_several_acknowledgements_the_last_stays(
    stores: tuple[BlockStore, EventStore],
) -> None:
    blocks, _ = stores
    await blocks.persist(
        [
            block(0, 10, acknowledgements=(AcknowledgementRow(1, 8),)),
            block(1, 20, acknowledgements=(AcknowledgementRow(1, 9), AcknowledgementRow(2, 3))),
        ]
    )
    state = await blocks.load()
    assert state is not None
    assert sorted((row.member_id, row.time) for row in state.acknowledgements) == [(1, 9), (2, 3)]


async def test_a_second_process_of_the_same_sequencer_is_found_out(
    stores: tuple[BlockStore, EventStore],
) -> None:
    blocks, events = stores
    await blocks.persist([block(0, 10, RecipientRow(1, 10, ()))])
    with pytest.raises(SequencerNotAlone, match="running twice"):
        await blocks.persist([block(0, 10, RecipientRow(1, 10, ()))])
    assert len(await events.page(ALICE, -1, 9)) == 1


async def test_of_traffic_the_latest_comes_back_and_what_was_before_can_be_looked_up(
    stores: tuple[BlockStore, EventStore],
) -> None:
    blocks, events = stores
    largest = 2**63 - 1
    consumed = [ConsumptionRow(1, time, largest, 900 - time, 7) for time in (10, 20)]
    purchased = [PurchaseRow(ALICE.member, time, time, largest) for time in (12, 22)]
    paid = replace(event(10), traffic_receipt=b"receipt")
    await blocks.persist(
        [
            replace(
                block(0, 10, RecipientRow(1, 10, ()), consumptions=tuple(consumed[:1])),
                events=(paid,),
            ),
            block(1, 20, consumptions=tuple(consumed[1:]), purchases=tuple(purchased)),
        ]
    )
    state = await blocks.load()
    assert state is not None
    assert state.consumptions == (consumed[1],)
    assert state.purchases == (purchased[1],)
    assert [one.event for one in await events.page(ALICE, -1, 9)] == [paid]
    found = [await blocks.consumption_at(1, time) for time in (9, 10, 19, 20, 99)]
    assert found == [None, consumed[0], consumed[0], consumed[1], consumed[1]]
    assert await blocks.consumption_at(2, 99) is None
    # A purchase counts after its own time.
    bought = [await blocks.purchase_at(ALICE.member, time) for time in (12, 13, 22, 23)]
    assert bought == [None, purchased[0], purchased[0], purchased[1]]
