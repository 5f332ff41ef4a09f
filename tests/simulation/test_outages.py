"""Nodes that stay away for longer than any deadline: what was under way ends, and life goes on."""

from __future__ import annotations

import asyncio
import random

import pytest

from simulation.deployment.bootstrap import founded
from simulation.deployment.checks import check_all, is_quiet, until
from simulation.deployment.faults import NetworkFaults, SlowCommits
from simulation.deployment.synchronizer import Synchronizer
from simulation.deployment.workload import Applications
from simulation.virtual_loop import run

AWAY_S = 150.0
"""Longer than confirmation, decision and sequencing may take together."""


@pytest.mark.parametrize(
    "names",
    [
        ("mediator",),
        ("sequencer1",),
        ("sequencer1", "sequencer2"),
        ("alice",),
        ("bob", "mediator"),
        ("alice", "bob", "carol", "mediator", "sequencer1", "sequencer2"),
    ],
    ids="+".join,
)
@pytest.mark.logs("has been down")
def test_a_long_outage_ends_what_was_under_way_and_life_goes_on(names: tuple[str, ...]) -> None:
    start = founded()

    async def scenario() -> None:
        world = Synchronizer(
            faults=NetworkFaults(random.Random(1)),
            storage_faults=SlowCommits(random.Random(2)),
            founded=start,
        )
        applications = Applications(world, random.Random(3))
        async with world.running(), asyncio.TaskGroup() as tasks:
            pinging = tasks.create_task(applications.run(8, spread_s=4))
            await asyncio.sleep(2)
            away = [tasks.create_task(world.machine(name).stay_down(AWAY_S)) for name in names]
            await asyncio.wait(away)
            async with asyncio.timeout(90):
                await pinging
                await applications.run(3, prefix="late", spread_s=1)
            await until(lambda: is_quiet(world), 150)
        check_all(world, applications.history, may_expire=True)

    run(scenario(), 0)
