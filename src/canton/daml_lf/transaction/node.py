"""The nodes of a transaction as values, and the transaction.

All values in nodes are normalised. Node ids are numbers counted in pre-order from 0. Rollback
nodes have no seed, version or informees. Source: Daml-LF sheet 2.6, 2.8.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import NewType

from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import Identifier, PackageId, PackageName
from canton.daml_lf.value.value import Value, contract_ids, map_contract_ids
from canton.identifiers import PartyId

NodeId = NewType("NodeId", int)

Parties = frozenset[PartyId]
NOBODY: Parties = frozenset()


class SerializationVersion(Enum):
    """The version of a node by its text on the wire."""

    V1 = "2.1"
    V2 = "2"
    DEV = "dev"

    @property
    def rank(self) -> int:
        """The place in the order of versions."""
        return {"2.1": 1, "2": 2, "dev": 3}[self.value]


@dataclass(frozen=True, slots=True)
class GlobalKey:
    """A contract key; two keys are the same when their hashes are."""

    template_id: Identifier = field(compare=False)
    package_name: PackageName = field(compare=False)
    value: Value = field(compare=False)
    hash: bytes


@dataclass(frozen=True, slots=True)
class KeyWithMaintainers:
    """A contract key and the parties that keep it."""

    key: GlobalKey
    maintainers: Parties


@dataclass(frozen=True, slots=True)
class CreateNode:
    """A contract comes into being. `stakeholders` contains the signatories."""

    contract_id: ContractId
    package_name: PackageName
    template_id: Identifier
    argument: Value
    signatories: Parties
    stakeholders: Parties
    key: KeyWithMaintainers | None
    version: SerializationVersion

    @property
    def informees(self) -> Parties:
        """Who learns of the node."""
        return self.stakeholders

    @property
    def required_authorizers(self) -> Parties:
        """Who must have authorised the node."""
        return self.signatories

    @property
    def package_ids(self) -> tuple[PackageId, ...]:
        """The packages that the node names."""
        return (self.template_id.package,)


@dataclass(frozen=True, slots=True)
class FetchNode:
    """A contract must be active."""

    contract_id: ContractId
    package_name: PackageName
    template_id: Identifier
    acting_parties: Parties
    signatories: Parties
    stakeholders: Parties
    key: KeyWithMaintainers | None
    by_key: bool
    interface_id: Identifier | None
    version: SerializationVersion

    @property
    def informees(self) -> Parties:
        """Who learns of the node."""
        return self.signatories | self.acting_parties

    @property
    def required_authorizers(self) -> Parties:
        """Who must have authorised the node."""
        return self.acting_parties

    @property
    def package_ids(self) -> tuple[PackageId, ...]:
        """The packages that the node names."""
        return _with_interface(self.template_id, self.interface_id)


@dataclass(frozen=True, slots=True)
class ExternalCallResult:
    """What an extension answered during an exercise (LF 2.dev)."""

    extension_id: str
    function_id: str
    config: bytes
    input: bytes
    output: bytes


@dataclass(frozen=True, slots=True)
class ExerciseNode:
    """A choice is exercised. `result` is None only where the choice failed and was rolled back."""

    contract_id: ContractId
    package_name: PackageName
    template_id: Identifier
    interface_id: Identifier | None
    choice: str
    consuming: bool
    acting_parties: Parties
    argument: Value
    signatories: Parties
    stakeholders: Parties
    choice_observers: Parties
    choice_authorizers: Parties | None
    children: tuple[NodeId, ...]
    result: Value | None
    key: KeyWithMaintainers | None
    by_key: bool
    version: SerializationVersion
    external_call_results: tuple[ExternalCallResult, ...] = ()

    @property
    def informees(self) -> Parties:
        """Who learns of the node; the observers of a contract only when it is consumed."""
        informed = self.stakeholders if self.consuming else self.signatories
        informed = informed | self.acting_parties | self.choice_observers
        return informed | self.choice_authorizers if self.choice_authorizers else informed

    @property
    def required_authorizers(self) -> Parties:
        """Who must have authorised the node."""
        return self.acting_parties

    @property
    def package_ids(self) -> tuple[PackageId, ...]:
        """The packages that the node names."""
        return _with_interface(self.template_id, self.interface_id)


@dataclass(frozen=True, slots=True)
class QueryByKeyNode:
    """The contracts found by key; `is_exhaustive` says that there were no more."""

    package_name: PackageName
    template_id: Identifier
    key: KeyWithMaintainers
    result: tuple[ContractId, ...]
    is_exhaustive: bool
    version: SerializationVersion

    @property
    def informees(self) -> Parties:
        """Who learns of the node."""
        return self.key.maintainers

    @property
    def required_authorizers(self) -> Parties:
        """Who must have authorised the node."""
        return self.key.maintainers

    @property
    def package_ids(self) -> tuple[PackageId, ...]:
        """The packages that the node names."""
        return (self.template_id.package,)


@dataclass(frozen=True, slots=True)
class RollbackNode:
    """What its children did was undone by an exception."""

    children: tuple[NodeId, ...]


ActionNode = CreateNode | FetchNode | ExerciseNode | QueryByKeyNode
Node = ActionNode | RollbackNode


@dataclass(frozen=True, slots=True)
class Transaction:
    """A forest of nodes."""

    nodes: Mapping[NodeId, Node]
    roots: tuple[NodeId, ...]

    @property
    def version(self) -> SerializationVersion:
        """The largest version of a node."""
        versions = (n.version for n in self.nodes.values() if not isinstance(n, RollbackNode))
        return max(versions, key=lambda v: v.rank, default=SerializationVersion.V1)

    def pre_order(self) -> Iterator[tuple[NodeId, Node]]:
        """All nodes, each before its children."""
        pending = list(reversed(self.roots))
        while pending:
            node_id = pending.pop()
            node = self.nodes[node_id]
            yield node_id, node
            pending.extend(reversed(children_of(node)))


def children_of(node: Node) -> tuple[NodeId, ...]:
    """The children of a node, in order."""
    return node.children if isinstance(node, ExerciseNode | RollbackNode) else ()


def contract_ids_of_node(node: Node) -> Iterator[ContractId]:
    """Every contract id that a node mentions, its own first."""
    match node:
        case CreateNode():
            yield node.contract_id
            yield from contract_ids(node.argument)
        case FetchNode():
            yield node.contract_id
        case ExerciseNode():
            yield node.contract_id
            yield from contract_ids(node.argument)
            if node.result is not None:
                yield from contract_ids(node.result)
        case QueryByKeyNode():
            yield from node.result


def map_node_contract_ids(node: Node, change: Callable[[ContractId], ContractId]) -> Node:
    """The node with every contract id in it changed: own, arguments, results."""
    match node:
        case CreateNode():
            return replace(
                node,
                contract_id=change(node.contract_id),
                argument=map_contract_ids(node.argument, change),
            )
        case FetchNode():
            return replace(node, contract_id=change(node.contract_id))
        case ExerciseNode():
            result = node.result
            return replace(
                node,
                contract_id=change(node.contract_id),
                argument=map_contract_ids(node.argument, change),
                result=None if result is None else map_contract_ids(result, change),
            )
        case QueryByKeyNode():
            return replace(node, result=tuple(map(change, node.result)))
        case _:
            return node


def map_transaction_contract_ids(
    transaction: Transaction, change: Callable[[ContractId], ContractId]
) -> Transaction:
    """The transaction with every contract id in it changed, as when suffixes are put on."""
    nodes = {
        node_id: map_node_contract_ids(node, change) for node_id, node in transaction.nodes.items()
    }
    return Transaction(nodes, transaction.roots)


def _with_interface(template: Identifier, interface: Identifier | None) -> tuple[PackageId, ...]:
    if interface is None:
        return (template.package,)
    return (template.package, interface.package)
