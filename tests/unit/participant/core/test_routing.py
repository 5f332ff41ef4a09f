"""The synchronizer of a transaction: where its contracts are, and where everybody can follow."""

from __future__ import annotations

import pytest

from canton.daml_lf.engine import Interpreted, Known, Submission, interpret
from canton.errors import ErrorCode, Rejection
from canton.participant.core.routing import cannot_submit, choose_synchronizer
from canton.participant.errors import (
    AUTOMATIC_REASSIGNMENT_FAILED,
    INVALID_PRESCRIBED_SYNCHRONIZER_ID,
    NO_SYNCHRONIZER_FOR_SUBMISSION,
    NOT_CONNECTED_TO_ALL_CONTRACT_SYNCHRONIZERS,
    UNKNOWN_INFORMEES,
    UNKNOWN_SUBMITTERS,
)
from canton.topology.mapping.participant import VettedPackage, VettedPackages
from scenarios.participant.boxes import Boxes, library, network
from scenarios.participant.network import Network, after

NOW = after(10)


def interpreted(boxes: Boxes, *commands) -> Interpreted:
    member = boxes.network.member("p1")
    work = Submission(
        commands, boxes.network.parties("alice"), bytes(32), str(member.uid), NOW, NOW
    )
    known = Known(library(), dict(boxes.contracts), {}, authenticate=lambda *_: True)
    outcome = interpret(work, known)
    assert isinstance(outcome, Interpreted)
    return outcome


def without_vetting(name: str) -> Network:
    """The network in which one participant has vetted nothing."""
    made = network()
    node = made.participants[name]
    nothing = VettedPackages.create(node.member, [VettedPackage("none")])
    made.state.apply([node.signed_topology(nothing, serial=2)], after(5), after(5))
    return made


def choose(
    boxes: Boxes, work: Interpreted, homes: set[str], *, wanted: str | None = None, **networks
) -> str | Rejection:
    candidates = {name: each.snapshot(NOW) for name, each in networks.items()}
    return choose_synchronizer(candidates, homes, work, wanted)


@pytest.fixture
def boxes() -> Boxes:
    return Boxes()


def test_an_informee_that_nobody_hosts_is_named(boxes) -> None:
    work = interpreted(boxes, boxes.box(owner="alice", opener="nobody"))
    found = choose(boxes, work, set(), one=boxes.network)
    assert isinstance(found, Rejection) and found.code is UNKNOWN_INFORMEES
    assert "nobody" in found.cause


@pytest.mark.parametrize("name", ["p1", "p2", "p3"])
def test_every_participant_that_sees_a_node_must_have_vetted_its_packages(boxes, name) -> None:
    boxes.request(after(1), boxes.box(), sender="p2", act_as="bob")
    [box] = boxes.contracts
    work = interpreted(boxes, boxes.open(box))
    assert choose(boxes, work, {"one"}, one=boxes.network) == "one"
    found = choose(boxes, work, {"one"}, one=without_vetting(name))
    assert isinstance(found, Rejection) and found.code is NO_SYNCHRONIZER_FOR_SUBMISSION
    assert str(boxes.network.member(name).uid) in found.cause


def test_without_contracts_the_first_that_can_carry_it_is_chosen(boxes) -> None:
    work = interpreted(boxes, boxes.box(owner="alice"))
    good, bad = boxes.network, without_vetting("p1")
    assert choose(boxes, work, set(), one=good, two=good) == "one"
    assert choose(boxes, work, set(), one=bad, two=good) == "two"
    found = choose(boxes, work, set(), one=bad, two=bad)
    assert isinstance(found, Rejection) and found.code is NO_SYNCHRONIZER_FOR_SUBMISSION
    assert "one: " in found.cause and "two: " in found.cause


def test_the_contracts_that_are_used_decide(boxes) -> None:
    work = interpreted(boxes, boxes.box(owner="alice"))
    assert choose(boxes, work, {"two"}, one=boxes.network, two=boxes.network) == "two"


@pytest.mark.parametrize(
    ("homes", "wanted", "code"),
    [
        ({"three"}, None, NOT_CONNECTED_TO_ALL_CONTRACT_SYNCHRONIZERS),
        ({"two"}, "one", INVALID_PRESCRIBED_SYNCHRONIZER_ID),
        ({"one", "two"}, None, AUTOMATIC_REASSIGNMENT_FAILED),
    ],
    ids=["not connected", "prescribed elsewhere", "several"],
)
def test_contracts_out_of_reach_are_refused(
    boxes, homes: set[str], wanted: str | None, code: ErrorCode
) -> None:
    work = interpreted(boxes, boxes.box(owner="alice"))
    candidates = {"one": boxes.network}
    if wanted is None:
        candidates["two"] = boxes.network
    found = choose(boxes, work, homes, wanted=wanted, **candidates)
    assert isinstance(found, Rejection) and found.code is code


def test_only_hosts_with_the_permission_may_submit(boxes) -> None:
    snapshot = boxes.network.snapshot(NOW)
    member = boxes.network.member("p1")
    assert cannot_submit(snapshot, member, boxes.network.parties("alice", "p1")) is None
    found = cannot_submit(snapshot, member, boxes.network.parties("alice", "bob"))
    assert found is not None and found.code is UNKNOWN_SUBMITTERS
