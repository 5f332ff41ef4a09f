"""The request to sequence a batch, the acknowledgement, and what kind of request it is.

Source: protocol sheet 2.6, SubmissionRequest, SubmissionRequestType.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from canton.crypto.hash import Hash, HashPurpose
from canton.crypto.versioned import unwrap_as, wrap
from canton.errors import Rejection
from canton.identifiers import Member, MemberKind
from canton.protocol.reading import read_timestamp, rejecting, required
from canton.protocol.sequencing.aggregation import (
    AggregationRule,
    aggregation_id,
    read_rule,
    rule_to_proto,
)
from canton.protocol.sequencing.envelope import Batch
from canton.protocol.sequencing.recipient import Group, MediatorGroup, Recipient
from canton.timestamps import Timestamp
from canton.wire import sequencer_api_pb2
from canton.wire import sequencing_v30_pb2 as v30
from canton.wire import sequencing_v31_pb2 as v31

MESSAGE_ID_LENGTH_MAX: Final = 73
TIME_PROOF_PREFIX: Final = "tick-"
_VERSION: Final = 31
_ACKNOWLEDGEMENT_VERSION: Final = 30
SUBMISSION_PURPOSE: Final = HashPurpose.SUBMISSION_REQUEST_SIGNATURE
ACKNOWLEDGEMENT_PURPOSE: Final = HashPurpose.ACKNOWLEDGEMENT_SIGNATURE


class RequestKind(Enum):
    """What a request is for, as far as sender and recipients tell."""

    CONFIRMATION_RESPONSE = "confirmation response"
    CONFIRMATION_REQUEST = "confirmation request"
    VERDICT = "verdict"
    COMMITMENT = "commitment"
    LSU_SEQUENCING_TEST = "test lsu sequencing"
    TOP_UP = "top up"
    TOP_UP_MEDIATORS = "top up med"
    TOPOLOGY_TRANSACTION = "topology transaction"
    TIME_PROOF = "time proof"
    UNEXPECTED = "unexpected"


_ADDRESSEES: Final = {
    MemberKind.PARTICIPANT: "P",
    MemberKind.MEDIATOR: "M",
    MemberKind.SEQUENCER: "S",
}

_KINDS: Final = {
    ("P", "M"): RequestKind.CONFIRMATION_RESPONSE,
    ("P", "MP"): RequestKind.CONFIRMATION_REQUEST,
    ("M", "P"): RequestKind.VERDICT,
    ("P", "P"): RequestKind.COMMITMENT,
    ("S", "PS"): RequestKind.TOP_UP,
    ("S", "MS"): RequestKind.TOP_UP_MEDIATORS,
    ("S", "M"): RequestKind.LSU_SEQUENCING_TEST,
}
"""Sender and kinds of addressees (in alphabetical order) to the kind of the request."""


def _addressee(recipient: Recipient) -> str:
    match recipient:
        case Member():
            return _ADDRESSEES[recipient.kind]
        case MediatorGroup():
            return "M"
        case Group.SEQUENCERS:
            return "S"
        case Group.ALL_MEMBERS:
            return "A"


def request_kind(sender: Member, recipients: Iterable[Recipient]) -> RequestKind:
    """What a request of the sender to these recipients is for."""
    addressees = "".join(sorted({_addressee(recipient) for recipient in recipients}))
    if addressees == "A":
        return RequestKind.TOPOLOGY_TRANSACTION
    if not addressees:
        return RequestKind.TIME_PROOF
    return _KINDS.get((_ADDRESSEES[sender.kind], addressees), RequestKind.UNEXPECTED)


@dataclass(frozen=True, slots=True)
class SubmissionRequest:
    """A batch to be sequenced, by whom, and until when."""

    sender: Member
    message_id: str
    batch: Batch
    max_sequencing_time: Timestamp
    topology_timestamp: Timestamp | None = None
    aggregation_rule: AggregationRule | None = None
    submission_cost: int | None = None
    """The traffic that the sender reckons with; None where traffic is free."""

    @property
    def kind(self) -> RequestKind:
        """What the request is for."""
        return request_kind(self.sender, self.batch.recipients())

    def mediator_recipients(self) -> frozenset[Recipient]:
        """The recipients that are or include mediators, of which there may be at most one."""
        return frozenset(each for each in self.batch.recipients() if _addressee(each) in "AM")

    def to_bytes(self) -> bytes:
        """The wrapped message, which is what the sender signs."""
        message = v31.SubmissionRequest(
            sender=str(self.sender),
            message_id=self.message_id,
            batch=self.batch.to_proto(),
            max_sequencing_time=self.max_sequencing_time,
            topology_timestamp=self.topology_timestamp,
        )
        if self.aggregation_rule is not None:
            message.aggregation_rule.CopyFrom(rule_to_proto(self.aggregation_rule))
        if self.submission_cost is not None:
            message.submission_cost.CopyFrom(
                v30.SequencingSubmissionCost(cost=self.submission_cost)
            )
        return wrap(message, _VERSION)

    @staticmethod
    @rejecting
    def from_bytes(content: bytes, size_max: int) -> SubmissionRequest:
        """Reads a request; `size_max` bounds what is decompressed."""
        message = required(unwrap_as(content, v31.SubmissionRequest, {_VERSION}))
        if not message.HasField("batch"):
            raise ValueError("a submission request has no batch")
        return SubmissionRequest(
            sender=Member.parse(message.sender),
            message_id=read_message_id(message.message_id),
            batch=required(Batch.from_proto(message.batch, size_max)),
            max_sequencing_time=read_timestamp(message.max_sequencing_time),
            topology_timestamp=read_timestamp(message.topology_timestamp)
            if message.HasField("topology_timestamp")
            else None,
            aggregation_rule=read_rule(message.aggregation_rule)
            if message.HasField("aggregation_rule")
            else None,
            submission_cost=_read_cost(message.submission_cost.cost)
            if message.HasField("submission_cost")
            else None,
        )

    def aggregation_id(self, size_max: int) -> Hash | Rejection | None:
        """The name under which equal submissions are gathered; None without a rule."""
        if self.aggregation_rule is None:
            return None
        envelopes = self.batch.opened(size_max)
        if isinstance(envelopes, Rejection):
            return envelopes
        return aggregation_id(
            envelopes,
            self.aggregation_rule,
            self.sender,
            self.max_sequencing_time,
            self.topology_timestamp,
        )


def read_message_id(text: str) -> str:
    """A message id.

    Raises:
        ValueError: it is too long.
    """
    if len(text) > MESSAGE_ID_LENGTH_MAX:
        raise ValueError("a message id is too long")
    return text


def _read_cost(cost: int) -> int:
    if cost < 0:
        raise ValueError(f"the submission cost {cost} is negative")
    return cost


@dataclass(frozen=True, slots=True)
class AcknowledgeRequest:
    """A member's word that it needs nothing up to a time any more."""

    member: Member
    timestamp: Timestamp

    def to_bytes(self) -> bytes:
        """The wrapped message, which is what the member signs."""
        message = sequencer_api_pb2.AcknowledgeRequest(
            member=str(self.member), timestamp=self.timestamp
        )
        return wrap(message, _ACKNOWLEDGEMENT_VERSION)

    @staticmethod
    @rejecting
    def from_bytes(content: bytes) -> AcknowledgeRequest:
        """Reads an acknowledgement."""
        message = required(
            unwrap_as(content, sequencer_api_pb2.AcknowledgeRequest, {_ACKNOWLEDGEMENT_VERSION})
        )
        return AcknowledgeRequest(Member.parse(message.member), read_timestamp(message.timestamp))
