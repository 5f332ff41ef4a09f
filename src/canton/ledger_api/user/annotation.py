"""Annotations of users and parties: their keys, their size, how an update changes them.

Keys are an optional DNS name with a slash, and a name. Source: ledger API sheet 2.12.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from canton.ledger_api.errors import invalid_argument

SIZE_MAX_KIB: Final = 256
_PREFIX_LENGTH_MAX: Final = 253
_NAME_LENGTH_MAX: Final = 63
_NAME: Final = re.compile(r"[a-zA-Z0-9](?:[a-zA-Z0-9.\-_]*[a-zA-Z0-9])?")
_LABEL: Final = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"
_PREFIX: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_SHOWN_MAX: Final = 53


def is_within_size(annotations: Mapping[str, str]) -> bool:
    """Whether keys and values together take no more bytes of UTF-8 than they may."""
    size = sum(len(key.encode()) + len(text.encode()) for key, text in annotations.items())
    return size <= SIZE_MAX_KIB * 1024


def checked(annotations: Mapping[str, str], field: str, *, may_be_empty: bool) -> dict[str, str]:
    """The annotations of a request; an empty value (a removal) is for updates only.

    Raises:
        LedgerError: INVALID_ARGUMENT.
    """
    if not is_within_size({key: text for key, text in annotations.items() if text}):
        raise invalid_argument(
            f"annotations from field '{field}' are larger than the limit of {SIZE_MAX_KIB}kb"
        )
    for key in annotations:
        if problem := _problem_of_key(key):
            raise invalid_argument(problem)
    for key, text in annotations.items():
        if not text and not may_be_empty:
            raise invalid_argument(f"The value of an annotation is empty for key: '{shown(key)}'")
    return dict(annotations)


def merged(existing: Mapping[str, str], changes: Mapping[str, str]) -> dict[str, str]:
    """Annotations after an update: changes win, and an empty value removes its key."""
    return {key: text for key, text in {**existing, **changes}.items() if text}


def shown(text: str) -> str:
    """A text as messages show it: cut where it is long."""
    return f"{text[:50]}..." if len(text) > _SHOWN_MAX else text


def _problem_of_key(key: str) -> str | None:
    # A slash at the very end is overlooked, as in the original.
    parts = key.rstrip("/").split("/") if key.strip("/") or not key else []
    match parts:
        case [name]:
            return _problem(name, "name", _NAME, _NAME_LENGTH_MAX)
        case [prefix, name]:
            return _problem(prefix, "prefix", _PREFIX, _PREFIX_LENGTH_MAX) or _problem(
                name, "name", _NAME, _NAME_LENGTH_MAX
            )
        case _:
            return f"Key '{shown(key)}' contains more than one forward slash ('/') character"


def _problem(segment: str, title: str, pattern: re.Pattern[str], length_max: int) -> str | None:
    where = f"Key {title} segment '{shown(segment)}'"
    if len(segment) > length_max:
        return f"{where} exceeds maximum length of {length_max} characters"
    return None if pattern.fullmatch(segment) else f"{where} has invalid syntax"
