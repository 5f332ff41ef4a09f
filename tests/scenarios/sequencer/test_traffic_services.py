"""Traffic over the APIs: what a sequencer refuses, what is purchased, and what it shows of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from canton.errors import GrpcStatus
from canton.identifiers import Member
from canton.protocol.sequencing.event import DeliverError, TrafficReceipt
from canton.sequencer.initialization import from_genesis
from canton.sequencer.protection.protection import ProtectionSettings
from canton.sequencer.pruning import prune
from canton.sequencer.services.admin.traffic import submission_times
from canton.sequencer.snapshot import from_onboarding, onboarding_state
from canton.sequencer.stores.tables import CONSUMPTIONS
from canton.storage.memory import MemoryStorage
from canton.timestamps import Timestamp, micros
from canton.topology.parameters.dynamic import (
    DynamicSynchronizerParameters,
    TrafficControlParameters,
)
from canton.transport.seam import RpcChannel, RpcError
from canton.wire import sequencer_admin_pb2 as admin
from canton.wire import sequencer_api_pb2 as api
from scenarios.sequencer.deployment import Client, Deployment, Served
from scenarios.sequencer.founding import PARAMETERS, Node
from scenarios.sequencer.test_admin_services import ADMINISTRATION, administered
from simulation.virtual_loop import run

# A thousand, which come back within a thousand seconds; a letter to Bob costs a tenth more.
TRAFFIC = TrafficControlParameters(1000, micros(seconds=1000), 1000)
COST = 220


class World(Deployment):
    """A synchronizer on which sending costs."""

    def rows(self) -> Any:
        parameters = DynamicSynchronizerParameters(traffic_control=TRAFFIC)
        founding = self.founding
        return founding.genesis(founding.alice, founding.bob, parameters=parameters)

    @asynccontextmanager
    async def first(self) -> AsyncIterator[tuple[Served, RpcChannel, Client]]:
        """A sequencer, its admin API, and Alice."""
        async with administered(self, self.founding.sequencers[0]) as (served, channel):
            await served.runtime.initialize(from_genesis(self.rows(), PARAMETERS))
            client = self.client(self.founding.alice)
            await client.log_in()
            yield served, channel, client


async def send(client: Client, bob: Node, name: str, cost: int | None = COST) -> None:
    await client.send(client.request(name, bytes(200), bob.member, submission_cost=cost))
    await client.clock.sleep(0.1)


async def refusal(awaitable: Any) -> RpcError:
    with pytest.raises(RpcError) as caught:
        await awaitable
    return caught.value


async def purchase(channel: RpcChannel, member: Member | str, serial: int, total: int) -> None:
    request = admin.SetTrafficPurchasedRequest(
        member=str(member), serial=serial, total_traffic_purchased=total
    )
    await channel.unary(ADMINISTRATION["SetTrafficPurchased"], request)


async def states(channel: RpcChannel, *members: Member, **selector: Any) -> Any:
    request = admin.TrafficControlStateRequest(members=map(str, members), **selector)
    return (await channel.unary(ADMINISTRATION["TrafficControlState"], request)).traffic_states


def test_a_request_without_its_cost_or_without_traffic_is_not_taken() -> None:
    async def scenario() -> None:
        world = World()
        async with world.first() as (_, _, alice):
            bob = world.founding.bob
            for cost in (None, COST - 1):
                error = await refusal(send(alice, bob, "wrong", cost))
                assert error.code_id == "SEQUENCER_SUBMISSION_REQUEST_REFUSED"
                assert "traffic control validation failed: Missing or incorrect" in error.message
            for number in range(4):
                await send(alice, bob, f"m{number}")
            error = await refusal(send(alice, bob, "too much"))
            assert error.status is GrpcStatus.FAILED_PRECONDITION
            assert error.code_id == "SEQUENCER_NOT_ENOUGH_TRAFFIC_CREDIT"
            assert "Submission was rejected because no traffic is available" in error.message
            receipts = [event.traffic_receipt for _, event in await alice.read(4)]
            assert receipts == [TrafficReceipt(COST, 0, 1000 - COST * n) for n in range(1, 5)]

    run(scenario())


@pytest.mark.parametrize(
    ("ahead_max_s", "code"),
    [(2, "OUTDATED_TRAFFIC_COST"), (5, "SEQUENCER_SUBMISSION_REQUEST_REFUSED")],
)
def test_a_cost_by_a_topology_too_far_ahead_is_not_even_looked_at(
    ahead_max_s: int, code: str
) -> None:
    async def scenario() -> None:
        settings = ProtectionSettings(signed_ahead_max=micros(seconds=ahead_max_s))
        world = World(protection=settings)
        async with world.first() as (_, _, alice):
            bob = world.founding.bob.member
            request = alice.request("m1", bytes(200), bob, submission_cost=COST - 1)
            ahead = Timestamp(world.clock.now() + micros(seconds=3))
            signed = alice.node.signed(request, at=ahead)
            call = api.SendAsyncRequest(signed_submission_request=signed)
            assert (await refusal(alice.call("SendAsync", call))).code_id == code

    run(scenario())


def test_what_both_ask_for_at_once_is_delivered_as_long_as_there_is_traffic() -> None:
    async def scenario() -> None:
        world = World()
        async with world.first() as (_, _, alice):
            bob = world.founding.bob.member
            requests = [
                alice.request(f"m{number}", bytes(200), bob, submission_cost=COST)
                for number in range(6)
            ]
            await asyncio.gather(*map(alice.send, requests))
            events = [event for _, event in await alice.read(6)]
            assert [isinstance(event, DeliverError) for event in events] == [False] * 4 + [True] * 2
            assert events[-1].traffic_receipt == TrafficReceipt(0, 0, 1000 - 4 * COST)

    run(scenario())


def test_an_earlier_state_that_is_not_written_yet_is_shown_nevertheless() -> None:
    async def scenario() -> None:
        world = World()
        async with world.first() as (served, channel, alice):
            bob = world.founding.bob.member
            for name in ("m1", "m2"):
                request = alice.request(name, bytes(200), bob, submission_cost=COST)
                await alice.send(request)
            (_, first), (_, second) = await alice.read(2)
            loop = served.runtime.sequencer.loop
            assert loop.writer.written.last_time < first.timestamp < second.timestamp
            member = alice.node.member
            shown = await states(channel, member, exact_timestamp=first.timestamp)
            assert shown[str(member)].base_traffic_remainder == 1000 - COST

    run(scenario())


def test_a_purchase_lets_a_member_send_on_and_is_shown() -> None:
    async def scenario() -> None:
        world = World()
        async with world.first() as (served, channel, alice):
            member, bob = world.founding.alice.member, world.founding.bob
            for number in range(4):
                await send(alice, bob, f"m{number}")
            await purchase(channel, member, 1, 500)
            await world.clock.sleep(0.1)
            await send(alice, bob, "bought")
            shown = (await states(channel))[str(member)]
            assert (shown.extra_traffic_purchased, shown.serial) == (500, 1)
            assert (shown.extra_traffic_consumed, shown.base_traffic_remainder) == (100, 0)
            assert shown.last_consumed_cost == 0
            last = await states(channel, member, relative_timestamp=1)
            assert list(last) == [str(member)] and last[str(member)].last_consumed_cost == COST
            now = (await states(channel, member, relative_timestamp=2))[str(member)]
            assert now.timestamp > shown.timestamp
            times = [event.timestamp for _, event in await alice.read(6)]
            before = (await states(channel, member, exact_timestamp=times[1]))[str(member)]
            assert before.base_traffic_remainder == 1000 - 2 * COST
            assert not before.HasField("serial")
            own = await alice.call(
                "GetTrafficStateForMember",
                api.GetTrafficStateForMemberRequest(member=str(member), timestamp=times[1]),
            )
            assert own.traffic_state == before
            assert str(served.sequencer.member) not in await states(channel)

    run(scenario())


def test_a_purchase_with_an_old_serial_or_without_traffic_control_is_refused() -> None:
    async def scenario() -> None:
        world = World()
        async with world.first() as (_, channel, _):
            member = world.founding.alice.member
            await purchase(channel, member, 2, 500)
            await world.clock.sleep(0.1)
            error = await refusal(purchase(channel, member, 2, 900))
            assert error.code_id == "TRAFFIC_CONTROL_SERIAL_TOO_LOW"
            for name, serial, total in (
                ("nobody", 3, 1),
                (str(member), 0, 1),
                (str(member), 3, -1),
            ):
                error = await refusal(purchase(channel, name, serial, total))
                assert error.status is GrpcStatus.INVALID_ARGUMENT
        free = Deployment()
        async with administered(free, free.founding.sequencers[0]) as (served, channel):
            rows = free.founding.genesis(free.founding.alice)
            await served.runtime.initialize(from_genesis(rows, PARAMETERS))
            error = await refusal(purchase(channel, free.founding.alice.member, 1, 500))
            assert error.code_id == "TRAFFIC_CONTROL_DISABLED"

    run(scenario())


def test_traffic_outlives_a_restart_and_goes_to_a_sequencer_that_joins_later() -> None:
    async def scenario() -> None:
        world, storage = World(), MemoryStorage()
        first, second = world.founding.sequencers
        bob = world.founding.bob
        async with world.running(first, storage) as served:
            await served.runtime.initialize(from_genesis(world.rows(), PARAMETERS))
            alice = world.client(world.founding.alice)
            await alice.log_in()
            await send(alice, bob, "m1")
            before = dict(served.sequencer.loop.accounts.consumptions)
        async with world.running(first, storage) as served:
            sequencer = await served.runtime.wait_running()
            assert dict(sequencer.loop.accounts.consumptions) == before
            state = await onboarding_state(sequencer)
            async with world.running(second) as later:
                await later.runtime.initialize(from_onboarding(state))
                await alice.log_in()
                await send(alice, bob, "m2")
                accounts = [each.sequencer.loop.accounts for each in (served, later)]
                assert accounts[0].consumptions == accounts[1].consumptions != before

    run(scenario())


def test_pruning_keeps_what_members_have_left() -> None:
    async def scenario() -> None:
        world, storage = World(), MemoryStorage()
        first, bob = world.founding.sequencers[0], world.founding.bob
        async with world.running(first, storage) as served:
            await served.runtime.initialize(from_genesis(world.rows(), PARAMETERS))
            alice = world.client(world.founding.alice)
            await alice.log_in()
            for number in range(3):
                await send(alice, bob, f"m{number}")
            sequencer = served.sequencer
            times = [event.timestamp for _, event in await alice.read(3)]
            for member in sequencer.loop.membership.rows():
                sequencer.loop.membership.acknowledge(Member.parse(member.member), times[2])
            await prune(sequencer, storage, times[2])
            before = dict(sequencer.loop.accounts.consumptions)
            kept = await storage.read(CONSUMPTIONS.query(order=("time",)))
            assert [row.time for row in kept] == times[1:]
        async with world.running(first, storage) as served:
            sequencer = await served.runtime.wait_running()
            assert dict(sequencer.loop.accounts.consumptions) == before

    run(scenario())


@pytest.mark.parametrize(
    ("now_s", "expected_s"), [(0, [120]), (1, [120]), (89, [120]), (90, [120, 240]), (121, [240])]
)
def test_sequencers_agree_on_the_times_of_a_purchase(now_s: int, expected_s: list[int]) -> None:
    times = submission_times(Timestamp(now_s * 1_000_000), micros(seconds=120))
    assert [time // 1_000_000 for time in times] == expected_s
