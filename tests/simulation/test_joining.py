"""Participants join a synchronizer that is being founded, in the middle of trouble."""

from __future__ import annotations

import asyncio
import random

import pytest

from canton.errors import CantonError
from simulation.deployment.checks import check_all, is_quiet, until
from simulation.deployment.faults import NetworkFaults, SlowCommits, Trouble
from simulation.deployment.participant import first_start
from simulation.deployment.process import answered
from simulation.deployment.synchronizer import Plan, Synchronizer
from simulation.deployment.workload import Applications
from simulation.seeded import WARNINGS
from simulation.virtual_loop import run

pytestmark = pytest.mark.logs(WARNINGS)
"""Trouble is what these runs are about; errors fail them all the same."""


async def join(world: Synchronizer, name: str) -> None:
    """What an operator does: tries again until the participant is connected."""
    is_connected = False
    while not is_connected:
        active = await world.active(name)
        try:
            await answered(active.ended, first_start(active), 60)
            is_connected = bool(active.participant.synchronizers.connected)
        except CantonError:
            await asyncio.sleep(1)


@pytest.mark.parametrize("seed", range(8))
def test_participants_join_through_trouble_and_ping(seed: int) -> None:
    async def scenario() -> None:
        network = NetworkFaults(random.Random(seed))
        plan = Plan(random.Random(seed + 100), crashes_max=15)
        world = Synchronizer(
            seed=seed,
            faults=network,
            storage_faults=SlowCommits(random.Random(seed + 200)),
            plan=plan,
        )
        applications = Applications(world, random.Random(seed + 300))
        trouble = Trouble(world, random.Random(seed + 400), plan, network)
        async with world.running(), asyncio.TaskGroup() as tasks:
            making = tasks.create_task(trouble.run(10))
            joining = [tasks.create_task(join(world, name)) for name in world.participants]
            await making
            async with asyncio.timeout(120):
                await asyncio.wait(joining)
                await applications.run(4, spread_s=1)
            await until(lambda: is_quiet(world), 150)
            await asyncio.sleep(1)
        check_all(world, applications.history)

    run(scenario(), seed)
