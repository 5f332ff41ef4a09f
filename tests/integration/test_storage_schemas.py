"""The migration files of every package agree with the tables that its modules declare."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

import canton
from canton.storage.migration import migrate, migrations_of
from canton.storage.postgres.connection import close, connect
from canton.storage.postgres.schema import schema_differences
from canton.storage.table import AnyTable, Table

pytestmark = pytest.mark.postgres

SOURCE = Path(canton.__file__).parent
PACKAGES = sorted(
    ".".join(("canton", *folder.parent.relative_to(SOURCE).parts))
    for folder in SOURCE.rglob("migrations")
    if folder.is_dir() and folder.parent != SOURCE / "storage"
)


def tables_of(package: str) -> list[AnyTable]:
    """The tables that the modules of the package declare."""
    root = importlib.import_module(package)
    found: dict[str, AnyTable] = {}
    for module in pkgutil.walk_packages(root.__path__, f"{package}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Table) and value.row.__module__.startswith(package):
                found[value.name] = value
    return [found[name] for name in sorted(found)]


@pytest.mark.parametrize("package", PACKAGES)
async def test_migrations_agree_with_table_declarations(package, empty_database) -> None:
    tables = tables_of(package)
    assert tables
    await migrate(empty_database, {package: migrations_of(package)}, may_upgrade=False)
    connection = await connect(empty_database)
    try:
        assert await schema_differences(connection, tables) == []
    finally:
        await close(connection)
