"""Writing Python: lines of the function under way, names, places for results.

Names are unique within a top-level definition and numbered in order, so what a piece of code
captures from outside can be read off its text: all names with smaller numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

# No name of ours follows a backslash, so escapes within text literals are not mistaken for names.
_NAME: Final = re.compile(r"(?<![\w\\])[xtl](\d+)\b")
_LOOKS_LIKE_NAME: Final = re.compile(r"(?<![\w\\])([xtl])(\d)")
INDENT_MAX: Final = 60
"""Python allows 100 levels; deeper code is moved to a function of its own."""

INLINE_LENGTH_MAX: Final = 240
"""Longer expressions are put in a temporary, which bounds how deep Python's own parser goes."""


@dataclass(slots=True)
class Source:
    """The lines of one top-level definition and of those that were moved out of it."""

    prefix: str
    lines: list[str]
    moved: list[str]
    count: int = 0
    moved_count: int = 0

    def fresh(self, letter: str) -> str:
        """A new name: `x` for variables, `t` for temporaries, `l` for functions."""
        self.count += 1
        return f"{letter}{self.count}"


@dataclass(frozen=True, slots=True)
class Loop:
    """The top-level function whose calls of itself at the end are jumps."""

    name: str
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where code is written: indentation, what the variables of the language are called.

    `loop` is set while a self call would be in tail position of a loop; `captures` says that
    variables around may be assigned again, so that inner functions must bind them early.
    """

    source: Source
    indent: int
    names: Mapping[str, str]
    loop: Loop | None = None
    captures: bool = False
    has_machine: bool = False

    def emit(self, line: str) -> None:
        """Writes a line at the scope's indentation."""
        self.source.lines.append(" " * self.indent + line)

    def deeper(self) -> Scope:
        """One level further in."""
        return replace(self, indent=self.indent + 1)

    def bind(self, name: str, text: str) -> Scope:
        """The scope in which a variable is called `text`."""
        return replace(self, names={**self.names, name: text})

    def fresh(self, letter: str = "t") -> str:
        """A new name."""
        return self.source.fresh(letter)


def captured_names(lines: list[str], first: int) -> list[str]:
    """The names numbered up to `first` that the lines use, each once."""
    found = {
        match.group(): None
        for line in lines
        for match in _NAME.finditer(line)
        if int(match.group(1)) <= first
    }
    return list(found)


def literal(text: str) -> str:
    """A text as Python source in which nothing looks like one of our names."""
    return _LOOKS_LIKE_NAME.sub(r"\1\\x3\2", ascii(text))
