"""Tasks that belong to a service: named, restarted where allowed, stopped within a bound."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Final, Self

from canton.clock import Clock
from canton.errors import TransientError
from canton.lifecycle.backoff import Backoff
from canton.lifecycle.health import HealthComponent

Work = Callable[[], Awaitable[None]]
STOP_S_MAX: Final = 5.0
HEALTHY_AFTER_S: Final = 30.0
"""A task that ran this long before it failed starts its delays anew."""
_LOGGER = logging.getLogger(__name__)


class Supervisor:
    """Owns tasks while entered; leaving cancels them and waits for their clean-up.

    A task that fails for good takes the others with it: the error leaves the `async with` block of
    the supervisor, so the service that owns it stops as a whole.
    """

    def __init__(self, name: str, clock: Clock, stop_s_max: float = STOP_S_MAX) -> None:
        self.name = name
        self._clock = clock
        self._stop_s_max = stop_s_max
        self._group = asyncio.TaskGroup()
        self._tasks: dict[asyncio.Task[None], None] = {}

    async def __aenter__(self) -> Self:
        await self._group.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            await self._cancel_all()
        finally:
            await self._leave(kind, error, trace)

    async def _leave(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            await self._group.__aexit__(kind, error, trace)
        except BaseExceptionGroup as group:
            owner = asyncio.current_task()
            if owner is not None and owner.cancelling():
                # Its owner must end, and whoever retries after an error must not keep it from that.
                raise asyncio.CancelledError from group
            # One error of one task is that error; several stay a group.
            if len(group.exceptions) == 1:
                raise group.exceptions[0] from None
            raise

    def spawn(
        self,
        name: str,
        work: Work,
        restart: Backoff | None = None,
        health: HealthComponent | None = None,
    ) -> asyncio.Task[None]:
        """Runs the work as a task.

        With `restart`, a `TransientError` makes it start again after a delay; any other error, or
        too many attempts, ends the supervisor. `health` is degraded by a restart; the work itself
        says when it is well again.
        """
        running = self._run(name, work, restart, health)
        try:
            task = self._group.create_task(running, name=f"{self.name}/{name}")
        except RuntimeError:
            running.close()
            raise
        self._tasks[task] = None
        task.add_done_callback(lambda done: self._tasks.pop(done, None) and None)
        return task

    async def _run(
        self, name: str, work: Work, restart: Backoff | None, health: HealthComponent | None
    ) -> None:
        delays = restart.delays() if restart is not None else iter(())
        while True:
            started_s = self._clock.monotonic_s()
            try:
                await work()
                return
            except TransientError as error:
                if restart is not None and self._clock.monotonic_s() - started_s > HEALTHY_AFTER_S:
                    delays = restart.delays()
                delay_s = next(delays, None)
                if delay_s is None:
                    _fail(f"{self.name}/{name}", error, health)
                    raise
                _LOGGER.warning("%s/%s restarts in %.3g s: %s", self.name, name, delay_s, error)
                if health is not None:
                    health.degrade(str(error))
                await self._clock.sleep(delay_s)
            except Exception as error:
                _fail(f"{self.name}/{name}", error, health)
                raise

    async def _cancel_all(self) -> None:
        """Cancels until all have ended; one that resists is named, once a period."""
        while self._tasks:
            for task in self._tasks:
                task.cancel()
            _, pending = await asyncio.wait(list(self._tasks), timeout=self._stop_s_max)
            if pending:
                names = ", ".join(sorted(task.get_name() for task in pending))
                _LOGGER.warning("still running after %.3g s: %s", self._stop_s_max, names)


def _fail(name: str, error: Exception, health: HealthComponent | None) -> None:
    if isinstance(error, TransientError):
        # A peer or a database is away, or the lease is over: no bug, so no stack.
        _LOGGER.warning("%s stopped: %s", name, error)
    else:
        _LOGGER.error("%s stopped: %s", name, error, exc_info=error)
    if health is not None:
        health.fatal(str(error))
