"""Which contracts and keys a transaction knows, and which are active, while it is built.

Keys are not unique: a key's contracts are the transaction's own, newest first, then those of the
ledger in its order. What was learned of the ledger by key must agree with what was learned by id.
Effects on contracts cannot be rolled back, unless `undoes_effects` (protocol version 34).
Source: Daml-LF sheet 2.4, 2.5 (key query order); Canton 3.6 NextGenContractStateMachine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from canton.daml_lf.transaction.node import GlobalKey, NodeId
from canton.daml_lf.value.contract_id import ContractId


class InconsistentKey(Exception):
    """The ledger's answers for a key contradict each other."""

    def __init__(self, key: GlobalKey) -> None:
        self.key = key


class DuplicateContract(Exception):
    """A contract id is created that is known already."""

    def __init__(self, contract_id: ContractId) -> None:
        self.contract_id = contract_id


class AlreadyConsumed(Exception):
    """A contract is used that the transaction archived before."""

    def __init__(self, contract_id: ContractId, node: NodeId) -> None:
        self.contract_id = contract_id
        self.node = node


@dataclass(slots=True)
class KeyInput:
    """What is known of a key's contracts on the ledger.

    `overflow` was answered but not asked for yet; `only_by_id` were met by their id and must turn
    up before the ledger runs out of contracts; `asked` counts what the ledger was asked for.
    """

    key: GlobalKey
    queried: list[ContractId] = field(default_factory=list)
    overflow: list[ContractId] = field(default_factory=list)
    only_by_id: set[ContractId] = field(default_factory=set)
    asked: int = 0
    is_finished: bool = False


@dataclass(frozen=True, slots=True)
class KeyMapping:
    """Contracts of a key, in order; `is_exhaustive` says that there are no more."""

    contracts: tuple[ContractId, ...]
    is_exhaustive: bool


Ask = Callable[[GlobalKey, int, int], tuple[list[ContractId], bool]]
"""Asks for so many contracts of a key from an index on: them, and whether the ledger ran out."""

LocalKeys = dict[GlobalKey, list[ContractId]]


@dataclass(frozen=True, slots=True)
class _Snapshot:
    created_count: int
    consumed_count: int
    created: dict[ContractId, NodeId] | None
    consumed: dict[ContractId, NodeId] | None
    local_keys: LocalKeys | None


