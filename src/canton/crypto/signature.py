"""Signatures over hashes, and the check of them.

What is signed is always the 34-byte multihash. Source: protocol sheet 1.2, Signature.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

import coincurve
import coincurve.ecdsa
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair
from nacl.exceptions import CryptoError

from canton.crypto.errors import INVALID_SIGNATURE, malformed
from canton.crypto.hash import Hash
from canton.crypto.key import (
    ED25519_KEY_LENGTH,
    ED25519_SPKI_PREFIX,
    SigningKeySpec,
    SigningPublicKey,
    Usages,
    elliptic_curve_key,
)
from canton.crypto.key_pair import SigningKeyPair, load_private_key
from canton.errors import Rejection
from canton.identifiers import Fingerprint
from canton.wire import crypto_pb2

_ED25519_SIGNATURE_LENGTH: Final = 64
_SIGNATURE_LENGTH_MAX: Final = 4096
"""No algorithm in use makes a longer signature; a longer one is not worth a hash."""


class SignatureFormat(IntEnum):
    """How the bytes of a signature are to be read."""

    RAW = 1
    DER = 2
    CONCAT = 3


class SigningAlgorithm(IntEnum):
    """The signature algorithms."""

    ED25519 = 1
    EC_DSA_SHA_256 = 2
    EC_DSA_SHA_384 = 3


_ALGORITHMS: Final = {
    SigningKeySpec.EC_CURVE25519: SigningAlgorithm.ED25519,
    SigningKeySpec.EC_P256: SigningAlgorithm.EC_DSA_SHA_256,
    SigningKeySpec.EC_P384: SigningAlgorithm.EC_DSA_SHA_384,
    SigningKeySpec.EC_SECP256K1: SigningAlgorithm.EC_DSA_SHA_256,
}


def algorithm_of(spec: SigningKeySpec) -> SigningAlgorithm:
    """The algorithm that keys of that specification sign with."""
    return _ALGORITHMS[spec]


def format_of(algorithm: SigningAlgorithm) -> SignatureFormat:
    """The format of an algorithm's signatures."""
    is_ed25519 = algorithm is SigningAlgorithm.ED25519
    return SignatureFormat.CONCAT if is_ed25519 else SignatureFormat.DER


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature and the key that it names; `delegation` is the session key's message, if any."""

    value: bytes
    signed_by: Fingerprint
    algorithm: SigningAlgorithm
    delegation: bytes | None = None

    def to_proto(self) -> crypto_pb2.Signature:
        """The message in the present form."""
        message = crypto_pb2.Signature(
            format=f"SIGNATURE_FORMAT_{format_of(self.algorithm).name}",
            signature=self.value,
            signed_by=self.signed_by,
            signing_algorithm_spec=f"SIGNING_ALGORITHM_SPEC_{self.algorithm.name}",
        )
        if self.delegation is not None:
            message.signature_delegation.ParseFromString(self.delegation)
        return message

    @staticmethod
    def from_proto(message: crypto_pb2.Signature) -> Signature | Rejection:
        """Reads a signature.

        Older releases wrote the format RAW, and no algorithm: then the length tells Ed25519 from
        ECDSA, and the key decides at the check.
        """
        if not 0 < len(message.signature) <= _SIGNATURE_LENGTH_MAX:
            return malformed(f"a signature has {len(message.signature)} bytes")
        if int(message.format) not in tuple(SignatureFormat):
            return malformed(f"unknown signature format {message.format}")
        number = int(message.signing_algorithm_spec)
        if number == 0:
            is_ed25519 = len(message.signature) == _ED25519_SIGNATURE_LENGTH
            number = SigningAlgorithm.ED25519 if is_ed25519 else SigningAlgorithm.EC_DSA_SHA_256
        try:
            algorithm = SigningAlgorithm(number)
        except ValueError:
            return malformed(f"unknown signature algorithm {number}")
        if int(message.format) not in (format_of(algorithm), SignatureFormat.RAW):
            return malformed(f"a signature of {algorithm.name} has the format {message.format}")
        delegation = None
        if message.HasField("signature_delegation"):
            delegation = message.signature_delegation.SerializeToString(deterministic=True)
        signed_by = Fingerprint(message.signed_by)
        return Signature(message.signature, signed_by, algorithm, delegation)


def sign(key: SigningKeyPair, content: Hash) -> Signature:
    """The signature of the key over the multihash; deterministic for every algorithm."""
    spec = key.public.spec
    return Signature(
        _sign(spec, key.private, content.multihash), key.fingerprint, algorithm_of(spec)
    )


