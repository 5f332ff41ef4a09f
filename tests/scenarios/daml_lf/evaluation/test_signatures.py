"""Signatures of secp256k1 in contracts: which part is at fault, in which order it is looked at."""

from __future__ import annotations

import hashlib
from typing import Final

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.asymmetric.utils import (
    Prehashed,
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from canton.daml_lf.builtins.crypto import secp256k1_validate_key, secp256k1_with_ecdsa_bool
from canton.daml_lf.builtins.errors import InterpretationError
from scenarios.daml_lf.evaluation.table import Case, Evaluation, Failure


def der(key: PublicKeyTypes) -> str:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo).hex()


def signed(digest: str) -> str:
    """A signature of a digest, as `SECP256K1_WITH_ECDSA_BOOL` takes it."""
    padded = bytes.fromhex(digest).rjust(32, b"\0")
    return _PRIVATE.sign(padded, ec.ECDSA(Prehashed(hashes.SHA256()))).hex()


_PRIVATE: Final = ec.generate_private_key(ec.SECP256K1())
_RSA: Final = rsa.generate_private_key(65537, 1024)
ORDER: Final = ec.SECP256K1().group_order
MESSAGE: Final = "deadbeef"
R: Final = decode_dss_signature(bytes.fromhex(signed(MESSAGE)))[0]
SAMPLES: Final = {
    "key": der(_PRIVATE.public_key()),
    "otherKey": der(ec.generate_private_key(ec.SECP256K1()).public_key()),
    "otherCurve": der(ec.generate_private_key(ec.SECP256R1()).public_key()),
    "rsaKey": der(_RSA.public_key()),
    "ofMessage": signed(MESSAGE),
    "ofDigest": signed(hashlib.sha256(bytes.fromhex(MESSAGE)).hexdigest()),
    "ofRsa": _RSA.sign(bytes.fromhex(MESSAGE), padding.PKCS1v15(), hashes.SHA256()).hex(),
    "tooLarge": encode_dss_signature(R, ORDER).hex(),
    "ofZero": encode_dss_signature(R, 0).hex(),
}
ENCODING: Final = "INTERPRETATION_CRYPTO_ERROR_MALFORMED_BYTE_ENCODING"
KEY: Final = "INTERPRETATION_CRYPTO_ERROR_MALFORMED_KEY"
SIGNATURE: Final = "INTERPRETATION_CRYPTO_ERROR_MALFORMED_SIGNATURE"
NO_KEY: Final = f"{ENCODING}: can not parse DER encoded public key hex string"
NO_MESSAGE: Final = f"{ENCODING}: can not parse message hex string"
NO_SIGNATURE: Final = f"{ENCODING}: can not parse signature hex string"
NOT_DECODED: Final = f"{SIGNATURE}: error decoding signature bytes."
ECDSA: Final = "SECP256K1_WITH_ECDSA_BOOL"
SHA256: Final = "SECP256K1_BOOL"
OUTCOMES: Final = {
    (ECDSA, "ofMessage", MESSAGE, "key"): True,
    (SHA256, "ofDigest", MESSAGE, "key"): True,
    (ECDSA, "ofMessage", "deadbeefdeadbeef", "key"): False,
    (SHA256, "ofDigest", "deadbeefdeadbeef", "key"): False,
    (ECDSA, "ofMessage", MESSAGE, "otherKey"): False,
    (SHA256, "ofDigest", MESSAGE, "otherKey"): False,
    (ECDSA, "ofMessage", "DeadBeef", "key"): NO_MESSAGE,
    (SHA256, "ofDigest", "DeadBeef", "key"): NO_MESSAGE,
    (ECDSA, "ofMessage", MESSAGE, "rsaKey"): KEY,
    (SHA256, "ofDigest", MESSAGE, "rsaKey"): KEY,
    (ECDSA, "ofMessage", MESSAGE, "deadbeef"): KEY,
    (ECDSA, "ofMessage", MESSAGE, "EC Public Key"): NO_KEY,
    (SHA256, "ofDigest", MESSAGE, "EC Public Key"): NO_KEY,
    (ECDSA, "ofRsa", MESSAGE, "key"): NOT_DECODED,
    (SHA256, "ofRsa", MESSAGE, "key"): NOT_DECODED,
    (ECDSA, "deadbeef", MESSAGE, "key"): NOT_DECODED,
    (ECDSA, "tooLarge", MESSAGE, "key"): NOT_DECODED,
    (ECDSA, "ofZero", MESSAGE, "key"): False,
    (ECDSA, "DeadBeef", MESSAGE, "key"): NO_SIGNATURE,
    (SHA256, "DeadBeef", MESSAGE, "key"): NO_SIGNATURE,
    (ECDSA, "non-hex encoded", MESSAGE, "key"): NO_SIGNATURE,
    (SHA256, "non-hex encoded", MESSAGE, "key"): NO_SIGNATURE,
    (ECDSA, "x", "x", "x"): NO_SIGNATURE,
    (SHA256, "x", "x", "x"): NO_MESSAGE,
    (ECDSA, "00", "x", "x"): NO_MESSAGE,
    (ECDSA, "00", "00", "x"): NO_KEY,
    (ECDSA, "00", "00", "00"): KEY,
    ("SECP256K1_VALIDATE_KEY", "key"): True,
    ("SECP256K1_VALIDATE_KEY", "otherCurve"): False,
    ("SECP256K1_VALIDATE_KEY", "rsaKey"): KEY,
    ("SECP256K1_VALIDATE_KEY", "no hex"): NO_KEY,
}


