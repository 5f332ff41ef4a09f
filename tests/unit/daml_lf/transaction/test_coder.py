"""The blobs of contracts: round trips and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

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


@pytest.mark.parametrize("contract", [PLAIN, KEYED])
def test_contracts_come_back(contract) -> None:
    again = decode_contract(encode_contract(contract))
    assert again == contract
    assert encode_contract(again) == encode_contract(contract)
    assert ContractInstance.of_node(again.to_node(), 5, b"salt") == contract


def changed(**fields) -> bytes:
    """The blob of the keyed contract with fields of the message set."""
    versioned = pb.Versioned.FromString(encode_contract(KEYED))
    message = pb.FatContractInstance.FromString(versioned.payload)
    for name, value in fields.items():
        message.ClearField(name)
        if isinstance(value, list):
            getattr(message, name).extend(value)
        elif value is not None:
            setattr(message, name, value)
    versioned.payload = message.SerializeToString()
    return versioned.SerializeToString()


REFUSED = [
    b"\xff",
    b"",
    changed(package_name=""),
    changed(contract_id=b"\0"),
    changed(create_arg=b""),
    changed(created_at=2**62),
    changed(non_signatory_stakeholders=["dave", "carol"]),
    changed(non_signatory_stakeholders=["alice"]),
    changed(non_maintainer_signatories=["bob"]),
    changed(contract_key_with_maintainers=None, non_maintainer_signatories=[]),
    pb.Versioned(version="3", payload=b"").SerializeToString(),
    encode_contract(PLAIN) + b"\x1a\x00",
]


@pytest.mark.parametrize("data", REFUSED)
def test_what_is_no_contract_is_refused(data: bytes) -> None:
    with pytest.raises(ContractCodingError):
        decode_contract(data)


def test_versioned_values_come_back() -> None:
    encoded = encode_versioned_value(KEY.key.value, SerializationVersion.V2)
    assert decode_versioned_value(encoded) == (KEY.key.value, SerializationVersion.V2)
    with pytest.raises(ValueCodingError):
        decode_versioned_value(b"\xff")
