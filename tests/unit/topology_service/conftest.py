"""A node on virtual time with keys of the small world of topology tests."""

from __future__ import annotations

import pytest

from canton.clock import SIMULATION_START, SimClock
from canton.crypto.hash import Hash
from canton.crypto.key_pair import SigningKeyPair
from canton.crypto.signature import Signature, sign
from canton.identifiers import Fingerprint
from canton.storage.memory import MemoryStorage
from canton.storage.storage import Storage
from canton.timestamps import Timestamp
from canton.topology.broadcast import broadcast_message
from canton.topology.state.state import TopologyState
from canton.topology.transaction import SignedTopologyTransaction
from canton.topology_service.client import SequencedTopology, TopologyClient
from canton.topology_service.destination import LocalDestination, SynchronizerDestination
from canton.topology_service.manager import TopologyManager
from canton.topology_service.outbox import TopologyOutbox
from canton.topology_service.store import AUTHORIZED_STORE, TopologyStore
from unit.topology.conftest import World


class KeyRing:
    """Keys in the hand."""

    def __init__(self, *pairs: SigningKeyPair) -> None:
        self.pairs = {pair.fingerprint: pair for pair in pairs}

    async def own_fingerprints(self) -> frozenset[Fingerprint]:
        return frozenset(self.pairs)

    async def sign(self, content: Hash, fingerprint: Fingerprint) -> Signature:
        return sign(self.pairs[fingerprint], content)


class Node(World):
    """A participant `p` with its keys, an authorized store, and a synchronizer it has joined."""

    def __init__(self) -> None:
        super().__init__()
        # What happened before the clock began.
        self.now = Timestamp(SIMULATION_START - 1_000_000_000)
        auth, protocol, _ = self.member_keys("p")
        self.keys = KeyRing(self.key("p"), auth, protocol)
        self.clock = SimClock()
        self.storage: Storage = MemoryStorage()
        self.broadcasts: list[list[SignedTopologyTransaction]] = []
        self.send_errors: list[Exception] = []

    def authorized(self, state: TopologyState | None = None) -> LocalDestination:
        store = TopologyStore(AUTHORIZED_STORE)
        return LocalDestination(state or TopologyState(), store, self.clock, self.storage)

    def manager(
        self, destination: LocalDestination | SynchronizerDestination, **options: object
    ) -> TopologyManager:
        return TopologyManager(self.uid("p"), self.keys, destination, **options)  # type: ignore[arg-type]

    def client(self, *names: str) -> TopologyClient:
        store = TopologyStore.of_synchronizer(self.synchronizer)
        return TopologyClient(self.state(*names), store, self.clock)

    def outbox(self, client: TopologyClient, **options: int) -> TopologyOutbox:
        outbox = TopologyOutbox(self.send, self.clock, **options)
        client.listen(outbox.on_sequenced)
        return outbox

    async def send(self, transactions: object) -> None:
        self.broadcasts.append(list(transactions))  # type: ignore[call-overload]
        if self.send_errors:
            raise self.send_errors.pop()

    def sequence(
        self, client: TopologyClient, *transactions: SignedTopologyTransaction
    ) -> SequencedTopology:
        message = broadcast_message(self.synchronizer, transactions)
        return client.process(self.clock.now(), [message])


@pytest.fixture
def node() -> Node:
    return Node()
