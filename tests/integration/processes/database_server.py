"""A PostgreSQL server of a test's own, which may go away and come back."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from canton.nodes.postgres_launcher import Launch, Server, start, stop
from integration.processes.process import free_port


class DatabaseServer:
    """A durable server on one port, over all its starts."""

    def __init__(self, folder: Path) -> None:
        self._launch = Launch(folder / "server", port=free_port(), password="test")
        self.server: Server = start(self._launch)

    def start(self) -> None:
        """Starts it again."""
        start(self._launch)

    def stop(self) -> None:
        """Ends it in order: every session hears of it."""
        stop(self._launch.data_dir)

    def crash(self) -> None:
        """Ends it without warning: the next start has to recover from its log."""
        pid = int((self._launch.cluster / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
        os.waitpid(pid, 0)


@contextmanager
def database_server() -> Iterator[DatabaseServer]:
    """A server while the body runs."""
    # Not pytest's own folder: below mode 0700 the server's unprivileged user could not enter.
    folder = Path(tempfile.mkdtemp(prefix="pycanton-pg-"))
    folder.chmod(0o755)
    try:
        server = DatabaseServer(folder)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
