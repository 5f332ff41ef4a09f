"""HPACK against the examples of RFC 7541, and against itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.transport.http2.protocol import huffman
from canton.transport.http2.protocol.header_compression import HeaderDecoder, HeaderError, encode

FIRST = "828684418cf1e3c2e5f23a6ba0ab90f4ff"
SECOND = "828684be5886a8eb10649cbf"
"""Appendix C.4: the second refers to what the first put into the table."""


def test_examples_of_the_rfc_decode_in_order() -> None:
    decoder = HeaderDecoder()
    front = [(b":method", b"GET"), (b":scheme", b"http"), (b":path", b"/")]
    host = (b":authority", b"www.example.com")
    assert decoder.decode(bytes.fromhex(FIRST)) == [*front, host]
    assert decoder.decode(bytes.fromhex(SECOND)) == [*front, host, (b"cache-control", b"no-cache")]


@given(st.binary(max_size=100))
def test_huffman_decodes_what_it_encoded(text: bytes) -> None:
    assert huffman.decode(huffman.encode(text)) == text


def test_huffman_of_the_rfc() -> None:
    assert huffman.encode(b"www.example.com").hex() == "f1e3c2e5f23a6ba0ab90f4ff"


@given(
    st.lists(
        st.tuples(
            st.sampled_from([b":path", b"content-type", b"x", b"y-bin"]), st.binary(max_size=300)
        )
    )
)
def test_encoded_headers_decode_to_themselves_at_any_time(
    headers: list[tuple[bytes, bytes]],
) -> None:
    decoder = HeaderDecoder()
    decoder.decode(bytes.fromhex(FIRST))
    block = encode(headers)
    assert decoder.decode(block) == headers
    assert decoder.decode(block) == headers


@given(st.binary(max_size=40))
def test_any_bytes_decode_or_fail_cleanly(block: bytes) -> None:
    try:
        HeaderDecoder().decode(block)
    except HeaderError:
        return


def test_table_that_outgrows_its_limit_forgets_the_oldest() -> None:
    decoder = HeaderDecoder()
    for number in range(100):
        value = b"v" * 100 + bytes((65 + number % 26,))
        decoder.decode(b"\x40\x01x" + bytes((len(value),)) + value)
    assert decoder.decode(b"\xbe")[0][1].startswith(b"v")
    with pytest.raises(HeaderError):
        decoder.decode(b"\xff\x30")
