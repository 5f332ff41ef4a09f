"""The transaction under way: scopes, children, seeds.

Every action takes the next seed of its parent, also those that keep none; rollbacks take none, and
their children count on in the parent. Source: Daml-LF sheet 2.4, 2.7, 2.8.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from canton.daml_lf.builtins.errors import DAML_EFFECTFUL_ROLLBACK_ERROR, failed
from canton.daml_lf.hashing.seed import node_seed
from canton.daml_lf.transaction.node import (
    ActionNode,
    CreateNode,
    ExerciseNode,
    KeyWithMaintainers,
    Node,
    NodeId,
    Parties,
    RollbackNode,
    SerializationVersion,
    Transaction,
)
from canton.daml_lf.transaction.state import ContractState
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import Identifier, PackageName
from canton.daml_lf.value.shown import pretty_type
from canton.daml_lf.value.value import Value

_NO_NODE: Final = NodeId(-1)


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise that has begun."""

    contract_id: ContractId
    package_name: PackageName
    template_id: Identifier
    interface_id: Identifier | None
    choice: str
    consuming: bool
    controllers: Parties
    argument: Value
    signatories: Parties
    stakeholders: Parties
    observers: Parties
    authorizers: Parties | None
    key: KeyWithMaintainers | None
    by_key: bool
    version: SerializationVersion

    def node(self, children: tuple[NodeId, ...], result: Value | None) -> ExerciseNode:
        """The node of the exercise when it has ended, without result where it failed."""
        return ExerciseNode(
            contract_id=self.contract_id,
            package_name=self.package_name,
            template_id=self.template_id,
            interface_id=self.interface_id,
            choice=self.choice,
            consuming=self.consuming,
            acting_parties=self.controllers,
            argument=self.argument,
            signatories=self.signatories,
            stakeholders=self.stakeholders,
            choice_observers=self.observers,
            choice_authorizers=self.authorizers,
            children=children,
            result=result,
            key=self.key,
            by_key=self.by_key and self.version is not SerializationVersion.V1,
            version=self.version,
        )


@dataclass(slots=True)
class Scope:
    """The transaction itself, an exercise or a try.

    `seed` is what the seeds of actions derive from; `given_seeds` are there instead at the root of
    a replay. The count of actions of a try goes on in its parent.
    """

    authorizers: Parties
    seed: bytes | None
    exercise: Exercise | None = None
    node_id: NodeId = _NO_NODE
    given_seeds: tuple[bytes | None, ...] | None = None
    action_count: int = 0
    children: list[NodeId] = field(default_factory=list)


class TransactionBuilder:
    """Nodes so far, and the scopes that are open."""

    def __init__(self, root: Scope, state: ContractState) -> None:
        self.state: Final = state
        self.nodes: dict[NodeId, Node] = {}
        self.seeds: dict[NodeId, bytes] = {}
        self.scopes: list[Scope] = [root]
        self.scope: Scope = root
        self._next_id = 0

    @property
    def authorizers(self) -> Parties:
        """Whose authority the next action has."""
        return self.scope.authorizers

    @property
    def upcoming(self) -> NodeId:
        """The number that the next node will have."""
        return NodeId(self._next_id)

    def action_seed(self) -> bytes | None:
        """The seed of the next action."""
        scope = self.scope
        if scope.given_seeds is not None:
            index = scope.action_count
            return scope.given_seeds[index] if index < len(scope.given_seeds) else None
        return None if scope.seed is None else node_seed(scope.seed, scope.action_count)

    def add(self, node: ActionNode, seed: bytes | None = None) -> NodeId:
        """Adds an action without children."""
        node_id = NodeId(self._next_id)
        self._next_id += 1
        self.nodes[node_id] = node
        if seed is not None:
            self.seeds[node_id] = seed
        self.scope.children.append(node_id)
        self.scope.action_count += 1
        return node_id

    def begin_exercise(self, exercise: Exercise) -> NodeId:
        """Opens an exercise; what follows has the authority of its controllers and signatories."""
        node_id = NodeId(self._next_id)
        self._next_id += 1
        seed = self.action_seed()
        if seed is not None:
            self.seeds[node_id] = seed
        authorizers = exercise.authorizers
        if authorizers is None:
            authorizers = exercise.controllers | exercise.signatories
        self._open(Scope(authorizers, seed, exercise, node_id))
        return node_id

    def end_exercise(self, result: Value | None) -> None:
        """Closes an exercise, with its result or as failed."""
        scope = self._close()
        assert scope.exercise is not None
        self.nodes[scope.node_id] = scope.exercise.node(tuple(scope.children), result)
        self.scope.children.append(scope.node_id)
        self.scope.action_count += 1

    def begin_try(self) -> Scope:
        """Opens a scope that may be rolled back."""
        parent = self.scope
        scope = Scope(
            parent.authorizers,
            parent.seed,
            node_id=NodeId(self._next_id),
            given_seeds=parent.given_seeds,
            action_count=parent.action_count,
        )
        self._next_id += 1
        self._open(scope)
        self.state.begin_try()
        return scope

    def end_try(self) -> None:
        """Closes a try that ended normally: its children become its parent's."""
        scope = self._close()
        self.scope.children += scope.children
        self.scope.action_count = scope.action_count
        self.state.end_try()

    def roll_back(self, scope: Scope) -> None:
        """Closes all scopes within a try as failed, then the try itself with a rollback node.

        Raises:
            InterpretationError: contracts were created or archived, which cannot be undone.
        """
        while self.scope is not scope:
            if self.scope.exercise is not None:
                self.end_exercise(None)
            else:
                self.end_try()
        self._close()
        in_the_way = self.state.roll_back()
        if in_the_way:
            self.scope.children += scope.children
            raise self._effectful(in_the_way)
        self.nodes[scope.node_id] = RollbackNode(tuple(scope.children))
        self.scope.children.append(scope.node_id)
        self.scope.action_count = scope.action_count

    def _effectful(self, in_the_way: list[NodeId]) -> Exception:
        shown = ", \n".join(_shown_effect(self.nodes[node_id]) for node_id in in_the_way)
        return failed(
            DAML_EFFECTFUL_ROLLBACK_ERROR, f"Tried to rollback side-effectful node(s): {shown}"
        )

    def _open(self, scope: Scope) -> None:
        self.scopes.append(scope)
        self.scope = scope

    def _close(self) -> Scope:
        scope = self.scopes.pop()
        self.scope = self.scopes[-1]
        return scope

    def open_exercises(self) -> list[tuple[NodeId, Exercise]]:
        """The exercises that have begun and not ended, the innermost first."""
        return [
            (scope.node_id, scope.exercise)
            for scope in reversed(self.scopes)
            if scope.exercise is not None
        ]

    def finish(self) -> Transaction:
        """The transaction as it was built; rollbacks are not in normal form yet."""
        return Transaction(self.nodes, tuple(self.scopes[0].children))


def _shown_effect(node: Node) -> str:
    if isinstance(node, CreateNode):
        return f"Create of {pretty_type(node.template_id)} ( {node.contract_id} )"
    assert isinstance(node, ExerciseNode)
    kind = "exercise by key" if node.by_key else "exercise"
    on = f"{pretty_type(node.template_id)} ( {node.contract_id} )"
    return f"Consuming {kind} of {node.choice} on {on}"
