"""Queries and rows as SQL: the text depends on the shape, the values are arguments."""

from __future__ import annotations

from dataclasses import dataclass

from canton.storage.condition import at_least, eq, is_null, one_of
from canton.storage.postgres.statement import Statement, decoder, rows_from, select
from canton.storage.table import Table


@dataclass(frozen=True, slots=True)
class Row:
    a: int
    b: str
    c: bytes | None
    d: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrays:
    key: int
    texts: tuple[str, ...]
    numbers: tuple[int, ...]
    digests: tuple[bytes, ...] | None


TABLE = Table("t", Row, key=("a", "b"))
ARRAYS = Table("arrays", Arrays, key=("key",))


def test_a_query_binds_every_value() -> None:
    statement = select(
        TABLE.query(
            at_least("a", 5),
            one_of("b", ("x", "y")),
            is_null("c"),
            eq("d", ("p",)),
            order=("b", "a"),
            descending=True,
            limit=3,
        )
    )
    assert statement.text == (
        'select "a", "b", "c", "d" from "t" where "a" >= $1::bigint and "b" = any($2::text[])'
        ' and "c" is null and "d" = $3::text[] order by "b" desc, "a" desc limit $4::bigint'
    )
    assert statement.arguments == [5, ["x", "y"], ["p"], 3]


def test_keys_of_several_columns_are_looked_up_together() -> None:
    statement = select(TABLE.get((1, "x"), (2, "y")), "count(*)")
    assert statement.text == (
        'select count(*) from "t" where ("a", "b") in'
        " (select * from unnest($1::bigint[], $2::text[]))"
    )
    assert statement.arguments == [[1, 2], ["x", "y"]]
    assert select(TABLE.get()).arguments == [[], []]


def test_array_columns_travel_as_array_literals() -> None:
    statement = Statement()
    rows = [
        Arrays(1, ('a"b', "c\\d", ""), (1, -2), (b"\x00\xff",)),
        Arrays(2, (), (), None),
    ]
    text = rows_from(statement, ARRAYS.columns, map(ARRAYS.values_of, rows))
    assert '"texts"::text[]' in text and '"digests"::bytea[]' in text
    assert statement.arguments == [
        [1, 2],
        ['{"a\\"b","c\\\\d",""}', "{}"],
        ["{1,-2}", "{}"],
        ['{"\\\\x00ff"}', None],
    ]


def test_records_become_rows() -> None:
    assert decoder(TABLE)([(1, "x", None, ["p", "q"])]) == [Row(1, "x", None, ("p", "q"))]
