"""The tokens with which a node's own process calls it: random, short-lived, never stored.

Source: ledger API sheet 4.1; console-config-admin sheet 3.3 (admin-token-config).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from canton.clock import Clock, Randomness
from canton.config.secret import Secret
from canton.ledger_api.authorization.claims import Claims
from canton.ledger_api.user.value import Right
from canton.timestamps import Micros, Timestamp

_BYTES: Final = 64


@dataclass(frozen=True, slots=True)
class _Token:
    secret: Secret
    valid_from: Timestamp


class AdminTokens:
    """Makes a new token after half the lifetime of one; the one before still holds till its end.

    A fixed token holds for ever: for tests only.
    """

    def __init__(
        self, randomness: Randomness, clock: Clock, lifetime: Micros, fixed: Secret | None = None
    ) -> None:
        self._randomness = randomness
        self._clock = clock
        self._lifetime = lifetime
        self._fixed = fixed
        self._tokens: tuple[_Token, ...] = (self._new(),)

    def current(self) -> Secret:
        """The token to call with now."""
        newest = self._tokens[-1]
        if self._clock.now() - newest.valid_from > self._lifetime // 2:
            newest = self._new()
            self._tokens = (self._tokens[-1], newest)
        return newest.secret

    def holds(self, token: str) -> bool:
        """Whether it is one of these tokens."""
        now = self._clock.now()
        valid = [each.secret for each in self._tokens if now - each.valid_from < self._lifetime]
        if self._fixed is not None:
            valid.append(self._fixed)
        # HTTP headers may hold any bytes, which Python's text stands for by surrogates.
        given = token.encode(errors="surrogatepass")
        return any(hmac.compare_digest(each.reveal().encode(), given) for each in valid)

    def _new(self) -> _Token:
        return _Token(Secret(self._randomness.bytes(_BYTES).hex()), self._clock.now())


class AdminTokenWay:
    """Accepts the node's own tokens, which stand for these rights."""

    def __init__(self, tokens: AdminTokens, rights: Iterable[Right]) -> None:
        self._tokens = tokens
        self._claims = Claims(frozenset(rights))

    async def accept(self, token: str | None, service: str) -> Claims | None:
        """The rights, if it is one of the node's tokens."""
        return self._claims if token is not None and self._tokens.holds(token) else None
