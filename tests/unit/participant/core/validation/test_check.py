"""Every check of a request passes a faultless one and finds its fault."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canton.crypto.signature import sign
from canton.participant.core.validation.check import (
    CheckResults,
    authorizers_of,
    check,
    wrong_place,
    wrong_recipients,
)
from canton.participant.core.validation.received import OpenedRequest, ReceivedRequest
from canton.participant.errors import (
    BAD_ROOT_HASH_MESSAGES,
    LEDGER_TIME_OUT_OF_BOUND,
    MALFORMED_REQUEST,
    MODEL_CONFORMANCE,
    PREPARATION_TIME_OUT_OF_BOUND,
)
from canton.protocol.construction.view_recipients import plan_views
from canton.protocol.merkle.node import Leaf
from canton.protocol.message.request import RootHashMessage
from canton.protocol.message.view_type import ViewType
from canton.protocol.sequencing.recipient import MediatorGroup, Recipients
from canton.protocol.view.full_view import FullViewTree
from canton.protocol.view.transaction_tree import TransactionTree
from scenarios.participant.boxes import Boxes
from scenarios.participant.network import GROUP, START, after

T = after(10)
HOUR = 3_600_000_000
FAULTLESS = CheckResults()


@pytest.fixture(scope="module")
def boxes() -> Boxes:
    made = Boxes()
    made.request(after(1), made.box(), sender="p2", act_as="bob")
    return made


def opening(boxes: Boxes) -> TransactionTree:
    """Alice of p1 opens Bob's box: a root view and one below it."""
    [box] = list(boxes.contracts)[:1]
    return boxes.request(T, boxes.open(box)).plan.tree


def request_of(
    boxes: Boxes, tree: TransactionTree, time=T, *, signer: str = "p1", only: int | None = None
) -> OpenedRequest:
    """The request as one that sees every view reads it, or one that sees a single view."""
    network = boxes.network
    views = [FullViewTree(tree, position, view) for position, view in tree.views()]
    if only is not None:
        hidden = tree.for_view(views[only].position)
        views = [FullViewTree(hidden, views[only].position, views[only].view)]
    message = RootHashMessage(tree.hash, network.synchronizer, ViewType.TRANSACTION, START)
    signature = sign(network.participants[signer].protocol, tree.hash)
    topmost = tuple(v for v in views if v.is_root) if only is None else tuple(views)
    hosts = network.snapshot().parties
    plans = plan_views(tree, lambda party: frozenset(hosts.info(party).participants))
    return OpenedRequest(
        ReceivedRequest(time, message, GROUP, ()),
        tuple(views),
        topmost,
        {each.position: each.recipients for each in plans},
        {each.position: signature for each in topmost},
        (),
    )


def checked(boxes: Boxes, request: OpenedRequest, name: str = "p1", own: bool = True):
    snapshot = boxes.network.snapshot(request.request_id)
    return check(request, snapshot, boxes.network.member(name), is_own_message=own)


def test_a_faultless_request_passes_every_check(boxes) -> None:
    request = request_of(boxes, opening(boxes))
    assert checked(boxes, request) == FAULTLESS
    assert list(wrong_recipients(request, boxes.network.snapshot(T))) == []
    assert list(wrong_place(request, boxes.network.synchronizer)) == []


@pytest.mark.parametrize(("delay", "is_good"), [(60, True), (61, False), (-60, True), (-61, False)])
def test_ledger_time_and_sequencing_time_are_close(boxes, delay, is_good) -> None:
    found = checked(boxes, request_of(boxes, opening(boxes), after(10 + delay)))
    assert (found.time is None) is is_good
    if found.time is not None:
        assert found.time.code is LEDGER_TIME_OUT_OF_BOUND


def test_preparation_time_and_sequencing_time_are_within_a_day(boxes) -> None:
    tree = opening(boxes)
    for delay, code in ((24 * HOUR, None), (24 * HOUR + 1, PREPARATION_TIME_OUT_OF_BOUND)):
        old = replace(tree.participant, preparation_time=T - delay)
        found = checked(boxes, request_of(boxes, replace(tree, participant_metadata=Leaf.of(old))))
        assert (found.time.code if found.time else None) is code


def test_nothing_is_used_before_it_was_made(boxes) -> None:
    tree = opening(boxes)
    early = Leaf.of(replace(tree.participant, ledger_time=START, preparation_time=START))
    found = checked(boxes, request_of(boxes, replace(tree, participant_metadata=early), START))
    assert found.contract_consistency is not None
    assert found.contract_consistency.code is MALFORMED_REQUEST


