"""Submission requests and acknowledgements: bytes and back, and what kind of request it is."""

from __future__ import annotations

import pytest

from canton.crypto.versioned import unwrap_as, wrap
from canton.errors import Rejection
from canton.identifiers import Fingerprint, UniqueIdentifier, mediator, participant, sequencer
from canton.protocol.sequencing.aggregation import SenderDeduplication
from canton.protocol.sequencing.envelope import EMPTY, Batch, Envelope
from canton.protocol.sequencing.recipient import Group, MediatorGroup, Recipients
from canton.protocol.sequencing.submission import (
    AcknowledgeRequest,
    RequestKind,
    SubmissionRequest,
    request_kind,
)
from canton.timestamps import TIMESTAMP_MAX, Timestamp
from canton.wire import sequencing_v31_pb2 as v31

UID = UniqueIdentifier("x", Fingerprint("1220" + "ab" * 32))
P, M, S = participant(UID), mediator(UID), sequencer(UID)


def request(**changes) -> SubmissionRequest:
    fields = {
        "sender": P,
        "message_id": "id",
        "batch": Batch.of([Envelope(b"one", Recipients.group([MediatorGroup(0)]))]),
        "max_sequencing_time": Timestamp(9),
    }
    return SubmissionRequest(**(fields | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"batch": EMPTY, "max_sequencing_time": TIMESTAMP_MAX},
        {"topology_timestamp": Timestamp(-5)},
        {"aggregation_rule": SenderDeduplication()},
        {"submission_cost": 0},
        {"submission_cost": 12},
    ],
)
def test_a_request_reads_back(changes) -> None:
    sent = request(**changes)
    assert SubmissionRequest.from_bytes(sent.to_bytes(), 1000) == sent


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sender", "PAR::x"),
        ("message_id", "x" * 74),
        ("max_sequencing_time", 2**62),
        ("topology_timestamp", -(2**62)),
    ],
)
def test_a_malformed_request_is_rejected(field, value) -> None:
    message = unwrap_as(request().to_bytes(), v31.SubmissionRequest, {31})
    setattr(message, field, value)
    assert isinstance(SubmissionRequest.from_bytes(wrap(message, 31), 1000), Rejection)
    message = unwrap_as(request().to_bytes(), v31.SubmissionRequest, {31})
    message.ClearField("batch")
    assert isinstance(SubmissionRequest.from_bytes(wrap(message, 31), 1000), Rejection)


@pytest.mark.parametrize(
    ("sender", "recipients", "kind"),
    [
        (P, [MediatorGroup(0)], RequestKind.CONFIRMATION_RESPONSE),
        (P, [M], RequestKind.CONFIRMATION_RESPONSE),
        (P, [P, MediatorGroup(0)], RequestKind.CONFIRMATION_REQUEST),
        (M, [P], RequestKind.VERDICT),
        (P, [P], RequestKind.COMMITMENT),
        (S, [P, Group.SEQUENCERS], RequestKind.TOP_UP),
        (S, [MediatorGroup(0), S], RequestKind.TOP_UP_MEDIATORS),
        (S, [M], RequestKind.LSU_SEQUENCING_TEST),
        (M, [Group.ALL_MEMBERS], RequestKind.TOPOLOGY_TRANSACTION),
        (P, [], RequestKind.TIME_PROOF),
        (M, [M], RequestKind.UNEXPECTED),
        (P, [P, Group.ALL_MEMBERS], RequestKind.UNEXPECTED),
    ],
)
def test_sender_and_recipients_tell_the_kind(sender, recipients, kind) -> None:
    assert request_kind(sender, recipients) is kind


def test_mediators_and_all_members_count_as_mediator_recipients() -> None:
    batch = Batch.of(
        Envelope(b"", Recipients.group([each])) for each in (P, M, MediatorGroup(1), S)
    )
    assert request(batch=batch).mediator_recipients() == {M, MediatorGroup(1)}


def test_the_aggregation_id_is_there_with_a_rule_only() -> None:
    assert request().aggregation_id(1000) is None
    ruled = request(aggregation_rule=SenderDeduplication())
    assert not isinstance(ruled.aggregation_id(1000), Rejection)
    assert isinstance(ruled.aggregation_id(1), Rejection)


def test_an_acknowledgement_reads_back() -> None:
    acknowledgement = AcknowledgeRequest(M, Timestamp(3))
    assert AcknowledgeRequest.from_bytes(acknowledgement.to_bytes()) == acknowledgement
    assert isinstance(AcknowledgeRequest.from_bytes(b"\xff"), Rejection)
