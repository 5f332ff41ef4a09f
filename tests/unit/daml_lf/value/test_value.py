"""Functions over whole values."""

from __future__ import annotations

from decimal import Decimal

from canton.daml_lf.value import value as v
from canton.daml_lf.value.contract_id import ContractId

IDS = [ContractId(b"\0" + bytes([i]) * 32) for i in range(4)]
NESTED = v.RecordValue(
    (
        v.ListValue((IDS[0], IDS[1])),
        v.OptionalValue(IDS[2]),
        v.GenMapValue(((v.Int64Value(1), IDS[3]),)),
        v.NONE,
    ),
    ("a", "b", "c", "d"),
)


def test_contract_ids_are_found_in_order() -> None:
    assert list(v.contract_ids(NESTED)) == IDS


def test_contract_ids_are_changed_everywhere_and_nothing_else() -> None:
    changed = v.map_contract_ids(NESTED, lambda cid: cid.with_suffix(b"\x01"))
    assert list(v.contract_ids(changed)) == [cid.with_suffix(b"\x01") for cid in IDS]
    assert v.map_contract_ids(changed, lambda cid: ContractId(cid.prefix)) == NESTED


def test_normal_values_have_no_labels_and_no_trailing_absent_fields() -> None:
    normal = v.normalise(NESTED)
    assert normal == v.RecordValue(NESTED.fields[:3])
    assert v.normalise(v.RecordValue((v.NONE, v.RecordValue((v.NONE,))))) == v.RecordValue(
        (v.NONE, v.RecordValue(()))
    )
    assert v.normalise(normal) == normal


def test_nesting_is_counted_in_levels_of_values() -> None:
    value: v.Value = v.UNIT
    for _ in range(100):
        value = v.OptionalValue(value)
    assert not v.is_nested_too_deep(value)
    assert v.is_nested_too_deep(v.OptionalValue(value))


def test_equal_numbers_of_other_scale_or_type_are_other_values() -> None:
    assert v.NumericValue(Decimal("1.0")) != v.NumericValue(Decimal("1.00"))
    assert v.Int64Value(1) != v.BoolValue(True)
