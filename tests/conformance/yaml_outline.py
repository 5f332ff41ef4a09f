"""Reads the YAML that documents of APIs are written in: block mappings, lists and texts.

No more than that, and no library for it: what it does not know, it refuses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_MEMBER = re.compile(r"""('[^']*'|"[^"]*"|[^\s'"\-][^:]*|-[^\s:][^:]*):(?: (.*))?""")


@dataclass
class _Lines:
    """The lines not read yet, with their indentation."""

    lines: list[tuple[int, str]]
    at: int = 0

    def peek(self) -> tuple[int, str]:
        return self.lines[self.at] if self.at < len(self.lines) else (-1, "")

    def skip_deeper(self, indent: int) -> str:
        """Passes what a text goes on with in further lines."""
        start = self.at
        while self.at < len(self.lines) and self.peek()[0] > indent:
            self.at += 1
        return " ".join(text for _, text in self.lines[start : self.at])


def load(text: str) -> Any:
    """The value of a document."""
    found = [
        (len(line) - len(line.lstrip()), line.strip())
        for line in text.splitlines()
        if line.strip() and line.strip() != "---"
    ]
    lines = _Lines(found)
    value = _block(lines, 0)
    assert lines.at == len(found), f"not understood: {lines.peek()}"
    return value


def _block(lines: _Lines, indent: int) -> Any:
    _, text = lines.peek()
    return _list(lines, indent) if text.startswith("- ") else _mapping(lines, indent)


def _list(lines: _Lines, indent: int) -> list[Any]:
    found = []
    while lines.peek()[0] == indent and lines.peek()[1].startswith("- "):
        text = lines.peek()[1][2:]
        if _MEMBER.fullmatch(text):
            # The mapping begins behind the dash.
            lines.lines[lines.at] = (indent + 2, text)
            found.append(_mapping(lines, indent + 2))
        else:
            lines.at += 1
            found.append(_scalar(text, lines, indent))
    return found


def _mapping(lines: _Lines, indent: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    while lines.peek()[0] == indent and not lines.peek()[1].startswith("- "):
        member = _MEMBER.fullmatch(lines.peek()[1])
        assert member is not None, f"not understood: {lines.peek()}"
        lines.at += 1
        name = member[1].strip("'\"")
        found[name] = _scalar(member[2], lines, indent) if member[2] else _inner(lines, indent)
    return found


def _inner(lines: _Lines, indent: int) -> Any:
    inside, text = lines.peek()
    if inside > indent or (inside == indent and text.startswith("- ")):
        return _block(lines, inside)
    return None


def _scalar(text: str, lines: _Lines, indent: int) -> Any:
    text = f"{text} {lines.skip_deeper(indent)}".strip()
    match text:
        case "[]":
            return []
        case "{}":
            return {}
        case "true" | "false":
            return text == "true"
    return text[1:-1] if text[:1] in "'\"" and text[-1:] == text[:1] else text
