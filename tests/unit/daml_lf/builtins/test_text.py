"""Lists of run time. Texts and hex are in the tables of `tests/scenarios/daml_lf/evaluation`."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from canton.daml_lf.builtins.text import from_list, to_list


@given(st.lists(st.integers()))
def test_lists_of_run_time_come_back(items) -> None:
    assert from_list(to_list(items)) == items
