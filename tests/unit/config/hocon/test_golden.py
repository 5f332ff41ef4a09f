"""Whole files against their recorded trees, with an independent reader as the witness."""

from __future__ import annotations

import json
from pathlib import Path

import hocon
import pytest

from canton.config.hocon.loading import load
from canton.config.hocon.tree import plain

FOLDER = Path(__file__).parents[3] / "golden" / "config"
FILES = sorted(FOLDER.glob("*.conf"))
ENVIRONMENT = {"DB_HOST": "db.example", "PORT": "7001"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_file_gives_the_recorded_tree(file: Path) -> None:
    recorded = json.loads(file.with_suffix(".json").read_text())
    assert plain(load([file], [], ENVIRONMENT)) == recorded


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_independent_reader_gives_the_recorded_tree(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    recorded = json.loads(file.with_suffix(".json").read_text())
    assert hocon.loads(f'include required(file("{file}"))') == recorded
