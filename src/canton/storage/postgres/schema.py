"""Table declarations as the text of migration files, and whether a database agrees with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from canton.storage.column import Column, ColumnKind
from canton.storage.postgres.connection import Connection
from canton.storage.postgres.statement import quoted
from canton.storage.table import AnyTable


def schema_sql(tables: Iterable[AnyTable]) -> str:
    """The SQL that creates the tables with their unique groups and indexes."""
    return "\n".join(_create(table) for table in tables)


def _create(table: AnyTable) -> str:
    lines = [f"    {_definition(column)}" for column in table.columns]
    lines.append(f"    primary key ({_names(table.key)})")
    lines += [f"    unique ({_names(group)})" for group in table.unique]
    text = f"create table {quoted(table.name)} (\n" + ",\n".join(lines) + "\n);\n"
    for group in table.indexes:
        text += f"create index on {quoted(table.name)} ({_names(group)});\n"
    return text


def _definition(column: Column) -> str:
    is_text = column.kind in (ColumnKind.TEXT, ColumnKind.TEXT_ARRAY)
    collation = ' collate "C"' if is_text else ""
    return f"{quoted(column.name)} {column.kind.value}{collation}{_null(column)}"


def _null(column: Column) -> str:
    return "" if column.is_nullable else " not null"


def _names(columns: Iterable[str]) -> str:
    return ", ".join(map(quoted, columns))


_COLUMNS = """
select a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
       not a.attnotnull as nullable,
       coalesce(c.collname, '') as collation
from pg_attribute a left join pg_collation c on c.oid = a.attcollation
where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped
"""

_INDEXES = """
select i.indisunique as is_unique, i.indisprimary as is_primary,
       array(select a.attname from unnest(i.indkey) with ordinality as k(number, place)
             join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
             order by k.place)::text[] as columns
from pg_index i where i.indrelid = to_regclass($1)
"""


async def schema_differences(connection: Connection, tables: Iterable[AnyTable]) -> Sequence[str]:
    """In sentences, where the database differs from the declarations; nothing where it agrees."""
    differences: list[str] = []
    for table in tables:
        found = await connection.fetch(_COLUMNS, quoted(table.name))
        actual = {
            row["name"]: f"{row['type']} {row['nullable']} {row['collation']}" for row in found
        }
        wanted = {column.name: _described(column) for column in table.columns}
        for name in sorted(actual.keys() | wanted.keys()):
            if actual.get(name) != wanted.get(name):
                differences.append(
                    f"{table.name}.{name}: declared {wanted.get(name)}, is {actual.get(name)}"
                )
        differences += await _index_differences(connection, table)
    return differences


def _described(column: Column) -> str:
    is_text = column.kind in (ColumnKind.TEXT, ColumnKind.TEXT_ARRAY)
    return f"{column.kind.value} {column.is_nullable} {'C' if is_text else ''}"


async def _index_differences(connection: Connection, table: AnyTable) -> list[str]:
    found = await connection.fetch(_INDEXES, quoted(table.name))
    keys = {tuple(row["columns"]) for row in found if row["is_primary"]}
    unique = {tuple(row["columns"]) for row in found if row["is_unique"] and not row["is_primary"]}
    plain = {tuple(row["columns"]) for row in found if not row["is_unique"]}
    pairs = (
        ("key", {table.key}, keys),
        ("unique", set(table.unique), unique),
        ("index", set(table.indexes), plain),
    )
    return [
        f"{table.name}: {what} declared {sorted(declared)}, is {sorted(actual)}"
        for what, declared, actual in pairs
        if declared != actual
    ]
