"""Recipients: text forms, what a member sees, and that every member sees no more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.errors import Rejection
from canton.identifiers import Fingerprint, UniqueIdentifier, mediator, participant
from canton.protocol.sequencing.recipient import (
    Group,
    MediatorGroup,
    Recipients,
    RecipientsTree,
    from_proto,
    parse_recipient,
)
from canton.wire import sequencing_v30_pb2 as v30

NAMESPACE = Fingerprint("1220" + "ab" * 32)
A, B, C, D = (participant(UniqueIdentifier(name, NAMESPACE)) for name in "abcd")
M = mediator(UniqueIdentifier("m", NAMESPACE))


@pytest.mark.parametrize(
    ("text", "recipient"),
    [
        (str(A), A),
        (str(M), M),
        ("MGR::3", MediatorGroup(3)),
        ("SOD::", Group.SEQUENCERS),
        ("ALL::All", Group.ALL_MEMBERS),
    ],
)
def test_every_recipient_has_one_text(text: str, recipient) -> None:
    assert parse_recipient(text) == recipient
    assert str(recipient) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PAR",
        "PAR::x",
        "MGR::-1",
        "MGR::x",
        "MGR::",
        "SOD",
        "XXX::a::b",
        "MGR:0",
        "PAR::" + "x" * 400,
    ],
)
def test_other_texts_are_no_recipients(text: str) -> None:
    message = v30.Recipients(recipients_tree=[v30.RecipientsTree(recipients=[text])])
    assert isinstance(from_proto(message), Rejection)


def test_empty_trees_and_empty_nodes_are_rejected() -> None:
    assert isinstance(from_proto(v30.Recipients()), Rejection)
    empty = v30.RecipientsTree(children=[v30.RecipientsTree(recipients=[str(A)])])
    assert isinstance(from_proto(v30.Recipients(recipients_tree=[empty])), Rejection)


def test_a_member_sees_the_topmost_trees_it_stands_in_and_all_below() -> None:
    chain = Recipients.chain([[A], [B], [C]])
    assert chain.seen_by(A) == chain
    assert chain.seen_by(B) == Recipients.chain([[B], [C]])
    assert chain.seen_by(C) == Recipients.chain([[C]])
    assert chain.seen_by(D) is None
    assert chain.leaves() == {C}
    assert chain.all() == {A, B, C}


def test_groups_do_not_see_each_other() -> None:
    pairs = Recipients.groups([[A, MediatorGroup(0)], [B, MediatorGroup(0)]])
    assert pairs.seen_by(A) == Recipients.group([A, MediatorGroup(0)])
    assert pairs.seen_by(M) is None
    assert pairs.seen_by(M, [MediatorGroup(0)]) == pairs
    assert Recipients.group([Group.ALL_MEMBERS]).seen_by(D, [Group.ALL_MEMBERS]) is not None


def test_only_one_group_without_trees_below_is_a_single_group() -> None:
    assert Recipients.group([A, B]).as_single_group() == {A, B}
    assert Recipients.groups([[A], [B]]).as_single_group() is None
    assert Recipients.chain([[A], [B]]).as_single_group() is None


trees = st.recursive(
    st.builds(
        RecipientsTree, st.frozensets(st.sampled_from([A, B, C, MediatorGroup(1)]), min_size=1)
    ),
    lambda inner: st.builds(
        RecipientsTree,
        st.frozensets(st.sampled_from([A, B, C, MediatorGroup(1)]), min_size=1),
        st.lists(inner, max_size=3).map(tuple),
    ),
    max_leaves=8,
)


@given(st.lists(trees, min_size=1, max_size=3))
def test_recipients_read_back_and_seeing_twice_is_seeing_once(found) -> None:
    recipients = Recipients(tuple(found))
    assert from_proto(recipients.to_proto()) == recipients
    for member in (A, B, D):
        seen = recipients.seen_by(member, [MediatorGroup(1)] if member is B else [])
        if seen is None:
            assert member not in recipients.all()
        else:
            assert seen.seen_by(member, [MediatorGroup(1)] if member is B else []) == seen
            assert seen.all() <= recipients.all()
