"""An environment of nodes on an event loop: in the main thread, or behind it.

A daemon's loop is the main thread's. A console is synchronous, so there the loop runs in a thread
of its own and the main thread belongs to scripts and people.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import gc
import importlib.util
import logging
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Final

from canton.cli.environment import Environment
from canton.config.values.root import CantonConfig
from canton.telemetry.metric import Metrics, NoMetrics
from canton.transport.http2.backend import Http2Transport
from canton.transport.seam import ChannelSettings, Transport

EXIT_INTERRUPTED: Final = 130
EXIT_TERMINATED: Final = 143
_EXITS: Final[Mapping[signal.Signals, int]] = {
    signal.SIGINT: EXIT_INTERRUPTED,
    signal.SIGTERM: EXIT_TERMINATED,
}
_YOUNG_OBJECTS_MAX: Final = 10_000
"""How many make the collector look for cycles: at the usual 700 it takes 4 % of the CPU time."""

_LOG: Final = logging.getLogger(__name__)


class _NoNodes:
    """The environment of a process that has remote nodes only."""

    def __init__(self) -> None:
        self.transport: Transport = Http2Transport()

    def address(self, name: str, api: str) -> ChannelSettings | None:
        return None

    def token(self, name: str) -> str:
        return ""

    def metrics(self, participant: str) -> Metrics:
        return NoMetrics()

    def is_running(self, name: str) -> bool:
        return False

    async def start(self, name: str) -> None:
        raise KeyError(name)

    async def stop(self, name: str) -> None:
        raise KeyError(name)


@asynccontextmanager
async def running(config: CantonConfig, *, starts_nodes: bool) -> AsyncIterator[Environment]:
    """The environment of the local nodes; the log lines of shutdown are written on the way out."""
    try:
        if any(config.local_nodes()):
            from canton.nodes import environment as nodes  # type: ignore[attr-defined,unused-ignore]

            async with nodes.running(config, starts_nodes=starts_nodes) as environment:
                yield environment
                _LOG.info("Shutting down...")
        else:
            yield _NoNodes()
            _LOG.info("Shutting down...")
    finally:
        _LOG.info("Shutdown complete.")


def new_loop() -> asyncio.AbstractEventLoop:
    """An event loop, of uvloop where it is installed."""
    if importlib.util.find_spec("uvloop") is not None:
        import uvloop

        return uvloop.new_event_loop()
    return asyncio.new_event_loop()


def serve(
    config: CantonConfig,
    body: Callable[[Environment], Awaitable[int | None]],
    *,
    starts_nodes: bool,
) -> int:
    """Runs the nodes on this thread until a signal asks to stop; returns the exit code.

    `body` runs once they are started; a code that it returns ends the process.
    """
    gc.set_threshold(_YOUNG_OBJECTS_MAX)
    with asyncio.Runner(loop_factory=new_loop) as runner:
        return runner.run(_served(config, body, starts_nodes=starts_nodes))


async def _served(
    config: CantonConfig,
    body: Callable[[Environment], Awaitable[int | None]],
    *,
    starts_nodes: bool,
) -> int:
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    stopped: asyncio.Future[int] = loop.create_future()
    assert task is not None

    def on_signal(code: int) -> None:
        if not stopped.done():
            stopped.set_result(code)
            task.cancel()

    for number, exit_code in _EXITS.items():
        loop.add_signal_handler(number, on_signal, exit_code)
    try:
        async with running(config, starts_nodes=starts_nodes) as environment:
            try:
                if (code := await body(environment)) is not None:
                    return code
                return await stopped
            except asyncio.CancelledError:
                if not stopped.done():
                    raise
                task.uncancel()
                return stopped.result()
    except asyncio.CancelledError:
        # The signal came while nodes were starting; what had started is stopped again.
        if not stopped.done():
            raise
        task.uncancel()
        return stopped.result()
    finally:
        for number in _EXITS:
            loop.remove_signal_handler(number)


@contextmanager
def behind(
    config: CantonConfig, *, starts_nodes: bool
) -> Iterator[tuple[Environment, asyncio.AbstractEventLoop]]:
    """The nodes on a loop in a thread of its own, for the body of a `with`.

    SIGTERM leaves the body as SystemExit, SIGINT as KeyboardInterrupt, so that nodes are stopped
    in order either way.
    """
    loop = new_loop()
    ready: concurrent.futures.Future[Environment] = concurrent.futures.Future()
    stop = asyncio.Event()

    async def host() -> None:
        async with running(config, starts_nodes=starts_nodes) as environment:
            ready.set_result(environment)
            await stop.wait()

    task = loop.create_task(host())

    def end() -> None:
        # Nodes that are still starting are stopped on the spot, running ones in order.
        if ready.done():
            stop.set()
        else:
            task.cancel()

    def run() -> None:
        try:
            loop.run_until_complete(task)
        except BaseException as e:  # the thread's end: what it raises belongs to the main thread
            if not ready.done():
                ready.set_exception(e)
            else:
                _LOG.exception("The nodes stopped with an error")
        finally:
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()

    thread = threading.Thread(target=run, name="canton-nodes")
    before = signal.signal(signal.SIGTERM, _raise_exit)
    try:
        thread.start()
        yield ready.result(), loop
    finally:
        with suppress(RuntimeError):  # the loop may have ended already
            loop.call_soon_threadsafe(end)
        thread.join()
        signal.signal(signal.SIGTERM, before)


def _raise_exit(number: int, frame: object) -> None:
    raise SystemExit(_EXITS[signal.Signals(number)])
