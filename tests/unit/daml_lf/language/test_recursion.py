"""Room for deep trees is given and taken back."""

from __future__ import annotations

import sys

from canton.daml_lf.language.recursion import DEPTH_MAX, recursion_limit, room_for_deep_trees


def test_the_limit_is_raised_only_while_a_tree_is_walked() -> None:
    before = sys.getrecursionlimit()
    with room_for_deep_trees():
        assert sys.getrecursionlimit() > DEPTH_MAX
        with room_for_deep_trees():
            pass
        assert sys.getrecursionlimit() > DEPTH_MAX
    assert sys.getrecursionlimit() == before


def test_a_limit_that_somebody_else_raised_further_is_kept() -> None:
    before = sys.getrecursionlimit()
    try:
        with room_for_deep_trees():
            sys.setrecursionlimit(5_000_000)
        assert sys.getrecursionlimit() == 5_000_000
    finally:
        sys.setrecursionlimit(before)


def test_room_that_another_walk_still_needs_is_not_taken_away() -> None:
    before = sys.getrecursionlimit()
    first = room_for_deep_trees()
    first.__enter__()
    with recursion_limit(1_000_000):
        first.__exit__(None, None, None)
        assert sys.getrecursionlimit() == 1_000_000
    assert sys.getrecursionlimit() == before
