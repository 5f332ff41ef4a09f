"""When to ask for a tick: somebody waits for a time and no event shows it.

A time should be seen on the event stream within the observation latency after the local clock
passed it, if there is any traffic. If it is not, a tick is requested, and again after the patience
as long as it does not arrive. Source: Canton 3.6 SynchronizerTimeTracker.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import Final

from canton.timestamps import TIMESTAMP_MIN, Micros, Timestamp, plus

OBSERVATION_LATENCY: Final = Micros(250_000)
PATIENCE: Final = Micros(500_000)


@dataclass(frozen=True, slots=True)
class TimeTrackerSettings:
    """How long an event may take to be seen, and how long a tick is waited for."""

    observation_latency: Micros = OBSERVATION_LATENCY
    patience: Micros = PATIENCE


@dataclass(slots=True)
class TimeTrackerCore:
    """The times that are waited for, and what has been observed."""

    settings: TimeTrackerSettings = field(default_factory=TimeTrackerSettings)
    observed: Timestamp = TIMESTAMP_MIN
    """The time of the last event."""
    _awaited: list[Timestamp] = field(default_factory=list)
    _requested_at: Timestamp | None = None

    def is_observed(self, time: Timestamp) -> bool:
        """Whether an event at or after the time has been seen."""
        return self.observed >= time

    def await_time(self, time: Timestamp) -> None:
        """Somebody waits for an event at or after the time."""
        if not self.is_observed(time):
            heapq.heappush(self._awaited, time)

    def observe(self, time: Timestamp) -> None:
        """An event was seen."""
        self.observed = max(self.observed, time)
        self._requested_at = None
        while self._awaited and self._awaited[0] <= self.observed:
            heapq.heappop(self._awaited)

    def requested(self, now: Timestamp) -> None:
        """A tick has been asked for."""
        self._requested_at = now

    def next_request(self) -> Timestamp | None:
        """The local time at which to ask for a tick; None while nobody waits."""
        if not self._awaited:
            return None
        due = plus(self._awaited[0], self.settings.observation_latency)
        if self._requested_at is not None:
            due = max(due, plus(self._requested_at, self.settings.patience))
        return due
