"""A sequencer that dies at any commit, before or after it, comes to the same rows as any other."""

from __future__ import annotations

import pytest

from canton.protocol.sequencing.aggregation import SenderDeduplication
from canton.sequencer.stores.tables import SEQUENCER_TABLES
from canton.storage.memory import Image, MemoryDatabase, MemoryStorage
from canton.storage.table import Write
from canton.topology_service.store import TOPOLOGY_ROWS
from scenarios.sequencer.deployment import Deployment
from simulation.virtual_loop import run

TABLES = [table.name for table in (*SEQUENCER_TABLES, TOPOLOGY_ROWS)]
COMMITS = 12
"""More than the replay of the blocks needs, so that the last cases are never interrupted."""


class Death(Exception):
    """The process dies."""


class DiesAt:
    """Dies once, at the commit of that number."""

    def __init__(self, number: int, is_after: bool) -> None:
        self.number = number
        self.is_after = is_after
        self.seen = 0

    async def before_commit(self, writes: tuple[Write, ...]) -> None:
        if self.seen == self.number and not self.is_after:
            self.seen += 1
            raise Death
        if not self.is_after:
            self.seen += 1

    async def after_commit(self, writes: tuple[Write, ...]) -> None:
        if self.is_after:
            self.seen += 1
            if self.seen == self.number + 1:
                raise Death


def rows_of(image: Image) -> dict[str, list[str]]:
    return {name: sorted(map(repr, image.get(name, ()))) for name in TABLES}


async def fill(world: Deployment) -> None:
    """Blocks with a bit of everything: joins, messages, aggregations, acknowledgements."""
    alice, bob = world.founding.alice, world.founding.bob
    async with world.founded(alice) as (first, _):
        newcomer = world.client(bob)
        await newcomer.onboard(world.founding)
        await world.clock.sleep(1)
        client = world.client(alice)
        await client.log_in()
        rule = SenderDeduplication()
        for index in range(3):
            request = client.request(f"m{index}", b"content", bob.member, aggregation_rule=rule)
            await client.send(request)
        await client.acknowledge(first.sequencer.loop.block.last_time)
        await world.clock.sleep(1)


async def replayed(world: Deployment, faults: DiesAt | None) -> tuple[Image, int]:
    """What a sequencer has stored that reads all blocks, restarted whenever it dies."""
    node, image, deaths = world.founding.sequencers[0], {}, 0
    height = len(world.blocks._blocks) - 1
    while True:
        storage = MemoryStorage(MemoryDatabase(image, faults))
        try:
            async with world.running(node, storage) as served:
                await served.runtime.initialize(world.beginning(world.founding.alice))
                while served.sequencer.loop.writer.written.height < height:
                    await world.clock.sleep(0.01)
                return storage.image(), deaths
        except Death:
            deaths += 1
        image = storage.image()


@pytest.mark.parametrize("is_after", [False, True])
@pytest.mark.logs("stopped: ")
def test_replay_gives_the_same_rows_wherever_it_was_interrupted(is_after: bool) -> None:
    async def main() -> None:
        world = Deployment()
        await fill(world)
        whole, _ = await replayed(world, None)
        assert len(whole["sequencer_event"]) >= 5 and len(whole["sequencer_acknowledgement"]) == 1
        died = 0
        for number in range(COMMITS):
            image, deaths = await replayed(world, DiesAt(number, is_after))
            assert rows_of(image) == rows_of(whole), f"interrupted at commit {number}"
            died += deaths
        assert died >= 2

    run(main())


def test_blocks_one_by_one_give_the_same_rows_as_all_at_once() -> None:
    async def main() -> None:
        world = Deployment()
        node = world.founding.sequencers[0]
        storages = {one.name: MemoryStorage() for one in world.founding.sequencers}
        await fill(world)
        whole, _ = await replayed(world, None)
        slow = Deployment(world.founding, clock=world.clock)
        async with slow.running(node, storages[node.name]) as served:
            await served.runtime.initialize(world.beginning(world.founding.alice))
            for block in world.blocks._blocks:
                slow.blocks._blocks.append(block)
                async with slow.blocks._grown:
                    slow.blocks._grown.notify_all()
                while served.sequencer.loop.block.height < block.height:
                    await served.sequencer.loop.changed.wait()
            while served.sequencer.loop.writer.written.height < len(world.blocks._blocks) - 1:
                await world.clock.sleep(0.01)
        assert rows_of(storages[node.name].image()) == rows_of(whole)

    run(main())
