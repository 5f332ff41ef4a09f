"""An event loop whose time is virtual and whose order follows from a seed.

Its selector never waits: where a real one would sleep until the next timer, this one moves the
clock there. With a seed, callbacks that are ready at the same moment run in a shuffled order, so
that different seeds find different interleavings and the same seed finds the same again. If
nothing is ready and no timer is set, nobody can ever run again: that is a deadlock, and it is
reported with the tasks that wait. There are no sockets and no threads.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Deadlock(Exception):
    """Every task waits for another, and no timer will ever wake one."""


class _Selector:
    """Waits for nothing: moves the loop's clock instead."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop

    def select(self, timeout: float | None) -> list[Any]:
        self._loop.idle(timeout)
        return []


class VirtualLoop(asyncio.BaseEventLoop):
    """Runs coroutines in virtual seconds. `trace` names the order of everything that ran."""

    def __init__(self, seed: int | None = None) -> None:
        super().__init__()
        self._now = 0.0
        self._random = None if seed is None else random.Random(seed)
        self._selector = _Selector(self)
        self._hash = hashlib.sha256()
        self._numbers: dict[asyncio.Task[Any], int] = {}
        self.steps = 0

    def time(self) -> float:
        return self._now

    @property
    def trace(self) -> str:
        """A digest of the names and times of all steps so far: equal runs have equal traces."""
        return self._hash.hexdigest()

    def idle(self, timeout: float | None) -> None:
        """Called when the loop would wait."""
        if timeout is None and not self._ready:  # type: ignore[attr-defined]
            waiting = sorted(_where(task) for task in asyncio.all_tasks(self))
            raise Deadlock("nothing can run again; waiting: " + "; ".join(waiting))
        if timeout:
            self._now += timeout

    def run_in_executor(  # type: ignore[override]
        self, executor: Any, func: Callable[..., T], *args: Any
    ) -> asyncio.Future[T]:
        """Runs the function here and now: a simulation has no threads."""
        future: asyncio.Future[T] = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future

    def _run_once(self) -> None:
        ready = self._ready  # type: ignore[attr-defined]
        if self._random is not None and len(ready) > 1:
            handles = list(ready)
            ready.clear()
            ready.extend(self._shuffled(handles, self._random))
        self.steps += len(ready)
        for handle in ready:
            self._hash.update(_name(handle).encode())
        self._hash.update(f"@{self._now:.6f};".encode())
        super()._run_once()  # type: ignore[misc]

    def create_task(self, coro: Any, *, name: Any = None, context: Any = None) -> asyncio.Task[Any]:
        """A task; its number is its place in the order before that is shuffled."""
        task = super().create_task(coro, name=name, context=context)
        self._numbers[task] = len(self._numbers) + 1
        return task

    def _shuffled(self, handles: list[Any], rng: random.Random) -> list[Any]:
        """Another order; the steps of one task keep theirs, as do plain callbacks among themselves.

        Plain callbacks (a timer that delivers a message, a future's callback) have an order that
        their makers rely on: two messages of one link must not overtake each other. Tasks are taken
        by number, since a task group cancels its tasks in the order of a set, that is of addresses.
        """
        lanes: dict[int, list[Any]] = {}
        for handle in handles:
            task = _task(handle)
            lanes.setdefault(0 if task is None else self._numbers[task], []).append(handle)
        numbers = [number for number in sorted(lanes) for _ in lanes[number]]
        rng.shuffle(numbers)
        queues = {number: iter(lane) for number, lane in lanes.items()}
        return [next(queues[number]) for number in numbers]

    def _process_events(self, event_list: list[Any]) -> None:
        assert not event_list

    def _write_to_self(self) -> None:
        """Nothing sleeps, so nothing needs to be woken (generators that die unclosed ask)."""

    async def shutdown_default_executor(self, timeout: float | None = None) -> None:
        return None


def _task(handle: Any) -> asyncio.Task[Any] | None:
    owner = getattr(handle._callback, "__self__", None)
    return owner if isinstance(owner, asyncio.Task) else None


def _name(handle: Any) -> str:
    task = _task(handle)
    if task is not None:
        return getattr(task.get_coro(), "__qualname__", "task")
    return str(getattr(handle._callback, "__qualname__", type(handle._callback).__name__))


def _where(task: asyncio.Task[Any]) -> str:
    frames = task.get_stack(limit=1)
    place = f"{frames[0].f_code.co_name}:{frames[0].f_lineno}" if frames else "?"
    return f"{task.get_coro().__qualname__} at {place}"  # type: ignore[union-attr]


def run(main: Coroutine[Any, Any, T], seed: int | None = None) -> T:
    """Runs a coroutine to its end in virtual time."""
    with asyncio.Runner(loop_factory=lambda: VirtualLoop(seed)) as runner:
        return runner.run(main)
