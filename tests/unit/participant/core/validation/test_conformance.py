"""Model conformance: the action of a view, run again, gives the view again, or it is rejected."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canton.clock import SimClock
from canton.daml_lf.engine import Interpreted, ReplayCreate, ReplayExercise
from canton.daml_lf.transaction.node import Transaction
from canton.errors import Rejection
from canton.participant.core.validation.conformance import ViewReplay, compare, replay_of
from canton.participant.engine.interpretation import Interpretation
from canton.participant.errors import MODEL_CONFORMANCE
from canton.protocol.merkle.node import Leaf
from canton.protocol.view.full_view import FullViewTree
from canton.storage.memory import MemoryStorage
from canton.topology.mapping.participant import VettedPackage, VettedPackages
from scenarios.participant.boxes import Boxes, library, network
from scenarios.participant.network import START, Network, after

T = after(10)


@pytest.fixture
def boxes() -> Boxes:
    made = Boxes()
    made.request(after(1), made.box(), sender="p2", act_as="bob")
    return made


def views(boxes: Boxes, *commands) -> list[FullViewTree]:
    tree = boxes.request(T, *commands).plan.tree
    return [FullViewTree(tree.for_view(at), at, view) for at, view in tree.views()]


def opening(boxes: Boxes) -> list[FullViewTree]:
    [box] = boxes.contracts
    return views(boxes, boxes.open(box))


def run(boxes: Boxes, replay: ViewReplay):
    interpretation = Interpretation(library(), boxes.engine, MemoryStorage(), SimClock(START))
    return interpretation.replay(replay)


def compared(boxes: Boxes, view: FullViewTree, at: Network | None = None, outcome=None):
    replay = replay_of(view, boxes.engine)
    assert isinstance(replay, ViewReplay), replay
    snapshot = (at or boxes.network).snapshot(T)
    found = outcome if outcome is not None else run(boxes, replay)
    return compare(view, found, engine=boxes.engine, snapshot=snapshot)


async def test_every_view_comes_out_of_its_own_action(boxes) -> None:
    for view in opening(boxes):
        transaction = compared(boxes, view)
        assert isinstance(transaction, Transaction), transaction
        created = {new.contract.contract_id for new in view.view.participant.created_core}
        ids = {getattr(node, "contract_id", None) for node in transaction.nodes.values()}
        assert created <= ids


async def test_the_replay_is_that_of_the_action(boxes) -> None:
    root, inner = opening(boxes)
    replay = replay_of(root, boxes.engine)
    assert isinstance(replay, ViewReplay)
    assert isinstance(replay.work.command, ReplayExercise)
    assert replay.work.authorizers == boxes.network.parties("alice")
    assert set(replay.contracts) == {used.contract_id for used in _inputs(root)}
    replay = replay_of(inner, boxes.engine)
    assert isinstance(replay, ViewReplay) and isinstance(replay.work.command, ReplayCreate)
    assert replay.work.authorizers == boxes.network.parties("bob")


def _inputs(view: FullViewTree):
    return [used.contract for used in view.view.participant.core_inputs]


def changed(view: FullViewTree, **changes: object) -> FullViewTree:
    data = view.view.participant
    action = replace(data.action, **changes)
    leaf = Leaf.of(replace(data, action=action))
    return replace(view, view=replace(view.view, participant_data=leaf))


@pytest.mark.parametrize(
    "changes",
    [
        {"choice": "Look"},
        {"choice": "Missing"},
        {"seed": bytes(31) + b"x"},
        {"actors": frozenset()},
        {"failed": True},
    ],
    ids=str,
)
async def test_another_action_does_not_give_the_view(boxes, changes) -> None:
    root, _ = opening(boxes)
    found = compared(boxes, changed(root, **changes))
    assert isinstance(found, Rejection) and found.code is MODEL_CONFORMANCE


async def test_an_argument_that_does_not_read_is_rejected_before_it_is_run(boxes) -> None:
    root, _ = opening(boxes)
    found = replay_of(changed(root, argument=b"\xff\xff"), boxes.engine)
    assert isinstance(found, Rejection) and found.code is MODEL_CONFORMANCE


async def test_the_outcome_of_another_view_does_not_fit(boxes) -> None:
    root, inner = opening(boxes)
    replay = replay_of(inner, boxes.engine)
    assert isinstance(replay, ViewReplay)
    outcome = run(boxes, replay)
    assert isinstance(outcome, Interpreted)
    assert isinstance(compared(boxes, root, outcome=outcome), Rejection)


@pytest.mark.parametrize(("name", "is_asked"), [("p1", True), ("p2", True), ("p3", False)])
async def test_whoever_sees_the_view_must_have_vetted_its_packages(boxes, name, is_asked) -> None:
    root, _ = opening(boxes)
    there = network()
    node = there.participants[name]
    nothing = VettedPackages.create(node.member, [VettedPackage("none")])
    there.state.apply([node.signed_topology(nothing, serial=2)], after(5), after(5))
    found = compared(boxes, root, there)
    assert isinstance(found, Rejection) is is_asked


async def test_a_contract_that_its_id_does_not_commit_to_is_rejected(boxes) -> None:
    """Whoever shows a contract cannot change it: here it says that it was made at another time."""
    root, _ = opening(boxes)
    replay = replay_of(root, boxes.engine)
    assert isinstance(replay, ViewReplay)
    forged = {key: replace(each, created_at=START) for key, each in replay.contracts.items()}
    outcome = run(boxes, replace(replay, contracts=forged))
    assert isinstance(compared(boxes, root, outcome=outcome), Rejection)
