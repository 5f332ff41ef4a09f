"""When a standby evicts and a holder gives up, as transcripts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.replication.core import (
    Beaten,
    BeatFailed,
    Evict,
    GiveUp,
    Holder,
    HolderCore,
    HolderSeen,
    LeaseTiming,
    ReleaseAsked,
    SessionEnded,
    StandbyCore,
)

TIMING = LeaseTiming(eviction_timeout_s=8.0)
HOLDER = Holder(session=7, application="a", beat=1)


def looks(*seen: tuple[float, Holder | None]) -> list[Evict]:
    core = StandbyCore(TIMING)
    return [evict for at_s, holder in seen for evict in core.handle(HolderSeen(at_s, holder))]


def test_a_silent_holder_is_evicted_after_the_timeout_and_not_before() -> None:
    silent = [(2.0 * n, HOLDER) for n in range(5)]
    assert looks(*silent[:4]) == []
    assert looks(*silent) == [Evict("a", 7, "no beat for 8.0 s")]


def test_after_an_eviction_its_sessions_get_as_long_again() -> None:
    evictions = looks(*((2.0 * n, HOLDER) for n in range(9)))
    assert len(evictions) == 2


@pytest.mark.parametrize("change", [{"beat": 2}, {"session": 8}])
def test_a_beat_or_another_session_starts_the_count_anew(change) -> None:
    changed = replace(HOLDER, **change)
    seen = [(2.0 * n, HOLDER) for n in range(4)] + [(2.0 * n, changed) for n in range(4, 8)]
    assert looks(*seen) == []


def test_a_free_lock_evicts_nobody() -> None:
    assert looks(*((2.0 * n, None) for n in range(20))) == []


def test_a_standby_that_did_not_look_starts_the_count_anew() -> None:
    seen = [(0.0, HOLDER), (2.0, HOLDER), (100.0, HOLDER), (102.0, HOLDER), (106.0, HOLDER)]
    assert looks(*seen) == []
    assert len(looks(*seen, (108.0, HOLDER))) == 1


def test_a_holder_gives_up_before_the_standbys_timeout() -> None:
    core = HolderCore(TIMING, begun_s=0.0)
    assert core.handle(Beaten(2.0)) == []
    assert core.handle(BeatFailed(6.0, "slow")) == []
    assert core.handle(BeatFailed(8.0, "slow")) == [GiveUp("no beat succeeded for 6.0 s: slow")]
    assert core.handle(BeatFailed(9.0, "slow")) == []


def test_a_beat_that_succeeds_again_saves_the_term() -> None:
    core = HolderCore(TIMING, begun_s=0.0)
    assert core.handle(BeatFailed(5.0, "slow")) == []
    assert core.handle(Beaten(5.5)) == []
    assert core.handle(BeatFailed(9.0, "slow")) == []


def test_a_lost_session_or_a_request_ends_the_term_at_once_and_once() -> None:
    for observed in (SessionEnded("closed"), ReleaseAsked()):
        core = HolderCore(TIMING, begun_s=0.0)
        assert len(core.handle(observed)) == 1
        assert core.handle(SessionEnded("closed")) == []


@given(st.lists(st.floats(0.1, 4.0), max_size=40), st.integers(0, 40), st.floats(0, 2.0))
def test_a_holder_that_cannot_beat_has_given_up_when_it_is_evicted(steps, last, phase) -> None:
    """Both on one time line: the holder's last beat lands, then every further one fails."""
    period_s = TIMING.period_s
    holder = HolderCore(TIMING, begun_s=0.0)
    gave_up_s = next(
        at_s
        for at_s in (n * period_s for n in range(1, 20))
        if holder.handle(BeatFailed(at_s, "away"))
    )
    standby = StandbyCore(TIMING)
    now_s = phase  # it may look first at any time after the beat
    evicted_s = None
    for step in [*steps[:last], *[period_s] * 20]:
        if standby.handle(HolderSeen(now_s, HOLDER)):
            evicted_s = now_s
            break
        now_s += step
    assert evicted_s is not None
    assert gave_up_s <= evicted_s
