"""Any action of a transaction, run again by itself, gives the same part of the transaction.

Transactions are those of random programs: creates, fetches, choices of a template and of an
interface, within each other, and rollbacks of what only reads. What they create is stored and read
again as it was.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canton.daml_lf.engine import CreateAndExerciseCommand, Interpreted
from canton.daml_lf.transaction.coder import decode_contract, encode_contract
from canton.daml_lf.transaction.contract import ContractInstance
from canton.daml_lf.transaction.node import CreateNode, ExerciseNode, RollbackNode
from canton.daml_lf.value.value import UNIT, Int64Value, ListValue, Value, VariantValue
from scenarios.daml_lf.contracts.bench import Bench, read_packages
from scenarios.daml_lf.contracts.replaying import assert_replays, suffixed
from unit.daml_lf.textual import value_of

PACKAGES = read_packages(str(Path(__file__).parent / "steps.lf"))
BENCH = Bench(PACKAGES, preference={"steps": "-s-"})


def step(name: str) -> Any:
    return lambda steps: VariantValue(name, ListValue(tuple(steps)))


def steps(inner: st.SearchStrategy[Value], *names: str) -> st.SearchStrategy[Value]:
    lists = st.lists(inner, max_size=3)
    return st.one_of(*[st.builds(step(name), lists) for name in names])


FETCH = st.just(VariantValue("Fetch", UNIT))
CREATE = st.integers(0, 9).map(lambda n: VariantValue("Create", Int64Value(n)))
# Within a try nothing may be created or consumed that would have to be undone.
READING = st.recursive(FETCH, lambda inner: steps(inner, "Keep", "Look", "Fail"), max_leaves=4)
TRYING = steps(READING, "Try")
PROGRAMS = st.lists(
    st.recursive(
        st.one_of(FETCH, CREATE, TRYING),
        lambda inner: steps(inner, "Keep", "Use", "Look"),
        max_leaves=8,
    ),
    max_size=4,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PROGRAMS)
def test_every_action_replays(program: list[Value]) -> None:
    command = CreateAndExerciseCommand(
        BENCH.id("M:T"), value_of(("'alice", 0)), "Start", ListValue(tuple(program))
    )
    result = BENCH.run(command, by={"alice"})
    assert isinstance(result, Interpreted), result.error
    actions = [
        node for node in result.transaction.nodes.values() if not isinstance(node, RollbackNode)
    ]
    assert assert_replays(BENCH, result) == len(actions)
    for node in suffixed(result.transaction).nodes.values():
        if isinstance(node, CreateNode):
            contract = ContractInstance.of_node(node, BENCH.time)
            assert decode_contract(encode_contract(contract)) == contract


def test_programs_roll_back_and_nest() -> None:
    # Or the property would show little.
    reading = [step("Keep")([step("Look")([VariantValue("Fetch", UNIT)])]), step("Fail")([])]
    program = [step("Try")(reading), step("Use")([VariantValue("Create", Int64Value(1))])]
    command = CreateAndExerciseCommand(
        BENCH.id("M:T"), value_of(("'alice", 0)), "Start", ListValue(tuple(program))
    )
    result = BENCH.run(command, by={"alice"})
    assert isinstance(result, Interpreted), result.error
    nodes = result.transaction.nodes.values()
    assert sum(isinstance(node, RollbackNode) for node in nodes) == 1
    assert sorted(node.choice for node in nodes if isinstance(node, ExerciseNode)) == [
        "Keep",
        "Look",
        "Start",
        "Use",
    ]
