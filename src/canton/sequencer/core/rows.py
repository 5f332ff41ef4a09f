"""What the core lets be stored, one dataclass per table; `sequencer.stores` makes tables of them.

An event is stored once with the whole batch; a row per recipient says through which groups it
is addressed. `BROADCAST` stands for every member. Previous timestamps follow from the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

BROADCAST: Final = -1
"""The recipient id of an event to all members."""

NO_SENDER: Final = 0
"""The sender id of an event that the sequencers make themselves."""

DELIVER: Final = "D"
RECEIPT: Final = "R"
ERROR: Final = "E"


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member, from when on it gets events, and whether the operator has disabled it."""

    member: str
    id: int
    registered_at: int
    enabled: bool = True
    pruned_previous: int | None = None


@dataclass(frozen=True, slots=True)
class EventRow:
    """A sequenced event: a delivery (the whole batch), a receipt, or an error to the sender."""

    time: int
    kind: str
    sender_id: int
    message_id: str
    batch: bytes
    error: bytes
    trace: str
    traffic_receipt: bytes | None = None
    """What the sender is told of its traffic, serialized; None where sending was free."""


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """That a member gets the event of that time, and the groups through which it does."""

    member_id: int
    time: int
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AcknowledgementRow:
    """Up to when a member has processed its events."""

    member_id: int
    time: int


@dataclass(frozen=True, slots=True)
class AggregationRow:
    """A submission that waits for more senders, or that was delivered and may come again."""

    id: bytes
    max_sequencing_time: int
    rule: bytes
    delivered_at: int | None


@dataclass(frozen=True, slots=True)
class ContributionRow:
    """What one sender added to an aggregation."""

    aggregation_id: bytes
    sender: str
    max_sequencing_time: int
    time: int
    signatures: bytes


@dataclass(frozen=True, slots=True)
class ConsumptionRow:
    """What a member had consumed when an event of its was sequenced, and what that cost."""

    member_id: int
    time: int
    extra_consumed: int
    base_remainder: int
    last_cost: int


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """How much extra traffic a member had purchased in all from that time on."""

    member: str
    time: int
    serial: int
    total: int


@dataclass(frozen=True, slots=True)
class BlockRow:
    """The commit marker: everything of blocks up to this height is stored.

    `last_time` is the time of the last event so far, `pending_topology` the sequencing time of a
    topology broadcast whose becoming effective was not yet made visible by a tick.
    """

    height: int
    last_time: int
    latest_sequencer_event: int | None
    pending_topology: int | None
