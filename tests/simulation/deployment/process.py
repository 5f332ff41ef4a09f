"""A process that can be killed between any two of its effects.

Every commit, every send and every append to the ordering of a simulated process goes through a
`Process`. It counts them, and at the one that was chosen the process dies: nothing that it does
afterwards has an effect, its connections are reset, its tasks are cancelled. What survives is what
was committed.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from canton.errors import GrpcStatus
from canton.lifecycle.health import HealthComponent
from canton.storage.errors import StorageUnavailable
from canton.storage.memory import MemoryStorage
from canton.storage.storage import Storage, WriteGuard
from canton.storage.table import Query, Write
from canton.transport.memory import HostTransport, Network
from canton.transport.seam import ChannelSettings, RpcChannel, RpcError, ServerSettings, Services

T = TypeVar("T")
DEAD = "was killed"


@dataclass
class Effects:
    """How many effects of each kind were performed, and at how many of them a process died."""

    performed: Counter[str] = field(default_factory=Counter)
    crashed: Counter[str] = field(default_factory=Counter)


@dataclass(eq=False)
class Process:
    """One incarnation of one node's process. `crash_in` is how many effects it has left to live."""

    name: str
    kind: str
    host: str
    effects: Effects
    crash_in: int | None = None
    is_dead: bool = False
    on_death: Callable[[], None] = lambda: None
    died: asyncio.Event = field(default_factory=asyncio.Event)

    def kill(self) -> None:
        """Ends the process now."""
        if not self.is_dead:
            self.is_dead = True
            self.died.set()
            self.on_death()

    async def passes(self, effect: str) -> None:
        """Called before and after each effect: counts it, or dies here and never returns."""
        if self.is_dead:
            raise StorageUnavailable(f"{self.name} {DEAD}")
        name = f"{self.kind} {effect}"
        self.effects.performed[name] += 1
        if self.crash_in is None:
            return
        self.crash_in -= 1
        if self.crash_in < 0:
            self.crash_in = None
            self.effects.crashed[name] += 1
            self.kill()
            await asyncio.get_running_loop().create_future()


class ProcessStorage:
    """A database as one process sees it."""

    lost: ClassVar[Callable[[Write], bool]] = staticmethod(lambda write: False)
    """Writes that never reach the database: a hook for tests that plant a bug."""

    def __init__(self, process: Process, inner: MemoryStorage) -> None:
        self._process = process
        self._inner = inner

    @property
    def health(self) -> HealthComponent:
        return self._inner.health

    async def write(self, *writes: Write) -> None:
        await self._process.passes("before commit")
        await self._inner.write(*(write for write in writes if not self.lost(write)))
        await self._process.passes("after commit")

    async def read(self, query: Query[Any]) -> list[Any]:
        return await self._inner.read(query)

    async def count(self, query: Query[Any]) -> int:
        return await self._inner.count(query)

    async def read_all(self, *queries: Query[Any]) -> Any:
        return await self._inner.read_all(*queries)

    def fenced(self, guard: WriteGuard) -> Storage:
        return ProcessStorage(self._process, self._inner.fenced(guard))

    def listen(
        self, channel: str, poll_s: float = 5.0
    ) -> AbstractAsyncContextManager[AsyncIterator[None]]:
        return self._inner.listen(channel, poll_s)

    def describe(self) -> str:
        return self._inner.describe()


class ProcessTransport:
    """The network as one process sees it."""

    def __init__(self, process: Process, network: Network) -> None:
        self._process = process
        self._inner: HostTransport = network.host(process.host)

    def server(self, settings: ServerSettings, services: Services) -> Any:
        return self._inner.server(settings, services)

    def channel(self, settings: ChannelSettings) -> RpcChannel:
        return ProcessChannel(self._process, self._inner.channel(settings))


class ProcessChannel:
    """A channel on which the process may die around each submission."""

    def __init__(self, process: Process, inner: RpcChannel) -> None:
        self._process = process
        self._inner = inner

    async def __aenter__(self) -> ProcessChannel:
        await self._inner.__aenter__()
        return self

    async def __aexit__(self, *error: Any) -> None:
        await self._inner.__aexit__(*error)

    async def unary(self, method: Any, request: Any, *args: Any, **more: Any) -> Any:
        if self._process.is_dead:
            raise RpcError(GrpcStatus.UNAVAILABLE, "dead")
        if not method.path.endswith("SendAsync"):
            return await self._inner.unary(method, request, *args, **more)
        await self._process.passes("before send")
        answer = await self._inner.unary(method, request, *args, **more)
        await self._process.passes("after send")
        return answer

    def stream(self, method: Any, request: Any, *args: Any, **more: Any) -> AsyncIterator[Any]:
        return self._inner.stream(method, request, *args, **more)

    async def abandon(self, reason: str) -> None:
        await self._inner.abandon(reason)

    async def upload(self, method: Any, requests: Any, *args: Any, **more: Any) -> Any:
        return await self._inner.upload(method, requests, *args, **more)


class ProcessOrdering:
    """An ordering on which the process may die around each append."""

    def __init__(self, process: Process, inner: Any) -> None:
        self._process = process
        self._inner = inner

    @property
    def health(self) -> HealthComponent:
        health: HealthComponent = self._inner.health
        return health

    async def append(self, request: Any) -> None:
        await self._process.passes("before order")
        await self._inner.append(request)
        await self._process.passes("after order")

    def blocks(self, from_height: int) -> Any:
        return self._inner.blocks(from_height)

    async def processed(self, height: int) -> None:
        await self._inner.processed(height)

    async def prune(self, below_height: int) -> None:
        await self._inner.prune(below_height)


@dataclass
class _Outcome(Generic[T]):
    value: T | None = None
    error: Exception | None = None


async def _until(
    ended: asyncio.Event, work: Awaitable[T], seconds_max: float | None = None
) -> _Outcome[T]:
    """What the work gave before the event was set, or the time was over."""
    outcome: _Outcome[T] = _Outcome()

    async def working() -> None:
        try:
            outcome.value = await work
        except Exception as error:
            outcome.error = error

    async with asyncio.TaskGroup() as tasks:
        both = tasks.create_task(working()), tasks.create_task(ended.wait())
        await asyncio.wait(both, timeout=seconds_max, return_when=asyncio.FIRST_COMPLETED)
        for each in both:
            each.cancel()
    return _Outcome() if ended.is_set() else outcome


async def run_process(process: Process, work: Awaitable[None]) -> None:
    """Runs the work until it ends or the process dies; errors after death have no meaning."""
    outcome = await _until(process.died, work)
    if outcome.error is not None:
        raise outcome.error


async def answered(ended: asyncio.Event, call: Awaitable[T], seconds_max: float) -> T | None:
    """A client's call into a process that may end; None where no answer came, for any reason."""
    outcome = await _until(ended, call, seconds_max)
    if outcome.error is not None:
        raise outcome.error
    return outcome.value
