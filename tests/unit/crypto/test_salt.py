"""Salts are derived by index and read back."""

from __future__ import annotations

import hashlib
import hmac

from canton.crypto.salt import Salt
from canton.errors import Rejection
from canton.wire import crypto_pb2


def test_a_salt_is_the_hmac_of_its_index() -> None:
    seed = bytes(range(16))
    expected = hmac.new(seed, b"\x00\x00\x00\x03", hashlib.sha256).digest()
    salt = Salt.derive(seed, 3)
    assert salt.value == expected
    assert Salt.from_proto(salt.to_proto()) == salt


def test_a_salt_of_another_length_or_algorithm_is_rejected() -> None:
    hmac_algorithm = crypto_pb2.HMAC_ALGORITHM_HMAC_SHA256
    assert isinstance(Salt.from_proto(crypto_pb2.Salt(hmac=hmac_algorithm, salt=b"x")), Rejection)
    assert isinstance(Salt.from_proto(crypto_pb2.Salt(salt=bytes(32))), Rejection)
