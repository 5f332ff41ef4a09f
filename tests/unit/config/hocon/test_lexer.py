"""Tokens and their places."""

from __future__ import annotations

from canton.config.hocon.lexer import END, NEWLINE, SPACE, STRING, TEXT, tokens


def test_comment_is_left_out_and_places_are_right() -> None:
    found = [(t.kind, t.text, t.line, t.column) for t in tokens('a ="x" # c\n b', "f")]
    assert found == [
        (TEXT, "a", 1, 1),
        (SPACE, " ", 1, 2),
        ("=", "=", 1, 3),
        (STRING, "x", 1, 4),
        (SPACE, " ", 1, 7),
        (NEWLINE, "\n", 1, 11),
        (SPACE, " ", 2, 1),
        (TEXT, "b", 2, 2),
        (END, "", 2, 3),
    ]


def test_slash_belongs_to_text_unless_doubled() -> None:
    assert [t.text for t in tokens("a/b//c", "f")] == ["a/b", ""]
