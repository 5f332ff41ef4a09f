"""Time strictly increases and seeded bytes repeat."""

from __future__ import annotations

import itertools

from canton.clock import ManualClock, SeededRandomness, SimClock, SystemRandomness, WallClock
from canton.timestamps import Timestamp


def test_wall_clock_strictly_increases() -> None:
    clock = WallClock()
    readings = [clock.now() for _ in range(2_000)]
    assert all(earlier < later for earlier, later in itertools.pairwise(readings))


def test_manual_clock_shows_what_was_set_and_its_time_still_increases() -> None:
    clock = ManualClock()
    clock.set(Timestamp(1_000))
    assert clock.reading() == 1_000
    assert 1_000 <= clock.now() < clock.now() < clock.now()
    assert clock.reading() == 1_000
    clock.set(Timestamp(5_000))
    assert clock.now() == 5_000


async def test_simulated_clock_strictly_increases_within_one_instant() -> None:
    clock = SimClock()
    assert clock.now() < clock.now() < clock.now()


async def test_skew_moves_a_simulated_clock() -> None:
    ahead = SimClock(skew_s=10)
    assert ahead.now() - SimClock().now() > 9_000_000


def test_same_seed_gives_same_bytes() -> None:
    first, again, other = SeededRandomness(1), SeededRandomness(1), SeededRandomness(2)
    assert first.bytes(50) == again.bytes(50) != other.bytes(50)
    assert first.bytes(50) == again.bytes(50)


def test_system_randomness_has_the_length_asked_for() -> None:
    assert len(SystemRandomness().bytes(20)) == 20
