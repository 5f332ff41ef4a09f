"""Picks rows of a topology store as the admin API asks for them.

Source: Canton 3.6 TopologyStore.inspect, TimeQuery, BaseQuery.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from canton.identifiers import UniqueIdentifier
from canton.timestamps import Timestamp
from canton.topology.mapping.code import MappingCode
from canton.topology.stored import StoredTopologyTransaction
from canton.topology.transaction import Operation


@dataclass(frozen=True, slots=True)
class HeadState:
    """What is in force now: before `as_of` where given, else the newest state."""

    as_of: Timestamp | None = None


@dataclass(frozen=True, slots=True)
class SnapshotTime:
    """What is in force at a time."""

    as_of: Timestamp


@dataclass(frozen=True, slots=True)
class TimeRange:
    """What became effective in a range, both ends included; what ended later too."""

    start: Timestamp | None = None
    end: Timestamp | None = None


TimeQuery = HeadState | SnapshotTime | TimeRange
_NEWEST: Final = HeadState()


@dataclass(frozen=True, slots=True)
class TopologyQuery:
    """Conditions that must all hold; empty texts and sets do not restrict.

    Texts are compared by prefix. `identifier` and `namespace` are the two parts of a name.
    """

    time: TimeQuery = _NEWEST
    proposals: bool = False
    operation: Operation | None = None
    codes: frozenset[MappingCode] = frozenset()
    identifier: str = ""
    namespace: str = ""
    signed_by: str = ""

    def named(self, text: str) -> TopologyQuery:
        """The query restricted to names that start with `identifier::namespace`."""
        identifier, _, namespace = text.partition("::")
        return replace(self, identifier=identifier, namespace=namespace)

    def select(
        self, rows: Iterable[StoredTopologyTransaction]
    ) -> Iterator[StoredTopologyTransaction]:
        """The rows that meet all conditions, in order; never rejected ones."""
        return (row for row in rows if row.rejection is None and self._matches(row))

    def _matches(self, row: StoredTopologyTransaction) -> bool:
        transaction = row.transaction.transaction
        return (
            row.is_proposal is self.proposals
            and (not self.codes or transaction.code in self.codes)
            and self.operation in (None, transaction.operation)
            and _is_in_time(row, self.time)
            and transaction.namespace.startswith(self.namespace)
            and _is_named(transaction.uid, self.identifier)
            and (
                not self.signed_by
                or any(key.startswith(self.signed_by) for key in row.transaction.signers)
            )
        )


def _is_named(uid: UniqueIdentifier | None, prefix: str) -> bool:
    return not prefix or (uid is not None and uid.identifier.startswith(prefix))


def _is_in_time(row: StoredTopologyTransaction, time: TimeQuery) -> bool:
    match time:
        case HeadState(as_of):
            return row.valid_until is None if as_of is None else row.is_active_at(as_of)
        case SnapshotTime(as_of):
            return row.is_active_at(as_of)
        case TimeRange(start, end):
            is_late_enough = start is None or row.valid_from >= start
            return is_late_enough and (end is None or row.valid_from <= end)
