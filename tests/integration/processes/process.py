"""A `canton` process: started, watched, and always ended."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar

ROOT: Final = Path(__file__).resolve().parents[3]
CANTON: Final = ROOT / "bin" / "canton"
EXIT_WITHIN_S: Final = 5.0
_POLL_S: Final = 0.02
_PORTS: Final = range(10_000, 30_000)
"""Below the ports that systems give to outgoing connections, so that a restart finds its own."""

_given: Final[set[int]] = set()
_ERROR: Final = re.compile(r"^\S+ \S+ \[.*?\] ERROR ")

R = TypeVar("R")


def free_port() -> int:
    """A port that nobody listens on, and that this process has not been given before.

    The system's randomness: property tests seed the other one alike in all test processes.
    """
    while True:
        port = random.SystemRandom().choice(_PORTS)
        if port in _given:
            continue
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            _given.add(port)
            return port


def until(condition: Callable[[], R | None], what: str, within_s: float = 30.0) -> R:
    """The first true answer of the condition.

    Raises:
        TimeoutError: there was none in time; the message names `what`.
    """
    deadline = time.monotonic() + within_s
    while not (answer := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {within_s:g} s: {what}")
        time.sleep(_POLL_S)
    return answer


def clean_environment(more: Mapping[str, str]) -> dict[str, str]:
    """The environment of this process without settings for Canton, and with those given."""
    own = {k: v for k, v in os.environ.items() if not k.startswith(("CANTON_", "LOG_"))}
    return {**own, **more}


class CantonProcess:
    """One process; its folder keeps what it printed and logged, over all its starts."""

    def __init__(
        self, folder: Path, name: str, words: Sequence[str], environment: Mapping[str, str]
    ) -> None:
        self.name = name
        self.folder = folder
        self.words = tuple(words)
        self._environment = clean_environment(environment)
        self._running: subprocess.Popen[bytes] | None = None
        self._logged_before = 0

    def start(self) -> None:
        """Starts it; the same words again after it ended."""
        assert not self.is_running, f"{self.name} runs already"
        self._logged_before = len(self._log_file.read_text()) if self._log_file.exists() else 0
        with self._output_file.open("ab") as output:
            self._running = subprocess.Popen(
                [*_ended_with_us(), CANTON, *self.words, "--log-file-name", str(self._log_file)],
                cwd=self.folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def _output_file(self) -> Path:
        return self.folder / f"{self.name}.out"

    @property
    def _log_file(self) -> Path:
        return self.folder / f"{self.name}.log"

    @property
    def output(self) -> str:
        """What it printed."""
        return self._output_file.read_text()

    @property
    def log(self) -> str:
        """What it logged since it was started."""
        text = self._log_file.read_text() if self._log_file.exists() else ""
        return text[self._logged_before :]

    @property
    def errors(self) -> list[str]:
        """The lines of its log that tell of an error, and what it printed without logging."""
        logged = [line for line in self.log.splitlines() if _ERROR.search(line)]
        return logged + [line for line in self.output.splitlines() if "Traceback" in line]

    def await_log(self, text: str, within_s: float = 30.0) -> None:
        """Waits until it logged the text since it was started."""
        until(lambda: text in self.log, f"{self.name} logs {text!r}", within_s)

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._running is not None and self._running.poll() is None

    @property
    def pid(self) -> int:
        """Its number; it has been started."""
        assert self._running is not None
        return self._running.pid

    def signal(self, number: signal.Signals) -> None:
        """Sends it a signal."""
        assert self._running is not None
        self._running.send_signal(number)

    def kill(self) -> None:
        """Ends it without warning."""
        self.signal(signal.SIGKILL)
        self.wait()

    def wait(self, within_s: float = EXIT_WITHIN_S) -> int:
        """Its exit code.

        Raises:
            subprocess.TimeoutExpired: it does not end in time.
        """
        assert self._running is not None
        return self._running.wait(within_s)

    def stop(self) -> int:
        """Asks it to end; its exit code."""
        self.signal(signal.SIGTERM)
        return self.wait()

    def discard(self) -> None:
        """Ends it in any case: at the end of tests."""
        if self.is_running:
            self.kill()


def _ended_with_us() -> list[str]:
    """A prefix for commands that must not outlive this process, even if it is killed."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL"] if setpriv else []
