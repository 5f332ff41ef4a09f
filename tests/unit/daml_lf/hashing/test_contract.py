"""The hashes of contracts and keys against the original's numbers."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from canton.daml_lf.builtins.comparison import SortedMap
from canton.daml_lf.builtins.numeric import numeric_of_decimal
from canton.daml_lf.builtins.text import to_list
from canton.daml_lf.compiler.artifact import DataShape
from canton.daml_lf.compiler.encoding import APP, NAT, builtin_type, con_type
from canton.daml_lf.hashing.contract import (
    legacy_bytes,
    legacy_contract_hash,
    typed_contract_hash,
    typed_key_hash,
    upgrade_friendly_bytes,
    upgrade_friendly_contract_hash,
)
from canton.daml_lf.language.builtin import BuiltinType as B
from canton.daml_lf.library.library import identifier
from canton.daml_lf.library.type_table import TypeTable
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.value import (
    NESTING_MAX,
    NONE,
    BoolValue,
    Int64Value,
    NumericValue,
    OptionalValue,
    PartyValue,
    RecordValue,
    TextMapValue,
    TextValue,
    VariantValue,
)
from canton.timestamps import from_datetime

GOLDEN = Path(__file__).parents[3] / "golden" / "daml_lf" / "value_hashes.json"
ROWS = json.loads(GOLDEN.read_text())
BOOL = builtin_type(B.BOOL)
SHAPES = {
    "Unit": DataShape("record", True, (), (), ()),
    "UnitBis": DataShape("record", True, (), (), ()),
    "Tuple": DataShape("record", True, (), ("_1", "_2"), (BOOL, BOOL)),
    "TupleBis": DataShape("record", True, (), ("_1", "_2"), (BOOL, BOOL)),
    "Either": DataShape("variant", True, (), ("Left", "Right"), (BOOL, BOOL)),
    "EitherBis": DataShape("variant", True, (), ("Left", "Right"), (BOOL, BOOL)),
    "Color": DataShape("enum", True, (), ("Red", "Green"), ()),
    "ColorBis": DataShape("enum", True, (), ("Red", "Green"), ()),
}


def typed(row):
    """The encoded type and the run-time value of a row."""
    name, value = row["type"], row["value"]
    kind, _, rest = name.partition(" ")
    match kind:
        case "Unit":
            return builtin_type(B.UNIT), ()
        case "Numeric":
            number = Decimal(value).quantize(Decimal(1).scaleb(-int(rest)))
            numeric = (APP, builtin_type(B.NUMERIC), (NAT, int(rest)))
            return numeric, numeric_of_decimal(number)
        case "Date":
            return builtin_type(B.DATE), (date.fromisoformat(value) - date(1970, 1, 1)).days
        case "Timestamp":
            time = datetime.fromisoformat(value.replace("Z", "+00:00"))
            return builtin_type(B.TIMESTAMP), from_datetime(time)
        case "ContractId":
            of_unit = (APP, builtin_type(B.CONTRACT_ID), builtin_type(B.UNIT))
            return of_unit, ContractId.parse(value)
        case "Bool" | "Int64" | "Text" | "Party":
            return builtin_type(B[kind.upper()]), value
        case _:
            return composite(kind, rest, value)


def composite(kind, rest, value):
    match kind:
        case "Optional":
            inner = BOOL if rest == "Bool" else (APP, builtin_type(B.OPTIONAL), BOOL)
            runtime = (
                None
                if value is None
                else tuple(tuple(part) if isinstance(part, list) else part for part in value)
            )
            return (APP, builtin_type(B.OPTIONAL), inner), runtime
        case "List":
            return (APP, builtin_type(B.LIST), BOOL), to_list(value)
        case "TextMap":
            return (APP, builtin_type(B.TEXTMAP), BOOL), SortedMap(list(value), [*value.values()])
        case "GenMap":
            type_ = (APP, (APP, builtin_type(B.GENMAP), builtin_type(B.TEXT)), BOOL)
            return type_, SortedMap(list(value), [*value.values()])
    type_ = con_type(identifier("pkgId", f"Mod:{rest}"))
    shape = SHAPES[rest]
    match kind:
        case "Enum":
            return type_, shape.names.index(value)
        case "Variant":
            return type_, (shape.names.index(value[0]), value[1])
        case _:
            return type_, tuple(value)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['type']}={row['value']}"[:40])
def test_typed_hashes_are_the_originals(row) -> None:
    type_, value = typed(row)
    chunks: list[bytes] = []
    table = TypeTable(lambda name: SHAPES.get(name.name))
    table.codec(type_).encode(value, chunks)
    template = identifier("package", "module:name")
    assert typed_contract_hash("package-name-0", template, chunks).hex() == row["contract"]
    if row["key"] is not None:
        assert typed_key_hash("package-name-0", template, chunks).hex() == row["key"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['type']}={row['value']}"[:40])
def test_older_hashes_are_the_originals(row) -> None:
    type_, runtime = typed(row)
    table = TypeTable(lambda name: SHAPES.get(name.name))
    value = table.codec(type_).to_ledger(runtime, NESTING_MAX)
    made = [
        b"\0\x01" + legacy_bytes(value),
        b"\x01\x01" + upgrade_friendly_bytes(value),
        b"\x01\x01" + upgrade_friendly_bytes(RecordValue((value,))),
    ]
    names = ("legacy", "upgrade_friendly", "upgrade_friendly_in_record")
    assert [sha256(content).hexdigest() for content in made] == [row[name] for name in names]


def test_trailing_absent_fields_do_not_enter_the_hash() -> None:
    optional = (APP, builtin_type(B.OPTIONAL), BOOL)
    shapes = {
        "Old": DataShape("record", True, (), ("a",), (BOOL,)),
        "New": DataShape("record", True, (), ("a", "b"), (BOOL, optional)),
    }
    hashes = []
    for name, value in [("Old", (True,)), ("New", (True, None)), ("New", (True, (False,)))]:
        table = TypeTable(lambda _, name=name: shapes[name])
        chunks: list[bytes] = []
        table.codec(con_type(identifier("p", "M:T"))).encode(value, chunks)
        hashes.append(typed_contract_hash("name", identifier("p", "M:T"), chunks))
    assert hashes[0] == hashes[1] != hashes[2]


RECORD = RecordValue(
    (
        PartyValue("alice"),
        Int64Value(0),
        NumericValue(Decimal("1.0")),
        OptionalValue(BoolValue(False)),
        NONE,
        VariantValue("Left", TextValue("")),
        TextMapValue((("k", Int64Value(1)),)),
    )
)


def test_older_hashes_name_the_package_and_differ_from_each_other() -> None:
    template, other = identifier("p", "M:T"), identifier("q", "M:T")
    legacy = legacy_contract_hash("name", template, RECORD)
    friendly = upgrade_friendly_contract_hash("name", template, RECORD)
    assert len({legacy, friendly}) == 2
    assert legacy != legacy_contract_hash("name", other, RECORD)
    assert friendly != upgrade_friendly_contract_hash("name", other, RECORD)


def test_the_upgrade_friendly_hash_leaves_out_default_fields() -> None:
    template = identifier("p", "M:T")
    longer = RecordValue((*RECORD.fields, NONE, Int64Value(0), TextValue(""), BoolValue(False)))
    friendly = upgrade_friendly_contract_hash("name", template, RECORD)
    assert friendly == upgrade_friendly_contract_hash("name", template, longer)
    assert legacy_contract_hash("name", template, RECORD) != legacy_contract_hash(
        "name", template, longer
    )
