"""Running actions of a transaction again, each by itself, as who validates a view does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from canton.daml_lf.engine import (
    Interpreted,
    Replay,
    ReplayCommand,
    ReplayCreate,
    ReplayExercise,
    ReplayFetch,
)
from canton.daml_lf.transaction.contract import ContractInstance
from canton.daml_lf.transaction.node import (
    ActionNode,
    CreateNode,
    ExerciseNode,
    FetchNode,
    Node,
    NodeId,
    RollbackNode,
    Transaction,
    map_transaction_contract_ids,
)
from scenarios.daml_lf.contracts.bench import Bench

_SUFFIX = b"\xca\x12" + b"\7" * 32


def suffixed(transaction: Transaction) -> Transaction:
    """The transaction with a suffix on every local id."""
    return map_transaction_contract_ids(
        transaction, lambda cid: cid.with_suffix(_SUFFIX) if cid.is_local else cid
    )


def assert_replays(bench: Bench, result: Interpreted) -> int:
    """Runs every action again, with its seed and the contracts of the transaction; how many."""
    transaction = suffixed(result.transaction)
    created = {
        node.contract_id: ContractInstance.of_node(node, bench.time)
        for node in transaction.nodes.values()
        if isinstance(node, CreateNode)
    }
    ledger = replace(bench, contracts={**bench.contracts, **created})
    ledger.library = bench.library
    count = 0
    for node_id, node in transaction.pre_order():
        if isinstance(node, CreateNode | ExerciseNode | FetchNode) and not _by_key(node):
            seed = result.metadata.node_seeds.get(node_id)
            assert (seed is None) == isinstance(node, FetchNode)
            again = ledger.interpret(_replay(ledger, node, seed))
            assert isinstance(again, Interpreted), again
            made = suffixed(again.transaction)
            assert list(_below(made, made.roots)) == list(_below(transaction, (node_id,)))
            count += 1
    return count


def _by_key(node: ActionNode) -> bool:
    return getattr(node, "by_key", False)


def _replay(
    bench: Bench, node: CreateNode | ExerciseNode | FetchNode, seed: bytes | None
) -> Replay:
    command: ReplayCommand
    match node:
        case CreateNode():
            command = ReplayCreate(node.template_id, node.argument)
        case ExerciseNode():
            command = ReplayExercise(
                node.template_id, node.interface_id, node.contract_id, node.choice, node.argument
            )
        case FetchNode():
            command = ReplayFetch(node.template_id, node.interface_id, node.contract_id)
    preference = dict(bench.preference)
    return Replay(
        command,
        node.required_authorizers,
        seed,
        bench.time,
        bench.time,
        preference,
        must_fail=isinstance(node, ExerciseNode) and node.result is None,
    )


def _below(transaction: Transaction, roots: tuple[NodeId, ...]) -> Iterator[Node]:
    """The nodes in pre-order, without the numbers of their children."""
    for _, node in Transaction(transaction.nodes, roots).pre_order():
        is_parent = isinstance(node, ExerciseNode | RollbackNode)
        yield replace(node, children=()) if is_parent else node
