"""The hash builder and the deterministic encoding: layouts that everything else stands on."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from canton.crypto.encoding import encode_instant, encode_strings, encode_unsigned_varint
from canton.crypto.hash import Hash, HashBuilder, HashPurpose, digest
from canton.errors import Rejection
from canton.timestamps import Timestamp


def test_digest_puts_the_purpose_in_front_and_no_length() -> None:
    expected = hashlib.sha256(b"\x00\x00\x00\x0babc").digest()
    assert digest(HashPurpose.TOPOLOGY_TRANSACTION_SIGNATURE, b"abc").raw == expected


def test_builder_lays_out_each_part_as_the_sheet_says() -> None:
    inner = digest(HashPurpose.UNICUM, b"")
    builder = HashBuilder(HashPurpose.AGGREGATION_ID)
    builder.add_int(-1).add_long(2).add_bool(True).add_bytes(b"xy").add_string("é")
    builder.add_raw(b"raw").add_hash(inner).add_string_set(["b", "a", "b"])
    builder.add_optional(None).add_optional(b"z")
    parts = (
        b"\x00\x00\x00\x27" + b"\xff\xff\xff\xff" + bytes(7) + b"\x02" + b"\x01",
        b"\x00\x00\x00\x02xy" + b"\x00\x00\x00\x02\xc3\xa9" + b"raw" + inner.raw,
        b"\x00\x00\x00\x02" + b"\x00\x00\x00\x01a" + b"\x00\x00\x00\x01b" + b"\x00" + b"\x01z",
    )
    assert builder.finish().raw == hashlib.sha256(b"".join(parts)).digest()


@given(st.binary(min_size=32, max_size=32))
def test_a_multihash_reads_back(raw: bytes) -> None:
    value = Hash(raw)
    assert Hash.parse(value.multihash) == value
    assert Hash.parse_hex(value.hex()) == value


@given(st.binary(max_size=40))
def test_bytes_that_are_no_multihash_are_rejected(content: bytes) -> None:
    is_multihash = len(content) == 34 and content.startswith(b"\x12\x20")
    assert isinstance(Hash.parse(content), Rejection) != is_multihash


def test_an_instant_before_the_epoch_has_positive_nanoseconds() -> None:
    assert encode_instant(Timestamp(-1)) == b"\xff" * 8 + (999_999_000).to_bytes(4)


def test_a_sequence_of_strings_is_counted() -> None:
    assert encode_strings(["a", ""]).hex() == "00000002" + "0000000161" + "00000000"


def test_varint_of_multiformats() -> None:
    assert [encode_unsigned_varint(n).hex() for n in (0, 1, 127, 128, 300)] == [
        "00",
        "01",
        "7f",
        "8001",
        "ac02",
    ]
