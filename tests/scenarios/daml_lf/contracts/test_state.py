"""Contracts and keys while a transaction is built, and walked: see `state_cases` for the words."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from canton.daml_lf.transaction.node import GlobalKey, NodeId
from canton.daml_lf.transaction.state import (
    AlreadyConsumed,
    ContractState,
    DuplicateContract,
    InconsistentKey,
)
from canton.daml_lf.transaction.visit import EffectfulRollback, visit
from canton.daml_lf.value.contract_id import ContractId
from scenarios.daml_lf.contracts import state_cases
from scenarios.daml_lf.contracts.nodes import Nodes, contract, contracts, key

TABLES = {
    name.lower(): getattr(state_cases, name)
    for name in (
        "SCOPES",
        "CREATES",
        "ARCHIVES",
        "BY_ID",
        "BY_KEY",
        "ARCHIVED_BETWEEN",
        "KEY_INPUTS",
    )
}
CASES = [
    pytest.param(case, is_undoing, id=f"{table}: {name}{' (undoing)' if is_undoing else ''}")
    for table, cases in TABLES.items()
    for name, case in cases.items()
    for is_undoing in (False, True)
]


def number(contract_id: ContractId) -> str:
    return str(int.from_bytes(contract_id.discriminator))


# --- steps ---------------------------------------------------------------------------------------


@dataclass
class Driver:
    """Drives a state as the interpreter does."""

    state: ContractState
    numbers: int = 0

    def run(self, steps: str) -> None:
        for step in steps.split(";"):
            self.step(step)

    def step(self, text: str) -> None:
        word, _, rest = text.strip().partition(" ")
        match word:
            case "create":
                contract_id, *of_key = rest.split()
                self.state.create(
                    self.next_node(), contract(contract_id), key(of_key[0]) if of_key else None
                )
            case "archive":
                self.state.consume(contract(rest), self.next_node())
            case "id":
                contract_id, *of_key = rest.split()
                # Of a contract that is known, the ledger is not asked.
                known = self.state.local.keys() | self.state.inputs
                assert contract(contract_id) in known or of_key or rest == contract_id
                self.state.use(contract(contract_id), key(of_key[0]) if of_key else None)
            case "look":
                self.look(*re.fullmatch(r"(\w) (\d+)(?: \?(.*?))? =(.*)", rest).groups())
            case "try":
                self.state.begin_try()
            case "end":
                self.state.end_try()
            case "undo":
                in_the_way = self.state.roll_back()
                if in_the_way:
                    raise EffectfulRollback(in_the_way)
            case _:
                assert not word, text

    def look(self, of_key: str, count: str, answers: str | None, found: str) -> None:
        parts = [] if answers is None else answers.split("/")

        def ask(asked: GlobalKey, start: int, wanted: int) -> tuple[list[ContractId], bool]:
            assert asked == key(of_key) and parts, "the ledger is asked although all is known"
            part = parts.pop(0)
            return list(contracts(part.replace(".", ""))), part.rstrip().endswith(".")

        mapping = self.state.query(key(of_key), int(count), ask)
        assert mapping.contracts == contracts(found.replace("!", ""))
        assert mapping.is_exhaustive == found.endswith("!")
        assert not parts

    def next_node(self) -> NodeId:
        self.numbers += 1
        return NodeId(self.numbers - 1)


# --- ends ----------------------------------------------------------------------------------------


def end_of(state: ContractState, run) -> str:
    """Where a state is after a run, in the words of the table."""
    try:
        run()
    except DuplicateContract as error:
        return f"duplicate {number(error.contract_id)}"
    except AlreadyConsumed as error:
        return f"consumed by {error.node}"
    except InconsistentKey as error:
        return f"inconsistent {error.key.hash.decode()}"
    except EffectfulRollback:
        return "effect"
    return "; ".join(filter(None, told(state)))


def told(state: ContractState):
    yield listed("inputs", sorted(state.inputs))
    keys = [
        f"{k.hash.decode()}={names(found.contracts)}{'!' if found.is_exhaustive else ''}"
        for k, found in state.key_inputs().items()
    ]
    yield f"keys {', '.join(sorted(keys))}" if keys else ""
    local = [f"{k.hash.decode()}={names(found)}" for k, found in state.local_keys.items()]
    yield f"local {', '.join(local)}" if local else ""
    yield listed("consumed", sorted(state.consumed))


def names(ids) -> str:
    return " ".join(map(number, ids))


def listed(word: str, ids) -> str:
    return f"{word} {names(ids)}" if ids else ""


def expected(case: state_cases.Case, is_undoing: bool) -> str:
    end = (case.undoing or case.end) if is_undoing else case.end
    parts = [part for part in end.split("; ") if part not in ("", "ok")]
    order = ["inputs", "keys", "local", "consumed"]
    if len(parts) > 1:
        parts.sort(key=lambda part: order.index(part.partition(" ")[0]))
    return "; ".join(parts)


@pytest.mark.parametrize(("case", "is_undoing"), CASES)
def test_steps_and_nodes_come_to_the_same_end(case, is_undoing) -> None:
    if case.steps or not case.nodes:
        state = ContractState(undoes_effects=is_undoing)
        assert end_of(state, lambda: Driver(state).run(case.steps)) == expected(case, is_undoing)
    if case.nodes:
        state = ContractState(undoes_effects=is_undoing)
        transaction = Nodes().read(case.nodes)
        assert end_of(state, lambda: visit(state, transaction)) == expected(case, is_undoing)


@pytest.mark.parametrize("name", state_cases.ORDERS)
def test_contracts_are_listed_in_the_originals_order(name) -> None:
    nodes, order = state_cases.ORDERS[name]
    state = ContractState()
    visit(state, Nodes().read(nodes))
    assert names(state.order()) == order


def test_nodes_that_do_not_concern_are_passed_over() -> None:
    state = ContractState()
    transaction = Nodes().read("fetch 1; undo( create 2 k; look k = ! ); look k = 7")
    visit(state, transaction, lambda node: node.key is not None and node.key.key == key("l"))
    assert not state.inputs and not state.local
