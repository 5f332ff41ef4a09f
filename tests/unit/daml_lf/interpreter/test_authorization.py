"""Who must have authorised what, as a table."""

from __future__ import annotations

import pytest

from canton.daml_lf.builtins.errors import InterpretationError
from canton.daml_lf.interpreter import authorization as a
from canton.daml_lf.library.library import identifier

T = identifier("p", "M:T")


def parties(text: str) -> frozenset:
    return frozenset(text)


CASES = [
    (lambda: a.check_create(0, T, parties("ab"), None, parties("abc")), True),
    (lambda: a.check_create(0, T, parties("ab"), None, parties("a")), False),
    (lambda: a.check_create(0, T, parties(""), None, parties("a")), False),
    (lambda: a.check_create(0, T, parties("ab"), parties("b"), parties("ab")), True),
    (lambda: a.check_create(0, T, parties("ab"), parties("c"), parties("abc")), False),
    (lambda: a.check_fetch(0, parties("ab"), parties("bc")), True),
    (lambda: a.check_fetch(0, parties("ab"), parties("c")), False),
    (lambda: a.check_exercise(0, T, parties("a"), None, parties("ab")), True),
    (lambda: a.check_exercise(0, T, parties(""), None, parties("ab")), False),
    (lambda: a.check_exercise(0, T, parties("ac"), None, parties("ab")), False),
    (lambda: a.check_exercise(0, T, parties("a"), parties("b"), parties("ab")), True),
    (lambda: a.check_exercise(0, T, parties("a"), parties(""), parties("ab")), False),
    (lambda: a.check_exercise(0, T, parties("a"), parties("c"), parties("ab")), False),
    (lambda: a.check_query(0, T, parties("a"), parties("ab")), True),
    (lambda: a.check_query(0, T, parties("ac"), parties("ab")), False),
]


@pytest.mark.parametrize(("check", "passes"), CASES)
def test_authority(check, passes) -> None:
    if passes:
        check()
    else:
        with pytest.raises(InterpretationError) as caught:
            check()
        assert caught.value.code.id == "DAML_AUTHORIZATION_ERROR"
        assert "node NodeId(0)" in caught.value.cause
