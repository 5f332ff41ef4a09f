"""References to templates by id and by name."""

from __future__ import annotations

import pytest

from canton.daml_lf.value.identifier import NamedReference, in_package, parse_reference


def test_a_reference_is_by_package_id_or_by_package_name() -> None:
    by_id = parse_reference("ab12:Main.Sub:T.Inner")
    by_name = parse_reference("#my-name:Main.Sub:T.Inner")
    assert isinstance(by_name, NamedReference)
    assert by_name.in_package("ab12") == by_id
    assert str(by_name) == "#my-name:Main.Sub:T.Inner" and str(by_id) == "ab12:Main.Sub:T.Inner"
    assert in_package(by_id, "cd").package == "cd"


@pytest.mark.parametrize("text", ["", "a:b", "#:M:T", "#n:M", "a:M:T:x", "#a b:M:T"])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_reference(text)
