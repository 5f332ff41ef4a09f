"""The normal form of rollback nodes, and the numbering of nodes in pre-order.

An empty rollback vanishes; a rollback that begins with a rollback lets it out in front; one that
ends with a rollback takes its children. Source: Daml-LF sheet 2.4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from canton.daml_lf.transaction.node import (
    ExerciseNode,
    Node,
    NodeId,
    RollbackNode,
    Transaction,
    children_of,
)


@dataclass(slots=True)
class _Tree:
    """A node with its normalised children; `old` is its number before, if it had one."""

    node: Node
    children: list[_Tree]
    old: NodeId | None

    @property
    def is_rollback(self) -> bool:
        return isinstance(self.node, RollbackNode)


def normalise_rollbacks(transaction: Transaction) -> tuple[Transaction, dict[NodeId, NodeId]]:
    """The transaction in normal form, and the new numbers of its action nodes by the old ones."""
    nodes = transaction.nodes
    # Where no try was opened, numbers have no gaps and are in pre-order already.
    is_gapless = max(nodes, default=-1) + 1 == len(nodes)
    if is_gapless and not any(isinstance(node, RollbackNode) for node in nodes.values()):
        return transaction, {node_id: node_id for node_id in nodes}
    normal = _normalised(transaction)
    return _numbered(normal)


def _normalised(transaction: Transaction) -> list[_Tree]:
    # Children before parents, without recursion: exercises may nest deeply.
    done: dict[NodeId, list[_Tree]] = {}
    for node_id in _children_first(transaction):
        node = transaction.nodes[node_id]
        children = [tree for child in children_of(node) for tree in done.pop(child)]
        if isinstance(node, RollbackNode):
            done[node_id] = _rollback(children)
        else:
            done[node_id] = [_Tree(node, children, node_id)]
    return [tree for root in transaction.roots for tree in done[root]]


def _children_first(transaction: Transaction) -> list[NodeId]:
    return [node_id for node_id, _ in transaction.pre_order()][::-1]


def _rollback(children: list[_Tree]) -> list[_Tree]:
    before: list[_Tree] = []
    while len(children) > 1 and children[0].is_rollback:
        before.append(children[0])
        children = children[1:]
    if not children:
        return before
    if len(children) == 1 and children[0].is_rollback:
        return [*before, children[0]]
    if children[-1].is_rollback:
        children = [*children[:-1], *children[-1].children]
    return [*before, _Tree(RollbackNode(()), children, None)]


def _numbered(roots: list[_Tree]) -> tuple[Transaction, dict[NodeId, NodeId]]:
    numbers: dict[int, NodeId] = {}
    renamed: dict[NodeId, NodeId] = {}
    order: list[_Tree] = []
    pending = list(reversed(roots))
    while pending:
        tree = pending.pop()
        number = NodeId(len(order))
        numbers[id(tree)] = number
        if tree.old is not None:
            renamed[tree.old] = number
        order.append(tree)
        pending.extend(reversed(tree.children))
    nodes = {numbers[id(tree)]: _with_children(tree, numbers) for tree in order}
    return Transaction(nodes, tuple(numbers[id(root)] for root in roots)), renamed


def _with_children(tree: _Tree, numbers: Mapping[int, NodeId]) -> Node:
    children = tuple(numbers[id(child)] for child in tree.children)
    if isinstance(tree.node, RollbackNode):
        return RollbackNode(children)
    if isinstance(tree.node, ExerciseNode):
        return replace(tree.node, children=children)
    return tree.node
