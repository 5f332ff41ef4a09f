"""What the client is handed by the node that uses it: signing, and the check of events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from canton.clock import Clock, Randomness
from canton.crypto.hash import Hash
from canton.crypto.key import Usages
from canton.crypto.signature import Signature
from canton.errors import Rejection
from canton.identifiers import Fingerprint, Member
from canton.protocol.sequencing.envelope import Batch
from canton.protocol.sequencing.event import SequencedEvent
from canton.protocol.sequencing.signed_content import SignedContent
from canton.telemetry.metric import Metrics, NoMetrics
from canton.timestamps import Timestamp


@dataclass(frozen=True, slots=True)
class DatedSignature:
    """A signature and the topology time at which its key was looked up, if any."""

    signature: Signature
    topology_time: Timestamp | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every part of the client needs and none owns."""

    clock: Clock
    randomness: Randomness
    metrics: Metrics = field(default_factory=NoMetrics)


class Signer(Protocol):
    """The member's keys."""

    async def sign(self, content: Hash, usages: Usages) -> DatedSignature:
        """Signs with a key of that usage that is registered now."""
        ...

    def cost_of(self, batch: Batch) -> int | None:
        """The traffic that sending a batch costs by the topology of now; None where it is free."""
        ...

    async def sign_with_one_of(
        self, content: Hash, fingerprints: Sequence[Fingerprint]
    ) -> Signature:
        """Signs with the first of these keys that the member has.

        Raises:
            CantonError: it has none of them.
        """
        ...


class EventVerifier(Protocol):
    """Checks who signed an event, against the topology at the event's time."""

    async def verify(
        self, signed: SignedContent, event: SequencedEvent, sequencer: Member
    ) -> Rejection | None:
        """Why the event is not the sequencer's, or None where it is.

        It may wait until the topology up to the event's time is known: the events before it have
        been handed on already.
        """
        ...
