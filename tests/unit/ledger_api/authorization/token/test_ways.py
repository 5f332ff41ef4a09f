"""Ways of accepting tokens: by whose key, for what target, standing for whom."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from canton.clock import ManualClock
from canton.config.secret import Secret
from canton.ledger_api.authorization.authentication import Unaccepted
from canton.ledger_api.authorization.claims import ADMINISTRATOR, WILDCARD, Claims, TokenUser
from canton.ledger_api.authorization.token.jwt import TimeRules
from canton.ledger_api.authorization.token.key import SharedSecret
from canton.ledger_api.authorization.token.key_sets import KeySets
from canton.ledger_api.authorization.token.ways import (
    Meaning,
    OneKey,
    Provider,
    ProviderWay,
    PublishedKeys,
    TokenWay,
    named_users,
    privileged,
    user_itself,
)
from canton.timestamps import Timestamp, micros
from unit.ledger_api.authorization.tokens import P_256_KEY, RSA_KEY, jwk, key_set, token

NOW = Timestamp(1_700_000_000_000_000)
UNTIL_S = 1_700_000_100
UNTIL = Timestamp(UNTIL_S * 1_000_000)
SERVICE = "com.daml.ledger.api.v2.StateService"


def accepted(work: Coroutine[Any, Any, Claims | TokenUser | None]) -> Claims | TokenUser | None:
    return asyncio.run(work)


def way(meaning: Meaning = user_itself, audience: str | None = "me") -> TokenWay:
    key = OneKey(SharedSecret(Secret("pyjama")))
    return TokenWay(key, TimeRules(), ManualClock(NOW), audience, None, meaning)


def made(**payload: Any) -> str:
    return token({"sub": "alice", "aud": "me", "exp": UNTIL_S, **payload}, "pyjama")


def published(*keys: dict[str, str]) -> KeySets:
    async def fetch(url: str) -> bytes:
        return key_set(*keys)

    return KeySets(fetch, ManualClock(NOW), micros(seconds=300), 10)


def test_a_good_token_stands_for_its_user() -> None:
    assert accepted(way().accept(made(), SERVICE)) == TokenUser("alice", None, UNTIL)
    assert accepted(way().accept(None, SERVICE)) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nonsense", "not a JSON Web Token"),
        (token({"sub": "alice", "aud": "me"}, "guess"), "signature"),
        (made(exp=1), "expired"),
        (made(aud="you"), "audience"),
        (made(sub=None), "names no user"),
    ],
)
def test_a_token_that_is_not_good_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(Unaccepted, match=reason) as caught:
        accepted(way().accept(text, SERVICE))
    assert text not in str(caught.value)


def test_a_privileged_way_gives_its_claims_to_the_tokens_user() -> None:
    for level in (WILDCARD, ADMINISTRATOR):
        claims = accepted(way(privileged(level)).accept(made(), SERVICE))
        assert claims == Claims(level.rights, "alice", None, UNTIL)
    nameless = accepted(way(privileged(WILDCARD)).accept(made(sub=""), SERVICE))
    assert isinstance(nameless, Claims)
    assert nameless.user_id is None


def test_named_users_administer_the_services_they_are_allowed() -> None:
    named = way(named_users({"alice": frozenset({SERVICE})}))
    assert accepted(named.accept(made(), SERVICE)) == ADMINISTRATOR
    assert accepted(named.accept(made(), "other.Service")) is None
    assert accepted(named.accept(made(sub="bob"), SERVICE)) is None


def test_the_published_key_of_the_tokens_id_verifies_it() -> None:
    keys = PublishedKeys(published(jwk(RSA_KEY, "a"), jwk(P_256_KEY, "b")), "https://issuer")
    of_set = TokenWay(keys, TimeRules(), ManualClock(NOW), "me", None, user_itself)
    payload = {"sub": "alice", "aud": "me"}
    for private, key_id in ((RSA_KEY, "a"), (P_256_KEY, "b")):
        user = accepted(of_set.accept(token(payload, private, kid=key_id), SERVICE))
        assert user == TokenUser("alice")
    for text, reason in (
        (token(payload, RSA_KEY), "names no key"),
        (token(payload, RSA_KEY, kid="b"), "algorithm"),
        (token(payload, RSA_KEY, kid="c"), "no key of its id"),
    ):
        with pytest.raises(Unaccepted, match=reason):
            accepted(of_set.accept(text, SERVICE))


class OneProvider:
    """An identity provider that a test knows."""

    def __init__(self, audience: str | None) -> None:
        self._provider = Provider("idp", "https://issuer", audience)

    async def active_with_issuer(self, issuer: str) -> Provider | None:
        return self._provider if issuer == "the-issuer" else None


def test_a_token_of_a_known_issuer_stands_for_that_providers_user() -> None:
    keys = published(jwk(RSA_KEY, "a"))
    of_provider = ProviderWay(OneProvider("me"), keys, TimeRules(), ManualClock(NOW))
    payload = {"sub": "alice", "aud": "me", "iss": "the-issuer", "exp": UNTIL_S}
    user = accepted(of_provider.accept(token(payload, RSA_KEY, kid="a"), SERVICE))
    assert user == TokenUser("alice", None, UNTIL, "idp")
    for change, reason in (
        ({"iss": "another"}, "no active identity provider"),
        ({"aud": "you"}, "audience"),
        ({"exp": 1}, "expired"),
    ):
        with pytest.raises(Unaccepted, match=reason):
            accepted(of_provider.accept(token({**payload, **change}, RSA_KEY, kid="a"), SERVICE))
    with pytest.raises(Unaccepted, match="algorithm"):
        accepted(of_provider.accept(token(payload, "pyjama", kid="a"), SERVICE))
    without = {key: value for key, value in payload.items() if key != "iss"}
    assert accepted(of_provider.accept(token(without, RSA_KEY, kid="a"), SERVICE)) is None


def test_without_an_audience_a_providers_tokens_name_the_participant() -> None:
    keys = published(jwk(RSA_KEY, "a"))
    of_provider = ProviderWay(OneProvider(None), keys, TimeRules(), ManualClock(NOW))
    payload = {"sub": "alice", "iss": "the-issuer", "scope": "daml_ledger_api", "aud": "p::1"}
    user = accepted(of_provider.accept(token(payload, RSA_KEY), SERVICE))
    assert user == TokenUser("alice", "p::1", None, "idp")
