"""The version wrapper: what is wrapped unwraps, other versions and garbage are rejected."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from canton.crypto.versioned import parse, unwrap, unwrap_as, wrap
from canton.errors import Rejection
from canton.wire import crypto_pb2

MESSAGE = crypto_pb2.Salt(salt=b"salt")


def test_a_message_unwraps_under_its_version_only() -> None:
    content = wrap(MESSAGE, 30)
    assert unwrap_as(content, crypto_pb2.Salt, {30, 31}) == MESSAGE
    assert isinstance(unwrap_as(content, crypto_pb2.Salt, {31}), Rejection)


def test_a_wrapper_without_content_is_rejected() -> None:
    assert isinstance(unwrap(b""), Rejection)


def test_an_empty_message_is_wrapped_with_its_content_present() -> None:
    assert unwrap_as(wrap(crypto_pb2.Salt(), 30), crypto_pb2.Salt, {30}) == crypto_pb2.Salt()


@given(st.binary(max_size=64))
def test_garbage_is_a_value_and_never_an_exception(content: bytes) -> None:
    unwrap_as(content, crypto_pb2.Salt, {30})
    parse(crypto_pb2.Salt, content)
