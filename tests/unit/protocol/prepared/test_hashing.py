"""Hashes of prepared transactions are those of the original, node by node.

The transactions and numbers are those of the original's tests of its hashing schemes 2 and 3.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal

import pytest

from canton.daml_lf.transaction.node import (
    CreateNode,
    ExerciseNode,
    FetchNode,
    GlobalKey,
    KeyWithMaintainers,
    NodeId,
    QueryByKeyNode,
    RollbackNode,
    SerializationVersion,
    Transaction,
)
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import Identifier, ModuleName, PackageId, PackageName
from canton.daml_lf.value.value import (
    NONE,
    UNIT,
    BoolValue,
    DateValue,
    GenMapValue,
    Int64Value,
    ListValue,
    NumericValue,
    OptionalValue,
    RecordValue,
    TextMapValue,
    TextValue,
    TimestampValue,
    Value,
)
from canton.protocol.prepared.hashing import hash_prepared
from canton.protocol.prepared.transaction import (
    HashingScheme,
    InputContract,
    PreparedMetadata,
    PreparedTransaction,
)
from canton.protocol.prepared.value_encoding import encode_value
from canton.timestamps import Timestamp

DAY = 86_400_000_000
CID_1 = ContractId.parse("0007e7b5534931dfca8e1b485c105bae4e10808bd13ddc8e897f258015f9d921c5")
CID_2 = ContractId.parse("0059b59ad7a6b6066e77b91ced54b8282f0e24e7089944685cb8f22f32fcbc4e1b")
CID_IN_INPUTS = ContractId.parse(
    "0097a092402108f5593bac7fb3c909cd316910197dd98d603042a45ab85c81e0fd"
)
KEY_HASH = bytes.fromhex("4d1741d27564ab1f1e74873034760583a1a71edaa90dbad6be3a78c0bf3eec7c")
SEEDS = {
    0: "926bbb6f341bc0092ae65d06c6e284024907148cc29543ef6bff0930f5d52c19",
    2: "4d2a522e9ee44e31b9bef2e3c8a07d43475db87463c6a13c4ea92f898ac8a930",
    4: "a867edafa1277f46f879ab92c373a15c2d75c5d86fec741705cee1eb01ef8c9e",
}


def identifier(module: str, name: str, package: str = "package") -> Identifier:
    return Identifier(PackageId(package), ModuleName(module), name)


TEMPLATE = identifier("module", "name")
PACKAGE = PackageName("package-name-0")
KEY = KeyWithMaintainers(
    GlobalKey(
        identifier("module_key", "name"),
        PackageName("package_name_key"),
        TextValue("hello"),
        KEY_HASH,
    ),
    frozenset({"david"}),
)


def parties(*names: str) -> frozenset:
    return frozenset(names)


def create(version: SerializationVersion, key: KeyWithMaintainers | None = None) -> CreateNode:
    return CreateNode(
        contract_id=CID_1,
        package_name=PACKAGE,
        template_id=TEMPLATE,
        argument=TextValue("hello"),
        signatories=parties("alice", "bob"),
        stakeholders=parties("alice", "charlie"),
        key=key,
        version=version,
    )


def fetch(version: SerializationVersion, key: KeyWithMaintainers | None = None) -> FetchNode:
    return FetchNode(
        contract_id=CID_1,
        package_name=PACKAGE,
        template_id=TEMPLATE,
        acting_parties=parties("alice", "bob"),
        signatories=parties("alice"),
        stakeholders=parties("charlie"),
        key=key,
        by_key=key is not None,
        interface_id=None,
        version=version,
    )


def exercise(version: SerializationVersion, key: KeyWithMaintainers | None = None) -> ExerciseNode:
    return ExerciseNode(
        contract_id=CID_1,
        package_name=PACKAGE,
        template_id=TEMPLATE,
        interface_id=identifier("interface_module", "interface_name"),
        choice="choice",
        consuming=True,
        acting_parties=parties("alice", "bob"),
        argument=Int64Value(31380),
        signatories=parties("alice"),
        stakeholders=parties("charlie"),
        choice_observers=parties("david"),
        choice_authorizers=None,
        children=(NodeId(0), NodeId(2)),
        result=TextValue("result"),
        key=key,
        by_key=key is not None,
        version=version,
    )


def prepared(version: SerializationVersion, key: KeyWithMaintainers | None) -> PreparedTransaction:
    nodes = {
        NodeId(0): create(version, key),
        NodeId(2): fetch(version, key),
        NodeId(4): exercise(version, key),
        NodeId(5): RollbackNode((NodeId(2), NodeId(4))),
    }
    metadata = PreparedMetadata(
        act_as=parties("alice", "bob"),
        command_id="command-id",
        transaction_uuid="4c6471d3-4e09-49dd-addf-6cd90e19c583",
        mediator_group=0,
        synchronizer="synchronizer::id",
        preparation_time=Timestamp(0),
        inputs=(used(CID_1, "alice", 10, version), used(CID_2, "bob", 20, version)),
        ledger_time_min=Timestamp(0xAAAA),
        ledger_time_max=Timestamp(0xBBBB),
        max_record_time=Timestamp(30 * DAY),
    )
    seeds = {NodeId(number): bytes.fromhex(seed) for number, seed in SEEDS.items()}
    return PreparedTransaction(Transaction(nodes, (NodeId(0), NodeId(5))), seeds, metadata)


def used(
    contract_id: ContractId, party: str, day: int, version: SerializationVersion
) -> InputContract:
    made = CreateNode(
        contract_id=contract_id,
        package_name=PackageName("PkgName"),
        template_id=identifier("DummyModule", "dummyName", "-dummyPkg-"),
        argument=CID_IN_INPUTS,
        signatories=parties(party),
        stakeholders=parties(party),
        key=None,
        version=version,
    )
    return InputContract(made, Timestamp(day * DAY))


def test_scheme_2_gives_the_hash_of_the_original() -> None:
    made = hash_prepared(prepared(SerializationVersion.V1, None), HashingScheme.V2)
    assert made.raw.hex() == "8c311c848db25d36b36fbd59f9483714a11688c2214e3c7cae3e028763520250"


def test_scheme_3_gives_the_hash_of_the_original() -> None:
    made = hash_prepared(prepared(SerializationVersion.V2, KEY), HashingScheme.V3)
    assert made.raw.hex() == "db37e4e251b83196260900fd43aacf934e1893b7ac58db4c1bfa8ced432b3b84"


def test_scheme_2_does_not_cover_contract_keys() -> None:
    with pytest.raises(ValueError, match="scheme V2 does not cover nodes of version 2"):
        hash_prepared(prepared(SerializationVersion.V2, KEY), HashingScheme.V2)


def test_a_query_by_key_is_covered_by_scheme_3_alone() -> None:
    query = QueryByKeyNode(PACKAGE, TEMPLATE, KEY, (CID_1,), True, SerializationVersion.V2)
    base = prepared(SerializationVersion.V2, KEY)
    one = replace(base, transaction=Transaction({NodeId(0): query}, (NodeId(0),)))
    none = replace(query, result=())
    other = replace(base, transaction=Transaction({NodeId(0): none}, (NodeId(0),)))
    first, second = (hash_prepared(each, HashingScheme.V3) for each in (one, other))
    assert first != second
    with pytest.raises(ValueError, match="scheme V2"):
        hash_prepared(one, HashingScheme.V2)


VALUES: list[tuple[Value, str]] = [
    (UNIT, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    (BoolValue(True), "9dcf97a184f32623d11a73124ceb99a5709b083721e878a16d78f596718ba7b2"),
    (BoolValue(False), "47dc540c94ceb704a23875c11273e16bb0b8a87aed84de911f2133568115f254"),
    (
        ListValue((TextValue("five"), Int64Value(5), BoolValue(True))),
        "6049408351d7be2c9d6ae7a1beecf08676fa72955c376c89571a1c5f04f272bd",
    ),
    (
        TextMapValue((("bar", TextValue("1284")), ("foo", NumericValue(Decimal("31380.0"))))),
        "b318100aac8cde766598a0a5bc05451feaec7c90400f75de93100d0c87ec24cf",
    ),
    (
        GenMapValue(((Int64Value(5), TextValue("five")), (Int64Value(10), TextValue("ten")))),
        "523c5247ed42efa40dd6b0165a01c1b14dcede7b39a1f33a3590fc7defc4a610",
    ),
    (NONE, "a2c4aed1cf757cd9a509734a267ffc7b1166b55f4c8f9c3e3550c56e743328fc"),
    (
        OptionalValue(TextValue("hello")),
        "dfba7295cf094b6b3ffdf3e44411793264882b38c810f9dff63148890a466171",
    ),
    (
        TimestampValue(1_729_788_226_000_000),
        "18efa9ad9adfa83fc3e84cdbe9c4b9f0e7305376e858e5bd909117209111c9d5",
    ),
    (DateValue(20020), "6892b74f329df4e0fd850c0e4d35384d3a4aef0a2f0f32070172c1f121ff632f"),
    (
        RecordValue((BoolValue(True), TextValue("hello")), ("field1", "field2"), TEMPLATE),
        "ae594f7684700c299af9bc0b83758f2d71836ae6d9ea628d310f0305698df6f2",
    ),
]


@pytest.mark.parametrize(("value", "expected"), VALUES, ids=lambda each: type(each).__name__)
def test_values_enter_the_hash_as_the_original_encodes_them(value: Value, expected: str) -> None:
    assert hashlib.sha256(encode_value(value)).hexdigest() == expected
