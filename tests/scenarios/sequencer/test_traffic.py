"""Who pays for what is sequenced, who cannot, and how purchases are credited."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from canton.protocol.message.signed import SetTrafficPurchased, signed_content
from canton.protocol.sequencing.aggregation import MemberAggregation, SequencerGroupAggregation
from canton.protocol.sequencing.event import Deliver, DeliverError, TrafficReceipt
from canton.protocol.sequencing.recipient import Group, MediatorGroup
from canton.sequencer.core.effects import Charged, Effect
from canton.timestamps import TIMESTAMP_MIN, Timestamp, micros
from canton.topology.parameters.dynamic import TrafficControlParameters

# A thousand, which come back within ten seconds; a recipient costs a tenth.
SMALL = TrafficControlParameters(1000, micros(seconds=10), 1000)
SECOND = 1_000_000


@pytest.fixture
def costly(world: Any) -> Any:
    world.topology.traffic[TIMESTAMP_MIN] = SMALL
    return world


def letter(world: Any, size: int = 100) -> Any:
    """An envelope to Bob: it costs its size and a tenth."""
    return world.envelope(bytes(size), [[world.bob]])


def order(
    world: Any, size: int, cost: int | None, second: float = 0.0, **more: Any
) -> list[Effect]:
    """A block with a letter of Alice's."""
    time = Timestamp(round(world.start + second * SECOND))
    more.setdefault("until", Timestamp(time + SECOND))
    request = world.submission(world.alice, f"m{second}", letter(world, size), cost=cost, **more)
    effects: list[Effect] = world.order(world.send(request, time), time=time)
    return effects


def receipt(world: Any, effects: list[Effect]) -> TrafficReceipt | None:
    """What Alice is told."""
    (event,) = world.seen_by(world.alice, effects)
    found: TrafficReceipt | None = event.traffic_receipt
    return found


def refusal(world: Any, effects: list[Effect]) -> str:
    """Why Alice's request was refused."""
    (event,) = world.seen_by(world.alice, effects)
    assert isinstance(event, DeliverError)
    return event.reason.message


def test_sending_is_free_without_the_parameter(world: Any) -> None:
    for cost in (None, 110):
        effects = order(world, 100, cost, second=cost or 0)
        assert receipt(world, effects) is None
        assert not world.persisted(effects).consumptions


def test_the_sender_pays_and_only_it_is_told(costly: Any) -> None:
    effects = order(costly, 100, 110)
    assert receipt(costly, effects) == TrafficReceipt(110, 0, 890)
    (event,) = costly.seen_by(costly.bob, effects)
    assert isinstance(event, Deliver) and event.traffic_receipt is None
    (row,) = costly.persisted(effects).consumptions
    assert row.member_id == costly.processor.membership.id_of(costly.alice)
    assert receipt(costly, order(costly, 100, 110, second=1)) == TrafficReceipt(110, 0, 880)


def test_who_offers_more_pays_more(costly: Any) -> None:
    assert receipt(costly, order(costly, 100, 300)) == TrafficReceipt(300, 0, 700)


def test_without_enough_traffic_nothing_is_delivered_and_nothing_paid(costly: Any) -> None:
    order(costly, 900, 990)
    effects = order(costly, 100, 110, second=0.5)
    assert refusal(costly, effects).startswith(
        "SEQUENCER_NOT_ENOUGH_TRAFFIC_CREDIT(9,0): AboveTrafficLimit(member = PAR::pa::"
    )
    assert "availableTraffic = 60)" in refusal(costly, effects)
    assert receipt(costly, effects) == TrafficReceipt(0, 0, 60)
    assert not costly.seen_by(costly.bob, effects)
    assert receipt(costly, order(costly, 100, 110, second=1)) == TrafficReceipt(110, 0, 0)


def test_a_request_that_is_refused_for_another_reason_is_paid(costly: Any) -> None:
    envelope = costly.envelope(bytes(100), [[costly.stranger]])
    request = costly.submission(costly.alice, "m1", envelope, cost=110)
    effects = costly.order(costly.send(request))
    assert "SEQUENCER_UNKNOWN_RECIPIENTS" in refusal(costly, effects)
    assert receipt(costly, effects) == TrafficReceipt(110, 0, 890)


