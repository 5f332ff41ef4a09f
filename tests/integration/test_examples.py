"""The examples do what their pages say, run as a newcomer runs them."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parent.parent.parent
EXAMPLES: Final = ROOT / "examples"
REHEARSAL: Final = EXAMPLES / "04-high-availability"
CANTON: Final = ROOT / "bin" / "canton"

pytestmark = pytest.mark.processes


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    """A rehearsal has one folder and fixed ports: of parallel test runs one at a time has it."""
    folder = os.open(REHEARSAL, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(*command: str | Path, cwd: Path, timeout_s: float) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)), cwd=cwd, capture_output=True, text=True, timeout=timeout_s
    )


def test_the_simple_topology_pings_across(tmp_path) -> None:
    example = EXAMPLES / "01-simple-topology"
    ended = run(
        CANTON,
        "run",
        "-c",
        example / "simple-topology.conf",
        example / "simple-ping.py",
        cwd=tmp_path,
        timeout_s=60,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "A ping across took" in ended.stdout


def test_prometheus_reads_calls_and_requests_of_a_network_that_pings(tmp_path) -> None:
    example = EXAMPLES / "01-simple-topology"
    port = free_port()
    metrics = tmp_path / "metrics.conf"
    metrics.write_text(
        "canton.monitoring.metrics { qualifiers = [errors, latency, saturation, traffic, debug]\n"
        f"reporters = [{{ type = prometheus, port = {port} }}] }}"
    )
    script = tmp_path / "read.py"
    script.write_text(
        f"exec(open({str(example / 'simple-ping.py')!r}).read())\n"
        "import urllib.request\n"
        f"print(urllib.request.urlopen('http://127.0.0.1:{port}/metrics').read().decode())\n"
    )
    config = example / "simple-topology.conf"
    ended = run(CANTON, "run", "-c", f"{config},{metrics}", script, cwd=tmp_path, timeout_s=60)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert 'daml_mediator_requests_total{component="mediator",node="mediator1"} 2.0' in ended.stdout
    assert 'grpc_method_name="SendAsync"' in ended.stdout
    assert "daml_participant_inflight_validation_requests" in ended.stdout


def rehearsal_processes() -> list[str]:
    """The commands of all processes that a run of the rehearsal has started."""
    commands = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            commands.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    return [each for each in commands if str(REHEARSAL / ".rehearsal") in each]


@pytest.mark.parametrize(
    ("said", "times"),
    [("", 1), ("starting", 1), ("starting", 3), ("Waiting for", 2), ("pinging", 1), ("kill -9", 3)],
)
def test_interrupts_at_any_moment_leave_nothing_running(tmp_path, said: str, times: int) -> None:
    with subprocess.Popen(
        [REHEARSAL / "run", "--pings", "3"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdout is not None
        if said:
            assert any(said in line for line in process.stdout), f"it never says {said}"
        for _ in range(times):
            # As a terminal does it: the whole group in the foreground hears of it.
            with suppress(ProcessLookupError, subprocess.TimeoutExpired):
                os.killpg(process.pid, signal.SIGINT)
                process.wait(0.2)  # the next one comes while it stops what it started
        rest = process.stdout.read()
        code = process.wait(60)
    assert "Traceback" not in rest
    assert code in (130, -signal.SIGINT)
    assert rehearsal_processes() == []


@pytest.mark.parametrize("end", ["kept", "killed"])
def test_a_network_that_is_left_up_is_told_of_and_stopped(tmp_path, end: str) -> None:
    command = [REHEARSAL / "run", "--no-failover", "--keep", "--pings", "2"]
    if end == "kept":
        ended = run(*command, cwd=tmp_path, timeout_s=90)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        assert "`./run --stop` ends it" in ended.stdout
    else:
        with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert any("pinging" in line for line in process.stdout)
            process.kill()
    try:
        assert len(rehearsal_processes()) >= 7, "six nodes and PostgreSQL"
        again = run(REHEARSAL / "run", cwd=tmp_path, timeout_s=30)
        assert again.returncode == 1
        [sentence] = (again.stdout + again.stderr).splitlines()
        assert "is in use: if a network of this example is still up, `run --stop`" in sentence
    finally:
        stopped = run(REHEARSAL / "run", "--stop", cwd=tmp_path, timeout_s=60)
    assert stopped.stdout.startswith("Stopped ") and "PostgreSQL" in stopped.stdout
    assert rehearsal_processes() == []


def test_a_port_in_use_is_told_in_one_sentence_and_nothing_is_started(tmp_path) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", 3031))
        other.listen()
        ended = run(REHEARSAL / "run", cwd=tmp_path, timeout_s=30)
    assert ended.returncode == 1
    [sentence] = (ended.stdout + ended.stderr).splitlines()
    assert sentence.startswith("Port 3031 of the admin API of mediator_a is in use: ")
    assert rehearsal_processes() == []


def test_the_rehearsal_loses_nothing_whatever_fails(tmp_path) -> None:
    command = EXAMPLES / "04-high-availability" / "run"
    ended = run(command, "--json", "--pings", "20", cwd=tmp_path, timeout_s=240)
    assert ended.returncode == 0, ended.stderr
    report = json.loads(ended.stdout)
    assert report["ok"]
    assert report["nodes"].keys() == {
        "sequencer_a",
        "sequencer_b",
        "mediator_a",
        "mediator_b",
        "participant_a",
        "participant_b",
    }
    assert report["failover_s"].keys() == {
        "participant",
        "mediator",
        "sequencer",
        "frozen_sequencer",
        "frozen_participant",
    }
    assert report["acknowledged"] >= 20
    assert (report["lost"], report["duplicated"]) == (0, 0)