class ContractState:
    """The state of one transaction under way."""

    def __init__(self, *, undoes_effects: bool = False) -> None:
        self._undoes_effects: Final = undoes_effects
        self.local: dict[ContractId, GlobalKey | None] = {}
        self.inputs: set[ContractId] = set()
        self.consumed: dict[ContractId, NodeId] = {}
        self.local_keys: LocalKeys = {}
        self._created: dict[ContractId, NodeId] = {}
        self._key_inputs: dict[GlobalKey, KeyInput] = {}
        self._snapshots: list[_Snapshot] = []

    # --- contracts ---------------------------------------------------------------------------

    def create(self, node: NodeId, contract_id: ContractId, key: GlobalKey | None) -> None:
        """A contract comes into being."""
        if contract_id in self.local or contract_id in self.inputs:
            raise DuplicateContract(contract_id)
        self.local[contract_id] = key
        self._created[contract_id] = node
        if key is not None:
            self.local_keys[key] = [contract_id, *self.local_keys.get(key, ())]

    def is_undone(self, contract_id: ContractId) -> bool:
        """Whether the contract was created in a scope that was rolled back."""
        return contract_id in self.local and contract_id not in self._created

    def use(self, contract_id: ContractId, key: GlobalKey | None) -> None:
        """A contract is used by its id; it must be active."""
        if contract_id in self.local or contract_id in self.inputs:
            self._check_active(contract_id)
            return
        if key is not None:
            known = self._key_input(key)
            if known.is_finished:
                raise InconsistentKey(key)
            known.only_by_id.add(contract_id)
        self.inputs.add(contract_id)

    def consume(self, contract_id: ContractId, node: NodeId) -> None:
        """A contract that is used is archived."""
        self._check_active(contract_id)
        self.consumed[contract_id] = node

    def _check_active(self, contract_id: ContractId) -> None:
        consumer = self.consumed.get(contract_id)
        if consumer is not None:
            raise AlreadyConsumed(contract_id, consumer)

    # --- keys --------------------------------------------------------------------------------

    def _key_input(self, key: GlobalKey) -> KeyInput:
        return self._key_inputs.setdefault(key, KeyInput(key))

    def query(self, key: GlobalKey, count: int, ask: Ask) -> KeyMapping:
        """The first `count` active contracts of a key, asking the ledger where needed."""
        known = self._key_input(key)
        candidates = [*self.local_keys.get(key, ()), *known.queried]
        found = [c for c in candidates if c not in self.consumed][:count]
        while len(found) < count:
            if known.overflow:
                self._take(known, found)
            elif known.is_finished:
                if known.only_by_id:
                    raise InconsistentKey(key)
                break
            else:
                wanted = count - len(found)
                known.overflow, known.is_finished = ask(key, known.asked, wanted)
                known.asked += len(known.overflow)
        return KeyMapping(tuple(found), len(found) < count)

    def _take(self, known: KeyInput, found: list[ContractId]) -> None:
        contract_id = known.overflow.pop(0)
        if contract_id in self.local:
            raise DuplicateContract(contract_id)
        if contract_id in self.inputs and contract_id not in known.only_by_id:
            return
        self.inputs.add(contract_id)
        known.queried.append(contract_id)
        known.only_by_id.discard(contract_id)
        if contract_id not in self.consumed:
            found.append(contract_id)

    def only_by_id(self, key: GlobalKey) -> list[ContractId]:
        """The contracts of a key that were met by their id and did not turn up by key yet."""
        known = self._key_inputs.get(key)
        return [] if known is None else _sorted(known.only_by_id)

    # --- scopes ------------------------------------------------------------------------------

    def begin_try(self) -> None:
        """Opens a scope that may be rolled back."""
        keeps = self._undoes_effects
        self._snapshots.append(
            _Snapshot(
                len(self._created),
                len(self.consumed),
                dict(self._created) if keeps else None,
                dict(self.consumed) if keeps else None,
                dict(self.local_keys) if keeps else None,
            )
        )

    def end_try(self) -> None:
        """Closes a scope that ended normally."""
        self._snapshots.pop()

    def roll_back(self) -> list[NodeId]:
        """Closes a scope that failed; the nodes whose effects stand in the way, if any."""
        before = self._snapshots.pop()
        if before.created is not None:
            assert before.consumed is not None and before.local_keys is not None
            self._created, self.consumed = before.created, before.consumed
            self.local_keys = before.local_keys
            return []
        consumed = list(self.consumed.values())[before.consumed_count :]
        created = list(self._created.values())[before.created_count :]
        return sorted({*consumed, *created})

    # --- results -----------------------------------------------------------------------------

    def key_inputs(self) -> dict[GlobalKey, KeyMapping]:
        """What the ledger was found to have under each key that was queried."""
        return {
            key: KeyMapping(tuple(known.queried), known.is_finished)
            for key, known in self._key_inputs.items()
            if known.queried or known.is_finished
        }

    def order(self) -> tuple[ContractId, ...]:
        """All contracts: own ones newest first, inputs without key by id, inputs by key."""
        by_key: list[ContractId] = []
        for key in sorted(self._key_inputs, key=lambda k: k.hash):
            known = self._key_inputs[key]
            by_key += [*known.queried, *_sorted(known.only_by_id)]
        without = _sorted(self.inputs.difference(by_key))
        return (*reversed(self.local), *without, *by_key)


def _sorted(ids: Iterable[ContractId]) -> list[ContractId]:
    return sorted(ids, key=lambda contract_id: contract_id.data)
