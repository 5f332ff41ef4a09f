"""Ticks are asked for when a time is waited for and nothing shows it."""

from __future__ import annotations

from canton.sequencer_client.core.time_tracker import TimeTrackerCore
from canton.timestamps import Timestamp

SECOND = 1_000_000


def test_nobody_waiting_needs_no_tick() -> None:
    assert TimeTrackerCore().next_request() is None


def test_tick_is_due_after_the_latency_and_again_after_the_patience() -> None:
    core = TimeTrackerCore()
    core.await_time(Timestamp(10 * SECOND))
    assert core.next_request() == 10 * SECOND + 250_000
    core.requested(Timestamp(11 * SECOND))
    assert core.next_request() == 11 * SECOND + 500_000


def test_event_satisfies_those_who_wait_for_its_time_or_earlier() -> None:
    core = TimeTrackerCore()
    for second in (10, 20):
        core.await_time(Timestamp(second * SECOND))
    core.observe(Timestamp(10 * SECOND))
    assert core.is_observed(Timestamp(10 * SECOND))
    assert core.next_request() == 20 * SECOND + 250_000
    core.await_time(Timestamp(5 * SECOND))
    assert core.next_request() == 20 * SECOND + 250_000
