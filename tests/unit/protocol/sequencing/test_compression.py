"""Compression: the same bytes for the same content, and no more output than allowed."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.errors import Rejection
from canton.protocol.sequencing.compression import compress, decompress


@given(st.binary(max_size=500))
def test_what_is_compressed_reads_back_and_is_gzip(content: bytes) -> None:
    compressed = compress(content)
    assert decompress(compressed, len(content)) == content
    assert gzip.decompress(compressed) == content


def test_the_header_holds_no_time_and_no_system() -> None:
    assert compress(b"x")[:10].hex() == "1f8b08000000000000ff"


def test_a_bomb_is_rejected_without_being_inflated() -> None:
    bomb = compress(bytes(50_000_000))
    assert len(bomb) < 100_000
    assert isinstance(decompress(bomb, 1_000), Rejection)


@pytest.mark.parametrize("cut", [0, 1, 5, 12, -1, -8])
def test_a_part_or_garbage_is_rejected(cut: int) -> None:
    assert isinstance(decompress(compress(b"content")[:cut], 100), Rejection)
    assert isinstance(decompress(b"garbage" * cut, 100), Rejection)


@given(st.binary(max_size=64))
def test_garbage_never_raises(content: bytes) -> None:
    decompress(content, 10)
