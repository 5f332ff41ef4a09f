"""The operator's services: founding, a sequencer that joins later, disabling, pruning, status."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from canton.identifiers import MemberKind
from canton.protocol.sequencing.aggregation import MemberAggregation
from canton.sequencer.services.admin.administration import AdministrationService
from canton.sequencer.services.admin.delimited import delimited, read_items
from canton.sequencer.services.admin.initialization import InitializationService
from canton.sequencer.services.admin.status import StatusService
from canton.topology.mapping.synchronizer import SequencerSynchronizerState
from canton.topology.stored import write_delimited, write_transactions_message
from canton.transport.seam import (
    ChannelSettings,
    RpcChannel,
    RpcError,
    ServerSettings,
    Services,
    methods_of,
)
from canton.wire import admin_health_pb2 as health
from canton.wire import admin_sequencer_pb2 as status_pb2
from canton.wire import sequencer_admin_pb2 as admin
from scenarios.sequencer.deployment import Deployment, Served
from scenarios.sequencer.founding import PARAMETERS, Node
from simulation.virtual_loop import run

ADMIN_PORT = 2
BY_NAME = admin.DESCRIPTOR.services_by_name
INITIALIZATION = methods_of(BY_NAME["SequencerInitializationService"])
ADMINISTRATION = methods_of(BY_NAME["SequencerAdministrationService"])
PRUNING = methods_of(BY_NAME["SequencerPruningAdministrationService"])
STATUS = methods_of(status_pb2.DESCRIPTOR.services_by_name["SequencerStatusService"])


def in_virtual_time(test: Any) -> Any:
    """Runs a test's coroutine on the virtual-time loop."""

    def wrapped() -> None:
        run(test())

    wrapped.__name__ = test.__name__
    return wrapped


@asynccontextmanager
async def administered(world: Deployment, node: Node) -> AsyncIterator[tuple[Served, RpcChannel]]:
    """A sequencer with its admin services, and a channel to them."""
    async with world.running(node) as served:
        administration = AdministrationService(served.runtime, served.api, served.storage)
        services = Services(
            InitializationService(served.runtime).table(),
            *administration.tables(),
            StatusService(served.runtime, served.api, health.Status, health.NotInitialized).table(),
        )
        host = world.network.host(node.name)
        async with host.server(ServerSettings(port=ADMIN_PORT), services):
            yield (
                served,
                world.network.host("console").channel(ChannelSettings(node.name, ADMIN_PORT)),
            )


async def pieces(content: bytes, request: Any) -> AsyncIterator[Any]:
    """The content in small requests; `request` makes one of a piece and whether it is the first."""
    for start in range(0, len(content), 700):
        yield request(content[start : start + 700], start == 0)


async def initialize(world: Deployment, channel: RpcChannel, *members: Node) -> None:
    content = b"".join(write_delimited(world.founding.genesis(*members)))
    await channel.upload(
        INITIALIZATION["InitializeSequencerFromGenesisStateV2"],
        pieces(
            content,
            lambda piece, is_first: admin.InitializeSequencerFromGenesisStateV2Request(
                topology_snapshot=piece,
                synchronizer_parameters=PARAMETERS.to_proto() if is_first else None,
            ),
        ),
    )


async def status_of(channel: RpcChannel) -> Any:
    return await channel.unary(STATUS["SequencerStatus"], status_pb2.SequencerStatusRequest())


@in_virtual_time
async def test_a_sequencer_is_founded_over_its_admin_api() -> None:
    world = Deployment()
    async with administered(world, world.founding.sequencers[0]) as (served, channel):
        assert (await status_of(channel)).HasField("not_initialized")
        await initialize(world, channel, world.founding.alice)
        status = (await status_of(channel)).status
        assert status.physical_synchronizer_id == str(world.founding.synchronizer)
        assert status.sequencer.active and status.protocol_version == 35
        client = world.client(world.founding.alice)
        await client.log_in()
        await client.send(client.request("m1", b""))
        assert len(await client.read(1)) == 1
        # Once more, in the older form and with the same content: nothing changes.
        content = write_transactions_message(world.founding.genesis(world.founding.alice))
        await channel.upload(
            INITIALIZATION["InitializeSequencerFromGenesisState"],
            pieces(
                content,
                lambda piece, _: admin.InitializeSequencerFromGenesisStateRequest(
                    topology_snapshot=piece, synchronizer_parameters=PARAMETERS.to_proto()
                ),
            ),
        )
        assert served.sequencer.loop.block.height >= 0


@in_virtual_time
async def test_a_snapshot_that_cannot_be_read_founds_nothing() -> None:
    world = Deployment()
    async with administered(world, world.founding.sequencers[0]) as (served, channel):
        for content in (b"\x05abc", b""):
            with pytest.raises(RpcError):
                await channel.upload(
                    INITIALIZATION["InitializeSequencerFromGenesisStateV2"],
                    pieces(
                        content or b"\x00",
                        lambda piece, _: admin.InitializeSequencerFromGenesisStateV2Request(
                            topology_snapshot=piece,
                            synchronizer_parameters=PARAMETERS.to_proto(),
                        ),
                    ),
                )
        assert not served.runtime.is_initialized


