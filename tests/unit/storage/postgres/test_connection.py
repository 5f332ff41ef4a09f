"""Which errors of the driver pass, which are definite, and which leave the outcome open."""

from __future__ import annotations

import asyncpg
import pytest

from canton.storage.errors import InvalidStatement, UniqueViolation
from canton.storage.postgres.connection import Outcome, definite_error, outcome_of


def _error(sqlstate: str) -> asyncpg.PostgresError:
    return asyncpg.PostgresError.new({"C": sqlstate, "M": "message"})


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        *((_error(code), Outcome.TRY_AGAIN) for code in ("40001", "40P01", "53300")),
        *(
            (_error(code), Outcome.UNKNOWN)
            for code in ("08006", "25006", "57P01", "57P02", "57P03")
        ),
        *((_error(code), Outcome.ROLLED_BACK) for code in ("23505", "22012", "42P01", "57P04")),
        (_error("57014"), Outcome.ROLLED_BACK),
        (asyncpg.InterfaceError("connection is closed"), Outcome.UNKNOWN),
        (ConnectionResetError(), Outcome.UNKNOWN),
        (TimeoutError(), Outcome.UNKNOWN),
    ],
)
def test_an_error_tells_what_became_of_the_transaction(error, outcome) -> None:
    assert outcome_of(error) is outcome


def test_only_a_duplicate_key_is_the_callers_to_handle() -> None:
    duplicate = definite_error(asyncpg.UniqueViolationError("duplicate key"))
    assert isinstance(duplicate, UniqueViolation)
    assert isinstance(definite_error(_error("42P01")), InvalidStatement)
