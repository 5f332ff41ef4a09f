"""Who calls: the ways of accepting a token, tried in order, and the rights of the user it names.

Source: ledger API sheet 4.1 to 4.3.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Final, Protocol

from canton.errors import LedgerError
from canton.ledger_api.authorization.claims import (
    WILDCARD,
    Claims,
    TokenUser,
    claims_of_user,
)
from canton.ledger_api.authorization.errors import (
    missing_user_id,
    permission_denied,
    unauthenticated,
    users_are_disabled,
)
from canton.ledger_api.request.field import user_id
from canton.ledger_api.user.directory import Users
from canton.ledger_api.user.value import DEFAULT_IDENTITY_PROVIDER, UserId

_LOGGER = logging.getLogger(__name__)
_BEARER: Final = re.compile(r"Bearer (.+)")


class Unaccepted(Exception):
    """One way does not accept a token; the text says why, for the log alone."""


class Way(Protocol):
    """One way of accepting tokens."""

    async def accept(self, token: str | None, service: str) -> Claims | TokenUser | None:
        """Whom the token stands for when a service is called; None if it is not for this way.

        None as token is a call without one.

        Raises:
            Unaccepted: the token looks like one for this way, and is not good.
        """


class Authentication:
    """Accepts a token the first way that knows it. Without any way everybody may do everything."""

    def __init__(self, ways: Sequence[Way], users: Users | None) -> None:
        self._ways = tuple(ways)
        self._users = users

    async def claims(self, header: str | None, service: str) -> Claims:
        """The claims of whoever sends that header.

        Raises:
            LedgerError: UNAUTHENTICATED, PERMISSION_DENIED, INVALID_TOKEN.
        """
        if not self._ways:
            return WILDCARD
        match await self._accept(header, service):
            case None:
                raise unauthenticated()
            case TokenUser() as user:
                return await self._resolve(user)
            case Claims() as claims:
                return claims

    async def _accept(self, header: str | None, service: str) -> Claims | TokenUser | None:
        bearer = None if header is None else _BEARER.search(header)
        token = None if bearer is None else bearer[1]
        reasons = []
        for number, way in enumerate(self._ways, 1):
            try:
                accepted = await way.accept(token, service)
            except Unaccepted as error:
                reasons.append(f"({number}) {error}")
            else:
                if accepted is not None:
                    return accepted
        if header is not None:
            why = "; ".join(reasons) or ("no way knows it" if token else "it is no Bearer token")
            _LOGGER.warning("authorization failed: the token is not accepted: %s", why)
        return None

    async def _resolve(self, token: TokenUser) -> Claims:
        """What the token's user may do."""
        if self._users is None:
            raise users_are_disabled()
        try:
            name = user_id(token.user_id)
        except LedgerError as error:
            raise missing_user_id(f"token {error.cause}") from error
        known = await self._users.known(UserId(name))
        provider = token.identity_provider_id or DEFAULT_IDENTITY_PROVIDER
        if known is None:
            raise permission_denied(f"There is no user '{name}' of provider '{provider}'")
        user, rights = known
        if user.identity_provider_id != provider:
            raise permission_denied(f"User '{name}' is assigned to another identity provider")
        if user.is_deactivated:
            raise permission_denied(f"User {name} is deactivated")
        return claims_of_user(token, rights)


class Wildcard:
    """Accepts every call, with or without a token, and lets it do everything."""

    async def accept(self, token: str | None, service: str) -> Claims:
        """Everything."""
        return WILDCARD
