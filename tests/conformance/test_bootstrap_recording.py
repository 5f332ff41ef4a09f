"""The bootstrap macro against the recorded bootstrap: the same changes at the same nodes.

Nodes answer from the recording: a request that the original's console did not send has no answer.
How often the state is read in between is each console's own affair and not compared.
"""

from __future__ import annotations

from collections import defaultdict

import pytest

from canton.console.endpoint import Timeouts
from canton.console.identifier import PhysicalSynchronizerId
from canton.console.macros.bootstrap import Bootstrap
from canton.console.node import MediatorReference, SequencerReference
from canton.console.parameters import SequencerConnection
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology.stored import read_delimited
from canton.wire import (
    mediator_admin_pb2,
    sequencer_admin_pb2,
)
from canton.wire import topology_admin_pb2 as wire

NODES = ("sequencer_a", "sequencer_b", "mediator_a")
TYPES = {
    "GetId": (wire.GetIdRequest, wire.GetIdResponse),
    "ListAllV2": (wire.ListAllV2Request, wire.ListAllV2Response),
    "Authorize": (wire.AuthorizeRequest, wire.AuthorizeResponse),
    "AddTransactions": (wire.AddTransactionsRequest, wire.AddTransactionsResponse),
    "CreateTemporaryTopologyStore": (
        wire.CreateTemporaryTopologyStoreRequest,
        wire.CreateTemporaryTopologyStoreResponse,
    ),
    "DropTemporaryTopologyStore": (
        wire.DropTemporaryTopologyStoreRequest,
        wire.DropTemporaryTopologyStoreResponse,
    ),
    "InitializeSequencerFromGenesisStateV2": (
        sequencer_admin_pb2.InitializeSequencerFromGenesisStateV2Request,
        sequencer_admin_pb2.InitializeSequencerFromGenesisStateV2Response,
    ),
    "InitializeMediator": (
        mediator_admin_pb2.InitializeMediatorRequest,
        mediator_admin_pb2.InitializeMediatorResponse,
    ),
}
CHANGES = (
    "CreateTemporaryTopologyStore",
    "Authorize",
    "InitializeSequencerFromGenesisStateV2",
    "InitializeMediator",
    "DropTemporaryTopologyStore",
)


def node_of(message) -> str:
    return message.node.removesuffix("_admin")


class Recorded:
    """The recorded calls of the bootstrap by node and method, as (request, response)."""

    def __init__(self, recording) -> None:
        self.calls = defaultdict(list)
        for method, (request_type, response_type) in TYPES.items():
            answers = {
                each.call: response_type.FromString(each.content)
                for each in recording.messages(method, "response")
            }
            for each in recording.messages(method, "request"):
                request = request_type.FromString(each.content)
                answer = answers.get(each.call)
                self.calls[node_of(each), method].append((request, answer))

    def answer(self, node: str, method: str, request):
        for recorded, response in self.calls[node, method]:
            if essence(recorded) == essence(request):
                return response
        pytest.fail(f"the original never asked {node} for {method}: {request}")


def essence(request) -> object:
    """What two requests must share: neither the waiting of an Authorize nor the order of a set."""
    if isinstance(request, wire.AuthorizeRequest):
        shared = wire.AuthorizeRequest.FromString(request.SerializeToString())
        shared.ClearField("wait_to_become_effective")
        shared.proposal.v30.decentralized_namespace_definition.owners.sort()
        return shared
    if isinstance(request, mediator_admin_pb2.InitializeMediatorRequest):
        shared = type(request).FromString(request.SerializeToString())
        # The recorded release had no such limits.
        shared.sequencer_connections.ClearField("subscription_liveness_limits")
        shared.sequencer_connections.sequencer_connections.sort(key=lambda each: each.alias)
        return shared
    if isinstance(request, wire.AddTransactionsRequest):
        return request.store, request.force_changes
    return request


class RecordedEndpoint:
    """An admin API that answers from the recording and remembers what was asked."""

    def __init__(self, node: str, recorded: Recorded, asked: list) -> None:
        self.node, self.recorded, self.asked = node, recorded, asked
        self.is_initialized = False

    def unary(self, method, request, timeout_s=None):
        if method.name.endswith("Status"):
            return self.status(method.response_type)
        self.asked.append((self.node, method.name, request))
        self.is_initialized |= method.name == "InitializeMediator"
        return self.recorded.answer(self.node, method.name, request)

    def upload(self, method, requests, timeout_s=None):
        self.asked.append((self.node, method.name, list(requests)))
        self.is_initialized = True

    def status(self, response_type):
        answer = response_type()
        if self.is_initialized:
            answer.status.common_status.active = True
            return answer
        answer.not_initialized.active = True
        answer.not_initialized.waiting_for_external_input = 3
        return answer


class RecordedRunner:
    """Nothing needs waiting: what a node is told has happened when it answers."""

    timeouts = Timeouts()

    def poll(self, probe, timeout_s, failure):
        assert probe(), failure()


class RecordedSequencer(SequencerReference):
    """A sequencer whose connection is the one that the mediator was given."""

    sequencer_connection = None


