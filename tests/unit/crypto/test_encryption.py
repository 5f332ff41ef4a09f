"""Encryption: the original library's framing, and that nothing but the right key opens it."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from canton.crypto.encryption import (
    ASYMMETRIC_RANDOM_LENGTH,
    AsymmetricEncrypted,
    EncryptionAlgorithm,
    SymmetricKey,
    decrypt_with,
    encrypt_for,
)
from canton.crypto.key import EncryptionKeySpec
from canton.crypto.key_pair import EncryptionKeyPair, key_pair_from_proto
from canton.errors import Rejection
from canton.wire import crypto_pb2

RANDOM = bytes(range(ASYMMETRIC_RANDOM_LENGTH))

SCALAR = 0x6813B9BFF5D0DE5DE63DB39471B2FA6C733DFE618FDC720209CABA4ACD47B465
VECTOR = bytes.fromhex(
    "8a1afa6adeaf75b04cc3f7b07f3b6203"
    "043d658ca7eb5603cba68575bcc6dc78d68eacf254b4b070af0c831c2b418a43"
    "18926b4f7172b60ce923c0932bdc8a483b690a7ae9fd4796dcd4a354e96aad6035"
    "41c20e995b5679b4b0c8d5087bbc2f908e889cd7eac41cf79e27968dd92d3697"
    "515ce212ddda6c4ec5270030de914875d25298a7e879fbfac2c1efb7376d066c"
)


def test_a_ciphertext_of_the_originals_library_opens() -> None:
    private = ec.derive_private_key(SCALAR, ec.SECP256R1()).private_bytes(
        Encoding.DER, PrivateFormat.PKCS8, NoEncryption()
    )
    message = crypto_pb2.CryptoKeyPair()
    message.encryption_key_pair.private_key.private_key = private
    message.encryption_key_pair.private_key.key_spec = crypto_pb2.ENCRYPTION_KEY_SPEC_EC_P256
    pair = key_pair_from_proto(message)
    assert isinstance(pair, EncryptionKeyPair)
    algorithm = EncryptionAlgorithm.ECIES_HKDF_HMAC_SHA256_AES128CBC
    encrypted = AsymmetricEncrypted(VECTOR, algorithm, pair.fingerprint)
    assert decrypt_with(pair, encrypted) == b"hello canton session key"


@pytest.mark.parametrize("spec", EncryptionKeySpec)
@pytest.mark.parametrize("length", [0, 1, 16, 31])
def test_what_is_encrypted_opens_and_is_a_function_of_its_inputs(
    spec: EncryptionKeySpec, length: int
) -> None:
    pair = EncryptionKeyPair.generate(spec, bytes(range(64)))
    message = bytes(range(length))
    encrypted = encrypt_for(pair.public, message, RANDOM)
    assert encrypted == encrypt_for(pair.public, message, RANDOM)
    assert AsymmetricEncrypted.from_proto(encrypted.to_proto()) == encrypted
    assert decrypt_with(pair, encrypted) == message


@pytest.mark.parametrize("spec", EncryptionKeySpec)
def test_an_altered_ciphertext_is_rejected_wherever_it_was_altered(
    spec: EncryptionKeySpec,
) -> None:
    pair = EncryptionKeyPair.generate(spec, bytes(range(64)))
    encrypted = encrypt_for(pair.public, b"message", RANDOM)
    # The first 16 bytes of ECIES are the IV, which its MAC does not cover: there the message
    # changes instead, and the tag of the session key's ciphertext finds it out.
    for position in range(16, len(encrypted.ciphertext), 7):
        altered = bytearray(encrypted.ciphertext)
        altered[position] ^= 1
        forged = AsymmetricEncrypted(bytes(altered), encrypted.algorithm, pair.fingerprint)
        assert isinstance(decrypt_with(pair, forged), Rejection)
    short = AsymmetricEncrypted(b"short", encrypted.algorithm, pair.fingerprint)
    assert isinstance(decrypt_with(pair, short), Rejection)


@given(st.binary(max_size=200))
def test_a_session_key_opens_its_ciphertext_only(message: bytes) -> None:
    key = SymmetricKey(bytes(range(16)))
    ciphertext = key.encrypt(message, bytes(12))
    assert len(ciphertext) == 12 + len(message) + 16
    assert key.decrypt(ciphertext) == message
    assert isinstance(SymmetricKey(bytes(16)).decrypt(ciphertext), Rejection)
    assert isinstance(key.decrypt(ciphertext[:20]), Rejection)
