"""Sequenced events: bytes and back, and what is neither a delivery nor an error."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canton.crypto.versioned import unwrap_as, wrap
from canton.errors import Rejection
from canton.identifiers import Fingerprint, PhysicalSynchronizerId, UniqueIdentifier, participant
from canton.protocol.sequencing.envelope import Batch, Envelope
from canton.protocol.sequencing.event import (
    Deliver,
    DeliverError,
    TrafficReceipt,
    event_from_bytes,
)
from canton.protocol.sequencing.recipient import Recipients
from canton.protocol.status import Status, StatusDetail
from canton.timestamps import Timestamp
from canton.wire import sequencing_v31_pb2 as v31

UID = UniqueIdentifier("x", Fingerprint("1220" + "ab" * 32))
SYNCHRONIZER = PhysicalSynchronizerId(UID, 35, 0)
BATCH = Batch.of([Envelope(b"one", Recipients.group([participant(UID)]))])
DELIVER = Deliver(None, Timestamp(5), SYNCHRONIZER, BATCH)
ERROR = DeliverError(
    Timestamp(4), Timestamp(5), SYNCHRONIZER, "id", Status(9, "no", (StatusDetail("t", b"v"),))
)


@pytest.mark.parametrize(
    "event",
    [
        DELIVER,
        replace(DELIVER, previous_timestamp=Timestamp(4), message_id="id"),
        replace(DELIVER, topology_timestamp=Timestamp(3)),
        replace(DELIVER, traffic_receipt=TrafficReceipt(1, 2, 3)),
        ERROR,
        replace(ERROR, traffic_receipt=TrafficReceipt(0, 0, 0), previous_timestamp=None),
    ],
)
def test_an_event_reads_back(event) -> None:
    assert event_from_bytes(event.to_bytes(), 1000) == event


def test_the_signing_key_is_valid_at_the_topology_timestamp_if_there_is_one() -> None:
    assert DELIVER.timestamp_of_signing_key == 5
    assert replace(DELIVER, topology_timestamp=Timestamp(3)).timestamp_of_signing_key == 3
    assert ERROR.timestamp_of_signing_key == 5


@pytest.mark.parametrize("cleared", ["batch", "physical_synchronizer_id"])
def test_a_malformed_delivery_is_rejected(cleared: str) -> None:
    message = unwrap_as(DELIVER.to_bytes(), v31.SequencedEvent, {31})
    message.ClearField(cleared)
    assert isinstance(event_from_bytes(wrap(message, 31), 1000), Rejection)


def test_an_error_without_message_id_or_with_a_batch_is_rejected() -> None:
    message = unwrap_as(ERROR.to_bytes(), v31.SequencedEvent, {31})
    message.ClearField("message_id")
    assert isinstance(event_from_bytes(wrap(message, 31), 1000), Rejection)
    message = unwrap_as(ERROR.to_bytes(), v31.SequencedEvent, {31})
    message.batch.CopyFrom(BATCH.to_proto())
    assert isinstance(event_from_bytes(wrap(message, 31), 1000), Rejection)
