"""The configuration as text that may be logged."""

from __future__ import annotations

from pathlib import Path

import pytest

from canton.config.hocon.loading import load, loads, merged
from canton.config.hocon.tree import plain
from canton.config.values.masking import render_masked, render_unresolved

GOLDEN = Path(__file__).parents[3] / "golden" / "config"

TEXT = """
  a { password = p1, "b.c/d" = [1, {token = p2}], jdbcUrl = "jdbc:p3", n = null, f = 0.50 }
  headers.request-headers { x = p4 }
  e {}
"""


def test_secrets_are_replaced_and_the_rest_reads_as_before() -> None:
    masked = render_masked(loads(TEXT, {}))
    assert not any(secret in masked for secret in ("p1", "p2", "p3", "p4"))
    assert plain(loads(masked, {})) == {
        "a": {
            "password": "****",
            "b.c/d": [1, {"token": "****"}],
            "jdbcUrl": "****",
            "n": None,
            "f": 0.5,
        },
        "headers": {"request-headers": {"x": "****"}},
        "e": {},
    }


@pytest.mark.parametrize("name", ["copy-and-override", "values"])
def test_merged_files_read_again_as_the_same_tree(name: str) -> None:
    environment = {"DB_HOST": "db.example", "PORT": "7001"}
    file = GOLDEN / f"{name}.conf"
    text = render_unresolved(merged([file], []))
    assert "${?" in text
    assert plain(loads(text, environment)) == plain(load([file], [], environment))


def test_merged_files_show_no_secret(tmp_path: Path) -> None:
    file = tmp_path / "f.conf"
    file.write_text("a { password = hush, password = ${?PW}, token = [hush] }")
    assert "hush" not in render_unresolved(merged([file], []))
