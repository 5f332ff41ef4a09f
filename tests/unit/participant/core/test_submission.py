"""Phase 1: what cannot be sent is found out before anything is stored."""

from __future__ import annotations

import pytest

from canton.daml_lf.engine import Interpreted, Known, Submission, interpret
from canton.errors import Rejection
from canton.identifiers import Offset
from canton.participant.core.submission import (
    CommandMetadata,
    Randomness,
    RequestPlan,
    cannot_submit,
    plan_request,
)
from canton.participant.errors import (
    NO_SYNCHRONIZER_FOR_SUBMISSION,
    UNKNOWN_INFORMEES,
    UNKNOWN_SUBMITTERS,
)
from canton.topology.mapping.participant import VettedPackage, VettedPackages
from scenarios.participant.boxes import Boxes, library, network
from scenarios.participant.network import Network, after

NOW = after(10)
UUID = "01234567-89ab-4def-8123-456789abcdef"


def plan(boxes: Boxes, snapshot_of: Network, *commands) -> RequestPlan | Rejection:
    member = boxes.network.member("p1")
    act_as = boxes.network.parties("alice")
    work = Submission(commands, act_as, bytes(32), str(member.uid), NOW, NOW)
    contracts = dict(boxes.contracts)
    outcome = interpret(work, Known(library(), contracts, {}, authenticate=lambda *_: True))
    assert isinstance(outcome, Interpreted)
    return plan_request(
        outcome,
        CommandMetadata("user", "command", "", "", act_as, Offset(7)),
        snapshot_of.snapshot(NOW),
        participant=member,
        engine=boxes.engine,
        contracts={key: boxes._stored(each) for key, each in contracts.items()},
        random=Randomness(UUID, bytes(16)),
    )


@pytest.fixture
def boxes() -> Boxes:
    return Boxes()


def test_a_plan_says_who_submits_and_until_when(boxes) -> None:
    made = plan(boxes, boxes.network, boxes.box(owner="alice"))
    assert isinstance(made, RequestPlan)
    submitter = made.tree.submitter
    assert submitter is not None and submitter.command_id == "command"
    assert submitter.max_sequencing_time == made.max_sequencing_time == NOW + 60_000_000
    assert made.tree.common.uuid == UUID
    assert made.tree.participant.ledger_time == NOW


def test_an_informee_that_nobody_hosts_is_named(boxes) -> None:
    found = plan(boxes, boxes.network, boxes.box(owner="alice", opener="nobody"))
    assert isinstance(found, Rejection) and found.code is UNKNOWN_INFORMEES
    assert "nobody" in found.cause


def without_vetting(name: str) -> Network:
    """The network in which one participant has vetted nothing."""
    made = network()
    node = made.participants[name]
    nothing = VettedPackages.create(node.member, [VettedPackage("none")])
    made.state.apply([node.signed_topology(nothing, serial=2)], after(5), after(5))
    return made


@pytest.mark.parametrize("name", ["p1", "p2", "p3"])
def test_every_participant_that_sees_a_node_must_have_vetted_its_packages(boxes, name) -> None:
    boxes.request(after(1), boxes.box(), sender="p2", act_as="bob")
    [box] = boxes.contracts
    assert isinstance(plan(boxes, boxes.network, boxes.open(box)), RequestPlan)
    found = plan(boxes, without_vetting(name), boxes.open(box))
    assert isinstance(found, Rejection) and found.code is NO_SYNCHRONIZER_FOR_SUBMISSION
    assert str(boxes.network.member(name).uid) in found.cause


def test_only_hosts_with_the_permission_may_submit(boxes) -> None:
    snapshot = boxes.network.snapshot(NOW)
    member = boxes.network.member("p1")
    assert cannot_submit(snapshot, member, boxes.network.parties("alice", "p1")) is None
    found = cannot_submit(snapshot, member, boxes.network.parties("alice", "bob"))
    assert found is not None and found.code is UNKNOWN_SUBMITTERS
