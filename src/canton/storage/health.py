"""The health of a storage: one state with the reason, and who wants to hear of changes.

Ok, Degraded (a first failure; still ready), Failed (not ready), Fatal (away for so long that the
process should be restarted). Source: HA sheet 7.2, component `db-storage`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias


class HealthState(Enum):
    """How well a component does, from best to worst."""

    OK = "ok"
    DEGRADED = "degraded"
    FAILED = "failed"
    FATAL = "fatal"


@dataclass(frozen=True, slots=True)
class Health:
    """A state and the sentence that operators read."""

    state: HealthState
    description: str = ""


HEALTHY: Final = Health(HealthState.OK)

HealthListener: TypeAlias = Callable[[Health], None]


class ObservedHealth:
    """A health that changes, and the listeners that are told of each change."""

    def __init__(self, component: str) -> None:
        self.component = component
        self._current = HEALTHY
        self._listeners: list[HealthListener] = []

    @property
    def current(self) -> Health:
        """The health now."""
        return self._current

    def subscribe(self, listener: HealthListener) -> None:
        """Calls the listener now and at every change; it must not raise."""
        self._listeners.append(listener)
        listener(self._current)

    def become(self, health: Health) -> None:
        """Takes the new health and tells the listeners, if it differs."""
        if health == self._current:
            return
        self._current = health
        for listener in self._listeners:
            listener(health)
