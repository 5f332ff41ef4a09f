"""Encryption under session keys (AES-128-GCM) and to a member's key (ECIES, RSA-OAEP).

Every function that needs random bytes takes them as a parameter, so that it is a function.
Source: protocol sheet 1.2 (framing of the original's library), vector in 11.5.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from canton.crypto.errors import DECRYPTION_FAILED, malformed
from canton.crypto.key import (
    EncryptionKeySpec,
    EncryptionPublicKey,
    elliptic_curve_key,
    rsa_key,
)
from canton.crypto.key_pair import (
    SCALAR_RANDOM_LENGTH,
    EncryptionKeyPair,
    load_private_key,
    scalar_from,
)
from canton.errors import Rejection
from canton.identifiers import Fingerprint
from canton.wire import crypto_pb2

SYMMETRIC_KEY_LENGTH: Final = 16
GCM_IV_LENGTH: Final = 12
_GCM_TAG_LENGTH: Final = 16

_CBC_IV_LENGTH: Final = 16
_POINT_LENGTH: Final = 65
_MAC_LENGTH: Final = 32
_CIPHER_KEY_LENGTH: Final = 16
_MAC_KEY_LENGTH: Final = 64
_MAC_SUFFIX: Final = bytes(8)
"""The length of the (empty) encoding vector, which the original's library appends to the MAC."""

_OAEP_SEED_LENGTH: Final = 32
ASYMMETRIC_RANDOM_LENGTH: Final = _CBC_IV_LENGTH + SCALAR_RANDOM_LENGTH
"""Random bytes for one encryption to a member's key, of either algorithm."""


class EncryptionAlgorithm(IntEnum):
    """The algorithms that encrypt to a member's key."""

    ECIES_HKDF_HMAC_SHA256_AES128CBC = 1
    RSA_OAEP_SHA256 = 2


@dataclass(frozen=True, slots=True)
class SymmetricKey:
    """An AES-128 key."""

    value: bytes = field(repr=False)

    def __post_init__(self) -> None:
        assert len(self.value) == SYMMETRIC_KEY_LENGTH, "an AES-128 key has 16 bytes"

    def encrypt(self, message: bytes, iv: bytes) -> bytes:
        """The IV, the ciphertext and its tag; `iv` is 12 random bytes, never used twice."""
        assert len(iv) == GCM_IV_LENGTH
        return iv + AESGCM(self.value).encrypt(iv, message, None)

    def decrypt(self, ciphertext: bytes) -> bytes | Rejection:
        """The message, if the ciphertext is one of this key."""
        if len(ciphertext) < GCM_IV_LENGTH + _GCM_TAG_LENGTH:
            return malformed("a ciphertext is shorter than its IV and tag")
        iv, rest = ciphertext[:GCM_IV_LENGTH], ciphertext[GCM_IV_LENGTH:]
        try:
            return AESGCM(self.value).decrypt(iv, rest, None)
        except InvalidTag:
            return Rejection(DECRYPTION_FAILED, "the session key does not open the ciphertext")


@dataclass(frozen=True, slots=True)
class AsymmetricEncrypted:
    """A ciphertext with the algorithm and the key that opens it."""

    ciphertext: bytes
    algorithm: EncryptionAlgorithm
    encrypted_for: Fingerprint

    def to_proto(self) -> crypto_pb2.AsymmetricEncrypted:
        """The message."""
        return crypto_pb2.AsymmetricEncrypted(
            ciphertext=self.ciphertext,
            encryption_algorithm_spec=f"ENCRYPTION_ALGORITHM_SPEC_{self.algorithm.name}",
            fingerprint=self.encrypted_for,
        )

    @staticmethod
    def from_proto(message: crypto_pb2.AsymmetricEncrypted) -> AsymmetricEncrypted | Rejection:
        """Reads a ciphertext."""
        try:
            algorithm = EncryptionAlgorithm(message.encryption_algorithm_spec)
        except ValueError:
            return malformed(f"unknown encryption algorithm {message.encryption_algorithm_spec}")
        return AsymmetricEncrypted(message.ciphertext, algorithm, Fingerprint(message.fingerprint))


def encrypt_for(key: EncryptionPublicKey, message: bytes, random: bytes) -> AsymmetricEncrypted:
    """Encrypts a short message to the key with `ASYMMETRIC_RANDOM_LENGTH` random bytes."""
    assert len(random) >= ASYMMETRIC_RANDOM_LENGTH
    match key.spec:
        case EncryptionKeySpec.EC_P256:
            ephemeral = scalar_from(random[_CBC_IV_LENGTH:], ec.SECP256R1())
            ciphertext = _ecies_encrypt(
                elliptic_curve_key(key.key), message, random[:_CBC_IV_LENGTH], ephemeral
            )
            return AsymmetricEncrypted(
                ciphertext, EncryptionAlgorithm.ECIES_HKDF_HMAC_SHA256_AES128CBC, key.fingerprint
            )
        case EncryptionKeySpec.RSA_2048:
            ciphertext = _oaep_encrypt(rsa_key(key.key), message, random[:_OAEP_SEED_LENGTH])
            return AsymmetricEncrypted(
                ciphertext, EncryptionAlgorithm.RSA_OAEP_SHA256, key.fingerprint
            )


