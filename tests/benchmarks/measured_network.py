"""The six processes of examples/04-high-availability as a benchmark sees them."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from integration.processes.database_server import database_server
from integration.processes.network import PARTICIPANTS, Network

_TICKS_PER_S: Final = os.sysconf("SC_CLK_TCK")
_POSTGRES: Final = "postgresql"


@contextmanager
def bootstrapped() -> Iterator[Network]:
    """The network on a durable PostgreSQL of its own, on free ports, ready to be used."""
    folder = Path(tempfile.mkdtemp(prefix="pycanton-benchmark-"))
    try:
        with database_server() as database:
            network = Network(folder, database.server)
            with network.running():
                network.bootstrap()
                network.await_one_active(PARTICIPANTS)
                network.await_ping()
                yield network
                for process in network.processes.values():
                    process.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def cpu_seconds(network: Network) -> dict[str, float]:
    """The CPU time that each process has used since it started, and all of PostgreSQL."""
    by_process = {name: _cpu_s(process.pid) for name, process in network.processes.items()}
    return {**by_process, _POSTGRES: _server_cpu_s(network)}


def difference(after: Mapping[str, float], before: Mapping[str, float]) -> dict[str, float]:
    """What was added, by name."""
    return {name: value - before.get(name, 0.0) for name, value in after.items()}


def memory_mib(network: Network) -> dict[str, float]:
    """The resident memory of each process."""
    return {name: _resident_mib(process.pid) for name, process in network.processes.items()}


def start_again_s(network: Network, node: str) -> float:
    """The seconds from the start of a node's process until it answers; it did not run before."""
    began_s = time.monotonic()
    network.process_of(node).start()
    network.await_running(node)
    return time.monotonic() - began_s


def _resident_mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on (field 3)."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _cpu_s(pid: int, *, with_ended_children: bool = False) -> float:
    fields = _stat(pid)
    ticks = int(fields[11]) + int(fields[12])
    if with_ended_children:
        ticks += int(fields[13]) + int(fields[14])
    return ticks / _TICKS_PER_S


def _server_cpu_s(network: Network) -> float:
    (row,) = network.query("participant_a", "select pg_backend_pid() as pid")
    total = 0.0
    postmaster = _parent_of_sessions(network, row["pid"])
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            if int(_stat(int(folder.name))[1]) == postmaster:
                total += _cpu_s(int(folder.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return total + _cpu_s(postmaster, with_ended_children=True)


def _parent_of_sessions(network: Network, ended: int) -> int:
    """The postmaster: the parent of every session but those that have ended."""
    rows = network.query("participant_a", "select pid from pg_stat_activity")
    for row in rows:
        pid = int(row["pid"])
        if pid != ended and Path(f"/proc/{pid}").exists():
            return int(_stat(pid)[1])
    raise LookupError("PostgreSQL has no session")
