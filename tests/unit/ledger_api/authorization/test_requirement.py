"""Requirements held against claims. Source: the original's Authorizer."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf.message import Message

from canton.errors import LedgerError
from canton.ledger_api.authorization.claims import ADMINISTRATOR, WILDCARD, Claims
from canton.ledger_api.authorization.requirement import (
    ActAs,
    Admin,
    ExecuteAs,
    ForUser,
    Public,
    ReadAs,
    ReadAsAnyParty,
    ReadAsSomeParty,
    Requirement,
    SelfOrUserAdmin,
    UserAdmin,
    UserAdminOrOperator,
    UserAdminOrSelf,
    WithinProvider,
    check,
)
from canton.ledger_api.user.value import Right
from canton.participant.stores.user import RightKind as Kind
from canton.wire import ledger_admin_pb2, ledger_service_pb2

DENIED, INVALID = "PERMISSION_DENIED", "INVALID_TOKEN"
NOBODY = Claims()
PROVIDER_ADMIN = Claims(
    frozenset({Right(Kind.IDENTITY_PROVIDER_ADMIN)}), "boss", None, None, "idp", True
)


def may(*rights: tuple[Kind, str]) -> Claims:
    return Claims(frozenset(Right(kind, party) for kind, party in rights))


def user(name: str, *rights: Right, provider: str | None = None) -> Claims:
    return Claims(frozenset(rights), name, None, None, provider, is_from_user=True)


def outcome(requirement: Requirement, claims: Claims, request: Message) -> str | None:
    try:
        check([requirement], claims, request)
    except LedgerError as error:
        return error.code.id
    return None


@pytest.mark.parametrize(
    ("requirement", "claims", "refusal"),
    [
        (Public(), NOBODY, None),
        (Admin(), ADMINISTRATOR, None),
        (Admin(), PROVIDER_ADMIN, DENIED),
        (Admin(), NOBODY, DENIED),
        (UserAdmin(), ADMINISTRATOR, None),
        (UserAdmin(), PROVIDER_ADMIN, None),
        (UserAdmin(), NOBODY, DENIED),
        (ActAs("a"), may((Kind.CAN_ACT_AS, "a")), None),
        (ActAs("a"), may((Kind.CAN_ACT_AS, "b")), DENIED),
        (ActAs("a"), may((Kind.CAN_READ_AS, "a"), (Kind.CAN_EXECUTE_AS, "a")), DENIED),
        (ActAs("a"), ADMINISTRATOR, DENIED),
        (ActAs("a"), WILDCARD, None),
        (ReadAs("a"), may((Kind.CAN_READ_AS, "a")), None),
        (ReadAs("a"), may((Kind.CAN_READ_AS, "b")), DENIED),
        (ReadAs("a"), may((Kind.CAN_READ_AS_ANY_PARTY, "")), None),
        (ExecuteAs("a"), may((Kind.CAN_EXECUTE_AS, "a")), None),
        (ExecuteAs("a"), may((Kind.CAN_READ_AS, "a")), DENIED),
        (ReadAsAnyParty(), may((Kind.CAN_READ_AS_ANY_PARTY, "")), None),
        (ReadAsAnyParty(), may((Kind.CAN_READ_AS, "a")), DENIED),
        (ReadAsSomeParty(), may((Kind.CAN_READ_AS, "a")), None),
        (ReadAsSomeParty(), may((Kind.CAN_READ_AS_ANY_PARTY, "")), None),
        (ReadAsSomeParty(), may((Kind.CAN_EXECUTE_AS, "a")), DENIED),
        (UserAdminOrOperator(("a", "b")), PROVIDER_ADMIN, None),
        (
            UserAdminOrOperator(("a", "b")),
            may((Kind.CAN_READ_AS, "a"), (Kind.CAN_EXECUTE_AS, "b")),
            None,
        ),
        (UserAdminOrOperator(("a", "b")), may((Kind.CAN_READ_AS, "a")), DENIED),
        (UserAdminOrOperator(()), may((Kind.CAN_ACT_AS_ANY_PARTY, "")), DENIED),
        (UserAdminOrOperator(()), ADMINISTRATOR, None),
    ],
)
def test_a_right_meets_what_it_should(
    requirement: Requirement, claims: Claims, refusal: str | None
) -> None:
    request = ledger_service_pb2.GetLedgerEndRequest()
    assert outcome(requirement, claims, request) == refusal


@pytest.mark.parametrize(
    ("said", "claims", "refusal", "filled"),
    [
        ("", user("alice"), None, "alice"),
        ("alice", user("alice"), None, "alice"),
        ("bob", user("alice"), DENIED, "bob"),
        ("bob", user("alice", Right(Kind.CAN_READ_AS_ANY_PARTY)), DENIED, "bob"),
        ("bob", WILDCARD, None, "bob"),
        ("", WILDCARD, INVALID, ""),
        ("", Claims(user_id="batch"), None, "batch"),
        ("other", Claims(user_id="batch"), DENIED, "other"),
    ],
)
def test_a_submission_is_of_the_tokens_user(
    said: str, claims: Claims, refusal: str | None, filled: str
) -> None:
    request = ledger_service_pb2.SubmitRequest(commands={"user_id": said, "command_id": "c"})
    assert outcome(ForUser("commands.user_id"), claims, request) == refusal
    assert request.commands.user_id == filled
    assert request.commands.command_id == "c"


@pytest.mark.parametrize(
    ("rights", "refusal"),
    [
        ((), DENIED),
        ((Right(Kind.CAN_READ_AS_ANY_PARTY),), None),
        ((Right(Kind.CAN_ACT_AS_ANY_PARTY),), DENIED),
    ],
)
def test_completions_of_other_users_are_for_those_who_read_as_any_party(
    rights: tuple[Right, ...], refusal: str | None
) -> None:
    request = ledger_service_pb2.CompletionStreamRequest(user_id="bob")
    requirement = ForUser("user_id", unless_reader=True)
    assert outcome(requirement, user("alice", *rights), request) == refusal


@pytest.mark.parametrize(
    ("said", "claims", "refusal", "filled"),
    [
        ("", user("alice"), None, "alice"),
        ("alice", user("alice"), None, "alice"),
        ("bob", user("alice"), DENIED, "bob"),
        ("bob", user("alice", Right(Kind.PARTICIPANT_ADMIN)), None, "bob"),
        ("bob", PROVIDER_ADMIN, None, "bob"),
        ("", WILDCARD, INVALID, ""),
        ("bob", WILDCARD, None, "bob"),
        ("", Claims(user_id="batch"), INVALID, ""),
        ("batch", Claims(user_id="batch"), DENIED, "batch"),
    ],
)
def test_users_may_look_at_themselves(
    said: str, claims: Claims, refusal: str | None, filled: str
) -> None:
    request = ledger_admin_pb2.GetUserRequest(user_id=said)
    assert outcome(SelfOrUserAdmin("user_id"), claims, request) == refusal
    assert request.user_id == filled


@pytest.mark.parametrize(
    ("said", "claims", "refusal"),
    [
        ("alice", user("alice"), None),
        ("", user("alice"), DENIED),
        ("bob", user("alice"), DENIED),
        ("alice", Claims(user_id="alice"), DENIED),
        ("bob", ADMINISTRATOR, None),
        ("", PROVIDER_ADMIN, None),
    ],
)
def test_users_may_ask_for_parties_of_their_own(
    said: str, claims: Claims, refusal: str | None
) -> None:
    request = ledger_admin_pb2.AllocatePartyRequest(user_id=said)
    assert outcome(UserAdminOrSelf("user_id"), claims, request) == refusal


@pytest.mark.parametrize(
    ("said", "claims", "refusal", "filled"),
    [
        ("", PROVIDER_ADMIN, None, "idp"),
        ("idp", PROVIDER_ADMIN, None, "idp"),
        ("other", PROVIDER_ADMIN, DENIED, "other"),
        ("", user("alice"), None, ""),
        ("other", user("alice"), None, "other"),
        ("bad!", user("alice"), INVALID, "bad!"),
        ("x" * 256, ADMINISTRATOR, INVALID, "x" * 256),
        ("", ADMINISTRATOR, None, ""),
        # An administrator of the participant who is of a provider names it, or is refused.
        ("", user("root", Right(Kind.PARTICIPANT_ADMIN), provider="idp"), DENIED, ""),
        ("idp", user("root", Right(Kind.PARTICIPANT_ADMIN), provider="idp"), None, "idp"),
    ],
)
def test_requests_are_about_the_provider_of_the_claims(
    said: str, claims: Claims, refusal: str | None, filled: str
) -> None:
    request = ledger_admin_pb2.CreateUserRequest(user={"identity_provider_id": said})
    assert outcome(WithinProvider("user.identity_provider_id"), claims, request) == refusal
    assert request.user.identity_provider_id == filled


def test_requirements_are_checked_in_order_and_the_first_refuses() -> None:
    request: Any = ledger_service_pb2.SubmitRequest()
    with pytest.raises(LedgerError, match="act as party 'a'"):
        check([ForUser("commands.user_id"), ActAs("a"), ReadAs("b")], user("u"), request)
    assert request.commands.user_id == "u"
