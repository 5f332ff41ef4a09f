"""What documents say of tests is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(test_\w+)`")


@pytest.mark.parametrize("document", ["docs/bad-input.md"])
def test_every_test_that_a_document_names_exists(document: str) -> None:
    named = set(NAMED.findall((ROOT / document).read_text()))
    sources = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    defined = set(re.findall(r"^(?:async )?def (test_\w+)", sources, re.MULTILINE))
    assert named and named - defined == set()
