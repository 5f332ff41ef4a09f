"""What the block machine asks of the shell, and what it is fed with.

Order matters: persist, then publish. A shell that stops in between reads the block again.
"""

from __future__ import annotations

from dataclasses import dataclass

from canton.errors import Rejection
from canton.identifiers import Member
from canton.protocol.sequencing.submission import RequestKind
from canton.sequencer.core.rows import (
    AcknowledgementRow,
    AggregationRow,
    BlockRow,
    ConsumptionRow,
    ContributionRow,
    EventRow,
    MemberRow,
    PurchaseRow,
    RecipientRow,
)
from canton.timestamps import Timestamp


@dataclass(frozen=True, slots=True)
class BlockRequest:
    """One request in a block, as the ordering keeps it.

    `time` is when a sequencer took it in; `sequencer` says which (its unique identifier).
    """

    tag: str
    body: bytes
    time: Timestamp
    sequencer: str
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """The requests of one height, and the wall clock of the sequencer that cut the block."""

    height: int
    time: Timestamp
    requests: tuple[BlockRequest, ...] = ()


@dataclass(frozen=True, slots=True)
class Persist:
    """All rows of one block. `writes` are the topology's own; `block` marks the block as done."""

    block: BlockRow
    members: tuple[MemberRow, ...] = ()
    events: tuple[EventRow, ...] = ()
    recipients: tuple[RecipientRow, ...] = ()
    acknowledgements: tuple[AcknowledgementRow, ...] = ()
    aggregations: tuple[AggregationRow, ...] = ()
    contributions: tuple[ContributionRow, ...] = ()
    consumptions: tuple[ConsumptionRow, ...] = ()
    purchases: tuple[PurchaseRow, ...] = ()
    writes: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Publish:
    """These events are there, for these recipients."""

    events: tuple[EventRow, ...]
    recipients: tuple[RecipientRow, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A request was dropped or refused, and why: a faulty counterparty, or an expected refusal."""

    rejection: Rejection
    sender: str
    message_id: str
    is_alarm: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """A request of a block that could be read, for whoever counts; an acknowledgement has no kind.

    `size` is that of the request in bytes; `time` is when a sequencer appended it.
    """

    member: Member
    kind: RequestKind | None
    size: int
    time: Timestamp


@dataclass(frozen=True, slots=True)
class Charged:
    """What a sender paid for a request that `sequencer` let in, for whoever counts.

    `waste` is the code for which nothing is delivered all the same; the request of so many bytes
    is then paid, or could not be.
    """

    member: Member
    kind: RequestKind
    sequencer: str
    cost: int
    size: int
    waste: str | None
    is_paid: bool


@dataclass(frozen=True, slots=True)
class TickAt:
    """A topology change becomes effective then: if nothing else is ordered, append a tick."""

    time: Timestamp


Effect = Persist | Publish | Report | Taken | Charged | TickAt

SEND = "send"
ACKNOWLEDGE = "acknowledge"
"""The tags of requests."""
