"""The sandbox and the files of `generate`, by real processes of the command."""

from __future__ import annotations

import os
import pty
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Timer

TIMEOUT_S = 60
APIS = {
    "participants.sandbox": ("ledger-api", "admin-api"),
    "sequencers.sequencer1": ("public-api", "admin-api"),
    "mediators.mediator1": ("admin-api",),
}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "canton", *arguments]


def settings() -> list[str]:
    """The sandbox's nodes on ports that are free."""
    words = []
    for node, apis in APIS.items():
        for api in apis:
            with socket.create_server(("127.0.0.1", 0)) as free:
                words += ["-C", f"canton.{node}.{api}.port={free.getsockname()[1]}"]
    return words


def test_sandbox_is_bootstrapped_and_reached_by_its_generated_configuration(tmp_path: Path) -> None:
    ports = settings()
    lines = [each.replace("=", " = ") for each in ports if each != "-C"]
    lines.append("canton.participants.sandbox.http-ledger-api.enabled = no")
    (tmp_path / "nodes.conf").write_text("\n".join(lines))
    generate = command("generate", "remote-config", "-c", "nodes.conf")
    assert subprocess.run(generate, cwd=tmp_path, timeout=TIMEOUT_S).returncode == 0
    assert (tmp_path / "remote-sandbox.conf").exists()

    (tmp_path / "ping.py").write_text(
        "sandbox.health.ping(sandbox.id)\nprint('pinged', sandbox.id)"
    )
    remote = command("run", "-c", "remote-sandbox.conf", "ping.py", "--log-file-name", "remote.log")
    typed = f"import subprocess\nprint('exit', subprocess.run({remote!r}).returncode)\n"
    done = subprocess.run(
        command("sandbox-interactive", "--no-tty", *ports),
        cwd=tmp_path,
        input=typed,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
    )
    assert done.returncode == 0, done.stderr
    assert "pinged sandbox::" in done.stdout
    assert "exit 0" in done.stdout


def test_console_in_a_terminal_answers_and_leaves_by_exit(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    (tmp_path / "f.conf").write_text("canton.remote-mediators.m.admin-api.port = 1")
    process = subprocess.Popen(
        command("-c", "f.conf"),
        cwd=tmp_path,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=os.environ | {"TERM": "dumb"},
    )
    os.close(theirs)
    watch = Timer(TIMEOUT_S, process.kill)
    watch.start()
    os.write(ours, b"print(6 * 7000000)\nm.health.is_running()\nexit\n")
    shown = b""
    with suppress(OSError):  # the terminal ends with its process
        while part := os.read(ours, 4096):
            shown += part
    os.close(ours)
    watch.cancel()
    assert process.wait(TIMEOUT_S) == 0, shown
    assert b"Welcome to PyCanton!" in shown
    assert b"42000000" in shown
    assert b"False" in shown


def test_version_and_help_need_no_configuration(tmp_path: Path) -> None:
    for option, expected in (("--version", "Canton"), ("--help", "sandbox")):
        done = subprocess.run(
            command(option), cwd=tmp_path, capture_output=True, text=True, timeout=TIMEOUT_S
        )
        assert done.returncode == 0
        assert expected in done.stdout
    assert not list(tmp_path.iterdir())