def test_what_is_dropped_is_not_paid(costly: Any) -> None:
    order(costly, 100, 110, until=Timestamp(costly.start - 1))
    assert costly.processor.accounts.consumption(costly.alice).last_cost == 0


def test_a_contribution_to_an_aggregation_is_paid_by_each_sender(costly: Any) -> None:
    rule = MemberAggregation((costly.alice, costly.bob), 2)
    for sender in (costly.alice, costly.bob):
        envelope = costly.envelope(bytes(100), [[costly.carol]])
        request = costly.submission(sender, f"m-{sender}", envelope, rule=rule, cost=110)
        effects = costly.order(costly.send(request))
        (event,) = costly.seen_by(sender, effects)
        assert event.traffic_receipt == TrafficReceipt(110, 0, 890)
    assert len(costly.seen_by(costly.carol, effects)) == 1


def test_sequencers_pay_nothing_and_mediators_do(costly: Any) -> None:
    sequencer, mediator = costly.sequencers[0], costly.mediators[0]
    for sender in (sequencer, mediator):
        request = costly.submission(sender, f"m-{sender}", letter(costly), cost=110)
        effects = costly.order(costly.send(request))
        (event,) = costly.seen_by(sender, effects)
        assert (event.traffic_receipt is None) is (sender == sequencer)


def test_responses_are_free_if_the_parameters_say_so(costly: Any) -> None:
    costly.topology.traffic[TIMESTAMP_MIN] = TrafficControlParameters(
        1000, micros(seconds=10), free_confirmation_responses=True
    )
    envelope = costly.envelope(bytes(100), [[MediatorGroup(0)]])
    request = costly.submission(costly.alice, "m1", envelope)
    assert receipt(costly, costly.order(costly.send(request))) is None


@pytest.mark.parametrize("cost", [None, 109])
def test_a_cost_that_is_missing_or_too_low_is_an_alarm_and_the_request_is_dropped(
    costly: Any, cost: int | None
) -> None:
    effects = order(costly, 100, cost)
    assert costly.reports(effects) == ["INCORRECT_EVENT_COST!"]
    assert not costly.persisted(effects).events


def test_a_cost_by_the_topology_of_the_signature_counts_for_a_while(costly: Any) -> None:
    dearer = TrafficControlParameters(1000, micros(seconds=10), 1000, base_event_cost=100)
    costly.topology.traffic[Timestamp(costly.start + 5 * SECOND)] = dearer
    for second, signed_at, expected in (
        (10, 4, None),
        (20, 6, "INCORRECT_EVENT_COST!"),
        (124, 4, None),
        (125, 4, "OUTDATED_TRAFFIC_COST"),
        (130, 131, "OUTDATED_TRAFFIC_COST"),
    ):
        time = Timestamp(costly.start + second * SECOND)
        until = Timestamp(time + SECOND)
        request = costly.submission(
            costly.alice, f"m{second}", letter(costly), until=until, cost=110
        )
        at = Timestamp(costly.start + signed_at * SECOND)
        effects = costly.order(costly.send(costly.signed(request, at=at), time), time=time)
        assert costly.reports(effects) == ([expected] if expected else [])
        if expected is None:
            assert receipt(costly, effects).consumed_cost == 110


def test_a_cost_where_it_is_not_enforced_is_not_taken(costly: Any) -> None:
    costly.topology.traffic[TIMESTAMP_MIN] = TrafficControlParameters(
        10, micros(seconds=10), enforce_rate_limiting=False
    )
    effects = order(costly, 100, 102)
    assert receipt(costly, effects) is None
    assert len(costly.seen_by(costly.bob, effects)) == 1


def test_what_is_charged_is_told_with_whether_anything_came_of_it(costly: Any) -> None:
    def told(effects: list[Effect]) -> list[tuple[int, str | None, bool]]:
        charged = [each for each in effects if isinstance(each, Charged)]
        assert all((each.member, each.sequencer) == (costly.alice, "s1") for each in charged)
        return [(each.cost, each.waste, each.is_paid) for each in charged]

    assert told(order(costly, 100, 110)) == [(110, None, True)]
    unknown = costly.envelope(bytes(100), [[costly.stranger]])
    request = costly.submission(costly.alice, "m1", unknown, cost=110)
    assert told(costly.order(costly.send(request))) == [(110, "SEQUENCER_UNKNOWN_RECIPIENTS", True)]
    assert told(order(costly, 900, 990, 0.1)) == [(0, "SEQUENCER_NOT_ENOUGH_TRAFFIC_CREDIT", False)]
    assert told(order(costly, 100, 1, 0.2)) == [(0, "INCORRECT_EVENT_COST", False)]


