"""Conflict detection: which contracts are active, and which requests in flight lock them.

Every participant that sees the same requests computes the same result, so nothing here may depend
on anything but the sequenced messages and the stored states. The rules:

- A request checks that what it uses is active and that what it creates is unknown, in the order of
  sequencing, and at that moment locks what it would create or archive, whatever the check says.
- A contract that an earlier request has locked is reported as locked and as nothing else: there is
  no waiting in line.
- A verdict (or its absence by the decision time) releases the locks of a request and, if it
  approves, changes the states.

States come from the store by `expect` and `provide` before the check; a state that is expected,
locked or not yet written stays in memory and is newer than what the store says.
Source: Canton 3.6 ConflictDetector, protocol sheet 8.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NewType

from canton.errors import InvariantViolation
from canton.timestamps import Timestamp

ContractId = NewType("ContractId", str)
"""Hex text of a contract id."""

RequestId = Timestamp
"""A request is named by its sequencing time."""


class ContractState(Enum):
    """What is known of a contract here; a contract that was never seen has no state."""

    ACTIVE = 1
    ARCHIVED = 2


@dataclass(frozen=True, slots=True)
class ActivenessSet:
    """What a request wants of the contracts: `used` active, `created` unknown.

    `locked` are those that it would change: the created ones and the used ones that it archives.
    """

    used: frozenset[ContractId]
    created: frozenset[ContractId]
    locked: frozenset[ContractId]

    def __post_init__(self) -> None:
        assert self.locked <= self.used | self.created, "a request locks only what it checks"

    @property
    def contract_ids(self) -> frozenset[ContractId]:
        """Every contract whose state must be known for the check."""
        return self.used | self.created


@dataclass(frozen=True, slots=True)
class ActivenessResult:
    """What the check found; nothing in any set means that the request may be approved."""

    locked: frozenset[ContractId]
    inactive: frozenset[ContractId]
    existing: frozenset[ContractId]

    @property
    def is_successful(self) -> bool:
        return not (self.locked or self.inactive or self.existing)


@dataclass(frozen=True, slots=True)
class CommitSet:
    """What an approved request changes. A contract in both is transient: it ends archived."""

    created: frozenset[ContractId]
    archived: frozenset[ContractId]


NOTHING = CommitSet(frozenset(), frozenset())


@dataclass(slots=True)
class _Contract:
    """A contract in memory. It leaves when nobody expects, locks or has yet to write it."""

    state: ContractState | None = None
    is_known: bool = False
    expected_count: int = 0
    lock_count: int = 0
    unwritten_count: int = 0

    @property
    def is_idle(self) -> bool:
        return not (self.expected_count or self.lock_count or self.unwritten_count)


class ConflictDetector:
    """The states and locks of the contracts that requests in flight touch."""

    def __init__(self) -> None:
        self._contracts: dict[ContractId, _Contract] = {}
        self._expected: dict[RequestId, ActivenessSet] = {}
        self._locked: dict[RequestId, frozenset[ContractId]] = {}

    def expect(self, request: RequestId, activeness: ActivenessSet) -> frozenset[ContractId]:
        """Announces a check; returns the contracts whose stored states must be provided."""
        if request in self._expected or request in self._locked:
            raise InvariantViolation(f"request {request} is already in flight")
        self._expected[request] = activeness
        unknown = set()
        for contract_id in activeness.contract_ids:
            contract = self._contracts.setdefault(contract_id, _Contract())
            contract.expected_count += 1
            if not contract.is_known:
                unknown.add(contract_id)
        return frozenset(unknown)

    def provide(
        self, wanted: Iterable[ContractId], stored: Mapping[ContractId, ContractState]
    ) -> None:
        """Takes stored states in; a state in memory is newer and stays. Absent means unknown."""
        for contract_id in wanted:
            contract = self._contracts.get(contract_id)
            if contract is not None and not contract.is_known:
                contract.state = stored.get(contract_id)
                contract.is_known = True

    def check_and_lock(self, request: RequestId) -> ActivenessResult:
        """Checks and locks; call it in the order of sequencing, after the states are provided."""
        activeness = self._expected.pop(request)
        locked, inactive, existing = set(), set(), set()
        for contract_id in activeness.contract_ids:
            contract = self._contracts[contract_id]
            assert contract.is_known, f"the state of {contract_id} was not provided"
            contract.expected_count -= 1
            if contract.lock_count:
                locked.add(contract_id)
            elif contract_id in activeness.created:
                if contract.state is not None:
                    existing.add(contract_id)
            elif contract.state is not ContractState.ACTIVE:
                inactive.add(contract_id)
        self._lock(request, activeness.locked)
        self._forget_idle(activeness.contract_ids)
        return ActivenessResult(frozenset(locked), frozenset(inactive), frozenset(existing))

    def restore(self, request: RequestId, locked: frozenset[ContractId]) -> None:
        """Takes the locks of a request that was checked before a restart.

        The states are loaded like any other when a later request expects these contracts.
        """
        self._lock(request, locked)

    def _lock(self, request: RequestId, contract_ids: frozenset[ContractId]) -> None:
        self._locked[request] = contract_ids
        for contract_id in contract_ids:
            self._contracts.setdefault(contract_id, _Contract()).lock_count += 1

    def finalize(self, request: RequestId, commit: CommitSet = NOTHING) -> None:
        """Releases the locks of a request and makes its changes.

        The changed states stay in memory until `written` is called for the same contracts.
        """
        locked = self._locked.pop(request)
        changed = commit.created | commit.archived
        assert changed <= locked, "a request changes only what it has locked"
        for contract_id in locked:
            self._contracts[contract_id].lock_count -= 1
        for contract_id in changed:
            contract = self._contracts[contract_id]
            archived = contract_id in commit.archived
            contract.state = ContractState.ARCHIVED if archived else ContractState.ACTIVE
            contract.is_known = True
            contract.unwritten_count += 1
        self._forget_idle(locked)

    def written(self, commit: CommitSet) -> None:
        """Says that the changes of a commit set are durable in the store."""
        changed = commit.created | commit.archived
        for contract_id in changed:
            self._contracts[contract_id].unwritten_count -= 1
        self._forget_idle(changed)

    def _forget_idle(self, contract_ids: Iterable[ContractId]) -> None:
        for contract_id in contract_ids:
            contract = self._contracts.get(contract_id)
            if contract is not None and contract.is_idle:
                del self._contracts[contract_id]

    @property
    def held_count(self) -> int:
        """How many contracts are held in memory."""
        return len(self._contracts)
