"""One table in memory: rows by key, unique groups, sorted keys, and the undo of each step.

Range conditions and sorting on the first key column use the sorted keys; equality on the first
column of an index or unique group uses postings; everything else looks at every row.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from enum import Enum
from functools import partial
from operator import attrgetter, ge, gt, le, lt
from typing import Any, Final, TypeAlias

from canton.storage.column import Column, ColumnKind, Value
from canton.storage.condition import Condition, Operator
from canton.storage.errors import InvalidStatement, UniqueViolation
from canton.storage.table import AnyTable, Query

Undo: TypeAlias = Callable[[], None]
_Key: TypeAlias = tuple[Any, ...]

_COMPARISONS: Final = {
    Operator.AT_LEAST: ge,
    Operator.GREATER: gt,
    Operator.AT_MOST: le,
    Operator.LESS: lt,
}
_BIGINT_BOUND: Final = 1 << 63


class MemoryTable:
    """The rows of one table. Every change appends its reversal to the caller's undo list."""

    def __init__(self, table: AnyTable) -> None:
        self._table = table
        self._rows: dict[_Key, Any] = {}
        self._sorted: list[_Key] = []
        self._unique: list[tuple[tuple[str, ...], dict[_Key, _Key]]] = [
            (group, {}) for group in table.unique
        ]
        firsts = {group[0] for group in (*table.indexes, *table.unique, table.key)}
        self._postings: dict[str, dict[Value, dict[_Key, None]]] = {name: {} for name in firsts}

    def all_rows(self) -> tuple[object, ...]:
        """Every row in the order of the keys."""
        return tuple(self._rows[key] for key in self._sorted)

    def insert(self, rows: Iterable[object], undo: list[Undo]) -> None:
        """Adds rows.

        Raises:
            UniqueViolation: a row exists by its key or by a unique group.
        """
        for row in rows:
            self._check_values(row)
            if clash := self._clash(row):
                name = self._table.name
                raise UniqueViolation(name, f"table {name}: a row with {clash} exists")
            self._put(row, undo)

    def insert_new(self, rows: Iterable[object], undo: list[Undo]) -> None:
        """Adds the rows that do not exist by key or by a unique group."""
        for row in rows:
            self._check_values(row)
            if not self._clash(row):
                self._put(row, undo)

    def upsert(self, rows: Iterable[object], undo: list[Undo]) -> None:
        """Adds rows, replacing those of the same key."""
        for row in rows:
            self._remove(self._key(row), undo)
            self.insert((row,), undo)

    def delete(self, keys: Iterable[_Key], undo: list[Undo]) -> None:
        """Removes rows by key."""
        for key in keys:
            self._remove(tuple(map(_plain, key)), undo)

    def delete_where(self, conditions: Sequence[Condition], undo: list[Undo]) -> None:
        """Removes the rows that meet all conditions."""
        self.delete([self._key(row) for row in self._matching(conditions)], undo)

    def update(
        self,
        conditions: Sequence[Condition],
        columns: Iterable[tuple[str, Value]],
        undo: list[Undo],
    ) -> None:
        """Sets columns of the rows that meet all conditions."""
        changes = dict(columns)
        rows = list(self._matching(conditions))
        for row in rows:
            self._remove(self._key(row), undo)
        self.insert([replace(row, **changes) for row in rows], undo)

    def select(self, query: Query[Any]) -> list[Any]:
        """The rows of a query. Nulls sort as in PostgreSQL: last, or first when descending."""
        if query.keys is not None:
            keys = dict.fromkeys(tuple(map(_plain, key)) for key in query.keys)
            return [self._rows[key] for key in keys if key in self._rows]
        rows: Iterable[Any] = self._matching(query.conditions)
        if query.order and query.order != self._table.key[: len(query.order)]:
            rows = sorted(rows, key=_sort_key(query.order), reverse=query.descending)
        elif query.order and query.descending:
            rows = reversed(list(rows))
        found: list[Any] = []
        for row in rows:
            if query.limit is not None and len(found) >= query.limit:
                break
            found.append(row)
        return found

    def _matching(self, conditions: Sequence[Condition]) -> Iterator[Any]:
        """The rows that meet all conditions, in the order of the keys."""
        tests = [_test(condition) for condition in conditions]
        for key in self._candidates(conditions):
            row = self._rows[key]
            if all(test(row) for test in tests):
                yield row

    def _candidates(self, conditions: Sequence[Condition]) -> Iterable[_Key]:
        for condition in conditions:
            postings = self._postings.get(condition.column)
            if postings is not None and condition.operator in (Operator.EQUAL, Operator.ONE_OF):
                values = dict.fromkeys(condition.values)
                return sorted(key for value in values for key in postings.get(value, ()))
        start, end = 0, len(self._sorted)
        for condition in conditions:
            if condition.column == self._table.key[0] and condition.operator in _COMPARISONS:
                low, high = self._range(condition)
                start, end = max(start, low), min(end, high)
        return (self._sorted[index] for index in range(start, end))

    def _range(self, condition: Condition) -> tuple[int, int]:
        """The positions in the sorted keys that a condition on the first key column leaves."""
        bound: Any = _plain(condition.values[0])
        first = partial(bisect_left, self._sorted, bound, key=_first)
        after = partial(bisect_right, self._sorted, bound, key=_first)
        match condition.operator:
            case Operator.AT_LEAST:
                return first(), len(self._sorted)
            case Operator.GREATER:
                return after(), len(self._sorted)
            case Operator.AT_MOST:
                return 0, after()
            case _:
                return 0, first()

    def _key(self, row: object) -> _Key:
        return tuple(map(_plain, self._table.key_of(row)))

    def _clash(self, row: object) -> str:
        """What of the row exists already, or an empty text."""
        if (key := self._key(row)) in self._rows:
            return f"{self._table.key} = {key}"
        for group, keys in self._unique:
            values = tuple(getattr(row, name) for name in group)
            if None not in values and values in keys:
                return f"{group} = {values}"
        return ""

    def _put(self, row: object, undo: list[Undo]) -> None:
        key = self._key(row)
        self._rows[key] = row
        if self._sorted and key < self._sorted[-1]:
            insort(self._sorted, key)
        else:
            self._sorted.append(key)
        for group, keys in self._unique:
            keys[tuple(getattr(row, name) for name in group)] = key
        for name, postings in self._postings.items():
            postings.setdefault(getattr(row, name), {})[key] = None
        undo.append(lambda: self._remove(key, []))

    def _remove(self, key: _Key, undo: list[Undo]) -> None:
        row = self._rows.pop(key, None)
        if row is None:
            return
        del self._sorted[bisect_left(self._sorted, key)]
        for group, keys in self._unique:
            values = tuple(getattr(row, name) for name in group)
            if keys.get(values) == key:
                del keys[values]
        for name, postings in self._postings.items():
            value = getattr(row, name)
            del postings[value][key]
            if not postings[value]:
                del postings[value]
        undo.append(lambda: self._put(row, []))

    def _check_values(self, row: object) -> None:
        """Refuses what PostgreSQL refuses, so that a test in memory does not pass for nothing."""
        for column, value in zip(self._table.columns, self._table.values_of(row), strict=True):
            if value is None and not column.is_nullable:
                raise InvalidStatement(f"{self._table.name}.{column.name} is null")
            for element in value if isinstance(value, tuple) else (value,):
                _check_element(self._table.name, column, column.encoded(element))


