"""The memory table's short cuts find what looking at every row finds."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from canton.storage.condition import (
    Condition,
    Operator,
    at_least,
    at_most,
    eq,
    greater,
    less,
    one_of,
)
from canton.storage.memory_table import MemoryTable
from canton.storage.table import Table


@dataclass(frozen=True, slots=True)
class Row:
    a: int
    b: int
    c: int


TABLE = Table("t", Row, key=("a", "b"), indexes=[("c",)])
PLAIN = Table("t", Row, key=("b", "a"))

_small = st.integers(0, 5)
_conditions = st.builds(
    lambda build, column, value: build(column, value),
    st.sampled_from([eq, at_least, at_most, greater, less]),
    st.sampled_from("abc"),
    _small,
) | st.builds(lambda values: one_of("c", values), st.lists(_small, max_size=3))


def _holds(row: Row, condition: Condition) -> bool:
    value, values = getattr(row, condition.column), condition.values
    match condition.operator:
        case Operator.EQUAL | Operator.ONE_OF:
            return value in values
        case Operator.AT_LEAST:
            return value >= values[0]
        case Operator.GREATER:
            return value > values[0]
        case Operator.AT_MOST:
            return value <= values[0]
        case _:
            return value < values[0]


@given(
    st.sets(st.builds(Row, _small, _small, _small)),
    st.lists(_conditions, max_size=3),
    st.booleans(),
    st.none() | st.integers(0, 4),
)
def test_every_query_equals_a_plain_scan(rows, conditions, descending, limit) -> None:
    unique = list({TABLE.key_of(row): row for row in rows}.values())
    expected = [row for row in unique if all(_holds(row, c) for c in conditions)]
    expected.sort(key=lambda row: (row.a, row.b), reverse=descending)
    for table in (TABLE, PLAIN):
        memory = MemoryTable(table)
        memory.insert(unique, [])
        query = table.query(*conditions, order=("a", "b"), descending=descending, limit=limit)
        assert memory.select(query) == expected[:limit]
