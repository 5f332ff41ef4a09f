"""The wrapper with a proto version around every topology message (`UntypedVersionedMessage`)."""

from __future__ import annotations

from typing import Final, TypeVar

from google.protobuf.message import DecodeError, Message

from canton.wire.version_pb2 import UntypedVersionedMessage

M = TypeVar("M", bound=Message)

PROTO_VERSION: Final = 30
"""The only version of topology messages that protocol versions 34 and 35 use."""


def wrap(message: Message) -> bytes:
    """The versioned bytes of a message."""
    content = message.SerializeToString(deterministic=True)
    return UntypedVersionedMessage(data=content, version=PROTO_VERSION).SerializeToString()


def parsed(kind: type[M], content: bytes) -> M:
    """The message of that kind in the bytes.

    Raises:
        ValueError: they are malformed.
    """
    try:
        return kind.FromString(content)
    except DecodeError as error:
        raise ValueError(f"not a {kind.__name__}") from error


def unwrap(content: bytes) -> bytes:
    """The message inside versioned bytes.

    Raises:
        ValueError: they are malformed or of another version.
    """
    wrapper = parsed(UntypedVersionedMessage, content)
    if wrapper.version != PROTO_VERSION:
        raise ValueError(f"unsupported version {wrapper.version} of a topology message")
    return wrapper.data
