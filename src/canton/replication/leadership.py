"""What nodes use: a leadership that is held for a term at a time, and a loop over terms.

async def serve(lease: Lease) -> None:
    async with participant_runtime(lease.guarded(storage)):
        await forever()

await run_terms(leadership, serve)
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Final, Protocol

from canton.lifecycle.health import Condition, HealthComponent, HealthState
from canton.replication.core import RELEASED
from canton.storage.errors import LeaseLost
from canton.storage.storage import Storage

PASSIVE: Final = HealthState(Condition.FAILED, "instance is passive")
_log: Final = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class Lease:
    """The right to be active for one term. It is a `WriteGuard`; `lost` is set when it is over."""

    name: str
    epoch: int
    is_fenced: bool = True
    lost: asyncio.Event = field(default_factory=asyncio.Event)
    reason: str = ""

    def end(self, reason: str) -> None:
        """Marks the lease as over; the first reason stays."""
        if not self.lost.is_set():
            self.reason = reason
            self.lost.set()

    def guarded(self, storage: Storage) -> Storage:
        """The storage to use during the term: its writes fail once the lease is over."""
        return storage.fenced(self) if self.is_fenced else storage


class Leadership(Protocol):
    """How one process takes part in being active."""

    @property
    def is_active(self) -> bool:
        """Whether this process has the lease now."""
        ...

    @property
    def health(self) -> HealthComponent:
        """Ok while active, failed while passive."""
        ...

    async def decided(self) -> None:
        """Returns once it is known whether this process or another one is active.

        Right after a start it is not: then this process is neither active nor passive.
        """
        ...

    def held(self) -> AbstractAsyncContextManager[Lease]:
        """Waits for the lease and holds it while the context lasts.

        The lease may be lost within; then the body must end soon. Nobody else becomes active before
        the body has ended, unless this process is evicted.
        """
        ...

    async def release(self) -> bool:
        """Ends the term so that another replica may take over; False if this one is passive.

        Returns when the lease is free. If nobody takes it, this process gets it again after a
        cool-down.
        """
        ...


def passive(storage: Storage, name: str = "node") -> Storage:
    """The storage as a passive replica may use it: it reads, and every write fails."""
    return storage.fenced(Lease(name, 0))


class SoleLeadership:
    """The leadership of a node without replicas: always active, never fenced."""

    def __init__(self) -> None:
        self.health = HealthComponent("replication")

    @property
    def is_active(self) -> bool:
        """Always."""
        return True

    async def decided(self) -> None:
        """There is nobody else."""

    @asynccontextmanager
    async def held(self) -> AsyncIterator[Lease]:
        """See `Leadership.held`."""
        yield Lease("sole", 0, is_fenced=False)

    async def release(self) -> bool:
        """There is nobody to take over."""
        return False


async def run_terms(leadership: Leadership, serve: Callable[[Lease], Awaitable[None]]) -> None:
    """Serves term after term until cancelled; each is cancelled when its lease is lost.

    An error of `serve` ends the loop, except that the lease was lost. If `serve` returns, so does
    this.
    """
    while True:
        async with leadership.held() as lease:
            await _serve_while_held(lease, serve)
            if not lease.lost.is_set():
                return
        level = logging.INFO if lease.reason == RELEASED else logging.WARNING
        text = "term %d of the lease %s is over: %s"
        _log.log(level, text, lease.epoch, lease.name, lease.reason)


async def _serve_while_held(lease: Lease, serve: Callable[[Lease], Awaitable[None]]) -> None:
    async def served() -> None:
        try:
            await serve(lease)
        except LeaseLost as error:
            lease.end(str(error))

    try:
        async with asyncio.TaskGroup() as group:
            serving = group.create_task(served())
            losing = group.create_task(lease.lost.wait())
            await asyncio.wait((serving, losing), return_when=asyncio.FIRST_COMPLETED)
            serving.cancel()
            losing.cancel()
    except BaseExceptionGroup as errors:
        if len(errors.exceptions) == 1:
            raise errors.exceptions[0] from None
        raise
