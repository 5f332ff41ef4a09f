"""All rows of one topology store, with the lookups that rules and snapshots need.

Rows are only ever added, and given an end; both in order of their effective times. So what holds
at a time up to the newest effective time never changes any more, and a snapshot needs no copy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from canton.crypto.hash import Hash
from canton.errors import InvariantViolation
from canton.identifiers import Fingerprint, Member, UniqueIdentifier
from canton.timestamps import TIMESTAMP_MIN, Timestamp
from canton.topology.mapping.code import MappingCode
from canton.topology.mapping.party import PartyToParticipant
from canton.topology.stored import StoredTopologyTransaction
from canton.topology.transaction import Operation, SignedTopologyTransaction


@dataclass(frozen=True, slots=True)
class AddRow:
    """A new row; `position` counts the rows of a store from 0."""

    position: int
    row: StoredTopologyTransaction


@dataclass(frozen=True, slots=True)
class EndRow:
    """An older row is in force until this time, inclusive."""

    position: int
    valid_until: Timestamp


RowChange = AddRow | EndRow


class TopologyRows:
    """The rows of one store; grows by `add` and `end`."""

    def __init__(self) -> None:
        self._rows: list[StoredTopologyTransaction] = []
        self._last: dict[Hash, int] = {}
        self._proposals: dict[Hash, dict[Hash, int]] = {}
        # Per unique key, the positions of its fully authorized rows, oldest first.
        self._history: dict[Hash, list[int]] = {}
        # Unique keys that ever occurred, in order of first appearance; dicts serve as sets.
        self._keys_of_code: dict[MappingCode, dict[Hash, None]] = defaultdict(dict)
        self._keys_of_uid: dict[tuple[MappingCode, UniqueIdentifier], dict[Hash, None]] = (
            defaultdict(dict)
        )
        self._keys_of_namespace: dict[tuple[MappingCode, Fingerprint], dict[Hash, None]] = (
            defaultdict(dict)
        )
        self._party_keys_of_participant: dict[Member, dict[Hash, None]] = defaultdict(dict)
        # Positions of the rows of a transaction that were not rejected, oldest first.
        self._by_hash: dict[Hash, list[int]] = {}
        self._newest = TIMESTAMP_MIN

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[StoredTopologyTransaction]:
        return iter(self._rows)

    def __getitem__(self, position: int) -> StoredTopologyTransaction:
        return self._rows[position]

    @property
    def newest_effective(self) -> Timestamp:
        """The largest effective time among the rows; the smallest time where there are none."""
        return self._newest

    def add(self, row: StoredTopologyTransaction) -> AddRow:
        """Appends a row, which must not be older than the others."""
        if row.valid_from < self._newest:
            raise InvariantViolation("topology rows must come in order of their effective times")
        self._newest = row.valid_from
        position = len(self._rows)
        self._rows.append(row)
        if row.rejection is None:
            self._index(position, row)
        return AddRow(position, row)

    def end(self, position: int, time: Timestamp) -> EndRow:
        """Ends a row that has no end yet."""
        row = self._rows[position]
        if row.valid_until is not None:
            raise InvariantViolation("a topology row ends once")
        self._rows[position] = replace(row, valid_until=time)
        key = row.transaction.transaction.unique_key
        if row.is_proposal:
            self._proposals[key].pop(row.hash, None)
        elif self._last.get(key) == position:
            del self._last[key]
        return EndRow(position, time)

    def undo(self, changes: Iterable[RowChange]) -> None:
        """Takes back changes, which must be the newest ones, given in the order they were made."""
        for change in reversed(tuple(changes)):
            match change:
                case AddRow():
                    self._remove_newest(change.row)
                case EndRow():
                    self._reopen(change.position)
        self._newest = self._rows[-1].valid_from if self._rows else TIMESTAMP_MIN

    def _remove_newest(self, row: StoredTopologyTransaction) -> None:
        position = len(self._rows) - 1
        self._rows.pop()
        key = row.transaction.transaction.unique_key
        if row.rejection is not None:
            return
        self._by_hash[row.hash].pop()
        if row.is_proposal:
            self._proposals[key].pop(row.hash, None)
            return
        # The keys stay listed; a listed key without history is like one never seen.
        self._history[key].pop()
        if self._last.get(key) == position:
            del self._last[key]

    def _reopen(self, position: int) -> None:
        row = replace(self._rows[position], valid_until=None)
        self._rows[position] = row
        key = row.transaction.transaction.unique_key
        if row.is_proposal:
            self._proposals.setdefault(key, {})[row.hash] = position
        else:
            self._last[key] = position

    def _index(self, position: int, row: StoredTopologyTransaction) -> None:
        transaction = row.transaction.transaction
        key = transaction.unique_key
        self._by_hash.setdefault(transaction.hash, []).append(position)
        if row.is_proposal:
            if row.valid_until is None:
                self._proposals.setdefault(key, {})[row.hash] = position
            return
        if row.valid_until is None:
            self._last[key] = position
        self._history.setdefault(key, []).append(position)
        self._keys_of_code[transaction.code][key] = None
        self._keys_of_namespace[transaction.code, transaction.namespace][key] = None
        if transaction.uid is not None:
            self._keys_of_uid[transaction.code, transaction.uid][key] = None
        if isinstance(transaction.mapping, PartyToParticipant):
            for member in transaction.mapping.participant_ids:
                self._party_keys_of_participant[member][key] = None

    def last_of(self, unique_key: Hash) -> StoredTopologyTransaction | None:
        """The last fully authorized row of that key, be it a removal."""
        position = self._last.get(unique_key)
        return None if position is None else self._rows[position]

    def pending(self, unique_key: Hash, tx_hash: Hash) -> StoredTopologyTransaction | None:
        """The pending proposal of that transaction."""
        position = self._proposals.get(unique_key, {}).get(tx_hash)
        return None if position is None else self._rows[position]

    def latest_of(self, tx_hash: Hash) -> StoredTopologyTransaction | None:
        """The newest row of that transaction that was not rejected, as proposal or in force."""
        positions = self._by_hash.get(tx_hash)
        return self._rows[positions[-1]] if positions else None

    def superseded_by(self, signed: SignedTopologyTransaction) -> list[int]:
        """The positions of the rows that an accepted transaction ends."""
        key = signed.transaction.unique_key
        proposals = self._proposals.get(key, {})
        if signed.is_proposal:
            same = proposals.get(signed.hash)
            return [] if same is None else [same]
        last = self._last.get(key)
        ended = [] if last is None else [last]
        ended.extend(
            position
            for position in proposals.values()
            if self._rows[position].transaction.serial <= signed.serial
        )
        return ended

    def proposals(self) -> Iterator[StoredTopologyTransaction]:
        """All pending proposals."""
        for positions in self._proposals.values():
            for position in positions.values():
                yield self._rows[position]

    def of_uid(
        self, code: MappingCode, uid: UniqueIdentifier
    ) -> Iterator[StoredTopologyTransaction]:
        """The mappings of that kind and name that are in force."""
        return self._last_where(self._keys_of_uid.get((code, uid), ()), Operation.REPLACE)

    def of_namespace(
        self,
        code: MappingCode,
        namespace: Fingerprint,
        operation: Operation = Operation.REPLACE,
    ) -> Iterator[StoredTopologyTransaction]:
        """The mappings of that kind and namespace whose last change was of that operation."""
        return self._last_where(self._keys_of_namespace.get((code, namespace), ()), operation)

    def history_of(self, code: MappingCode) -> Iterator[StoredTopologyTransaction]:
        """All fully authorized rows of that kind, past and present."""
        for key in self._keys_of_code.get(code, ()):
            for position in self._history[key]:
                yield self._rows[position]

    def _last_where(
        self, keys: Iterable[Hash], operation: Operation
    ) -> Iterator[StoredTopologyTransaction]:
        for key in tuple(keys):
            row = self.last_of(key)
            if row is not None and row.transaction.operation is operation:
                yield row

    def at(self, unique_key: Hash, time: Timestamp) -> StoredTopologyTransaction | None:
        """The fully authorized row of that key in force at that time; None if it was removed."""
        for position in reversed(self._history.get(unique_key, ())):
            row = self._rows[position]
            if row.is_active_at(time):
                return row if row.transaction.operation is Operation.REPLACE else None
            if row.valid_until is not None and row.valid_until < time:
                # Ends ascend, so no older row reaches up to that time.
                return None
        return None

    def keys(self, code: MappingCode, uid: UniqueIdentifier | None = None) -> tuple[Hash, ...]:
        """The unique keys that mappings of that kind (and of that name) ever had."""
        if uid is None:
            return tuple(self._keys_of_code.get(code, ()))
        return tuple(self._keys_of_uid.get((code, uid), ()))

    def party_keys_of(self, participant: Member) -> tuple[Hash, ...]:
        """The unique keys of party mappings that ever named this participant."""
        return tuple(self._party_keys_of_participant.get(participant, ()))
