"""The decisions of a lease, pure: when a standby evicts, and when a holder gives up.

Let T be the eviction timeout. A holder beats every T/4 and gives up 3T/4 after its last beat that
succeeded; a standby evicts once it has seen the same beat of the same session for T, looking every
T/4. So a live holder that cannot beat gives up before anyone takes over from it.

Beats are counted, not timed: no clock of another machine is believed. A standby that did not look
for a while (it was frozen itself, or the database was) starts to count anew, or else after a pause
of the whole database a healthy holder would be evicted.
Safety does not rest on any of this, but on the epoch that fences each write.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

LOOKS_PER_TIMEOUT: Final = 4
RELEASED: Final = "released on request"
"""Why a term is over that nothing went wrong in."""


@dataclass(frozen=True, slots=True)
class LeaseTiming:
    """How long a frozen holder keeps its lease, and how long one that released it stays away."""

    eviction_timeout_s: float = 10.0
    cool_down_s: float = 2.0

    @property
    def period_s(self) -> float:
        """The time between beats, and between looks."""
        return self.eviction_timeout_s / LOOKS_PER_TIMEOUT

    @property
    def give_up_s(self) -> float:
        """The age of the last beat at which a holder gives up."""
        return self.eviction_timeout_s * (LOOKS_PER_TIMEOUT - 1) / LOOKS_PER_TIMEOUT


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the lock: the number of its session, its application name, and the beat."""

    session: int
    application: str
    beat: int


@dataclass(frozen=True, slots=True)
class HolderSeen:
    """A look at the lock found a holder, or nobody. Times are of the standby's steady clock."""

    at_s: float
    holder: Holder | None


@dataclass(frozen=True, slots=True)
class Evict:
    """End all sessions of this application, or if it is our own, the session that has the lock."""

    application: str
    session: int
    reason: str


class StandbyCore:
    """Watches the holder while this process waits in the lock."""

    def __init__(self, timing: LeaseTiming) -> None:
        self._timing = timing
        self._holder: Holder | None = None
        self._since_s = 0.0
        self._looked_s = 0.0

    def handle(self, seen: HolderSeen) -> list[Evict]:
        """What follows from a look; failed looks are simply not reported."""
        is_gap = seen.at_s - self._looked_s > 2 * self._timing.period_s
        self._looked_s = seen.at_s
        if seen.holder is None or seen.holder != self._holder or is_gap:
            self._holder = seen.holder
            self._since_s = seen.at_s
            return []
        silence_s = seen.at_s - self._since_s
        if silence_s < self._timing.eviction_timeout_s:
            return []
        self._since_s = seen.at_s  # its sessions get as long again to end before we insist
        reason = f"no beat for {silence_s:.1f} s"
        return [Evict(seen.holder.application, seen.holder.session, reason)]


@dataclass(frozen=True, slots=True)
class Beaten:
    """A beat was written; the time is when it was *begun*, the earliest it can have counted."""

    begun_s: float


@dataclass(frozen=True, slots=True)
class BeatFailed:
    """A beat was not written, or not in time."""

    at_s: float
    reason: str


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """The session that has the lock is gone, and the lock with it."""

    reason: str


@dataclass(frozen=True, slots=True)
class ReleaseAsked:
    """An operator wants another replica to be active."""


HolderInput: TypeAlias = Beaten | BeatFailed | SessionEnded | ReleaseAsked


@dataclass(frozen=True, slots=True)
class GiveUp:
    """End the term now."""

    reason: str


class HolderCore:
    """Watches over the term of this process."""

    def __init__(self, timing: LeaseTiming, begun_s: float) -> None:
        self._timing = timing
        self._beaten_s = begun_s
        self._is_over = False

    def handle(self, observed: HolderInput) -> list[GiveUp]:
        """What follows; a term that is over stays over and is given up once."""
        match observed:
            case Beaten(begun_s):
                self._beaten_s = begun_s
                return []
            case BeatFailed(at_s, reason):
                silence_s = at_s - self._beaten_s
                if silence_s < self._timing.give_up_s:
                    return []
                return self._over(f"no beat succeeded for {silence_s:.1f} s: {reason}")
            case SessionEnded(reason):
                return self._over(f"the session that has the lock ended: {reason}")
            case ReleaseAsked():
                return self._over(RELEASED)

    def _over(self, reason: str) -> list[GiveUp]:
        if self._is_over:
            return []
        self._is_over = True
        return [GiveUp(reason)]
