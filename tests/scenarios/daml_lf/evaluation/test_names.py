"""Names and texts with rules of their own: names, versions, packages, parties, users, numerics."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import product
from string import ascii_letters, digits
from typing import Final

import pytest

from canton.daml_lf.archive.decoding.literals import read_numeric
from canton.daml_lf.archive.wire import WireError
from canton.daml_lf.builtins.numeric import text_to_numeric
from canton.daml_lf.builtins.text import text_to_party
from canton.daml_lf.language import reference
from canton.daml_lf.language.reference import Identifier, PackageVersion, version_key
from canton.daml_lf.text.lexer import TextError
from canton.daml_lf.text.reader import parse_expression
from canton.daml_lf.value.coder import numeric_of_text
from canton.errors import LedgerError
from canton.ledger_api.request import field

LETTERS: Final = ascii_letters + digits


def accepts(read: Callable[[str], object], text: str) -> bool:
    """Whether a text is read, and not refused."""
    with suppress(ValueError, LedgerError, TextError, WireError):
        return read(text) is not None
    return False


NAMES = {
    True: ["$", "$blAH9", "foo$bar", "baz$", "_", "_blAH9", "foo_bar", "baz_", "a" * 1000],
    False: [
        *["test%", "test-", "test@", "test:", "test.", "test#", "à", "ਊ"],
        *["", "a" * 1001, "a" * 10000, "9a"],
    ],
}
DOTTED_NAMES = {
    True: [
        *["a", "$.$blAH9.foo$bar.baz$", "_._blAH9.foo_bar.baz_", "a" * 1000],
        *["a" * 500 + "." + "a" * 499, "a." * 499 + "aa", ".".join("a" * 500)],
    ],
    False: [
        *["", ".", "a..a", "a.", ".a", ".foo.", ".foo", "foo.", "foo..bar", "foo:bar"],
        *["a" * 1001, "a" * 10000, "a" * 500 + "." + "a" * 500, "a" * 5000 + "." + "a" * 5000],
        *["a." * 500 + "a", "a." * 5000 + "a", ".".join("a" * 501), "a" * 1000 + ".a"],
    ],
}
VERSIONS = {
    True: [
        *["0", "1", "1.10", "2147483647", "1.0.2"],
        *["0" + ".123" * 63 + ".1", "0" + ".123" * 62 + ".1234"],
    ],
    False: [
        *["", ".", "1.", ".0", "00", "1.002", "0.-1", "+1.0", "beef.0", "0.1.beef"],
        *["1.2147483648", "0" + ".123" * 63 + ".12", "abcd" * 64],
    ],
}
IDENTIFIERS = {
    True: ["foo:bar:baz", "foo:foo.bar:baz", "foo:foo:bar.baz", "foo:foo.bar:baz.quux"],
    False: ["foo", ":bar", "bar:", "::", "bar:baz", "a:b:", "a::b", ":a:b", "a:b:c:d"],
}
USERS = {
    True: [
        *[c * n for c in LETTERS + "._-#!|@^$`+'~:()" for n in (1, 2)],
        *["jo1hn.d200oe", "ALL_UPPER_CASE", "google-oauth2|103547991597142817347"],
        *["office365|10030000838D23AF@MicrosoftOnline.com", "mailto:john@fabrikam.com"],
        *["adfs|john@fabrikam.com", "(usr!67324682736476)", "a" * 128],
    ],
    False: [*'àá \\%&*=[]{};<>,?"', "john/doe", "", "a" * 129],
}
TEXTS: dict[str, tuple[Callable[[str], object], dict[bool, list[str]]]] = {
    "name": (reference.name, NAMES),
    "dotted name": (reference.dotted_name, DOTTED_NAMES),
    "module": (reference.module_name, DOTTED_NAMES),
    "version": (reference.package_version, VERSIONS),
    "identifier": (reference.parse_identifier, IDENTIFIERS),
    "user": (field.user_id, USERS),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_texts_are_accepted_or_not(kind: str) -> None:
    read, texts = TEXTS[kind]
    for expected, all_ in texts.items():
        assert [text for text in all_ if accepts(read, text) != expected] == []


IDS: dict[str, tuple[Callable[[str], object], str, int]] = {
    "package": (reference.package_id, "-_ ", 64),
    "party": (text_to_party, ":-_ ", 255),
    "party in a request": (lambda text: field.party(text), ":-_ ", 255),
    "ledger string": (lambda text: field.ledger_string(text, "text"), "._:-#/ ", 255),
}


@pytest.mark.parametrize("kind", IDS)
def test_ids_are_of_ascii_letters_digits_and_some_more(kind: str) -> None:
    read, others, length = IDS[kind]
    for point in range(1, 256):
        text = f"the character {chr(point)} stands here"
        assert accepts(read, text) == (chr(point) in LETTERS + others), text
    assert accepts(read, "p" * length) and not accepts(read, "p" * (length + 1))
    assert not any(accepts(read, text) for text in ("", "español", "東京", "Λ (τ : ⋆) → e"))


def test_versions_are_ordered() -> None:
    texts = ["0", "0.1", "0.11", "1.0", "2", "10", "2147483647", "2147483647.3"]
    keys = [version_key(PackageVersion(text)) for text in [*texts, "2147483647." * 23 + "99"]]
    assert keys == sorted(keys) and len(set(keys)) == len(keys)


def test_identifiers_are_ordered_by_their_parts() -> None:
    packages = map(reference.package_id, ["a", "aa", "b"])
    names = [*map(reference.dotted_name, ["a", "a.a", "aa", "b", "b.a"])]
    modules = [*map(reference.module_name, names)]
    ordered = [Identifier(*parts) for parts in product(packages, modules, names)]
    assert ordered == sorted(ordered) and len(set(ordered)) == len(ordered)


# --- numerics as texts ---------------------------------------------------------------------------

CANONICAL = {
    "9" * 38 + ".": 0,
    "82845904523536028.747135266249775724701": 21,
    "0.3141592653589793238462643383279502884": 37,
    "0.0": 1,
    "-0.1": 1,
    "9876543210.0123456789": 10,
    "-9." + "9" * 37: 37,
    "-0." + "0" * 36 + "1": 37,
}
NOT_CANONICAL = [
    "9" * 39 + ".",
    "82845904523536028.7471352662497757247012",
    "0.31415926535897932384626433832795028842",
    *["1E10", "00.0", "+0.1", "1..0", ".4", "--1.1", "2.1.0"],
]


@pytest.mark.parametrize("text", CANONICAL)
def test_the_scale_of_a_canonical_numeric_is_its_number_of_decimals(text: str) -> None:
    literal = read_numeric(text)
    assert literal.scale == CANONICAL[text]
    assert literal.unscaled == int(text.replace(".", ""))
    assert accepts(numeric_of_text, text)


@pytest.mark.parametrize("text", NOT_CANONICAL)
def test_there_is_one_canonical_form(text: str) -> None:
    assert not accepts(read_numeric, text)
    assert not accepts(numeric_of_text, text)


SIGNS = ["", "+", "-"]
DECIMALS = {
    True: [
        a + b
        for a, b in product(
            SIGNS,
            ["0", "1", "123", "123.4", "0.123", "1.234", "12.34", "00000", "01"],
        )
    ],
    False: [
        *["a", "decimal", "0x00", "1E10", "2-1", "2+2", "2*3", "55/11"],
        *(a + b for a, b in product(SIGNS, [".", ".0", "0.", "1.", ".1", "123.", ".0123", ".123"])),
        *["..", "0..", "..1", "112..123", "0.0.", ".1."],
        *(a + b for a, b in product(["++", "-+", "+-", "--", "+++", "-+-"], ["1", "123", "12.34"])),
        *["1" * 29 + ".1", "1" * 50 + ".1", "1." + "1" * 11, "1." + "1" * 30],
        *["1" * 29 + "." + "1" * 11, "1" * 55 + "." + "1" * 33],
    ],
}


@pytest.mark.parametrize("expected", DECIMALS)
def test_decimals_may_have_signs_and_zeros_in_front(expected: bool) -> None:
    def read(text: str) -> object:
        return text_to_numeric((0, 10), text)

    assert [text for text in DECIMALS[expected] if accepts(read, text) != expected] == []


TIMES = {
    True: ["0001-01-01", "9999-12-31", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"],
    False: [
        "0000-12-31",
        *["0000-12-31T23:59:59.999Z", "10000-01-01T00:00:00.000999Z"],
    ],
}


@pytest.mark.parametrize("expected", TIMES)
def test_times_are_of_four_digit_years(expected: bool) -> None:
    assert [text for text in TIMES[expected] if accepts(parse_expression, text) != expected] == []
