"""Where and why JSON does not fit, in words."""

from __future__ import annotations

import pytest

from canton.json_api.mismatch import Json, Mismatch, shown, wrong


def test_a_place_is_told_from_the_outside_in() -> None:
    inner = wrong(1, "a string")
    assert str(inner) == "Got value '1' with wrong type, expecting a string"
    place = inner.inside("templateId").inside("CreateCommand").inside(0).inside("commands")
    assert place.path == "commands[0].CreateCommand.templateId"
    assert str(Mismatch("why").inside(2)) == "why at '[2]'"


@pytest.mark.parametrize(
    ("json", "text"),
    [
        (None, "null"),
        (True, "true"),
        ({}, "{}"),
        ({"secret": "x"}, "{...}"),
        ([1], "[...]"),
        ("x" * 100, "x" * 60 + "..."),
        (2**300, "a large number"),
    ],
)
def test_a_value_is_shown_shortly(json: Json, text: str) -> None:
    assert shown(json) == text
