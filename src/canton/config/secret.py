"""A text that is never printed: passwords and tokens travel through the program in this type."""

from __future__ import annotations


class Secret:
    """A secret text. `reveal` gives it to the one place that needs it; all else sees stars."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself, for the wire, never for a log."""
        return self._text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return "****"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a secret is not pickled")
