"""HMAC-SHA256, and the salts that are derived with it.

Source: protocol sheet 1.1 and 2.2.
"""

from __future__ import annotations

import hmac as _hmac
from dataclasses import dataclass
from typing import Final

from canton.crypto.encoding import encode_int
from canton.crypto.errors import malformed
from canton.errors import Rejection
from canton.wire import crypto_pb2

SALT_LENGTH: Final = 32
SALT_SEED_LENGTH: Final = 16
HMAC_SECRET_LENGTH_MIN: Final = 16
HMAC_SECRET_LENGTH_MAX: Final = 64


def hmac_sha256(secret: bytes, message: bytes) -> bytes:
    """The 32 bytes of HMAC-SHA256; the secret has 16 to 64 bytes."""
    assert HMAC_SECRET_LENGTH_MIN <= len(secret) <= HMAC_SECRET_LENGTH_MAX
    return _hmac.digest(secret, message, "sha256")


@dataclass(frozen=True, slots=True)
class Salt:
    """32 bytes that keep the hash of a leaf from being guessed."""

    value: bytes

    def __post_init__(self) -> None:
        assert len(self.value) == SALT_LENGTH, "a salt has 32 bytes"

    @staticmethod
    def derive(seed: bytes, index: int) -> Salt:
        """The salt number `index` of a seed."""
        return Salt(hmac_sha256(seed, encode_int(index)))

    def to_proto(self) -> crypto_pb2.Salt:
        """The message; what is hashed is `value`."""
        return crypto_pb2.Salt(hmac=crypto_pb2.HMAC_ALGORITHM_HMAC_SHA256, salt=self.value)

    @staticmethod
    def from_proto(message: crypto_pb2.Salt) -> Salt | Rejection:
        """Reads a salt."""
        if message.hmac != crypto_pb2.HMAC_ALGORITHM_HMAC_SHA256:
            return malformed("a salt names no known algorithm")
        if len(message.salt) != SALT_LENGTH:
            return malformed(f"a salt has {len(message.salt)} bytes")
        return Salt(message.salt)
