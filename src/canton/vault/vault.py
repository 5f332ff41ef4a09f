"""The vault: a node's private keys, at rest in its database and in memory once used.

Every replica of a node opens the same vault, and a replica that becomes active opens it anew. A key
that is not in memory is looked for in the database.
Source: Canton 3.6 CryptoPrivateStore; protocol sheet 1.2, 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from canton.clock import Randomness
from canton.crypto.encryption import AsymmetricEncrypted, decrypt_with
from canton.crypto.hash import Hash
from canton.crypto.key import (
    EncryptionKeySpec,
    EncryptionPublicKey,
    PublicKey,
    SigningKeySpec,
    SigningPublicKey,
    Usages,
    are_usages_valid,
    public_key_from_proto,
    public_key_to_proto,
)
from canton.crypto.key_pair import (
    EncryptionKeyPair,
    KeyPair,
    SigningKeyPair,
    key_pair_from_proto,
)
from canton.crypto.signature import Signature, sign
from canton.errors import InvariantViolation, LedgerError, Rejection
from canton.identifiers import Fingerprint
from canton.storage.storage import Storage
from canton.vault.errors import INVALID_KEY, KEY_NOT_FOUND
from canton.vault.store import KEYS, KeyRow
from canton.wire import crypto_pb2

_KEY_RANDOM_LENGTH: Final = 64


@dataclass(frozen=True, slots=True)
class NamedKey:
    """A public key with the name it was given; `is_own` where the vault has its private half."""

    name: str
    key: PublicKey
    is_own: bool


class Vault:
    """The keys of one node. All methods may be called at any time once the storage is open."""

    def __init__(self, storage: Storage, randomness: Randomness) -> None:
        self._storage = storage
        self._randomness = randomness
        self._pairs: dict[Fingerprint, KeyPair] = {}
        self._own: frozenset[Fingerprint] | None = None

    async def generate_signing_key(
        self,
        name: str,
        usages: Usages,
        spec: SigningKeySpec = SigningKeySpec.EC_CURVE25519,
    ) -> SigningPublicKey:
        """Makes a signing key and keeps it.

        Raises:
            LedgerError: INVALID_KEY, the usages do not go together.
        """
        if not are_usages_valid(usages):
            names = ", ".join(sorted(usage.name for usage in usages))
            raise LedgerError(INVALID_KEY, f"a key cannot be for {names or 'nothing'}")
        pair = SigningKeyPair.generate(spec, usages, self._randomness.bytes(_KEY_RANDOM_LENGTH))
        await self.add(name, pair)
        return pair.public

    async def generate_encryption_key(
        self, name: str, spec: EncryptionKeySpec = EncryptionKeySpec.EC_P256
    ) -> EncryptionPublicKey:
        """Makes an encryption key and keeps it."""
        pair = EncryptionKeyPair.generate(spec, self._randomness.bytes(_KEY_RANDOM_LENGTH))
        await self.add(name, pair)
        return pair.public

    async def add(self, name: str, pair: KeyPair) -> None:
        """Keeps a key pair; durable on return. A known one gets the new name."""
        row = KeyRow(
            pair.fingerprint,
            name,
            public_key_to_proto(pair.public).SerializeToString(),
            pair.to_proto().SerializeToString(),
        )
        await self._storage.write(KEYS.upsert(row))
        self._pairs[pair.fingerprint] = pair
        self._own = None

    async def add_public(self, name: str, key: PublicKey) -> None:
        """Keeps the public key of somebody else; an own key stays what it is."""
        content = public_key_to_proto(key).SerializeToString()
        await self._storage.write(KEYS.insert_new(KeyRow(key.fingerprint, name, content, b"")))

    async def delete(self, fingerprint: Fingerprint) -> None:
        """Forgets a key for good."""
        await self._storage.write(KEYS.delete(fingerprint))
        self._pairs.pop(fingerprint, None)
        self._own = None

    async def keys(self) -> list[NamedKey]:
        """Every key that is kept, own ones and those of others."""
        rows = await self._storage.read(KEYS.query(order=("fingerprint",)))
        return [_named_key(row) for row in rows]

    async def own_fingerprints(self) -> frozenset[Fingerprint]:
        """The fingerprints of all keys whose private half is here."""
        if self._own is None:
            rows = await self._storage.read(KEYS.query())
            self._own = frozenset(Fingerprint(row.fingerprint) for row in rows if row.pair)
        return self._own

    async def find_by_name(self, name: str) -> NamedKey | None:
        """An own key of that name; at its start a node picks up the keys of an earlier attempt."""
        return next((key for key in await self.keys() if key.is_own and key.name == name), None)

    async def pair(self, fingerprint: Fingerprint) -> KeyPair:
        """The key pair of that fingerprint, for export.

        Raises:
            LedgerError: KEY_NOT_FOUND.
        """
        known = self._pairs.get(fingerprint)
        if known is not None:
            return known
        for row in await self._storage.read(KEYS.get(fingerprint)):
            if row.pair:
                pair = self._pairs[fingerprint] = _pair_of(row)
                return pair
        raise LedgerError(KEY_NOT_FOUND, f"there is no private key {fingerprint}")

    async def sign(self, content: Hash, fingerprint: Fingerprint) -> Signature:
        """Signs the hash with the key of that fingerprint.

        Raises:
            LedgerError: KEY_NOT_FOUND, or INVALID_KEY where the key is for encryption.
        """
        pair = await self.pair(fingerprint)
        if not isinstance(pair, SigningKeyPair):
            raise LedgerError(INVALID_KEY, f"the key {fingerprint} does not sign")
        return sign(pair, content)

    async def decrypt(self, encrypted: AsymmetricEncrypted) -> bytes | Rejection:
        """Decrypts with the key that the message names.

        Raises:
            LedgerError: KEY_NOT_FOUND, or INVALID_KEY where the key is for signing.
        """
        pair = await self.pair(encrypted.encrypted_for)
        if not isinstance(pair, EncryptionKeyPair):
            raise LedgerError(INVALID_KEY, f"the key {pair.fingerprint} does not decrypt")
        return decrypt_with(pair, encrypted)


def _pair_of(row: KeyRow) -> KeyPair:
    pair = key_pair_from_proto(crypto_pb2.CryptoKeyPair.FromString(row.pair))
    if isinstance(pair, Rejection):
        raise InvariantViolation(f"the stored key {row.fingerprint} is damaged: {pair.cause}")
    return pair


def _named_key(row: KeyRow) -> NamedKey:
    key = public_key_from_proto(crypto_pb2.PublicKey.FromString(row.public_key))
    if isinstance(key, Rejection):
        raise InvariantViolation(f"the stored key {row.fingerprint} is damaged: {key.cause}")
    return NamedKey(row.name, key, is_own=bool(row.pair))