@pytest.fixture(scope="module")
def bootstrapped(recording):
    """What our macro asked of whom, beside the recording."""
    recorded, asked = Recorded(recording), []
    nodes = {}
    for name in NODES:
        kind = MediatorReference if name.startswith("mediator") else RecordedSequencer
        node = kind(name, RecordedRunner(), lambda api: None)
        node._endpoints = {"admin-api": RecordedEndpoint(name, recorded, asked)}
        nodes[name] = node
    (told,) = [request for request, _ in recorded.calls["mediator_a", "InitializeMediator"]]
    for connection in told.sequencer_connections.sequencer_connections:
        node = nodes[connection.alias]
        node.sequencer_connection = SequencerConnection(
            connection.alias,
            tuple(each.removeprefix("http://") for each in connection.grpc.connections),
        )
    sequencers = [nodes["sequencer_a"], nodes["sequencer_b"]]
    uploads = recorded.calls["sequencer_a", "InitializeSequencerFromGenesisStateV2"]
    parameters = StaticSynchronizerParameters.from_proto(uploads[0][0].synchronizer_parameters)
    result = Bootstrap(lambda kind: []).synchronizer(
        "ha-synchronizer", sequencers, [nodes["mediator_a"]], sequencers, 2, parameters
    )
    return recorded, asked, result


def test_synchronizer_has_the_recorded_id(bootstrapped) -> None:
    recorded, _, result = bootstrapped
    ((told, _),) = recorded.calls["mediator_a", "InitializeMediator"]
    assert result == PhysicalSynchronizerId(told.physical_synchronizer_id)


def kinds(node: str, asked) -> list[tuple[str, str]]:
    """The changes that a node was asked for, in order."""
    return [
        (method, request.proposal.v30.WhichOneof("mapping") if method == "Authorize" else "")
        for name, method, request in asked
        if name == node and method in CHANGES
    ]


@pytest.mark.parametrize("node", ["sequencer_a", "sequencer_b"])
def test_owner_is_asked_for_the_recorded_changes_in_order(bootstrapped, node: str) -> None:
    recorded, asked, _ = bootstrapped
    theirs = [
        ("Authorize", request.proposal.v30.WhichOneof("mapping"))
        for request, _ in recorded.calls[node, "Authorize"]
        if request.store.HasField("temporary")
    ]
    assert len(theirs) == 4
    assert kinds(node, asked) == [
        ("CreateTemporaryTopologyStore", ""),
        *theirs,
        ("InitializeSequencerFromGenesisStateV2", ""),
        ("DropTemporaryTopologyStore", ""),
    ]


STAGES = {
    ("CreateTemporaryTopologyStore", ""): 0,
    ("Authorize", "decentralized_namespace_definition"): 1,
    ("Authorize", "synchronizer_parameters_state"): 2,
    ("Authorize", "mediator_synchronizer_state"): 2,
    ("Authorize", "sequencer_synchronizer_state"): 2,
    ("InitializeSequencerFromGenesisStateV2", ""): 3,
    ("InitializeMediator", ""): 4,
    ("DropTemporaryTopologyStore", ""): 5,
}
"""What the macro changes anywhere, in stages: each needs that the one before is done everywhere."""


def recorded_changes(recording) -> list[tuple[str, str, str]]:
    """The changes of the recorded bootstrap by node, method and mapping, in the order of time."""
    found = []
    for method in CHANGES:
        for each in recording.messages(method, "request"):
            request = TYPES[method][0].FromString(each.content)
            mapping = ""
            if method == "Authorize":
                if not request.store.HasField("temporary"):
                    continue  # of a later day: parties, keys
                mapping = request.proposal.v30.WhichOneof("mapping")
            found.append((each.number, (node_of(each), method, mapping)))
    return [change for _, change in sorted(found)]


def test_changes_come_in_the_recorded_stages_over_all_nodes(bootstrapped, recording) -> None:
    _, asked, _ = bootstrapped
    theirs = recorded_changes(recording)
    ours = [(node, *change) for node in NODES for change in kinds(node, asked)]
    assert sorted(ours) == sorted(theirs)
    in_order = [change for name, *request in asked for change in kinds(name, [(name, *request)])]
    for changes in ([change[1:] for change in theirs], in_order):
        stages = [STAGES[change] for change in changes]
        assert stages == sorted(stages)


def test_mediator_is_told_what_the_original_told_it(bootstrapped) -> None:
    _, asked, _ = bootstrapped
    assert kinds("mediator_a", asked) == [("InitializeMediator", "")]


@pytest.mark.parametrize("node", ["sequencer_a", "sequencer_b"])
def test_sequencers_begin_with_the_recorded_state(bootstrapped, recording, node: str) -> None:
    recorded, asked, _ = bootstrapped
    uploaded = recorded.calls[node, "InitializeSequencerFromGenesisStateV2"]
    (ours,) = [
        requests
        for name, method, requests in asked
        if (name, method) == (node, "InitializeSequencerFromGenesisStateV2")
    ]
    assert state_of(ours) == state_of([request for request, _ in uploaded])
    assert {each.synchronizer_parameters.SerializeToString() for each in ours} == {
        uploaded[0][0].synchronizer_parameters.SerializeToString()
    }


def state_of(requests) -> dict:
    """The transactions of an upload by hash, with their signers and their times."""
    rows = read_delimited(b"".join(each.topology_snapshot for each in requests))
    return {
        row.transaction.hash: (
            {signature.signed_by for signature in row.transaction.signatures},
            row.sequenced,
            row.valid_from,
            row.valid_until,
        )
        for row in rows
    }


def test_every_member_is_known_to_the_owners_before_they_sign(bootstrapped) -> None:
    recorded, asked, _ = bootstrapped
    for node in ("sequencer_a", "sequencer_b"):
        names = [method for name, method, _ in asked if name == node]
        first = names.index("AddTransactions")
        assert first < names.index("Authorize")
        (loaded,) = [each for each in asked if each[:2] == (node, "AddTransactions")][:1]
        theirs, _ = recorded.calls[node, "AddTransactions"][0]
        assert {each.transaction for each in loaded[2].transactions} == {
            each.transaction for each in theirs.transactions
        }
