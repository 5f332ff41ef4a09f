"""A request as it comes in and an answer as it goes out, whatever carries them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from canton.json_api.mismatch import Json

JSON_TYPE: Final = "application/json"
TEXT_TYPE: Final = "text/plain; charset=utf-8"
BYTES_TYPE: Final = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request; `path` as it stands in the URL, `headers` by name in lower case."""

    verb: str
    path: str
    query: Mapping[str, Sequence[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    peer: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An answer."""

    status: int
    body: bytes = b""
    content_type: str = TEXT_TYPE
    headers: Mapping[str, str] = field(default_factory=dict)


def json_answer(json: Json, status: int = 200) -> Outgoing:
    """An answer in JSON."""
    return Outgoing(status, msgspec.json.encode(json), JSON_TYPE)


def text_answer(status: int, text: str) -> Outgoing:
    """An answer in plain text."""
    return Outgoing(status, text.encode(), TEXT_TYPE)


class Unreadable(Exception):
    """A request of which a part cannot be read: `body`, or `query parameter limit`."""

    def __init__(self, part: str, reason: str = "") -> None:
        super().__init__(f"Invalid value for: {part}{reason and f' ({reason})'}")
