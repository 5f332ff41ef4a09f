"""The sequencer client while sequencers stop, links break and messages are late or lost.

Whatever happens, the member reads exactly the history, in order and once; and what a send is said
to have become is what it became.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass

import pytest

from canton.lifecycle.queue import Signal
from canton.protocol.sequencing.envelope import EMPTY
from canton.protocol.sequencing.event import SequencedEvent
from canton.sequencer_client.client import SequencerClient
from canton.sequencer_client.core.submission import (
    Amplification,
    Refused,
    SendResult,
    Sequenced,
    TimedOut,
)
from canton.timestamps import micros, plus
from canton.transport.memory import Link, Network
from simulation.virtual_loop import run
from unit.sequencer_client.fake_sequencer import World

HOSTS = 3
TROUBLE_S = 120


@dataclass
class SeededFaults:
    """Late messages, and some connections that break."""

    rng: random.Random
    loss: float = 0.01

    def delay_s(self, link: Link) -> float:
        return self.rng.expovariate(100)

    def is_lost(self, link: Link) -> bool:
        return self.rng.random() < self.loss

    def is_repeated(self, link: Link) -> bool:
        return self.rng.random() < self.loss


async def make_trouble(world: World, rng: random.Random) -> None:
    """One bad thing at a time, undone a while later; never more than one sequencer at once."""
    loop = asyncio.get_running_loop()
    while loop.time() < TROUBLE_S:
        await asyncio.sleep(rng.expovariate(1 / 4))
        index = rng.randrange(HOSTS)
        host = f"s{index}"
        match rng.choice(["stop", "cut", "silence", "overload", "lose", "forget tokens"]):
            case "stop":
                await world.stop(index)
                await asyncio.sleep(rng.expovariate(1 / 3))
                await world.start(index)
            case "cut":
                world.network.cut("alice", host)
                await asyncio.sleep(rng.expovariate(1 / 3))
                world.network.heal("alice", host)
            case "silence":
                world.network.silence(host, "alice")
                await asyncio.sleep(rng.expovariate(1 / 60))
                world.network.heal("alice", host)
            case "overload":
                world.sequencers[index].is_overloaded = True
                await asyncio.sleep(rng.expovariate(1 / 3))
                world.sequencers[index].is_overloaded = False
            case "lose":
                world.sequencers[index].is_losing = True
                await asyncio.sleep(rng.expovariate(1 / 3))
                world.sequencers[index].is_losing = False
            case "forget tokens":
                world.sequencers[index].tokens.clear()


async def send_all(
    world: World, client: SequencerClient, rng: random.Random
) -> dict[str, SendResult]:
    results: dict[str, SendResult] = {}

    async def send(message_id: str) -> None:
        limit = plus(world.clock.now(), micros(seconds=30))
        results[message_id] = await client.send(EMPTY, message_id, limit)

    async with asyncio.TaskGroup() as tasks:
        for number in range(40):
            await asyncio.sleep(rng.expovariate(1 / 3))
            tasks.create_task(send(f"m{number}"))
            if rng.random() < 0.5:
                world.history.deliver()
    return results


async def read_all(client: SequencerClient, events: list[SequencedEvent], read: Signal) -> None:
    async for batch in client.events():
        events += [each.event for each in batch]
        read.notify()


async def scenario(seed: int, threshold: int) -> tuple[World, list[SequencedEvent], dict]:
    rng = random.Random(seed)
    world = World(HOSTS, seed, network=Network(SeededFaults(rng)))
    events: list[SequencedEvent] = []
    read = Signal()
    settings = {
        "trust_threshold": threshold,
        "liveness_margin": seed % 2,
        "amplification": Amplification(factor=3, patience_s=3),
    }
    async with world.running(), world.client(**settings) as client:
        world.history.deliver()
        async with asyncio.TaskGroup() as tasks:
            reading = tasks.create_task(read_all(client, events, read))
            trouble = tasks.create_task(make_trouble(world, rng))
            results = await send_all(world, client, rng)
            await trouble
            world.history.deliver()
            async with asyncio.timeout(120):
                await read.wait_until(lambda: len(events) >= len(world.history.events))
            reading.cancel()
    return world, events, results


@pytest.mark.parametrize("threshold", [1, 2])
@pytest.mark.parametrize("seed", range(10))
@pytest.mark.logs("has been down")
def test_history_is_read_once_and_outcomes_are_true(seed: int, threshold: int) -> None:
    world, events, results = run(scenario(seed, threshold), seed)
    assert events == world.history.events
    sequenced = {event.message_id for event in world.history.events}
    assert len(results) == 40
    for message_id, result in results.items():
        match result:
            case Sequenced():
                assert result.receipt in world.history.events
            case TimedOut():
                assert message_id not in sequenced
            case Refused():
                assert result.may_be_sequenced or message_id not in sequenced
    assert sum(isinstance(result, Sequenced) for result in results.values()) > 30
