"""How busy the connections of a storage are, as operators watch it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from canton.telemetry import catalogue
from canton.telemetry.metric import Metrics, timed

READS: Final = "general"
WRITES: Final = "write"


class Executor:
    """The series of the tasks of one kind, of which at most `capacity` run at a time."""

    def __init__(
        self, metrics: Metrics, name: str, capacity: int, monotonic_s: Callable[[], float]
    ) -> None:
        self._queued = metrics.instrument(catalogue.DB_QUEUED[name])
        self._running = metrics.instrument(catalogue.DB_RUNNING[name])
        self._load = metrics.instrument(catalogue.DB_LOAD[name])
        self._waited = metrics.instrument(catalogue.DB_WAITTIME[name])
        self._took = metrics.instrument(catalogue.DB_EXECTIME[name])
        self._share = 1 / capacity
        self._monotonic_s = monotonic_s

    def queued(self, count: int) -> None:
        """So many tasks wait now, where the tasks are counted in a queue."""
        self._queued.set(count)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """A task waits for its turn while the body runs."""
        self._queued.add(1)
        try:
            with timed(self._waited, self._monotonic_s):
                yield
        finally:
            self._queued.add(-1)

    @contextmanager
    def running(self) -> Iterator[None]:
        """A task runs while the body runs."""
        self._running.add(1)
        self._load.add(self._share)
        try:
            with timed(self._took, self._monotonic_s):
                yield
        finally:
            self._running.add(-1)
            self._load.add(-self._share)
