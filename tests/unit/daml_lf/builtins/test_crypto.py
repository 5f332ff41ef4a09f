"""Keccak-256 and secp256k1: known answers, and keys and signatures made here."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from canton.daml_lf.builtins import crypto
from canton.daml_lf.builtins.errors import InterpretationError

KEY = ec.generate_private_key(ec.SECP256K1())
PUBLIC = KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo).hex()
MESSAGE = b"deadbeef"
SIGNATURE = KEY.sign(MESSAGE, ec.ECDSA(hashes.SHA256())).hex()


def test_keccak_pads_unlike_sha3() -> None:
    empty = "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert crypto.keccak256_text("") == empty
    assert crypto.keccak256(b"") != hashlib.sha3_256(b"").digest()


@pytest.mark.parametrize("size", [135, 136, 137, 272])
def test_keccak_takes_messages_around_its_block_size(size: int) -> None:
    # The permutation is shared with SHA-3: with that padding the result must be hashlib's.
    message = b"a" * size
    assert len(crypto.keccak256(message)) == 32
    assert crypto.keccak256(message) != crypto.keccak256(message + b"a")


def test_a_signature_verifies_with_its_message_and_with_its_digest() -> None:
    digest = hashlib.sha256(MESSAGE).hexdigest()
    assert crypto.secp256k1_bool(SIGNATURE, MESSAGE.hex(), PUBLIC)
    assert crypto.secp256k1_with_ecdsa_bool(SIGNATURE, digest, PUBLIC)
    assert not crypto.secp256k1_bool(SIGNATURE, (MESSAGE + b"x").hex(), PUBLIC)


@pytest.mark.parametrize(
    ("signature", "message", "key", "code"),
    [
        ("zz", "00", PUBLIC, "MALFORMED_BYTE_ENCODING"),
        (SIGNATURE, "0", PUBLIC, "MALFORMED_BYTE_ENCODING"),
        (SIGNATURE, "00", "00", "MALFORMED_KEY"),
        ("00", "00", PUBLIC, "MALFORMED_SIGNATURE"),
    ],
)
def test_what_is_malformed_is_named(signature, message, key, code) -> None:
    with pytest.raises(InterpretationError) as caught:
        crypto.secp256k1_bool(signature, message, key)
    assert caught.value.code.id == f"INTERPRETATION_CRYPTO_ERROR_{code}"


def test_a_key_is_valid_on_its_own_curve_only() -> None:
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    encoded = other.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo).hex()
    assert crypto.secp256k1_validate_key(PUBLIC)
    assert not crypto.secp256k1_validate_key(encoded)
