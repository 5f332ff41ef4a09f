"""JSON that is not what is expected, and where in the body."""

from __future__ import annotations

from typing import Any, Final

from canton.errors import ErrorCode

Json = Any
"""What the parser gives: dict, list, str, int, Decimal, bool or None."""

_SHOWN_LENGTH_MAX: Final = 60
_SHOWN_BITS_MAX: Final = 200


class Mismatch(Exception):
    """A part of the body that does not fit.

    With a `code` it is an error of the ledger and goes to the caller as such; without one the body
    is no request at all.
    """

    def __init__(self, reason: str, code: ErrorCode | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
        self._steps: list[str] = []

    def inside(self, step: str | int) -> Mismatch:
        """The same, seen from one level further out: inside a member, or an element by number."""
        self._steps.append(f"[{step}]" if isinstance(step, int) else f".{step}")
        return self

    @property
    def path(self) -> str:
        """Where it is, `commands[0].CreateCommand.templateId`; empty at the top."""
        return "".join(reversed(self._steps)).lstrip(".")

    def __str__(self) -> str:
        return f"{self.reason} at '{self.path}'" if self._steps else self.reason


def wrong(json: Json, expected: str, code: ErrorCode | None = None) -> Mismatch:
    """A value of a kind that is not expected."""
    return Mismatch(f"Got value '{shown(json)}' with wrong type, expecting {expected}", code)


def shown(json: Json) -> str:
    """The value as messages show it."""
    match json:
        case None:
            text = "null"
        case bool():
            text = "true" if json else "false"
        case int() if json.bit_length() > _SHOWN_BITS_MAX:
            text = "a large number"
        case dict():
            text = "{...}" if json else "{}"
        case list():
            text = "[...]" if json else "[]"
        case _:
            text = str(json)
    return text if len(text) <= _SHOWN_LENGTH_MAX else f"{text[:_SHOWN_LENGTH_MAX]}..."
