"""Key sets that issuers publish at a URL (JWKS): fetched when a key is missing, kept for a while.

A key that is not in the set that is kept makes it be fetched again, so that a new key is known at
once; but no set is fetched more often than once a second, however many strange tokens come.
Source: ledger API sheet 4.1; RFC 7517.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from canton.clock import Clock
from canton.ledger_api.authorization.token.jwt import BadToken, Key
from canton.ledger_api.authorization.token.key import BadKey, key_of_jwk
from canton.timestamps import Micros, Timestamp

_LOGGER = logging.getLogger(__name__)
FETCH_INTERVAL_S: Final = 1.0

Fetch = Callable[[str], Awaitable[bytes]]
"""Gets what is at a URL.

Raises:
    OSError: it could not be had.
"""


@dataclass(slots=True)
class _KeySet:
    """The keys of one URL. A key without an id is under None."""

    keys: Mapping[str | None, Key] = field(default_factory=dict)
    fetched_at: Timestamp | None = None
    fetched_s: float | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class KeySets:
    """The key sets of all URLs; a set is kept for `lifetime`, and has at most `size_max` keys."""

    def __init__(self, fetch: Fetch, clock: Clock, lifetime: Micros, size_max: int) -> None:
        self._fetch = fetch
        self._clock = clock
        self._lifetime = lifetime
        self._size_max = size_max
        self._sets: dict[str, _KeySet] = {}

    async def key(self, url: str, key_id: str | None) -> Key:
        """The key of that id; without an id the only key of the set.

        Raises:
            BadToken: there is no such key, or the set cannot be had.
        """
        kept = self._sets.setdefault(url, _KeySet())
        found = self._find(kept, key_id)
        if found is None:
            found = await self._fetched(url, kept, key_id)
        if found is None:
            raise BadToken("the issuer's key set has no key of its id")
        return found

    async def _fetched(self, url: str, kept: _KeySet, key_id: str | None) -> Key | None:
        """The key, from a set whose fetching began after the call did: many callers share one."""
        called_s = self._clock.monotonic_s()
        async with kept.turn:
            if kept.fetched_s is None or kept.fetched_s <= called_s:
                if kept.fetched_s is not None:
                    elapsed_s = self._clock.monotonic_s() - kept.fetched_s
                    await self._clock.sleep(max(0.0, FETCH_INTERVAL_S - elapsed_s))
                await self._fetch_into(kept, url)
            return self._find(kept, key_id)

    async def _fetch_into(self, kept: _KeySet, url: str) -> None:
        kept.fetched_s = self._clock.monotonic_s()
        try:
            keys = _read(await self._fetch(url), self._size_max)
        except (OSError, ValueError) as error:
            raise BadToken(f"the key set of its issuer cannot be had: {error}") from error
        kept.keys, kept.fetched_at = keys, self._clock.now()

    def _find(self, kept: _KeySet, key_id: str | None) -> Key | None:
        if kept.fetched_at is None or self._clock.now() - kept.fetched_at >= self._lifetime:
            return None
        if key_id is None:
            return next(iter(kept.keys.values())) if len(kept.keys) == 1 else None
        return kept.keys.get(key_id)


def _read(content: bytes, size_max: int) -> dict[str | None, Key]:
    """The keys of a key set that verify tokens; others are passed over.

    Raises:
        ValueError: it is no key set.
    """
    document = json.loads(content)
    entries = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise ValueError("it is not a JSON Web Key Set")
    keys: dict[str | None, Key] = {}
    for entry in entries[:size_max]:
        if not isinstance(entry, dict) or entry.get("use") == "enc":
            continue
        key_id = entry.get("kid")
        try:
            keys[key_id if isinstance(key_id, str) else None] = key_of_jwk(entry)
        except BadKey as error:
            _LOGGER.info("a key of a key set is not used: %s", error)
    return keys
