"""Text -> tokens. Source: HOCON specification, "Syntax" and "Unquoted strings"."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from canton.config.errors import CANNOT_PARSE_CONFIG_FILES, ConfigError, ConfigErrors
from canton.config.origin import Origin

SPACE: Final = "space"
NEWLINE: Final = "newline"
TEXT: Final = "text"
STRING: Final = "string"
SUBSTITUTION: Final = "substitution"
END: Final = "end"


class Token(NamedTuple):
    """A token: its kind (marks such as `{` are their own kind), its text, where it begins."""

    kind: str
    text: str
    line: int
    column: int


_TOKEN: Final = re.compile(
    r"""
      (?P<space>(?:[^\S\n]|\ufeff)+)
    | (?P<newline>\n)
    | (?P<comment>(?:\#|//)[^\n]*)
    | (?P<triple>\"{3}.*?\"{3,})
    | (?P<string>"(?:[^"\\\n]|\\.)*")
    | (?P<substitution>\$\{\??)
    | (?P<append>\+=)
    | (?P<mark>[{}\[\],:=])
    | (?P<text>-?\d[\d.]*[eE]\+\d+
             |(?:[^\s\ufeff$"{}\[\]:=,+\#`^?!@*&\\/]|/(?!/))+)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPES: Final = {
    '"': '"',
    "\\": "\\",
    "/": "/",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
}


def tokens(text: str, file: str) -> list[Token]:
    """The tokens of `text`, comments left out, closed by an END token.

    Raises:
        ConfigErrors: a character may not stand where it stands, or a string does not end.
    """
    found: list[Token] = []
    line, line_start, position, end = 1, 0, 0, len(text)
    match_at = _TOKEN.match
    while position < end:
        match = match_at(text, position)
        column = position - line_start + 1
        if match is None or (kind := match.lastgroup) is None:
            raise _unreadable(text, position, Origin(file, line, column))
        raw = match.group()
        position = match.end()
        match kind:
            case "comment":
                continue
            case "newline":
                found.append(Token(NEWLINE, raw, line, column))
                line, line_start = line + 1, position
            case "string":
                found.append(Token(STRING, _unescaped(raw, file, line, column), line, column))
            case "triple":
                found.append(Token(STRING, raw[3:-3], line, column))
                if breaks := raw.count("\n"):
                    line += breaks
                    line_start = match.start() + raw.rindex("\n") + 1
            case "mark" | "append":
                found.append(Token(raw, raw, line, column))
            case _:
                found.append(Token(kind, raw, line, column))
    found.append(Token(END, "", line, position - line_start + 1))
    return found


def _unescaped(raw: str, file: str, line: int, column: int) -> str:
    body = raw[1:-1]
    if "\\" not in body:
        return body

    def character(match: re.Match[str]) -> str:
        escape = match.group(1)
        if len(escape) == 5:
            return chr(int(escape[1:], 16))
        if (plain := _ESCAPES.get(escape)) is None:
            raise syntax_error(
                f"the escape \\{escape} is not allowed in a string", Origin(file, line, column)
            )
        return plain

    # Two escapes may spell the halves of one character beyond the basic plane.
    text = _ESCAPE.sub(character, body)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unreadable(text: str, position: int, origin: Origin) -> ConfigErrors:
    if text.startswith('"""', position):
        return syntax_error('the string that begins with """ does not end', origin)
    if text[position] == '"':
        return syntax_error("the string does not end on its line", origin)
    return syntax_error(
        f"the reserved character '{text[position]}' is not allowed outside quotes", origin
    )


def syntax_error(message: str, origin: Origin) -> ConfigErrors:
    """The finding that a text is not HOCON."""
    return ConfigErrors([ConfigError(CANNOT_PARSE_CONFIG_FILES, message, origin=origin)])
