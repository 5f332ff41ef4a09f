"""Private keys with their public halves, and how they are made from random bytes.

A private key is kept as PKCS#8 in DER. Its bytes never show in a `repr`.
Source: protocol sheet 1.2.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from canton.crypto.errors import malformed
from canton.crypto.key import (
    ED25519_KEY_LENGTH,
    EncryptionKeySpec,
    EncryptionPublicKey,
    KeyFormat,
    SigningKeySpec,
    SigningPublicKey,
    Usages,
    curve_of,
    encryption_spec_of,
    signing_spec_of,
    usage_name,
    usages_of,
    with_proof_of_ownership,
)
from canton.errors import Rejection
from canton.identifiers import Fingerprint
from canton.wire import crypto_pb2

_ED25519_PKCS8_PREFIX: Final = bytes.fromhex("302e020100300506032b657004220420")
_RSA_EXPONENT: Final = 65537
_RSA_BITS: Final = 2048

SCALAR_RANDOM_LENGTH: Final = 64
"""Random bytes for one private scalar: so many more than its order that the bias is nil."""


@lru_cache(maxsize=256)
def load_private_key(
    pkcs8: bytes,
) -> ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey:
    """The private key that PKCS#8 bytes hold.

    Raises:
        ValueError: the bytes hold no key of a kind that is used here.
    """
    try:
        key = load_der_private_key(pkcs8, password=None)
    except (UnsupportedAlgorithm, TypeError) as error:
        raise ValueError(str(error)) from error
    if isinstance(key, ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        return key
    raise ValueError("a private key of an unknown kind")


def _private_bytes(
    key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def _public_bytes(
    key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def scalar_from(random: bytes, curve: ec.EllipticCurve) -> ec.EllipticCurvePrivateKey:
    """The private key of a curve that 64 random bytes give."""
    assert len(random) >= SCALAR_RANDOM_LENGTH
    return ec.derive_private_key(1 + int.from_bytes(random) % (curve.group_order - 1), curve)


@dataclass(frozen=True, slots=True)
class SigningKeyPair:
    """A key that signs, with its public half."""

    public: SigningPublicKey
    private: bytes = field(repr=False)

    @property
    def fingerprint(self) -> Fingerprint:
        """The name of the key."""
        return self.public.fingerprint

    @staticmethod
    def generate(spec: SigningKeySpec, usages: Usages, random: bytes) -> SigningKeyPair:
        """A new key from random bytes: 32 for Ed25519, 64 for the others.

        Proof of ownership is added to the usages as it is for every key but a namespace key.
        """
        if spec is SigningKeySpec.EC_CURVE25519:
            assert len(random) >= ED25519_KEY_LENGTH
            private = _ED25519_PKCS8_PREFIX + random[:ED25519_KEY_LENGTH]
        else:
            private = _private_bytes(scalar_from(random, curve_of(spec)))
        return SigningKeyPair._of(private, spec, usages)

    @staticmethod
    def _of(private: bytes, spec: SigningKeySpec, usages: Usages) -> SigningKeyPair:
        public = _public_bytes(load_private_key(private))
        usages = with_proof_of_ownership(usages)
        return SigningKeyPair(SigningPublicKey(public, spec, usages), private)

    def to_proto(self) -> crypto_pb2.CryptoKeyPair:
        """The message that an exported key pair holds."""
        private = crypto_pb2.SigningPrivateKey(
            id=self.fingerprint,
            format=crypto_pb2.CRYPTO_KEY_FORMAT_DER_PKCS8_PRIVATE_KEY_INFO,
            private_key=self.private,
            usage=[usage_name(usage) for usage in sorted(self.public.usages)],
            key_spec=f"SIGNING_KEY_SPEC_{self.public.spec.name}",
        )
        return crypto_pb2.CryptoKeyPair(
            signing_key_pair=crypto_pb2.SigningKeyPair(private_key=private)
        )

    @staticmethod
    def from_proto(message: crypto_pb2.SigningKeyPair) -> SigningKeyPair | Rejection:
        """Reads a key pair; the public half is derived, so the id in the message is not trusted."""
        private = message.private_key
        spec = signing_spec_of(private.key_spec, private.scheme)
        if isinstance(spec, Rejection):
            return spec
        usages = usages_of(private.usage)
        if isinstance(usages, Rejection):
            return usages
        key = private.private_key
        if int(private.format) == KeyFormat.RAW and spec is SigningKeySpec.EC_CURVE25519:
            key = _ED25519_PKCS8_PREFIX + key
        try:
            loaded = load_private_key(key)
        except ValueError:
            # The cause may quote key bytes, so it stays here.
            return malformed("not a private signing key")
        if not _is_of_spec(loaded, spec):
            return malformed(f"the private key is not of the specification {spec.name}")
        return SigningKeyPair._of(key, spec, usages)


def _is_of_spec(
    key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    spec: SigningKeySpec,
) -> bool:
    if spec is SigningKeySpec.EC_CURVE25519:
        return isinstance(key, ed25519.Ed25519PrivateKey)
    return isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name == curve_of(spec).name


@dataclass(frozen=True, slots=True)
class EncryptionKeyPair:
    """A key that decrypts, with its public half."""

    public: EncryptionPublicKey
    private: bytes = field(repr=False)

    @property
    def fingerprint(self) -> Fingerprint:
        """The name of the key."""
        return self.public.fingerprint

    @staticmethod
    def generate(spec: EncryptionKeySpec, random: bytes) -> EncryptionKeyPair:
        """A new key from 64 random bytes; the primes of an RSA key come from OpenSSL instead."""
        match spec:
            case EncryptionKeySpec.EC_P256:
                return EncryptionKeyPair._of(scalar_from(random, ec.SECP256R1()), spec)
            case EncryptionKeySpec.RSA_2048:
                return EncryptionKeyPair._of(
                    rsa.generate_private_key(_RSA_EXPONENT, _RSA_BITS), spec
                )

    @staticmethod
    def _of(
        key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, spec: EncryptionKeySpec
    ) -> EncryptionKeyPair:
        public = EncryptionPublicKey(_public_bytes(key), spec)
        return EncryptionKeyPair(public, _private_bytes(key))

    def to_proto(self) -> crypto_pb2.CryptoKeyPair:
        """The message that an exported key pair holds."""
        private = crypto_pb2.EncryptionPrivateKey(
            id=self.fingerprint,
            format=crypto_pb2.CRYPTO_KEY_FORMAT_DER_PKCS8_PRIVATE_KEY_INFO,
            private_key=self.private,
            key_spec=f"ENCRYPTION_KEY_SPEC_{self.public.spec.name}",
        )
        return crypto_pb2.CryptoKeyPair(
            encryption_key_pair=crypto_pb2.EncryptionKeyPair(private_key=private)
        )

    @staticmethod
    def from_proto(message: crypto_pb2.EncryptionKeyPair) -> EncryptionKeyPair | Rejection:
        """Reads a key pair; the public half is derived, so the id in the message is not trusted."""
        private = message.private_key
        spec = encryption_spec_of(private.key_spec, private.scheme)
        if isinstance(spec, Rejection):
            return spec
        try:
            key = load_private_key(private.private_key)
        except ValueError:
            return malformed("not a private encryption key")
        match spec, key:
            case EncryptionKeySpec.EC_P256, ec.EllipticCurvePrivateKey():
                is_of_spec = key.curve.name == ec.SECP256R1.name
            case EncryptionKeySpec.RSA_2048, rsa.RSAPrivateKey():
                is_of_spec = key.key_size == _RSA_BITS
            case _:
                is_of_spec = False
        if not is_of_spec or isinstance(key, ed25519.Ed25519PrivateKey):
            return malformed(f"the private key is not of the specification {spec.name}")
        public = EncryptionPublicKey(_public_bytes(key), spec)
        return EncryptionKeyPair(public, private.private_key)


KeyPair = SigningKeyPair | EncryptionKeyPair


def key_pair_from_proto(message: crypto_pb2.CryptoKeyPair) -> KeyPair | Rejection:
    """Reads a key pair of either purpose."""
    match message.WhichOneof("pair"):
        case "signing_key_pair":
            return SigningKeyPair.from_proto(message.signing_key_pair)
        case "encryption_key_pair":
            return EncryptionKeyPair.from_proto(message.encryption_key_pair)
        case _:
            return malformed("a key pair is neither for signing nor for encryption")
