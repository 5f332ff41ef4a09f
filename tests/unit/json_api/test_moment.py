"""Points in time as text, in both of the original's ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.json_api.moment import (
    MomentError,
    micros_of,
    seconds_and_nanos,
    text_of_instant,
    text_of_micros,
)
from canton.timestamps import TIMESTAMP_MAX, TIMESTAMP_MIN

SECONDS = st.integers(TIMESTAMP_MIN // 10**6, TIMESTAMP_MAX // 10**6)


@given(st.integers(TIMESTAMP_MIN, TIMESTAMP_MAX))
def test_every_point_in_time_of_a_value_comes_back(micros: int) -> None:
    text = text_of_micros(micros)
    assert micros_of(text) == micros
    fraction = text.partition(".")[2].rstrip("Z")
    assert fraction == fraction.rstrip("0"), "no digit is for nothing"


@given(SECONDS, st.integers(0, 999_999_999))
def test_every_point_in_time_of_an_envelope_comes_back(seconds: int, nanos: int) -> None:
    text = text_of_instant(seconds, nanos)
    assert seconds_and_nanos(text) == (seconds, nanos)
    assert len(text.partition(".")[2].rstrip("Z")) in (0, 3, 6, 9)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1970-01-01T00:00Z", (0, 0)),
        ("1970-01-01T02:00:00.5+02:00", (0, 500_000_000)),
        ("1969-12-31T23:59:59.000000001Z", (-1, 1)),
    ],
)
def test_other_ways_of_writing_are_read(text: str, expected: tuple[int, int]) -> None:
    assert seconds_and_nanos(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "1970-01-01",
        "1970-01-01T00:00:00",
        "1970-13-01T00:00:00Z",
        "0000-01-01T00:00Z",
        "1970-01-01T24:00:00Z",
        "1970-01-01T00:00:00.1234567890Z",
        "١٩٧٠-01-01T00:00:00Z",
    ],
)
def test_what_is_no_point_in_time_is_refused(text: str) -> None:
    with pytest.raises(MomentError):
        seconds_and_nanos(text)
