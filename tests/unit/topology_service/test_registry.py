"""The stores of a node by id."""

from __future__ import annotations

import pytest

from canton.errors import LedgerError
from canton.topology.danger import ForceFlag
from canton.topology_service import errors
from canton.topology_service.destination import SynchronizerDestination
from canton.topology_service.manager import Proposal
from canton.topology_service.registry import TopologyRegistry
from simulation.virtual_loop import run


def test_the_authorized_store_is_found_again_after_a_restart(node) -> None:
    async def scenario() -> None:
        registry = await TopologyRegistry.open(node.uid("p"), node.keys, node.storage, node.clock)
        await registry.authorized.propose(Proposal(node.root("p").mapping))
        again = await TopologyRegistry.open(node.uid("p"), node.keys, node.storage, node.clock)
        rows = again.authorized.destination.state.rows
        assert [row.transaction for row in rows] == [node.root("p")]

    run(scenario())


def test_temporary_stores_come_and_go(node) -> None:
    async def scenario() -> None:
        registry = await TopologyRegistry.open(node.uid("p"), node.keys, node.storage, node.clock)
        manager = registry.create_temporary("setup")
        with pytest.raises(LedgerError) as error:
            registry.create_temporary("setup")
        assert error.value.code is errors.TEMPORARY_STORE_EXISTS
        # Whatever a synchronizer would refuse can be put together here.
        await manager.add(
            [*node.onboarding("q"), *node.genesis()], frozenset({ForceFlag.ALIEN_MEMBER})
        )
        assert registry.temporary("setup") is manager
        assert registry.temporary_names == ("setup",)
        registry.drop_temporary("setup")
        for call in (registry.drop_temporary, registry.temporary):
            with pytest.raises(LedgerError) as error:
                call("setup")
            assert error.value.code is errors.STORE_NOT_FOUND

    run(scenario())


def test_a_synchronizer_is_found_by_either_id(node) -> None:
    async def scenario() -> None:
        registry = await TopologyRegistry.open(node.uid("p"), node.keys, node.storage, node.clock)
        client = node.client("p")
        destination = SynchronizerDestination(client, node.outbox(client), node.clock)
        manager = registry.add_synchronizer(destination)
        assert registry.synchronizer(node.synchronizer) is manager
        assert registry.synchronizer(node.synchronizer.logical) is manager
        registry.remove_synchronizer(node.synchronizer)
        assert registry.synchronizer_ids == ()
        with pytest.raises(LedgerError):
            registry.synchronizer(node.synchronizer)

    run(scenario())
