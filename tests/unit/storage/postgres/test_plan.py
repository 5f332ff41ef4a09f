"""How writes are merged: as few statements as give the effect of one after the other."""

from __future__ import annotations

from dataclasses import dataclass

from canton.storage.condition import greater
from canton.storage.postgres.plan import Plan, plan_of, step_text
from canton.storage.postgres.statement import Statement
from canton.storage.table import Notify, Table


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    id: int


A = Table("a", Row, key=("id",))
B = Table("b", Row, key=("id",))
U = Table("u", Row, key=("id",), unique=[("text",)])
TAGS = Table("tag", Tag, key=("id",))


def shape(plan: Plan) -> list[list[str]]:
    """Each stage as `table:kind×entries`."""
    return [
        [
            f"{step.table.name}:{step.kind[0]}×{len(step.entries)}"
            if step.kind
            else f"{step.table.name}:{type(step.write).__name__}"
            for step in stage
        ]
        for stage in plan.stages
    ]


def test_many_callers_with_the_same_writes_become_one_statement() -> None:
    writes = []
    for n in range(10):
        writes += [A.insert(Row(n)), B.insert_new(Row(n)), B.delete(100 + n), Notify("c")]
    plan = plan_of(writes)
    assert shape(plan) == [["a:Insert×10", "b:InsertNew×10"], ["b:Delete×10"]]
    assert list(plan.notifications) == [Notify("c")]


def test_a_write_overtakes_only_writes_of_other_keys() -> None:
    apart = plan_of([A.insert(Row(1)), A.delete(2), A.insert(Row(3))])
    assert shape(apart) == [["a:Insert×2"], ["a:Delete×1"]]
    same = plan_of([A.insert(Row(1)), A.delete(1), A.insert(Row(1))])
    assert shape(same) == [["a:Insert×1"], ["a:Delete×1"], ["a:Insert×1"]]


def test_updates_of_a_unique_group_stay_one_after_the_other() -> None:
    plan = plan_of([U.update(1, text="a"), U.update(2, text="b")])
    assert shape(plan) == [["u:Update"], ["u:Update"]]
    assert shape(plan_of([A.update(1, text="a"), A.update(2, text="b")])) == [["a:Update×2"]]


def test_in_a_table_with_unique_groups_nothing_overtakes() -> None:
    plan = plan_of([U.delete(1), U.insert(Row(2, "x")), U.delete(3)])
    assert shape(plan) == [["u:Delete×1"], ["u:Insert×1"], ["u:Delete×1"]]


def test_a_write_with_conditions_stands_alone() -> None:
    plan = plan_of([A.insert(Row(1)), A.delete_where(greater("id", 0)), A.insert(Row(1))])
    assert shape(plan) == [["a:Insert×1"], ["a:DeleteWhere"], ["a:Insert×1"]]


def test_repeated_inserts_stay_repeated_and_repeated_upserts_become_one() -> None:
    assert shape(plan_of([A.insert(Row(1), Row(1))])) == [["a:Insert×2"]]
    assert shape(plan_of([A.upsert(Row(1, "x")), A.upsert(Row(1, "y"))])) == [["a:Upsert×1"]]


def test_keyed_updates_of_the_same_columns_are_merged() -> None:
    plan = plan_of([A.update(1, text="x"), A.update(2, text="y"), A.update(1, text="z")])
    (stage,) = plan.stages
    statement = Statement()
    text = step_text(statement, stage[0])
    assert text.startswith('update "a" set "text" = changed."text" from (select')
    assert statement.arguments == [[2, 1], ["y", "z"]]


def test_writes_without_rows_make_one_empty_stage() -> None:
    assert shape(plan_of([A.insert(), A.delete(), A.update(1), Notify("c")])) == [[]]


def test_an_upsert_of_nothing_but_a_key_leaves_what_is_there() -> None:
    (stage,) = plan_of([TAGS.upsert(Tag(1))]).stages
    assert step_text(Statement(), stage[0]).endswith('on conflict ("id") do nothing')
