"""Circuit breakers: no requests while this sequencer processes blocks late.

After so many late blocks in a row a breaker is open: requests of its kinds are refused. When some
time has passed, it lets requests in again on trial, and the next block decides.
Source: Canton 3.6 BlockSequencerCircuitBreaker.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from canton.protocol.sequencing.submission import RequestKind
from canton.telemetry import catalogue
from canton.telemetry.metric import Metrics
from canton.timestamps import Micros, Timestamp

_LOGGER = logging.getLogger(__name__)
ACKNOWLEDGEMENT: Final = "acknowledgment"
"""The name of acknowledgements among the kinds of requests."""


@dataclass(frozen=True, slots=True)
class BreakerSettings:
    """When a breaker opens and for how long; each failed trial prolongs that by the factor."""

    allowed_delay_s: float = 90.0
    failures_max: int = 10
    reset_after_s: float = 30.0
    reset_factor: float = 1.0
    reset_after_max_s: float = 36500 * 86400.0


class BreakerState(Enum):
    """The values that the metric shows."""

    CLOSED = 0.0
    ON_TRIAL = 0.5
    OPEN = 1.0


class CircuitBreaker:
    """The breaker of the kinds of requests that have the same settings."""

    def __init__(self, kinds: tuple[str, ...], settings: BreakerSettings, metrics: Metrics) -> None:
        self._kinds = kinds
        self._settings = settings
        self._state = BreakerState.CLOSED
        self._failures = 0
        self._reset_after_s = settings.reset_after_s
        self._opened_at: Timestamp | None = None
        made = metrics.instrument
        self._states = [made(catalogue.BREAKER_STATE[kind]) for kind in kinds]
        self._late_blocks = [made(catalogue.BREAKER_FAILURES[kind]) for kind in kinds]
        self._messages = {kind: made(catalogue.BREAKER_MESSAGES[kind]) for kind in kinds}
        self._rejections = {kind: made(catalogue.BREAKER_REJECTIONS[kind]) for kind in kinds}

    def block_processed(self, delay: Micros, now: Timestamp) -> None:
        """A block was processed, so much later than the time in it."""
        self._try_after_a_while(now)
        if delay > self._settings.allowed_delay_s * 1e6:
            for each in self._late_blocks:
                each.add()
            self._fail(now)
        elif self._state is BreakerState.ON_TRIAL:
            self._reset_after_s = self._settings.reset_after_s
            self._change(BreakerState.CLOSED)
            self._failures = 0
        elif self._state is BreakerState.CLOSED:
            self._failures = 0

    def is_refusing(self, kind: str, now: Timestamp) -> bool:
        """Whether a request of this kind that has come is to be refused; counts it."""
        self._try_after_a_while(now)
        self._messages[kind].add()
        if self._state is not BreakerState.OPEN:
            return False
        self._rejections[kind].add()
        return True

    def _fail(self, now: Timestamp) -> None:
        match self._state:
            case BreakerState.CLOSED:
                self._failures += 1
                if self._failures >= self._settings.failures_max:
                    self._open(now)
            case BreakerState.ON_TRIAL:
                prolonged_s = self._reset_after_s * self._settings.reset_factor
                self._reset_after_s = min(prolonged_s, self._settings.reset_after_max_s)
                self._open(now)

    def _open(self, now: Timestamp) -> None:
        self._opened_at = now
        self._change(BreakerState.OPEN)

    def _try_after_a_while(self, now: Timestamp) -> None:
        opened_at = self._opened_at
        if opened_at is not None and now - opened_at >= self._reset_after_s * 1e6:
            self._opened_at = None
            self._change(BreakerState.ON_TRIAL)

    def _change(self, state: BreakerState) -> None:
        self._state = state
        for each in self._states:
            each.set(state.value)
        _LOGGER.info(
            "The circuit breaker for %s is now %s; blocks may be %g s late",
            ", ".join(self._kinds),
            state.name.lower().replace("_", " "),
            self._settings.allowed_delay_s,
        )


class CircuitBreakers:
    """The breakers of all kinds. Kinds with equal settings share one, as they open together."""

    def __init__(self, settings: Mapping[str, BreakerSettings], metrics: Metrics) -> None:
        kinds: dict[BreakerSettings, list[str]] = {}
        for kind, each in settings.items():
            kinds.setdefault(each, []).append(kind)
        self._breakers = [CircuitBreaker(tuple(of), each, metrics) for each, of in kinds.items()]
        self._by_kind = {
            kind: breaker
            for breaker, of in zip(self._breakers, kinds.values(), strict=True)
            for kind in of
        }
        self._last_time: Timestamp | None = None

    def block_processed(self, last_time: Timestamp, now: Timestamp) -> None:
        """The block is processed whose last event is of that time.

        A block without an event says nothing: the time since the last event only grows.
        """
        if last_time != self._last_time:
            for breaker in self._breakers:
                breaker.block_processed(Micros(now - last_time), now)
        self._last_time = last_time

    def is_refusing(self, kind: RequestKind | None, now: Timestamp) -> bool:
        """Whether a request of this kind, None being an acknowledgement, is to be refused."""
        name = ACKNOWLEDGEMENT if kind is None else kind.value
        return self._by_kind[name].is_refusing(name, now)
