"""The state that a new member starts with: what a sequencer gives it, and how it checks it.

Source: Canton 3.6 StoreBasedTopologyStateForInitializationService,
InitialTopologySnapshotValidator; protocol sheet 4.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from canton.crypto.errors import malformed
from canton.errors import Rejection
from canton.identifiers import Member, MemberKind, PhysicalSynchronizerId
from canton.timestamps import Timestamp
from canton.topology.mapping.code import MappingCode
from canton.topology.mapping.participant import SynchronizerTrustCertificate
from canton.topology.mapping.synchronizer import MediatorSynchronizerState
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology.state.rows import TopologyRows
from canton.topology.state.state import TopologyState
from canton.topology.stored import StoredTopologyTransaction
from canton.topology.transaction import Operation


def onboarding_time(rows: TopologyRows, member: Member) -> Timestamp | None:
    """When the first transaction that admits the member became effective; None if none did.

    It is asked for participants and mediators; a sequencer is given a snapshot another way.
    """
    match member.kind:
        case MemberKind.PARTICIPANT:
            code = MappingCode.SYNCHRONIZER_TRUST_CERTIFICATE
        case MemberKind.MEDIATOR:
            code = MappingCode.MEDIATOR_SYNCHRONIZER_STATE
        case MemberKind.SEQUENCER:
            return None
    admissions = (
        row.valid_from
        for row in rows.history_of(code)
        if row.transaction.operation is Operation.REPLACE and _admits(row, member)
    )
    return min(admissions, default=None)


def _admits(row: StoredTopologyTransaction, member: Member) -> bool:
    match row.mapping:
        case SynchronizerTrustCertificate(participant=participant):
            return participant == member
        case MediatorSynchronizerState() as group:
            return member in group.members
        case _:
            return False


def rows_as_of(
    rows: Iterable[StoredTopologyTransaction], sequenced_inclusive: Timestamp
) -> list[StoredTopologyTransaction]:
    """All rows sequenced up to that time, rejected ones too, with the ends that were known then."""
    chosen = [row for row in rows if row.sequenced <= sequenced_inclusive]
    newest = max((row.valid_from for row in chosen), default=None)
    return [
        replace(row, valid_until=None)
        if newest is not None and row.valid_until is not None and row.valid_until > newest
        else row
        for row in chosen
    ]


def initial_rows(rows: TopologyRows, member: Member) -> list[StoredTopologyTransaction] | None:
    """What a new member is given; None where nothing admits it.

    The member receives events from its admission on. Everything sequenced up to then comes with
    this, hence the effective time of the admission serves as the last sequencing time.
    """
    admitted = onboarding_time(rows, member)
    return None if admitted is None else rows_as_of(rows, admitted)


def replay(
    rows: Iterable[StoredTopologyTransaction],
    synchronizer: PhysicalSynchronizerId,
    parameters: StaticSynchronizerParameters,
) -> TopologyState | Rejection:
    """The state that the rows claim, found anew by applying their transactions.

    Signatures and the texts of rejections may differ from the claim: superfluous signatures are
    stripped. All else must come out the same, so that a sequencer cannot make up a state.
    """
    claimed = list(rows)
    state = TopologyState(synchronizer, parameters)
    times = [(row.sequenced, row.valid_from) for row in claimed]
    if times != sorted(times):
        return malformed("the initial topology state is not in order of time")
    for (sequenced, effective), batch in groupby(
        claimed, key=lambda row: (row.sequenced, row.valid_from)
    ):
        if effective < state.rows.newest_effective:
            return malformed("the effective times of the initial topology state go back")
        state.apply([row.transaction for row in batch], sequenced, effective)
    for index, (row, found) in enumerate(_pairs(claimed, state)):
        if _essence(row) != _essence(found):
            return malformed(
                f"transaction {index} ({row.hash}) of the initial topology state does not hold:"
                f" {found.rejection or 'its validity or proposal flag differs'}"
            )
    return state


def _pairs(
    claimed: list[StoredTopologyTransaction], state: TopologyState
) -> Iterator[tuple[StoredTopologyTransaction, StoredTopologyTransaction]]:
    return zip(claimed, state.rows, strict=True)


def _essence(row: StoredTopologyTransaction) -> tuple[object, ...]:
    return (
        row.sequenced,
        row.valid_from,
        row.valid_until,
        row.transaction.transaction,
        row.is_proposal,
        row.rejection is None,
    )
