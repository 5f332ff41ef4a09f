"""Every sequencer comes to the same rows from the same blocks, however the process was cut."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canton.protocol.sequencing.aggregation import (
    MediatorGroupAggregation,
    SenderDeduplication,
)
from canton.protocol.sequencing.recipient import Group, MediatorGroup
from canton.sequencer.core.aggregation import restored
from canton.sequencer.core.block_processor import BlockProcessor
from canton.sequencer.core.effects import Block, Persist
from canton.sequencer.core.membership import Membership
from canton.sequencer.core.traffic.account import restored_accounts
from canton.timestamps import TIMESTAMP_MIN, micros
from canton.topology.parameters.dynamic import TrafficControlParameters

REQUEST = st.fixed_dictionaries(
    {
        "sender": st.integers(0, 5),
        "signer": st.one_of(st.none(), st.integers(0, 5)),
        "content": st.binary(max_size=3),
        "to": st.lists(st.integers(0, 8), max_size=3),
        "rule": st.integers(0, 2),
        "time": st.integers(-50, 50),
        "until": st.integers(-20, 200),
        "cost": st.one_of(st.none(), st.integers(0, 12)),
        "is_acknowledgement": st.booleans(),
    }
)
SMALL_TRAFFIC = TrafficControlParameters(20, micros(seconds=0.001), 5000, base_event_cost=1)
TRAFFIC = st.sampled_from([{}, {TIMESTAMP_MIN: SMALL_TRAFFIC}])
BLOCKS = st.lists(st.lists(REQUEST, max_size=4), min_size=1, max_size=5)


def requests_of(world: Any, shape: dict[str, Any], index: int) -> Any:
    members = (world.alice, world.bob, world.carol, *world.mediators, world.stranger)
    sender = members[shape["sender"]]
    if shape["is_acknowledgement"]:
        return world.acknowledge(sender, world.start + shape["time"])
    recipients = (*members, MediatorGroup(0), MediatorGroup(3), Group.ALL_MEMBERS)
    signer = None if shape["signer"] is None else members[shape["signer"]]
    envelopes = [
        world.envelope(shape["content"], [[recipients[to]]], signed_by=signer) for to in shape["to"]
    ]
    if shape["content"] == b"":
        envelopes.append(world.broadcast(b"tx"))
    request = world.submission(
        sender,
        f"m{index}",
        *envelopes,
        until=world.start + shape["until"],
        rule=(None, SenderDeduplication(), MediatorGroupAggregation(0))[shape["rule"]],
        cost=shape["cost"],
    )
    return world.send(request, world.start + shape["time"])


def blocks_of(world: Any, shapes: list[list[dict[str, Any]]]) -> list[Block]:
    return [
        Block(
            height,
            world.start + 10 * height,
            tuple(requests_of(world, shape, index) for index, shape in enumerate(block)),
        )
        for height, block in enumerate(shapes)
    ]


def persists(processor: BlockProcessor, blocks: list[Block]) -> list[Persist]:
    effects = [effect for block in blocks for effect in processor.handle(block)]
    return [effect for effect in effects if isinstance(effect, Persist)]


FEW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@FEW
@given(shapes=BLOCKS, traffic=TRAFFIC)
def test_two_machines_write_the_same_rows(new_world: Any, shapes: Any, traffic: Any) -> None:
    one, other = new_world(), new_world()
    one.topology.traffic = other.topology.traffic = traffic
    blocks = blocks_of(one, shapes)
    assert persists(one.processor, blocks) == persists(other.processor, blocks)


@FEW
@given(shapes=BLOCKS)
def test_event_times_strictly_increase(new_world: Any, shapes: Any) -> None:
    world = new_world()
    rows = persists(world.processor, blocks_of(world, shapes))
    times = [event.time for persist in rows for event in persist.events]
    assert times == sorted(set(times))
    assert all(persist.block.last_time in (*times, rows[0].block.last_time) for persist in rows)


@FEW
@given(shapes=BLOCKS, traffic=TRAFFIC, data=st.data())
def test_a_machine_restored_from_rows_goes_on_as_if_never_cut(
    new_world: Any, shapes: Any, traffic: Any, data: Any
) -> None:
    whole, cut = new_world(), new_world()
    whole.topology.traffic = cut.topology.traffic = traffic
    blocks = blocks_of(whole, shapes)
    expected = persists(whole.processor, blocks)
    at = data.draw(st.integers(0, len(blocks)))
    before = persists(cut.processor, blocks[:at])
    again = restore(cut, before)
    # The blocks are read again from an earlier height: what was processed has no effect.
    after = persists(again, blocks[max(0, at - 1) :])
    assert [*before, *after] == expected


def restore(world: Any, rows: list[Persist]) -> BlockProcessor:
    """A new machine from the rows alone, as a restarted sequencer builds it."""
    members = {row.member: row for row in world.processor.membership.rows()}
    last = rows[-1].block if rows else world.processor.block
    aggregations = {row.id: row for persist in rows for row in persist.aggregations}
    alive = {key for key, row in aggregations.items() if row.max_sequencing_time > last.last_time}
    contributions = [row for persist in rows for row in persist.contributions]
    return BlockProcessor(
        world.processor._rules,
        world.topology,
        Membership(members.values(), [row for one in rows for row in one.acknowledgements]),
        restored(
            [row for key, row in aggregations.items() if key in alive],
            [row for row in contributions if row.aggregation_id in alive],
        ),
        last,
        restored_accounts(
            {row.member_id: row for one in rows for row in one.consumptions}.values(),
            {row.member: row for one in rows for row in one.purchases}.values(),
            {row.id: row.member for row in members.values()},
        ),
    )
