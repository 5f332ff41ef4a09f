"""What is kept for some seconds, and not a moment or a value more."""

from __future__ import annotations

from canton.lifecycle.kept import Kept


def test_a_value_is_kept_for_its_seconds_however_often_it_is_put_in_again() -> None:
    kept: Kept[str, object] = Kept(seconds=10, count_max=9)
    value = object()
    kept.put("a", value, now_s=0)
    kept.put("a", value, now_s=9)
    assert kept.current(9.9).get("a") is value
    assert kept.current(10) == {}


def test_a_newer_value_has_a_time_of_its_own() -> None:
    kept: Kept[str, object] = Kept(seconds=10, count_max=9)
    older, newer = object(), object()
    kept.put("a", older, now_s=0)
    kept.put("a", newer, now_s=5)
    assert kept.current(12)["a"] is newer
    assert kept.current(15) == {}


def test_the_oldest_goes_when_there_are_too_many() -> None:
    kept: Kept[int, object] = Kept(seconds=10, count_max=3)
    for number in range(5):
        kept.put(number, object(), now_s=0)
    assert list(kept.current(1)) == [2, 3, 4]
