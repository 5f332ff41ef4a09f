"""What a sequencer refuses at its door, and that what was refused is not ordered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from canton.errors import GrpcStatus
from canton.protocol.sequencing.recipient import MediatorGroup
from canton.protocol.sequencing.submission import RequestKind
from canton.sequencer.initialization import from_genesis
from canton.sequencer.protection.breaker import ACKNOWLEDGEMENT, BreakerSettings
from canton.sequencer.protection.cap import Cap, CapSettings
from canton.sequencer.protection.protection import ProtectionSettings
from canton.topology.parameters.dynamic import DynamicSynchronizerParameters
from canton.transport.seam import RpcChannel, RpcError
from canton.wire import sequencer_admin_pb2 as admin
from scenarios.sequencer.deployment import Client, Deployment
from scenarios.sequencer.founding import PARAMETERS
from scenarios.sequencer.test_admin_services import ADMINISTRATION, administered, initialize
from simulation.virtual_loop import run

RESPONSE = RequestKind.CONFIRMATION_RESPONSE
TWO_IN_TEN_SECONDS = Cap(10.0, 1000.0, 0.2, 1000.0)
GROUP = MediatorGroup(0)


def capped(cap: Cap, *, has_caps: bool = True) -> ProtectionSettings:
    settings = CapSettings(10, is_activation_delayed=False)
    return ProtectionSettings({RESPONSE: cap}, settings, has_caps)


async def sends(client: Client, count: int) -> list[str]:
    """Sends so many responses, and waits until they are processed; gives the causes of refusals."""
    refused = []
    for number in range(count):
        try:
            await client.send(client.request(f"m{number}", b"response", GROUP))
        except RpcError as error:
            assert (error.status, error.code_id) == (GrpcStatus.ABORTED, "SEQUENCER_OVERLOADED")
            refused.append(error.message)
        await client.clock.sleep(0.1)
    return refused


def test_requests_over_the_cap_are_refused_until_time_has_passed() -> None:
    async def scenario() -> None:
        world = Deployment(protection=capped(TWO_IN_TEN_SECONDS))
        async with world.founded(world.founding.alice, world.founding.bob):
            alice, bob = world.client(world.founding.alice), world.client(world.founding.bob)
            await alice.log_in()
            await bob.log_in()
            refused = await sends(alice, 5)
            assert len(refused) == 2
            member = world.founding.alice.member
            assert f"Member {member} has reached its throughput cap: You are" in refused[0]
            assert await sends(bob, 1) == []
            await world.clock.sleep(10)
            assert await sends(alice, 1) == []

    run(scenario())


def test_what_comes_through_another_sequencer_counts_too() -> None:
    async def scenario() -> None:
        world = Deployment(protection=capped(TWO_IN_TEN_SECONDS))
        async with world.founded(world.founding.alice):
            here, there = (world.client(world.founding.alice, number) for number in (0, 1))
            await here.log_in()
            await there.log_in()
            assert await sends(there, 3) == []
            assert len(await sends(here, 1)) == 1

    run(scenario())


async def cap_of(channel: RpcChannel, kind: str) -> Any:
    request = admin.GetThroughputCapRequest(type=kind)
    return (await channel.unary(ADMINISTRATION["GetThroughputCap"], request)).config


def test_an_operator_reads_and_changes_caps() -> None:
    async def scenario() -> None:
        world = Deployment(protection=capped(TWO_IN_TEN_SECONDS))
        async with administered(world, world.founding.sequencers[0]) as (_, channel):
            await initialize(world, channel, world.founding.alice)
            alice = world.client(world.founding.alice)
            await alice.log_in()
            assert len(await sends(alice, 4)) == 1
            config = await cap_of(channel, "confirmation response")
            assert config.per_client_tps_cap == 0.2
            config.per_client_tps_cap = 1.0
            request = admin.SetThroughputCapRequest(type="confirmation response", config=config)
            await channel.unary(ADMINISTRATION["SetThroughputCap"], request)
            assert await sends(alice, 5) == []
            assert await cap_of(channel, "confirmation response") == config
            assert await cap_of(channel, "commitment") == admin.IndividualThroughputCapConfig()
            request = admin.SetThroughputCapRequest(type="commitment", config=config)
            await channel.unary(ADMINISTRATION["SetThroughputCap"], request)
            assert await cap_of(channel, "commitment") == config
            for kind in ("verdict", "nonsense"):
                with pytest.raises(RpcError, match=f"Unknown submission type {kind}"):
                    await cap_of(channel, kind)
            config.global_tps_cap = -1
            request = admin.SetThroughputCapRequest(type="confirmation response", config=config)
            with pytest.raises(RpcError, match="must not be negative"):
                await channel.unary(ADMINISTRATION["SetThroughputCap"], request)

    run(scenario())


def test_caps_that_are_not_enabled_hold_nobody_back() -> None:
    async def scenario() -> None:
        nothing = replace(TWO_IN_TEN_SECONDS, member_rate=0.0)
        world = Deployment(protection=capped(nothing, has_caps=False))
        async with world.founded(world.founding.alice):
            alice = world.client(world.founding.alice)
            await alice.log_in()
            assert await sends(alice, 5) == []

    run(scenario())


def test_a_sequencer_that_is_behind_takes_neither_requests_nor_acknowledgements() -> None:
    async def scenario() -> None:
        # Every block is late by this measure, and the second one opens the breaker.
        late = BreakerSettings(allowed_delay_s=-1.0, failures_max=2, reset_after_s=30.0)
        kinds = (*(kind.value for kind in RequestKind), ACKNOWLEDGEMENT)
        world = Deployment(protection=ProtectionSettings(breakers=dict.fromkeys(kinds, late)))
        async with world.founded(world.founding.alice) as (first, _):
            alice = world.client(world.founding.alice)
            await alice.log_in()
            refused = await sends(alice, 4)
            assert len(refused) == 2
            assert refused[0].endswith(
                "Sequencer can't take requests because it is behind on processing events"
            )
            with pytest.raises(RpcError, match="SEQUENCER_OVERLOADED"):
                await alice.acknowledge(first.sequencer.loop.block.last_time)
            await world.clock.sleep(30)
            assert await sends(alice, 1) == []

    run(scenario())


@pytest.mark.parametrize(("factor", "passing"), [(0.5, 2), (2.0, 8)])
def test_confirmation_requests_of_a_participant_are_limited_as_the_parameters_say(
    factor: float, passing: int
) -> None:
    async def scenario() -> None:
        parameters = DynamicSynchronizerParameters(confirmation_requests_max_rate=4)
        world = Deployment(protection=ProtectionSettings(burst_factor=factor))
        alice, bob = world.founding.alice, world.founding.bob
        rows = world.founding.genesis(alice, bob, parameters=parameters)
        async with world.running(world.founding.sequencers[0]) as served:
            await served.runtime.initialize(from_genesis(rows, PARAMETERS))
            client = world.client(alice)
            await client.log_in()
            outcomes = []
            for number in range(10):
                request = client.request(f"m{number}", b"view", GROUP, bob.member)
                try:
                    await client.send(request)
                except RpcError as error:
                    assert "Submission rate exceeds rate limit of 4/s." in error.message
                    outcomes.append(False)
                else:
                    outcomes.append(True)
            assert outcomes == [True] * passing + [False] * (10 - passing)
            assert await sends(client, 3) == [], "other requests are not limited"

    run(scenario())
