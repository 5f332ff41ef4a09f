"""Mappings of a logical synchronizer upgrade: the announcement and the new connections.

Source: Canton 3.6 LsuAnnouncement, LsuSequencerConnectionSuccessor; protocol sheet 4.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from canton.identifiers import Fingerprint, Member, PhysicalSynchronizerId, UniqueIdentifier
from canton.timestamps import Timestamp
from canton.topology.encoding.time import timestamp_from_proto, timestamp_to_proto
from canton.topology.mapping.code import MappingCode
from canton.wire import topology_pb2 as wire


@dataclass(frozen=True, slots=True)
class LsuAnnouncement:
    """Says that the synchronizer moves to a successor; the topology is frozen until then."""

    code: ClassVar[MappingCode] = MappingCode.LSU_ANNOUNCEMENT

    successor: PhysicalSynchronizerId
    upgrade_time: Timestamp

    @property
    def synchronizer_id(self) -> UniqueIdentifier:
        """The logical synchronizer, which the upgrade does not change."""
        return self.successor.logical

    @property
    def namespace(self) -> Fingerprint:
        """The synchronizer's namespace."""
        return self.successor.logical.namespace

    @property
    def uid(self) -> UniqueIdentifier:
        """The synchronizer's name."""
        return self.successor.logical

    @staticmethod
    def from_proto(message: wire.LsuAnnouncement) -> LsuAnnouncement:
        """Reads the message.

        Raises:
            ValueError: the successor is malformed, or the time is missing.
        """
        if not message.HasField("upgrade_time"):
            raise ValueError("the upgrade time is missing")
        return LsuAnnouncement(
            PhysicalSynchronizerId.parse(message.successor_physical_synchronizer_id),
            timestamp_from_proto(message.upgrade_time),
        )

    def to_proto(self) -> wire.TopologyMapping:
        """The mapping's message."""
        return wire.TopologyMapping(
            synchronizer_upgrade_announcement=wire.LsuAnnouncement(
                successor_physical_synchronizer_id=str(self.successor),
                upgrade_time=timestamp_to_proto(self.upgrade_time),
            )
        )


@dataclass(frozen=True, slots=True)
class LsuSequencerConnectionSuccessor:
    """Where a sequencer can be reached after the upgrade."""

    code: ClassVar[MappingCode] = MappingCode.LSU_SEQUENCER_CONNECTION_SUCCESSOR

    sequencer: Member
    successor: PhysicalSynchronizerId
    endpoints: tuple[str, ...]
    custom_trust_certificates: bytes | None = None

    def __post_init__(self) -> None:
        if not self.endpoints:
            raise ValueError("there are no endpoints")

    @property
    def synchronizer_id(self) -> UniqueIdentifier:
        """The logical synchronizer, which the upgrade does not change."""
        return self.successor.logical

    @property
    def namespace(self) -> Fingerprint:
        """The sequencer's namespace."""
        return self.sequencer.uid.namespace

    @property
    def uid(self) -> UniqueIdentifier:
        """The sequencer's name."""
        return self.sequencer.uid

    @staticmethod
    def from_proto(
        message: wire.LsuSequencerConnectionSuccessor,
    ) -> LsuSequencerConnectionSuccessor:
        """Reads the message.

        Raises:
            ValueError: a name is malformed, or there are no endpoints.
        """
        connection = message.connection
        has_certificates = connection.HasField("custom_trust_certificates")
        return LsuSequencerConnectionSuccessor(
            Member.parse(message.sequencer_id),
            PhysicalSynchronizerId.parse(message.successor_physical_synchronizer_id),
            tuple(connection.endpoints),
            connection.custom_trust_certificates if has_certificates else None,
        )

    def to_proto(self) -> wire.TopologyMapping:
        """The mapping's message."""
        return wire.TopologyMapping(
            sequencer_connection_successor=wire.LsuSequencerConnectionSuccessor(
                sequencer_id=str(self.sequencer),
                successor_physical_synchronizer_id=str(self.successor),
                connection=wire.LsuSequencerConnectionSuccessor.SequencerConnection(
                    endpoints=self.endpoints,
                    custom_trust_certificates=self.custom_trust_certificates,
                ),
            )
        )
