"""What scopes leave behind: nodes, ids of contracts, and effects that cannot be undone."""

from __future__ import annotations

import pytest

from canton.daml_lf.engine import Failed
from canton.daml_lf.transaction.node import (
    CreateNode,
    ExerciseNode,
    RollbackNode,
    children_of,
)
from scenarios.daml_lf.contracts.bench import (
    Bench,
    assert_outcome,
    below,
    read_packages,
)

PACKAGES = read_packages("rollbacks.lf")
CATCH = "catch e -> M:skip e"
PASS_ON = "catch e -> None @(Update Unit)"


def updates(*texts: str) -> str:
    """Updates one after the other, their results dropped."""
    return f"ubind {'; '.join(f'd{n}: Unit <- {t}' for n, t in enumerate(texts))} in upure @Unit ()"


def make(number: int) -> str:
    return f"M:make p {number}"


def tried(*texts: str, catch: str = CATCH) -> str:
    return f"(try @Unit ({updates(*texts)}) {catch})"


def on_new(number: int, *texts: str) -> str:
    """A contract is created and named `c`, then the rest."""
    create = f"create @M:C (M:C {{ p = p, n = {number} }})"
    return f"(ubind c: ContractId M:C <- {create} in {updates(*texts)})"


TWO, THROW = "exercise @M:C Two c ()", "exercise @M:C Throw c ()"
LOOK = "(ubind seen: M:C <- exercise @M:C Look c () in upure @Unit ())"
SEEN = "(ubind seen: M:C <- fetch_template @M:C c in upure @Unit ())"
GONE = "exercise @M:C Gone c ()"

# A number is a create, a list an exercise, a tuple a rollback. Undoing as in protocol version 34.
SHAPES = {
    "nothing": ("upure @Unit ()", []),
    "one create": (make(100), [100]),
    "two creates": (updates(make(100), make(200)), [100, 200]),
    "three creates": (updates(make(100), make(200), make(300)), [100, 200, 300]),
    "nested": (updates(f"({updates(make(100), make(200))})", make(300)), [100, 200, 300]),
    "a scope that ends": (updates(tried(make(100), make(200)), make(300)), [100, 200, 300]),
    "a scope that is undone": (
        updates(tried(make(100), make(200), "M:throws"), make(300)),
        [(100, 200), 300],
    ),
    "undone by the outer scope": (
        updates(
            f"(try @Unit {tried(make(100), make(200), 'M:throws', catch=PASS_ON)} {CATCH})",
            make(300),
        ),
        [(100, 200), 300],
    ),
    "an exercise in a scope that ends": (
        updates(on_new(100, tried(TWO, make(200)), make(300))),
        [100, [400, 500], 200, 300],
    ),
    "an exercise in a scope that is undone": (
        updates(on_new(100, tried(THROW, make(200)), make(300))),
        [100, ([400],), 300],
    ),
}


def is_rollback(expected) -> bool:
    return isinstance(expected, tuple)


def shape(transaction, node_ids):
    found = []
    for node_id in node_ids:
        node = transaction.nodes[node_id]
        inner = shape(transaction, children_of(node))
        match node:
            case CreateNode():
                found.append(node.argument.fields[1].value)
            case ExerciseNode():
                found.append(inner)
            case RollbackNode():
                found.append(tuple(inner))
    return found


@pytest.mark.parametrize("name", SHAPES)
def test_scopes_leave_the_nodes_of_the_original(name) -> None:
    expression, expected = SHAPES[name]
    bench = Bench(PACKAGES, undoes_effects=True)
    result = bench.update(rf"\(p: Party) -> {expression}", "'alice", by={"alice"})
    assert not isinstance(result, Failed), result.error
    transaction = result.transaction
    run = transaction.nodes[transaction.roots[1]]
    assert shape(transaction, run.children) == expected


UNDONE_SHAPES = [name for name, (_, end) in SHAPES.items() if any(map(is_rollback, end))]


@pytest.mark.parametrize("name", UNDONE_SHAPES)
def test_effects_stand_in_the_way_of_undoing(name) -> None:
    expression, _ = SHAPES[name]
    result = Bench(PACKAGES).update(rf"\(p: Party) -> {expression}", "'alice", by={"alice"})
    assert_outcome(result, "DAML_EFFECTFUL_ROLLBACK_ERROR", "Tried to rollback side-effectful node")


# --- ids of contracts -----------------------------------------------------------------------------


def ids(expression: str, **how) -> list:
    """The ids of the contracts that an update creates, in order."""
    bench = Bench(PACKAGES, **how)
    result = bench.update(rf"\(p: Party) -> {expression}", "'alice", by={"alice"})
    assert not isinstance(result, Failed), result.error
    return [node.contract_id for node in below(result) if isinstance(node, CreateNode)]


# Where a scope is put, or undone, around some of the same actions, the ids stay the same.
PLAIN = on_new(0, TWO, make(2))
WITH_SCOPES = {
    "around the exercise": on_new(0, tried(TWO), make(2)),
    "around all": tried(on_new(0, TWO, make(2))),
    "within each other": on_new(0, tried(tried(TWO)), make(2)),
}


@pytest.mark.parametrize("name", WITH_SCOPES)
def test_a_scope_that_ends_changes_no_id(name) -> None:
    assert ids(WITH_SCOPES[name]) == ids(PLAIN)


UNDONE = {
    "the scope around the exercise": tried(TWO, "M:throws"),
    "the exercise, from within": tried(THROW),
    "a scope that the inner passes on": tried(tried(THROW, catch=PASS_ON)),
}


@pytest.mark.parametrize("name", UNDONE)
def test_ids_are_counted_on_behind_what_was_undone(name) -> None:
    made = ids(on_new(0, UNDONE[name], make(2)), undoes_effects=True)
    plain = ids(PLAIN)
    assert made[:2] == plain[:2] and made[-1] == plain[-1]


READS = {
    "a fetch": on_new(0, tried(SEEN, "M:throws"), make(2)),
    "an exercise that only looks": on_new(0, tried(LOOK, "M:throws"), make(2)),
}
READ = {
    "a fetch": on_new(0, SEEN, make(2)),
    "an exercise that only looks": on_new(0, LOOK, make(2)),
}


@pytest.mark.parametrize("name", READS)
def test_reading_may_be_undone_and_is_counted(name) -> None:
    assert ids(READS[name]) == ids(READ[name])


EFFECTS = {
    "a fetch and a create": on_new(0, tried(SEEN, make(1), "M:throws"), make(2)),
    "an archive and a fetch": on_new(0, tried(GONE, "M:throws"), make(2)),
}


@pytest.mark.parametrize("name", EFFECTS)
def test_an_effect_beside_what_is_read_stands_in_the_way(name) -> None:
    result = Bench(PACKAGES).update(rf"\(p: Party) -> {EFFECTS[name]}", "'alice", by={"alice"})
    assert_outcome(result, "DAML_EFFECTFUL_ROLLBACK_ERROR")
