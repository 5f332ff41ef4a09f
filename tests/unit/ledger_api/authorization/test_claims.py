"""What rights include. Source: the original's ClaimSet; ledger API sheet 4.3."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from canton.ledger_api.authorization.claims import (
    ADMINISTRATOR,
    WILDCARD,
    Claims,
    TokenUser,
    claims_of_user,
)
from canton.ledger_api.user.value import Right
from canton.participant.stores.user import RightKind as Kind

ACTS = Right(Kind.CAN_ACT_AS, "alice")
READS = Right(Kind.CAN_READ_AS, "alice")
EXECUTES = Right(Kind.CAN_EXECUTE_AS, "alice")
ANY = {
    "act": Right(Kind.CAN_ACT_AS_ANY_PARTY),
    "read": Right(Kind.CAN_READ_AS_ANY_PARTY),
    "execute": Right(Kind.CAN_EXECUTE_AS_ANY_PARTY),
}
ADMIN = Right(Kind.PARTICIPANT_ADMIN)

# For each question: the rights that answer it for alice, and those that answer it for bob.
TABLE: list[tuple[str, Callable[[Claims, str], bool], set[Right], set[Right]]] = [
    ("act", Claims.acts_as, {ACTS, ANY["act"]}, {ANY["act"]}),
    (
        "read",
        Claims.reads_as,
        {ACTS, READS, ANY["act"], ANY["read"]},
        {ANY["act"], ANY["read"]},
    ),
    (
        "execute",
        Claims.executes_as,
        {ACTS, EXECUTES, ANY["act"], ANY["execute"]},
        {ANY["act"], ANY["execute"]},
    ),
    (
        "operate",
        Claims.operates_as,
        {ACTS, READS, EXECUTES, *ANY.values()},
        set(ANY.values()),
    ),
    (
        "read as any",
        lambda claims, _: claims.reads_as_any_party,
        {ANY["act"], ANY["read"]},
        {ANY["act"], ANY["read"]},
    ),
]
RIGHTS = [ACTS, READS, EXECUTES, *ANY.values(), ADMIN, Right(Kind.IDENTITY_PROVIDER_ADMIN)]


@pytest.mark.parametrize("right", RIGHTS, ids=lambda each: each.kind.name)
@pytest.mark.parametrize(("question", "asks", "for_alice", "for_bob"), TABLE)
def test_a_right_includes_what_the_table_says(
    question: str,
    asks: Callable[[Claims, str], bool],
    for_alice: set[Right],
    for_bob: set[Right],
    right: Right,
) -> None:
    claims = Claims(frozenset({right}))
    assert asks(claims, "alice") is (right in for_alice), question
    assert asks(claims, "bob") is (right in for_bob), question


def test_to_administer_is_not_to_read_or_act() -> None:
    assert ADMINISTRATOR.administers
    assert not ADMINISTRATOR.operates_as("alice")
    assert WILDCARD.administers
    assert WILDCARD.acts_as("alice")


def test_nobody_administers_the_default_provider() -> None:
    rights = [Right(Kind.IDENTITY_PROVIDER_ADMIN), READS]
    of_default = claims_of_user(TokenUser("u"), rights)
    assert of_default.rights == {READS}
    assert not of_default.administers_users
    of_other = claims_of_user(TokenUser("u", identity_provider_id="idp"), rights)
    assert of_other.administers_users
    assert not of_other.administers


def test_claims_of_a_provider_are_about_that_provider_alone() -> None:
    assert Claims().may_be_about("any")
    assert Claims().may_be_about("")
    mine = Claims(identity_provider_id="mine")
    assert mine.may_be_about("mine")
    assert not mine.may_be_about("")
    assert not mine.may_be_about("other")