@pytest.mark.parametrize("applied", OUTCOMES, ids=" ".join)
def test_signatures(applied: tuple[str, ...]) -> None:
    expression = " ".join(
        [applied[0], *(f'"{SAMPLES.get(sample, sample)}"' for sample in applied[1:])]
    )
    found, expected = Evaluation([expression]).outcome(expression), OUTCOMES[applied]
    if isinstance(expected, bool):
        assert found == ("Bool", expected)
    else:
        assert isinstance(found, Failure)
        assert found.is_told_by(Case("", expression, True, expected)), found


@st.composite
def der_objects(draw: st.DrawFn, *parts: st.SearchStrategy[bytes]) -> str:
    """Mostly what looks like the right sequence of DER, now and then any bytes."""
    if draw(st.integers(0, 20)) == 0:
        return draw(st.binary(max_size=60)).hex()
    return sequence(b"".join(draw(part) for part in parts)).hex()


def sequence(content: bytes) -> bytes:
    length = bytes([len(content)]) if len(content) < 128 else bytes([0x81, len(content)])
    return b"\x30" + length + content


def integer(number: int) -> bytes:
    content = number.to_bytes(number.bit_length() // 8 + 1, signed=True)
    return b"\x02" + bytes([len(content)]) + content


NUMBERS: Final = st.integers(-(10**20), 10**78).map(integer)
OBJECT_IDS: Final = st.sampled_from(["06072a8648ce3d0201", "06052b8104000a", "06032a0304"]).map(
    bytes.fromhex
)
ALGORITHMS: Final = st.lists(OBJECT_IDS, min_size=1, max_size=3).map(b"".join).map(sequence)
BITS: Final = st.binary(max_size=70).map(lambda bits: b"\x03" + bytes([len(bits) + 1, 0]) + bits)


@given(der_objects(NUMBERS, NUMBERS))
def test_no_signature_is_accepted_by_chance(signature: str) -> None:
    try:
        assert not secp256k1_with_ecdsa_bool(signature, MESSAGE, SAMPLES["key"])
    except InterpretationError as error:
        assert error.code.id == SIGNATURE


@given(der_objects(ALGORITHMS, BITS))
def test_no_key_is_accepted_by_chance(key: str) -> None:
    try:
        assert not secp256k1_validate_key(key)
    except InterpretationError as error:
        assert error.code.id == KEY
