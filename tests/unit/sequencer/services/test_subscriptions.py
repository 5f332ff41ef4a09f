"""The pool of subscriptions ends the oldest of a member that has too many."""

from __future__ import annotations

from contextlib import ExitStack

from canton.identifiers import Member
from canton.sequencer.services.public.subscriptions import SubscriptionPool

ALICE = Member.parse("PAR::alice::1220aa")
BOB = Member.parse("PAR::bob::1220bb")


def test_one_too_many_ends_the_oldest_and_wakes_it() -> None:
    wakes: list[None] = []
    pool = SubscriptionPool(lambda: wakes.append(None), per_member_max=2)
    with ExitStack() as stack:
        subscriptions = [stack.enter_context(pool.subscribed(ALICE)) for _ in range(3)]
        stack.enter_context(pool.subscribed(BOB))
        assert [bool(one.end_reason) for one in subscriptions] == [True, False, False]
        assert len(wakes) == 1
        assert set(pool.members) == {ALICE, BOB}
    assert pool.members == ()


def test_ending_a_member_leaves_the_others_and_lets_it_come_back() -> None:
    pool = SubscriptionPool(lambda: None)
    with pool.subscribed(ALICE) as first, pool.subscribed(BOB) as other:
        pool.end(ALICE, "revoked")
        assert (first.end_reason, other.end_reason) == ("revoked", None)
        with pool.subscribed(ALICE) as again:
            assert again.end_reason is None
            assert set(pool.members) == {ALICE, BOB}
