"""Content under a password."""

from __future__ import annotations

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from canton.admin_api.password import (
    PASSWORD_RANDOM_LENGTH,
    decrypt_with_password,
    encrypt_with_password,
)
from canton.crypto.encryption import SymmetricKey
from canton.errors import Rejection
from canton.wire import crypto_pb2, version_pb2

RANDOM = bytes(range(PASSWORD_RANDOM_LENGTH))


def test_only_the_right_password_opens_the_content() -> None:
    encrypted = encrypt_with_password(b"content", "secret", RANDOM)
    assert decrypt_with_password(encrypted, "secret") == b"content"
    assert isinstance(decrypt_with_password(encrypted, "Secret"), Rejection)
    assert isinstance(decrypt_with_password(b"no message", "secret"), Rejection)


def test_the_key_is_derived_with_the_parameters_of_the_scheme() -> None:
    encrypted = encrypt_with_password(b"content", "secret", RANDOM)
    wrapper = version_pb2.UntypedVersionedMessage.FromString(encrypted)
    message = crypto_pb2.PasswordBasedEncrypted.FromString(wrapper.data)
    key = Argon2id(salt=RANDOM[:16], length=16, iterations=3, lanes=1, memory_cost=12 * 1024)
    assert wrapper.version == 30
    assert SymmetricKey(key.derive(b"secret")).decrypt(message.ciphertext) == b"content"


def test_a_short_salt_is_refused() -> None:
    message = crypto_pb2.PasswordBasedEncrypted(
        ciphertext=b"x" * 40, symmetric_key_scheme=1, pbkdf_scheme=1, salt=b"short"
    )
    wrapper = version_pb2.UntypedVersionedMessage(data=message.SerializeToString(), version=30)
    assert isinstance(decrypt_with_password(wrapper.SerializeToString(), "secret"), Rejection)
