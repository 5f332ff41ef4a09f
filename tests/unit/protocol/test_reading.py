"""Decoders: a `ValueError` inside becomes a rejection outside, with its reason."""

from __future__ import annotations

import pytest

from canton.crypto.errors import PROTO_DESERIALIZATION_FAILURE, malformed
from canton.errors import Rejection
from canton.protocol.reading import (
    read_hash,
    read_index,
    read_party,
    read_timestamp,
    read_uuid,
    rejecting,
    required,
)
from canton.protocol.status import Status, StatusDetail


@rejecting
def read_digit(text: str) -> int:
    """Reads a digit."""
    if text == "nested":
        return required(malformed("nested"))
    return int(text)


def test_a_value_error_becomes_a_rejection_with_its_reason() -> None:
    assert read_digit("7") == 7
    assert read_digit("nested") == Rejection(PROTO_DESERIALIZATION_FAILURE, "nested")
    assert isinstance(read_digit("x"), Rejection)


@pytest.mark.parametrize(
    ("read", "good", "bad"),
    [
        (read_timestamp, 0, 2**62),
        (read_index, 0, -1),
        (read_party, "a::b", "a"),
        (read_hash, b"\x12\x20" + bytes(32), b""),
        (read_uuid, "01234567-89AB-cdef-0123-456789abcdef", "{01234567}"),
    ],
)
def test_readers_of_fields_check_what_they_read(read, good, bad) -> None:
    read(good)
    with pytest.raises(ValueError):
        read(bad)


def test_a_status_reads_back() -> None:
    status = Status(9, "no", (StatusDetail("type.googleapis.com/x", b"value"),))
    assert Status.from_proto(status.to_proto()) == status
