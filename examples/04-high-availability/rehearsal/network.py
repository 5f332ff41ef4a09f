"""The processes: PostgreSQL and the six nodes; started, killed, frozen, stopped."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import time
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

from addresses import CANTON, EXAMPLE, STATE, Node

from canton.nodes.postgres_launcher import (
    Launch,
    LauncherError,
    configured_server,
    initialise,
    start,
    stop,
)

STOP_S_MAX: Final = 10.0
T = TypeVar("T")
_PROCESSES: Final = STATE / "processes.json"
_DATABASE: Final = STATE / "postgres"


class RehearsalError(Exception):
    """Why the rehearsal cannot go on, in one sentence that says what to do."""


@dataclass(slots=True)
class NodeProcess:
    """A node's process, and when it was started."""

    node: Node
    process: asyncio.subprocess.Process
    started_s: float

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal, if the process is still there."""
        with suppress(ProcessLookupError):
            self.process.send_signal(number)

    @property
    def rss_mib(self) -> float:
        """The memory that the process holds now."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return round(int(line.split()[1]) / 1024, 1)
        return 0.0


@dataclass(slots=True)
class Network:
    """The nodes' processes by name. `environment` leads them to the database."""

    environment: dict[str, str]
    running: dict[str, NodeProcess] = field(default_factory=dict)
    is_kept: bool = False

    async def start(self, node: Node) -> NodeProcess:
        """Starts a node's process; it is not ready yet."""
        return await undisturbed(self._start(node))

    async def _start(self, node: Node) -> NodeProcess:
        config = ",".join(map(str, node.config_files))
        arguments = ["daemon", f"--log-file-name={node.log}", "--config", config, "--no-tty"]
        with _output(node).open("ab") as output:
            started_s = time.monotonic()
            process = await asyncio.create_subprocess_exec(
                str(CANTON),
                *arguments,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=self.environment,
                start_new_session=True,  # an interrupt at the terminal is for us, not for the nodes
            )
        self.running[node.name] = NodeProcess(node, process, started_s)
        self._note()
        return self.running[node.name]

    async def kill(self, node: Node) -> float:
        """Kills a node's process as a failing machine would; returns the time."""
        victim = self.running.pop(node.name)
        victim.signal(signal.SIGKILL)
        killed_s = time.monotonic()
        await victim.process.wait()
        self._note()
        return killed_s

    async def stop(self) -> None:
        """Stops all nodes, those that do not stop in time by force."""
        processes = list(self.running.values())
        for each in processes:
            each.signal(signal.SIGCONT)
            each.signal(signal.SIGTERM)
        if processes:
            ends = asyncio.gather(*(each.process.wait() for each in processes))
            try:
                async with asyncio.timeout(STOP_S_MAX):
                    await asyncio.shield(ends)
            except TimeoutError:
                for each in processes:
                    each.signal(signal.SIGKILL)
                await ends
        self.running.clear()

    def check(self, node: Node) -> None:
        """Raises RehearsalError if the node's process has ended by itself."""
        ended = self.running[node.name].process.returncode
        if ended is not None:
            raise RehearsalError(
                f"{node.name} ended with exit code {ended}; its log is {node.log}:\n{_tail(node)}"
            )

    def _note(self) -> None:
        pids = {name: each.process.pid for name, each in self.running.items()}
        _PROCESSES.write_text(json.dumps(pids))


def _output(node: Node) -> Path:
    """What its process prints."""
    return STATE / f"{node.file_name}.out"


def _tail(node: Node) -> str:
    return "\n".join(_output(node).read_text(errors="replace").splitlines()[-5:])


@asynccontextmanager
async def network(nodes: Mapping[str, Node]) -> AsyncIterator[Network]:
    """The database and room for the nodes; on leaving all that was started is stopped.

    Raises:
        RehearsalError: a port is in use, or there is no database to be had.
    """
    _refuse_ports_in_use(nodes)
    shutil.rmtree(STATE, ignore_errors=True)
    STATE.mkdir()
    running = Network(dict(os.environ))
    has_own_database = configured_server(os.environ) is None
    try:
        if has_own_database:
            running.environment |= await _database()
        yield running
    finally:
        if not running.is_kept:
            await undisturbed(_clean_up(running, has_own_database))


async def _clean_up(running: Network, has_own_database: bool) -> None:
    await running.stop()
    _PROCESSES.unlink(missing_ok=True)
    if has_own_database:
        await asyncio.to_thread(stop, _DATABASE, keeps_data=False)
        shutil.rmtree(_DATABASE, ignore_errors=True)


async def undisturbed(work: Coroutine[Any, Any, T]) -> T:
    """The result of work that an interrupt does not stop in the middle.

    Raises:
        CancelledError: there was an interrupt; the work is done all the same.
    """
    # No TaskGroup: it would pass the interrupt on.
    task = asyncio.get_running_loop().create_task(work)
    is_interrupted = False
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            is_interrupted = True
    if is_interrupted:
        task.exception()  # nobody hears of it: the interrupt ends everything
        raise asyncio.CancelledError
    return task.result()


async def _database() -> dict[str, str]:
    """Starts PostgreSQL on a free port; returns what leads the nodes there."""
    launch = Launch(_DATABASE, 0, init=EXAMPLE / "postgres-initdb.sh")
    try:
        server = await undisturbed(asyncio.to_thread(start, launch))
        await initialise(launch, server)
    except LauncherError as error:
        raise RehearsalError(str(error)) from error
    return {"CANTON_DB_HOST": server.host, "CANTON_DB_PORT": str(server.port)}


def _refuse_ports_in_use(nodes: Mapping[str, Node]) -> None:
    for node in nodes.values():
        for api, settings in node.servers:
            with socket.socket() as probe:
                probe.settimeout(1)
                if probe.connect_ex((settings.host, settings.port)) == 0:
                    raise RehearsalError(
                        f"Port {settings.port} of the {api} of {node.name} is in use: if a network "
                        "of this example is still up, `run --stop` ends it."
                    )


def stop_kept() -> list[str]:
    """Stops what an earlier run left up; returns the names of what it stopped."""
    stopped = []
    pids = json.loads(_PROCESSES.read_text()) if _PROCESSES.exists() else {}
    for name, pid in pids.items():
        if _is_ours(pid):
            os.kill(pid, signal.SIGCONT)
            os.kill(pid, signal.SIGTERM)
            stopped.append(name)
    deadline = time.monotonic() + STOP_S_MAX
    while any(map(_is_ours, pids.values())) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in filter(_is_ours, pids.values()):
        os.kill(pid, signal.SIGKILL)
    if stop(_DATABASE, keeps_data=False):
        stopped.append("PostgreSQL")
    shutil.rmtree(_DATABASE, ignore_errors=True)
    _PROCESSES.unlink(missing_ok=True)
    return stopped


def _is_ours(pid: int) -> bool:
    """Whether the process is one of our nodes: its number may belong to another one by now."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return b"canton" in command and state != "Z"
