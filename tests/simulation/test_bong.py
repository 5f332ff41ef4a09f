"""A bong of level 2 over three participants: all of them race to grow and collapse a tree."""

from __future__ import annotations

import random

import pytest

from canton.participant.stores.update import ACTIVE_CONTRACTS
from canton.workflows.ping import PingFailure, PingOrder, PingSuccess
from simulation.deployment.bootstrap import founded
from simulation.deployment.checks import check_consistent, is_quiet, until
from simulation.deployment.faults import NetworkFaults, SlowCommits
from simulation.deployment.synchronizer import Synchronizer
from simulation.virtual_loop import run

LEVELS = 2


async def bong(world: Synchronizer) -> PingSuccess | PingFailure:
    """The first participant bongs among all, who also validate."""
    actives = [await world.active(name) for name in world.participants]
    parties = tuple(each.party for each in actives)
    pings = actives[0].pings
    assert pings is not None
    return await pings.ping(PingOrder(parties, parties, timeout_s=120, levels=LEVELS))


@pytest.mark.parametrize("seed", range(2))
def test_bong_over_three_participants_explodes_and_collapses(seed: int) -> None:
    start = founded()

    async def scenario() -> None:
        network = NetworkFaults(random.Random(seed))
        world = Synchronizer(
            seed=seed,
            faults=network,
            storage_faults=SlowCommits(random.Random(seed)),
            founded=start,
            answers_pings=True,
        )
        async with world.running():
            answer = await bong(world)
            assert isinstance(answer, PingSuccess), answer
            await until(lambda: is_quiet(world), 60)
        check_consistent(world)
        inner = 2**LEVELS - 1
        # One proposal each; Explode and Merge for inner nodes, Collapse for all others; the bong.
        contracts = len(world.participants) + 2 * inner + 2 * inner + 1
        for machine in world.of_kind("participant"):
            rows = list(machine.database.table(ACTIVE_CONTRACTS).all_rows())
            assert all(row.archived_at is not None for row in rows)
            assert len(rows) == contracts

    run(scenario(), seed)
