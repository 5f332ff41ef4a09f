"""The first way that accepts a token decides; then the user's rights are looked up."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from canton.clock import ManualClock
from canton.errors import LedgerError
from canton.ledger_api.authorization.authentication import (
    Authentication,
    Unaccepted,
    Way,
    Wildcard,
)
from canton.ledger_api.authorization.claims import ADMINISTRATOR, WILDCARD, Claims, TokenUser
from canton.ledger_api.user.directory import Users
from canton.ledger_api.user.update import UserUpdate
from canton.ledger_api.user.value import Right, User, UserId, UserLimits
from canton.participant.stores.user import RightKind
from canton.storage.memory import MemoryStorage
from canton.timestamps import Timestamp

ALICE, READS = UserId("alice"), Right(RightKind.CAN_READ_AS, "a")
SERVICE = "service"


class Says:
    """A way that says of every token what a test says."""

    def __init__(self, answer: Callable[[str | None], Claims | TokenUser | None]) -> None:
        self._answer = answer

    async def accept(self, token: str | None, service: str) -> Claims | TokenUser | None:
        return self._answer(token)


def refusing(reason: str) -> Way:
    def answer(token: str | None) -> None:
        if token is not None:
            raise Unaccepted(reason)

    return Says(answer)


def accepting(known: str, answer: Claims | TokenUser) -> Way:
    return Says(lambda token: answer if token == known else None)


async def users() -> Users:
    directory = await Users.open(MemoryStorage(), ManualClock(Timestamp(1)), UserLimits())
    await directory.create(User(ALICE), [READS])
    return directory


async def refusal(authentication: Authentication, header: str | None) -> str:
    with pytest.raises(LedgerError) as caught:
        await authentication.claims(header, SERVICE)
    return str(caught.value)


async def test_without_any_way_everybody_may_do_everything() -> None:
    assert await Authentication([], None).claims(None, SERVICE) == WILDCARD
    assert await Authentication([], None).claims("Bearer x", SERVICE) == WILDCARD


async def test_a_wildcard_among_the_ways_lets_everybody_in() -> None:
    ways = [refusing("no"), Wildcard()]
    for header in (None, "Bearer x", "Basic x"):
        assert await Authentication(ways, None).claims(header, SERVICE) == WILDCARD


async def test_the_first_way_that_accepts_decides() -> None:
    ways = [refusing("no"), accepting("t", ADMINISTRATOR), accepting("t", WILDCARD)]
    assert await Authentication(ways, None).claims("Bearer t", SERVICE) == ADMINISTRATOR


@pytest.mark.parametrize("header", [None, "Bearer other", "bearer t", "t", "Basic t", "Bearer "])
@pytest.mark.logs("authorization failed")
async def test_a_call_without_an_accepted_token_is_refused(header: str | None) -> None:
    authentication = Authentication([accepting("t", WILDCARD)], None)
    assert (await refusal(authentication, header)).startswith("UNAUTHENTICATED")


@pytest.mark.logs("authorization failed")
async def test_the_log_alone_says_why_and_never_the_token(
    caplog: pytest.LogCaptureFixture,
) -> None:
    authentication = Authentication([refusing("one reason"), refusing("another")], None)
    with caplog.at_level(logging.DEBUG):
        told = await refusal(authentication, "Bearer top-secret")
        assert "reason" not in told
        assert "(1) one reason; (2) another" in caplog.text
        assert "top-secret" not in caplog.text
        caplog.clear()
        await refusal(authentication, None)
        assert caplog.text == ""


async def test_a_users_token_gives_the_users_rights_now() -> None:
    directory = await users()
    token = TokenUser("alice", "p::1", Timestamp(5))
    authentication = Authentication([accepting("t", token)], directory)
    claims = await authentication.claims("Bearer t", SERVICE)
    assert claims == Claims(frozenset({READS}), "alice", "p::1", Timestamp(5), None, True)
    more = Right(RightKind.CAN_ACT_AS, "b")
    await directory.grant(ALICE, [more], "")
    assert (await authentication.claims("Bearer t", SERVICE)).rights == {READS, more}
    await directory.revoke(ALICE, [READS], "")
    assert (await authentication.claims("Bearer t", SERVICE)).rights == {more}


async def test_users_who_may_not_call_are_denied() -> None:
    directory = await users()

    async def refused(user: TokenUser) -> str:
        return await refusal(Authentication([accepting("t", user)], directory), "Bearer t")

    assert "PERMISSION_DENIED" in await refused(TokenUser("bob"))
    assert "another identity provider" in await refused(
        TokenUser("alice", identity_provider_id="idp")
    )
    assert "INVALID_TOKEN" in await refused(TokenUser(""))
    assert "INVALID_TOKEN" in await refused(TokenUser("no good name"))
    await directory.update(
        UserUpdate(User(ALICE, is_deactivated=True), frozenset({"is_deactivated"}))
    )
    assert "deactivated" in await refused(TokenUser("alice"))
    await directory.delete(ALICE, "")
    assert "PERMISSION_DENIED" in await refused(TokenUser("alice"))


async def test_where_there_are_no_users_a_users_token_is_no_good() -> None:
    authentication = Authentication([accepting("t", TokenUser("alice"))], None)
    assert (await refusal(authentication, "Bearer t")).startswith("UNAUTHENTICATED")
