"""Sequenced events: what a member receives, each pointing to the one before it.

There is no counter: the previous timestamp makes the chain. Source: protocol sheet 2.6,
SequencedEvent of schema 31.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from canton.crypto.hash import HashPurpose
from canton.crypto.versioned import unwrap_as, wrap
from canton.identifiers import PhysicalSynchronizerId
from canton.protocol.reading import read_timestamp, rejecting, required
from canton.protocol.sequencing.envelope import Batch
from canton.protocol.sequencing.submission import read_message_id
from canton.protocol.status import Status
from canton.timestamps import Timestamp
from canton.wire import sequencing_v31_pb2 as v31
from canton.wire import topology_pb2

_VERSION: Final = 31
EVENT_PURPOSE: Final = HashPurpose.SEQUENCED_EVENT_SIGNATURE


@dataclass(frozen=True, slots=True)
class TrafficReceipt:
    """What the submission cost its sender, and what is left of the base allowance."""

    consumed_cost: int
    extra_traffic_consumed: int
    base_traffic_remainder: int

    @staticmethod
    def from_proto(message: topology_pb2.TrafficReceipt) -> TrafficReceipt:
        """Reads the message."""
        return TrafficReceipt(
            message.consumed_cost, message.extra_traffic_consumed, message.base_traffic_remainder
        )

    def to_proto(self) -> topology_pb2.TrafficReceipt:
        """The message."""
        return topology_pb2.TrafficReceipt(
            consumed_cost=self.consumed_cost,
            extra_traffic_consumed=self.extra_traffic_consumed,
            base_traffic_remainder=self.base_traffic_remainder,
        )


@dataclass(frozen=True, slots=True)
class Deliver:
    """A batch that was sequenced; with a message id it is the sender's receipt."""

    previous_timestamp: Timestamp | None
    timestamp: Timestamp
    synchronizer: PhysicalSynchronizerId
    batch: Batch
    message_id: str | None = None
    topology_timestamp: Timestamp | None = None
    traffic_receipt: TrafficReceipt | None = None

    @property
    def timestamp_of_signing_key(self) -> Timestamp:
        """When the sequencer's key must be valid."""
        return self.timestamp if self.topology_timestamp is None else self.topology_timestamp

    def to_bytes(self) -> bytes:
        """The wrapped message, which is what the sequencer signs."""
        message = _message(self)
        message.batch.CopyFrom(self.batch.to_proto())
        if self.topology_timestamp is not None:
            message.topology_timestamp = self.topology_timestamp
        return wrap(message, _VERSION)


@dataclass(frozen=True, slots=True)
class DeliverError:
    """The sequencer's refusal of a submission, for its sender alone."""

    previous_timestamp: Timestamp | None
    timestamp: Timestamp
    synchronizer: PhysicalSynchronizerId
    message_id: str
    reason: Status
    traffic_receipt: TrafficReceipt | None = None

    @property
    def timestamp_of_signing_key(self) -> Timestamp:
        """When the sequencer's key must be valid."""
        return self.timestamp

    def to_bytes(self) -> bytes:
        """The wrapped message, which is what the sequencer signs."""
        message = _message(self)
        message.deliver_error_reason.CopyFrom(self.reason.to_proto())
        return wrap(message, _VERSION)


SequencedEvent = Deliver | DeliverError


def _message(event: SequencedEvent) -> v31.SequencedEvent:
    message = v31.SequencedEvent(
        previous_timestamp=event.previous_timestamp,
        timestamp=event.timestamp,
        physical_synchronizer_id=str(event.synchronizer),
        message_id=event.message_id,
    )
    if event.traffic_receipt is not None:
        message.traffic_receipt.CopyFrom(event.traffic_receipt.to_proto())
    return message


@rejecting
def event_from_bytes(content: bytes, size_max: int) -> SequencedEvent:
    """Reads an event; `size_max` bounds what is decompressed."""
    message = required(unwrap_as(content, v31.SequencedEvent, {_VERSION}))
    if message.HasField("batch") == message.HasField("deliver_error_reason"):
        raise ValueError("a sequenced event has neither or both of a batch and an error")
    previous = _optional_time(message, "previous_timestamp")
    time = read_timestamp(message.timestamp)
    synchronizer = PhysicalSynchronizerId.parse(message.physical_synchronizer_id)
    message_id = None
    if message.HasField("message_id"):
        message_id = read_message_id(message.message_id)
    receipt = None
    if message.HasField("traffic_receipt"):
        receipt = TrafficReceipt.from_proto(message.traffic_receipt)
    if message.HasField("deliver_error_reason"):
        if message_id is None:
            raise ValueError("a sequenced error has no message id")
        reason = Status.from_proto(message.deliver_error_reason)
        return DeliverError(previous, time, synchronizer, message_id, reason, receipt)
    return Deliver(
        previous_timestamp=previous,
        timestamp=time,
        synchronizer=synchronizer,
        batch=required(Batch.from_proto(message.batch, size_max)),
        message_id=message_id,
        topology_timestamp=_optional_time(message, "topology_timestamp"),
        traffic_receipt=receipt,
    )


def _optional_time(message: v31.SequencedEvent, name: str) -> Timestamp | None:
    match name:
        case "previous_timestamp" if message.HasField("previous_timestamp"):
            return read_timestamp(message.previous_timestamp)
        case "topology_timestamp" if message.HasField("topology_timestamp"):
            return read_timestamp(message.topology_timestamp)
        case _:
            return None
