"""Authoring against the original: the recorded requests to authorize, given to our manager with the
same keys at the same state, give the recorded signed transactions byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from canton.clock import SimClock
from canton.crypto.hash import Hash
from canton.crypto.key_pair import SigningKeyPair
from canton.crypto.signature import Signature, sign
from canton.identifiers import Fingerprint, UniqueIdentifier
from canton.timestamps import Timestamp
from canton.topology.mapping.mapping import mapping_from_proto
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology.state.state import TopologyState
from canton.topology.stored import INITIAL_TOPOLOGY_TIME, read_delimited
from canton.topology.transaction import Operation, SignedTopologyTransaction
from canton.topology_service.client import TopologyClient
from canton.topology_service.destination import SynchronizerDestination
from canton.topology_service.manager import Proposal, TopologyManager
from canton.topology_service.outbox import TopologyOutbox
from canton.topology_service.store import TopologyStore
from canton.wire import topology_admin_pb2
from simulation.virtual_loop import run

GOLDEN = Path(__file__).parents[1] / "golden" / "network"
Recorded = tuple[str, topology_admin_pb2.AuthorizeRequest, SignedTopologyTransaction]


class KeyRing:
    """The signing keys of one recorded node."""

    def __init__(self, pairs: list[SigningKeyPair]) -> None:
        self._pairs = {pair.fingerprint: pair for pair in pairs}

    async def own_fingerprints(self) -> frozenset[Fingerprint]:
        return frozenset(self._pairs)

    async def sign(self, content: Hash, fingerprint: Fingerprint) -> Signature:
        return sign(self._pairs[fingerprint], content)


def authorizations(recording) -> Iterator[Recorded]:
    """The requests of participants against the synchronizer, and what came back."""
    responses = {message.call: message for message in recording.messages("Authorize", "response")}
    for message in recording.messages("Authorize", "request"):
        request = topology_admin_pb2.AuthorizeRequest.FromString(message.content)
        if not message.node.startswith("participant") or not request.HasField("proposal"):
            continue
        answer = topology_admin_pb2.AuthorizeResponse.FromString(responses[message.call].content)
        yield message.node, request, SignedTopologyTransaction.from_proto(answer.transaction)


class Replay:
    """The synchronizer's topology, moved on as far as a call had seen it."""

    def __init__(self, recording, rows) -> None:
        state = TopologyState(recording.synchronizer, StaticSynchronizerParameters())
        genesis = [row.transaction for row in rows if row.sequenced == INITIAL_TOPOLOGY_TIME]
        state.apply(genesis, INITIAL_TOPOLOGY_TIME, INITIAL_TOPOLOGY_TIME)
        store = TopologyStore.of_synchronizer(recording.synchronizer)
        self.clock = SimClock()
        self.client = TopologyClient(state, store, self.clock)
        self._batches = [
            (time, [row.transaction for row in rows if row.sequenced == time])
            for time in sorted({row.sequenced for row in rows} - {INITIAL_TOPOLOGY_TIME})
        ]

    def until_before(self, tx_hash: Hash) -> None:
        """Applies what was sequenced before this transaction was first seen."""
        while self._batches and tx_hash not in {each.hash for each in self._batches[0][1]}:
            time, transactions = self._batches.pop(0)
            self.client.state.apply(
                transactions, Timestamp(time), self.client.effective_time(Timestamp(time))
            )


def key_ring(recording, node: str) -> KeyRing:
    """All signing keys that the node ever had."""
    names = {path.stem.rpartition("-")[2]: path.name for path in (GOLDEN / "keys").iterdir()}
    return KeyRing(
        [
            pair
            for fingerprint, pair in recording.key_pairs.items()
            if isinstance(pair, SigningKeyPair) and names[fingerprint].startswith(f"{node}-")
        ]
    )


def test_recorded_requests_give_the_recorded_transactions(recording) -> None:
    async def scenario() -> None:
        rows = read_delimited((GOLDEN / "topology-snapshot-head.bin").read_bytes())
        replay = Replay(recording, rows)
        count = 0
        for node, request, recorded in authorizations(recording):
            replay.until_before(recorded.hash)
            outbox = TopologyOutbox(nothing, replay.clock)
            uid = recorded.mapping.uid or UniqueIdentifier(node, recorded.mapping.namespace)
            manager = TopologyManager(
                uid,
                key_ring(recording, node.removesuffix("_admin")),
                SynchronizerDestination(replay.client, outbox, replay.clock),
            )
            made = await manager.propose(proposal_of(request))
            assert made.transaction == recorded.transaction
            assert frozenset(made.signatures) == frozenset(recorded.signatures)
            assert made.is_proposal is recorded.is_proposal
            count += 1
        assert count == 11

    run(scenario())


async def nothing(_transactions: object) -> None:
    """Sends nowhere."""


def proposal_of(request: topology_admin_pb2.AuthorizeRequest) -> Proposal:
    return Proposal(
        mapping_from_proto(request.proposal.v30),
        Operation(request.proposal.change),
        request.proposal.serial or None,
        frozenset(Fingerprint(key) for key in request.signed_by),
        must_fully_authorize=request.must_fully_authorize,
    )
