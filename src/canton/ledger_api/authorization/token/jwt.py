"""JSON Web Tokens in their compact form: taken apart, and checked for signature and time.

A token is checked against one algorithm, that of the key, whatever its header says. Source: RFC
7515, 7519; the time rules are those of the original's library, which counts whole seconds.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from canton.timestamps import TIMESTAMP_MAX, Micros, Timestamp

_SECOND: Final = 1_000_000
_COMPACT: Final = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]*)")


class BadToken(Exception):
    """A token is not accepted; the text says why, for the log alone, without the token."""


class Key(Protocol):
    """What verifies signatures of one algorithm."""

    @property
    def algorithm(self) -> str:
        """The name of the algorithm in headers of tokens."""
        ...

    def verifies(self, signed: bytes, signature: bytes) -> bool:
        """Whether the signature of these bytes was made with the key."""
        ...


@dataclass(frozen=True, slots=True)
class Jwt:
    """A token taken apart; nothing of it is verified. Its fields are not shown: they are secret."""

    algorithm: str
    key_id: str | None
    payload: Mapping[str, object]
    signed: bytes
    signature: bytes

    def __repr__(self) -> str:
        return f"Jwt({self.algorithm})"

    @property
    def issuer(self) -> str | None:
        """Who issued it, as it says itself."""
        issuer = self.payload.get("iss")
        return issuer if isinstance(issuer, str) else None


@dataclass(frozen=True, slots=True)
class TimeRules:
    """How exactly times of tokens are kept, and how long a token may have to live.

    The leeways are whole seconds; no highest lifetime means that a token need not expire.
    """

    expires_leeway_s: int = 0
    issued_leeway_s: int = 0
    not_before_leeway_s: int = 0
    lifetime_max: Micros | None = None


def parse(text: str) -> Jwt:
    """The parts of a token.

    Raises:
        BadToken: it is none.
    """
    parts = _COMPACT.fullmatch(text)
    if parts is None:
        raise BadToken("it is not a JSON Web Token")
    header, payload = _object(parts[1], "header"), _object(parts[2], "payload")
    algorithm, key_id = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str):
        raise BadToken("its header names no algorithm")
    if "crit" in header:
        raise BadToken("its header has critical extensions, and none is known")
    signed = f"{parts[1]}.{parts[2]}".encode()
    return Jwt(
        algorithm,
        key_id if isinstance(key_id, str) else None,
        payload,
        signed,
        _decoded(parts[3], "signature"),
    )


def require_signed(jwt: Jwt, key: Key) -> None:
    """Checks that the token was signed with the key.

    Raises:
        BadToken: it was not.
    """
    if jwt.algorithm != key.algorithm:
        raise BadToken(f"its algorithm is not {key.algorithm}")
    if not key.verifies(jwt.signed, jwt.signature):
        raise BadToken("its signature does not verify")


def require_in_time(jwt: Jwt, now: Timestamp, rules: TimeRules) -> None:
    """Checks that the token holds now, and not for too long.

    Raises:
        BadToken: it does not.
    """
    now_s = now // _SECOND
    expires_s = numeric_date(jwt.payload, "exp")
    if expires_s is not None and expires_s < now_s - rules.expires_leeway_s:
        raise BadToken("it has expired")
    begins_s = numeric_date(jwt.payload, "nbf")
    if begins_s is not None and begins_s > now_s + rules.not_before_leeway_s:
        raise BadToken("it does not hold yet")
    issued_s = numeric_date(jwt.payload, "iat")
    if issued_s is not None and issued_s > now_s + rules.issued_leeway_s:
        raise BadToken("it was issued in the future")
    if rules.lifetime_max is None:
        return
    if expires_s is None:
        raise BadToken("it has no expiration time, and its lifetime is limited")
    if expires_s * _SECOND - now > rules.lifetime_max:
        raise BadToken("its lifetime is too long")


def numeric_date(payload: Mapping[str, object], name: str) -> int | None:
    """A time of a token in seconds since 1970, if the token says it.

    Raises:
        BadToken: it is no number.
    """
    value = payload.get(name)
    if value is None:
        return None
    if isinstance(value, float) and math.isfinite(value):
        value = math.floor(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadToken(f"its '{name}' is not a number of seconds")
    return value


def expiry(payload: Mapping[str, object]) -> Timestamp | None:
    """When a token expires, if ever."""
    seconds = numeric_date(payload, "exp")
    return None if seconds is None else Timestamp(min(seconds * _SECOND, TIMESTAMP_MAX))


def decoded_bytes(text: str) -> bytes:
    """The bytes of a base64url text without padding.

    Raises:
        ValueError: it is none.
    """
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error


def _decoded(text: str, part: str) -> bytes:
    try:
        return decoded_bytes(text)
    except ValueError as error:
        raise BadToken(f"its {part} is not base64url") from error


def _object(text: str, part: str) -> Mapping[str, object]:
    try:
        value = json.loads(_decoded(text, part))
    except (ValueError, RecursionError) as error:
        raise BadToken(f"its {part} is not JSON") from error
    if not isinstance(value, dict):
        raise BadToken(f"its {part} is not a JSON object")
    return value
