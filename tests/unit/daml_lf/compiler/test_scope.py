"""Names of generated code: what is captured is read off the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from canton.daml_lf.compiler.scope import captured_names, literal


def test_names_up_to_a_number_are_captured_once() -> None:
    lines = ["x12 = f3(x1, t2, x1)", "def l13(x14): return x14 + l5"]
    assert captured_names(lines, 11) == ["x1", "t2", "l5"]


@given(st.text(alphabet=st.sampled_from("xtl0123456789_ \\'\"é\n"), max_size=20))
def test_a_text_never_looks_like_a_name_and_stays_what_it_is(text: str) -> None:
    source = literal(text)
    assert eval(source) == text
    assert captured_names([source], 10**9) == []
