"""The migration says the same as the declarations."""

from __future__ import annotations

from importlib.resources import files

from canton.mediator.stores.verdict import TABLES
from canton.storage.postgres.schema import schema_sql


def test_the_first_migration_creates_the_declared_tables() -> None:
    written = files("canton.mediator.stores").joinpath("migrations/001_mediator.sql").read_text()
    for statement in schema_sql(TABLES).split(";"):
        assert statement.strip() in written
