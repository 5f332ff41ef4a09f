"""The migration says the same as the declarations."""

from __future__ import annotations

from importlib.resources import files

from canton.participant.stores import contract, package, request, submission, synchronizer, update
from canton.storage.postgres.schema import schema_sql

GROUPS = (contract, package, request, submission, synchronizer, update)


def statements(sql: str) -> set[str]:
    text = "\n".join(line for line in sql.splitlines() if not line.startswith("--"))
    return {" ".join(each.split()) for each in text.split(";") if each.strip()}


def test_the_first_migration_creates_the_declared_tables() -> None:
    declared = schema_sql([table for group in GROUPS for table in group.TABLES])
    written = files("canton.participant.stores").joinpath("migrations/001_participant.sql")
    assert statements(declared) <= statements(written.read_text())
