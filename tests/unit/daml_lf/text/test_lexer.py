"""Tokens and their places."""

from __future__ import annotations

import pytest

from canton.daml_lf.text.lexer import (
    TextError,
    TokenKind,
    TokenStream,
    date_days,
    timestamp_micros,
    tokens_of,
)


def kinds(source: str) -> list[tuple[TokenKind, str]]:
    return [(token.kind, token.text) for token in tokens_of(source)[:-1]]


def test_each_kind_of_token_is_told_apart() -> None:
    source = '2020-01-02T03:04:05.6Z 2020-01-02 -1.50 -7 <- /\\ || x$1 `case` \'a b\' "q\\"\\n"'
    assert kinds(source) == [
        (TokenKind.TIMESTAMP, "2020-01-02T03:04:05.6Z"),
        (TokenKind.DATE, "2020-01-02"),
        (TokenKind.NUMERIC, "-1.50"),
        (TokenKind.NUMBER, "-7"),
        (TokenKind.SYMBOL, "<-"),
        (TokenKind.SYMBOL, "/\\"),
        (TokenKind.SYMBOL, "||"),
        (TokenKind.WORD, "x$1"),
        (TokenKind.QUOTED, "case"),
        (TokenKind.SIMPLE, "a b"),
        (TokenKind.TEXT, 'q"\n'),
    ]


def test_comments_are_spaces() -> None:
    assert kinds("a // b\n/* c ** d */ e") == [(TokenKind.WORD, "a"), (TokenKind.WORD, "e")]


@pytest.mark.parametrize(
    ("source", "line", "column"), [("a\n  #", 2, 3), ("ä", 1, 1), ('"\\q"', 1, 1), ("'", 1, 1)]
)
def test_errors_have_a_place(source: str, line: int, column: int) -> None:
    with pytest.raises(TextError) as caught:
        tokens_of(source)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_a_keyword_is_no_name_unless_quoted() -> None:
    assert TokenStream("`with`").name() == "with"
    with pytest.raises(TextError, match="expected a name but found 'with' at line 1, column 1"):
        TokenStream("with").name()


def test_moments_are_counted_from_1970() -> None:
    assert timestamp_micros("1970-01-01T00:00:00.000001Z") == 1
    assert timestamp_micros("0001-01-01T00:00:00Z") == -62_135_596_800_000_000
    assert timestamp_micros("9999-12-31T23:59:59.999999Z") == 253_402_300_799_999_999
    assert date_days("0001-01-01") == -719_162
    assert date_days("9999-12-31") == 2_932_896
    with pytest.raises(ValueError):
        timestamp_micros("1970-01-01T00:00:00.0000001Z")
    with pytest.raises(ValueError):
        date_days("2021-02-29")
