"""Tokens of textual Daml-LF, each with its place, and a stream over them.

Source: LF sheet 6.1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Final

from canton.daml_lf.language import reference


class TextError(Exception):
    """A text that is not textual Daml-LF: what is wrong, and the line and column, from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(f"{message} at line {line}, column {column}")
        self.message = message
        self.line = line
        self.column = column


class TokenKind(Enum):
    """What a token is; `WORD` is a name, `QUOTED` a name in backquotes, `SIMPLE` one in quotes."""

    SYMBOL = "symbol"
    WORD = "name"
    QUOTED = "quoted name"
    SIMPLE = "quoted text"
    TEXT = "text"
    TIMESTAMP = "timestamp"
    DATE = "date"
    NUMERIC = "numeric"
    NUMBER = "number"
    END = "end of text"


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind, its text (escapes undone), and where it begins in the source."""

    kind: TokenKind
    text: str
    offset: int


KEYWORDS: Final = frozenset(
    [
        "Cons",
        "Nil",
        "Some",
        "None",
        "forall",
        "let",
        "in",
        "with",
        "case",
        "of",
        "to",
        "to_any",
        "from_any",
        "type_rep",
        "loc",
        "to_any_exception",
        "from_any_exception",
        "throw",
        "catch",
        "to_interface",
        "to_required_interface",
        "from_interface",
        "from_required_interface",
        "unsafe_from_interface",
        "unsafe_from_required_interface",
        "call_method",
        "interface_template_type_rep",
        "signatory_interface",
        "observer_interface",
        "view_interface",
        "choice_controller",
        "choice_observer",
        "fail_with_status",
    ]
)

_TOKEN = re.compile(
    r"""(?P<space>(?:\s|//[^\n]*|/\*(?:\*(?!/)|[^*])*\*/)+)
    | (?P<timestamp>\d+-\d+-\d+T\d+:\d+:\d+(?:\.\d+)?Z)
    | (?P<date>\d{4}-\d{2}-\d{2})
    | (?P<numeric>-?\d+\.\d*)
    | (?P<number>-?\d+)
    | (?P<symbol>->|<-|/\\|\|\||[@\\.:,;()<>{}\[\]*=|])
    | (?P<word>[a-zA-Z_$][a-zA-Z0-9_$]*)
    | `(?P<quoted>[a-zA-Z_$][a-zA-Z0-9_$]*)`
    | '(?P<simple>(?:[^\\']|\\['\\])+)'
    | "(?P<text>(?:[^\\"]|\\[nrt"'\\])*)"
    """,
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
_KINDS: Final = {
    "timestamp": TokenKind.TIMESTAMP,
    "date": TokenKind.DATE,
    "numeric": TokenKind.NUMERIC,
    "number": TokenKind.NUMBER,
    "symbol": TokenKind.SYMBOL,
    "word": TokenKind.WORD,
    "quoted": TokenKind.QUOTED,
    "simple": TokenKind.SIMPLE,
    "text": TokenKind.TEXT,
}


def tokens_of(source: str) -> list[Token]:
    """The tokens of a text, the last one marking its end.

    Raises:
        TextError: a character begins no token.
    """
    tokens: list[Token] = []
    offset = 0
    while offset < len(source):
        match = _TOKEN.match(source, offset)
        if match is None:
            raise error_at(source, offset, f"unexpected character {source[offset]!r}")
        group = match.lastgroup
        if group is not None and group != "space":
            text = match.group(group)
            if group in ("simple", "text") and "\\" in text:
                text = _ESCAPE.sub(_unescape, text)
            tokens.append(Token(_KINDS[group], text, offset))
        offset = match.end()
    tokens.append(Token(TokenKind.END, "", len(source)))
    return tokens


def _unescape(match: re.Match[str]) -> str:
    return _ESCAPED[match.group(1)]


def error_at(source: str, offset: int, message: str) -> TextError:
    """An error with the line and column of the offset."""
    line = source.count("\n", 0, offset) + 1
    return TextError(message, line, offset - source.rfind("\n", 0, offset))


class TokenStream:
    """A cursor over tokens. `depth` counts the nesting of the construct being read."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = tokens_of(source)
        self.index = 0
        self.depth = 0

    @property
    def current(self) -> Token:
        """The token under the cursor."""
        return self.tokens[self.index]

    def ahead(self, count: int) -> Token:
        """The token `count` places after the cursor; the last one marks the end."""
        return self.tokens[min(self.index + count, len(self.tokens) - 1)]

    def next(self) -> Token:
        """The token under the cursor, which moves on."""
        token = self.tokens[self.index]
        if token.kind is not TokenKind.END:
            self.index += 1
        return token

    def is_symbol(self, symbol: str) -> bool:
        """Whether the cursor is at this symbol."""
        token = self.tokens[self.index]
        return token.kind is TokenKind.SYMBOL and token.text == symbol

    def is_word(self, word: str) -> bool:
        """Whether the cursor is at this word (not in backquotes)."""
        token = self.tokens[self.index]
        return token.kind is TokenKind.WORD and token.text == word

    def take_symbol(self, symbol: str) -> bool:
        """Moves over the symbol if the cursor is at it."""
        if self.is_symbol(symbol):
            self.index += 1
            return True
        return False

    def take_word(self, word: str) -> bool:
        """Moves over the word if the cursor is at it."""
        if self.is_word(word):
            self.index += 1
            return True
        return False

    def symbol(self, symbol: str) -> None:
        """Moves over the symbol, which must be there."""
        if not self.take_symbol(symbol):
            raise self.expected(f"'{symbol}'")

    def word(self, word: str) -> None:
        """Moves over the word, which must be there."""
        if not self.take_word(word):
            raise self.expected(f"'{word}'")

    def name(self) -> reference.Name:
        """Moves over a name that is no keyword."""
        token = self.tokens[self.index]
        if not is_name(token):
            raise self.expected("a name")
        self.index += 1
        try:
            return reference.name(token.text)
        except ValueError as error:
            raise error_at(self.source, token.offset, str(error)) from error

    def simple(self) -> Token:
        """Moves over a text in single quotes."""
        if self.current.kind is not TokenKind.SIMPLE:
            raise self.expected("a text in single quotes")
        return self.next()

    def expected(self, what: str) -> TextError:
        """The error that something else stands under the cursor."""
        token = self.current
        found = token.kind.value if token.kind is TokenKind.END else repr(token.text)
        return self.error(f"expected {what} but found {found}")

    def error(self, message: str) -> TextError:
        """An error at the cursor."""
        return error_at(self.source, self.current.offset, message)


def is_name(token: Token) -> bool:
    """Whether the token is a name that is no keyword."""
    if token.kind is TokenKind.QUOTED:
        return True
    return token.kind is TokenKind.WORD and token.text not in KEYWORDS


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def timestamp_micros(text: str) -> int:
    """The microseconds since 1970 of a timestamp's text.

    Raises:
        ValueError: it is no time of the years 1 to 9999 with at most six fractional digits.
    """
    whole, _, fraction = text.removesuffix("Z").partition(".")
    if len(fraction) > 6:
        raise ValueError(f"{text!r} is more precise than a microsecond")
    moment = datetime.strptime(whole, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)
    elapsed = moment - _EPOCH
    seconds = elapsed.days * 86_400 + elapsed.seconds
    return seconds * 1_000_000 + int(fraction.ljust(6, "0"))


def date_days(text: str) -> int:
    """The days since 1970 of a date's text.

    Raises:
        ValueError: it is no date of the years 1 to 9999.
    """
    return (datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC) - _EPOCH).days