def decrypt_with(key: EncryptionKeyPair, encrypted: AsymmetricEncrypted) -> bytes | Rejection:
    """The message, if the ciphertext is one for this key."""
    if encrypted.encrypted_for != key.fingerprint:
        return Rejection(DECRYPTION_FAILED, f"encrypted for {encrypted.encrypted_for}")
    private = load_private_key(key.private)
    match encrypted.algorithm, private:
        case EncryptionAlgorithm.ECIES_HKDF_HMAC_SHA256_AES128CBC, ec.EllipticCurvePrivateKey():
            return _ecies_decrypt(private, encrypted.ciphertext)
        case EncryptionAlgorithm.RSA_OAEP_SHA256, rsa.RSAPrivateKey():
            oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), label=None)
            try:
                return private.decrypt(encrypted.ciphertext, oaep)
            except ValueError:
                return Rejection(DECRYPTION_FAILED, "the RSA ciphertext does not open")
        case _:
            return malformed("the key cannot open a ciphertext of that algorithm")


def _ecies_keys(point: bytes, shared: bytes) -> tuple[bytes, bytes]:
    """The cipher key and the MAC key: KDF2 with SHA-256 over the point and the shared secret."""
    secret = point + shared
    length = _CIPHER_KEY_LENGTH + _MAC_KEY_LENGTH
    blocks = b"".join(
        hashlib.sha256(secret + counter.to_bytes(4)).digest() for counter in range(1, 4)
    )
    return blocks[:_CIPHER_KEY_LENGTH], blocks[_CIPHER_KEY_LENGTH:length]


def _ecies_encrypt(
    key: ec.EllipticCurvePublicKey,
    message: bytes,
    iv: bytes,
    ephemeral: ec.EllipticCurvePrivateKey,
) -> bytes:
    point = ephemeral.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    cipher_key, mac_key = _ecies_keys(point, ephemeral.exchange(ec.ECDH(), key))
    padder = PKCS7(128).padder()
    padded = padder.update(message) + padder.finalize()
    encryptor = Cipher(algorithms.AES128(cipher_key), modes.CBC(iv)).encryptor()
    ciphertext = encryptor.update(padded) + encryptor.finalize()
    mac = hmac.digest(mac_key, ciphertext + _MAC_SUFFIX, "sha256")
    return iv + point + ciphertext + mac


def _ecies_decrypt(key: ec.EllipticCurvePrivateKey, encrypted: bytes) -> bytes | Rejection:
    overhead = _CBC_IV_LENGTH + _POINT_LENGTH + _MAC_LENGTH
    body_length = len(encrypted) - overhead
    if body_length <= 0 or body_length % _CBC_IV_LENGTH:
        return malformed("an ECIES ciphertext has a wrong length")
    iv = encrypted[:_CBC_IV_LENGTH]
    point = encrypted[_CBC_IV_LENGTH : _CBC_IV_LENGTH + _POINT_LENGTH]
    ciphertext = encrypted[_CBC_IV_LENGTH + _POINT_LENGTH : -_MAC_LENGTH]
    try:
        ephemeral = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        return malformed("an ECIES ciphertext has a point that is not on the curve")
    cipher_key, mac_key = _ecies_keys(point, key.exchange(ec.ECDH(), ephemeral))
    mac = hmac.digest(mac_key, ciphertext + _MAC_SUFFIX, "sha256")
    if not hmac.compare_digest(mac, encrypted[-_MAC_LENGTH:]):
        return Rejection(DECRYPTION_FAILED, "the MAC of an ECIES ciphertext does not match")
    decryptor = Cipher(algorithms.AES128(cipher_key), modes.CBC(iv)).decryptor()
    unpadder = PKCS7(128).unpadder()
    try:
        padded = decryptor.update(ciphertext) + decryptor.finalize()
        return unpadder.update(padded) + unpadder.finalize()
    except ValueError:
        return Rejection(DECRYPTION_FAILED, "an ECIES ciphertext has a wrong padding")


def _mgf1(seed: bytes, length: int) -> bytes:
    blocks = (
        hashlib.sha256(seed + counter.to_bytes(4)).digest() for counter in range(length // 32 + 1)
    )
    return b"".join(blocks)[:length]


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


def _oaep_encrypt(key: rsa.RSAPublicKey, message: bytes, seed: bytes) -> bytes:
    """RSA-OAEP with the seed as a parameter, which the library would draw itself. RFC 8017, 7.1."""
    size = key.key_size // 8
    fill = size - len(message) - 2 * _OAEP_SEED_LENGTH - 2
    assert fill >= 0, "the message is too long for the key"
    block = hashlib.sha256(b"").digest() + bytes(fill) + b"\x01" + message
    masked_block = _xor(block, _mgf1(seed, len(block)))
    masked_seed = _xor(seed, _mgf1(masked_block, len(seed)))
    numbers = key.public_numbers()
    encoded = int.from_bytes(masked_seed + masked_block)
    return pow(encoded, numbers.e, numbers.n).to_bytes(size)
