"""Which files make a sequence of migrations. What they do to a database: tests/integration."""

from __future__ import annotations

from pathlib import Path

import pytest

from canton.errors import InvariantViolation
from canton.storage.migration import migrations_of


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest):
    monkeypatch.syspath_prepend(tmp_path)
    name = f"package_of_{request.node.name.split('[')[0]}_{tmp_path.name}".replace("-", "_")
    (tmp_path / name / "migrations").mkdir(parents=True)
    (tmp_path / name / "__init__.py").touch()

    def with_files(*files: str) -> str:
        for file in files:
            (tmp_path / name / "migrations" / file).write_text(f"-- {file}")
        return name

    return with_files


def test_files_come_in_order_of_their_numbers(package) -> None:
    found = migrations_of(package("002_two.sql", "001_one.sql"))
    assert [(step.number, step.name) for step in found] == [(1, "one"), (2, "two")]
    assert found[0].sha256 != found[1].sha256


@pytest.mark.parametrize(
    "files", [("002_two.sql",), ("001_a.sql", "003_c.sql"), ("001_a.sql", "001_b.sql"), ("x.sql",)]
)
def test_gaps_repetitions_and_other_names_are_refused(package, files) -> None:
    with pytest.raises(InvariantViolation):
        migrations_of(package(*files))


def test_the_storage_has_its_own_tables() -> None:
    assert "create table lease" in migrations_of("canton.storage")[0].sql
