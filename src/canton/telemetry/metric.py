"""What a metric is: name, type, labels, help. The values live in a `Metrics` backend.

Names are the original's in Prometheus form: dots and dashes become underscores, a timer is a
histogram `_duration_seconds`, a meter a counter `_total`, an up-down counter a gauge.
Source: operations sheet 2.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol


class Qualifier(Enum):
    """What a metric is for; debug metrics are off by default."""

    ERRORS = "errors"
    LATENCY = "latency"
    SATURATION = "saturation"
    TRAFFIC = "traffic"
    DEBUG = "debug"


class MetricType(Enum):
    """How a metric counts."""

    METER = "meter"
    """Only grows: exposed as a counter."""
    GAUGE = "gauge"
    """Goes up and down, or is set: also the original's "counter"."""
    TIMER = "timer"
    """Seconds, in buckets."""
    HISTOGRAM = "histogram"
    """Bytes or counts, in buckets."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric family; `name` is the original's, without the prefix `daml`."""

    name: str
    type: MetricType
    qualifier: Qualifier
    help: str
    labels: tuple[str, ...] = ()

    @property
    def exposed_name(self) -> str:
        """The name as Prometheus sees it, without the suffix `_total` of counters."""
        name = "daml_" + self.name.replace(".", "_").replace("-", "_")
        if self.type is MetricType.TIMER:
            return name + ("_seconds" if name.endswith("_duration") else "_duration_seconds")
        return name


class Instrument(Protocol):
    """One series of a metric: labels chosen. Keep it; choosing labels costs more than counting."""

    def add(self, amount: float = 1) -> None:
        """Counts up (or down, for a gauge)."""
        ...

    def set(self, value: float) -> None:
        """Sets a gauge."""
        ...

    def observe(self, value: float) -> None:
        """Adds a value to a histogram; seconds for a timer."""
        ...


class Metrics(Protocol):
    """Where values go."""

    def instrument(self, metric: Metric, **labels: str) -> Instrument:
        """The series with these labels; the same for the same labels."""
        ...


class NoMetrics:
    """Counts nothing: metrics are disabled."""

    def instrument(self, metric: Metric, **labels: str) -> Instrument:
        """A series that forgets."""
        return _FORGETFUL


class _Forgetful:
    def add(self, amount: float = 1) -> None:
        return

    def set(self, value: float) -> None:
        return

    def observe(self, value: float) -> None:
        return


_FORGETFUL: Final = _Forgetful()


@contextmanager
def timed(instrument: Instrument, monotonic_s: Callable[[], float]) -> Iterator[None]:
    """Observes how long the body takes, whether it succeeds or not."""
    started_s = monotonic_s()
    try:
        yield
    finally:
        instrument.observe(monotonic_s() - started_s)


@contextmanager
def counted_while(instrument: Instrument) -> Iterator[None]:
    """Counts the body in while it runs."""
    instrument.add(1)
    try:
        yield
    finally:
        instrument.add(-1)
