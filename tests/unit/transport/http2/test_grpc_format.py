"""Headers, timeouts, messages and trailers as gRPC writes them."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.errors import GrpcStatus
from canton.transport.http2.grpc_format import (
    FormatError,
    MessageReader,
    check_response,
    framed,
    read_metadata,
    read_status,
    read_timeout,
    request_block,
    trailers_block,
)
from canton.transport.http2.protocol.header_compression import HeaderDecoder


@given(st.text(), st.binary(max_size=60))
def test_status_message_and_binary_metadata_survive(message: str, value: bytes) -> None:
    block = trailers_block(GrpcStatus.ABORTED, message, (("x-bin", value),))
    metadata = read_metadata(HeaderDecoder().decode(block))
    encodable = message.encode("utf-8", "replace").decode()
    assert read_status(metadata) == (GrpcStatus.ABORTED, encodable)
    assert metadata == {"x-bin": value}


def test_request_headers_carry_timeout_and_no_forbidden_characters() -> None:
    block = request_block("/s/m", "h:1", False, 1.5, (("memberId", "PAR::x"), ("bad", "a\nb")))
    headers = dict(HeaderDecoder().decode(block))
    assert headers[b":path"] == b"/s/m"
    assert headers[b"grpc-timeout"] == b"1500m"
    assert headers[b"memberid"] == b"PAR::x"
    assert b"bad" not in headers


@pytest.mark.parametrize(
    ("text", "seconds"), [(b"1H", 3600), (b"2M", 120), (b"3S", 3), (b"5u", 5e-6), (b"7n", 7e-9)]
)
def test_timeouts_have_units(text: bytes, seconds: float) -> None:
    assert read_timeout(text) == pytest.approx(seconds)
    assert read_timeout(None) is None


@pytest.mark.parametrize("text", [b"", b"S", b"1", b"-1S", b"123456789S", b"1x"])
def test_malformed_timeouts_are_refused(text: bytes) -> None:
    with pytest.raises(FormatError):
        read_timeout(text)


@given(st.lists(st.binary(max_size=50), max_size=6), st.integers(1, 20))
def test_messages_are_cut_out_of_any_pieces(messages: list[bytes], size: int) -> None:
    data = b"".join(framed(message) for message in messages)
    reader = MessageReader(50)
    found = [m for i in range(0, len(data), size) for m in reader.feed(data[i : i + size])]
    assert found == messages
    assert reader.is_empty


def test_compressed_messages_are_bounded_by_what_they_become() -> None:
    def compressed(content: bytes) -> bytes:
        packed = gzip.compress(content)
        return b"\x01" + len(packed).to_bytes(4) + packed

    assert MessageReader(1000).feed(compressed(b"a" * 1000)) == [b"a" * 1000]
    for wrong in (compressed(b"a" * 1001), b"\x01\x00\x00\x00\x01x", b"\x00\x00\x01\x00\x00"):
        with pytest.raises(FormatError):
            MessageReader(1000).feed(wrong)


def test_answers_that_are_no_grpc_have_a_status() -> None:
    with pytest.raises(FormatError) as caught:
        check_response({b":status": b"503"})
    assert caught.value.status is GrpcStatus.UNAVAILABLE
    with pytest.raises(FormatError):
        check_response({b":status": b"200", b"content-type": b"text/html"})
    assert read_status({})[0] is GrpcStatus.UNKNOWN
