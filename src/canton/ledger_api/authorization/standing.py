"""Streams under way end when their claims cease to hold.

That is when the token expires, and when the rights of its user change, the user is deactivated,
deleted or moved, or its identity provider is deactivated or deleted. A change ends the streams at
once: the participant itself makes it. Source: ledger API sheet 4.3.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

from canton.clock import Clock
from canton.ledger_api.authorization.claims import Claims
from canton.ledger_api.authorization.errors import (
    access_token_expired,
    stale_stream_authorization,
)
from canton.timestamps import Micros


class Standings:
    """The streams under way whose claims may cease to hold.

    `allowance` is how long after its expiry a token still holds for a stream; None is for ever.
    """

    def __init__(self, clock: Clock, allowance: Micros | None = Micros(0)) -> None:
        self._clock = clock
        self._allowance = allowance
        self._standing: set[_Standing] = set()

    def user_changed(self, user_id: str) -> None:
        """The rights of a user changed, or whether it may call at all."""
        for each in self._standing:
            if each.claims.is_from_user and each.claims.user_id == user_id:
                each.end()

    def provider_changed(self, provider: str) -> None:
        """The users of an identity provider may not call any more."""
        for each in self._standing:
            if each.claims.identity_provider_id == provider:
                each.end()

    async def watched(
        self, responses: AsyncGenerator[Any, None], claims: Claims
    ) -> AsyncGenerator[Any, None]:
        """The responses, until the claims cease to hold.

        Raises:
            LedgerError: ACCESS_TOKEN_EXPIRED, STALE_STREAM_AUTHORIZATION.
        """
        standing = _Standing(claims)
        self._standing.add(standing)
        try:
            while True:
                try:
                    response = await standing.next(responses, self._remaining_s(claims))
                except StopAsyncIteration:
                    return
                yield response
        finally:
            self._standing.discard(standing)
            await responses.aclose()

    def _remaining_s(self, claims: Claims) -> float | None:
        if claims.expires_at is None or self._allowance is None:
            return None
        return (claims.expires_at + self._allowance - self._clock.now()) / 1e6


class _Standing:
    """One stream's claims, and whether they still hold."""

    def __init__(self, claims: Claims) -> None:
        self.claims = claims
        self._is_stale = False
        self._limit: asyncio.Timeout | None = None

    def end(self) -> None:
        """The claims hold no longer: a response that is waited for is not waited for any more."""
        self._is_stale = True
        if self._limit is not None and not self._limit.expired():
            self._limit.reschedule(asyncio.get_running_loop().time())

    async def next(self, responses: AsyncGenerator[Any, None], remaining_s: float | None) -> Any:
        """The next response, if it comes while the claims hold."""
        if self._is_stale:
            raise stale_stream_authorization()
        if remaining_s is not None and remaining_s <= 0:
            raise access_token_expired()
        limit = asyncio.timeout(remaining_s)
        try:
            async with limit:
                self._limit = limit
                return await anext(responses)
        except TimeoutError:
            if not limit.expired():
                raise  # the handler's own
            raise (
                stale_stream_authorization() if self._is_stale else access_token_expired()
            ) from None
        finally:
            self._limit = None
