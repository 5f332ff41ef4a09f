"""How often something may happen: a steady rate with room for bursts.

Source: Canton 3.6 RateLimiter (what was let through decays at the rate).
"""

from __future__ import annotations


class RateLimiter:
    """Lets through `per_second` on average, and up to `burst_factor` seconds' worth at once.

    A burst is at least one. `now_s` may come from any clock that does not go backwards.
    """

    def __init__(self, per_second: float, burst_factor: float) -> None:
        self.per_second = per_second
        self.burst = burst_factor * per_second
        self._passed = 0.0
        self._updated_s: float | None = None

    def may_pass(self, now_s: float) -> bool:
        """Whether one more may pass now; if so it is counted."""
        if self._updated_s is not None:
            self._passed = max(0.0, self._passed - self.per_second * (now_s - self._updated_s))
        self._updated_s = now_s
        if self._passed >= self.burst:
            return False
        self._passed += 1
        return True
