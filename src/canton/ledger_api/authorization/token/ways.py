"""The ways of accepting JSON Web Tokens: whose signature, issued for what, standing for whom.

Source: ledger API sheet 4.1, 4.2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from canton.clock import Clock
from canton.ledger_api.authorization.authentication import Unaccepted
from canton.ledger_api.authorization.claims import ADMINISTRATOR, Claims, TokenUser
from canton.ledger_api.authorization.token.jwt import (
    BadToken,
    Jwt,
    Key,
    TimeRules,
    parse,
    require_in_time,
    require_signed,
)
from canton.ledger_api.authorization.token.key_sets import KeySets
from canton.ledger_api.authorization.token.payload import token_user

Meaning = Callable[[TokenUser, str], Claims | TokenUser | None]
"""Whom a good token of a user stands for when a service is called."""


class KeySource(Protocol):
    """Knows the key of a token."""

    async def key(self, jwt: Jwt) -> Key:
        """The key with which the token must be signed.

        Raises:
            BadToken: there is none.
        """
        ...


@dataclass(frozen=True, slots=True)
class OneKey:
    """All tokens are signed with one key."""

    only: Key

    async def key(self, jwt: Jwt) -> Key:
        """The one."""
        return self.only


@dataclass(frozen=True, slots=True)
class PublishedKeys:
    """Tokens say the id of their key, which is in the set at a URL."""

    key_sets: KeySets
    url: str

    async def key(self, jwt: Jwt) -> Key:
        """The key of that id."""
        if jwt.key_id is None:
            raise BadToken("its header names no key")
        return await self.key_sets.key(self.url, jwt.key_id)


@dataclass(frozen=True, slots=True)
class TokenWay:
    """Accepts tokens signed with certain keys and issued for a target."""

    keys: KeySource
    rules: TimeRules
    clock: Clock
    audience: str | None
    scope: str | None
    meaning: Meaning

    async def accept(self, token: str | None, service: str) -> Claims | TokenUser | None:
        """Whom the token stands for.

        Raises:
            Unaccepted: it is not good.
        """
        if token is None:
            return None
        try:
            jwt = parse(token)
            require_signed(jwt, await self.keys.key(jwt))
            require_in_time(jwt, self.clock.now(), self.rules)
            user = token_user(jwt.payload, self.audience, self.scope)
        except BadToken as error:
            raise Unaccepted(str(error)) from error
        return self.meaning(user, service)


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider as tokens are checked against it."""

    provider_id: str
    url: str
    audience: str | None


class Providers(Protocol):
    """The identity providers that are active."""

    async def active_with_issuer(self, issuer: str) -> Provider | None:
        """The one that issues tokens under this name."""
        ...


@dataclass(frozen=True, slots=True)
class ProviderWay:
    """Accepts tokens of the participant's identity providers, known by their issuer."""

    providers: Providers
    key_sets: KeySets
    rules: TimeRules
    clock: Clock

    async def accept(self, token: str | None, service: str) -> TokenUser | None:
        """The provider's user.

        Raises:
            Unaccepted: the token is not good.
        """
        if token is None:
            return None
        try:
            return await self._user(parse(token))
        except BadToken as error:
            raise Unaccepted(str(error)) from error

    async def _user(self, jwt: Jwt) -> TokenUser | None:
        if jwt.issuer is None:
            return None
        provider = await self.providers.active_with_issuer(jwt.issuer)
        if provider is None:
            raise BadToken("no active identity provider issues such tokens")
        require_signed(jwt, await self.key_sets.key(provider.url, jwt.key_id))
        require_in_time(jwt, self.clock.now(), self.rules)
        user = token_user(jwt.payload, provider.audience, None)
        return TokenUser(user.user_id, user.participant_id, user.expires_at, provider.provider_id)


def user_itself(user: TokenUser, service: str) -> TokenUser:
    """The user, whose rights are then looked up."""
    return user


def privileged(claims: Claims) -> Meaning:
    """These claims, for requests of the token's user."""

    def meaning(user: TokenUser, service: str) -> Claims:
        return Claims(claims.rights, user.user_id or None, user.participant_id, user.expires_at)

    return meaning


def named_users(services: Mapping[str, frozenset[str]]) -> Meaning:
    """An administrator, where the service is one that the user may call; otherwise nobody."""

    def meaning(user: TokenUser, service: str) -> Claims | None:
        return ADMINISTRATOR if service in services.get(user.user_id, ()) else None

    return meaning
