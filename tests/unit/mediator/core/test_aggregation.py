"""Responses add up: consortia, quorums, weights, what goes first, and the laws of it all."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.identifiers import Member, MemberKind, PartyId, UniqueIdentifier
from canton.mediator.core.aggregation import (
    Approved,
    Consortium,
    Outcome,
    Rejected,
    RejectionReason,
    Response,
    Undecided,
    ViewState,
    Vote,
    progress,
    unresponsive_parties,
)
from canton.protocol.merkle.position import ViewPosition
from canton.protocol.view.common_data import Quorum

A, B, C = (PartyId(f"{name}::1220") for name in "abc")
P, Q, R = (Member(MemberKind.PARTICIPANT, UniqueIdentifier(name, "1220")) for name in "pqr")
FIRST, SECOND = ViewPosition(((),)), ViewPosition(((), ()))
YES, NO, ABSTAIN = Vote.APPROVE, Vote.REJECT, Vote.ABSTAIN


def state(*quorums: Quorum, **consortia: Consortium[str]) -> ViewState[str]:
    """A view; parties that are not given have one participant, P."""
    parties = frozenset().union(*(quorum.parties for quorum in quorums))
    given = {PartyId(f"{name}::1220"): consortium for name, consortium in consortia.items()}
    alone = {party: consortium(1, P) for party in parties}
    return ViewState(quorums, {**alone, **given})


def consortium(threshold: int, *participants: Member) -> Consortium[str]:
    return Consortium(threshold, frozenset(participants))


def quorum(threshold: int, **weights: int) -> Quorum:
    return Quorum.of({PartyId(f"{name}::1220"): w for name, w in weights.items()}, threshold)


def response(
    participant: Member, vote: Vote, *parties: PartyId, at: ViewPosition = FIRST, why: str = "no"
) -> Response[str]:
    reason = None if vote is YES else why
    return Response(participant, at, frozenset(parties), vote, reason)


def outcome_of(view: ViewState[str], *answers: Response[str]) -> Outcome[str]:
    outcome: Outcome[str] = Undecided({FIRST: view})
    for answer in answers:
        assert isinstance(outcome, Undecided), "decided before the last response"
        outcome = progress(outcome.views, answer)
    return outcome


TWO_OF_THREE = consortium(2, P, Q, R)


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        ([(P, YES)], None),
        ([(P, YES), (Q, YES)], True),
        ([(P, NO)], None),
        ([(P, NO), (Q, NO)], False),
        ([(P, NO), (Q, YES)], None),
        ([(P, NO), (Q, YES), (R, YES)], True),
        ([(P, NO), (Q, YES), (R, NO)], False),
        ([(P, ABSTAIN), (Q, ABSTAIN)], False),
        ([(P, ABSTAIN), (Q, NO)], False),
        ([(P, ABSTAIN), (Q, YES), (R, YES)], True),
        ([(P, YES), (P, YES)], None),
        ([(P, NO), (P, NO)], None),
    ],
)
def test_a_party_speaks_through_two_of_its_three_participants(votes, expected) -> None:
    view = state(quorum(1, a=1), a=TWO_OF_THREE)
    outcome = outcome_of(view, *(response(who, vote, A) for who, vote in votes))
    found = {Approved: True, Rejected: False, Undecided: None}[type(outcome)]
    assert found is expected


@pytest.mark.parametrize(
    ("quorums", "answers", "expected"),
    [
        ([quorum(2, a=1, b=1)], [(YES, A)], None),
        ([quorum(2, a=1, b=1)], [(YES, A, B)], True),
        ([quorum(2, a=2, b=1)], [(YES, A)], True),
        ([quorum(2, a=2, b=1)], [(YES, B)], None),
        ([quorum(2, a=2, b=1)], [(NO, B)], None),
        ([quorum(2, a=2, b=1)], [(NO, A)], False),
        ([quorum(1, a=1, b=1, c=1)], [(NO, A), (NO, B)], None),
        ([quorum(1, a=1, b=1, c=1)], [(NO, A), (NO, B), (NO, C)], False),
        ([quorum(1, a=1), quorum(1, b=1)], [(YES, A)], None),
        ([quorum(1, a=1), quorum(1, b=1)], [(YES, A), (YES, B)], True),
        ([quorum(1, a=1), quorum(2, a=1, b=1)], [(NO, B)], False),
        ([quorum(1, a=1), quorum(0)], [(YES, A)], True),
    ],
)
def test_quorums_and_weights(quorums, answers, expected) -> None:
    outcome = outcome_of(
        state(*quorums), *(response(P, vote, *parties) for vote, *parties in answers)
    )
    found = {Approved: True, Rejected: False, Undecided: None}[type(outcome)]
    assert found is expected


def test_a_contradicting_second_vote_is_reported_and_does_not_count() -> None:
    view = state(quorum(1, a=1), a=TWO_OF_THREE)
    first = progress({FIRST: view}, response(P, NO, A))
    assert isinstance(first, Undecided) and not first.equivocated_for
    second = progress(first.views, response(P, YES, A))
    assert isinstance(second, Undecided) and second.equivocated_for == {A}
    assert second.views[FIRST].consortia[A].vote_of(P) is NO


def test_a_repeated_vote_is_no_contradiction() -> None:
    view = state(quorum(1, a=1), a=TWO_OF_THREE)
    outcome = outcome_of(view, response(P, NO, A), response(P, NO, A))
    assert isinstance(outcome, Undecided) and not outcome.equivocated_for


def test_the_newest_reason_comes_first_and_keeps_its_parties_and_participant() -> None:
    view = state(quorum(1, a=1, b=1), quorum(1, b=1, c=1), a=consortium(1, P), b=consortium(1, Q))
    outcome = outcome_of(view, response(P, NO, A, why="a"), response(Q, NO, B, why="b"))
    assert outcome == Rejected(
        (RejectionReason(frozenset({B}), Q, "b"), RejectionReason(frozenset({A}), P, "a"))
    )


def test_an_abstention_gives_way_to_a_rejection_before_it() -> None:
    view = state(quorum(1, a=1), a=TWO_OF_THREE)
    outcome = outcome_of(view, response(P, NO, A, why="no"), response(Q, ABSTAIN, A, why="unsure"))
    assert outcome == Rejected((RejectionReason(frozenset({A}), P, "no"),))
    outcome = outcome_of(
        view, response(P, ABSTAIN, A, why="unsure"), response(Q, ABSTAIN, A, why="unsure too")
    )
    assert outcome == Rejected((RejectionReason(frozenset({A}), Q, "unsure too"),))


def test_who_has_approved_is_not_awaited_and_names_are_sorted() -> None:
    views = {
        FIRST: state(quorum(2, a=1, b=1, c=1)),
        SECOND: state(quorum(1, a=1)),
    }
    outcome = progress(views, response(P, YES, A, at=SECOND))
    assert isinstance(outcome, Undecided)
    assert unresponsive_parties(outcome.views) == (A, B, C)
    outcome = progress(outcome.views, response(P, YES, B))
    assert isinstance(outcome, Undecided)
    assert unresponsive_parties(outcome.views) == (A, C)


@given(
    weights=st.dictionaries(st.sampled_from("abc"), st.integers(1, 3), min_size=1),
    threshold=st.integers(1, 6),
    votes=st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=6),
    seed=st.integers(0, 1 << 16),
)
def test_the_order_of_responses_of_single_participants_does_not_matter(
    weights, threshold, votes, seed
) -> None:
    """With one participant a party, the outcome depends only on who approved and who rejected."""
    view = state(quorum(threshold, **weights))
    if not view.can_be_approved:
        return
    first: dict[str, bool] = {}
    for name, vote in votes:
        first.setdefault(name, vote)
    shuffled = list(first.items())
    random.Random(seed).shuffle(shuffled)
    assert decided(view, list(first.items())) == decided(view, shuffled)


def decided(view: ViewState[str], votes: list[tuple[str, bool]]) -> type:
    outcome: Outcome[str] = Undecided({FIRST: view})
    for name, vote in votes:
        if not isinstance(outcome, Undecided):
            break
        answer = response(P, YES if vote else NO, PartyId(f"{name}::1220"))
        outcome = progress(outcome.views, answer)
    return type(outcome)
