"""From an outcome to what each member sees: recipients, filtered batches, event bytes.

A member sees of each envelope the subtrees of the recipients that begin with a node that names
it or one of its groups, and nothing above. The message id is shown to the sender alone.
Source: Canton 3.6 RecipientsTree.forMember, SequencerReader; protocol sheet 2.6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status as StatusMessage

from canton.errors import ErrorCode, InvariantViolation, Rejection
from canton.identifiers import Member, PhysicalSynchronizerId
from canton.protocol.sequencing.envelope import EMPTY, Batch
from canton.protocol.sequencing.event import Deliver, DeliverError, SequencedEvent, TrafficReceipt
from canton.protocol.sequencing.recipient import Group, GroupRecipient, parse_recipient
from canton.protocol.status import Status, StatusDetail
from canton.sequencer.core.membership import Membership
from canton.sequencer.core.request import DECOMPRESSED_BYTES_MAX, Submission
from canton.sequencer.core.rows import (
    BROADCAST,
    DELIVER,
    ERROR,
    NO_SENDER,
    RECEIPT,
    EventRow,
    RecipientRow,
)
from canton.timestamps import Timestamp
from canton.wire.sequencing_v31_pb2 import CompressedBatch
from canton.wire.topology_pb2 import TrafficReceipt as TrafficReceiptMessage

_TYPE_URL: Final = "type.googleapis.com/google.rpc.ErrorInfo"


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is sequenced, and the trace it belongs to."""

    time: Timestamp
    trace: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event and who gets it."""

    event: EventRow
    recipients: tuple[RecipientRow, ...]


def delivery_of(
    submission: Submission,
    batch: Batch,
    groups: Mapping[GroupRecipient, tuple[Member, ...]],
    membership: Membership,
    moment: Moment,
    receipt: TrafficReceipt | None = None,
) -> Delivery:
    """The delivery of a batch to all whom it addresses, and to its sender."""
    sender_id = membership.id_of(submission.sender)
    through: dict[int, list[str]] = {sender_id: []}
    for recipient in submission.recipients:
        if isinstance(recipient, Member):
            through.setdefault(membership.id_of(recipient), [])
    for group, members in sorted(groups.items(), key=str):
        for member in members:
            if membership.is_registered(member, moment.time):
                through.setdefault(membership.id_of(member), []).append(str(group))
    rows = [
        RecipientRow(member_id, moment.time, tuple(names))
        for member_id, names in sorted(through.items())
    ]
    if submission.is_broadcast:
        rows.insert(0, RecipientRow(BROADCAST, moment.time, ()))
    event = EventRow(
        time=moment.time,
        kind=DELIVER,
        sender_id=sender_id,
        message_id=submission.request.message_id,
        batch=batch.to_proto().SerializeToString(deterministic=True),
        error=b"",
        trace=moment.trace,
        traffic_receipt=_serialized(receipt),
    )
    return Delivery(event, tuple(rows))


def receipt_of(
    submission: Submission,
    membership: Membership,
    moment: Moment,
    receipt: TrafficReceipt | None = None,
) -> Delivery:
    """The receipt to a sender whose aggregation waits for others."""
    to_sender = _to_sender(submission, membership, moment, RECEIPT, b"")
    return _with_traffic(to_sender, receipt)


def refusal_of(
    submission: Submission,
    membership: Membership,
    moment: Moment,
    error: Status,
    receipt: TrafficReceipt | None = None,
) -> Delivery:
    """The error event to the sender."""
    serialized = error.to_proto().SerializeToString(deterministic=True)
    to_sender = _to_sender(submission, membership, moment, ERROR, serialized)
    return _with_traffic(to_sender, receipt)


def _with_traffic(delivery: Delivery, receipt: TrafficReceipt | None) -> Delivery:
    if receipt is None:
        return delivery
    return replace(delivery, event=replace(delivery.event, traffic_receipt=_serialized(receipt)))


def _serialized(receipt: TrafficReceipt | None) -> bytes | None:
    return None if receipt is None else receipt.to_proto().SerializeToString(deterministic=True)


def _to_sender(
    submission: Submission, membership: Membership, moment: Moment, kind: str, error: bytes
) -> Delivery:
    sender_id = membership.id_of(submission.sender)
    message_id = submission.request.message_id
    event = EventRow(moment.time, kind, sender_id, message_id, b"", error, moment.trace)
    return Delivery(event, (RecipientRow(sender_id, moment.time, ()),))


def tick_at(time: Timestamp) -> Delivery:
    """An empty event to everybody: it only shows that time has passed."""
    batch = EMPTY.to_proto().SerializeToString(deterministic=True)
    event = EventRow(time, DELIVER, NO_SENDER, "", batch, b"", "")
    return Delivery(event, (RecipientRow(BROADCAST, time, ()),))


def error_status(code: ErrorCode, cause: str) -> Status:
    """The status inside an error event. It has no correlation id, being the same everywhere."""
    number = code.category.number
    info = ErrorInfo(reason=code.id, metadata={"category": str(number)})
    return Status(
        code=code.category.status.value,
        message=f"{code.id}({number},0): {cause}",
        details=(StatusDetail(_TYPE_URL, info.SerializeToString(deterministic=True)),),
    )


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at an event: the member, its short id, and the synchronizer it is on."""

    member: Member
    member_id: int
    synchronizer: PhysicalSynchronizerId


def event_for(
    event: EventRow,
    groups: Iterable[str],
    viewer: Viewer,
    previous: Timestamp | None,
    whole: Batch | None = None,
) -> SequencedEvent:
    """The sequenced event as this member sees it; its bytes are what is signed and sent.

    `groups` are those of the member's recipient row; `previous` is the time of its event before;
    `whole` is the event's stored batch, where the caller has read it already.
    """
    time = Timestamp(event.time)
    if event.kind == ERROR:
        reason = Status.from_proto(StatusMessage.FromString(event.error))
        receipt = _read_receipt(event)
        return DeliverError(previous, time, viewer.synchronizer, event.message_id, reason, receipt)
    names = [parse_recipient(group) for group in groups]
    batch = EMPTY
    if event.kind == DELIVER:
        visible_through = [name for name in names if not isinstance(name, Member)]
        whole = whole or stored_batch(event)
        batch = whole.seen_by(viewer.member, [*visible_through, Group.ALL_MEMBERS])
    if viewer.member_id != event.sender_id:
        return Deliver(previous, time, viewer.synchronizer, batch)
    receipt = _read_receipt(event)
    return Deliver(
        previous, time, viewer.synchronizer, batch, event.message_id, traffic_receipt=receipt
    )


def _read_receipt(event: EventRow) -> TrafficReceipt | None:
    if event.traffic_receipt is None:
        return None
    return TrafficReceipt.from_proto(TrafficReceiptMessage.FromString(event.traffic_receipt))


def stored_batch(event: EventRow) -> Batch:
    """The whole batch of a stored delivery."""
    batch = Batch.from_proto(CompressedBatch.FromString(event.batch), DECOMPRESSED_BYTES_MAX)
    if isinstance(batch, Rejection):
        raise InvariantViolation(f"the event of {event.time} cannot be read: {batch.cause}")
    return batch
