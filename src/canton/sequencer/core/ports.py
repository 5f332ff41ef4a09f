"""What the core asks of the topology, declared by the core and filled by `sequencer.topology_view`.

The core sees members, groups and "is this signature good", never keys: that keeps the block
machine independent of the crypto schemes in use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from canton.crypto.hash import HashPurpose
from canton.crypto.signature import Signature
from canton.identifiers import Member
from canton.protocol.sequencing.recipient import GroupRecipient, Recipient
from canton.timestamps import Micros, Timestamp
from canton.topology.parameters.dynamic import TrafficControlParameters
from canton.wire.topology_pb2 import TopologyTransactionsBroadcast


@dataclass(frozen=True, slots=True)
class MemberGroup:
    """A mediator group, or the sequencers: who acts, who listens, how many must agree."""

    active: tuple[Member, ...]
    passive: tuple[Member, ...]
    threshold: int

    @property
    def members(self) -> tuple[Member, ...]:
        """Everyone that is addressed through the group."""
        return self.active + self.passive


class TopologySnapshotView(Protocol):
    """The topology as it was valid at one time."""

    def mediator_group(self, index: int) -> MemberGroup | None:
        """The mediator group of that index, if there is one."""

    def sequencer_group(self) -> MemberGroup | None:
        """The sequencers of the synchronizer, if known."""

    def aggregate_submission_timeout(self) -> Micros | None:
        """How far ahead the max sequencing time of an aggregation may lie."""

    def signature_problem(
        self, member: Member, purpose: HashPurpose, content: bytes, signature: Signature
    ) -> str | None:
        """Why `signature` over digest(purpose, content) is not `member`'s; None if it is good."""

    def traffic_parameters(self) -> TrafficControlParameters | None:
        """What sending costs; None where it is free."""

    def group_sizes(self, recipients: Iterable[Recipient]) -> Mapping[GroupRecipient, int]:
        """How many members each of the groups has that are among the recipients."""

    def topology_timestamp_tolerance(self) -> Micros | None:
        """How old the topology may be by which a sender reckons."""

    def is_signing_key_of(self, member: Member, signature: Signature) -> bool:
        """Whether the key that made the signature is still a protocol key of the member."""


@dataclass(frozen=True, slots=True)
class TopologyChange:
    """What a broadcast did: the members that accepted transactions name, and what to write.

    The writes belong to the topology's store; the core passes them on unseen.
    """

    members: tuple[Member, ...]
    writes: tuple[object, ...]


class SequencedTopology(Protocol):
    """The sequencer's own topology state, fed by the core with what it sequences."""

    def at(self, time: Timestamp) -> TopologySnapshotView:
        """The snapshot at `time`: what became effective before it."""

    def process(
        self, sequenced: Timestamp, broadcasts: Sequence[TopologyTransactionsBroadcast]
    ) -> TopologyChange:
        """Validates and applies the broadcasts of one event, in their order.

        A broadcast with a transaction that cannot be read is left out as a whole.
        """
