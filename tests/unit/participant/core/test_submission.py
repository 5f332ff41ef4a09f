"""Phase 1: what a command says becomes the tree of its request."""

from __future__ import annotations

import pytest

from canton.daml_lf.engine import Interpreted, Known, Submission, interpret
from canton.errors import Rejection
from canton.identifiers import Offset
from canton.participant.core.submission import (
    CommandMetadata,
    Randomness,
    RequestPlan,
    plan_request,
)
from scenarios.participant.boxes import Boxes, library
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
