"""Values in the form of the Ledger API."""

from __future__ import annotations

from decimal import Decimal

import pytest

from canton.daml_lf.language.reference import parse_identifier
from canton.daml_lf.value import ledger_api as api
from canton.daml_lf.value import value as v
from canton.daml_lf.value.contract_id import ContractId
from canton.wire import ledger_value_pb2 as pb

ID = parse_identifier("pkg:M:T")
LABELLED = v.RecordValue(
    (
        v.UNIT,
        v.BoolValue(False),
        v.Int64Value(-3),
        v.NumericValue(Decimal("1.50")),
        v.TextValue("t"),
        v.PartyValue("p::1220"),
        v.DateValue(3),
        v.TimestampValue(-7),
        ContractId(b"\0" + b"\1" * 32 + b"\xca\x12"),
        v.OptionalValue(v.Int64Value(1)),
        v.NONE,
        v.ListValue((v.Int64Value(1),)),
        v.TextMapValue((("a", v.UNIT), ("b", v.UNIT))),
        v.GenMapValue(((v.Int64Value(1), v.TextValue("x")),)),
        v.VariantValue("Left", v.UNIT, ID),
        v.EnumValue("Red", ID),
    ),
    tuple("abcdefghijklmnop"),
    ID,
)


def test_labelled_values_go_out_and_come_back_when_verbose() -> None:
    assert api.from_api(api.to_api(LABELLED, is_verbose=True)) == LABELLED


def test_without_verbose_there_are_no_labels_and_no_ids() -> None:
    plain = api.from_api(api.to_api(LABELLED, is_verbose=False))
    assert isinstance(plain, v.RecordValue) and not plain.labels and plain.type_id is None
    assert v.normalise(plain) == v.normalise(LABELLED)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1", "1"), ("+01.50", "1.50"), ("-0.5", "-0.5"), ("10.", "10")],
)
def test_numerics_are_read_leniently(text: str, expected: str) -> None:
    assert api.from_api(pb.Value(numeric=text)) == v.NumericValue(Decimal(expected))


@pytest.mark.parametrize("text", ["", "1e5", "٣", "9" * 39, "1.2.3"])
def test_other_numerics_are_refused(text: str) -> None:
    with pytest.raises(api.InvalidValueError):
        api.from_api(pb.Value(numeric=text))


def test_an_unset_value_is_a_missing_field() -> None:
    with pytest.raises(api.MissingFieldError, match="value"):
        api.from_api(pb.Value(list=pb.List(elements=[pb.Value()])))


def test_a_text_map_with_a_key_twice_is_refused() -> None:
    entry = pb.TextMap.Entry(key="k", value=pb.Value(bool=True))
    with pytest.raises(api.InvalidValueError, match="duplicated"):
        api.from_api(pb.Value(text_map=pb.TextMap(entries=[entry, entry])))


def test_an_incomplete_identifier_names_what_is_missing() -> None:
    with pytest.raises(api.MissingFieldError, match="entity_name"):
        api.identifier_from_api(pb.Identifier(package_id="p", module_name="M"))
    assert api.identifier_from_api(api.identifier_to_api(ID)) == ID
