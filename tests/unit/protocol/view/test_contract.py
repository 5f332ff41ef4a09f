"""Contracts: what is stored reads back, and ids commit to everything but the encoding."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canton.crypto.hash import HashBuilder, HashPurpose
from canton.crypto.salt import Salt
from canton.daml_lf.value.contract_id import ContractId
from canton.errors import Rejection
from canton.identifiers import Fingerprint, UniqueIdentifier
from canton.protocol.view.contract import (
    ContractIdVersion,
    StoredContract,
    StoredKey,
    authenticate,
    authentication_data,
    contract_id_suffix,
    contract_id_version,
    read_authentication_data,
    supports,
    unicum,
)
from canton.protocol.view.rollback import EMPTY, RollbackContext
from canton.timestamps import Timestamp
from canton.wire import lf_transaction_pb2

PARTY = UniqueIdentifier("x", Fingerprint("1220" + "ab" * 32)).party
SALT = Salt(bytes(range(32)))
HASH = bytes(32)


def test_a_contract_of_the_views_reads_back(world) -> None:
    for contract in world.context.contracts.values():
        assert StoredContract.from_bytes(contract.encoded) == contract


def contract(**changes) -> StoredContract:
    fields = {
        "contract_id": ContractId.local(bytes(32)),
        "package_name": "p",
        "template_id": ("p", "M", "T"),
        "argument": b"",
        "signatories": frozenset({PARTY}),
        "stakeholders": frozenset({PARTY}),
        "key": None,
        "version": "2.1",
        "created_at": Timestamp(5),
        "authentication_data": authentication_data(SALT),
        "encoded": b"",
    }
    return StoredContract(**(fields | changes))


def commitment(of: StoredContract):
    return unicum(
        salt=SALT,
        created_at=of.created_at,
        signatories=of.signatories,
        stakeholders=of.stakeholders,
        key=of.key,
        contract_hash=HASH,
    )


def test_authentication_accepts_what_the_id_commits_to_and_nothing_else() -> None:
    key = StoredKey(b"", frozenset({PARTY}), b"\x01" * 32)
    other = UniqueIdentifier("y", Fingerprint("1220" + "cd" * 32)).party
    for honest in (contract(), contract(key=key)):
        for version in ContractIdVersion:
            suffix = contract_id_suffix(commitment(honest), version)
            true = replace(honest, contract_id=honest.contract_id.with_suffix(suffix))
            assert contract_id_version(true.contract_id) is version
            assert authenticate(true, HASH) is None
            for false in (
                replace(true, created_at=Timestamp(6)),
                replace(true, stakeholders=frozenset({PARTY, other})),
                replace(true, signatories=frozenset({other})),
                replace(true, key=StoredKey(b"", frozenset({other}), b"\x01" * 32)),
                replace(true, authentication_data=authentication_data(Salt(bytes(32)))),
                replace(true, authentication_data=b"\xff"),
                replace(true, contract_id=honest.contract_id),
            ):
                assert isinstance(authenticate(false, HASH), Rejection)


FORMS = {
    "01" + "00" * 12 + "00": True,
    "01" + "00" * 12 + "80ff": True,
    "01" + "00" * 12 + "81": False,
    "00" + "00" * 32 + "ca13" + "1220" + "00" * 32: False,
    "00" + "00" * 32 + "00": False,
} | {
    "00" + "00" * 32 + prefix + multihash: is_supported
    for prefix in ("ca10", "ca11", "ca12")
    for multihash, is_supported in {
        "1220" + "00" * 32: True,
        "1220" + "00" * 31: False,
        "00" * 32: False,
        "": False,
    }.items()
}


@pytest.mark.parametrize(("text", "is_supported"), FORMS.items())
def test_forms_of_ids_that_contracts_have(text: str, is_supported: bool) -> None:
    assert supports(ContractId.parse(text)) is is_supported


def test_the_unicum_is_laid_out_as_the_sheet_says() -> None:
    builder = HashBuilder(HashPurpose.UNICUM).add_raw(SALT.value)
    builder.add_raw(bytes(8) + (5_000).to_bytes(4))
    builder.add_bytes(b"\x00\x00\x00\x01" + len(PARTY).to_bytes(4) + PARTY.encode())
    builder.add_bytes(bytes(4)).add_raw(b"\x00").add_bytes(b"\x00").add_raw(HASH)
    assert commitment(contract()) == builder.finish()


def test_authentication_data_reads_back() -> None:
    assert read_authentication_data(authentication_data(SALT)) == SALT
    assert isinstance(read_authentication_data(b""), Rejection)


@pytest.mark.parametrize(
    "field", ["contract_id", "package_name", "template_id", "non_maintainer_signatories"]
)
def test_a_contract_without_what_it_must_have_is_rejected(world, field: str) -> None:
    encoded = next(iter(world.context.contracts.values())).encoded
    versioned = lf_transaction_pb2.Versioned.FromString(encoded)
    message = lf_transaction_pb2.FatContractInstance.FromString(versioned.payload)
    message.ClearField(field)
    versioned.payload = message.SerializeToString()
    assert isinstance(StoredContract.from_bytes(versioned.SerializeToString()), Rejection)


def test_rollback_contexts_count_siblings() -> None:
    inside = EMPTY.entered()
    assert inside == RollbackContext((1,), 1) and inside.is_rolled_back
    assert inside.entered().left() == RollbackContext((1,), 2)
    assert inside.left() == RollbackContext((), 2)
