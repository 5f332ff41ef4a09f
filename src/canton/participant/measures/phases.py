"""How long own commands take from one phase of the protocol to the next.

A command is followed by its change from its receipt on, and found again by the message that carries
it and by the request that this becomes. A phase is measured only if the one before it was seen: of
a command that another process began, or that skips a phase, nothing is measured across the gap.
Source: Canton 3.6 CommandProgressTracker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from canton.telemetry import catalogue
from canton.telemetry.metric import Metrics
from canton.timestamps import Timestamp


class Phase(Enum):
    """What a command has just completed, in order."""

    INTERPRETATION = "1a_interpretation"
    REQUEST_GENERATION = "1b_request-generation"
    SEQUENCING = "2a_sequencing"
    VALIDATION_QUEUE = "2b_validation-queue"
    CONFORMANCE = "3_validation-conformance"
    CONFLICT_DETECTION = "4_validation-conflict"
    VERDICT = "6_mediator-verdict"
    RECORD_ORDERING = "7a_recordordering"
    INDEXING = "7b_indexing"


_ORDINALS = {phase: ordinal for ordinal, phase in enumerate(Phase, start=1)}


@dataclass(slots=True)
class Progress:
    """How far a command is; `synchronizer` is the name of the one that it goes to."""

    synchronizer: str
    ordinal: int
    since_s: float
    message_id: str = ""
    request_time: Timestamp | None = None


class CommandPhases:
    """The commands under way. Whoever begins one must drop it in the end."""

    def __init__(self, metrics: Metrics, monotonic_s: Callable[[], float]) -> None:
        self._metrics = metrics
        self._monotonic_s = monotonic_s
        self._by_change: dict[bytes, Progress] = {}
        self._by_message: dict[str, Progress] = {}
        self._by_request: dict[Timestamp, Progress] = {}

    def begin(self, change_id: bytes, synchronizer: str, since_s: float) -> None:
        """Follows a command that was received then, and goes to that synchronizer."""
        self._by_change[change_id] = Progress(synchronizer, 0, since_s)

    def reach(self, change_id: bytes, phase: Phase) -> None:
        """The command of that change has completed the phase."""
        self._reach(self._by_change.get(change_id), phase)

    def name(self, change_id: bytes, message_id: str) -> None:
        """The command is in the message of that id."""
        progress = self._by_change.get(change_id)
        if progress is not None:
            progress.message_id = message_id
            self._by_message[message_id] = progress

    def sequenced(self, message_id: str, time: Timestamp) -> None:
        """The message was sequenced as the request of that time."""
        progress = self._by_message.get(message_id)
        if progress is not None:
            progress.request_time = time
            self._by_request[time] = progress
            self._reach(progress, Phase.SEQUENCING)

    def request_reached(self, time: Timestamp, phase: Phase) -> None:
        """The request of that time has completed the phase; it need not be one of ours."""
        self._reach(self._by_request.get(time), phase)

    def drop(self, change_id: bytes) -> None:
        """The command is over, however it ended."""
        progress = self._by_change.pop(change_id, None)
        if progress is not None:
            self._by_message.pop(progress.message_id, None)
            if progress.request_time is not None:
                self._by_request.pop(progress.request_time, None)

    def _reach(self, progress: Progress | None, phase: Phase) -> None:
        ordinal = _ORDINALS[phase]
        if progress is None or progress.ordinal >= ordinal:
            return
        now_s = self._monotonic_s()
        if progress.ordinal == ordinal - 1:
            self._metrics.instrument(
                catalogue.COMMAND_PHASE, synchronizer=progress.synchronizer, phase=phase.value
            ).observe(now_s - progress.since_s)
        progress.ordinal, progress.since_s = ordinal, now_s
