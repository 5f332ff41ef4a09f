"""Phase 2: every reason for which a request is rejected before anybody answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from canton.errors import Rejection
from canton.identifiers import PhysicalSynchronizerId
from canton.mediator.core.aggregation import Consortium
from canton.mediator.core.request import OpenRequest, ReceivedRequest, check_request, own_group
from canton.mediator.errors import MEDIATOR_INVALID_MESSAGE, MEDIATOR_RECEIVED_MALFORMED_MESSAGE
from canton.protocol.merkle.node import Blinded
from canton.protocol.message.request import InformeeMessage
from canton.protocol.message.view_type import ViewType
from canton.protocol.sequencing.recipient import MediatorGroup, Recipients
from scenarios.mediator.requests import Requests, quorum, readdressed, view
from scenarios.participant.network import GROUP, HALF_MINUTE, Network, after

T = after(1)
MALFORMED = MEDIATOR_RECEIVED_MALFORMED_MESSAGE


@pytest.fixture(scope="module")
def network() -> Network:
    hosting = {"alice": ["p1"], "bob": ["p2"], "dan/2": ["p1", "p2", "p3"], "olga": ["p3"]}
    return Network(hosting, observing=frozenset({("olga", "p3")}))


@pytest.fixture
def requests(network: Network) -> Requests:
    return Requests(network)


def checked(
    network: Network,
    request: ReceivedRequest,
    group: MediatorGroup = GROUP,
    synchronizer: PhysicalSynchronizerId | None = None,
) -> OpenRequest | Rejection:
    place = synchronizer or network.synchronizer
    return check_request(request, network.snapshot(T), synchronizer=place, group=group)


def faultless(network: Network, requests: Requests) -> ReceivedRequest:
    both = network.parties("alice", "bob")
    return requests.received(T, view(both, quorum(both, 2)))


def test_a_faultless_request_is_open_with_its_deadlines(network, requests) -> None:
    opened = checked(network, faultless(network, requests))
    assert isinstance(opened, OpenRequest)
    assert opened.participants == {network.member("p1"), network.member("p2")}
    assert opened.deadlines.response == T + HALF_MINUTE
    assert opened.deadlines.decision == T + 2 * HALF_MINUTE
    [state] = opened.views.values()
    assert state.consortia[network.party("alice")] == Consortium(
        1, frozenset({network.member("p1")})
    )


def test_a_consortium_has_the_threshold_and_the_confirming_participants(network, requests) -> None:
    dan = network.parties("dan")
    opened = checked(network, requests.received(T, view(dan, quorum(dan, 1))))
    assert isinstance(opened, OpenRequest)
    [state] = opened.views.values()
    everyone = frozenset(map(network.member, ("p1", "p2", "p3")))
    assert state.consortia == {network.party("dan"): Consortium(2, everyone)}


Change = Callable[[Network, ReceivedRequest], ReceivedRequest]


def _hidden_submitter(network: Network, request: ReceivedRequest) -> ReceivedRequest:
    tree = request.informees.tree
    hidden = replace(tree, submitter_metadata=Blinded(tree.submitter_metadata.hash))
    signature = request.informees.submitting_participant_signature
    return replace(request, informees=InformeeMessage(hidden, signature))


def _second_root_hash(**changes: object) -> Change:
    def change(network: Network, request: ReceivedRequest) -> ReceivedRequest:
        [(message, _)] = request.root_hashes
        one, two = (Recipients.group([network.member(name), GROUP]) for name in ("p1", "p2"))
        messages = [(message, one), (replace(message, **changes), two)]  # type: ignore[arg-type]
        return replace(request, root_hashes=messages)

    return change


def _readers(*names: str) -> Change:
    return lambda network, request: readdressed(request, *([network.member(n)] for n in names))


FAULTS: dict[str, Change] = {
    "recipients": lambda _, request: replace(
        request, informee_recipients=Recipients.group([GROUP, MediatorGroup(1)])
    ),
    "topology": lambda _, request: replace(request, has_topology=True),
    "hidden submitter": _hidden_submitter,
    "reader is missing": _readers("p1"),
    "reader is superfluous": _readers("p1", "p2", "p3"),
    "reader occurs twice": _readers("p1", "p2", "p2"),
    "two readers in one group": lambda network, request: readdressed(
        request, [network.member("p1"), network.member("p2")]
    ),
    "payloads differ": _second_root_hash(payload=b"other"),
    "view types differ": _second_root_hash(view_type=ViewType.ASSIGNMENT),
    "no root hashes": lambda _, request: replace(request, root_hashes=[]),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_makes_the_request_malformed(network, requests, name) -> None:
    found = checked(network, FAULTS[name](network, faultless(network, requests)))
    assert isinstance(found, Rejection), name
    assert found.code is MALFORMED


def test_two_equal_root_hash_messages_are_as_good_as_one(network, requests) -> None:
    request = _second_root_hash()(network, faultless(network, requests))
    assert isinstance(checked(network, request), OpenRequest)


def test_another_root_hash_than_that_of_the_tree_is_malformed(network, requests) -> None:
    other = requests.received(after(2), view(network.parties("alice", "bob"), salt=7))
    request = replace(faultless(network, requests), root_hashes=other.root_hashes)
    assert checked(network, request).code is MALFORMED


def test_the_wrong_signer_is_found_out(network, requests) -> None:
    both = network.parties("alice", "bob")
    forged = requests.received(T, view(both, quorum(both, 2)), signer=network.participants["p2"])
    assert checked(network, forged).code is MALFORMED


def test_a_request_for_another_group_or_synchronizer_is_malformed(network, requests) -> None:
    request = faultless(network, requests)
    assert checked(network, request, group=MediatorGroup(1)).code is MALFORMED
    elsewhere = PhysicalSynchronizerId(network.synchronizer.logical, 35, 1)
    assert checked(network, request, synchronizer=elsewhere).code is MALFORMED


def test_an_informee_that_nobody_hosts_makes_the_request_invalid(network, requests) -> None:
    parties = network.parties("alice", "nobody")
    found = checked(network, requests.received(T, view(parties, quorum(parties, 1))))
    assert found.code is MEDIATOR_INVALID_MESSAGE


def test_a_view_that_nobody_needs_to_confirm_is_malformed(network, requests) -> None:
    alice = network.parties("alice")
    for quorums in ((), (quorum(alice, 0),)):
        assert checked(network, requests.received(T, view(alice, *quorums))).code is MALFORMED


def test_a_quorum_that_only_observing_participants_could_reach_is_invalid(
    network, requests
) -> None:
    parties = network.parties("alice", "olga")
    both = requests.received(T, view(parties, quorum(parties, 2)))
    assert checked(network, both).code is MEDIATOR_INVALID_MESSAGE
    one = requests.received(T, view(parties, quorum(parties, 1)))
    assert isinstance(checked(network, one), OpenRequest)


def test_a_mediator_knows_its_group_and_whether_it_is_active(network) -> None:
    assert own_group(network.snapshot(T), network.mediator) == (GROUP, True)
    assert own_group(network.snapshot(T), network.member("p1")) is None
