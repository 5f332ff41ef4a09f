"""Members and sequencers as they really are, in virtual time: the client meets the public API."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager

import pytest

from canton.clock import SeededRandomness
from canton.lifecycle.queue import Signal
from canton.protocol.sequencing.envelope import Batch, Envelope
from canton.protocol.sequencing.recipient import Recipients
from canton.sequencer_client.core.event import ReceivedEvent
from canton.sequencer_client.core.submission import Amplification, Refused, Sequenced
from canton.sequencer_client.seam import Surroundings
from canton.sequencer_client.settings import (
    ClientSettings,
    SequencerAlias,
    SequencerConnections,
)
from canton.storage.memory import MemoryStorage
from canton.timestamps import Timestamp, micros, plus
from canton.topology_service.intake import take_in
from canton.topology_service.session import MemberParts, MemberSession, member_session
from canton.transport.memory import Network
from canton.vault.vault import Vault
from scenarios.sequencer.deployment import PORT, Deployment, Served
from scenarios.sequencer.founding import Node
from simulation.virtual_loop import run


class Slow:
    """Every message takes some milliseconds."""

    def __init__(self, seed: int) -> None:
        self._random = SeededRandomness(seed)

    def delay_s(self, link: object) -> float:
        return self._random.bytes(1)[0] / 20_000

    def is_lost(self, link: object) -> bool:
        return False

    def is_repeated(self, link: object) -> bool:
        return False


class Reader:
    """Reads the events of a session and feeds its topology."""

    def __init__(self, session: MemberSession) -> None:
        self.session = session
        self.events: list[ReceivedEvent] = []
        self.read = Signal()

    async def run(self) -> None:
        async with aclosing(self.session.client.events()) as batches:
            async for batch in batches:
                for received in batch:
                    take_in(received, self.session.topology)
                    self.events.append(received)
                self.read.notify()


@asynccontextmanager
async def session_of(
    world: Deployment, node: Node, threshold: int = 1
) -> AsyncIterator[MemberSession]:
    storage, randomness = MemoryStorage(), SeededRandomness(node.name)
    vault = Vault(storage, randomness)
    for name, pair in (("auth", node.authentication), ("sign", node.protocol)):
        await vault.add(name, pair)
    connections = SequencerConnections(
        tuple(SequencerAlias(n.name, ((n.name, PORT),)) for n in world.founding.sequencers),
        trust_threshold=threshold,
        amplification=Amplification(factor=2, patience_s=2),
    )
    parts = MemberParts(
        node.member,
        storage,
        vault,
        world.network.host(node.name),
        Surroundings(world.clock, randomness),
        ClientSettings(),
    )
    async with member_session(parts, connections) as session:
        yield session


def batch_to(*nodes: Node) -> Batch:
    recipients = Recipients.group([node.member for node in nodes])
    return Batch.of([Envelope(b"hello", recipients)])


@pytest.mark.parametrize("threshold", [1, 2])
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.logs("does not read")
def test_members_exchange_messages_through_sequencers_that_come_and_go(
    seed: int, threshold: int
) -> None:
    async def scenario() -> None:
        world = Deployment(network=Network(Slow(seed)))
        alice, bob = world.founding.alice, world.founding.bob
        async with AsyncExitStack() as stack:
            stacks = [AsyncExitStack(), AsyncExitStack()]
            served: list[Served] = []
            for one, node in zip(stacks, world.founding.sequencers, strict=True):
                served.append(await one.enter_async_context(world.running(node)))
            for each in served:
                await each.runtime.initialize(world.beginning(alice, bob))
            sessions = [
                await stack.enter_async_context(session_of(world, node, threshold))
                for node in (alice, bob)
            ]
            readers = [Reader(session) for session in sessions]
            async with asyncio.TaskGroup() as tasks:
                reading = [tasks.create_task(reader.run()) for reader in readers]
                await exchange(world, readers, 10)
                storage = served[seed % 2].storage
                await stacks[seed % 2].aclose()
                if threshold == 1:
                    await exchange(world, readers, 10)
                stacks[seed % 2] = again = AsyncExitStack()
                node = world.founding.sequencers[seed % 2]
                await again.enter_async_context(world.running(node, storage))
                await asyncio.sleep(5)
                await exchange(world, readers, 10)
                for task in reading:
                    task.cancel()
            await stack.aclose()
            for one in stacks:
                await one.aclose()

    run(scenario(), seed)


async def exchange(world: Deployment, readers: list[Reader], count: int) -> None:
    """Both send; both read all that was sent, in the same order."""
    alice, bob = world.founding.alice, world.founding.bob
    before = [len(reader.events) for reader in readers]

    async def send(reader: Reader, number: int) -> None:
        limit = plus(world.clock.now(), micros(seconds=30))
        message_id = f"{reader.session.member.uid.identifier}-{world.clock.now()}-{number}"
        result = await reader.session.client.send(batch_to(alice, bob), message_id, limit)
        assert isinstance(result, Sequenced), result

    async with asyncio.TaskGroup() as tasks:
        for number in range(count):
            for reader in readers:
                tasks.create_task(send(reader, number))
    last = max(reader.events[-1].timestamp for reader in readers)
    for reader in readers:
        await reader.read.wait_until(lambda reader=reader: reader.events[-1].timestamp >= last)
    seen = [
        [each.timestamp for each in reader.events[start:] if each.event.batch.envelopes]
        for reader, start in zip(readers, before, strict=True)
    ]
    assert seen[0] == seen[1]
    assert len(seen[0]) >= 2 * count


def test_late_message_is_refused_and_a_time_is_shown_by_a_tick() -> None:
    async def scenario() -> None:
        world = Deployment()
        alice = world.founding.alice
        async with (
            world.founded(alice),
            session_of(world, alice) as session,
            asyncio.TaskGroup() as tasks,
        ):
            reader = Reader(session)
            reading = tasks.create_task(reader.run())
            past = Timestamp(world.clock.now() - 1)
            result = await session.client.send(batch_to(alice), "late", past)
            assert isinstance(result, Refused), result
            assert result.code_id == "MAX_SEQUENCING_TIME_EXCEEDED"
            soon = plus(world.clock.now(), micros(seconds=5))
            assert await session.client.time.await_time(soon) >= soon
            assert world.clock.monotonic_s() < 6
            assert await session.client.acknowledge(reader.events[-1].timestamp)
            assert await session.client.synchronizer_time() is not None
            reading.cancel()

    run(scenario())
