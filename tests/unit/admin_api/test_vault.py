"""Keys over the admin API."""

from __future__ import annotations

import pytest

from canton.admin_api.vault import VaultService
from canton.clock import SeededRandomness
from canton.crypto.key import SigningPublicKey
from canton.storage.memory import MemoryStorage
from canton.transport.seam import RpcError, ServiceTable
from canton.vault.vault import Vault
from canton.wire import crypto_pb2
from canton.wire import vault_admin_pb2 as wire

PROTOCOL = crypto_pb2.SIGNING_KEY_USAGE_PROTOCOL


def table_on(storage: MemoryStorage, seed: int = 1, **options: bool) -> ServiceTable:
    vault = Vault(storage, SeededRandomness(seed))
    return VaultService(lambda: vault, **options).table()


def signing(name: str) -> wire.GenerateSigningKeyRequest:
    return wire.GenerateSigningKeyRequest(name=name, usage_v30=[PROTOCOL])


async def test_keys_are_listed_by_part_of_their_name_and_by_purpose(operator) -> None:
    async with operator(table_on(MemoryStorage())) as caller:
        await caller.call("GenerateSigningKey", signing("p-signing"))
        await caller.call(
            "GenerateEncryptionKey", wire.GenerateEncryptionKeyRequest(name="p-encryption")
        )
        named = await caller.call(
            "ListMyKeys", wire.ListMyKeysRequest(filters=wire.ListKeysFilters(name="sign"))
        )
        for_encryption = await caller.call(
            "ListPublicKeys",
            wire.ListPublicKeysRequest(
                filters=wire.ListKeysFilters(purpose=[crypto_pb2.KEY_PURPOSE_ENCRYPTION])
            ),
        )
    assert [each.v30.name for each in named.private_keys_metadata] == ["p-signing"]
    assert [each.name for each in for_encryption.public_keys_v30] == ["p-encryption"]


@pytest.mark.parametrize("password", ["", "secret"])
async def test_an_exported_key_pair_can_be_imported_elsewhere_and_deleted(
    operator, password: str
) -> None:
    async with operator(table_on(MemoryStorage())) as caller:
        await caller.call("GenerateSigningKey", signing("mine"))
        (key,) = (await caller.call("ListMyKeys", wire.ListMyKeysRequest())).private_keys_metadata
        from_key = crypto_pb2.SigningPublicKey.FromString(
            key.v30.public_key.signing_public_key.SerializeToString()
        )
        storage = MemoryStorage()
        vault = Vault(storage, SeededRandomness(2))
        (name,) = await _fingerprints(caller)
        exported = await caller.call(
            "ExportKeyPair", wire.ExportKeyPairRequest(fingerprint=name, password=password)
        )
    async with operator(VaultService(lambda: vault).table()) as caller:
        await caller.call(
            "ImportKeyPair",
            wire.ImportKeyPairRequest(key_pair=exported.key_pair, name="theirs", password=password),
        )
        (imported,) = await vault.keys()
        assert (imported.name, imported.is_own) == ("theirs", True)
        assert imported.key.to_proto() == from_key
        await caller.call("DeleteKeyPair", wire.DeleteKeyPairRequest(fingerprint=name))
        assert await vault.keys() == []


async def _fingerprints(caller) -> list[str]:
    from_response = await caller.call("ListMyKeys", wire.ListMyKeysRequest())
    keys = [each.v30.public_key.signing_public_key for each in from_response.private_keys_metadata]
    return [SigningPublicKey.from_proto(key).fingerprint for key in keys]


async def test_a_public_key_of_somebody_else_is_not_one_of_mine(operator) -> None:
    async with operator(table_on(MemoryStorage())) as caller:
        theirs = (await caller.call("GenerateSigningKey", signing("theirs"))).v30
    public = crypto_pb2.PublicKey(signing_public_key=theirs)
    async with operator(table_on(MemoryStorage(), 2)) as caller:
        await caller.call(
            "ImportPublicKey",
            wire.ImportPublicKeyRequest(public_key=public.SerializeToString(), name="theirs"),
        )
        mine = await caller.call("ListMyKeys", wire.ListMyKeysRequest())
        known = await caller.call("ListPublicKeys", wire.ListPublicKeysRequest())
    assert not mine.private_keys_metadata
    assert [each.name for each in known.public_keys_v30] == ["theirs"]


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (wire.ExportKeyPairRequest(fingerprint="1220ab"), "PRIVATE_KEY_EXPORT_DISABLED"),
        (wire.ImportKeyPairRequest(key_pair=b"x", password="secret"), "INVALID_KEY"),
        (wire.ImportKeyPairRequest(key_pair=b"\xff\xff"), "PROTO_DESERIALIZATION_FAILURE"),
        (wire.GenerateSigningKeyRequest(name="none"), "PROTO_DESERIALIZATION_FAILURE"),
    ],
)
async def test_what_cannot_be_done_with_keys_is_refused(operator, request_, code: str) -> None:
    name = type(request_).__name__.removesuffix("Request")
    async with operator(table_on(MemoryStorage(), exports_keys=False)) as caller:
        with pytest.raises(RpcError) as error:
            await caller.call(name, request_)
    assert error.value.code_id == code
