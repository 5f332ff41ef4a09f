"""The wire format: one level at a time, unknown fields known as such."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.daml_lf.archive.wire import (
    Kind,
    Shape,
    WireError,
    fixed64_field,
    message_field,
    number_field,
    packed_field,
    present_number,
    read_message,
    read_varint,
    signed_field,
    varint,
)

SHAPE = Shape(
    "Test",
    {
        1: Kind.INT32,
        2: Kind.STRING,
        3: Kind.MESSAGE,
        4: Kind.MESSAGES,
        5: Kind.INT32S,
        6: Kind.SINT64,
        7: Kind.SFIXED64,
        8: Kind.BOOL,
        9: Kind.STRINGS,
    },
    frozenset((6, 7)),
)


@given(st.integers(0, 2**64 - 1))
def test_numbers_are_read_as_written(value: int) -> None:
    assert read_varint(varint(value), 0) == (value, len(varint(value)))


@given(st.integers(-(2**63), 2**63 - 1))
def test_signed_numbers_are_read_as_written(value: int) -> None:
    assert read_message(signed_field(6, value), SHAPE) == {0: 6, 6: value}
    assert read_message(fixed64_field(7, value), SHAPE) == {0: 7, 7: value}


@given(st.integers(-(2**31), 2**31 - 1))
def test_small_numbers_are_read_as_written(value: int) -> None:
    assert read_message(present_number(1, value), SHAPE) == {1: value}


@given(st.lists(st.integers(0, 2**31 - 1), min_size=1))
def test_packed_numbers_are_read_packed_or_not(values: list[int]) -> None:
    loose = b"".join(present_number(5, value) for value in values)
    assert read_message(packed_field(5, values), SHAPE) == {5: values}
    assert read_message(loose, SHAPE) == {5: values}


def test_zero_is_left_out() -> None:
    assert number_field(1, 0) == b"" == packed_field(5, [])


def test_the_last_value_of_a_field_counts_and_messages_are_merged() -> None:
    data = (
        number_field(1, 3) + number_field(1, 4) + message_field(3, b"ab") + message_field(3, b"c")
    )
    assert read_message(data, SHAPE) == {1: 4, 3: b"abc"}


def test_of_alternatives_the_last_one_counts() -> None:
    data = signed_field(6, 1) + fixed64_field(7, 2)
    assert read_message(data, SHAPE) == {0: 7, 7: 2}


def test_repeated_fields_are_lists() -> None:
    data = message_field(4, b"") + message_field(4, b"x") + message_field(9, b"a")
    assert read_message(data, SHAPE) == {4: [b"", b"x"], 9: ["a"]}


@pytest.mark.parametrize(
    "data",
    [
        message_field(99, b""),
        message_field(1, b""),  # the wire type of another kind
        b"\x0a\x05ab",  # longer than the message
        b"\x08",  # ends within the number
        b"\x08" + b"\xff" * 10,  # more than ten bytes
        b"\x0b",  # a group
        b"\x00",  # no field number
        message_field(2, b"\xff"),  # not UTF-8
        b"\x39\x00",  # a fixed number cut off
    ],
)
def test_malformed_messages_are_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        read_message(data, SHAPE)


def test_unknown_fields_may_be_tolerated() -> None:
    data = message_field(99, b"x") + number_field(98, 1) + fixed64_field(97, 1) + number_field(1, 7)
    assert read_message(data, SHAPE, allow_unknown=True) == {1: 7}


@given(st.binary(max_size=60))
def test_any_bytes_are_a_message_or_refused(data: bytes) -> None:
    with contextlib.suppress(WireError):
        read_message(data, SHAPE)
