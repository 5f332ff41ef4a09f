"""Tokens that continue a list or a stream: a place, tied to the request and the participant.

They are opaque to callers. Source: ledger API sheet 8.4.
"""

from __future__ import annotations

import hashlib
from typing import Final

from google.protobuf.message import Message

from canton.errors import ErrorCode, LedgerError
from canton.identifiers import Member

_TAG_LENGTH: Final = 8
_NUMBER_LENGTH: Final = 8


class TokenMaker:
    """Makes and reads the tokens of one request; `field` is where the request carries one."""

    def __init__(
        self, participant: Member, request: Message, field: str, refusal: ErrorCode
    ) -> None:
        plain = type(request)()
        plain.CopyFrom(request)
        plain.ClearField(field)
        content = f"{participant}".encode() + plain.SerializeToString(deterministic=True)
        self._tag = hashlib.sha256(content).digest()[:_TAG_LENGTH]
        self._refusal = refusal
        self._given: bytes = getattr(request, field)

    def make(self, *place: int) -> bytes:
        """The token of a place."""
        return self._tag + b"".join(each.to_bytes(_NUMBER_LENGTH, "big") for each in place)

    def read(self, *default: int) -> tuple[int, ...]:
        """The place that the request's token names; the default without a token.

        Raises:
            LedgerError: the token is not one of this request.
        """
        if not self._given:
            return default
        tag, rest = self._given[:_TAG_LENGTH], self._given[_TAG_LENGTH:]
        if tag != self._tag or len(rest) != _NUMBER_LENGTH * len(default):
            raise LedgerError(self._refusal, "the token was given for another request")
        return tuple(
            int.from_bytes(rest[start : start + _NUMBER_LENGTH], "big")
            for start in range(0, len(rest), _NUMBER_LENGTH)
        )
