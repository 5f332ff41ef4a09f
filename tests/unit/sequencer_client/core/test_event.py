"""The chain of previous timestamps shows gaps, repetitions and forks."""

from __future__ import annotations

from canton.errors import Rejection
from canton.sequencer_client.core.event import Chain, Position
from canton.timestamps import Timestamp
from unit.sequencer_client.core.test_aggregation import event


def test_new_member_starts_at_an_event_without_predecessor() -> None:
    chain = Chain(None)
    assert chain.follow(event(3, None)) is True
    assert chain.follow(event(4, 3)) is True
    assert isinstance(Chain(None).follow(event(4, 3)), Rejection)


def test_gap_repetition_and_return_are_rejected() -> None:
    for wrong in (event(9, 7), event(4, 3), event(5, None), event(6, 6)):
        chain = Chain(Position(Timestamp(5)))
        assert chain.follow(event(5, 4)) is False
        assert isinstance(chain.follow(wrong), Rejection)


def test_resumption_must_start_with_the_event_that_is_known() -> None:
    known = event(5, 4)
    assert Chain(Position(Timestamp(5), known.hash)).follow(known) is False
    forked = Chain(Position(Timestamp(5), known.hash)).follow(event(5, 4, "other"))
    assert isinstance(forked, Rejection)
    assert forked.code.id == "SEQUENCER_FORK_DETECTED"
    assert isinstance(Chain(Position(Timestamp(5))).follow(event(6, 5)), Rejection)
