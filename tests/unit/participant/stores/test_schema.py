"""The migrations say the same as the declarations."""

from __future__ import annotations

from canton.participant.stores import (
    contract,
    hosting,
    identity_provider,
    limits,
    package,
    pruning,
    request,
    submission,
    synchronizer,
    update,
    user,
)
from canton.storage.migration import migrations_of
from canton.storage.postgres.schema import schema_sql

GROUPS = (
    contract,
    hosting,
    identity_provider,
    limits,
    package,
    pruning,
    request,
    submission,
    synchronizer,
    update,
    user,
)


def statements(sql: str) -> set[str]:
    text = "\n".join(line for line in sql.splitlines() if not line.startswith("--"))
    return {" ".join(each.split()) for each in text.split(";") if each.strip()}


def test_the_migrations_create_the_declared_tables() -> None:
    declared = schema_sql([table for group in GROUPS for table in group.TABLES])
    written = "\n".join(each.sql for each in migrations_of("canton.participant.stores"))
    assert statements(declared) <= statements(written)
