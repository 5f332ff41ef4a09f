"""Tables refuse what cannot be meant; writes and queries are plain values."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from canton.errors import InvariantViolation
from canton.storage.condition import Condition, Operator, at_least, eq, not_eq
from canton.storage.table import Query, Table, Update


@dataclass(frozen=True, slots=True)
class Row:
    a: int
    b: str
    c: int | None = None


TABLE = Table("t", Row, key=("a", "b"))
SINGLE = Table("s", Row, key=("a",))


def test_declarations_name_columns_that_exist_and_keys_that_are_never_null() -> None:
    for bad in ({"key": ("x",)}, {"key": ()}, {"key": ("c",)}, {"key": ("a",), "unique": [("x",)]}):
        with pytest.raises(InvariantViolation):
            Table("t", Row, **bad)


def test_unknown_columns_and_wrong_keys_are_refused() -> None:
    for build in (
        lambda: TABLE.query(eq("x", 1)),
        lambda: TABLE.query(order=("x",)),
        lambda: TABLE.delete_where(eq("x", 1)),
        lambda: TABLE.delete(1),
        lambda: TABLE.get((1, "b", 3)),
        lambda: TABLE.update((1, "b"), x=1),
        lambda: TABLE.update((1, "b"), a=2),
    ):
        with pytest.raises(InvariantViolation):
            build()


def test_a_key_of_one_column_may_be_bare() -> None:
    assert SINGLE.delete(1, (2,)).keys == ((1,), (2,))
    assert TABLE.key_of(Row(1, "b")) == (1, "b")
    assert SINGLE.key_of(Row(1, "b")) == (1,)


def test_an_update_by_key_is_an_update_where_the_key_is() -> None:
    by_key = TABLE.update((1, "b"), c=2)
    assert by_key == Update(TABLE, (eq("a", 1), eq("b", "b")), (("c", 2),))


def test_comparing_with_none_asks_for_null() -> None:
    assert eq("c", None) == Condition("c", Operator.IS_NULL)
    assert not_eq("c", None) == Condition("c", Operator.IS_NOT_NULL)


def test_equal_queries_are_equal_values() -> None:
    assert TABLE.query(at_least("a", 1), order=("a",), limit=3) == Query(
        TABLE, (at_least("a", 1),), ("a",), False, 3
    )
