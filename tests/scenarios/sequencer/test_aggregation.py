"""Transcripts of aggregations: several senders submit alike, one delivery comes of it."""

from __future__ import annotations

from typing import Any

import pytest

from canton.protocol.sequencing.aggregation import (
    MediatorGroupAggregation,
    MemberAggregation,
    SenderDeduplication,
)
from canton.protocol.sequencing.event import Deliver
from canton.sequencer.core.aggregation import restored


def verdict(world: Any, sender: Any, message_id: str, rule: Any = None) -> Any:
    envelope = world.envelope(b"verdict", [[world.alice]], signed_by=sender)
    return world.submission(sender, message_id, envelope, rule=rule or MediatorGroupAggregation(0))


def test_below_the_threshold_only_a_receipt_comes_then_one_delivery_with_all_signatures(
    world: Any,
) -> None:
    world.topology.mediator_threshold = 2
    first, second = world.mediators
    effects = world.order(world.send(verdict(world, second, "v2")))
    assert world.events(effects) == ["+0 R v2 to me"]
    effects = world.order(world.send(verdict(world, first, "v1"), world.start + 5))
    assert world.events(effects) == ["+5 D v1 to md,pa"]
    [event] = world.seen_by(world.alice, effects)
    assert isinstance(event, Deliver)
    envelope = event.batch.envelopes[0].opened(1000)
    # By sender, not by arrival.
    assert [one.value for one in envelope.signatures] == [
        world.signature(first).value,
        world.signature(second).value,
    ]


def test_after_the_delivery_further_copies_are_refused(world: Any) -> None:
    first, second = world.mediators
    world.order(world.send(verdict(world, first, "v1")))
    effects = world.order(world.send(verdict(world, second, "v2"), world.start + 1))
    assert world.reports(effects) == ["SEQUENCER_AGGREGATE_SUBMISSION_ALREADY_SENT"]
    assert world.events(effects) == ["+1 E v2 to me"]


def test_a_second_contribution_of_the_same_sender_is_refused(world: Any) -> None:
    world.topology.mediator_threshold = 2
    first, _ = world.mediators
    world.order(world.send(verdict(world, first, "v1")))
    effects = world.order(world.send(verdict(world, first, "v1b"), world.start + 1))
    assert world.reports(effects) == ["SEQUENCER_AGGREGATE_SUBMISSION_STUFFING"]


def test_copies_of_an_amplified_request_are_delivered_once(world: Any) -> None:
    rule = SenderDeduplication()
    request = world.submission(
        world.alice, "m1", world.envelope(b"request", [[world.bob]]), rule=rule
    )
    effects = world.order(world.send(request), world.send(request))
    assert [line.split()[1] for line in world.events(effects)] == ["D", "E"]
    other = world.submission(
        world.carol, "m2", world.envelope(b"request", [[world.bob]]), rule=rule
    )
    effects = world.order(world.send(other))
    assert [line.split()[1] for line in world.events(effects)] == ["D"]


def test_signatures_that_are_no_longer_good_do_not_count_at_the_delivery(world: Any) -> None:
    world.topology.mediator_threshold = 2
    first, second = world.mediators
    world.order(world.send(verdict(world, first, "v1")))
    world.topology.revoked.add(world.signature(first).value)
    effects = world.order(world.send(verdict(world, second, "v2"), world.start + 1))
    assert world.events(effects) == ["+1 R v2 to me"]


def test_who_left_the_group_does_not_count(world: Any) -> None:
    world.topology.mediator_threshold = 2
    first, second = world.mediators
    world.order(world.send(verdict(world, first, "v1")))
    world.topology.mediators[0] = (second, world.carol)
    effects = world.order(world.send(verdict(world, second, "v2"), world.start + 1))
    assert world.events(effects) == ["+1 R v2 to me"]


@pytest.mark.parametrize("case", ["unreachable", "not eligible", "no such group"])
def test_a_rule_that_the_sender_may_not_use_drops_the_request(world: Any, case: str) -> None:
    rule = {
        "unreachable": MemberAggregation((world.alice, world.alice), 2),
        "not eligible": MemberAggregation((world.bob,), 1),
        "no such group": MediatorGroupAggregation(4),
    }[case]
    effects = world.order(
        world.send(
            world.submission(world.alice, "m", world.envelope(b"x", [[world.bob]]), rule=rule)
        )
    )
    assert world.events(effects) == []
    assert world.reports(effects) == ["SEQUENCER_SUBMISSION_REQUEST_MALFORMED!"]


def test_the_max_sequencing_time_of_an_aggregation_is_bounded(world: Any) -> None:
    request = world.submission(
        world.alice,
        "m",
        world.envelope(b"x", [[world.bob]]),
        rule=SenderDeduplication(),
        until=world.start + 360_000_000,
    )
    effects = world.order(world.send(request))
    assert world.reports(effects) == ["SEQUENCER_MAX_SEQUENCING_TIME_TOO_FAR"]


def test_an_aggregation_is_forgotten_when_its_max_sequencing_time_is_past(world: Any) -> None:
    world.topology.mediator_threshold = 2
    first, _ = world.mediators
    world.order(world.send(verdict(world, first, "v1")))
    assert len(world.processor.aggregations) == 1
    late = world.submission(world.alice, "late", until=world.start + 120_000_000)
    effects = world.order(world.send(late, world.start + 60_000_000))
    assert world.events(effects) != []
    assert len(world.processor.aggregations) == 0


def test_aggregations_come_back_from_their_rows(world: Any) -> None:
    world.topology.mediator_threshold = 2
    first, second = world.mediators
    persist = world.persisted(world.order(world.send(verdict(world, first, "v1"))))
    [row], contributions = persist.aggregations, persist.contributions
    assert row.delivered_at is None and len(contributions) == 1
    world.processor._aggregations = restored(persist.aggregations, persist.contributions)
    effects = world.order(world.send(verdict(world, second, "v2"), world.start + 1))
    assert world.events(effects) == ["+1 D v2 to me,pa"]
    assert world.persisted(effects).aggregations[0].delivered_at == world.start + 1