def sign_bytes(key: SigningKeyPair, message: bytes) -> Signature:
    """The signature over bytes that are not a hash of ours, as a wallet would ask for."""
    spec = key.public.spec
    return Signature(_sign(spec, key.private, message), key.fingerprint, algorithm_of(spec))


@lru_cache(maxsize=64)
def _ed25519_secret(pkcs8: bytes) -> bytes:
    seed = load_private_key(pkcs8).private_bytes_raw()  # type: ignore[union-attr]
    return crypto_sign_seed_keypair(seed)[1]


def _sign(spec: SigningKeySpec, pkcs8: bytes, message: bytes) -> bytes:
    if spec is SigningKeySpec.EC_CURVE25519:
        return crypto_sign(message, _ed25519_secret(pkcs8))[:_ED25519_SIGNATURE_LENGTH]
    key = load_private_key(pkcs8)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    if spec is SigningKeySpec.EC_SECP256K1:
        secret = key.private_numbers().private_value.to_bytes(32)
        return bytes(coincurve.PrivateKey(secret).sign(message))
    algorithm = hashes.SHA384() if spec is SigningKeySpec.EC_P384 else hashes.SHA256()
    return key.sign(message, ec.ECDSA(algorithm, deterministic_signing=True))


def verify(
    key: SigningPublicKey, content: Hash, signature: Signature, usages: Usages | None = None
) -> bool:
    """Whether the signature is the key's over the hash; `usages` names what the key must be for."""
    return check_signature(key, content, signature, usages) is None


def check_signature(
    key: SigningPublicKey, content: Hash, signature: Signature, usages: Usages | None = None
) -> Rejection | None:
    """Why the signature is not the key's over the hash, or None where it is.

    Equal questions are answered from a cache, since members meet the same signature many times.
    """
    if signature.signed_by != key.fingerprint:
        return Rejection(INVALID_SIGNATURE, f"signed by {signature.signed_by}, not by this key")
    if usages is not None and not key.may(usages):
        allowed = ", ".join(usage.name for usage in sorted(usages))
        return Rejection(INVALID_SIGNATURE, f"the key {key.fingerprint} is not for {allowed}")
    if signature.algorithm is not algorithm_of(key.spec):
        return Rejection(INVALID_SIGNATURE, f"the key {key.fingerprint} does not sign so")
    if not is_signature_of(key.spec, key.key, content.multihash, signature.value):
        return Rejection(INVALID_SIGNATURE, f"not a signature of the key {key.fingerprint}")
    return None


def is_signature_of_bytes(key: SigningPublicKey, message: bytes, signature: Signature) -> bool:
    """Whether the signature is the key's over bytes that are not a multihash, as a wallet signs."""
    return (
        signature.signed_by == key.fingerprint
        and signature.algorithm is algorithm_of(key.spec)
        and is_signature_of(key.spec, key.key, message, signature.value)
    )


@lru_cache(maxsize=16_384)
def is_signature_of(spec: SigningKeySpec, spki: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the bytes are a signature of the key over the message, by the curve alone."""
    if spec is SigningKeySpec.EC_CURVE25519:
        if len(signature) != _ED25519_SIGNATURE_LENGTH:
            return False
        raw = spki[len(ED25519_SPKI_PREFIX) :]
        assert len(raw) == ED25519_KEY_LENGTH
        try:
            crypto_sign_open(signature + message, raw)
        except CryptoError:
            return False
        return True
    key = elliptic_curve_key(spki)
    if spec is SigningKeySpec.EC_SECP256K1:
        return _is_secp256k1_signature(key, message, signature)
    algorithm = hashes.SHA384() if spec is SigningKeySpec.EC_P384 else hashes.SHA256()
    try:
        key.verify(signature, message, ec.ECDSA(algorithm))
    except InvalidSignature:
        return False
    return True


def _is_secp256k1_signature(
    key: ec.EllipticCurvePublicKey, message: bytes, signature: bytes
) -> bool:
    numbers = key.public_numbers()
    try:
        # The library accepts the lower of the two possible signatures only; the original's
        # library makes either, so the signature is brought to the lower one first.
        parsed = coincurve.ecdsa.der_to_cdata(signature)
        _, lower = coincurve.ecdsa.signature_normalize(parsed)
        public = coincurve.PublicKey.from_point(numbers.x, numbers.y)
        return bool(public.verify(coincurve.ecdsa.cdata_to_der(lower), message))
    except ValueError:
        return False
