"""What sending costs, and how an account grows and shrinks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.identifiers import Member
from canton.protocol.sequencing.envelope import Envelope
from canton.protocol.sequencing.event import TrafficReceipt
from canton.protocol.sequencing.recipient import (
    Group,
    GroupRecipient,
    MediatorGroup,
    Recipient,
    Recipients,
)
from canton.protocol.sequencing.traffic import Consumption, Purchase, event_cost, is_charged
from canton.timestamps import Timestamp, micros
from canton.topology.parameters.dynamic import TrafficControlParameters

ALICE, BOB = (Member.parse(f"PAR::{name}::1220aa") for name in ("alice", "bob"))
MEDIATOR, SEQUENCER = Member.parse("MED::m::1220aa"), Member.parse("SEQ::s::1220aa")
MEDIATORS = MediatorGroup(0)
SIZES: dict[GroupRecipient, int] = {MEDIATORS: 2, Group.ALL_MEMBERS: 9}
DEFAULTS = TrafficControlParameters()


def envelope(size: int, *groups: list[Recipient]) -> Envelope:
    return Envelope(bytes(size), Recipients.groups(groups))


@pytest.mark.parametrize(
    ("envelopes", "factor", "base", "expected"),
    [
        ([], 200, 0, 0),
        ([], 200, 500, 500),
        ([envelope(1000, [ALICE])], 200, 0, 1020),
        ([envelope(1000, [ALICE, BOB])], 200, 7, 1047),
        ([envelope(1000, [MEDIATORS], [ALICE])], 200, 0, 1060),
        ([envelope(1000, [Group.ALL_MEMBERS])], 200, 0, 1180),
        ([envelope(1000, [MediatorGroup(5)])], 200, 0, 1000),
        ([envelope(49, [ALICE])], 200, 0, 49),
        ([envelope(50, [ALICE])], 200, 0, 51),
        ([envelope(10, [ALICE]), envelope(20, [BOB])], 10_000, 0, 60),
        ([envelope(10, [ALICE]), envelope(10, [ALICE])], 10_000, 0, 20),
    ],
)
def test_cost_is_the_size_and_a_share_of_it_for_each_recipient(
    envelopes: list[Envelope], factor: int, base: int, expected: int
) -> None:
    parameters = TrafficControlParameters(read_vs_write_scaling_factor=factor, base_event_cost=base)
    assert event_cost(envelopes, SIZES, parameters) == expected


@pytest.mark.parametrize(
    ("sender", "recipients", "is_free_if_responses_are"),
    [
        (ALICE, {MEDIATORS}, True),
        (ALICE, {MEDIATORS, BOB}, False),
        (ALICE, {BOB}, False),
        (MEDIATOR, {ALICE}, False),
    ],
)
def test_all_but_sequencers_pay_and_responses_may_be_free(
    sender: Member, recipients: set[Recipient], is_free_if_responses_are: bool
) -> None:
    named = frozenset(recipients)
    assert is_charged(sender, named, DEFAULTS)
    assert not is_charged(SEQUENCER, named, DEFAULTS)
    free = TrafficControlParameters(free_confirmation_responses=True)
    assert is_charged(sender, named, free) is not is_free_if_responses_are


# A thousand, which come back within ten seconds.
SMALL = TrafficControlParameters(1000, micros(seconds=10))


def at(seconds: float) -> Timestamp:
    return Timestamp(round(seconds * 1e6))


def test_a_member_begins_with_all_of_the_base_traffic() -> None:
    assert Consumption().base_at(at(0), SMALL) == 1000


def test_base_traffic_is_used_first_and_grows_up_to_its_bound() -> None:
    first = Consumption().consumed(600, at(0), SMALL)
    assert first.receipt() == TrafficReceipt(600, 0, 400)
    assert [first.base_at(at(second), SMALL) for second in (0, 1, 5, 6, 100)] == [
        400,
        500,
        900,
        1000,
        1000,
    ]
    second = first.consumed(700, at(1), SMALL)
    assert second.receipt() == TrafficReceipt(700, 200, 0)


def test_what_is_available_is_base_and_what_is_left_of_purchases() -> None:
    spent = Consumption().consumed(1300, at(0), SMALL)
    assert spent.available_at(at(1), SMALL, Purchase(1, 800, at(0))) == 100 + 500
    assert spent.available_at(at(1), SMALL, None) == 100 - 300


def test_time_without_a_request_makes_no_last_cost() -> None:
    spent = Consumption().consumed(400, at(0), SMALL)
    assert spent.at(at(2), SMALL) == Consumption(at(2), 0, 800, 0)
    assert spent.at(at(0), SMALL) == spent


def test_a_state_tells_all_of_an_account() -> None:
    spent = Consumption().consumed(1300, at(3), SMALL)
    state = spent.state(Purchase(4, 800, at(5)))
    assert (state.extra_traffic_purchased, state.extra_traffic_consumed) == (800, 300)
    assert (state.base_traffic_remainder, state.last_consumed_cost) == (0, 1300)
    assert (state.timestamp, state.serial) == (at(5), 4)
    assert not spent.state(None).HasField("serial")
    assert Consumption.of_receipt(spent.receipt(), at(3)) == spent
    assert "availableTraffic = 500" in spent.described(Purchase(4, 800, at(5)))


@given(st.lists(st.tuples(st.integers(0, 20_000_000), st.integers(0, 3000)), max_size=30))
def test_nothing_is_gained_or_lost(steps: list[tuple[int, int]]) -> None:
    purchase, now, account, spent = Purchase(1, 5000, at(0)), 0, Consumption(), 0
    for pause, cost in steps:
        now += pause
        time = Timestamp(now)
        before = account.base_at(time, SMALL)
        available = account.available_at(time, SMALL, purchase)
        if available < cost:
            continue
        extra_before = account.extra_consumed
        account = account.consumed(cost, time, SMALL)
        spent += cost
        assert 0 <= account.base_remainder <= 1000
        assert account.extra_consumed <= purchase.total
        assert (before - account.base_remainder) + (account.extra_consumed - extra_before) == cost
        assert account.available_at(time, SMALL, purchase) == available - cost
    assert spent <= 5000 + 1000 + now * 1000 / 10e6 + 1
