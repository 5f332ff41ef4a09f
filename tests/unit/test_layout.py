"""The layout gates as tests: one test a rule."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("check_layout", ROOT / "scripts" / "check_layout.py")
assert SPEC is not None
assert SPEC.loader is not None
check_layout = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(check_layout)


@pytest.mark.parametrize("rule", check_layout.RULES, ids=lambda rule: rule.__name__)
def test_layout(rule: Callable[[], Iterator[str]]) -> None:
    assert list(rule()) == []
