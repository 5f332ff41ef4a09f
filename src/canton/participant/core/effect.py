"""What a request does here if it is approved: contracts, activeness, and what the ledger shows.

It is computed when the request is answered, and stored until the verdict, so that a verdict can be
carried out after a restart without looking at the request again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from canton.daml_lf.transaction.node import (
    CreateNode,
    ExerciseNode,
    Node,
    NodeId,
    RollbackNode,
    Transaction,
    children_of,
)
from canton.identifiers import PartyId
from canton.participant.core.activeness import CommitSet, ContractId
from canton.participant.core.engine import Engine
from canton.participant.update import EventKind, LedgerEvent, TransactionUpdate
from canton.protocol.view.contract import StoredContract

Hosted = Callable[[Iterable[PartyId]], frozenset[PartyId]]
"""Those of some parties that this participant hosts."""

RollbackScope = tuple[int, ...]
"""The rollback nodes around a view, from the outside in."""


@dataclass(frozen=True, slots=True)
class NewContract:
    """A contract as it goes into the store; `key_hash` is empty without a key."""

    contract_id: str
    key_hash: bytes
    created_at: int
    instance: bytes

    @staticmethod
    def of(contract: StoredContract) -> NewContract:
        """The contract that came in a view."""
        key_hash = b"" if contract.key is None else contract.key.hash
        contract_id = contract.contract_id.hex
        return NewContract(contract_id, key_hash, contract.created_at, contract.encoded)


@dataclass(frozen=True, slots=True)
class TransactionEffect:
    """The effect of a request: `contracts` are the new ones; `update` is without offset."""

    created: tuple[str, ...]
    archived: tuple[str, ...]
    locked: tuple[str, ...]
    contracts: tuple[NewContract, ...]
    update: TransactionUpdate

    @property
    def commit(self) -> CommitSet:
        """What an approval changes."""
        return CommitSet(
            frozenset(map(ContractId, self.created)), frozenset(map(ContractId, self.archived))
        )

    @property
    def locks(self) -> frozenset[ContractId]:
        """The contracts that the request locks while it is in flight."""
        return frozenset(map(ContractId, self.locked))


_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(TransactionEffect)


def encode_effect(effect: TransactionEffect) -> bytes:
    """The bytes kept in the store."""
    return _ENCODER.encode(effect)


def decode_effect(content: bytes) -> TransactionEffect:
    """Reads what `encode_effect` wrote."""
    return _DECODER.decode(content)


def ledger_events(
    transactions: Iterable[tuple[Transaction, RollbackScope]],
    contracts: Mapping[ContractId, StoredContract],
    engine: Engine,
    hosted: Hosted,
) -> tuple[LedgerEvent, ...]:
    """The events of the topmost views, numbered in pre-order over all of their nodes.

    A view that is rolled back counts with the rollback nodes above it, which others share.
    """
    walk = _Walk(contracts, engine, hosted)
    for transaction, scope in transactions:
        walk.enter(scope)
        for root in transaction.roots:
            walk.visit(transaction, root)
    return tuple(walk.events())


@dataclass(frozen=True, slots=True)
class _Visited:
    node_id: int
    last_descendant: int
    node: CreateNode | ExerciseNode
    witnesses: frozenset[PartyId]


class _Walk:
    """One pass over the nodes that this participant sees."""

    def __init__(
        self, contracts: Mapping[ContractId, StoredContract], engine: Engine, hosted: Hosted
    ) -> None:
        self._contracts = contracts
        self._engine = engine
        self._hosted = hosted
        self._next = 0
        self._scope: RollbackScope = ()
        self._visited: list[_Visited] = []

    def enter(self, scope: RollbackScope) -> None:
        """Numbers the rollback nodes that are not those of the view before."""
        shared = 0
        for here, there in zip(scope, self._scope, strict=False):
            if here != there:
                break
            shared += 1
        self._next += len(scope) - shared
        self._scope = scope

    def visit(self, transaction: Transaction, root: NodeId) -> None:
        """Numbers a node and everything below it."""
        node = transaction.nodes[root]
        self._visit(transaction, node, frozenset(), rolled_back=bool(self._scope))

    def _visit(
        self,
        transaction: Transaction,
        node: Node,
        above: frozenset[PartyId],
        *,
        rolled_back: bool,
    ) -> int:
        """Returns the highest number of the subtree that is not rolled back."""
        node_id = self._next
        self._next += 1
        is_rollback = isinstance(node, RollbackNode)
        witnesses = above if isinstance(node, RollbackNode) else above | node.informees
        place = len(self._visited)
        last = node_id
        for child in children_of(node):
            child_last = self._visit(
                transaction,
                transaction.nodes[child],
                witnesses,
                rolled_back=rolled_back or is_rollback,
            )
            if not isinstance(transaction.nodes[child], RollbackNode):
                last = max(last, child_last)
        if isinstance(node, CreateNode | ExerciseNode) and not rolled_back:
            self._visited.insert(place, _Visited(node_id, last, node, witnesses))
        return last

    def events(self) -> Iterator[LedgerEvent]:
        """The events of what was visited."""
        created = {v.node.contract_id for v in self._visited if isinstance(v.node, CreateNode)}
        archived = {
            v.node.contract_id
            for v in self._visited
            if isinstance(v.node, ExerciseNode) and v.node.consuming
        }
        for each in self._visited:
            yield self._event(each, each.node.contract_id in created & archived)

    def _event(self, visited: _Visited, is_transient: bool) -> LedgerEvent:
        node = visited.node
        contract_id = ContractId(node.contract_id.hex)
        is_ours = bool(self._hosted(node.stakeholders))
        if isinstance(node, CreateNode):
            encoded = self._contracts[contract_id].encoded
            kind, is_consuming, interface = EventKind.CREATED, False, ""
            event = self._engine.created_event(self._engine.instance_of(node, encoded), encoded)
        else:
            kind, is_consuming = EventKind.EXERCISED, node.consuming
            interface = "" if node.interface_id is None else str(node.interface_id)
            event = self._engine.exercised_event(node, visited.node_id, visited.last_descendant)
        return LedgerEvent(
            node_id=visited.node_id,
            kind=kind,
            contract_id=contract_id,
            package_name=node.package_name,
            template=str(node.template_id),
            interface=interface,
            event=event,
            witnesses=tuple(sorted(visited.witnesses)),
            stakeholders=tuple(sorted(node.stakeholders)),
            is_consuming=is_consuming,
            is_transient=is_transient,
            is_activeness_known=is_ours,
        )
