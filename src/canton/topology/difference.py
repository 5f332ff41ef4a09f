"""How a batch of topology changes alters who hosts which party: what the ledger shows of it.

Source: Canton 3.6 TopologyTransactionDiff, EffectiveStateChange.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from canton.crypto.hash import Hash, HashBuilder, HashPurpose
from canton.identifiers import Member, PartyId, PhysicalSynchronizerId
from canton.timestamps import Timestamp
from canton.topology.encoding.versioned import wrap
from canton.topology.mapping.participant import (
    ParticipantPermission,
    SynchronizerTrustCertificate,
)
from canton.topology.mapping.party import PartyToParticipant
from canton.topology.stored import StoredTopologyTransaction
from canton.topology.transaction import Operation, SignedTopologyTransaction


class HostingEventKind(Enum):
    """What happened to the hosting of a party on a participant."""

    ADDED = "added"
    ONBOARDING = "onboarding"
    CHANGED = "changed"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class HostingEvent:
    """One change; `permission` is the one from now on, None where it is revoked."""

    kind: HostingEventKind
    party: PartyId
    participant: Member
    permission: ParticipantPermission | None = None


@dataclass(frozen=True, slots=True)
class HostingChange:
    """All hosting changes of one effective time, and the update id that the ledger gives them."""

    effective: Timestamp
    update_id: Hash
    events: tuple[HostingEvent, ...]
    """In order of kind, party and participant."""


_Hosting = dict[tuple[PartyId, Member], tuple[ParticipantPermission, bool]]


def hosting_change(
    synchronizer: PhysicalSynchronizerId,
    effective: Timestamp,
    rows: Iterable[StoredTopologyTransaction],
) -> HostingChange | None:
    """What the rows that begin or end at that time change; other rows may be among them."""
    relevant = [row for row in rows if _is_relevant(row)]
    before = [row.transaction for row in relevant if row.valid_until == effective]
    after = [row.transaction for row in relevant if row.valid_from == effective]
    events = tuple(_events(_hosting(before), _hosting(after)))
    if not events:
        return None
    return HostingChange(effective, _update_id(synchronizer, before, after), events)


def hosting_changes(
    synchronizer: PhysicalSynchronizerId, rows: Iterable[StoredTopologyTransaction]
) -> Iterator[HostingChange]:
    """What the rows change at all of their times, in their order."""
    at: defaultdict[Timestamp, list[StoredTopologyTransaction]] = defaultdict(list)
    for row in rows:
        at[row.valid_from].append(row)
        if row.valid_until is not None and row.valid_until != row.valid_from:
            at[row.valid_until].append(row)
    for time in sorted(at):
        change = hosting_change(synchronizer, time, at[time])
        if change is not None:
            yield change


def _is_relevant(row: StoredTopologyTransaction) -> bool:
    return (
        row.rejection is None
        and not row.is_proposal
        and row.valid_from != row.valid_until
        and row.transaction.operation is Operation.REPLACE
        and isinstance(row.mapping, PartyToParticipant | SynchronizerTrustCertificate)
    )


def _hosting(transactions: Iterable[SignedTopologyTransaction]) -> _Hosting:
    hosting: _Hosting = {}
    admins: _Hosting = {}
    for signed in transactions:
        match signed.mapping:
            case PartyToParticipant() as mapping:
                for host in mapping.participants:
                    key = mapping.party.party, host.participant
                    hosting[key] = host.permission, host.onboarding
            case SynchronizerTrustCertificate(participant=participant):
                key = participant.uid.party, participant
                admins[key] = ParticipantPermission.SUBMISSION, False
            case _:
                continue
    return hosting | admins


def _events(before: _Hosting, after: _Hosting) -> list[HostingEvent]:
    events: list[HostingEvent] = []
    for (party, member), (permission, onboarding) in after.items():
        known = before.get((party, member))
        kinds = []
        if not onboarding and (known is None or known[1]):
            kinds.append(HostingEventKind.ADDED)
        if onboarding and known is None:
            kinds.append(HostingEventKind.ONBOARDING)
        if known is not None and known[0] is not permission:
            kinds.append(HostingEventKind.CHANGED)
        events.extend(HostingEvent(kind, party, member, permission) for kind in kinds)
    events.extend(
        HostingEvent(HostingEventKind.REVOKED, party, member)
        for party, member in before.keys() - after.keys()
    )
    return sorted(events, key=lambda each: (each.kind.value, each.party, str(each.participant)))


def _update_id(
    synchronizer: PhysicalSynchronizerId,
    before: Iterable[SignedTopologyTransaction],
    after: Iterable[SignedTopologyTransaction],
) -> Hash:
    builder = HashBuilder(HashPurpose.TOPOLOGY_UPDATE_ID).add_string(str(synchronizer))
    for name, transactions in (("old-relevant-state", before), ("new-relevant-state", after)):
        builder.add_string(name)
        for text in sorted(_signatures_hash(signed).hex() for signed in transactions):
            builder.add_string(text)
    return builder.finish()


def _signatures_hash(signed: SignedTopologyTransaction) -> Hash:
    builder = HashBuilder(HashPurpose.TOPOLOGY_TRANSACTION_SIGNATURE)
    for each in sorted(signed.signatures, key=lambda each: each.signed_by):
        builder.add_bytes(wrap(each.signature.to_proto()))
    return builder.finish()
