"""Endpoints are asked at once, and those that are down do not hold up the others."""

from __future__ import annotations

from canton.clock import SeededRandomness
from canton.sequencer_client.core.validation import Validation
from canton.sequencer_client.seam import Surroundings
from canton.sequencer_client.validation import Asker, ValidationResult, validate_connections
from simulation.virtual_loop import run
from unit.sequencer_client.fake_sequencer import (
    MEMBER,
    SYNCHRONIZER,
    MemberKeys,
    World,
)


async def validated(world: World, validation: Validation) -> ValidationResult:
    return await validate_connections(
        world.connections(),
        validation,
        Asker(
            world.network.host("alice"),
            MEMBER,
            MemberKeys(),
            Surroundings(world.clock, SeededRandomness(0)),
        ),
        seconds_max=10,
    )


def test_sequencer_that_is_down_fails_all_but_not_active() -> None:
    async def scenario() -> None:
        world = World(2)
        async with world.running():
            assert (await validated(world, Validation.ALL)).problem is None
            await world.stop(1)
            down = await validated(world, Validation.ALL)
            assert down.problem is not None
            assert "sequencer1 cannot be reached" in down.problem
            active = await validated(world, Validation.ACTIVE)
            assert active.problem is None
            assert active.agreement is not None
            assert active.agreement.synchronizer == SYNCHRONIZER
            assert (await validated(world, Validation.DISABLED)).agreement is None

    run(scenario())
