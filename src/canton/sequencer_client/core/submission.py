"""A send from its first attempt to its outcome.

Each attempt goes to another sequencer. An attempt that fails at once is followed by the next at
once; one that was accepted but whose outcome has not been seen within the patience is repeated
elsewhere, up to `factor` attempts in all. The outcome is what the event stream shows: a receipt, a
deliver error, or a time later than the max sequencing time. Wall clocks decide nothing.
Source: HA sheet 6.4.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

from canton.errors import GrpcStatus
from canton.protocol.sequencing.event import Deliver, DeliverError, SequencedEvent
from canton.protocol.status import Status
from canton.timestamps import Timestamp


@dataclass(frozen=True, slots=True)
class Sequenced:
    """The batch was sequenced: the receipt."""

    timestamp: Timestamp
    receipt: Deliver


@dataclass(frozen=True, slots=True)
class Refused:
    """The request could not be sent, or a sequencer refused it.

    With `may_be_sequenced` no answer came, so it may have been taken after all: only its max
    sequencing time, seen on the event stream, makes that certain.
    """

    status: GrpcStatus
    message: str
    code_id: str | None = None
    may_be_sequenced: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """The request was sequenced as an error."""

    timestamp: Timestamp
    reason: Status


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The max sequencing time passed on the event stream without an outcome."""

    timestamp: Timestamp


SendResult = Sequenced | Refused | Failed | TimedOut


@dataclass(frozen=True, slots=True)
class Amplification:
    """How many copies of a request are sent in all, and how long each is waited for."""

    factor: int = 1
    patience_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Attempt:
    """Effect: send the request through a sequencer that has not been tried, or else any."""

    message_id: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Effect: tell `patience_is_over` after so many seconds."""

    message_id: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Finish:
    """Effect: the send has this outcome."""

    message_id: str
    result: SendResult


@dataclass(frozen=True, slots=True)
class SendAccepted:
    """An attempt was accepted after so many seconds."""

    elapsed_s: float = 0.0


@dataclass(frozen=True, slots=True)
class SendRejected:
    """An attempt failed; `elsewhere` says whether another sequencer may do better."""

    refused: Refused
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class NoConnection:
    """There was no sequencer to try."""


AttemptOutcome = SendAccepted | SendRejected | NoConnection
Effect = Attempt | Wait | Finish

NO_CONNECTION = Refused(GrpcStatus.UNAVAILABLE, "No connection available")


@dataclass(slots=True)
class _Send:
    max_sequencing_time: Timestamp
    amplification: Amplification
    attempts_made: int = 0
    attempts_accepted: int = 0


@dataclass(slots=True)
class SubmissionCore:
    """The sends under way, by message id."""

    _sends: dict[str, _Send] = field(default_factory=dict)
    _timeouts: list[tuple[Timestamp, str]] = field(default_factory=list)
    """A heap of max sequencing times; those of finished sends are skipped when they come up."""

    @property
    def count(self) -> int:
        """How many are under way."""
        return len(self._sends)

    def start(
        self, message_id: str, max_sequencing_time: Timestamp, amplification: Amplification
    ) -> list[Effect]:
        """A new send."""
        assert message_id not in self._sends, "message ids are fresh"
        self._sends[message_id] = _Send(max_sequencing_time, amplification)
        heapq.heappush(self._timeouts, (max_sequencing_time, message_id))
        return self._attempt(message_id)

    def attempted(self, message_id: str, outcome: AttemptOutcome) -> list[Effect]:
        """How an attempt went. After the send's end it does not matter."""
        send = self._sends.get(message_id)
        if send is None:
            return []
        may_repeat = send.attempts_made < send.amplification.factor
        match outcome:
            case SendAccepted(elapsed_s):
                send.attempts_accepted += 1
                if not may_repeat:
                    return []
                patience_s = max(0.0, send.amplification.patience_s - elapsed_s)
                return [Wait(message_id, patience_s)]
            case SendRejected(refused, elsewhere):
                if elsewhere and may_repeat:
                    return self._attempt(message_id)
                # An accepted copy may still be sequenced, so a refusal of another is no outcome.
                return [] if send.attempts_accepted else self._finish(message_id, refused)
            case NoConnection():
                send.attempts_made -= 1
                if send.amplification.factor > 1:
                    return [Wait(message_id, max(send.amplification.patience_s, 1.0))]
                return self._finish(message_id, NO_CONNECTION)

    def patience_is_over(self, message_id: str) -> list[Effect]:
        """The time of a `Wait` is over."""
        return self._attempt(message_id) if message_id in self._sends else []

    def observe(self, event: SequencedEvent) -> list[Effect]:
        """An event of the stream: an outcome, and a time that others may have waited for."""
        effects: list[Effect] = []
        match event:
            case Deliver(message_id=str() as message_id) if message_id in self._sends:
                effects += self._finish(message_id, Sequenced(event.timestamp, event))
            case DeliverError() if event.message_id in self._sends:
                effects += self._finish(event.message_id, Failed(event.timestamp, event.reason))
        return effects + self.observe_time(event.timestamp)

    def observe_time(self, timestamp: Timestamp) -> list[Effect]:
        """All events up to that time have been observed."""
        effects: list[Effect] = []
        while self._timeouts and self._timeouts[0][0] < timestamp:
            limit, message_id = heapq.heappop(self._timeouts)
            send = self._sends.get(message_id)
            if send is not None and send.max_sequencing_time == limit:
                effects += self._finish(message_id, TimedOut(timestamp))
        return effects

    def _attempt(self, message_id: str) -> list[Effect]:
        self._sends[message_id].attempts_made += 1
        return [Attempt(message_id)]

    def _finish(self, message_id: str, result: SendResult) -> list[Effect]:
        del self._sends[message_id]
        return [Finish(message_id, result)]
