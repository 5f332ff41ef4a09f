"""Time and randomness as things that are handed in.

Nothing above this module asks the operating system for the time or for random bytes; it takes a
`Clock` and a `Randomness`. A network with static time has a `ManualClock`. A simulation hands in
`SimClock` and `SeededRandomness`, whose time is that of the event loop and whose bytes follow from
a seed, so that a run can be repeated.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from typing import Final, Protocol

from canton.timestamps import Timestamp

EPOCH: Final = Timestamp(0)
SIMULATION_START: Final = Timestamp(1_700_000_000_000_000)
"""Where virtual time begins unless a simulation says otherwise: in November 2023."""


class Clock(Protocol):
    """The time, and the wait for a later time."""

    def reading(self) -> Timestamp:
        """What the clock shows; two readings may be equal."""
        ...

    def now(self) -> Timestamp:
        """The present time; each call returns a later one than the call before."""
        ...

    def monotonic_s(self) -> float:
        """Seconds since an arbitrary moment; never goes back, unlike `now` across restarts."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Returns after so many seconds."""
        ...


class Randomness(Protocol):
    """A source of bytes that nobody can guess."""

    def bytes(self, count: int) -> bytes:
        """So many fresh random bytes."""
        ...


class _Increasing:
    """Makes readings strictly increase: a reading that did not grow is the last plus one."""

    def __init__(self) -> None:
        self._last: int | None = None

    def after(self, reading: int) -> Timestamp:
        if self._last is not None and reading <= self._last:
            reading = self._last + 1
        self._last = reading
        return Timestamp(reading)


class WallClock:
    """The operating system's clock, strictly increasing within this process."""

    def __init__(self) -> None:
        self._increasing = _Increasing()

    def reading(self) -> Timestamp:
        """The system's time in microseconds."""
        return Timestamp(time.time_ns() // 1_000)

    def now(self) -> Timestamp:
        """The present time in microseconds."""
        return self._increasing.after(self.reading())

    def monotonic_s(self) -> float:
        """Seconds since an arbitrary moment."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Returns after so many seconds."""
        await asyncio.sleep(seconds)


class ManualClock:
    """A clock that stands still until somebody sets it; only the waiting is real.

    For networks in one process whose applications rehearse what happens on later days. Its `now`
    runs ahead of what it shows by a microsecond a call.
    """

    def __init__(self, start: Timestamp = EPOCH) -> None:
        self._time = start
        self._increasing = _Increasing()

    def reading(self) -> Timestamp:
        """The time that was set last."""
        return self._time

    def now(self) -> Timestamp:
        """The time that was set last, or the next microsecond after the last call."""
        return self._increasing.after(self._time)

    def set(self, time: Timestamp) -> None:
        """Shows another time from now on, which must not be an earlier one."""
        assert time >= self._time, "time does not go back"
        self._time = time

    def monotonic_s(self) -> float:
        """Real seconds since an arbitrary moment."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Returns after so many real seconds."""
        await asyncio.sleep(seconds)


class SimClock:
    """The time of the running event loop, counted from `start`, plus a skew that a test may set."""

    def __init__(self, start: Timestamp = SIMULATION_START, skew_s: float = 0.0) -> None:
        self._start = start
        self._increasing = _Increasing()
        self.skew_s = skew_s

    def reading(self) -> Timestamp:
        """The virtual time in microseconds."""
        elapsed_s = asyncio.get_running_loop().time() + self.skew_s
        return Timestamp(self._start + round(elapsed_s * 1_000_000))

    def now(self) -> Timestamp:
        """The present virtual time in microseconds."""
        return self._increasing.after(self.reading())

    def monotonic_s(self) -> float:
        """Virtual seconds since the loop began."""
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        """Returns after so many virtual seconds."""
        await asyncio.sleep(seconds)


class SystemRandomness:
    """The operating system's random bytes."""

    def bytes(self, count: int) -> bytes:
        """So many fresh random bytes."""
        return secrets.token_bytes(count)


class SeededRandomness:
    """Bytes that follow from a seed: for simulations and tests only, they protect nothing."""

    def __init__(self, seed: int | str) -> None:
        self._seed = str(seed).encode()
        self._counter = 0

    def bytes(self, count: int) -> bytes:
        """The next so many bytes of the sequence."""
        out = b""
        while len(out) < count:
            self._counter += 1
            out += hashlib.sha256(b"%s:%d" % (self._seed, self._counter)).digest()
        return out[:count]
