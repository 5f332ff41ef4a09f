"""Sequencers that run: initialization, the flow of a message, resuming, restarts, failures."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from canton.admin_api.topology.synchronizer import managed_synchronizer
from canton.clock import SeededRandomness
from canton.crypto.hash import HashPurpose
from canton.errors import LedgerError
from canton.protocol.sequencing.event import Deliver
from canton.protocol.sequencing.submission import RequestKind
from canton.replication.memory import MemoryLeadership, MemoryLock
from canton.sequencer.errors import Unavailable
from canton.sequencer.initialization import from_genesis
from canton.sequencer.stores.block_store import SequencerNotAlone
from canton.storage.errors import LeaseLost
from canton.storage.memory import MemoryDatabase, MemoryStorage
from canton.telemetry.trace import RANDOM_BYTES, Trace, tracing
from canton.topology.mapping.synchronizer import SequencerSynchronizerState
from canton.topology_service.registry import TopologyRegistry
from canton.transport.seam import RpcError
from canton.vault.vault import Vault
from scenarios.sequencer.deployment import Client, Deployment, until
from scenarios.sequencer.founding import PARAMETERS, Node
from simulation.virtual_loop import run


def in_virtual_time(test: Any) -> Any:
    """Runs a test's coroutine on the virtual-time loop."""

    def wrapped() -> None:
        run(test())

    wrapped.__name__ = test.__name__
    return wrapped


async def logged_in(world: Deployment, node: Node, sequencer: int = 0) -> Client:
    client = world.client(node, sequencer)
    await client.log_in()
    return client


@in_virtual_time
async def test_a_sequencer_that_is_not_initialized_is_unavailable() -> None:
    world = Deployment()
    async with world.running(world.founding.sequencers[0]) as served:
        assert not served.runtime.is_initialized
        with pytest.raises(Unavailable):
            _ = served.sequencer
        with pytest.raises(RpcError, match="SEQUENCER_UNAVAILABLE"):
            await world.client(world.founding.alice).log_in()


@in_virtual_time
async def test_initialization_may_be_repeated_but_not_changed() -> None:
    world = Deployment()
    async with world.running(world.founding.sequencers[0]) as served:
        first = await served.runtime.initialize(world.beginning())
        assert await served.runtime.initialize(world.beginning()) is first
        other = Deployment()
        other.founding.owner = Node("other", world.founding.owner.kind)
        with pytest.raises(LedgerError, match="another state"):
            await served.runtime.initialize(other.beginning())


def test_a_genesis_with_a_refused_transaction_founds_nothing() -> None:
    world = Deployment()
    rows = world.founding.genesis()
    # Without the owner's root certificate nobody may sign for the synchronizer.
    with pytest.raises(LedgerError, match="STATE_INVALID"):
        from_genesis(rows[1:], PARAMETERS)


@in_virtual_time
async def test_a_message_reaches_its_recipient_through_another_sequencer() -> None:
    world = Deployment()
    alice, bob = world.founding.alice, world.founding.bob
    async with world.founded(alice, bob):
        sender = await logged_in(world, alice, 0)
        receivers = [await logged_in(world, bob, index) for index in (0, 1)]
        request = sender.request("m1", b"hello", bob.member)
        assert request.kind is RequestKind.COMMITMENT
        await sender.send(request)
        [(_, receipt)] = await sender.read(1)
        assert isinstance(receipt, Deliver) and receipt.message_id == "m1"
        assert receipt.batch.envelopes == ()
        copies = [(await receiver.read(1))[0] for receiver in receivers]
        contents = {signed.content for signed, _ in copies}
        assert len(contents) == 1
        for (signed, event), node in zip(copies, world.founding.sequencers, strict=True):
            assert isinstance(event, Deliver) and event.previous_timestamp is None
            assert event.timestamp == receipt.timestamp
            rejection = signed.check(HashPurpose.SEQUENCED_EVENT_SIGNATURE, node.protocol.public)
            assert rejection is None


@in_virtual_time
async def test_a_participant_joins_and_sees_the_tick_that_makes_it_a_member() -> None:
    world = Deployment()
    async with world.founded() as (first, _):
        alice = world.client(world.founding.alice, 1)
        assert not await alice.is_active()
        await alice.onboard(world.founding)
        await until(world.clock, alice.is_active)
        await alice.log_in()
        [(_, tick)] = await alice.read(1)
        assert isinstance(tick, Deliver) and tick.batch.envelopes == ()
        assert tick.previous_timestamp is None
        row = first.sequencer.loop.membership.find(alice.node.member)
        assert row is not None and tick.timestamp > row.registered_at
        with pytest.raises(RpcError, match="Unable to register"):
            await alice.onboard(world.founding)


@in_virtual_time
async def test_a_subscription_resumes_where_it_is_told_to() -> None:
    world = Deployment()
    async with world.founded(world.founding.alice):
        alice = await logged_in(world, world.founding.alice)
        for index in range(5):
            await alice.send(alice.request(f"m{index}", b""))
        whole = await alice.read(5)
        third = whole[2][1].timestamp
        resumed = await (await logged_in(world, world.founding.alice, 1)).read(3, third)
        assert [signed.content for signed, _ in resumed] == [
            signed.content for signed, _ in whole[2:]
        ]
        assert whole[3][1].previous_timestamp == third


@in_virtual_time
async def test_a_waiting_subscriber_is_woken_by_an_event() -> None:
    world = Deployment()
    async with world.founded(world.founding.alice), asyncio.TaskGroup() as group:
        alice = await logged_in(world, world.founding.alice)
        reader = group.create_task(alice.read(1))
        await world.clock.sleep(5)
        before = world.clock.now()
        await alice.send(alice.request("m1", b""))
        [(_, event)] = await reader
        assert event.timestamp - before < 1_000_000


