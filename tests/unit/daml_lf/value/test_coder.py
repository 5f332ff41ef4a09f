"""The stored form of values: round trips, deep nesting, what is refused; protobuf agrees."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.daml_lf.value import value as v
from canton.daml_lf.value.coder import (
    ValueCodingError,
    decode_value,
    encode_value,
    numeric_of_text,
    numeric_text,
)
from canton.daml_lf.value.contract_id import ContractId
from canton.wire import lf_value_pb2

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=8)
NAME = st.from_regex(r"[A-Za-z_$][A-Za-z0-9_$]{0,5}", fullmatch=True)
NUMERIC = st.builds(
    lambda digits, scale: Decimal(digits).scaleb(-scale),
    st.integers(-(10**20), 10**20),
    st.integers(0, 20),
)
ATOMS = st.one_of(
    st.just(v.UNIT),
    st.booleans().map(v.BoolValue),
    st.integers(-(2**63), 2**63 - 1).map(v.Int64Value),
    NUMERIC.map(v.NumericValue),
    TEXT.map(v.TextValue),
    st.from_regex(r"[a-z:0-9]{1,9}", fullmatch=True).map(v.PartyValue),
    st.integers(-719_162, 2_932_896).map(v.DateValue),
    st.integers(-(10**15), 10**15).map(v.TimestampValue),
    st.binary(min_size=32, max_size=60).map(lambda data: ContractId(b"\0" + data)),
    NAME.map(v.EnumValue),
)


def grown(inner):
    many = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        many.map(v.ListValue),
        many.map(v.RecordValue),
        st.builds(v.VariantValue, NAME, inner),
        st.builds(v.OptionalValue, st.one_of(st.none(), inner)),
        st.dictionaries(TEXT, inner, max_size=3).map(
            lambda entries: v.TextMapValue(tuple(sorted(entries.items())))
        ),
        st.lists(st.tuples(inner, inner), max_size=2).map(tuple).map(v.GenMapValue),
    )


VALUES = st.recursive(ATOMS, grown, max_leaves=12)


@given(VALUES)
def test_values_come_back_and_protobuf_writes_the_same_bytes(value) -> None:
    encoded = encode_value(value)
    assert decode_value(encoded) == value
    message = lf_value_pb2.Value.FromString(encoded)
    assert message.SerializeToString(deterministic=True) == encoded


def deep(levels: int) -> v.Value:
    value: v.Value = v.UNIT
    for _ in range(levels):
        value = v.RecordValue((value,))
    return value


def test_a_hundred_levels_are_allowed_and_no_more() -> None:
    assert decode_value(encode_value(deep(100))) == deep(100)
    with pytest.raises(ValueCodingError, match="nesting"):
        encode_value(deep(101))
    wrapped = bytes.fromhex("0a00")
    for _ in range(101):
        field = b"\x0a" + varint(len(wrapped)) + wrapped
        record = b"\x0a" + varint(len(field)) + field
        wrapped = b"\x6a" + varint(len(record)) + record
    with pytest.raises(ValueCodingError, match="nesting"):
        decode_value(wrapped)


def varint(value: int) -> bytes:
    result = b""
    while value >= 0x80:
        result += bytes([value & 0x7F | 0x80])
        value >>= 7
    return result + bytes([value])


REFUSED = [
    b"",
    b"\xff",
    bytes.fromhex("0a0108"),  # an unknown field in unit
    bytes.fromhex("8a0100"),  # an unknown member
    lf_value_pb2.Value(party="a@b").SerializeToString(),
    lf_value_pb2.Value(text="a\0").SerializeToString(),
    lf_value_pb2.Value(date=10**7).SerializeToString(),
    lf_value_pb2.Value(numeric="1").SerializeToString(),
    lf_value_pb2.Value(contract_id=b"\0").SerializeToString(),
    lf_value_pb2.Value(enum=lf_value_pb2.Value.Enum(value="1a")).SerializeToString(),
]


@pytest.mark.parametrize("data", REFUSED)
def test_what_is_no_value_is_refused(data: bytes) -> None:
    with pytest.raises(ValueCodingError):
        decode_value(data)


WITH_NULL = [
    v.TextValue("->\0<-"),
    v.OptionalValue(v.TextValue("\0")),
    v.ListValue((v.TextValue("\1\0"),)),
    v.TextMapValue((("key\0", v.UNIT),)),
    v.TextMapValue((("key\1", v.UNIT), ("key\1\0", v.UNIT))),
    v.GenMapValue(((v.TextValue("\0"), v.UNIT),)),
]


@pytest.mark.parametrize("value", WITH_NULL)
def test_null_characters_are_refused_wherever_they_stand(value) -> None:
    with pytest.raises(ValueCodingError, match=r"(?i)null character"):
        encode_value(value)
    # A text of the same length without one, with the byte put in afterwards.
    stand_in = "\x7f"
    written = encode_value(changed(value, stand_in)).replace(stand_in.encode(), b"\0")
    with pytest.raises(ValueCodingError, match="null character"):
        decode_value(written)


def changed(value, stand_in: str):
    match value:
        case v.TextValue(text):
            return v.TextValue(text.replace("\0", stand_in))
        case v.OptionalValue(inner):
            return v.OptionalValue(changed(inner, stand_in))
        case v.ListValue(elements):
            return v.ListValue(tuple(changed(each, stand_in) for each in elements))
        case v.TextMapValue(entries):
            return v.TextMapValue(tuple((k.replace("\0", stand_in), w) for k, w in entries))
        case v.GenMapValue(entries):
            return v.GenMapValue(tuple((changed(k, stand_in), w) for k, w in entries))
    return value


@pytest.mark.parametrize("text", ["0.", "-10.", "0.0000000001", "10.50"])
def test_numerics_are_written_with_all_digits_of_their_scale(text: str) -> None:
    assert numeric_text(numeric_of_text(text)) == text


@pytest.mark.parametrize("text", ["", "1", "01.", ".5", "1e5", "9" * 39 + ".", "0." + "0" * 38])
def test_other_spellings_of_numerics_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        numeric_of_text(text)
