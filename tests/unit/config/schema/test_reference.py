"""The reference in `docs` is that of the table."""

from __future__ import annotations

import re
from pathlib import Path

from canton.config.schema.reference import render

DOCUMENT = Path(__file__).parents[4] / "docs" / "reference" / "config.md"


def test_reference_in_docs_is_that_of_the_table() -> None:
    assert DOCUMENT.read_text() == render(), "run python -m canton.config.schema.reference"


def test_every_link_leads_to_a_section() -> None:
    text = render()
    sections = set(re.findall(r"^## (\S+)$", text, re.MULTILINE))
    assert set(re.findall(r"\(#([^)]+)\)", text)) <= sections
