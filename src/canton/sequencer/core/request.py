"""Requests as they come out of the ordering: parsed far enough to decide about them.

A malformed request is dropped by every sequencer alike: it is a value here, never an exception.
Envelopes are opened only when the request is judged. Source: Canton 3.6 LedgerBlockEvent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from canton.crypto.signature import Signature
from canton.errors import Rejection
from canton.identifiers import Member
from canton.protocol.sequencing.recipient import Group, Recipient
from canton.protocol.sequencing.signed_content import SignedContent
from canton.protocol.sequencing.submission import AcknowledgeRequest, SubmissionRequest
from canton.timestamps import Timestamp

DECOMPRESSED_BYTES_MAX: Final = 10 * 1024 * 1024
"""Protocol versions up to 35 bound each part by this, whatever the synchronizer parameters say."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A submission request with the signature by which its sender answers for it."""

    content: bytes
    signature: Signature
    request: SubmissionRequest
    recipients: frozenset[Recipient]
    signed_at: Timestamp | None = None
    """The time of the topology by which the sender signed, and reckoned what it costs."""

    @property
    def sender(self) -> Member:
        """Who sends it."""
        return self.request.sender

    @property
    def is_broadcast(self) -> bool:
        """Whether every member is addressed."""
        return Group.ALL_MEMBERS in self.recipients

    @property
    def is_to_sequencers(self) -> bool:
        """Whether all sequencers are addressed, so that their state may change by it."""
        return self.is_broadcast or Group.SEQUENCERS in self.recipients


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A member says, and signs, that it has processed its events up to a time."""

    content: bytes
    signature: Signature
    request: AcknowledgeRequest

    @property
    def member(self) -> Member:
        """Who says so."""
        return self.request.member

    @property
    def timestamp(self) -> Timestamp:
        """Up to when."""
        return self.request.timestamp


def parse_submission(signed: bytes) -> Submission | Rejection:
    """Reads the wrapped, signed submission request that `SendAsync` carries."""
    envelope = SignedContent.from_bytes(signed)
    if isinstance(envelope, Rejection):
        return envelope
    request = SubmissionRequest.from_bytes(envelope.content, DECOMPRESSED_BYTES_MAX)
    if isinstance(request, Rejection):
        return request
    return Submission(
        envelope.content,
        envelope.signature,
        request,
        request.batch.recipients(),
        envelope.timestamp_of_signing_key,
    )


def parse_acknowledgement(signed: bytes) -> Acknowledgement | Rejection:
    """Reads the wrapped, signed acknowledgement that `AcknowledgeSigned` carries."""
    envelope = SignedContent.from_bytes(signed)
    if isinstance(envelope, Rejection):
        return envelope
    request = AcknowledgeRequest.from_bytes(envelope.content)
    if isinstance(request, Rejection):
        return request
    return Acknowledgement(envelope.content, envelope.signature, request)
