"""Room for deep trees is given and taken back."""

from __future__ import annotations

import sys

from canton.daml_lf.language.recursion import DEPTH_MAX, room_for_deep_trees


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
