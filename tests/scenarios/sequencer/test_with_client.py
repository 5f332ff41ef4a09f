"""Our client against our sequencers: threshold, amplification, the loss of a sequencer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from canton.clock import SeededRandomness
from canton.crypto.hash import Hash, HashPurpose
from canton.crypto.key import PROTOCOL_ONLY, Usages
from canton.crypto.signature import Signature, sign
from canton.errors import Rejection
from canton.identifiers import Fingerprint, Member
from canton.protocol.sequencing.envelope import Batch, Envelope
from canton.protocol.sequencing.event import SequencedEvent
from canton.protocol.sequencing.recipient import Recipients
from canton.protocol.sequencing.signed_content import SignedContent
from canton.sequencer_client.client import SequencerClient
from canton.sequencer_client.connection_pool import ConnectionPool
from canton.sequencer_client.core.submission import Amplification, Sequenced
from canton.sequencer_client.seam import DatedSignature, Surroundings
from canton.sequencer_client.settings import SequencerAlias, SequencerConnections
from canton.timestamps import Timestamp
from scenarios.sequencer.deployment import PORT, Deployment
from scenarios.sequencer.founding import Node
from simulation.virtual_loop import run


@dataclass
class Keys:
    """The member's keys as its client uses them."""

    node: Node

    async def sign(self, content: Hash, usages: Usages) -> DatedSignature:
        assert usages == PROTOCOL_ONLY
        return DatedSignature(sign(self.node.protocol, content), None)

    def cost_of(self, batch: Batch) -> int | None:
        return None

    async def sign_with_one_of(self, content: Hash, fingerprints: Any) -> Signature:
        key: Fingerprint = self.node.authentication.fingerprint
        assert key in fingerprints
        return sign(self.node.authentication, content)


@dataclass
class ByKey:
    """Checks the signature of each sequencer with its own key."""

    nodes: tuple[Node, ...]
    checked: list[Member] = field(default_factory=list)

    async def verify(
        self, signed: SignedContent, event: SequencedEvent, sequencer: Member
    ) -> Rejection | None:
        node = next(one for one in self.nodes if one.member == sequencer)
        self.checked.append(sequencer)
        return signed.check(HashPurpose.SEQUENCED_EVENT_SIGNATURE, node.protocol.public)


@asynccontextmanager
async def client_of(
    world: Deployment, node: Node, verifier: ByKey, **settings: Any
) -> AsyncIterator[SequencerClient]:
    aliases = tuple(
        SequencerAlias(one.name, ((one.name, PORT),)) for one in world.founding.sequencers
    )
    surroundings = Surroundings(world.clock, SeededRandomness(f"{node.name}-client"))
    transport = world.network.host(node.name)
    connections = SequencerConnections(aliases, **settings)
    async with ConnectionPool(
        connections, transport, node.member, Keys(node), surroundings
    ) as pool:
        agreement = await pool.agreement(30)
        assert agreement.synchronizer == world.founding.synchronizer
        async with SequencerClient(pool, agreement.synchronizer, verifier) as client:
            yield client


async def collect(client: SequencerClient, into: list[SequencedEvent]) -> None:
    async for batch in client.events():
        into.extend(received.event for received in batch)


def batch_to(member: Member) -> Batch:
    return Batch.of([Envelope(b"content", Recipients.group([member]))])


def test_two_of_two_sequencers_must_deliver_the_same() -> None:
    async def main() -> None:
        world = Deployment()
        alice, bob = world.founding.alice, world.founding.bob
        verifier = ByKey(world.founding.sequencers)
        async with (
            world.founded(alice, bob),
            client_of(world, alice, verifier, trust_threshold=2) as client,
            asyncio.TaskGroup() as group,
        ):
            events: list[SequencedEvent] = []
            reader = group.create_task(collect(client, events))
            until = Timestamp(world.clock.now() + 60_000_000)
            result = await client.send(batch_to(bob.member), "m1", until)
            assert isinstance(result, Sequenced)
            assert await client.acknowledge(result.timestamp)
            assert [event.message_id for event in events] == ["m1"]
            assert set(verifier.checked) == {one.member for one in world.founding.sequencers}
            reader.cancel()

    run(main())


def test_a_message_gets_through_while_one_of_two_sequencers_is_away() -> None:
    async def main() -> None:
        world = Deployment()
        alice = world.founding.alice
        first, second = world.founding.sequencers
        verifier = ByKey(world.founding.sequencers)
        async with world.running(first) as one, world.running(second) as other:
            for served in (one, other):
                await served.runtime.initialize(world.beginning(alice))
            amplification = Amplification(factor=2, patience_s=1.0)
            async with (
                client_of(world, alice, verifier, amplification=amplification) as client,
                asyncio.TaskGroup() as group,
            ):
                events: list[SequencedEvent] = []
                reader = group.create_task(collect(client, events))
                for index, away in enumerate((first.name, second.name, first.name)):
                    world.network.cut(alice.name, away)
                    await world.clock.sleep(0.5)
                    until = Timestamp(world.clock.now() + 60_000_000)
                    started = world.clock.now()
                    result = await client.send(batch_to(alice.member), f"m{index}", until)
                    assert isinstance(result, Sequenced), result
                    assert world.clock.now() - started < 5_000_000
                    world.network.heal(alice.name, away)
                    await world.clock.sleep(15)
                delivered = [event.message_id for event in events if event.message_id]
                assert delivered == ["m0", "m1", "m2"]
                reader.cancel()

    run(main())
