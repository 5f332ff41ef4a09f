"""How decoders turn malformed input into a `Rejection` without a check after every field.

Inside a decoder a field that cannot be read raises `ValueError`, as the parsers of identifiers do;
the decoder is decorated with `rejecting`, which makes of it the `Rejection` that callers see.
Nothing raises beyond a decoder.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from canton.crypto.errors import malformed
from canton.crypto.hash import Hash
from canton.errors import Rejection
from canton.identifiers import FINGERPRINT_LENGTH_MAX, PartyId, UniqueIdentifier
from canton.timestamps import TIMESTAMP_MAX, TIMESTAMP_MIN, Timestamp

P = ParamSpec("P")
T = TypeVar("T")


def rejecting(decode: Callable[P, T]) -> Callable[P, T | Rejection]:
    """The decoder whose `ValueError` has become a rejection."""

    @wraps(decode)
    def reader(*args: P.args, **kwargs: P.kwargs) -> T | Rejection:
        try:
            return decode(*args, **kwargs)
        except ValueError as error:
            return malformed(str(error))

    return reader


def required(value: T | Rejection) -> T:
    """The value that another decoder read.

    Raises:
        ValueError: it was a rejection.
    """
    if isinstance(value, Rejection):
        raise ValueError(value.cause)
    return value


def read_timestamp(micros: int) -> Timestamp:
    """A point in time within the protocol's bounds.

    Raises:
        ValueError: it lies outside.
    """
    if not TIMESTAMP_MIN <= micros <= TIMESTAMP_MAX:
        raise ValueError(f"the timestamp {micros} is out of bounds")
    return Timestamp(micros)


def read_hash(multihash: bytes) -> Hash:
    """A hash.

    Raises:
        ValueError: the bytes are no SHA-256 multihash.
    """
    return required(Hash.parse(multihash))


def read_party(text: str) -> PartyId:
    """A party.

    Raises:
        ValueError: the text is no `identifier::namespace`.
    """
    UniqueIdentifier.parse(text)
    return PartyId(text)


def read_uuid(text: str) -> str:
    """The text of a UUID in its usual form.

    Raises:
        ValueError: it is none, or is written differently.
    """
    if str(UUID(text)) != text.lower():
        raise ValueError(f"not a UUID: {text[:FINGERPRINT_LENGTH_MAX]!r}")
    return text


def read_index(number: int) -> int:
    """A number that counts or indexes.

    Raises:
        ValueError: it is negative.
    """
    if number < 0:
        raise ValueError(f"the index {number} is negative")
    return number
