"""Values in the texts of errors."""

from __future__ import annotations

from decimal import Decimal

import pytest

from canton.daml_lf.library.library import identifier
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.shown import pretty, pretty_parties, pretty_type, structure
from canton.daml_lf.value.value import (
    NONE,
    UNIT,
    BoolValue,
    DateValue,
    EnumValue,
    GenMapValue,
    Int64Value,
    ListValue,
    NumericValue,
    OptionalValue,
    PartyValue,
    RecordValue,
    TextMapValue,
    TextValue,
    TimestampValue,
    VariantValue,
)

T = identifier("0123456789ab", "Main.Sub:T")
CID = ContractId(b"\0" + bytes(32))
ONE = Int64Value(1)
LABELLED = RecordValue((ONE, NONE), ("a", "b"), T)
# A value, as readers see it in short and with its type, and its structure.
TABLE = [
    (UNIT, "<unit>", "", "Unit"),
    (BoolValue(True), "true", "", "Bool(true)"),
    (Int64Value(-1), "-1", "", "Int64(-1)"),
    (NumericValue(Decimal("0E-10")), "0.0000000000", "", "Numeric(0E-10)"),
    (NumericValue(Decimal("1")), "1.", "", "Numeric(1)"),
    (TextValue('a"b'), '"a"b"', "", 'Text(a"b)'),
    (PartyValue("alice"), "'alice'", "", "Party(alice)"),
    (DateValue(-719_162), "0001-01-01", "", "Date(0001-01-01)"),
    (
        TimestampValue(-62_135_596_800_000_000),
        "0001-01-01T00:00:00Z",
        "",
        "Timestamp(0001-01-01T00:00:00Z)",
    ),
    (TimestampValue(1_500), *["1970-01-01T00:00:00.001500Z", ""], None),
    (CID, "00" * 33, "", f"ContractId(ContractId({'00' * 33}))"),
    (NONE, "None", "", "Optional(None)"),
    (OptionalValue(ONE), "Option(1)", "", "Optional(Some(Int64(1)))"),
    (ListValue((ONE, ONE)), "[1, 1]", "", "List(FrontStack(Int64(1),Int64(1)))"),
    (
        TextMapValue((("k", ONE), ("l", UNIT))),
        "TextMap(k -> 1, l -> <unit>)",
        "",
        "TextMap(SortedLookupList((k,Int64(1)),(l,Unit)))",
    ),
    (GenMapValue(((ONE, UNIT),)), "GenMap(1 -> <unit>)", "", "GenMap((Int64(1),Unit))"),
    (RecordValue(()), "{  }", "", "Record(None,ImmArray())"),
    (
        RecordValue((ONE, UNIT)),
        "{ <no-label> = 1, <no-label> = <unit> }",
        "",
        "Record(None,ImmArray((None,Int64(1)),(None,Unit)))",
    ),
    (
        LABELLED,
        "{ a = 1, b = None }",
        "Main.Sub:T@01234567{ a = 1, b = None }",
        f"Record(Some({T}),ImmArray((Some(a),Int64(1)),(Some(b),Optional(None))))",
    ),
    (
        VariantValue("Left", LABELLED, T),
        "Left(Main.Sub:T@01234567{ a = 1, b = None })",
        "Main.Sub:T@01234567:Left(Main.Sub:T@01234567{ a = 1, b = None })",
        None,
    ),
    (VariantValue("Left", UNIT), "Left(<unit>)", "", "Variant(None,Left,Unit)"),
    (EnumValue("Red", T), "Red", "Main.Sub:T@01234567:Red", f"Enum(Some({T}),Red)"),
]


@pytest.mark.parametrize(("value", "short", "verbose", "tree"), TABLE)
def test_values_are_shown_as_in_the_original(value, short, verbose, tree) -> None:
    assert pretty(value) == short
    assert pretty(value, is_verbose=True) == (verbose or short)
    assert tree is None or structure(value) == tree


def test_types_and_parties() -> None:
    assert pretty_type(T) == "Main.Sub:T@01234567"
    assert pretty_parties({"bob", "alice"}) == "{ 'alice','bob' }"
    assert pretty_parties(()) == "{  }"
