"""The grammar: keys, separators, literals, comments, and messages that name the place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.config.errors import CANNOT_PARSE_CONFIG_FILES, ConfigErrors
from canton.config.hocon.loading import loads
from canton.config.hocon.parser import parse_path
from canton.config.hocon.tree import ObjectValue, Plain, Scalar, plain


def read(text: str) -> Plain:
    return plain(loads(text, {}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("\ufeff{ a : 1, }", {"a": 1}),
        ("a.b = 1\na { c = 2 }", {"a": {"b": 1, "c": 2}}),
        ('a."b.c/D".e = 1', {"a": {"b.c/D": {"e": 1}}}),
        ("a b = x  y z ", {"a b": "x  y z"}),
        ("a =\n 1\nb\n= 2", {"a": 1, "b": 2}),
        ("a = 1 // one\n# two\nb = 2 # three", {"a": 1, "b": 2}),
        (
            "a = 0.0.0.0, b = 10 seconds, c = 5.seconds",
            {"a": "0.0.0.0", "b": "10 seconds", "c": "5.seconds"},
        ),
        ("a = 1.5e3, b = 1e+2, c = -7, d = 007", {"a": 1500.0, "b": 100.0, "c": -7, "d": 7}),
        ("a = yes, b = true, c = null", {"a": "yes", "b": True, "c": None}),
        ('a = """x\n"y""""', {"a": 'x\n"y"'}),
        ('a = "\\u0041\\t\\ud83d\\ude00"', {"a": "A\t😀"}),
        (
            "a = [1, 2\n3,\n], b = [\n{ x = 1 }\n{ x = 2 }\n]",
            {"a": [1, 2, 3], "b": [{"x": 1}, {"x": 2}]},
        ),
        ("a = x/y", {"a": "x/y"}),
        ("1.2 = a", {"1": {"2": "a"}}),
        ("a { b = 1 }, a = { c = 2 }, a = 3, a { d = 4 }", {"a": {"d": 4}}),
        ("a = 1\r\nb = 2\r\n", {"a": 1, "b": 2}),
        ("a.include = 1", {"a": {"include": 1}}),
    ],
)
def test_text_means(text: str, expected: Plain) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a = 1\nb {\n c = 2\n", 2, "not closed"),
        ("a = 1\n}", 2, "too many"),
        ("a = [1\n", 1, "']' is missing"),
        ("a = 1\nb = http://x", 2, "expected a new line"),
        ('a = "x\n', 1, "does not end"),
        ('a = """x\n', 1, "does not end"),
        ("\n\na = x?y", 3, "reserved character '?'"),
        ("a = ", 1, "expected a value"),
        ("a..b = 1", 1, "empty element"),
        ("a", 1, "after the key 'a'"),
        ("a = ${b", 1, "to close '${'"),
        ("a = 1,, b = 2", 1, "expected a key"),
        ("[1]", 1, "must be an object"),
        ('a = "\\q"', 1, "escape"),
        ("include x", 1, "after the key 'include'"),
    ],
)
def test_syntax_error_names_the_line(text: str, line: int, words: str) -> None:
    with pytest.raises(ConfigErrors) as caught:
        loads(text, {}, "f.conf")
    (finding,) = caught.value.findings
    assert finding.code is CANNOT_PARSE_CONFIG_FILES
    assert finding.origin is not None
    assert (finding.origin.file, finding.origin.line) == ("f.conf", line)
    assert words in finding.message


def test_values_know_line_and_column() -> None:
    tree = loads('a {\n  b = "x"\n  c = """\n"""\n  d = 1\n}', {}, "f.conf")
    found = {key: tree.at("a", key) for key in "bcd"}
    places = {k: (v.origin.line, v.origin.column) for k, v in found.items() if v is not None}
    assert places == {"b": (2, 7), "c": (3, 7), "d": (5, 7)}


def test_path_expression_is_split_at_dots_outside_quotes() -> None:
    assert parse_path('a."b.c" d. e ', "-C") == ("a", "b.c d", "e")


scalars = st.none() | st.booleans() | st.integers() | st.text()
documents = st.dictionaries(
    st.text(min_size=1),
    st.recursive(
        scalars,
        lambda inner: st.lists(inner) | st.dictionaries(st.text(min_size=1), inner),
        max_leaves=10,
    ),
)


@given(documents)
def test_every_json_document_is_read_as_itself(document: dict[str, Plain]) -> None:
    assert read(json_text(document)) == document


def json_text(value: Plain) -> str:
    """The document as JSON, with empty keys quoted as HOCON demands."""
    return json.dumps(value)


@given(st.text(alphabet='ab.{}[]=:,+"$?#/\\ \n1', max_size=40))
def test_no_text_makes_the_reader_fail_otherwise_than_by_a_finding(text: str) -> None:
    try:
        tree = loads(text, {})
    except ConfigErrors as e:
        assert e.findings
    else:
        assert isinstance(tree, ObjectValue)


def test_literal_keeps_its_text() -> None:
    value = loads("a = 1.50", {}).at("a")
    assert isinstance(value, Scalar)
    assert (value.value, value.text) == (1.5, "1.50")
