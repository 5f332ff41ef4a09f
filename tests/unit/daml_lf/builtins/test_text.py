"""Texts, parties, hex: tables of expressions and their results."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.daml_lf.builtins.text import from_list, to_list

CASES = [
    ('APPEND_TEXT "a" "b"', "ab"),
    ('EXPLODE_TEXT "a€"', ("a", ("€", ()))),
    ('IMPLODE_TEXT (Cons @Text ["a", "", "b"] (Nil @Text))', "ab"),
    ("CODE_POINTS_TO_TEXT (Cons @Int64 [65, 128514, 0] (Nil @Int64))", "A😂\0"),
    ("CODE_POINTS_TO_TEXT (Cons @Int64 [55296] (Nil @Int64))", "DAML_INTERPRETATION_ERROR"),
    ("CODE_POINTS_TO_TEXT (Cons @Int64 [1114112] (Nil @Int64))", "DAML_INTERPRETATION_ERROR"),
    ("CODE_POINTS_TO_TEXT (Cons @Int64 [-1] (Nil @Int64))", "DAML_INTERPRETATION_ERROR"),
    ('TEXT_TO_CODE_POINTS "A😂"', (65, (128514, ()))),
    ('TEXT_TO_PARTY "Alice::1220"', ("Alice::1220",)),
    ('TEXT_TO_PARTY ""', None),
    ('TEXT_TO_PARTY "a@b"', None),
    ('TEXT_TO_HEX "aé"', "61c3a9"),
    ('HEX_TO_TEXT "61c3a9"', "aé"),
    ('HEX_TO_TEXT "ff"', "\ufffd"),
    ('HEX_TO_TEXT "6"', "INTERPRETATION_CRYPTO_ERROR_MALFORMED_BYTE_ENCODING"),
    ('HEX_TO_TEXT "6A"', "INTERPRETATION_CRYPTO_ERROR_MALFORMED_BYTE_ENCODING"),
    ('HEX_TO_TEXT ""', ""),
    ('SHA256_TEXT ""', "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ('SHA256_HEX ""', "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ('SHA256_HEX "zz"', "INTERPRETATION_CRYPTO_ERROR_MALFORMED_BYTE_ENCODING"),
    ("DATE_TO_TEXT 0001-01-01", "0001-01-01"),
    ("DATE_TO_TEXT 9999-12-31", "9999-12-31"),
    ("TIMESTAMP_TO_TEXT 1970-01-01T00:00:01Z", "1970-01-01T00:00:01Z"),
    ("TIMESTAMP_TO_TEXT 1970-01-01T00:00:01.5Z", "1970-01-01T00:00:01.500Z"),
    ("TIMESTAMP_TO_TEXT 1970-01-01T00:00:01.000001Z", "1970-01-01T00:00:01.000001Z"),
    ("DATE_TO_UNIX_DAYS 1970-01-02", 1),
    ("UNIX_DAYS_TO_DATE 2932896", 2932896),
    (
        "UNIX_DAYS_TO_DATE 2932897",
        "ArithmeticError while evaluating (UNIX_DAYS_TO_DATE 2932897).",
    ),
    ("TIMESTAMP_TO_UNIX_MICROSECONDS 1970-01-01T00:00:01Z", 1_000_000),
    (
        "UNIX_MICROSECONDS_TO_TIMESTAMP 253402300800000000",
        "ArithmeticError while evaluating (UNIX_MICROSECONDS_TO_TIMESTAMP 253402300800000000).",
    ),
    ('ERROR @Int64 "no"', "INTERPRETATION_USER_ERROR"),
    (
        'FAIL_WITH_STATUS @Int64 "id" INVALID_INDEPENDENT_OF_SYSTEM_STATE "m"'
        " (TEXTMAP_EMPTY @Text)",
        "DAML_FAILURE",
    ),
]


@pytest.mark.parametrize(("expression", "expected"), CASES)
def test_texts_dates_and_hex(lf, expression, expected) -> None:
    assert lf.outcome(expression) == expected


@given(st.lists(st.integers()))
def test_lists_of_run_time_come_back(items) -> None:
    assert from_list(to_list(items)) == items
