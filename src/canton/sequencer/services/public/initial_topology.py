"""The topology with which a new member begins: all that was sequenced when it was admitted.

Source: Canton 3.6 StoreBasedTopologyStateForInitializationService; protocol sheet 4.3.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from canton.identifiers import Member, MemberKind
from canton.timestamps import Timestamp
from canton.topology.mapping.participant import SynchronizerTrustCertificate
from canton.topology.mapping.synchronizer import (
    MediatorSynchronizerState,
    SequencerSynchronizerState,
)
from canton.topology.stored import StoredTopologyTransaction
from canton.topology.transaction import Operation


def admitted_at(rows: Iterable[StoredTopologyTransaction], member: Member) -> Timestamp | None:
    """When the first transaction that admits the member became effective."""
    times = [
        (row.transaction.serial, row.valid_from)
        for row in rows
        if row.rejection is None
        and not row.is_proposal
        and row.transaction.operation is Operation.REPLACE
        and _admits(row, member)
    ]
    return min(times)[1] if times else None


def initial_rows(
    rows: Iterable[StoredTopologyTransaction], admitted: Timestamp
) -> list[StoredTopologyTransaction]:
    """The rows as they were known at that time; ends that came later are left out."""
    known = [row for row in rows if row.sequenced <= admitted]
    effective_max = max((row.valid_from for row in known), default=admitted)
    return [
        replace(row, valid_until=None)
        if row.valid_until is not None and row.valid_until > effective_max
        else row
        for row in known
    ]


def _admits(row: StoredTopologyTransaction, member: Member) -> bool:
    match row.mapping:
        case SynchronizerTrustCertificate(participant=participant):
            return member.kind is MemberKind.PARTICIPANT and participant == member
        case MediatorSynchronizerState() as group:
            return member in group.members
        case SequencerSynchronizerState() as group:
            return member in group.members
        case _:
            return False
