"""When an event is trusted: as soon as enough sequencers delivered the same.

Copies are gathered by the event that they follow, since an event has one successor only: a second
successor with other content is a fork, and whoever delivered the one that lost is at fault. Late
copies are compared with the last events. Source: HA sheet 6.3.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import Final

from canton.crypto.hash import Hash
from canton.errors import Rejection
from canton.identifiers import Member
from canton.sequencer_client.core.event import Position, ReceivedEvent
from canton.sequencer_client.errors import SEQUENCER_FORK_DETECTED
from canton.timestamps import Timestamp

REMEMBERED_MAX: Final = 1_000
"""How many accepted events late copies are compared with."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """An event that enough sequencers delivered, with their signatures."""

    event: ReceivedEvent


@dataclass(frozen=True, slots=True)
class Faulty:
    """A sequencer that delivered something else than the others."""

    sequencer: Member
    rejection: Rejection


Outcome = Accepted | Faulty


@dataclass(slots=True)
class Aggregator:
    """Gathers the events of all subscriptions from a position on."""

    trust_threshold: int
    position: Position | None
    _waiting: dict[Timestamp | None, dict[Hash, dict[Member, ReceivedEvent]]] = field(
        default_factory=dict
    )
    _accepted: OrderedDict[Timestamp | None, Hash] = field(default_factory=OrderedDict)

    def add(self, sequencer: Member, received: ReceivedEvent) -> list[Outcome]:
        """What follows from a sequencer's event: events accepted in order, sequencers at fault."""
        follows = received.event.previous_timestamp
        accepted = self._accepted.get(follows)
        if accepted is not None:
            return [] if received.hash == accepted else [self._fault(sequencer, received)]
        if self._is_past(follows):
            return []  # too old to compare
        copies = self._waiting.setdefault(follows, {}).setdefault(received.hash, {})
        copies[sequencer] = received
        return self._accept()

    def is_waiting(self, sequencer: Member) -> int:
        """How many events of that sequencer wait for others to agree."""
        return sum(
            sequencer in copies for group in self._waiting.values() for copies in group.values()
        )

    def _accept(self) -> list[Outcome]:
        outcomes: list[Outcome] = []
        while True:
            follows = None if self.position is None else self.position.timestamp
            group = self._waiting.get(follows, {})
            agreed = [h for h, copies in group.items() if len(copies) >= self.trust_threshold]
            if not agreed:
                return outcomes
            del self._waiting[follows]
            copies = group.pop(agreed[0])
            event = _merged(copies)
            self.position = Position(event.timestamp, agreed[0])
            self._accepted[follows] = agreed[0]
            if len(self._accepted) > REMEMBERED_MAX:
                self._accepted.popitem(last=False)
            outcomes.append(Accepted(event))
            outcomes += [
                self._fault(sequencer, other)
                for others in group.values()
                for sequencer, other in others.items()
            ]

    def _is_past(self, follows: Timestamp | None) -> bool:
        if self.position is None:
            return False
        return follows is None or follows < self.position.timestamp

    def _fault(self, sequencer: Member, received: ReceivedEvent) -> Faulty:
        text = f"{sequencer} delivered another event at {received.timestamp} than the others"
        return Faulty(sequencer, Rejection(SEQUENCER_FORK_DETECTED, text))


def _merged(copies: dict[Member, ReceivedEvent]) -> ReceivedEvent:
    """One event with the signatures of all copies, in order of the sequencers."""
    ordered = [copies[sequencer] for sequencer in sorted(copies)]
    signatures = tuple(signature for copy in ordered for signature in copy.signatures)
    return replace(ordered[0], signatures=signatures)
