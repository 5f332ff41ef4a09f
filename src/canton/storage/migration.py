"""Migrations: numbered SQL files that bring a database to the schema that the program needs.

A package with tables has its files `NNN_name.sql` in a folder `migrations`. They are applied
in order, in one transaction, and never change afterwards. An empty database is filled at start; an
older one only if the operator says so (`migrate-and-start`); a newer one is refused.
Source: HA sheet 3.2, stack sheet 4.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from canton.errors import InvariantViolation
from canton.storage.errors import StorageMisfit, StorageUnavailable
from canton.storage.postgres.connection import (
    DRIVER_ERRORS,
    Connection,
    Outcome,
    close,
    connect,
    definite_error,
    outcome_of,
)
from canton.storage.postgres.settings import PostgresSettings

STORAGE_KIND: Final = "storage"
MIGRATION_TIMEOUT_S: Final = 3600.0
_FILE: Final = re.compile(r"(\d+)_(\w+)\.sql")

_LOCK: Final = "select pg_advisory_xact_lock(hashtext('canton migration'))"
_NO_SCHEMA: Final = "select not exists (select 1 from pg_namespace where nspname = $1)"
"""Asked first, because `create schema if not exists` needs the right also if it exists."""

_VERSIONS: Final = """
create table if not exists schema_version (
    kind text collate "C" not null,
    version bigint not null,
    name text collate "C" not null,
    sha256 text collate "C" not null,
    applied timestamptz not null,
    primary key (kind, version)
)
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of a schema: its number from 1, its name and its SQL."""

    number: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """What the database remembers of an applied file."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrations_of(package: str) -> tuple[Migration, ...]:
    """The files in the folder `migrations` of a package, in order.

    Raises:
        InvariantViolation: a name is not `NNN_name.sql`, or the numbers are not 1, 2, 3 ...
    """
    found = []
    for file in files(package).joinpath("migrations").iterdir():
        match = _FILE.fullmatch(file.name)
        if match is None:
            raise InvariantViolation(f"{package}: {file.name} is not named NNN_name.sql")
        found.append(Migration(int(match[1]), match[2], file.read_text("utf-8")))
    found.sort(key=lambda migration: migration.number)
    if [migration.number for migration in found] != list(range(1, len(found) + 1)):
        raise InvariantViolation(f"{package}: the migrations are not numbered 1, 2, 3 ...")
    return tuple(found)


async def migrate(
    settings: PostgresSettings, kinds: Mapping[str, Sequence[Migration]], *, may_upgrade: bool
) -> int:
    """Brings the database to the program's schema; answers how many files were applied.

    `kinds` are the parts of the schema by name ("participant", "vault") with their files; the
    storage's own part comes first by itself. All is one transaction.
    Several processes may do it at the same time: one works, the others wait and find it done.

    Raises:
        StorageMisfit: the database is older and may not be upgraded, is newer, or was filled from
            other files.
        StorageUnavailable: the database is away.
        InvalidStatement: a file is wrong. Nothing was applied.
    """
    wanted = {STORAGE_KIND: migrations_of("canton.storage"), **kinds}
    connection = await connect(settings)
    try:
        async with connection.transaction():
            await connection.execute(_LOCK, timeout=MIGRATION_TIMEOUT_S)
            if await connection.fetchval(_NO_SCHEMA, settings.schema):
                await connection.execute(f'create schema "{settings.schema}"')
            await connection.execute(_VERSIONS)
            applied = 0
            for kind, steps in wanted.items():
                pending = await _pending(connection, settings, kind, steps, may_upgrade)
                for step in pending:
                    await _apply(connection, kind, step)
                applied += len(pending)
            return applied
    except DRIVER_ERRORS as error:
        if outcome_of(error) is Outcome.ROLLED_BACK:
            raise definite_error(error) from error
        raise StorageUnavailable(f"{settings.describe()}: migration failed: {error}") from error
    finally:
        await close(connection)


async def _pending(
    connection: Connection,
    settings: PostgresSettings,
    kind: str,
    steps: Sequence[Migration],
    may_upgrade: bool,
) -> Sequence[Migration]:
    """The files to apply."""
    rows = await connection.fetch(
        "select version, sha256 from schema_version where kind = $1 order by version", kind
    )
    where = f"{settings.describe()}: the schema of the {kind}"
    if len(rows) > len(steps):
        raise StorageMisfit(
            f"{where} has version {len(rows)}, made by a newer program; this one knows up to "
            f"{len(steps)}: start the newer program, or restore a backup."
        )
    for row, step in zip(rows, steps, strict=False):
        if row["sha256"] != step.sha256:
            raise StorageMisfit(
                f"{where}: version {step.number} was made from another file than "
                f"{step.number:03}_{step.name}.sql of this program."
            )
    if rows and len(rows) < len(steps) and not may_upgrade:
        raise StorageMisfit(
            f"{where} has version {len(rows)} and this program needs {len(steps)}: make a backup, "
            "then start with storage.parameters.migrate-and-start = true."
        )
    return steps[len(rows) :]


async def _apply(connection: Connection, kind: str, step: Migration) -> None:
    await connection.execute(step.sql, timeout=MIGRATION_TIMEOUT_S)
    await connection.execute(
        "insert into schema_version (kind, version, name, sha256, applied)"
        " values ($1, $2, $3, $4, now())",
        kind,
        step.number,
        step.name,
        step.sha256,
    )
