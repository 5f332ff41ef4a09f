"""Signatures: what verifies, what does not, and the forms of older releases."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from canton.crypto.hash import HashPurpose, digest
from canton.crypto.key import (
    PROTOCOL_ONLY,
    SEQUENCER_AUTHENTICATION_ONLY,
    SigningKeySpec,
    curve_of,
)
from canton.crypto.key_pair import SigningKeyPair
from canton.crypto.signature import Signature, check_signature, sign, verify
from canton.errors import Rejection
from canton.wire import crypto_pb2

CONTENT = digest(HashPurpose.SUBMISSION_REQUEST_SIGNATURE, b"content")


def key_pair(spec: SigningKeySpec) -> SigningKeyPair:
    return SigningKeyPair.generate(spec, PROTOCOL_ONLY, bytes(range(64)))


@pytest.mark.parametrize("spec", SigningKeySpec)
def test_a_signature_verifies_reads_back_and_is_deterministic(spec: SigningKeySpec) -> None:
    pair = key_pair(spec)
    signature = sign(pair, CONTENT)
    assert signature == sign(pair, CONTENT)
    assert Signature.from_proto(signature.to_proto()) == signature
    assert verify(pair.public, CONTENT, signature, PROTOCOL_ONLY)


@pytest.mark.parametrize("spec", SigningKeySpec)
def test_a_signature_over_something_else_does_not_verify(spec: SigningKeySpec) -> None:
    pair = key_pair(spec)
    signature = sign(pair, CONTENT)
    other = digest(HashPurpose.SEQUENCED_EVENT_SIGNATURE, b"content")
    assert not verify(pair.public, other, signature)
    altered = signature.value[:-1] + bytes([signature.value[-1] ^ 1])
    assert not verify(
        pair.public, CONTENT, Signature(altered, signature.signed_by, signature.algorithm)
    )


def test_a_key_of_another_usage_does_not_verify() -> None:
    pair = key_pair(SigningKeySpec.EC_CURVE25519)
    signature = sign(pair, CONTENT)
    assert not verify(pair.public, CONTENT, signature, SEQUENCER_AUTHENTICATION_ONLY)


def test_the_key_that_a_signature_names_must_be_the_key() -> None:
    signature = sign(key_pair(SigningKeySpec.EC_CURVE25519), CONTENT)
    other = key_pair(SigningKeySpec.EC_P256)
    assert isinstance(check_signature(other.public, CONTENT, signature), Rejection)


def test_the_higher_of_two_secp256k1_signatures_verifies_too() -> None:
    pair = key_pair(SigningKeySpec.EC_SECP256K1)
    lower = sign(pair, CONTENT)
    r, s = decode_dss_signature(lower.value)
    order = curve_of(SigningKeySpec.EC_SECP256K1).group_order
    higher = encode_dss_signature(r, order - s)
    assert verify(pair.public, CONTENT, Signature(higher, lower.signed_by, lower.algorithm))


def test_a_raw_signature_without_an_algorithm_is_read_as_older_releases_wrote_it() -> None:
    pair = key_pair(SigningKeySpec.EC_CURVE25519)
    signature = sign(pair, CONTENT)
    message = crypto_pb2.Signature(
        format=crypto_pb2.SIGNATURE_FORMAT_RAW,
        signature=signature.value,
        signed_by=pair.fingerprint,
    )
    assert Signature.from_proto(message) == signature


@pytest.mark.parametrize(
    "message",
    [
        crypto_pb2.Signature(),
        crypto_pb2.Signature(format=crypto_pb2.SIGNATURE_FORMAT_CONCAT, signature=bytes(5000)),
        crypto_pb2.Signature(
            format=crypto_pb2.SIGNATURE_FORMAT_DER,
            signature=bytes(64),
            signing_algorithm_spec=crypto_pb2.SIGNING_ALGORITHM_SPEC_ED25519,
        ),
        crypto_pb2.Signature(
            format=crypto_pb2.SIGNATURE_FORMAT_CONCAT,
            signature=bytes(64),
            signing_algorithm_spec=crypto_pb2.SIGNING_ALGORITHM_SPEC_ML_DSA_65,
        ),
    ],
)
def test_a_malformed_signature_is_rejected(message: crypto_pb2.Signature) -> None:
    assert isinstance(Signature.from_proto(message), Rejection)
