"""Contracts and keys while a transaction is built, and walked: see `state_cases` for the words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest

from canton.daml_lf.library.library import identifier
from canton.daml_lf.transaction.node import (
    NOBODY,
    CreateNode,
    ExerciseNode,
    FetchNode,
    GlobalKey,
    KeyWithMaintainers,
    Node,
    NodeId,
    QueryByKeyNode,
    RollbackNode,
    SerializationVersion,
    Transaction,
)
from canton.daml_lf.transaction.state import (
    AlreadyConsumed,
    ContractState,
    DuplicateContract,
    InconsistentKey,
)
from canton.daml_lf.transaction.visit import EffectfulRollback, visit
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.value import UNIT
from scenarios.daml_lf.contracts import state_cases

TEMPLATE = identifier("p", "M:T")
V2 = SerializationVersion.V2
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


def contract(text: str) -> ContractId:
    return ContractId(b"\0" + int(text).to_bytes(32))


def contracts(text: str) -> tuple[ContractId, ...]:
    return tuple(map(contract, text.split()))


def key(text: str) -> GlobalKey:
    return GlobalKey(TEMPLATE, "p", UNIT, text.encode())


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


# --- nodes ---------------------------------------------------------------------------------------


@dataclass
class Nodes:
    """Builds a transaction from words."""

    nodes: dict[NodeId, Node] = field(default_factory=dict)

    def read(self, text: str) -> Transaction:
        roots: list[NodeId] = []
        within: list[tuple[NodeId, list[NodeId]]] = []
        for word in filter(None, map(str.strip, re.split(r"[;]|(?<=\()|(?=\))", text))):
            children = within[-1][1] if within else roots
            if word.startswith("undo"):
                within.append((self.add(RollbackNode(()), children), []))
            elif word.startswith(")"):
                number_, inner = within.pop()
                self.nodes[number_] = RollbackNode(tuple(inner))
            else:
                self.add(node(word), children)
        return Transaction(self.nodes, tuple(roots))

    def add(self, node: Node, children: list[NodeId]) -> NodeId:
        number_ = NodeId(len(self.nodes))
        self.nodes[number_] = node
        children.append(number_)
        return number_


def node(text: str) -> Node:
    word, _, rest = text.partition(" ")
    if word == "look":
        of_key, found = re.fullmatch(r"(\w) =(.*)", rest).groups()
        is_exhaustive = found.endswith("!")
        return QueryByKeyNode(
            "p", TEMPLATE, with_maintainers(of_key), contracts(found.strip(" !")), is_exhaustive, V2
        )
    contract_id, *of_key = rest.split()
    cid, of = contract(contract_id), with_maintainers(*of_key)
    by_key = word.endswith("*")
    match word.rstrip("*"):
        case "create":
            return CreateNode(cid, "p", TEMPLATE, UNIT, NOBODY, NOBODY, of, V2)
        case "fetch":
            return FetchNode(cid, "p", TEMPLATE, NOBODY, NOBODY, NOBODY, of, by_key, None, V2)
    return ExerciseNode(
        contract_id=cid,
        package_name="p",
        template_id=TEMPLATE,
        interface_id=None,
        choice="C",
        consuming=word.startswith("consume"),
        acting_parties=NOBODY,
        argument=UNIT,
        signatories=NOBODY,
        stakeholders=NOBODY,
        choice_observers=NOBODY,
        choice_authorizers=None,
        children=(),
        result=UNIT,
        key=of,
        by_key=by_key,
        version=V2,
    )


def with_maintainers(text: str = "") -> KeyWithMaintainers | None:
    return KeyWithMaintainers(key(text), NOBODY) if text else None


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
