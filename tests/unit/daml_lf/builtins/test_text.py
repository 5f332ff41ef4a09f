"""Lists of run time. Texts and hex are in the tables of `tests/scenarios/daml_lf/evaluation`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.daml_lf.builtins import text
from canton.daml_lf.builtins.errors import InterpretationError
from canton.daml_lf.builtins.text import from_list, to_list

LONGER = {
    "append": lambda half: text.append_text(half, half + "x"),
    "implode": lambda half: text.implode_text(to_list([half, half, "x"])),
    "hex": lambda half: text.text_to_hex(half + "x"),
}


@pytest.mark.parametrize("longer", LONGER)
def test_texts_do_not_outgrow_the_memory(longer, monkeypatch) -> None:
    monkeypatch.setattr(text, "TEXT_LENGTH_MAX", 10)
    monkeypatch.setattr(text, "_LONG", 0)
    assert LONGER[longer]("1234")
    with pytest.raises(InterpretationError, match="memory"):
        LONGER[longer]("12345")


@given(st.lists(st.integers()))
def test_lists_of_run_time_come_back(items) -> None:
    assert from_list(to_list(items)) == items
