"""The latest updates in memory: all of them after the floor, or none at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.participant.update import RecentUpdates, TopologyUpdate, Update


def update(offset: int) -> Update:
    return TopologyUpdate(str(offset), "s", offset, (), "")


@pytest.fixture
def recent() -> RecentUpdates:
    """Updates at 12, 14 and 16; at the offsets between are completions alone."""
    updates = RecentUpdates(floor=10)
    for offset in (12, 14, 16):
        updates.add(offset, update(offset))
    return updates


def test_updates_come_in_order_within_their_bounds(recent: RecentUpdates) -> None:
    assert recent.between(10, 99, 99) == [(each, update(each)) for each in (12, 14, 16)]
    assert recent.between(12, 15, 99) == [(14, update(14))]
    assert recent.between(10, 99, 2) == [(12, update(12)), (14, update(14))]
    assert recent.between(12, 13, 99) == []


def test_what_may_be_incomplete_is_not_given(recent: RecentUpdates) -> None:
    assert recent.between(9, 99, 99) is None


@given(st.lists(st.integers(1, 3), max_size=30), st.integers(0, 100))
def test_what_is_given_is_all_there_is(gaps: list[int], begin: int) -> None:
    updates, offsets = RecentUpdates(floor=0, bytes_max=4000), []
    for gap in gaps:
        offsets.append((offsets[-1] if offsets else 0) + gap)
        updates.add(offsets[-1], update(offsets[-1]))
    found = updates.between(begin, 1000, 1000)
    if found is not None:
        assert [offset for offset, _ in found] == [each for each in offsets if each > begin]
    elif begin >= (offsets[-1] if offsets else 0):
        raise AssertionError("nothing after the last update is missing")
