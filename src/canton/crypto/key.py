"""Public keys, their specifications and usages, and the fingerprints that name them.

A key is kept in its present form: an X.509 SubjectPublicKeyInfo in DER. What older releases wrote
(raw Ed25519 keys, a scheme in place of a specification, no usages) is read and brought to it; the
fingerprint stays the same. Source: protocol sheet 1.2, SigningPublicKey, EncryptionPublicKey.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from canton.crypto.errors import malformed
from canton.crypto.hash import HashPurpose, digest
from canton.errors import Rejection
from canton.identifiers import Fingerprint
from canton.wire import crypto_pb2

ED25519_SPKI_PREFIX: Final = bytes.fromhex("302a300506032b6570032100")
ED25519_KEY_LENGTH: Final = 32


class SigningKeySpec(IntEnum):
    """The curves of signing keys."""

    EC_CURVE25519 = 1
    EC_P256 = 2
    EC_P384 = 3
    EC_SECP256K1 = 4


class EncryptionKeySpec(IntEnum):
    """The kinds of encryption keys."""

    EC_P256 = 1
    RSA_2048 = 2


class KeyFormat(IntEnum):
    """How the bytes of a key are to be read."""

    DER = 2
    RAW = 3
    DER_SPKI = 4
    DER_PKCS8 = 5


class SigningKeyUsage(IntEnum):
    """What a signing key may sign."""

    NAMESPACE = 1
    SEQUENCER_AUTHENTICATION = 3
    PROTOCOL = 4
    PROOF_OF_OWNERSHIP = 5


Usages = frozenset[SigningKeyUsage]

NAMESPACE_ONLY: Final[Usages] = frozenset({SigningKeyUsage.NAMESPACE})
SEQUENCER_AUTHENTICATION_ONLY: Final[Usages] = frozenset({SigningKeyUsage.SEQUENCER_AUTHENTICATION})
PROTOCOL_ONLY: Final[Usages] = frozenset({SigningKeyUsage.PROTOCOL})
PROOF_OF_OWNERSHIP_ONLY: Final[Usages] = frozenset({SigningKeyUsage.PROOF_OF_OWNERSHIP})
ALL_USAGES: Final[Usages] = frozenset(SigningKeyUsage)
_INVALID_USAGES: Final = (
    PROOF_OF_OWNERSHIP_ONLY,
    NAMESPACE_ONLY | PROOF_OF_OWNERSHIP_ONLY,
)
_USAGE_IDENTITY_DELEGATION: Final = 2
"""A usage that older releases wrote beside others; it has no meaning any more."""


def with_proof_of_ownership(usages: Usages) -> Usages:
    """The usages with proof of ownership added, which every key but a namespace key has."""
    extended = usages | PROOF_OF_OWNERSHIP_ONLY
    return usages if extended in _INVALID_USAGES else extended


def are_usages_valid(usages: Usages) -> bool:
    """Whether a key may have these usages."""
    return bool(usages) and usages not in _INVALID_USAGES


def fingerprint_of(content: bytes) -> Fingerprint:
    """The name of a key whose hashed form is `content`."""
    return Fingerprint(digest(HashPurpose.PUBLIC_KEY_FINGERPRINT, content).hex())


@lru_cache(maxsize=4096)
def _fingerprint(key: bytes) -> Fingerprint:
    """The fingerprint of a key in SPKI form; of an Ed25519 key only the raw part is hashed."""
    return fingerprint_of(key.removeprefix(ED25519_SPKI_PREFIX))


@lru_cache(maxsize=1024)
def elliptic_curve_key(spki: bytes) -> ec.EllipticCurvePublicKey:
    """The elliptic curve point that a SubjectPublicKeyInfo holds.

    Raises:
        ValueError: the bytes hold no such key, or the point is not on its curve.
    """
    try:
        key = load_der_public_key(spki)
    except (UnsupportedAlgorithm, TypeError) as error:
        raise ValueError(str(error)) from error
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise ValueError("not an elliptic curve key")
    return key


@lru_cache(maxsize=256)
def rsa_key(spki: bytes) -> rsa.RSAPublicKey:
    """The RSA key that a SubjectPublicKeyInfo holds.

    Raises:
        ValueError: the bytes hold no such key.
    """
    try:
        key = load_der_public_key(spki)
    except (UnsupportedAlgorithm, TypeError) as error:
        raise ValueError(str(error)) from error
    if not isinstance(key, rsa.RSAPublicKey):
        raise ValueError("not an RSA key")
    return key


_CURVES: Final[dict[SigningKeySpec, type[ec.EllipticCurve]]] = {
    SigningKeySpec.EC_P256: ec.SECP256R1,
    SigningKeySpec.EC_P384: ec.SECP384R1,
    SigningKeySpec.EC_SECP256K1: ec.SECP256K1,
}


def curve_of(spec: SigningKeySpec) -> ec.EllipticCurve:
    """The curve of an ECDSA key specification."""
    return _CURVES[spec]()


@dataclass(frozen=True, slots=True)
class SigningPublicKey:
    """A key that verifies signatures, in SPKI form, with what it may sign."""

    key: bytes
    spec: SigningKeySpec
    usages: Usages

    @property
    def fingerprint(self) -> Fingerprint:
        """The name of the key."""
        return _fingerprint(self.key)

    @property
    def raw(self) -> bytes:
        """The 32 bytes of an Ed25519 key."""
        assert self.spec is SigningKeySpec.EC_CURVE25519
        return self.key[len(ED25519_SPKI_PREFIX) :]

    def may(self, usages: Usages) -> bool:
        """Whether the key has one of the usages."""
        return not usages.isdisjoint(self.usages)

    def to_proto(self) -> crypto_pb2.SigningPublicKey:
        """The message in the present form."""
        return crypto_pb2.SigningPublicKey(
            format=crypto_pb2.CRYPTO_KEY_FORMAT_DER_X509_SUBJECT_PUBLIC_KEY_INFO,
            public_key=self.key,
            usage=[usage_name(usage) for usage in sorted(self.usages)],
            key_spec=f"SIGNING_KEY_SPEC_{self.spec.name}",
        )

    @staticmethod
    def from_proto(message: crypto_pb2.SigningPublicKey) -> SigningPublicKey | Rejection:
        """Reads a key, the forms of older releases included."""
        spec = signing_spec_of(message.key_spec, message.scheme)
        if isinstance(spec, Rejection):
            return spec
        usages = usages_of(message.usage)
        if isinstance(usages, Rejection):
            return usages
        return signing_public_key(message.public_key, message.format, spec, usages)


def signing_public_key(
    key: bytes, key_format: int, spec: SigningKeySpec, usages: Usages
) -> SigningPublicKey | Rejection:
    """The key in its present form, if the bytes hold a key of that specification."""
    if not are_usages_valid(usages):
        return malformed(f"a key cannot have exactly the usages {sorted(usages)}")
    if spec is SigningKeySpec.EC_CURVE25519:
        if key_format == KeyFormat.RAW:
            key = ED25519_SPKI_PREFIX + key
        elif key_format != KeyFormat.DER_SPKI:
            return malformed(f"an Ed25519 key has the format {key_format}")
        expected = len(ED25519_SPKI_PREFIX) + ED25519_KEY_LENGTH
        if len(key) != expected or not key.startswith(ED25519_SPKI_PREFIX):
            return malformed("not an Ed25519 key")
    else:
        if key_format not in (KeyFormat.DER, KeyFormat.DER_SPKI):
            return malformed(f"an ECDSA key has the format {key_format}")
        try:
            curve = elliptic_curve_key(key).curve
        except ValueError as error:
            return malformed(f"not an ECDSA key: {error}")
        if not isinstance(curve, _CURVES[spec]):
            return malformed(f"an {spec.name} key lies on the curve {curve.name}")
    return SigningPublicKey(key, spec, with_proof_of_ownership(usages))


def signing_spec_of(spec: int, scheme: int) -> SigningKeySpec | Rejection:
    """The specification by its number, or, where there is none, by the scheme of older releases."""
    number = spec or scheme
    try:
        return SigningKeySpec(number)
    except ValueError:
        return malformed(f"unknown signing key specification {number}")


def usages_of(numbers: Iterable[int]) -> Usages | Rejection:
    """The usages by their numbers; older releases wrote none, which means all."""
    usages = set()
    for number in numbers:
        if number == _USAGE_IDENTITY_DELEGATION:
            continue
        try:
            usages.add(SigningKeyUsage(number))
        except ValueError:
            return malformed(f"unknown signing key usage {number}")
    return frozenset(usages) or ALL_USAGES


def usage_name(usage: SigningKeyUsage) -> str:
    """The name of a usage in messages."""
    return f"SIGNING_KEY_USAGE_{usage.name}"


@dataclass(frozen=True, slots=True)
class EncryptionPublicKey:
    """A key that encrypts to its owner, in SPKI form."""

    key: bytes
    spec: EncryptionKeySpec

    @property
    def fingerprint(self) -> Fingerprint:
        """The name of the key."""
        return fingerprint_of(self.key)

    def to_proto(self) -> crypto_pb2.EncryptionPublicKey:
        """The message in the present form."""
        return crypto_pb2.EncryptionPublicKey(
            format=crypto_pb2.CRYPTO_KEY_FORMAT_DER_X509_SUBJECT_PUBLIC_KEY_INFO,
            public_key=self.key,
            key_spec=f"ENCRYPTION_KEY_SPEC_{self.spec.name}",
        )

    @staticmethod
    def from_proto(message: crypto_pb2.EncryptionPublicKey) -> EncryptionPublicKey | Rejection:
        """Reads a key, the forms of older releases included."""
        spec = encryption_spec_of(message.key_spec, message.scheme)
        if isinstance(spec, Rejection):
            return spec
        if int(message.format) not in (KeyFormat.DER, KeyFormat.DER_SPKI):
            return malformed(f"an encryption key has the format {message.format}")
        try:
            _check_encryption_key(message.public_key, spec)
        except ValueError as error:
            return malformed(f"not an encryption key: {error}")
        return EncryptionPublicKey(message.public_key, spec)


_SCHEME_RSA_2048: Final = 3


def encryption_spec_of(spec: int, scheme: int) -> EncryptionKeySpec | Rejection:
    """The specification by its number, or by the scheme of older releases."""
    if spec == 0 and scheme in (1, 2, _SCHEME_RSA_2048):
        rsa_scheme = scheme == _SCHEME_RSA_2048
        return EncryptionKeySpec.RSA_2048 if rsa_scheme else EncryptionKeySpec.EC_P256
    try:
        return EncryptionKeySpec(spec)
    except ValueError:
        return malformed(f"unknown encryption key specification {spec}")


def _check_encryption_key(key: bytes, spec: EncryptionKeySpec) -> None:
    match spec:
        case EncryptionKeySpec.EC_P256:
            if not isinstance(elliptic_curve_key(key).curve, ec.SECP256R1):
                raise ValueError("the key lies on another curve than P-256")
        case EncryptionKeySpec.RSA_2048:
            if rsa_key(key).key_size != 2048:
                raise ValueError("the RSA key has not 2048 bits")


PublicKey = SigningPublicKey | EncryptionPublicKey


def public_key_to_proto(key: PublicKey) -> crypto_pb2.PublicKey:
    """The message that holds a key of either purpose."""
    if isinstance(key, SigningPublicKey):
        return crypto_pb2.PublicKey(signing_public_key=key.to_proto())
    return crypto_pb2.PublicKey(encryption_public_key=key.to_proto())


def public_key_from_proto(message: crypto_pb2.PublicKey) -> PublicKey | Rejection:
    """Reads a key of either purpose."""
    match message.WhichOneof("key"):
        case "signing_public_key":
            return SigningPublicKey.from_proto(message.signing_public_key)
        case "encryption_public_key":
            return EncryptionPublicKey.from_proto(message.encryption_public_key)
        case _:
            return malformed("a public key is neither for signing nor for encryption")
