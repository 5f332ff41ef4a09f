"""How the writes of a transaction become few statements. Pure.

A transaction is a list of *stages*, each one statement: a `with` of one step per table, all seen by
one snapshot. Steps of different tables commute, since there are no foreign keys or triggers. In a
table, a write joins an earlier step of its kind if it touches other keys than every step that it
overtakes. So a batch of many callers that insert here and delete there is one round trip.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from canton.storage.column import Value
from canton.storage.condition import Operator
from canton.storage.postgres.statement import (
    Statement,
    encoded_one,
    key_test,
    quoted,
    rows_from,
    where,
)
from canton.storage.table import (
    AnyTable,
    Delete,
    DeleteWhere,
    Insert,
    InsertNew,
    Notify,
    Update,
    Upsert,
    Write,
)

_Key: TypeAlias = tuple[Value, ...]


@dataclass(slots=True)
class Step:
    """Writes of one kind to one table. `kind` names what may be merged.

    `entries` are rows by key (by position for inserts, whose repetition must fail), or the values
    that a keyed update sets, or nothing for a delete by key. A step with `write` stands alone.
    """

    table: AnyTable
    kind: tuple[str, ...]
    entries: dict[object, Any] = field(default_factory=dict)
    keys: set[_Key] = field(default_factory=set)
    write: DeleteWhere | Update | None = None


@dataclass(slots=True)
class Plan:
    """The steps of a transaction by table, and whom to wake."""

    steps: dict[str, list[Step]] = field(default_factory=dict)
    notifications: dict[Notify, None] = field(default_factory=dict)

    @property
    def stages(self) -> list[list[Step]]:
        """The steps that go into one statement each, in order; at least one, perhaps empty."""
        depth = max((len(steps) for steps in self.steps.values()), default=1)
        return [
            [steps[level] for steps in self.steps.values() if level < len(steps)]
            for level in range(depth)
        ]


def plan_of(writes: Iterable[Write]) -> Plan:
    """The plan that has the effect of the writes one after the other."""
    plan = Plan()
    for write in writes:
        match write:
            case Notify():
                plan.notifications[write] = None
            case Insert(table, rows) | InsertNew(table, rows) | Upsert(table, rows):
                keys = [table.key_of(row) for row in rows]
                _join(plan, table, (type(write).__name__,), list(zip(keys, rows, strict=True)))
            case Delete(table, keys):
                _join(plan, table, ("Delete",), [(key, None) for key in keys])
            case Update(columns=()):
                pass
            case Update(table, conditions, columns) if _is_keyed(write) and not _may_clash(write):
                key = tuple(condition.values[0] for condition in conditions)
                names, values = zip(*columns, strict=True)
                _join(plan, table, ("Update", *names), [(key, values)])
            case DeleteWhere(table) | Update(table):
                step = Step(table, (), write=write)
                plan.steps.setdefault(table.name, []).append(step)
    return plan


def _is_keyed(update: Update) -> bool:
    """Whether the update names one row by its key."""
    names = tuple(condition.column for condition in update.conditions)
    is_equal = all(condition.operator is Operator.EQUAL for condition in update.conditions)
    return is_equal and names == update.table.key


def _may_clash(update: Update) -> bool:
    """Whether another update may meet this one in a unique group.

    In one statement it is open which row is changed first, and so whether they clash.
    """
    groups = update.table.unique
    return any(name in group for group in groups for name, _ in update.columns)


def _join(
    plan: Plan, table: AnyTable, kind: tuple[str, ...], entries: list[tuple[_Key, Any]]
) -> None:
    if not entries:
        return
    steps = plan.steps.setdefault(table.name, [])
    keys = {key for key, _ in entries}
    step = _mergeable(steps, table, kind, keys)
    if step is None:
        step = Step(table, kind)
        steps.append(step)
    step.keys |= keys
    for key, value in entries:
        place = (len(step.entries), key) if kind[0].startswith("Insert") else key
        step.entries.pop(place, None)
        step.entries[place] = value


def _mergeable(
    steps: list[Step], table: AnyTable, kind: tuple[str, ...], keys: set[_Key]
) -> Step | None:
    """The step that the write may join: overtaking steps only where that changes nothing."""
    for step in reversed(steps):
        if step.kind == kind:
            return step
        if step.write or table.unique or not step.keys.isdisjoint(keys):
            return None
    return None


def step_text(statement: Statement, step: Step) -> str:
    """The SQL of one step; its arguments go into the statement."""
    table = step.table
    if step.write is not None:
        return _conditional_text(statement, step.write)
    name = quoted(table.name)
    match step.kind[0]:
        case "Delete":
            return f"delete from {name} where {key_test(statement, table, list(step.keys))}"
        case "Update":
            return _keyed_update_text(statement, step)
    columns = ", ".join(quoted(column.name) for column in table.columns)
    rows = rows_from(statement, table.columns, map(table.values_of, step.entries.values()))
    text = f"insert into {name} ({columns}) {rows}"
    match step.kind[0]:
        case "InsertNew":
            text += " on conflict do nothing"
        case "Upsert":
            text += _on_conflict_replace(table)
    return text


def _on_conflict_replace(table: AnyTable) -> str:
    key = ", ".join(map(quoted, table.key))
    others = [column.name for column in table.columns if column.name not in table.key]
    if not others:
        return f" on conflict ({key}) do nothing"
    sets = ", ".join(f"{quoted(name)} = excluded.{quoted(name)}" for name in others)
    return f" on conflict ({key}) do update set {sets}"


def _keyed_update_text(statement: Statement, step: Step) -> str:
    table, names = step.table, step.kind[1:]
    columns = [table.column(name) for name in (*table.key, *names)]
    rows = ((*key, *values) for key, values in step.entries.items())  # type: ignore[misc]
    given = rows_from(statement, columns, rows)
    sets = ", ".join(f"{quoted(name)} = changed.{quoted(name)}" for name in names)
    target = quoted(table.name)
    joined = " and ".join(f"{target}.{quoted(name)} = changed.{quoted(name)}" for name in table.key)
    return f"update {target} set {sets} from ({given}) as changed where {joined}"


def _conditional_text(statement: Statement, write: DeleteWhere | Update) -> str:
    table = write.table
    name = quoted(table.name)
    match write:
        case DeleteWhere(_, conditions):
            return f"delete from {name} {where(statement, table, conditions)}"
        case Update(_, conditions, columns):
            sets = []
            for column_name, value in columns:
                column = table.column(column_name)
                bound = statement.bind(encoded_one(column, value), column.kind.value)
                sets.append(f"{quoted(column_name)} = {bound}")
            return f"update {name} set {', '.join(sets)} {where(statement, table, conditions)}"
