"""Whom a token is of, and for what it must have been issued. Source: AuthServiceJWTCodec."""

from __future__ import annotations

from typing import Any

import pytest

from canton.ledger_api.authorization.claims import TokenUser
from canton.ledger_api.authorization.token.jwt import BadToken
from canton.ledger_api.authorization.token.payload import token_user
from canton.timestamps import Timestamp

PREFIX = "https://daml.com/jwt/aud/participant/"


@pytest.mark.parametrize(
    ("audience", "scope", "payload", "participant"),
    [
        # the participant's own form
        (None, None, {"aud": PREFIX + "p::1"}, "p::1"),
        (None, None, {"aud": [PREFIX + "p::1"], "scope": "anything"}, "p::1"),
        (None, None, {"aud": ["else", PREFIX + "p::1"]}, "p::1"),
        (None, None, {"aud": [PREFIX, PREFIX + "p::1"]}, "p::1"),
        (None, None, {"scope": "daml_ledger_api"}, None),
        (None, None, {"scope": "a daml_ledger_api b"}, None),
        (None, None, {"scp": ["daml_ledger_api"]}, None),
        (None, None, {"scope": "daml_ledger_api", "aud": "p::1"}, "p::1"),
        # a target audience, whatever the scope
        ("me", None, {"aud": "me"}, None),
        ("me", "api", {"aud": ["you", "me"]}, None),
        # a target scope
        (None, "api", {"scope": "other api", "aud": ["a", "b"]}, None),
        (None, "api", {"scp": ["other", "api"]}, None),
        (None, "api", {"scp": "api"}, None),
    ],
)
def test_a_token_issued_for_the_target_is_accepted(
    audience: str | None, scope: str | None, payload: dict[str, Any], participant: str | None
) -> None:
    user = token_user({"sub": "alice", "exp": 7, **payload}, audience, scope)
    assert user == TokenUser("alice", participant, Timestamp(7_000_000))


@pytest.mark.parametrize(
    ("audience", "scope", "payload", "reason"),
    [
        (None, None, {}, "names no participant"),
        (None, None, {"aud": "else", "scope": "other"}, "names no participant"),
        (None, None, {"scope": "daml_ledger_apis"}, "names no participant"),
        (None, None, {"scope": "other", "scp": ["daml_ledger_api"]}, "names no participant"),
        (None, None, {"aud": PREFIX}, "one participant"),
        (None, None, {"aud": [PREFIX + "a", PREFIX + "b"]}, "one participant"),
        (None, None, {"scope": "daml_ledger_api", "aud": ["a", "b"]}, "empty or name one"),
        ("me", None, {"aud": "you", "scope": "daml_ledger_api"}, "audience does not match"),
        ("me", None, {}, "audience does not match"),
        ("me", None, {"aud": {"me": 1}}, "neither a text nor a list"),
        ("me", None, {"aud": ["me", 1]}, "neither a text nor a list"),
        (None, "api", {"scope": "apis", "aud": "api"}, "scope does not match"),
        (None, None, {"scope": "daml_ledger_api", "sub": None}, "names no user"),
        ("me", None, {"aud": "me", "sub": 5}, "names no user"),
        ("me", None, {"aud": "me", "exp": "x"}, "not a number"),
    ],
)
def test_a_token_issued_for_something_else_is_refused(
    audience: str | None, scope: str | None, payload: dict[str, Any], reason: str
) -> None:
    with pytest.raises(BadToken, match=reason):
        token_user({"sub": "alice", **payload}, audience, scope)
