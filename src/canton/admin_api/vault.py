"""VaultService: the keys of a node. Keys of a KMS are not supported.

Source: Canton 3.6 GrpcVaultService.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from canton.admin_api.errors import PRIVATE_KEY_EXPORT_DISABLED, accepted, reading, refused
from canton.admin_api.password import (
    PASSWORD_RANDOM_LENGTH,
    decrypt_with_password,
    encrypt_with_password,
)
from canton.clock import Randomness, SystemRandomness
from canton.crypto.key import (
    EncryptionKeySpec,
    SigningKeySpec,
    SigningPublicKey,
    public_key_from_proto,
    public_key_to_proto,
    usages_of,
)
from canton.crypto.key_pair import key_pair_from_proto
from canton.crypto.versioned import parse, unwrap_as, wrap
from canton.errors import LedgerError, Rejection
from canton.identifiers import Fingerprint
from canton.transport.seam import Call, ServiceTable, table_of
from canton.vault.errors import INVALID_KEY
from canton.vault.vault import NamedKey, Vault
from canton.wire import crypto_pb2
from canton.wire import vault_admin_pb2 as wire

_KEY_PAIR_VERSION: Final = 30


class VaultService:
    """Answers with the keys of the vault that `vault` finds.

    Without `exports_keys` private keys stay where they are.
    """

    def __init__(
        self,
        vault: Callable[[], Vault],
        *,
        exports_keys: bool = True,
        randomness: Randomness | None = None,
    ) -> None:
        self._vault = vault
        self._exports_keys = exports_keys
        self._randomness = randomness or SystemRandomness()

    async def list_my_keys(self, request: wire.ListMyKeysRequest, call: Call) -> Any:
        """The keys whose private half is here."""
        keys = await self._vault().keys()
        return wire.ListMyKeysResponse(
            private_keys_metadata=[
                wire.PrivateKeyMetadata(v30=_message(key))
                for key in keys
                if key.is_own and _matches(key, request.filters)
            ]
        )

    async def list_public_keys(self, request: wire.ListPublicKeysRequest, call: Call) -> Any:
        """Every known public key."""
        keys = await self._vault().keys()
        return wire.ListPublicKeysResponse(
            public_keys_v30=[_message(key) for key in keys if _matches(key, request.filters)]
        )

    async def generate_signing_key(
        self, request: wire.GenerateSigningKeyRequest, call: Call
    ) -> Any:
        """Makes a signing key; unlike a stored key of old, it must say what it is for."""
        with reading():
            spec = SigningKeySpec(request.key_spec or SigningKeySpec.EC_CURVE25519)
            if not request.usage_v30:
                raise ValueError("a signing key needs usages")
        usages = accepted(usages_of(request.usage_v30))
        key = await self._vault().generate_signing_key(request.name, usages, spec)
        return wire.GenerateSigningKeyResponse(v30=key.to_proto())

    async def generate_encryption_key(
        self, request: wire.GenerateEncryptionKeyRequest, call: Call
    ) -> Any:
        """Makes an encryption key."""
        with reading():
            spec = EncryptionKeySpec(request.key_spec or EncryptionKeySpec.EC_P256)
        key = await self._vault().generate_encryption_key(request.name, spec)
        return wire.GenerateEncryptionKeyResponse(public_key=key.to_proto())

    async def import_public_key(self, request: wire.ImportPublicKeyRequest, call: Call) -> Any:
        """Keeps the public key of somebody else."""
        message = accepted(parse(crypto_pb2.PublicKey, request.public_key))
        key = public_key_from_proto(message)
        if isinstance(key, Rejection):
            raise refused(key)
        await self._vault().add_public(request.name, key)
        return wire.ImportPublicKeyResponse(fingerprint=key.fingerprint)

    async def export_key_pair(self, request: wire.ExportKeyPairRequest, call: Call) -> Any:
        """Gives a key pair away, unless that is disabled."""
        if not self._exports_keys:
            raise LedgerError(
                PRIVATE_KEY_EXPORT_DISABLED,
                "Remote export of private keys is only allowed when preview is enabled",
            )
        pair = await self._vault().pair(Fingerprint(request.fingerprint))
        content = wrap(pair.to_proto(), _KEY_PAIR_VERSION)
        if request.password:
            random = self._randomness.bytes(PASSWORD_RANDOM_LENGTH)
            content = encrypt_with_password(content, request.password, random)
        return wire.ExportKeyPairResponse(key_pair=content)

    async def import_key_pair(self, request: wire.ImportKeyPairRequest, call: Call) -> Any:
        """Keeps an exported key pair; its bytes are versioned, or bare as of old."""
        content = request.key_pair
        if request.password:
            decrypted = decrypt_with_password(content, request.password)
            if isinstance(decrypted, Rejection):
                raise LedgerError(INVALID_KEY, "the password does not open the key pair")
            content = decrypted
        message = unwrap_as(content, crypto_pb2.CryptoKeyPair, (_KEY_PAIR_VERSION,))
        if isinstance(message, Rejection):
            message = accepted(parse(crypto_pb2.CryptoKeyPair, content))
        pair = key_pair_from_proto(message)
        if isinstance(pair, Rejection):
            raise refused(pair)
        await self._vault().add(request.name, pair)
        return wire.ImportKeyPairResponse()

    async def delete_key_pair(self, request: wire.DeleteKeyPairRequest, call: Call) -> Any:
        """Forgets a key for good."""
        await self._vault().delete(Fingerprint(request.fingerprint))
        return wire.DeleteKeyPairResponse()

    def table(self) -> ServiceTable:
        """VaultService; the methods about a KMS stay unimplemented."""
        return table_of(
            wire.DESCRIPTOR.services_by_name["VaultService"],
            {
                "ListMyKeys": self.list_my_keys,
                "ListPublicKeys": self.list_public_keys,
                "GenerateSigningKey": self.generate_signing_key,
                "GenerateEncryptionKey": self.generate_encryption_key,
                "ImportPublicKey": self.import_public_key,
                "ExportKeyPair": self.export_key_pair,
                "ImportKeyPair": self.import_key_pair,
                "DeleteKeyPair": self.delete_key_pair,
            },
        )


def _message(key: NamedKey) -> crypto_pb2.PublicKeyWithName:
    return crypto_pb2.PublicKeyWithName(public_key=public_key_to_proto(key.key), name=key.name)


def _matches(key: NamedKey, filters: wire.ListKeysFilters) -> bool:
    """The fingerprint must be equal; the name must contain the text."""
    is_signing = isinstance(key.key, SigningPublicKey)
    purpose = crypto_pb2.KEY_PURPOSE_SIGNING if is_signing else crypto_pb2.KEY_PURPOSE_ENCRYPTION
    return (
        filters.fingerprint in ("", key.key.fingerprint)
        and filters.name in key.name
        and (not filters.purpose or purpose in filters.purpose)
        and (
            not filters.usage_v30
            or not isinstance(key.key, SigningPublicKey)
            or key.key.may(accepted(usages_of(filters.usage_v30)))
        )
    )
