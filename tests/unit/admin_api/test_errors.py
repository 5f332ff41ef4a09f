"""Malformed requests as errors of the caller."""

from __future__ import annotations

import pytest

from canton.admin_api.errors import accepted, reading
from canton.crypto.errors import PROTO_DESERIALIZATION_FAILURE, malformed
from canton.errors import InvariantViolation, LedgerError


def test_what_does_not_parse_is_the_callers_fault() -> None:
    with pytest.raises(LedgerError, match="not a number") as error, reading():
        raise ValueError("not a number")
    assert error.value.code is PROTO_DESERIALIZATION_FAILURE
    with pytest.raises(LedgerError, match="no key"):
        accepted(malformed("no key"))


def test_a_bug_of_ours_is_not_blamed_on_the_caller() -> None:
    with pytest.raises(InvariantViolation), reading():
        raise InvariantViolation("a bug")
