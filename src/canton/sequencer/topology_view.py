"""The synchronizer's topology as the block machine sees it: the topology state behind its ports.

The sequencer needs no subscription of its own to follow the topology: the machine that sequences a
broadcast applies it at once. Source: Canton 3.6 SyncCryptoClient, GroupAddressResolver.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from canton.crypto.hash import HashPurpose, digest
from canton.crypto.key import PROTOCOL_ONLY, SigningPublicKey, Usages
from canton.crypto.signature import Signature, check_signature
from canton.identifiers import Member
from canton.protocol.sequencing.recipient import GroupRecipient, Recipient
from canton.protocol.sequencing.traffic import group_sizes
from canton.sequencer.core.ports import MemberGroup, TopologyChange
from canton.timestamps import TIMESTAMP_MIN, Micros, Timestamp
from canton.topology.mapping.mapping import TopologyMapping
from canton.topology.mapping.participant import SynchronizerTrustCertificate
from canton.topology.mapping.synchronizer import (
    MediatorSynchronizerState,
    SequencerSynchronizerState,
)
from canton.topology.parameters.dynamic import TrafficControlParameters
from canton.topology.snapshot.snapshot import TopologySnapshot
from canton.topology.transaction import Operation, SignedTopologyTransaction
from canton.topology_service.client import TopologyClient
from canton.wire.topology_pb2 import TopologyTransactionsBroadcast

_SNAPSHOTS_KEPT: Final = 8


class SnapshotView:
    """One snapshot with the questions of the block machine."""

    def __init__(self, snapshot: TopologySnapshot) -> None:
        self.snapshot = snapshot
        # By member, only of those that the topology has: callers may name any.
        self._keys: dict[tuple[Member, Usages], tuple[SigningPublicKey, ...]] = {}
        self._login_times: dict[Member, Timestamp] = {}

    def mediator_group(self, index: int) -> MemberGroup | None:
        """See `TopologySnapshotView.mediator_group`."""
        for group in self.snapshot.mediator_groups():
            if group.group == index:
                return MemberGroup(group.active, group.observers, group.threshold)
        return None

    def sequencer_group(self) -> MemberGroup | None:
        """See `TopologySnapshotView.sequencer_group`."""
        group = self.snapshot.sequencer_group()
        return (
            None if group is None else MemberGroup(group.active, group.observers, group.threshold)
        )

    def aggregate_submission_timeout(self) -> Micros | None:
        """See `TopologySnapshotView.aggregate_submission_timeout`."""
        parameters = self.snapshot.dynamic_parameters
        return None if parameters is None else parameters.sequencer_aggregate_submission_timeout

    def traffic_parameters(self) -> TrafficControlParameters | None:
        """See `TopologySnapshotView.traffic_parameters`."""
        parameters = self.snapshot.dynamic_parameters
        return None if parameters is None else parameters.traffic_control

    def group_sizes(self, recipients: Iterable[Recipient]) -> Mapping[GroupRecipient, int]:
        """See `TopologySnapshotView.group_sizes`."""
        return group_sizes(self.snapshot, recipients)

    def topology_timestamp_tolerance(self) -> Micros | None:
        """See `TopologySnapshotView.topology_timestamp_tolerance`."""
        parameters = self.snapshot.dynamic_parameters
        return None if parameters is None else parameters.sequencer_topology_timestamp_tolerance

    def signature_problem(
        self, member: Member, purpose: HashPurpose, content: bytes, signature: Signature
    ) -> str | None:
        """See `TopologySnapshotView.signature_problem`."""
        key = self.signing_key(member, signature, PROTOCOL_ONLY)
        if key is None:
            return f"{member} has no protocol key {signature.signed_by} at {self.snapshot.time}"
        rejection = check_signature(key, digest(purpose, content), signature, PROTOCOL_ONLY)
        return None if rejection is None else rejection.cause

    def is_signing_key_of(self, member: Member, signature: Signature) -> bool:
        """See `TopologySnapshotView.is_signing_key_of`."""
        return self.signing_key(member, signature, PROTOCOL_ONLY) is not None

    def signing_key(
        self, member: Member, signature: Signature, usages: Usages
    ) -> SigningPublicKey | None:
        """The member's key of these usages that the signature names, if it has it."""
        keys = self.signing_keys(member, usages)
        return next((key for key in keys if key.fingerprint == signature.signed_by), None)

    def signing_keys(self, member: Member, usages: Usages) -> tuple[SigningPublicKey, ...]:
        """The member's keys of these usages; looked up once for a member that has any."""
        keys = self._keys.get((member, usages))
        if keys is None:
            keys = self.snapshot.members.signing_keys(member, usages)
            if keys:
                self._keys[member, usages] = keys
        return keys

    def login_time(self, member: Member) -> Timestamp | None:
        """From when on the member may log in; None for one that is not active here."""
        time = self._login_times.get(member)
        if time is None and self.snapshot.members.is_active(member):
            attributes = self.snapshot.members.participant(member)
            after = None if attributes is None else attributes.login_after
            time = self._login_times[member] = TIMESTAMP_MIN if after is None else after
        return time


class SynchronizerTopology:
    """The topology of the synchronizer; grows with the blocks.

    It is the client's state that grows, so that the node's own topology manager sees the same.
    """

    def __init__(self, client: TopologyClient) -> None:
        self.client = client
        self._views: dict[Timestamp, SnapshotView] = {}

    def at(self, time: Timestamp) -> SnapshotView:
        """See `SequencedTopology.at`."""
        # All that is effective is in force from the newest change on, so one view serves until
        # the next change: keys are then looked up once.
        settled = min(time, Timestamp(self.client.state.rows.newest_effective + 1))
        view = self._views.get(settled)
        if view is None:
            if len(self._views) >= _SNAPSHOTS_KEPT:
                self._views.clear()
            view = SnapshotView(TopologySnapshot.of_state(self.client.state, settled))
            self._views[settled] = view
        return view

    def process(
        self, sequenced: Timestamp, broadcasts: Sequence[TopologyTransactionsBroadcast]
    ) -> TopologyChange:
        """See `SequencedTopology.process`."""
        applied = self.client.process(sequenced, broadcasts)
        self._views.clear()
        accepted = (outcome.transaction for outcome in applied.outcomes if outcome.is_accepted)
        return TopologyChange(tuple(members_named(accepted)), applied.writes)


def members_named(transactions: Iterable[SignedTopologyTransaction]) -> Iterator[Member]:
    """The members that these transactions admit to the synchronizer."""
    for signed in transactions:
        if not signed.is_proposal and signed.operation is Operation.REPLACE:
            yield from _members_of(signed.mapping)


def _members_of(mapping: TopologyMapping) -> tuple[Member, ...]:
    match mapping:
        case SynchronizerTrustCertificate():
            return (mapping.participant,)
        case MediatorSynchronizerState() | SequencerSynchronizerState():
            return mapping.members
        case _:
            return ()
