"""Key pairs: made from random bytes, exported and read back, never shown."""

from __future__ import annotations

import pytest

from canton.crypto.key import PROTOCOL_ONLY, EncryptionKeySpec, SigningKeySpec
from canton.crypto.key_pair import EncryptionKeyPair, SigningKeyPair, key_pair_from_proto
from canton.errors import Rejection
from canton.wire import crypto_pb2

RANDOM = bytes(range(64))


@pytest.mark.parametrize("spec", SigningKeySpec)
def test_a_signing_key_pair_is_a_function_of_its_random_bytes(spec: SigningKeySpec) -> None:
    pair = SigningKeyPair.generate(spec, PROTOCOL_ONLY, RANDOM)
    assert pair == SigningKeyPair.generate(spec, PROTOCOL_ONLY, RANDOM)
    assert key_pair_from_proto(pair.to_proto()) == pair


@pytest.mark.parametrize("spec", EncryptionKeySpec)
def test_an_encryption_key_pair_reads_back(spec: EncryptionKeySpec) -> None:
    pair = EncryptionKeyPair.generate(spec, RANDOM)
    assert key_pair_from_proto(pair.to_proto()) == pair


def test_the_id_in_an_export_is_not_trusted() -> None:
    pair = SigningKeyPair.generate(SigningKeySpec.EC_CURVE25519, PROTOCOL_ONLY, RANDOM)
    message = pair.to_proto()
    message.signing_key_pair.private_key.id = "1220" + "00" * 32
    assert key_pair_from_proto(message) == pair


def test_a_private_key_never_shows() -> None:
    pair = SigningKeyPair.generate(SigningKeySpec.EC_CURVE25519, PROTOCOL_ONLY, RANDOM)
    assert "private" not in repr(pair)
    encryption = EncryptionKeyPair.generate(EncryptionKeySpec.EC_P256, RANDOM)
    assert "private" not in repr(encryption)


def test_a_key_of_another_specification_is_rejected() -> None:
    message = EncryptionKeyPair.generate(EncryptionKeySpec.EC_P256, RANDOM).to_proto()
    private = message.encryption_key_pair.private_key
    private.key_spec = crypto_pb2.ENCRYPTION_KEY_SPEC_RSA_2048
    assert isinstance(key_pair_from_proto(message), Rejection)
    assert isinstance(key_pair_from_proto(crypto_pb2.CryptoKeyPair()), Rejection)
    private.private_key = b"garbage"
    assert isinstance(key_pair_from_proto(message), Rejection)
