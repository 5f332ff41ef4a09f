"""The table of topology rows."""

from __future__ import annotations

from importlib.resources import files

from canton.storage.memory import MemoryStorage
from canton.storage.postgres.schema import schema_sql
from canton.topology.mapping.participant import VettedPackage, VettedPackages
from canton.topology_service.store import (
    TOPOLOGY_ROWS,
    TOPOLOGY_TABLES,
    TopologyStore,
    load_state,
)


def vetting(node, serial: int, *packages: str):
    mapping = VettedPackages(node.member("p"), tuple(map(VettedPackage, packages)))
    return node.signed(mapping, "p", serial=serial)


async def test_the_table_follows_the_state(node) -> None:
    store = TopologyStore.of_synchronizer(node.synchronizer)
    storage = MemoryStorage()
    state = node.state("p")
    await storage.write(*store.initial_writes(state.rows))
    for batch in (
        [vetting(node, 1, "a")],
        # The second of these is replaced within its own batch; the third is refused.
        [vetting(node, 2, "b"), vetting(node, 3, "c"), vetting(node, 9, "d")],
        [node.root("x"), node.signed(vetting(node, 4, "e").mapping, "p", serial=4, proposal=True)],
    ):
        node.now += 1_000_000
        application = state.apply(batch, node.now, node.now)
        await storage.write(*store.writes(application.changes))
    loaded = await load_state(storage, store, state.physical_synchronizer, state.static_parameters)
    assert list(loaded.rows) == list(state.rows)


async def test_stores_do_not_mix(node) -> None:
    first, second = TopologyStore("first"), TopologyStore("second")
    storage = MemoryStorage()
    state = node.state("p")
    await storage.write(*first.initial_writes(state.rows))
    await storage.write(*second.initial_writes(list(state.rows)[:2]))
    await storage.write(*first.initial_writes([]))
    assert await storage.read(first.query()) == []
    assert len(await storage.read(second.query())) == 2


async def test_a_row_tells_what_queries_need(node) -> None:
    storage = MemoryStorage()
    store = TopologyStore("s")
    signed = node.trust_certificate("p")
    application = node.state().apply(node.onboarding("p"), node.now, node.now)
    await storage.write(*store.writes(application.changes))
    (row,) = await storage.read(TOPOLOGY_ROWS.query(limit=1, order=("position",), descending=True))
    assert (row.mapping_code, row.namespace, row.identifier, row.serial, row.operation) == (
        5,
        node.namespace("p"),
        "p",
        1,
        1,
    )
    assert row.tx_hash == signed.hash.multihash
    assert row.instance == signed.to_bytes()


def test_the_migration_makes_the_declared_table() -> None:
    sql = files("canton.topology_service").joinpath("migrations/001_topology.sql").read_text()
    statements = [line for line in sql.splitlines() if line and not line.startswith("--")]
    assert statements == [line for line in schema_sql(TOPOLOGY_TABLES).splitlines() if line]
