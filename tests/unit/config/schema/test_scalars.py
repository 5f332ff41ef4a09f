"""Units and ranges of scalars."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from canton.config.hocon.tree import Scalar
from canton.config.origin import Origin
from canton.config.schema.scalars import Unfit, duration_s, read, size_bytes
from canton.config.secret import Secret


def scalar(text: str) -> Scalar:
    return Scalar(text, text, Origin("test"))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("60s", 60),
        ("10min", 600),
        ("10m", 600),
        ("20.seconds", 20),
        ("1ms", 0.001),
        ("10 minutes", 600),
        ("1.5 h", 5400),
        ("2 days", 172800),
        ("250us", 0.00025),
        ("Inf", math.inf),
        ("0", 0),
    ],
)
def test_duration_has_a_unit(text: str, seconds: float) -> None:
    assert duration_s(text) == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["5", "5 fortnights", "s", "", "infinite"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(Unfit):
        duration_s(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("100", 100),
        ("64 kB", 64_000),
        ("64K", 65_536),
        ("200MiB", 200 * 2**20),
        ("8 MB", 8_000_000),
        ("1G", 2**30),
    ],
)
def test_sizes_are_decimal_or_binary_by_their_unit(text: str, count: int) -> None:
    assert size_bytes(text) == count


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("port", "65536"),
        ("port", "-1"),
        ("port", "a"),
        ("positive", "0"),
        ("natural", "-1"),
        ("integer", "1.5"),
        ("boolean", "maybe"),
        ("text", ""),
        ("duration", "Inf"),
        ("duration", "-1s"),
        ("positive-duration", "0s"),
        ("file", "no/such/file"),
        ("pem", "no/such/file"),
        ("number", "x"),
        ("positive-number", "0"),
        ("positive-number", "nan"),
        ("size", "5 parsecs"),
    ],
)
def test_value_outside_its_range_is_refused(kind: str, text: str) -> None:
    with pytest.raises(Unfit):
        read(kind, scalar(text))


def test_values_have_the_type_of_their_kind(tmp_path: Path) -> None:
    file = tmp_path / "x.crt"
    file.write_text("")
    assert read("boolean", scalar("yes")) is True
    assert read("boolean", scalar("off")) is False
    assert read("port", scalar("0")) == 0
    assert read("number", scalar("0.5")) == 0.5
    assert read("signed-duration", scalar("-1s")) == -1
    assert read("duration-or-inf", scalar("Inf")) == math.inf
    assert read("file", scalar(str(file))) == str(file)
    assert read("pem", scalar("-----BEGIN X-----")) == "-----BEGIN X-----"
    assert read("secret", scalar("s")) == Secret("s")


def test_a_private_key_in_place_of_its_file_is_not_shown() -> None:
    text = "-----BEGIN PRIVATE KEY-----\n" + "secret" * 100
    with pytest.raises(Unfit, match=r"found PEM text$"):
        read("file", scalar(text))
