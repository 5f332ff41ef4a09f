"""From a transaction to its views: where a new view starts, who is informed, who confirms.

A node starts a new view when it brings in a participant that the view does not reach yet. Source:
protocol sheet 2.1; TransactionViewDecompositionFactory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from canton.daml_lf.transaction.node import (
    ActionNode,
    ExerciseNode,
    FetchNode,
    Node,
    NodeId,
    Parties,
    QueryByKeyNode,
    RollbackNode,
    Transaction,
    children_of,
)
from canton.identifiers import Member, PartyId
from canton.protocol.view.common_data import Quorum
from canton.protocol.view.rollback import EMPTY, RollbackContext

HostsOf = Callable[[PartyId], frozenset[Member]]
"""The participants that host a party, as active in the topology."""


@dataclass(frozen=True, slots=True)
class CoreNode:
    """A node of a view's own core."""

    node_id: NodeId
    node: ActionNode
    rollback: RollbackContext


@dataclass(frozen=True, slots=True)
class ViewDecomposition:
    """A view to be: its root node, then core nodes and subviews in order of execution."""

    root: CoreNode
    informees: frozenset[PartyId]
    quorums: tuple[Quorum, ...]
    seed: bytes | None
    tail: tuple[CoreNode | ViewDecomposition, ...]

    @property
    def nodes(self) -> tuple[CoreNode | ViewDecomposition, ...]:
        """The root node and the tail."""
        return (self.root, *self.tail)

    @property
    def subviews(self) -> tuple[ViewDecomposition, ...]:
        """The direct subviews."""
        return tuple(each for each in self.tail if isinstance(each, ViewDecomposition))

    def action_nodes(self) -> Iterator[ActionNode]:
        """The nodes of the core and of all subviews."""
        for each in self.nodes:
            if isinstance(each, CoreNode):
                yield each.node
            else:
                yield from each.action_nodes()


def confirming_parties(node: ActionNode) -> Parties:
    """Whose confirmation a node needs: signatories or key maintainers, and the acting parties."""
    match node:
        case QueryByKeyNode(key=key):
            return key.maintainers
        case ExerciseNode() | FetchNode():
            return node.signatories | node.acting_parties
        case _:
            return node.signatories


def decompose(
    transaction: Transaction,
    node_seeds: Mapping[NodeId, bytes],
    hosts_of: HostsOf,
    submitting_party: PartyId | None = None,
    rollback: RollbackContext = EMPTY,
) -> tuple[ViewDecomposition, ...]:
    """The root views of a transaction.

    `submitting_party` is the admin party of the submitting participant, whose confirmation every
    root node needs; None where the transaction is part of a larger one. `rollback` is where the
    transaction stands in the larger one.
    """
    builder = _Decomposer(transaction, node_seeds, hosts_of, submitting_party)
    state = _State(rollback)
    for root in transaction.roots:
        builder.add_root(root, state)
    views = tuple(each for each in state.parts if isinstance(each, ViewDecomposition))
    assert len(views) == len(state.parts), "only views stand at the top"
    return views


class _State:
    """What is gathered within one view, or at the top; `rollback` moves on with every node."""

    __slots__ = ("informees", "parts", "quorums", "rollback")

    def __init__(self, rollback: RollbackContext) -> None:
        self.rollback = rollback
        self.parts: list[CoreNode | ViewDecomposition] = []
        self.informees: set[PartyId] = set()
        self.quorums: list[Quorum] = []


@dataclass(frozen=True, slots=True)
class _NodeFacts:
    informees: frozenset[PartyId]
    quorum: Quorum
    participants: frozenset[Member]


class _Decomposer:
    __slots__ = ("_hosts_of", "_node_seeds", "_submitting_party", "_transaction")

    def __init__(
        self,
        transaction: Transaction,
        node_seeds: Mapping[NodeId, bytes],
        hosts_of: HostsOf,
        submitting_party: PartyId | None,
    ) -> None:
        self._transaction = transaction
        self._node_seeds = node_seeds
        self._hosts_of = hosts_of
        self._submitting_party = submitting_party

    def add_root(self, node_id: NodeId, state: _State) -> None:
        """Adds a root node, or what stands below a rollback node at the root."""
        node = self._transaction.nodes[node_id]
        if isinstance(node, RollbackNode):
            _with_rollback(state, node, self.add_root)
        else:
            is_root = node_id in self._transaction.roots
            facts = self._facts(node, self._submitting_party if is_root else None)
            self._add_view(node_id, node, facts, state)

    def _add_view(
        self, node_id: NodeId, node: ActionNode, facts: _NodeFacts, state: _State
    ) -> None:
        inner = _State(state.rollback)
        for child in children_of(node):
            self._add_child(child, facts.participants, inner)
        view = ViewDecomposition(
            root=CoreNode(node_id, node, state.rollback),
            informees=facts.informees | inner.informees,
            quorums=_distinct([facts.quorum, *inner.quorums]),
            seed=self._node_seeds.get(node_id),
            tail=tuple(inner.parts),
        )
        state.parts.append(view)
        state.rollback = inner.rollback

    def _add_child(self, node_id: NodeId, participants: frozenset[Member], state: _State) -> None:
        node: Node = self._transaction.nodes[node_id]
        if isinstance(node, RollbackNode):
            _with_rollback(
                state, node, lambda child, inner: self._add_child(child, participants, inner)
            )
            return
        facts = self._facts(node, None)
        if not facts.participants <= participants:
            self._add_view(node_id, node, facts, state)
            return
        state.parts.append(CoreNode(node_id, node, state.rollback))
        state.informees |= facts.informees
        state.quorums.append(facts.quorum)
        for child in children_of(node):
            self._add_child(child, participants, state)

    def _facts(self, node: ActionNode, submitting_party: PartyId | None) -> _NodeFacts:
        confirming = confirming_parties(node)
        if submitting_party is not None:
            confirming = confirming | {submitting_party}
        informees = node.informees | confirming
        participants = frozenset().union(*map(self._hosts_of, informees))
        return _NodeFacts(informees, Quorum.of_all(confirming), participants)


def _with_rollback(
    state: _State, node: RollbackNode, add: Callable[[NodeId, _State], None]
) -> None:
    """Adds the children of a rollback node within its scope."""
    state.rollback = state.rollback.entered()
    for child in node.children:
        add(child, state)
    state.rollback = state.rollback.left()


def _distinct(quorums: Iterable[Quorum]) -> tuple[Quorum, ...]:
    return tuple(dict.fromkeys(quorums))