def _check_element(table: str, column: Column, value: object) -> None:
    match column.kind, value:
        case _, None:
            return
        case ((ColumnKind.BIGINT | ColumnKind.BIGINT_ARRAY), int(number)):
            is_valid = -_BIGINT_BOUND <= number < _BIGINT_BOUND
        case ((ColumnKind.TEXT | ColumnKind.TEXT_ARRAY), str(text)):
            is_valid = _is_storable(text)
        case ((ColumnKind.BYTEA | ColumnKind.BYTEA_ARRAY), bytes()):
            is_valid = True
        case ColumnKind.BOOLEAN, bool():
            is_valid = True
        case _:
            is_valid = False
    if not is_valid:
        raise InvalidStatement(f"{table}.{column.name}: {value!r} is not a {column.kind.value}")


def _is_storable(text: str) -> bool:
    """PostgreSQL stores neither the zero character nor lone surrogates."""
    return "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def _plain(value: object) -> Any:
    return value.value if isinstance(value, Enum) else value


def _first(key: _Key) -> Any:
    return key[0]


def _sort_key(order: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    def key(row: Any) -> tuple[Any, ...]:
        values = (getattr(row, name) for name in order)
        return tuple((value is None, _plain(value)) for value in values)

    return key


def _test(condition: Condition) -> Callable[[Any], bool]:
    get, values = attrgetter(condition.column), condition.values
    match condition.operator:
        case Operator.EQUAL:
            return lambda row: bool(get(row) == values[0])
        case Operator.NOT_EQUAL:
            return lambda row: get(row) is not None and get(row) != values[0]
        case Operator.ONE_OF:
            return lambda row: get(row) is not None and get(row) in values
        case Operator.IS_NULL:
            return lambda row: get(row) is None
        case Operator.IS_NOT_NULL:
            return lambda row: get(row) is not None
        case operator:
            compare, bound = _COMPARISONS[operator], _plain(values[0])
            return lambda row: get(row) is not None and compare(_plain(get(row)), bound)
