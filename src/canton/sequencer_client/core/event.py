"""Events as a member receives them, and the chain that they form.

Every event names the time of the one before; so a gap, a repetition or a fork shows at once.
"""

from __future__ import annotations

from dataclasses import dataclass

from canton.crypto.hash import Hash, HashPurpose, digest
from canton.crypto.signature import Signature
from canton.errors import Rejection
from canton.protocol.sequencing.event import SequencedEvent
from canton.sequencer_client.errors import EVENT_NOT_VALID, SEQUENCER_FORK_DETECTED
from canton.telemetry.trace import Trace
from canton.timestamps import Timestamp


@dataclass(frozen=True, slots=True)
class ReceivedEvent:
    """An event with its bytes as they were signed, and the signatures of the sequencers."""

    event: SequencedEvent
    content: bytes
    signatures: tuple[Signature, ...]
    trace: Trace | None = None

    @property
    def timestamp(self) -> Timestamp:
        """When it was sequenced."""
        return self.event.timestamp

    @property
    def hash(self) -> Hash:
        """What sequencers must agree on."""
        return digest(HashPurpose.SEQUENCER_AGGREGATOR_AGGREGATION, self.content)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a member stands in its events: the time of the last, and its hash where known."""

    timestamp: Timestamp
    hash: Hash | None = None


class Chain:
    """Checks that the events of one subscription follow each other, from a position on.

    A subscription from a position starts with the event at it, which must be the one that the
    member knows; it is not passed on again.
    """

    def __init__(self, position: Position | None) -> None:
        self._known = position
        self._last = None if position is None else position.timestamp

    def follow(self, received: ReceivedEvent) -> Rejection | bool:
        """Whether the event is new to the member, or why it cannot be right."""
        event = received.event
        if self._known is not None:
            known, self._known = self._known, None
            return _same(known, received)
        if event.previous_timestamp != self._last:
            text = f"event at {event.timestamp} follows {event.previous_timestamp}"
            return Rejection(EVENT_NOT_VALID, f"{text}, not {self._last}")
        if self._last is not None and event.timestamp <= self._last:
            text = f"event at {event.timestamp} is not later than the one before"
            return Rejection(EVENT_NOT_VALID, text)
        self._last = event.timestamp
        return True


def _same(known: Position, received: ReceivedEvent) -> Rejection | bool:
    """False (nothing new) if the event is the one that is known."""
    if received.timestamp != known.timestamp:
        text = f"starts at {received.timestamp}, not at {known.timestamp} which was received before"
        return Rejection(SEQUENCER_FORK_DETECTED, text)
    if known.hash is not None and received.hash != known.hash:
        text = f"the event at {known.timestamp} is another than was received before"
        return Rejection(SEQUENCER_FORK_DETECTED, text)
    return False
