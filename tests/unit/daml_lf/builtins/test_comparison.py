"""Equality and order: laws. The tables are in `tests/scenarios/daml_lf/evaluation`."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from canton.daml_lf.builtins.comparison import compare, equal
from canton.daml_lf.builtins.text import to_list


@given(st.lists(st.integers()), st.lists(st.integers()))
def test_lists_compare_as_python_compares_them(xs, ys) -> None:
    difference = compare(to_list(xs), to_list(ys))
    assert difference == (xs > ys) - (xs < ys)
    assert equal(to_list(xs), to_list(ys)) == (xs == ys)


def test_long_lists_are_compared_without_recursion() -> None:
    items = to_list(range(300_000))
    assert equal(items, to_list(range(300_000)))
    assert compare(items, to_list(range(299_999))) == 1
