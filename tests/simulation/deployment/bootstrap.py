"""A synchronizer whose participants have joined and vetted, as images to start runs from."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import Final

from canton.topology.parameters.dynamic import (
    DynamicSynchronizerParameters,
    TrafficControlParameters,
)
from scenarios.sequencer.founding import Founding
from simulation.deployment.participant import first_start
from simulation.deployment.synchronizer import Founded, Synchronizer
from simulation.virtual_loop import run

TRAFFIC: Final = TrafficControlParameters(10**9, base_event_cost=1)
"""Sending costs, and everybody has plenty."""


@cache
def founded(traffic: TrafficControlParameters | None = None) -> Founded:
    """Bootstraps once; runs share the images, whose rows are frozen."""
    return run(_bootstrap(traffic), 0)


async def _bootstrap(traffic: TrafficControlParameters | None) -> Founded:
    parameters = DynamicSynchronizerParameters(traffic_control=traffic)
    world = Synchronizer(founding=Founding(parameters=parameters))
    async with world.running():
        actives = [await world.active(name) for name in world.participants]
        await asyncio.gather(*map(first_start, actives))
        await asyncio.sleep(5)
        return world.image_of_all()
