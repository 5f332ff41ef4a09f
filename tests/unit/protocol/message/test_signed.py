"""Signed messages and verdicts: bytes and back, and combinations that are not allowed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canton.crypto.hash import HashPurpose, digest
from canton.errors import Rejection
from canton.identifiers import Fingerprint, PhysicalSynchronizerId, UniqueIdentifier, participant
from canton.protocol.merkle.position import ViewPosition
from canton.protocol.message.signed import (
    AcsCommitment,
    ConfirmationResponse,
    ConfirmationResponses,
    ConfirmationResult,
    SetTrafficPurchased,
    read_signed_content,
    signed_content,
)
from canton.protocol.message.verdict import (
    APPROVE,
    Approve,
    LocalVerdict,
    MediatorReject,
    ParticipantReject,
    RejectionReason,
    VerdictCode,
)
from canton.protocol.message.view_type import ViewType
from canton.protocol.status import Status
from canton.timestamps import Timestamp

UID = UniqueIdentifier("x", Fingerprint("1220" + "ab" * 32))
PSID = PhysicalSynchronizerId(UID, 35, 0)
ROOT = digest(HashPurpose.UNICUM, b"")
REASON = Status(9, "no")
REJECT = LocalVerdict(VerdictCode.LOCAL_REJECT, REASON)
MALFORMED = LocalVerdict(VerdictCode.LOCAL_MALFORMED, REASON)
ABSTAIN = LocalVerdict(VerdictCode.LOCAL_ABSTAIN, REASON)
AT = ViewPosition(((True,), ()))
PARTIES = frozenset({UID.party})


def responses(*found: ConfirmationResponse) -> ConfirmationResponses:
    return ConfirmationResponses(Timestamp(1), ROOT, PSID, UID, found)


def result(verdict) -> ConfirmationResult:
    return ConfirmationResult(PSID, ViewType.TRANSACTION, Timestamp(1), ROOT, verdict)


MESSAGES = [
    responses(ConfirmationResponse(APPROVE, PARTIES, AT)),
    responses(
        ConfirmationResponse(REJECT, PARTIES, AT),
        ConfirmationResponse(ABSTAIN, PARTIES, ViewPosition(((),))),
        ConfirmationResponse(MALFORMED, frozenset(), AT),
    ),
    responses(ConfirmationResponse(MALFORMED, frozenset(), None)),
    result(Approve()),
    result(
        ParticipantReject(
            (RejectionReason(PARTIES, REJECT, UID), RejectionReason(frozenset(), MALFORMED))
        )
    ),
    result(MediatorReject(REASON)),
    result(MediatorReject(REASON, is_malformed=True)),
    AcsCommitment(PSID, UID, UID, Timestamp(1), Timestamp(2), b"c"),
    SetTrafficPurchased(participant(UID), 1, 2, PSID),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_a_signed_message_reads_back(message) -> None:
    assert read_signed_content(signed_content(message)) == message


@pytest.mark.parametrize(
    "wrong",
    [
        responses(),
        responses(ConfirmationResponse(APPROVE, frozenset(), AT)),
        responses(ConfirmationResponse(MALFORMED, PARTIES, AT)),
        responses(ConfirmationResponse(REJECT, PARTIES, None)),
        responses(ConfirmationResponse(LocalVerdict(VerdictCode.LOCAL_REJECT), PARTIES, AT)),
        responses(ConfirmationResponse(replace(APPROVE, reason=REASON), PARTIES, AT)),
        result(ParticipantReject(())),
        AcsCommitment(PSID, UID, UID, Timestamp(2), Timestamp(2), b"c"),
    ],
)
def test_combinations_that_are_not_allowed_are_rejected(wrong) -> None:
    assert isinstance(read_signed_content(signed_content(wrong)), Rejection)


@pytest.mark.parametrize("content", [b"", b"\xff", signed_content(MESSAGES[0])[:-3]])
def test_garbage_is_rejected(content: bytes) -> None:
    assert isinstance(read_signed_content(content), Rejection)
