"""One event of a session, taken apart: what its envelopes hold, and the topology as of its time.

Feeding the topology and looking at it belong together: the snapshot of an event sees all topology
sequenced before it, and its own topology only if that is effective at once.

The events whose effects a member stores together, with its cursor, are a *turn*. It ends with the
first event for which the member sends or shows something, since that must be stored before. Others
go on into the next turn for a moment: nobody waits for them, and after a crash they come again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from canton.crypto.errors import PROTO_DESERIALIZATION_FAILURE
from canton.errors import Rejection
from canton.protocol.message.content import (
    EnvelopeContent,
    TopologyTransactionsBroadcast,
    read_content,
)
from canton.protocol.sequencing.envelope import Envelope
from canton.protocol.sequencing.event import Deliver, DeliverError
from canton.protocol.sequencing.recipient import Group
from canton.protocol.status import Status
from canton.sequencer_client.core.event import ReceivedEvent
from canton.sequencer_client.outbox import OutboxRow
from canton.storage.table import Write
from canton.timestamps import TIMESTAMP_MIN, Timestamp
from canton.topology.snapshot.snapshot import TopologySnapshot
from canton.topology_service.client import SequencedTopology, TopologyClient

_LOGGER = logging.getLogger(__name__)
SIZE_MAX_DEFAULT = 10 * 1024 * 1024
TURN_S_MAX: Final = 0.1
"""How long a turn lasts if nothing in it is waited for."""


@dataclass(frozen=True, slots=True)
class IncomingEvent:
    """An event as a member's core takes it; `topology` is what became of its transactions, unless
    it is read again.

    With `message_id` it is the receipt of a message of the member; `refusal` then says why that was
    not sequenced, and `paid` what sending has cost.
    """

    time: Timestamp
    snapshot: TopologySnapshot
    contents: Sequence[tuple[EnvelopeContent, Envelope]]
    message_id: str | None
    refusal: Status | None
    topology_timestamp: Timestamp | None
    topology: SequencedTopology | None
    traceparent: str
    paid: int = 0

    @property
    def writes(self) -> Sequence[Write]:
        """What the topology changes in the store."""
        return () if self.topology is None else self.topology.writes

    @property
    def has_topology(self) -> bool:
        """Whether the batch holds topology transactions."""
        return any(isinstance(c, TopologyTransactionsBroadcast) for c, _ in self.contents)


@dataclass(slots=True)
class Turn:
    """What is gathered of the events of one turn, in order."""

    began_s: float | None = None
    """When the first event was taken, if one was."""
    time: Timestamp = TIMESTAMP_MIN
    """That of the last event."""
    receipts: list[str] = field(default_factory=list)
    has_topology: bool = False
    writes: list[Write] = field(default_factory=list)
    messages: list[OutboxRow] = field(default_factory=list)

    def take(self, event: IncomingEvent, now_s: float) -> None:
        """Adds an event, before what follows from it."""
        if self.began_s is None:
            self.began_s = now_s
        self.time = event.time
        self.has_topology |= event.has_topology
        self.writes += event.writes
        if event.message_id is not None:
            self.receipts.append(event.message_id)

    @property
    def is_awaited(self) -> bool:
        """Whether somebody waits for it to be stored."""
        return bool(self.messages) or self.has_topology

    def is_over(self, now_s: float, *, is_quiet: bool) -> bool:
        """Whether it is to be stored now; `is_quiet` says that no more events have come."""
        if self.began_s is None:
            return False
        return self.is_awaited or is_quiet or now_s >= self.began_s + TURN_S_MAX


def take_in(received: ReceivedEvent, topology: TopologyClient) -> IncomingEvent:
    """Takes the next event apart and feeds the topology with it; events come in order.

    An event that is read again after a restart, and whose topology is stored, leaves it alone.
    """
    event = received.event
    contents: list[tuple[EnvelopeContent, Envelope]] = []
    if isinstance(event, Deliver):
        contents = _contents_of(event, topology)
    broadcasts = [
        content.to_proto()
        for content, envelope in contents
        if isinstance(content, TopologyTransactionsBroadcast)
        and envelope.recipients.all() == {Group.ALL_MEMBERS}
    ]
    applied = None
    if topology.last_sequenced is None or event.timestamp > topology.last_sequenced:
        applied = topology.process(event.timestamp, broadcasts)
    return IncomingEvent(
        event.timestamp,
        topology.snapshot(event.timestamp),
        contents,
        event.message_id,
        event.reason if isinstance(event, DeliverError) else None,
        event.topology_timestamp if isinstance(event, Deliver) else None,
        applied,
        "" if received.trace is None else received.trace.traceparent,
        0 if event.traffic_receipt is None else event.traffic_receipt.consumed_cost,
    )


def _contents_of(
    event: Deliver, topology: TopologyClient
) -> list[tuple[EnvelopeContent, Envelope]]:
    """What the envelopes hold; what does not read is reported and left out."""
    parameters = topology.head_snapshot().dynamic_parameters
    size_max = SIZE_MAX_DEFAULT if parameters is None else parameters.max_request_size
    contents: list[tuple[EnvelopeContent, Envelope]] = []
    for closed in event.batch.envelopes:
        envelope = closed.opened(size_max)
        content = envelope if isinstance(envelope, Rejection) else read_content(envelope)
        if isinstance(content, Rejection) or isinstance(envelope, Rejection):
            cause = content.cause if isinstance(content, Rejection) else ""
            _LOGGER.warning(
                "%s: an envelope sequenced at %s does not read: %s",
                PROTO_DESERIALIZATION_FAILURE.id,
                event.timestamp,
                cause,
            )
        else:
            contents.append((content, envelope))
    return contents
