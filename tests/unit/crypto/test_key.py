"""Public keys: forms of older releases are read, fingerprints stay, wrong keys are rejected."""

from __future__ import annotations

import pytest

from canton.crypto.key import (
    ALL_USAGES,
    ED25519_SPKI_PREFIX,
    NAMESPACE_ONLY,
    PROOF_OF_OWNERSHIP_ONLY,
    PROTOCOL_ONLY,
    EncryptionKeySpec,
    EncryptionPublicKey,
    SigningKeySpec,
    SigningPublicKey,
    fingerprint_of,
    public_key_from_proto,
    public_key_to_proto,
    with_proof_of_ownership,
)
from canton.crypto.key_pair import EncryptionKeyPair, SigningKeyPair
from canton.errors import Rejection
from canton.wire import crypto_pb2


def signing_key(spec: SigningKeySpec) -> SigningPublicKey:
    return SigningKeyPair.generate(spec, PROTOCOL_ONLY, bytes(range(64))).public


@pytest.mark.parametrize("spec", SigningKeySpec)
def test_a_signing_key_reads_back(spec: SigningKeySpec) -> None:
    key = signing_key(spec)
    assert public_key_from_proto(public_key_to_proto(key)) == key
    assert SigningPublicKey.from_proto(key.to_proto()) == key


@pytest.mark.parametrize("spec", EncryptionKeySpec)
def test_an_encryption_key_reads_back(spec: EncryptionKeySpec) -> None:
    key = EncryptionKeyPair.generate(spec, bytes(range(64))).public
    assert public_key_from_proto(public_key_to_proto(key)) == key
    assert key.fingerprint == fingerprint_of(key.key)


def test_the_fingerprint_of_an_ed25519_key_hashes_the_raw_key_only() -> None:
    key = signing_key(SigningKeySpec.EC_CURVE25519)
    assert key.fingerprint == fingerprint_of(key.raw)
    other = signing_key(SigningKeySpec.EC_P256)
    assert other.fingerprint == fingerprint_of(other.key)


def test_a_raw_key_with_a_scheme_and_no_usage_is_read_as_older_releases_wrote_it() -> None:
    key = signing_key(SigningKeySpec.EC_CURVE25519)
    message = crypto_pb2.SigningPublicKey(
        format=crypto_pb2.CRYPTO_KEY_FORMAT_RAW,
        public_key=key.raw,
        scheme=crypto_pb2.SIGNING_KEY_SCHEME_ED25519,
    )
    assert SigningPublicKey.from_proto(message) == SigningPublicKey(key.key, key.spec, ALL_USAGES)


def test_proof_of_ownership_is_added_except_to_a_namespace_key() -> None:
    assert with_proof_of_ownership(NAMESPACE_ONLY) == NAMESPACE_ONLY
    assert with_proof_of_ownership(PROTOCOL_ONLY) == PROTOCOL_ONLY | PROOF_OF_OWNERSHIP_ONLY


@pytest.mark.parametrize(
    "change",
    [
        {"public_key": b"short"},
        {"public_key": ED25519_SPKI_PREFIX + bytes(31)},
        {"format": crypto_pb2.CRYPTO_KEY_FORMAT_DER_PKCS8_PRIVATE_KEY_INFO},
        {"key_spec": crypto_pb2.SIGNING_KEY_SPEC_EC_P256},
        {"key_spec": crypto_pb2.SIGNING_KEY_SPEC_UNSPECIFIED},
        {"usage": [crypto_pb2.SIGNING_KEY_USAGE_PROOF_OF_OWNERSHIP]},
        {"usage": [99]},
    ],
)
def test_a_wrong_signing_key_is_rejected(change: dict[str, object]) -> None:
    message = signing_key(SigningKeySpec.EC_CURVE25519).to_proto()
    for name, value in change.items():
        if name == "usage":
            del message.usage[:]
            message.usage.extend(value)  # type: ignore[arg-type]
        else:
            setattr(message, name, value)
    assert isinstance(SigningPublicKey.from_proto(message), Rejection)


def test_a_point_off_the_curve_is_rejected() -> None:
    key = EncryptionKeyPair.generate(EncryptionKeySpec.EC_P256, bytes(range(64))).public
    message = key.to_proto()
    message.public_key = key.key[:-1] + bytes([key.key[-1] ^ 1])
    assert isinstance(EncryptionPublicKey.from_proto(message), Rejection)
