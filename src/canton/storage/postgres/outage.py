"""How long the database is away, told as health: degraded, then failed, then fatal.

Source: HA sheet 3.1: failed to fatal after `failed-to-fatal-delay`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from canton.lifecycle.health import HealthComponent

_log: Final = logging.getLogger(__name__)


class Outage:
    """The time since the first of the current failures. `monotonic_s` is the clock."""

    def __init__(
        self,
        health: HealthComponent,
        monotonic_s: Callable[[], float],
        degraded_to_failed_delay_s: float,
        failed_to_fatal_delay_s: float,
    ) -> None:
        self._health = health
        self._monotonic_s = monotonic_s
        self._failed_after_s = degraded_to_failed_delay_s
        self._fatal_after_s = degraded_to_failed_delay_s + failed_to_fatal_delay_s
        self._began_s: float | None = None

    def noticed(self, error: BaseException) -> None:
        """The database failed to answer."""
        if self._began_s is None:
            self._began_s = self._monotonic_s()
            _log.warning("database is away: %s", error)
        lasted_s = self._monotonic_s() - self._began_s
        description = f"the database is away: {error}"
        if lasted_s >= self._fatal_after_s:
            self._health.fatal(description)
        elif lasted_s >= self._failed_after_s:
            self._health.fail(description)
        else:
            self._health.degrade(description)

    def over(self) -> None:
        """The database answered."""
        if self._began_s is None:
            return
        lasted_s = self._monotonic_s() - self._began_s
        self._began_s = None
        _log.warning("database is back after %.1f s", lasted_s)
        self._health.ok()
