"""Whether the participant takes another command, or says that it has enough to do.

Operators set the limits at runtime; they are kept in the database. Requests of other participants
count as load too. Source: Canton 3.6 ResourceManagementService.
"""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass
from typing import Final

from canton.clock import Clock
from canton.errors import LedgerError
from canton.lifecycle.rate import RateLimiter
from canton.participant.errors import PARTICIPANT_BACKPRESSURE, PARTICIPANT_OVERLOADED
from canton.participant.stores.limits import LIMITS, ONLY, LimitsRow
from canton.storage.storage import Storage
from canton.telemetry.metric import Instrument

BURST_FACTOR_DEFAULT: Final = 0.5
OVERLOAD_WARNED_S: Final = 20.0
_UNLIMITED: Final = -1
_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ResourceLimits:
    """None is no limit; the rate is per second, the burst a factor on it."""

    in_flight_requests_max: int | None = None
    submission_rate_max: int | None = None
    submission_burst_factor: float = BURST_FACTOR_DEFAULT


class Admission:
    """Admits commands within the limits.

    Where every command is refused for `warned_after_s`, that is worth a warning, and another one
    each time so much more has passed; None is never. `max_shown` is the gauge of the most requests.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        limits: ResourceLimits,
        warned_after_s: float | None = OVERLOAD_WARNED_S,
        max_shown: Instrument | None = None,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._warned_after_s = warned_after_s
        self._admitted_s = self._warned_s = clock.monotonic_s()
        self._max_shown = max_shown
        self._adopt(limits)

    @classmethod
    async def open(
        cls,
        storage: Storage,
        clock: Clock,
        warned_after_s: float | None = OVERLOAD_WARNED_S,
        max_shown: Instrument | None = None,
    ) -> Admission:
        """With the limits that were set last; without any at first."""
        rows = await storage.read(LIMITS.get(ONLY))
        limits = _limits_of(rows[0]) if rows else ResourceLimits()
        return cls(storage, clock, limits, warned_after_s, max_shown)

    @property
    def limits(self) -> ResourceLimits:
        """The limits in force."""
        return self._limits

    async def change(self, limits: ResourceLimits) -> None:
        """Keeps new limits and puts them in force."""
        await self._storage.write(LIMITS.upsert(_row_of(limits)))
        self._adopt(limits)
        _LOGGER.info("The limits of the participant are now %s", limits)

    def _adopt(self, limits: ResourceLimits) -> None:
        self._limits = limits
        rate = limits.submission_rate_max
        self._rate = None if rate is None else RateLimiter(rate, limits.submission_burst_factor)
        if self._max_shown is not None:
            limit = limits.in_flight_requests_max
            self._max_shown.set(_UNLIMITED if limit is None else limit)

    def admit(self, load: int) -> None:
        """Takes one more command while `load` requests are being validated.

        Raises:
            LedgerError: PARTICIPANT_BACKPRESSURE; the command has had no effect.
        """
        now_s = self._clock.monotonic_s()
        reason = self._load_problem(load) or self._rate_problem(now_s)
        if reason is None:
            self._admitted_s = now_s
            return
        self._warn(now_s)
        raise LedgerError(
            PARTICIPANT_BACKPRESSURE,
            f"The participant is overloaded: {reason}",
            {"reason": reason},
            definite_answer=True,
        )

    def _load_problem(self, load: int) -> str | None:
        limit = self._limits.in_flight_requests_max
        if limit is None or load < limit:
            return None
        return f"too many in-flight validation requests (count: {load}, limit: {limit})"

    def _rate_problem(self, now_s: float) -> str | None:
        rate = self._rate
        if rate is None or rate.may_pass(now_s):
            return None
        return (
            "the amount of commands submitted to this participant exceeds the submission rate "
            f"limit of {rate.per_second} submissions per second with bursts of up to "
            f"{math.ceil(rate.burst)} submissions"
        )

    def _warn(self, now_s: float) -> None:
        interval_s = self._warned_after_s
        if interval_s is None or min(now_s - self._admitted_s, now_s - self._warned_s) < interval_s:
            return
        self._warned_s = now_s
        _LOGGER.warning(
            "%s: The participant has been overloaded for %.1f s.",
            PARTICIPANT_OVERLOADED.id,
            now_s - self._admitted_s,
        )


def _row_of(limits: ResourceLimits) -> LimitsRow:
    return LimitsRow(
        ONLY,
        limits.in_flight_requests_max,
        limits.submission_rate_max,
        repr(limits.submission_burst_factor),
    )


def _limits_of(row: LimitsRow) -> ResourceLimits:
    return ResourceLimits(
        row.in_flight_requests_max, row.submission_rate_max, float(row.submission_burst_factor)
    )
