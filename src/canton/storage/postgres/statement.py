"""Writes and queries as SQL text and arguments. Pure.

Rows travel as one array per column (`unnest`), so a text depends on the tables touched and not on
the number of rows, and stays prepared. Array columns travel as array literals, because `unnest`
flattens nested arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from canton.storage.column import Column, ColumnKind, Value
from canton.storage.condition import Condition, Operator
from canton.storage.table import AnyTable, Query

_VALUELESS: Final = (Operator.IS_NULL, Operator.IS_NOT_NULL)


@dataclass(slots=True)
class Statement:
    """A text that grows, with the arguments of its placeholders."""

    text: str = ""
    arguments: list[object] = field(default_factory=list)

    def bind(self, value: object, type_name: str) -> str:
        """Adds an argument; answers its placeholder."""
        self.arguments.append(value)
        return f"${len(self.arguments)}::{type_name}"


def select(query: Query[Any], what: str = "") -> Statement:
    """The statement of a query; `what` replaces the columns."""
    statement = Statement()
    table = query.table
    columns = what or ", ".join(quoted(column.name) for column in table.columns)
    parts = [f"select {columns} from {quoted(table.name)}"]
    if query.keys is not None:
        parts.append(f"where {key_test(statement, table, query.keys)}")
    elif query.conditions:
        parts.append(where(statement, table, query.conditions))
    if query.order:
        direction = " desc" if query.descending else ""
        parts.append("order by " + ", ".join(quoted(name) + direction for name in query.order))
    if query.limit is not None:
        parts.append(f"limit {statement.bind(query.limit, 'bigint')}")
    statement.text = " ".join(parts)
    return statement


def where(statement: Statement, table: AnyTable, conditions: Sequence[Condition]) -> str:
    """The `where` clause of conditions, empty without any."""
    if not conditions:
        return ""
    tests = (_test(statement, table.column(test.column), test) for test in conditions)
    return "where " + " and ".join(tests)


def key_test(statement: Statement, table: AnyTable, keys: Sequence[tuple[Value, ...]]) -> str:
    """The test whether a row has one of the keys."""
    columns = [table.column(name) for name in table.key]
    if len(columns) == 1:
        values = [columns[0].encoded(key[0]) for key in keys]
        return f"{quoted(columns[0].name)} = any({statement.bind(values, _list(columns[0]))})"
    names = ", ".join(quoted(column.name) for column in columns)
    return f"({names}) in (select * from {unnest(statement, columns, keys)})"


def unnest(
    statement: Statement, columns: Sequence[Column], rows: Iterable[Sequence[object]]
) -> str:
    """A function call that yields the rows; array columns are still text in it."""
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrays = (
        statement.bind(_encoded(column, list(of_column)), _list(column))
        for column, of_column in zip(columns, values, strict=True)
    )
    return f"unnest({', '.join(arrays)})"


def rows_from(
    statement: Statement, columns: Sequence[Column], rows: Iterable[Sequence[object]]
) -> str:
    """A `select` that yields the rows with every column in its own type."""
    names = ", ".join(quoted(column.name) for column in columns)
    outputs = ", ".join(
        f"{quoted(column.name)}::{column.kind.sql}" if column.kind.is_array else quoted(column.name)
        for column in columns
    )
    return f"select {outputs} from {unnest(statement, columns, rows)} as given({names})"


def decoder(table: AnyTable) -> Callable[[Iterable[Any]], list[Any]]:
    """What turns records into rows of the table."""
    row, columns = table.row, table.columns
    if all(column.is_verbatim for column in columns):
        return lambda records: [row(*record) for record in records]

    def decode(records: Iterable[Any]) -> list[Any]:
        return [
            row(*(column.decoded(value) for column, value in zip(columns, record, strict=True)))
            for record in records
        ]

    return decode


def encoded_one(column: Column, value: object) -> object:
    """A single value as an argument of the column's own type."""
    return list(value) if isinstance(value, tuple) else column.encoded(value)


def _test(statement: Statement, column: Column, condition: Condition) -> str:
    name, operator = quoted(column.name), condition.operator
    if operator in _VALUELESS:
        return f"{name} {operator.value}"
    if operator is Operator.ONE_OF:
        values = [column.encoded(value) for value in condition.values]
        return f"{name} = any({statement.bind(values, _list(column))})"
    value = encoded_one(column, condition.values[0])
    return f"{name} {operator.value} {statement.bind(value, column.kind.sql)}"


def _list(column: Column) -> str:
    """The type of an array of values of the column."""
    return "text[]" if column.kind.is_array else f"{column.kind.sql}[]"


def _encoded(column: Column, values: list[object]) -> list[object]:
    if column.kind.is_array:
        return [None if value is None else _literal(column, value) for value in values]
    return values if column.enum is None else [column.encoded(value) for value in values]


def _literal(column: Column, value: Any) -> str:
    match column.kind:
        case ColumnKind.BIGINT_ARRAY:
            elements = (str(element) for element in value)
        case ColumnKind.BYTEA_ARRAY:
            elements = (f'"\\\\x{element.hex()}"' for element in value)
        case _:
            elements = (
                '"' + element.replace("\\", "\\\\").replace('"', '\\"') + '"' for element in value
            )
    return "{" + ",".join(elements) + "}"


def quoted(name: str) -> str:
    return f'"{name}"'
