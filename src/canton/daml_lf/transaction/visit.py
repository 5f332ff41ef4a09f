"""Walking a finished transaction through the state of contracts and keys.

Nodes that are consistent one by one may contradict each other: a contract used after its archival,
or a key under which once these contracts were found and once others. Source: Canton 3.6
NextGenContractStateMachine (visit of nodes).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from canton.daml_lf.transaction.node import (
    ActionNode,
    CreateNode,
    ExerciseNode,
    FetchNode,
    GlobalKey,
    KeyWithMaintainers,
    NodeId,
    QueryByKeyNode,
    RollbackNode,
    Transaction,
    children_of,
)
from canton.daml_lf.transaction.state import ContractState, InconsistentKey
from canton.daml_lf.value.contract_id import ContractId


class EffectfulRollback(Exception):
    """A rollback undoes creates or archives, which cannot be undone."""

    def __init__(self, nodes: Iterable[NodeId]) -> None:
        self.nodes = tuple(nodes)


def visit(
    state: ContractState,
    transaction: Transaction,
    concerns: Callable[[ActionNode], bool] = lambda node: True,
) -> None:
    """Brings a state to where it is after the nodes of a transaction that concern it.

    Raises:
        AlreadyConsumed: a contract is used after its archival.
        DuplicateContract: a contract is created that is known already.
        InconsistentKey: what was found under a key contradicts what was known before.
        EffectfulRollback: a rollback undoes what cannot be undone.
    """
    # A rollback is met a second time behind its children.
    pending = [(node_id, False) for node_id in reversed(transaction.roots)]
    while pending:
        node_id, is_end = pending.pop()
        node = transaction.nodes[node_id]
        if isinstance(node, RollbackNode):
            if is_end:
                _end_rollback(state)
                continue
            state.begin_try()
            pending.append((node_id, True))
        elif concerns(node):
            _visit(state, node_id, node)
        pending.extend((child, False) for child in reversed(children_of(node)))


def _end_rollback(state: ContractState) -> None:
    in_the_way = state.roll_back()
    if in_the_way:
        raise EffectfulRollback(in_the_way)


def _visit(state: ContractState, node_id: NodeId, node: ActionNode) -> None:
    match node:
        case CreateNode():
            state.create(node_id, node.contract_id, _key_of(node.key))
        case QueryByKeyNode():
            _query(state, node.key.key, node.result, node.is_exhaustive)
        case FetchNode() | ExerciseNode():
            if node.by_key and node.key is not None:
                _query(state, node.key.key, (node.contract_id,), False)
            else:
                state.use(node.contract_id, _key_of(node.key))
            if isinstance(node, ExerciseNode) and node.consuming:
                state.consume(node.contract_id, node_id)


def _key_of(key: KeyWithMaintainers | None) -> GlobalKey | None:
    return None if key is None else key.key


def _query(
    state: ContractState, key: GlobalKey, result: tuple[ContractId, ...], is_exhaustive: bool
) -> None:
    answered = False

    def ask(key: GlobalKey, start: int, count: int) -> tuple[list[ContractId], bool]:
        # The ledger is taken to have what the node says, in that order, and nothing before it.
        nonlocal answered
        if answered:
            raise InconsistentKey(key)
        answered = True
        found = [contract_id for contract_id in result if contract_id not in state.local]
        return found + (state.only_by_id(key) if is_exhaustive else []), is_exhaustive

    mapping = state.query(key, len(result) + is_exhaustive, ask)
    if mapping.contracts != result or mapping.is_exhaustive != is_exhaustive:
        raise InconsistentKey(key)
