"""A sequencer's or mediator's synchronizer, open to its operator."""

from __future__ import annotations

import pytest

from canton.admin_api.topology.synchronizer import managed_synchronizer
from canton.errors import LedgerError
from canton.topology.mapping.namespace import NamespaceDelegation
from canton.topology_service.client import TopologyClient
from canton.topology_service.manager import Proposal
from canton.topology_service.store import TopologyStore
from simulation.virtual_loop import run


def follower(node, *names: str) -> TopologyClient:
    store = TopologyStore.of_synchronizer(node.synchronizer)
    return TopologyClient(node.state(*names), store, node.clock)


def test_what_is_proposed_for_the_synchronizer_is_sent_until_it_is_seen(node) -> None:
    async def scenario() -> None:
        registry = await node.open()
        client = follower(node, "p")
        mapping = NamespaceDelegation(node.namespace("p"), node.key("p2").public)
        async with managed_synchronizer(registry, client, node.send, node.clock) as outbox:
            signed = await registry.synchronizer(node.synchronizer).propose(Proposal(mapping))
            await node.clock.sleep(1)
            assert node.broadcasts == [signed]
            assert not outbox.is_idle
            node.sequence(client, signed)
            assert outbox.is_idle
        with pytest.raises(LedgerError, match="not known"):
            registry.synchronizer(node.synchronizer)

    run(scenario())


def test_what_the_node_authorizes_for_itself_is_sent_too(node) -> None:
    async def scenario() -> None:
        registry = await node.open()
        mapping = NamespaceDelegation(node.namespace("p"), node.key("p2").public)
        async with managed_synchronizer(registry, follower(node, "p"), node.send, node.clock):
            signed = await registry.authorized.propose(Proposal(mapping))
            await node.clock.sleep(1)
            assert signed in node.broadcasts

    run(scenario())
