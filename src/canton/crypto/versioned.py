"""The wrapper of every message that is stored or signed: its bytes and the version of its schema.

Source: protocol sheet 0, UntypedVersionedMessage.
"""

from __future__ import annotations

from collections.abc import Container
from typing import TypeVar

from google.protobuf.message import DecodeError, Message

from canton.crypto.errors import malformed
from canton.errors import Rejection
from canton.wire import version_pb2

M = TypeVar("M", bound=Message)


def wrap(message: Message, version: int) -> bytes:
    """The wrapped bytes of a message whose schema has that version (30, 31, ...)."""
    return wrap_bytes(message.SerializeToString(deterministic=True), version)


def wrap_bytes(content: bytes, version: int) -> bytes:
    """The wrapped form of bytes that hold a message already."""
    return version_pb2.UntypedVersionedMessage(data=content, version=version).SerializeToString(
        deterministic=True
    )


def unwrap(content: bytes) -> version_pb2.UntypedVersionedMessage | Rejection:
    """The wrapper that the bytes hold, whatever its version."""
    wrapper = parse(version_pb2.UntypedVersionedMessage, content)
    if isinstance(wrapper, Rejection):
        return wrapper
    if not wrapper.HasField("data"):
        return malformed("a versioned message has no content")
    return wrapper


def unwrap_as(content: bytes, kind: type[M], versions: Container[int]) -> M | Rejection:
    """The message that the wrapped bytes hold, if its version is one of those named."""
    wrapper = unwrap(content)
    if isinstance(wrapper, Rejection):
        return wrapper
    if wrapper.version not in versions:
        return malformed(f"{kind.DESCRIPTOR.name} has the schema version {wrapper.version}")
    return parse(kind, wrapper.data)


def parse(kind: type[M], content: bytes) -> M | Rejection:
    """The message that the bytes hold, without a wrapper."""
    try:
        return kind.FromString(content)
    except DecodeError:
        return malformed(f"the bytes do not hold a {kind.DESCRIPTOR.name}")
