"""The vault keeps keys across restarts and signs and decrypts by fingerprint."""

from __future__ import annotations

import pytest

from canton.clock import SeededRandomness
from canton.crypto.encryption import encrypt_for
from canton.crypto.hash import HashPurpose, digest
from canton.crypto.key import SigningKeyUsage, SigningPublicKey
from canton.crypto.signature import verify
from canton.errors import LedgerError
from canton.identifiers import Fingerprint
from canton.storage.memory import MemoryStorage
from canton.vault.errors import INVALID_KEY, KEY_NOT_FOUND
from canton.vault.vault import Vault

PROTOCOL = frozenset({SigningKeyUsage.PROTOCOL})
CONTENT = digest(HashPurpose.TOPOLOGY_TRANSACTION_SIGNATURE, b"content")


def vault_on(storage: MemoryStorage) -> Vault:
    return Vault(storage, SeededRandomness(1))


async def test_a_key_signs_after_a_restart() -> None:
    storage = MemoryStorage()
    key = await vault_on(storage).generate_signing_key("signing", PROTOCOL)
    signature = await vault_on(storage).sign(CONTENT, key.fingerprint)
    assert verify(key, CONTENT, signature, PROTOCOL)


async def test_a_key_decrypts_what_was_encrypted_to_it() -> None:
    vault = vault_on(MemoryStorage())
    key = await vault.generate_encryption_key("encryption")
    encrypted = encrypt_for(key, b"a session key", SeededRandomness(2).bytes(80))
    assert await vault.decrypt(encrypted) == b"a session key"


async def test_an_unknown_key_is_named_in_the_error() -> None:
    with pytest.raises(LedgerError, match="1220abcd") as failure:
        await vault_on(MemoryStorage()).sign(CONTENT, Fingerprint("1220abcd"))
    assert failure.value.code is KEY_NOT_FOUND


async def test_usages_that_do_not_go_together_are_refused() -> None:
    with pytest.raises(LedgerError) as failure:
        await vault_on(MemoryStorage()).generate_signing_key("none", frozenset())
    assert failure.value.code is INVALID_KEY


async def test_a_public_key_of_somebody_else_does_not_hide_an_own_one() -> None:
    vault = vault_on(MemoryStorage())
    key = await vault.generate_signing_key("mine", PROTOCOL)
    assert isinstance(key, SigningPublicKey)
    await vault.add_public("theirs", key)
    assert [(named.name, named.is_own) for named in await vault.keys()] == [("mine", True)]


async def test_private_bytes_never_show() -> None:
    storage = MemoryStorage()
    key = await vault_on(storage).generate_signing_key("signing", PROTOCOL)
    pair = await vault_on(storage).pair(key.fingerprint)
    assert "private" not in repr(pair)