@in_virtual_time
async def test_a_sequencer_that_joins_later_writes_the_same_events() -> None:
    world = Deployment()
    founding = world.founding
    alice, bob = founding.alice, founding.bob
    later = Node("sequencer3", MemberKind.SEQUENCER)
    async with administered(world, founding.sequencers[0]) as (first, channel):
        await initialize(world, channel, alice, bob)
        client = world.client(alice)
        await client.log_in()
        other = world.client(bob)
        await other.log_in()
        rule = MemberAggregation((alice.member, bob.member), 2)
        until = client.request("x", b"").max_sequencing_time
        shared = client.request("half", b"shared", bob.member, aggregation_rule=rule)
        await client.send(shared)
        members = (*(one.member for one in founding.sequencers), later.member)
        admission = founding.owner.signed_topology(
            SequencerSynchronizerState(founding.logical, 1, members), serial=2
        )
        await first.sequencer.broadcast([*later.identity(), admission])
        request = admin.OnboardingStateV2Request(sequencer_uid=str(later.member.uid))
        await world.clock.sleep(0.01)
        stream = channel.stream(ADMINISTRATION["OnboardingStateV2"], request)
        state = b"".join([piece.onboarding_state_for_sequencer async for piece in stream])
        assert until > first.sequencer.loop.block.last_time
        async with administered(world, later) as (third, its_channel):
            await its_channel.upload(
                INITIALIZATION["InitializeSequencerFromOnboardingStateV2"],
                pieces(
                    state,
                    lambda piece, _: admin.InitializeSequencerFromOnboardingStateV2Request(
                        onboarding_state=piece
                    ),
                ),
            )
            bound = await third.sequencer.events.lower_bound()
            assert bound == first.sequencer.loop.block.last_time
            second_half = type(shared)(
                bob.member,
                "other half",
                shared.batch,
                shared.max_sequencing_time,
                None,
                rule,
            )
            await other.send(second_half)
            await client.send(client.request("after", b""))
            await world.clock.sleep(1)
            whole = await client.read(4)
            resumed = [event for event in whole if event[1].timestamp > bound]
            founding.sequencers = (*founding.sequencers, later)
            at_third = world.client(alice, 2)
            await at_third.log_in()
            events = await at_third.read(len(resumed), bound + 1)
            assert [signed.content for signed, _ in events] == [
                signed.content for signed, _ in resumed
            ]
            assert any(event.message_id == "after" for _, event in events)
            theirs = await _members_events(world, bob, 0, bound + 1)
            assert theirs == await _members_events(world, bob, 2, bound + 1)
            with pytest.raises(RpcError, match="EventsUnavailable"):
                await at_third.read(1)


async def _members_events(world: Deployment, node: Node, index: int, start: int) -> bytes:
    client = world.client(node, index)
    await client.log_in()
    [(signed, event)] = await client.read(1, start)
    assert event.batch.envelopes  # the aggregation, completed after the third had joined
    return signed.content


@in_virtual_time
async def test_a_disabled_member_stays_out_over_a_restart_and_does_not_hold_up_pruning() -> None:
    world = Deployment()
    node = world.founding.sequencers[0]
    async with administered(world, node) as (served, channel):
        await initialize(world, channel, world.founding.alice, world.founding.bob)
        alice = world.client(world.founding.alice)
        await alice.log_in()
        for index in range(3):
            await alice.send(alice.request(f"m{index}", b""))
        events = await alice.read(3)
        last = events[-1][1].timestamp
        await alice.acknowledge(last)
        await world.clock.sleep(1)
        request = admin.PruneRequest()
        request.timestamp.FromMicroseconds(last)
        with pytest.raises(RpcError) as refused:
            await channel.unary(PRUNING["Prune"], request)
        assert refused.value.code_id == "UNSAFE_SEQUENCER_PRUNING_POINT"
        for gone in (world.founding.bob, world.founding.mediator, world.founding.sequencers[1]):
            disable = admin.DisableMemberRequest(member=str(gone.member))
            await channel.unary(ADMINISTRATION["DisableMember"], disable)
        done = await channel.unary(PRUNING["Prune"], request)
        assert "2 events" in done.details
        with pytest.raises(RpcError, match="EventsUnavailable"):
            await alice.read(1)
        [(_, event)] = await alice.read(1, last)
        assert event.previous_timestamp == events[1][1].timestamp
        status = await channel.unary(ADMINISTRATION["PruningStatus"], admin.PruningStatusRequest())
        by_member = {one.member: one for one in status.pruning_status.members}
        assert by_member[str(world.founding.alice.member)].last_acknowledged == last
        image = served.storage.image()
    async with world.running(node, type(served.storage).restore(image)) as again:
        sequencer = await again.runtime.wait_running()
        row = sequencer.loop.membership.find(world.founding.bob.member)
        assert row is not None and not row.enabled
        with pytest.raises(RpcError, match="disabled"):
            await world.client(world.founding.bob).log_in()


def test_delimited_items_come_back() -> None:
    items = [b"", b"x", b"y" * 300]
    assert list(read_items(b"".join(map(delimited, items)))) == items
    with pytest.raises(ValueError, match="ends within"):
        list(read_items(delimited(b"abc")[:-1]))
