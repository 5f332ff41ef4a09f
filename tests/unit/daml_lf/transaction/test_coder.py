"""The blobs of contracts: round trips and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canton.daml_lf.hashing.contract import older_key_hash
from canton.daml_lf.library.library import identifier
from canton.daml_lf.transaction.coder import (
    ContractCodingError,
    decode_contract,
    decode_versioned_value,
    encode_contract,
    encode_versioned_value,
)
from canton.daml_lf.transaction.contract import ContractInstance
from canton.daml_lf.transaction.node import GlobalKey, KeyWithMaintainers, SerializationVersion
from canton.daml_lf.value.coder import ValueCodingError
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.value import PartyValue, RecordValue
from canton.wire import lf_transaction_pb2 as pb

TEMPLATE = identifier("ab", "Main.Sub:T.Inner")
PLAIN = ContractInstance(
    ContractId(b"\0" + b"\1" * 32 + b"\xca\x12"),
    "name",
    TEMPLATE,
    RecordValue((PartyValue("alice"),)),
    frozenset({"alice", "bob"}),
    frozenset({"alice", "bob", "carol"}),
    None,
    SerializationVersion.V1,
    5,
    b"salt",
)
KEY = KeyWithMaintainers(
    GlobalKey(TEMPLATE, "name", PartyValue("bob"), b"h" * 32), frozenset({"bob"})
)
KEYED = replace(PLAIN, key=KEY, version=SerializationVersion.V2)
V1 = SerializationVersion.V1


@pytest.mark.parametrize("contract", [PLAIN, KEYED])
def test_contracts_come_back(contract) -> None:
    again = decode_contract(encode_contract(contract))
    assert again == contract
    assert encode_contract(again) == encode_contract(contract)
    assert ContractInstance.of_node(again.to_node(), 5, b"salt") == contract


def changed(contract=KEYED, key=None, **fields) -> bytes:
    """The blob of a contract with fields of its message set, and of the message of its key."""
    versioned = pb.Versioned.FromString(encode_contract(contract))
    message = pb.FatContractInstance.FromString(versioned.payload)
    _set(message.contract_key_with_maintainers, key or {})
    _set(message, fields)
    if contract.key is None and not key:
        message.ClearField("contract_key_with_maintainers")
    return wrapped(message.SerializeToString(), versioned.version)


def _set(message, fields) -> None:
    for name, value in fields.items():
        message.ClearField(name)
        if isinstance(value, list):
            getattr(message, name).extend(value)
        elif value is not None:
            setattr(message, name, value)


def wrapped(payload: bytes, version: str = "2") -> bytes:
    return pb.Versioned(version=version, payload=payload).SerializeToString()


def payload_of(contract) -> bytes:
    return pb.Versioned.FromString(encode_contract(contract)).payload


UNKNOWN_FIELD = b"\xa2\x06\x01x"
WITH_ID_IN_KEY = replace(KEYED, key=replace(KEY, key=replace(KEY.key, value=PLAIN.contract_id)))
REFUSED = {
    "no message": (b"\xff", "not a Versioned"),
    "no version": (b"", ""),
    "unknown version": (wrapped(b"", "3"), ""),
    "no contract": (wrapped(b"\xff"), "not a FatContractInstance"),
    "data behind": (encode_contract(PLAIN) + b"\x1a\x00", "unknown field"),
    "unknown field": (wrapped(payload_of(KEYED) + UNKNOWN_FIELD), "unknown field"),
    "no package name": (changed(package_name=""), ""),
    "contract id": (changed(contract_id=b"\0"), ""),
    "argument": (changed(create_arg=b""), ""),
    "time": (changed(created_at=2**62), "out of range"),
    "key without maintainers": (changed(key={"maintainers": []}), "key without maintainers"),
    "hash of the key is short": (changed(key={"hash": b"h" * 31}), "hash"),
    "no hash of the key": (changed(key={"hash": b""}), "hash"),
    "hash of an old key": (changed(replace(KEYED, version=V1), key={"hash": b"h" * 32}), "hash"),
    "contract id in an old key": (
        changed(replace(WITH_ID_IN_KEY, version=V1)),
        "contract ids are not allowed in keys",
    ),
    "nobody signs": (
        changed(PLAIN, non_maintainer_signatories=[]),
        "maintainers or non_maintainer_signatories should be non empty",
    ),
    "signs twice": (
        changed(non_maintainer_signatories=["bob"]),
        "bob is declared as maintainer and nonMaintainerSignatory",
    ),
    "maintainer observes": (
        changed(non_signatory_stakeholders=["bob"]),
        "bob is declared as signatory and nonSignatoryStakeholder",
    ),
    "signatory observes": (
        changed(non_signatory_stakeholders=["alice"]),
        "alice is declared as signatory and nonSignatoryStakeholder",
    ),
    "unordered": (changed(non_signatory_stakeholders=["dave", "carol"]), "strictly ordered"),
    "duplicate": (changed(non_signatory_stakeholders=["dave", "dave"]), "strictly ordered"),
    "observer": (changed(non_signatory_stakeholders=["c/d"]), "not a party"),
    "signatory": (changed(non_maintainer_signatories=[""]), "not a party"),
    "maintainer": (changed(key={"maintainers": ["é"]}), "not a party"),
}


@pytest.mark.parametrize(("data", "text"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_contract_is_refused(data: bytes, text: str) -> None:
    with pytest.raises(ContractCodingError, match=text or "."):
        decode_contract(data)


def test_maintainers_come_in_any_order_and_an_old_key_has_the_older_hash() -> None:
    assert decode_contract(changed(key={"maintainers": ["bob", "bob"]})) == KEYED
    old = decode_contract(changed(replace(KEYED, version=V1)))
    assert old.key.key.hash == older_key_hash("name", TEMPLATE, PartyValue("bob"))


def test_versioned_values_come_back() -> None:
    encoded = encode_versioned_value(KEY.key.value, SerializationVersion.V2)
    assert decode_versioned_value(encoded) == (KEY.key.value, SerializationVersion.V2)
    with pytest.raises(ValueCodingError):
        decode_versioned_value(b"\xff")
