"""The stores of a node by id."""

from __future__ import annotations

import pytest

from canton.errors import LedgerError
from canton.topology.danger import ForceFlag
from canton.topology.mapping.key import OwnerToKeyMapping
from canton.topology.mapping.namespace import NamespaceDelegation
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology.state.initial import replay
from canton.topology.state.state import TopologyState
from canton.topology.stored import genesis_row
from canton.topology.transaction import merge_by_hash
from canton.topology_service import errors
from canton.topology_service.destination import SynchronizerDestination
from canton.topology_service.manager import Proposal
from canton.topology_service.registry import TopologyRegistry
from simulation.virtual_loop import run
from unit.topology_service.conftest import KeyRing


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


def test_owners_found_a_synchronizer_in_temporary_stores(node) -> None:
    """The steps of the console's bootstrap, call by call."""

    async def scenario() -> None:
        owners = ("owner1", "owner2")
        setups = []
        for name in owners:
            keys = KeyRing(node.key(name))
            authorized = node.authorized()
            registry = TopologyRegistry(node.uid(name), keys, authorized, node.clock)
            setups.append(registry.create_temporary("setup"))
        genesis = node.genesis()
        identities = [
            each
            for each in genesis
            if isinstance(each.mapping, NamespaceDelegation | OwnerToKeyMapping)
        ]
        definition, *others = [each.mapping for each in genesis if each not in identities]
        force = frozenset({ForceFlag.ALIEN_MEMBER})
        for setup in setups:
            await setup.add(identities, force)
        proposed = [
            await setup.propose(Proposal(definition, must_fully_authorize=False))
            for setup in setups
        ]
        (founding,) = merge_by_hash(proposed)
        for setup in setups:
            await setup.add([founding], force)
        signed = [
            await setup.propose(Proposal(mapping, must_fully_authorize=False))
            for mapping in others
            for setup in setups
        ]
        merged = merge_by_hash([*identities, founding, *signed])
        rows = [genesis_row(each) for each in merged]
        state = replay(rows, node.synchronizer, StaticSynchronizerParameters())
        assert isinstance(state, TopologyState)
        assert {row.transaction.transaction for row in state.rows} == {
            each.transaction for each in genesis
        }

    run(scenario())
