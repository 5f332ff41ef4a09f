"""Textual Daml-LF for all tests of the language."""

from __future__ import annotations

import pytest

from unit.daml_lf import textual


class Lf:
    """The tools of `textual` by short names."""

    evaluate = staticmethod(textual.evaluate)
    outcome = staticmethod(textual.outcome)
    traces = staticmethod(textual.traces)
    package = staticmethod(textual.package_of)
    library = staticmethod(textual.library_of)
    value = staticmethod(textual.value_of)
    ledger = textual.Ledger


@pytest.fixture(scope="session")
def lf() -> Lf:
    """Textual Daml-LF to try things with."""
    return Lf()
