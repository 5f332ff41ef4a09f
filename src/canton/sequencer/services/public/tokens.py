"""Nonces and tokens of members: one nonce per member until it is used, some tokens per member.

All in memory: after a restart members authenticate anew. Bounded in both directions: a member
holds one nonce and so many tokens, and only members of the synchronizer hold any.
Source: Canton 3.6 MemberAuthenticationStore; protocol sheet 6.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from canton.identifiers import Fingerprint, Member
from canton.timestamps import Micros, Timestamp, micros, plus

NONCE_LENGTH: Final = 20
TOKEN_LENGTH: Final = 20
_MINUTE: Final = micros(seconds=60)
_HOUR: Final = micros(seconds=3600)


@dataclass(frozen=True, slots=True)
class TokenSettings:
    """How long nonces and tokens live, and how many tokens a member may hold."""

    nonce_lifetime: Micros = _MINUTE
    token_lifetime: Micros = _HOUR
    tokens_per_member_max: int = 25


@dataclass(frozen=True, slots=True)
class Nonce:
    """A number that a member must sign."""

    value: bytes
    expires_at: Timestamp


@dataclass(frozen=True, slots=True)
class Token:
    """The right of a member to call; bound to the key by which it was obtained."""

    value: bytes
    member: Member
    key: Fingerprint
    expires_at: Timestamp

    def __repr__(self) -> str:
        return f"Token({self.member}, until {self.expires_at})"


class TokenStore:
    """All nonces and tokens of this sequencer."""

    def __init__(self, settings: TokenSettings) -> None:
        self._settings = settings
        self._nonces: dict[Member, Nonce] = {}
        self._tokens: dict[Member, OrderedDict[bytes, Token]] = {}

    def nonce(self, member: Member, fresh: bytes, now: Timestamp) -> bytes:
        """The member's nonce; `fresh` becomes it if there is none that still holds.

        The same one until it is used: so nobody can keep a member out by asking for nonces.
        """
        known = self._nonces.get(member)
        if known is None or known.expires_at <= now:
            known = Nonce(fresh, plus(now, self._settings.nonce_lifetime))
            self._nonces[member] = known
        return known.value

    def find_nonce(self, member: Member, value: bytes) -> Nonce | None:
        """The member's nonce if it is this one, expired or not."""
        known = self._nonces.get(member)
        return known if known is not None and known.value == value else None

    def use_nonce(self, member: Member) -> None:
        """The member has signed its nonce."""
        del self._nonces[member]

    def issue(self, member: Member, value: bytes, key: Fingerprint, now: Timestamp) -> Token:
        """A new token; the member's oldest goes if it has too many."""
        token = Token(value, member, key, plus(now, self._settings.token_lifetime))
        tokens = self._tokens.setdefault(member, OrderedDict())
        for old in [one.value for one in tokens.values() if one.expires_at <= now]:
            del tokens[old]
        tokens[value] = token
        while len(tokens) > self._settings.tokens_per_member_max:
            tokens.popitem(last=False)
        return token

    def find(self, member: Member, value: bytes, now: Timestamp) -> Token | None:
        """The member's token of that value, if it still holds."""
        tokens = self._tokens.get(member)
        token = None if tokens is None else tokens.get(value)
        return token if token is not None and token.expires_at > now else None

    def owner(self, value: bytes) -> Member | None:
        """Whose token it is."""
        return next((member for member, of in self._tokens.items() if value in of), None)

    def revoke(self, member: Member) -> None:
        """Forgets all tokens of the member."""
        self._tokens.pop(member, None)
