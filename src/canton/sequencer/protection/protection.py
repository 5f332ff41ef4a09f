"""The door of a sequencer: what it does not take in, however sound it may be.

Source: Canton 3.6 BlockSequencer (throughput cap, circuit breaker), GrpcSequencerService (rates).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from canton.clock import Clock
from canton.identifiers import Member
from canton.lifecycle.rate import RateLimiter
from canton.protocol.sequencing.submission import RequestKind
from canton.sequencer.core.effects import Taken
from canton.sequencer.protection.breaker import BreakerSettings, CircuitBreakers
from canton.sequencer.protection.cap import CAPPED_KINDS, Cap, CapSettings, ThroughputCap
from canton.telemetry.metric import Metrics
from canton.timestamps import Micros, Timestamp
from canton.topology.parameters.dynamic import DynamicSynchronizerParameters

_SIGNED_AHEAD_MAX: Final = Micros(5_000_000)
_LATE: Final = "Sequencer can't take requests because it is behind on processing events"


@dataclass(frozen=True, slots=True)
class ProtectionSettings:
    """Caps by kind and whether they hold, breakers by kind (all or none), bursts of requests.

    The burst factor is how many seconds' worth of confirmation requests a participant may send at
    once.
    """

    caps: Mapping[RequestKind, Cap] = field(default_factory=dict)
    cap_settings: CapSettings = field(default_factory=CapSettings)
    has_caps: bool = False
    breakers: Mapping[str, BreakerSettings] = field(default_factory=dict)
    burst_factor: float = 0.5
    tick_interval_s: float = 0.1
    """How often the shares under the caps are computed anew while nothing happens."""
    request_bytes_max: int | None = None
    """The size of requests, in place of what the synchronizer's parameters say."""
    signed_ahead_max: Micros = _SIGNED_AHEAD_MAX
    """So far may the topology of a sender be ahead of this sequencer's."""


class Protection:
    """What the public API asks before it takes a request, and the block loop tells."""

    def __init__(self, settings: ProtectionSettings, clock: Clock, metrics: Metrics) -> None:
        self._settings = settings
        self._clock = clock
        self._metrics = metrics
        self._caps = {kind: self._new_cap(kind, cap) for kind, cap in settings.caps.items()}
        self._breakers = CircuitBreakers(settings.breakers, metrics) if settings.breakers else None
        self._rates: dict[Member, RateLimiter] = {}

    @property
    def signed_ahead_max(self) -> Micros:
        """So far may the topology of a sender be ahead of this sequencer's."""
        return self._settings.signed_ahead_max

    def request_bytes_max(self, parameters: DynamicSynchronizerParameters | None) -> int:
        """The largest request that is taken under the synchronizer's parameters."""
        if self._settings.request_bytes_max is not None:
            return self._settings.request_bytes_max
        return 0 if parameters is None else parameters.max_request_size

    @property
    def caps(self) -> Mapping[RequestKind, Cap]:
        """The caps that hold if caps are enabled."""
        return {kind: cap.cap for kind, cap in self._caps.items()}

    def change_cap(self, kind: RequestKind, cap: Cap) -> None:
        """Puts another cap in place of one; it begins to count anew."""
        self._caps[kind] = self._new_cap(kind, cap)

    def _new_cap(self, kind: RequestKind, cap: Cap) -> ThroughputCap:
        return ThroughputCap(
            kind, cap, self._settings.cap_settings, self._metrics, self._clock.now()
        )

    async def run_ticks(self) -> None:
        """Lets time pass for the caps, as long as there are any, until cancelled."""
        while self._settings.has_caps:
            await self._clock.sleep(self._settings.tick_interval_s)
            now = self._clock.now()
            for cap in self._caps.values():
                cap.advance(now)

    def taken(self, taken: Taken) -> None:
        """The ordering gave a request."""
        cap = self._cap_on(taken.kind)
        if cap is not None:
            cap.add(taken.member, taken.size, taken.time, self._clock.now())

    def block_processed(self, last_time: Timestamp) -> None:
        """A block is processed; its last event is of that time."""
        if self._breakers is not None:
            self._breakers.block_processed(last_time, self._clock.now())

    def rate_problem(self, member: Member, per_second: int) -> str | None:
        """Why the member may not send another confirmation request, if so many a second it may."""
        limiter = self._rates.get(member)
        if limiter is None or limiter.per_second != per_second:
            limiter = self._rates[member] = RateLimiter(per_second, self._settings.burst_factor)
        if limiter.may_pass(self._clock.monotonic_s()):
            return None
        return f"Submission rate exceeds rate limit of {per_second}/s."

    def submission_problem(self, sender: Member, kind: RequestKind) -> str | None:
        """Why a submission is not taken, if it is not."""
        now = self._clock.now()
        cap = self._cap_on(kind)
        reached = None if cap is None else cap.problem(sender, now)
        if reached is not None:
            return f"Member {sender} has reached its throughput cap: {reached}"
        return self._lateness(kind, now)

    def acknowledgement_problem(self) -> str | None:
        """Why an acknowledgement is not taken, if it is not."""
        return self._lateness(None, self._clock.now())

    def _cap_on(self, kind: RequestKind | None) -> ThroughputCap | None:
        return self._caps.get(kind) if self._settings.has_caps and kind is not None else None

    def _lateness(self, kind: RequestKind | None, now: Timestamp) -> str | None:
        if self._breakers is None or not self._breakers.is_refusing(kind, now):
            return None
        return _LATE


def capped_kind(kind: str) -> RequestKind:
    """The kind of request of that name, which can have a cap.

    Raises:
        ValueError: there is none.
    """
    for each in CAPPED_KINDS:
        if each.value == kind:
            return each
    raise ValueError(f"Unknown submission type {kind}")
