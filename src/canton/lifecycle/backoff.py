"""When to try again: delays that grow to a limit, and retry until it works or time is up."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from canton.clock import Clock
from canton.errors import TransientError

T = TypeVar("T")
_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Backoff:
    """Delays in seconds: the first, then each `factor` times the one before, up to `limit_s`.

    After `attempts_max` delays it gives up; None means never.
    """

    first_s: float
    limit_s: float
    factor: float = 2.0
    attempts_max: int | None = None

    def delays(self) -> Iterator[float]:
        """The delays before each further attempt."""
        delay_s, attempt = self.first_s, 0
        while self.attempts_max is None or attempt < self.attempts_max:
            yield min(delay_s, self.limit_s)
            delay_s = min(delay_s * self.factor, self.limit_s)
            attempt += 1


async def retry(
    what: str,
    action: Callable[[], Awaitable[T]],
    backoff: Backoff,
    clock: Clock,
    is_transient: Callable[[Exception], bool] = lambda error: isinstance(error, TransientError),
) -> T:
    """Does the action until it succeeds, fails for good, or the attempts are used up."""
    delays = backoff.delays()
    while True:
        try:
            return await action()
        except Exception as error:
            delay_s = next(delays, None)
            if delay_s is None or not is_transient(error):
                raise
            _LOGGER.info("%s failed, trying again in %.3g s: %s", what, delay_s, error)
            await clock.sleep(delay_s)
