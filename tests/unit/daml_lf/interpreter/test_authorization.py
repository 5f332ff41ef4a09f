"""Who must have authorised what, as a table: the original's cases and more, with what is told."""

from __future__ import annotations

import pytest

from canton.daml_lf.builtins.errors import InterpretationError
from canton.daml_lf.interpreter import authorization as a
from canton.daml_lf.library.library import identifier

T = identifier("p", "M:T")


def parties(text: str) -> frozenset:
    return frozenset(text)


# The check, its parties (those that gave their authority last), and what is told if it fails.
CASES = [
    ("create", ("ab", None, "abc"), ""),
    ("create", ("ab", None, "a"), "(p:M:T) requires authorizers a,b, but only a were given"),
    ("create", ("", None, "a"), "(p:M:T) has no signatories"),
    ("create", ("ab", "b", "ab"), ""),
    (
        "create",
        ("ab", "ac", "abc"),
        "(p:M:T) has maintainers a,c which are not a subset of the signatories Set(a, b)",
    ),
    ("fetch", ("ab", "bc"), ""),
    (
        "fetch",
        ("ab", "cd"),
        "requires one of the stakeholders Set(a, b) of the fetched contract to be an authorizer,"
        " but authorizers were Set(c, d)",
    ),
    ("exercise", ("a", None, "ab"), ""),
    ("exercise", ("", None, "ab"), "(p:M:T) has no controllers"),
    ("exercise", ("ac", None, "ab"), "(p:M:T) requires authorizers a,c, but only a,b were given"),
    ("exercise", ("a", "b", "ab"), ""),
    ("exercise", ("a", "", "ab"), "(p:M:T) has no authorizers"),
    ("exercise", ("a", "c", "ab"), "(p:M:T) requires authorizers a,c, but only a,b were given"),
    ("query", ("a", "ab"), ""),
    (
        "query",
        ("ac", "ab"),
        "(p:M:T) requires authorizers a,c for lookup by key, but it only has a,b",
    ),
]


@pytest.mark.parametrize(("action", "who", "text"), CASES)
def test_authority(action, who, text) -> None:
    of_parties = [None if each is None else parties(each) for each in who]
    of_type = () if action == "fetch" else (T,)
    check = getattr(a, f"check_{action}")
    if not text:
        check(0, *of_type, *of_parties)
        return
    with pytest.raises(InterpretationError) as caught:
        check(0, *of_type, *of_parties)
    assert caught.value.code.id == "DAML_AUTHORIZATION_ERROR"
    assert caught.value.cause.endswith(f"node NodeId(0) {text}")
