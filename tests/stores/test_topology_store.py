"""The topology rows on both backends: what is written with the changes loads as the same state."""

from __future__ import annotations

from typing import Any

from canton.topology.mapping.participant import VettedPackage, VettedPackages
from canton.topology.transaction import SignedTopologyTransaction
from canton.topology_service.store import TOPOLOGY_TABLES, TopologyStore, load_state
from unit.topology.conftest import World


def vetting(world: World, serial: int, package: str) -> SignedTopologyTransaction:
    mapping = VettedPackages(world.member("p"), (VettedPackage(package),))
    return world.signed(mapping, "p", serial=serial)


async def test_the_rows_load_as_the_state_that_was_written(storage_for: Any) -> None:
    world = World()
    storage = await storage_for(TOPOLOGY_TABLES)
    store = TopologyStore.of_synchronizer(world.synchronizer)
    state = world.state("p")
    await storage.write(*store.initial_writes(state.rows))
    await storage.write(*TopologyStore("other").initial_writes(list(state.rows)[:1]))
    for batch in (
        [vetting(world, 1, "a")],
        [vetting(world, 2, "b"), vetting(world, 3, "c"), vetting(world, 9, "d")],
    ):
        world.now += 1_000_000  # type: ignore[assignment]
        application = state.apply(batch, world.now, world.now)
        await storage.write(*store.writes(application.changes))
    loaded = await load_state(storage, store, state.physical_synchronizer, state.static_parameters)
    assert list(loaded.rows) == list(state.rows)
