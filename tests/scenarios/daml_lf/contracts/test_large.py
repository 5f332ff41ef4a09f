"""Large arguments, large contracts and many contracts in one transaction."""

from __future__ import annotations

import pytest

from canton.daml_lf.engine import ExerciseCommand, Interpreted
from canton.daml_lf.transaction.node import CreateNode, ExerciseNode
from canton.daml_lf.value.value import UNIT, ListValue
from scenarios.daml_lf.contracts.bench import Bench, contract_id, read_packages
from unit.daml_lf.textual import value_of

PACKAGES = read_packages("large.lf")
SIZES = [5_000, 20_000]


def created(template: str, argument, choice: str, chosen) -> list[CreateNode]:
    """What an exercise creates, in order."""
    bench = Bench(PACKAGES)
    bench.add("c", f"L:{template}", argument, {"p"})
    command = ExerciseCommand(bench.id(f"L:{template}"), contract_id("c"), choice, chosen)
    result = bench.run(command, by={"p"})
    assert isinstance(result, Interpreted), result
    transaction = result.transaction
    [root] = transaction.roots
    exercise = transaction.nodes[root]
    assert isinstance(exercise, ExerciseNode)
    nodes = [transaction.nodes[child] for child in exercise.children]
    assert len(transaction.nodes) == 1 + len(nodes)
    made = [node for node in nodes if isinstance(node, CreateNode)]
    assert len(made) == len(nodes)
    return made


@pytest.mark.parametrize("size", SIZES)
def test_one_contract_with_many_numbers(size) -> None:
    [node] = created("Range", ("'p", 7, size), "ToMany", UNIT)
    assert node.argument.fields[1] == value_of(list(range(7, 7 + size)))


@pytest.mark.parametrize("size", SIZES)
def test_many_contracts_with_one_number(size) -> None:
    nodes = created("Range", ("'p", 0, size), "ToOnes", UNIT)
    assert [node.argument.fields[1].value for node in nodes] == list(range(size))
    assert len({node.contract_id for node in nodes}) == size


@pytest.mark.parametrize("size", SIZES)
def test_a_long_list_as_the_argument_of_a_choice(size) -> None:
    numbers = value_of(list(range(size)))
    assert isinstance(numbers, ListValue)
    [node] = created("Util", ("'p",), "Size", numbers)
    assert node.argument.fields[1] == value_of(size)
