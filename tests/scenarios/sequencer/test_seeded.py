"""Sequencers that stop and start at random while members send: nothing is lost, nothing doubled.

The seed decides the order of everything; a failure names it, and the same seed repeats it.
"""

from __future__ import annotations

import asyncio
import random
from contextlib import AsyncExitStack

import pytest

from canton.identifiers import Member
from canton.protocol.sequencing.aggregation import SenderDeduplication
from canton.protocol.sequencing.event import Deliver
from canton.storage.memory import MemoryStorage
from canton.transport.seam import RpcError
from scenarios.sequencer.deployment import Client, Deployment
from scenarios.sequencer.founding import Node
from simulation.virtual_loop import run

MESSAGES = 12


class Hosts:
    """The sequencers' storages, and how often each was stopped."""

    def __init__(self, world: Deployment, chance: random.Random) -> None:
        self._world = world
        self._chance = chance
        self.storages = {node.name: MemoryStorage() for node in world.founding.sequencers}
        self.stops = 0
        self.is_over = False

    async def live(self, node: Node, *members: Node) -> None:
        """Runs the sequencer, stopping and starting it, until all is over."""
        while not self.is_over:
            storage = MemoryStorage.restore(self.storages[node.name].image())
            self.storages[node.name] = storage
            async with self._world.running(node, storage) as served:
                await served.runtime.initialize(self._world.beginning(*members))
                await self._world.clock.sleep(self._chance.uniform(0.001, 0.8))
            self.stops += 1
            await self._world.clock.sleep(self._chance.uniform(0.001, 0.4))


async def send_all(world: Deployment, node: Node, to: Member, chance: random.Random) -> None:
    """Sends each message until some sequencer has taken it."""
    for index in range(MESSAGES):
        request = world.client(node).request(
            f"{node.name}-{index}", b"x", to, aggregation_rule=SenderDeduplication()
        )
        while True:
            client = world.client(node, chance.randrange(2))
            try:
                await client.log_in()
                await client.send(request)
                break
            except RpcError:
                await world.clock.sleep(chance.uniform(0.001, 0.3))
        await world.clock.sleep(chance.uniform(0.001, 0.5))


async def everything(client: Client) -> list[bytes]:
    """All events that there are for the client's member."""
    await client.log_in()
    contents: list[bytes] = []
    try:
        async with asyncio.timeout(20):
            async for signed, _ in client.events():
                contents.append(signed.content)
    except TimeoutError:
        pass
    return contents


async def main(seed: int) -> None:
    chance = random.Random(seed)
    world = Deployment()
    alice, bob = world.founding.alice, world.founding.bob
    hosts = Hosts(world, chance)
    async with asyncio.TaskGroup() as group:
        for node in world.founding.sequencers:
            group.create_task(hosts.live(node, alice, bob))
        senders = [
            group.create_task(send_all(world, alice, bob.member, chance)),
            group.create_task(send_all(world, bob, alice.member, chance)),
        ]
        await asyncio.wait(senders)
        hosts.is_over = True
    async with AsyncExitStack() as stack:
        for node in world.founding.sequencers:
            storage = MemoryStorage.restore(hosts.storages[node.name].image())
            served = await stack.enter_async_context(world.running(node, storage))
            await served.runtime.wait_running()
        for node, other in ((alice, bob), (bob, alice)):
            first, second = [await everything(world.client(node, index)) for index in (0, 1)]
            assert first == second, f"seed {seed}"
            receipts = await _delivered(world.client(node), len(first), node)
            assert receipts == [f"{node.name}-{index}" for index in range(MESSAGES)], f"seed {seed}"
            assert len(first) >= 2 * MESSAGES, f"seed {seed}: {other.name}'s messages are missing"
    assert hosts.stops >= 4


async def _delivered(client: Client, count: int, node: Node) -> list[str]:
    """The message ids of the member's own requests that were delivered."""
    await client.log_in()
    events = [event for _, event in await client.read(count)]
    return [
        event.message_id
        for event in events
        if isinstance(event, Deliver) and event.message_id is not None
    ]


@pytest.mark.parametrize("seed", range(12))
def test_accepted_requests_are_sequenced_once_and_alike_everywhere(seed: int) -> None:
    run(main(seed), seed)