@in_virtual_time
async def test_a_restarted_sequencer_goes_on_with_the_blocks_it_missed() -> None:
    world = Deployment()
    alice = world.founding.alice
    one, other = world.founding.sequencers
    storage = MemoryStorage()
    async with world.running(one, storage) as served:
        await served.runtime.initialize(world.beginning(alice))
        client = await logged_in(world, alice)
        await client.send(client.request("before", b""))
        before = await client.read(1)
    async with world.running(other) as served:
        await served.runtime.initialize(world.beginning(alice))
        client = await logged_in(world, alice, 1)
        await client.send(client.request("meanwhile", b""))
    async with world.running(one, MemoryStorage.restore(storage.image())) as served:
        await served.runtime.wait_running()
        client = await logged_in(world, alice)
        events = await client.read(2)
    assert events[0][0].content == before[0][0].content
    assert [event.message_id for _, event in events] == ["before", "meanwhile"]
    assert events[1][1].previous_timestamp == events[0][1].timestamp


@in_virtual_time
async def test_a_tick_that_was_due_when_the_sequencer_died_comes_after_its_restart() -> None:
    world = Deployment()
    node, storage = world.founding.sequencers[0], MemoryStorage()
    async with world.running(node, storage) as served:
        await served.runtime.initialize(world.beginning())
        await world.client(world.founding.alice).onboard(world.founding)
        while served.sequencer.loop.block.pending_topology is None:
            await served.sequencer.loop.changed.wait()
    await world.clock.sleep(100)
    async with world.running(node, MemoryStorage.restore(storage.image())) as served:
        await served.runtime.wait_running()
        alice = world.client(world.founding.alice)
        await until(world.clock, alice.is_active)
        await alice.log_in()
        assert len(await alice.read(1)) == 1
        assert served.sequencer.loop.block.pending_topology is None


@in_virtual_time
async def test_the_trace_of_a_request_comes_with_its_event() -> None:
    world = Deployment()
    async with world.founded(world.founding.alice) as (first, _):
        trace = Trace.new(b"t" * RANDOM_BYTES)
        alice = await logged_in(world, world.founding.alice)
        with tracing(trace):
            await alice.send(alice.request("m1", b""))
        await world.clock.sleep(1)
        row = first.sequencer.loop.membership.find(alice.node.member)
        assert row is not None
        [addressed] = await first.sequencer.events.page(row, row.registered_at, 9)
        parsed = Trace.parse(addressed.event.trace)
        assert parsed is not None and parsed.trace_id == trace.trace_id


@in_virtual_time
async def test_the_sequencer_is_as_well_as_its_ordering() -> None:
    world = Deployment()
    async with world.founded() as (first, _):
        ordering = first.sequencer.ordering.health
        ordering.fail("away")
        assert first.runtime.health.is_failed
        ordering.ok()
        assert not first.runtime.health.is_failed


@pytest.mark.logs("stopped: ")
@in_virtual_time
async def test_a_sequencer_whose_lease_is_lost_ends_with_that_error() -> None:
    world = Deployment()
    storage = MemoryStorage()
    lock = MemoryLock(storage.database)
    leadership = MemoryLeadership(lock, world.clock)
    node = world.founding.sequencers[0]
    with pytest.raises(LeaseLost):
        async with leadership.held() as lease, world.running(node, lease.guarded(storage)) as one:
            await one.runtime.initialize(world.beginning(world.founding.alice))
            client = await logged_in(world, world.founding.alice)
            storage.database.begin_epoch(lease.name)
            await client.send(client.request("m1", b""))
            await world.clock.sleep(10)


@in_virtual_time
async def test_the_sequencers_own_topology_changes_become_effective() -> None:
    world = Deployment()
    owner, first = world.founding.owner, world.founding.sequencers[0].member
    storage = MemoryStorage(MemoryDatabase())
    vault = Vault(storage, SeededRandomness(1))
    registry = await TopologyRegistry.open(first.uid, vault, storage, world.clock)
    async with (
        world.founded(world.founding.alice) as (one, other),
        managed_synchronizer(
            registry, one.sequencer.topology, one.sequencer.broadcast, world.clock
        ),
    ):
        destination = registry.synchronizer(one.sequencer.synchronizer).destination
        only_one = SequencerSynchronizerState(world.founding.logical, 1, (first,))
        change = owner.signed_topology(only_one, serial=2)
        await destination.submit([change], expect_full_authorization=True)
        await destination.wait_effective([change], 10)
        group = one.sequencer.snapshot.sequencer_group()
        assert group is not None and group.active == (first,)
        await world.clock.sleep(1)
        assert other.sequencer.snapshot.sequencer_group() == group
        assert destination.outbox.is_idle
        with pytest.raises(LedgerError):
            await destination.submit(
                [owner.signed_topology(only_one, serial=9)], expect_full_authorization=True
            )


@pytest.mark.logs("stopped: ")
@in_virtual_time
async def test_two_processes_of_one_sequencer_do_not_both_go_on() -> None:
    world = Deployment()
    node, storage = world.founding.sequencers[0], MemoryStorage()
    alone = pytest.raises(SequencerNotAlone, match="running twice")
    with alone:
        async with world.running(node, storage) as first:
            await first.runtime.initialize(world.beginning(world.founding.alice))
            twin = Deployment(world.founding, world.blocks, clock=world.clock)
            async with twin.running(node, storage) as second:
                await second.runtime.wait_running()
                client = await logged_in(world, world.founding.alice)
                await client.send(client.request("m1", b""))
                await world.clock.sleep(10)
