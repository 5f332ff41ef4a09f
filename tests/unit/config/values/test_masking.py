"""The configuration as text that may be logged."""

from __future__ import annotations

from canton.config.hocon.loading import loads
from canton.config.hocon.tree import plain
from canton.config.values.masking import render_masked

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
