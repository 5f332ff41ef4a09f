"""What was made a short while ago is kept within a bound of bytes."""

from __future__ import annotations

from canton.sequencer.event_signing import RecentlyMade


def test_the_oldest_values_go_when_all_are_too_large() -> None:
    kept: RecentlyMade[str, bytes] = RecentlyMade(bytes_max=1000)
    kept.put("a", b"a", 100)
    kept.put("b", b"b", 100)
    assert kept.get("a") == b"a"
    kept.put("c", b"c", 400)
    assert kept.get("a") is None
    assert (kept.get("b"), kept.get("c")) == (None, b"c")


def test_a_value_above_the_bound_is_not_kept() -> None:
    kept: RecentlyMade[str, bytes] = RecentlyMade(bytes_max=1000)
    kept.put("a", b"a", 5000)
    assert kept.get("a") is None
    kept.put("b", b"b", 10)
    assert kept.get("b") == b"b"
