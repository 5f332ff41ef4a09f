"""A participant `p` with its keys in a vault, an authorized store, and a synchronizer."""

from __future__ import annotations

import pytest

from canton.clock import SIMULATION_START, SeededRandomness, SimClock
from canton.identifiers import UniqueIdentifier
from canton.storage.memory import MemoryStorage
from canton.timestamps import Timestamp
from canton.topology.broadcast import broadcast_message
from canton.topology.mapping.key import OwnerToKeyMapping
from canton.topology.mapping.namespace import NamespaceDelegation
from canton.topology.transaction import SignedTopologyTransaction
from canton.topology_service.client import TopologyClient
from canton.topology_service.destination import SynchronizerDestination
from canton.topology_service.outbox import TopologyOutbox
from canton.topology_service.registry import TopologyRegistry
from canton.topology_service.store import TopologyStore
from canton.vault.vault import Vault
from unit.topology.conftest import World


class Node(World):
    """The participant and its world."""

    def __init__(self) -> None:
        super().__init__()
        # What happened before the clock began.
        self.now = Timestamp(SIMULATION_START - 1_000_000_000)
        self.clock = SimClock()
        self.vault = Vault(MemoryStorage(), SeededRandomness(1))
        self.broadcasts: list[SignedTopologyTransaction] = []

    @property
    def id(self) -> UniqueIdentifier:
        return self.uid("p")

    async def open(self) -> TopologyRegistry:
        """The registry; namespace and keys of `p` are authorized."""
        auth, protocol, encryption = self.member_keys("p")
        for pair in (self.key("p"), auth, protocol, encryption):
            await self.vault.add("key", pair)
        registry = await TopologyRegistry.open(self.id, self.vault, MemoryStorage(), self.clock)
        root = NamespaceDelegation(self.namespace("p"), self.key("p").public)
        await registry.authorized.ensure(root)
        keys = (auth.public, protocol.public, encryption.public)
        await registry.authorized.ensure(OwnerToKeyMapping(self.member("p"), keys))
        return registry

    def connect(self, registry: TopologyRegistry, *names: str) -> TopologyClient:
        """Connects to a synchronizer that these participants have joined."""
        store = TopologyStore.of_synchronizer(self.synchronizer)
        client = TopologyClient(self.state(*names), store, self.clock)
        outbox = TopologyOutbox(self.send, self.clock)
        client.listen(outbox.on_sequenced)
        registry.add_synchronizer(SynchronizerDestination(client, outbox, self.clock))
        return client

    def sequence(self, client: TopologyClient, *transactions: SignedTopologyTransaction) -> None:
        """All that was sequenced is in force, and time has gone on since."""
        time = Timestamp(self.clock.now() - 10_000_000)
        client.process(time, [broadcast_message(self.synchronizer, transactions)])
        client.observe(self.clock.now())

    async def send(self, transactions: object) -> None:
        self.broadcasts.extend(transactions)  # type: ignore[call-overload]


@pytest.fixture
def node() -> Node:
    return Node()
