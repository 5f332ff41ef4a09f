"""A synchronizer whose participants have joined and vetted, as images to start runs from."""

from __future__ import annotations

import asyncio
from functools import cache

from simulation.deployment.participant import first_start
from simulation.deployment.synchronizer import Founded, Synchronizer
from simulation.virtual_loop import run


@cache
def founded() -> Founded:
    """Bootstraps once; runs share the images, whose rows are frozen."""
    return run(_bootstrap(), 0)


async def _bootstrap() -> Founded:
    world = Synchronizer()
    async with world.running():
        actives = [await world.active(name) for name in world.participants]
        await asyncio.gather(*map(first_start, actives))
        await asyncio.sleep(5)
        return world.image_of_all()