def test_the_submitting_participant_must_have_signed(boxes) -> None:
    tree = opening(boxes)
    for request in (
        request_of(boxes, tree, signer="p2"),
        replace(request_of(boxes, tree), signatures={}),
    ):
        [(position, rejection)] = checked(boxes, request).authentication.items()
        assert position.is_root and rejection.code is MALFORMED_REQUEST


def test_a_signature_on_another_hash_does_not_count(boxes) -> None:
    other = request_of(boxes, opening(boxes)).signatures
    tree = opening(boxes)
    request = request_of(boxes, tree)
    [position] = request.signatures
    moved = replace(request, signatures={position: next(iter(other.values()))})
    assert position in checked(boxes, moved).authentication


def with_submitter(tree: TransactionTree, **changes) -> TransactionTree:
    assert tree.submitter is not None
    return replace(tree, submitter_metadata=Leaf.of(replace(tree.submitter, **changes)))


def test_who_gives_authority_must_have_submitted(boxes) -> None:
    tree = with_submitter(opening(boxes), act_as=boxes.network.parties("p1"))
    [rejection] = checked(boxes, request_of(boxes, tree)).authorization.values()
    assert boxes.network.party("alice") in rejection.cause


def test_the_submitting_participant_must_be_allowed_to_submit(boxes) -> None:
    everyone = boxes.network.parties("alice", "bob")
    tree = with_submitter(opening(boxes), act_as=everyone)
    [rejection] = checked(boxes, request_of(boxes, tree)).authorization.values()
    assert boxes.network.party("bob") in rejection.cause


def test_who_gives_authority_to_an_inner_view_must_see_the_outer_one(boxes) -> None:
    inner = request_of(boxes, opening(boxes), only=1)
    assert authorizers_of(inner.topmost[0].view) == boxes.network.parties("bob")
    assert checked(boxes, inner, "p3") == FAULTLESS
    assert len(checked(boxes, inner, "p2").authorization) == 1


def test_a_request_in_our_name_must_be_our_own_message(boxes) -> None:
    request = request_of(boxes, opening(boxes))
    assert checked(boxes, request, own=False).replay is not None
    assert checked(boxes, request, "p2", own=False).replay is None


def test_what_is_archived_is_not_used_by_a_later_root(boxes) -> None:
    request = request_of(boxes, opening(boxes))
    [root] = request.topmost
    twice = replace(request, topmost=(root, root))
    found = checked(boxes, twice).internal_consistency
    assert found is not None and found.code is MODEL_CONFORMANCE


def test_nothing_is_created_twice(boxes) -> None:
    tree = boxes.request(T, boxes.box(owner="alice"), command_id="box").plan.tree
    request = request_of(boxes, tree)
    [root] = request.topmost
    assert checked(boxes, request).internal_consistency is None
    assert checked(boxes, replace(request, topmost=(root, root))).internal_consistency is not None


def test_what_one_root_uses_none_after_it_creates(boxes) -> None:
    made = boxes.request(T, boxes.box(), command_id="box", sender="p2", act_as="bob")
    [box] = [view.participant.created_core[0] for _, view in made.plan.tree.views()]
    opened = request_of(boxes, boxes.request(T, boxes.open(box.contract.contract_id)).plan.tree)
    [creates], [uses] = request_of(boxes, made.plan.tree).topmost, opened.topmost
    orders = {(creates, uses): True, (uses, creates): False}
    for topmost, is_right in orders.items():
        found = checked(boxes, replace(opened, topmost=topmost)).internal_consistency
        assert (found is None) is is_right


def test_views_go_to_the_hosts_of_their_informees_and_those_above(boxes) -> None:
    request = request_of(boxes, opening(boxes))
    snapshot = boxes.network.snapshot(T)
    root, inner = (each.position for each in request.views)
    for position, recipients in (
        (root, request.recipients[inner]),
        (inner, Recipients.group(request.recipients[inner].all())),
    ):
        wrong = replace(request, recipients={**request.recipients, position: recipients})
        assert [e.code for e in wrong_recipients(wrong, snapshot)] == [MALFORMED_REQUEST]


def test_views_name_the_place_where_the_request_went(boxes) -> None:
    request = request_of(boxes, opening(boxes))
    elsewhere = replace(request.received, mediator=MediatorGroup(1))
    moved = replace(request, received=elsewhere)
    [found] = wrong_place(moved, boxes.network.synchronizer)
    assert found.code is BAD_ROOT_HASH_MESSAGES
    other = replace(boxes.network.synchronizer, serial=1)
    [found] = wrong_place(request, other)
    assert found.code is MALFORMED_REQUEST