def test_no_amount_of_traffic_is_larger_than_what_can_be_stored(costly: Any) -> None:
    costly.topology.traffic[TIMESTAMP_MIN] = TrafficControlParameters(2**64 - 1, micros(seconds=1))
    assert receipt(costly, order(costly, 100, 2**63 - 1, 1)) == TrafficReceipt(2**63 - 1, 0, 0)
    top_up(costly, 1, 2**64 - 1, second=2)
    assert costly.processor.accounts.purchase(costly.alice) is None


# --- purchases


def purchase(
    world: Any, serial: int, total: int, *signers: Any, **changed: Any
) -> SetTrafficPurchased:
    values = {"synchronizer": world.synchronizer, **changed}
    return SetTrafficPurchased(world.alice, serial, total, **values)


def top_up(world: Any, serial: int, total: int, second: float, **more: Any) -> list[Effect]:
    """The effects of a purchase for Alice that a sequencer sends."""
    signer = more.pop("signer", world.sequencers[0])
    to = more.pop("to", [[world.alice, Group.SEQUENCERS]])
    sender = more.pop("sender", world.sequencers[0])
    content = signed_content(purchase(world, serial, total, **more))
    envelope = world.envelope(content, to, signed_by=signer)
    time = Timestamp(round(world.start + second * SECOND))
    rule = SequencerGroupAggregation() if sender in world.sequencers else None
    until, cost = Timestamp(time + SECOND), 10 * len(content)
    request = world.submission(
        sender, f"top-up {second}", envelope, until=until, rule=rule, cost=cost
    )
    effects: list[Effect] = world.order(world.send(request, time), time=time)
    return effects


def test_a_purchase_can_be_spent_from_the_next_event_on(costly: Any) -> None:
    order(costly, 900, 990)
    effects = top_up(costly, 1, 500, second=0.01)
    (row,) = costly.persisted(effects).purchases
    assert (row.member, row.serial, row.total) == (str(costly.alice), 1, 500)
    spent = receipt(costly, order(costly, 100, 110, second=0.02))
    assert spent == TrafficReceipt(110, 98, 0)


def test_of_purchases_the_highest_serial_counts(costly: Any) -> None:
    top_up(costly, 5, 500, second=1)
    for serial, total in ((5, 900), (4, 900)):
        assert not costly.persisted(top_up(costly, serial, total, second=serial)).purchases
    assert costly.processor.accounts.purchase(costly.alice).total == 500
    top_up(costly, 6, 700, second=10)
    assert costly.processor.accounts.purchase(costly.alice).total == 700


def test_a_purchase_that_is_not_the_sequencers_word_is_an_alarm(costly: Any) -> None:
    costly.topology.traffic[TIMESTAMP_MIN] = replace(SMALL, max_base_traffic_amount=10_000)
    mediator = costly.mediators[0]
    effects = top_up(costly, 1, 10**9, 1, sender=mediator, signer=mediator)
    assert "INVALID_TRAFFIC_CONTROL_PURCHASED_MESSAGE!" in costly.reports(effects)
    other = type(costly.synchronizer).parse("ha::1220ff::35-1")
    effects = top_up(costly, 1, 500, 2, synchronizer=other)
    assert costly.reports(effects) == ["INVALID_TRAFFIC_CONTROL_PURCHASED_MESSAGE!"]
    assert costly.processor.accounts.purchase(costly.alice) is None


def test_a_purchase_that_is_not_sent_to_the_sequencers_is_not_looked_at(costly: Any) -> None:
    effects = top_up(costly, 1, 500, 1, to=[[costly.alice]])
    assert not costly.reports(effects)
    assert costly.processor.accounts.purchase(costly.alice) is None
