"""The manifest: Java's syntax, three attributes that count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.daml_lf.archive.manifest import Manifest, read_manifest, write_manifest

NAMES = st.from_regex(r"[a-zA-Z0-9._/-]{1,150}", fullmatch=True)


@given(st.lists(NAMES, min_size=1, max_size=5, unique=True))
def test_a_manifest_is_read_as_written(names: list[str]) -> None:
    data = write_manifest("n-1", names[0], names)
    assert read_manifest(data) == Manifest(names[0], tuple(names[1:]))
    assert max(len(line) for line in data.split(b"\r\n")) <= 72


def test_continued_lines_are_joined_and_spaces_around_names_dropped() -> None:
    data = b"Main-Dalf: a.da\n lf\nDalfs: b.dalf,\n  a.dalf , c.dalf\nformat: daml-lf\n\nX: y\n"
    assert read_manifest(data) == Manifest("a.dalf", ("b.dalf", "c.dalf"))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"Dalfs: a\nFormat: daml-lf\n", "Main-Dalf"),
        (b"Main-Dalf: a\nFormat: daml-lf\n", "Dalfs"),
        (b"Main-Dalf: a\nDalfs: a\n", "Format"),
        (b"Main-Dalf: a\nDalfs: a\nFormat: jar\n", "Unsupported format: jar"),
        (b"nonsense\n", "header"),
    ],
)
def test_incomplete_manifests_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_manifest(data)
