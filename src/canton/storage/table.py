"""The seam of all stores: tables of typed rows, whose writes and queries are plain values.

A `Table` is declared from a frozen dataclass. Its methods are pure: they build write values that a
core may return as effects, and queries. `Storage` performs them. So a store is written once, in
terms of tables, and runs on PostgreSQL and in memory.

    @dataclass(frozen=True, slots=True)
    class Block:
        height: int
        payload: bytes

    BLOCKS = Table("seq_block", Block, key=("height",))
    await storage.write(BLOCKS.insert_new(Block(1, b"..")))
    newest = await storage.read(BLOCKS.query(order=("height",), descending=True, limit=1))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Generic, TypeAlias, TypeVar

from canton.errors import InvariantViolation
from canton.storage.column import Column, Value, columns_of
from canton.storage.condition import Condition, Operator

Row = TypeVar("Row")

Key: TypeAlias = Value | tuple[Value, ...]
"""The key of a row: the bare value where the key is one column, else the tuple of the values."""


class Table(Generic[Row]):
    """A table of rows of one frozen dataclass, found by the key columns.

    `unique` lists further groups of columns that no two rows share (null equals nothing); `indexes`
    lists groups that queries select or sort by. A test compares declarations and migration files.

    Raises:
        InvariantViolation: a field is not a column type, or a named column does not exist.
    """

    __slots__ = ("columns", "indexes", "key", "key_of", "name", "row", "unique", "values_of")

    def __init__(
        self,
        name: str,
        row: type[Row],
        key: Iterable[str],
        unique: Iterable[Iterable[str]] = (),
        indexes: Iterable[Iterable[str]] = (),
    ) -> None:
        self.name = name
        self.row = row
        self.columns: tuple[Column, ...] = columns_of(row)
        self.key = tuple(key)
        self.unique = tuple(tuple(group) for group in unique)
        self.indexes = tuple(tuple(group) for group in indexes)
        for group in (self.key, *self.unique, *self.indexes):
            for column in group:
                self.column(column)
        if not self.key or any(self.column(name).is_nullable for name in self.key):
            raise InvariantViolation(f"{name}: a key needs columns that are never null")
        self.key_of: Callable[[Row], tuple[Value, ...]] = _tuple_getter(self.key)
        self.values_of: Callable[[Row], tuple[Value, ...]] = _tuple_getter(
            tuple(column.name for column in self.columns)
        )

    def __repr__(self) -> str:
        return f"Table({self.name})"

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises:
            InvariantViolation: there is none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise InvariantViolation(f"table {self.name} has no column {name}")

    def insert(self, *rows: Row) -> Insert:
        """Adds the rows; the whole transaction fails with `UniqueViolation` if one exists."""
        return Insert(self, rows)

    def insert_new(self, *rows: Row) -> InsertNew:
        """Adds the rows that do not exist yet, by key or by a unique group."""
        return InsertNew(self, rows)

    def upsert(self, *rows: Row) -> Upsert:
        """Adds the rows, replacing those with the same key; of equal keys the last one stays."""
        return Upsert(self, rows)

    def delete(self, *keys: Key) -> Delete:
        """Removes the rows with these keys, where they exist."""
        return Delete(self, tuple(self.full_key(key) for key in keys))

    def delete_where(self, *conditions: Condition) -> DeleteWhere:
        """Removes the rows that meet all conditions (without conditions: every row)."""
        self._check(conditions)
        return DeleteWhere(self, conditions)

    def update(self, key: Key, **columns: Value) -> Update:
        """Sets columns of the row with that key, where it exists. Key columns cannot be set."""
        return self.update_where(*self._key_conditions(key), **columns)

    def update_where(self, *conditions: Condition, **columns: Value) -> Update:
        """Sets columns of every row that meets all conditions. Key columns cannot be set."""
        self._check(conditions)
        for name in columns:
            self.column(name)
            if name in self.key:
                raise InvariantViolation(f"{self.name}.{name} is a key column: it cannot be set")
        return Update(self, conditions, tuple(columns.items()))

    def query(
        self,
        *conditions: Condition,
        order: Iterable[str] = (),
        descending: bool = False,
        limit: int | None = None,
    ) -> Query[Row]:
        """Rows that meet all conditions, sorted by `order` (unsorted where it is empty)."""
        self._check(conditions)
        columns = tuple(order)
        for name in columns:
            self.column(name)
        return Query(self, conditions, columns, descending, limit)

    def get(self, *keys: Key) -> Query[Row]:
        """The rows with these keys, unsorted; absent ones are left out."""
        return Query(self, (), keys=tuple(self.full_key(key) for key in keys))

    def full_key(self, key: Key) -> tuple[Value, ...]:
        """The key as a tuple of as many values as the key has columns."""
        if len(self.key) == 1:
            is_wrapped = isinstance(key, tuple) and len(key) == 1
            return key if is_wrapped else (key,)  # type: ignore[return-value]
        if not isinstance(key, tuple) or len(key) != len(self.key):
            raise InvariantViolation(f"{self.name}: {key!r} is not a key of {self.key}")
        return key

    def _key_conditions(self, key: Key) -> tuple[Condition, ...]:
        from_key = zip(self.key, self.full_key(key), strict=True)
        return tuple(Condition(name, Operator.EQUAL, (value,)) for name, value in from_key)

    def _check(self, conditions: Iterable[Condition]) -> None:
        for condition in conditions:
            self.column(condition.column)


AnyTable: TypeAlias = Table[Any]


@dataclass(frozen=True, slots=True)
class Query(Generic[Row]):
    """Which rows of a table are wanted, in which order. `keys` (if not None) names them."""

    table: Table[Row]
    conditions: tuple[Condition, ...]
    order: tuple[str, ...] = ()
    descending: bool = False
    limit: int | None = None
    keys: tuple[tuple[Value, ...], ...] | None = None


@dataclass(frozen=True, slots=True)
class Insert:
    """Adds rows; an existing one fails the transaction."""

    table: AnyTable
    rows: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class InsertNew:
    """Adds the rows that do not exist yet."""

    table: AnyTable
    rows: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Upsert:
    """Adds rows, replacing those with the same key."""

    table: AnyTable
    rows: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Delete:
    """Removes rows by key."""

    table: AnyTable
    keys: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class DeleteWhere:
    """Removes the rows that meet all conditions."""

    table: AnyTable
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Update:
    """Sets columns of the rows that meet all conditions."""

    table: AnyTable
    conditions: tuple[Condition, ...]
    columns: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Notify:
    """Wakes the listeners of a channel when, and only if, the transaction commits.

    They are told the sender, so that who listens to its own channel knows itself in it.
    """

    channel: str
    sender: str = ""


Write: TypeAlias = Insert | InsertNew | Upsert | Delete | DeleteWhere | Update | Notify


def _tuple_getter(names: tuple[str, ...]) -> Callable[[Any], tuple[Value, ...]]:
    if len(names) == 1:
        get = attrgetter(names[0])
        return lambda row: (get(row),)
    return attrgetter(*names)
