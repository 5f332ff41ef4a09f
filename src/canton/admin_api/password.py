"""Exported key pairs under a password: a key derived with Argon2id, and AES-128-GCM.

Source: Canton 3.6 PasswordBasedEncryption (scheme Argon2idMode1).
"""

from __future__ import annotations

from typing import Final

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from canton.crypto.encryption import GCM_IV_LENGTH, SYMMETRIC_KEY_LENGTH, SymmetricKey
from canton.crypto.errors import malformed
from canton.crypto.versioned import unwrap_as, wrap
from canton.errors import Rejection
from canton.wire import crypto_pb2

_SALT_LENGTH: Final = 16
_ITERATIONS: Final = 3
_LANES: Final = 1
_MEMORY_KIB: Final = 12288
_VERSION: Final = 30

PASSWORD_RANDOM_LENGTH: Final = _SALT_LENGTH + GCM_IV_LENGTH
"""Random bytes for one encryption: the salt of the key, and the IV."""


def encrypt_with_password(content: bytes, password: str, random: bytes) -> bytes:
    """The versioned message that holds the encrypted content."""
    assert len(random) >= PASSWORD_RANDOM_LENGTH
    salt, iv = random[:_SALT_LENGTH], random[_SALT_LENGTH:PASSWORD_RANDOM_LENGTH]
    message = crypto_pb2.PasswordBasedEncrypted(
        ciphertext=_derived_key(password, salt).encrypt(content, iv),
        symmetric_key_scheme=crypto_pb2.SYMMETRIC_KEY_SCHEME_AES128GCM,
        pbkdf_scheme=crypto_pb2.PBKDF_SCHEME_ARGON2ID_MODE1,
        salt=salt,
    )
    return wrap(message, _VERSION)


def decrypt_with_password(encrypted: bytes, password: str) -> bytes | Rejection:
    """The content, if the bytes are such a message and the password is right."""
    message = unwrap_as(encrypted, crypto_pb2.PasswordBasedEncrypted, (_VERSION,))
    if isinstance(message, Rejection):
        return message
    if (
        message.symmetric_key_scheme != crypto_pb2.SYMMETRIC_KEY_SCHEME_AES128GCM
        or message.pbkdf_scheme != crypto_pb2.PBKDF_SCHEME_ARGON2ID_MODE1
        or len(message.salt) != _SALT_LENGTH
    ):
        return malformed("the content is not encrypted with a password as it should be")
    return _derived_key(password, message.salt).decrypt(message.ciphertext)


def _derived_key(password: str, salt: bytes) -> SymmetricKey:
    derivation = Argon2id(
        salt=salt,
        length=SYMMETRIC_KEY_LENGTH,
        iterations=_ITERATIONS,
        lanes=_LANES,
        memory_cost=_MEMORY_KIB,
    )
    return SymmetricKey(derivation.derive(password.encode()))
