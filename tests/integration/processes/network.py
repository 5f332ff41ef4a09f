"""The network of examples/04-high-availability, in databases and on ports of its own.

Its nodes are spread over processes as a test wants; the test looks at them from outside, by the
commands of a console that knows addresses only.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

import asyncpg

from canton.cli.hosting import behind
from canton.cli.scope import console_scope
from canton.config.values.reading import read
from canton.console.status import Failure
from canton.nodes.postgres_launcher import Server
from integration.processes.probe import http_page
from integration.processes.process import ROOT, CantonProcess, free_port, until

EXAMPLE: Final = ROOT / "examples" / "04-high-availability"
SEQUENCERS: Final = ("sequencer_a", "sequencer_b")
MEDIATORS: Final = ("mediator_a", "mediator_b")
PARTICIPANTS: Final = ("participant_a", "participant_b")
ONE_EACH: Final = {name: (name,) for name in SEQUENCERS + MEDIATORS + PARTICIPANTS}
"""Every node in a process of its own."""

EVICTION_TIMEOUT_S: Final = 3.0
KEEP_ALIVE_S: Final = 2.0
"""How long a silent sequencer is left alone, and then how long it may take to answer."""

TAKE_OVER_S: Final = 10.0
"""The longest time that a failover may take here: two busy cores carry everything."""

_START_S: Final = 30.0
_BOOTSTRAP_S: Final = 60.0
_PROBE_S: Final = 3.0
_PING_S: Final = 5.0
_DATABASE_OF: Final = {
    "sequencer_a": "sequencer_a",
    "sequencer_b": "sequencer_b",
    "mediator_a": "mediator",
    "mediator_b": "mediator",
    "participant_a": "participant",
    "participant_b": "participant",
}
_ORDERING: Final = "driver"
_numbers: Final = itertools.count(1)


class Network:
    """Two sequencers, two replicas of a mediator, two of a participant.

    `hosting` says which nodes each process runs.
    """

    def __init__(
        self, folder: Path, server: Server, hosting: Mapping[str, tuple[str, ...]] = ONE_EACH
    ) -> None:
        self.server = server
        self.acknowledged: list[str] = []
        """The ids of pings that succeeded."""
        self._folder = folder
        self._prefix = f"network_{os.getpid()}_{next(_numbers)}"
        self._ports = {(node, api): free_port() for node in _DATABASE_OF for api in _apis(node)}
        self._metrics_ports = {process: free_port() for process in hosting}
        self._hosting = dict(hosting)
        self.processes = {
            process: CantonProcess(
                folder, process, self._words(process, nodes), self.database_variables
            )
            for process, nodes in hosting.items()
        }
        self._console: dict[str, Any] = {}

    @property
    def database_variables(self) -> dict[str, str]:
        """What tells a process where the databases are."""
        return {
            "CANTON_DB_HOST": self.server.host,
            "CANTON_DB_PORT": str(self.server.port),
            "CANTON_DB_USER": self.server.user,
            "CANTON_DB_PASSWORD": self.server.password,
        }

    def _words(self, process: str, nodes: tuple[str, ...]) -> list[str]:
        files = [EXAMPLE / "postgres.conf"]
        files += [EXAMPLE / f"{node.replace('_', '-')}.conf" for node in nodes]
        own = self._folder / f"{process}.conf"
        settings = [line for node in nodes for line in self._settings(node)]
        prometheus = f"{{ type = prometheus, port = {self._metrics_ports[process]} }}"
        settings.append(f"canton.monitoring.metrics.reporters = [{prometheus}]")
        own.write_text("\n".join(settings) + "\n")
        return ["daemon", "--no-tty", *(f"--config={file}" for file in (*files, own))]

    def _settings(self, node: str) -> Iterator[str]:
        """What this network has otherwise than the example."""
        path = f"canton.{_kind_of(node)}.{node}"
        yield f"{path}.storage.config.properties.databaseName = {self.database_of(node)}"
        yield f"{path}.monitoring.http-health-server.address = localhost"
        for api in _apis(node):
            key = "monitoring.http-health-server" if api == "health" else api
            yield f"{path}.{key}.port = {self.port(node, api)}"
        if node in PARTICIPANTS:
            yield f"{path}.http-ledger-api.enabled = true"
        if node in SEQUENCERS:
            ordering = f"{path}.sequencer.config.storage.config.properties"
            yield f"{ordering}.databaseName = {self._prefix}_{_ORDERING}"
        else:
            lease = f"{path}.replication.connection-pool.lease"
            yield f"{lease}.eviction-timeout = {EVICTION_TIMEOUT_S} s"
            keep_alive = f"{path}.sequencer-client.keep-alive-client"
            yield f"{keep_alive} {{ time = {KEEP_ALIVE_S} s, timeout = {KEEP_ALIVE_S} s }}"

    def port(self, node: str, api: str) -> int:
        """The port of a node's API as its key in the configuration names it, or `health`."""
        return self._ports[node, api]

    def metrics_port(self, node: str) -> int:
        """The port where the process of a node tells Prometheus its metrics."""
        return self._metrics_ports[self.process_of(node).name]

    def database_of(self, node: str) -> str:
        """The database of a node."""
        return f"{self._prefix}_{_DATABASE_OF[node]}"

    # ---- its life

    @contextmanager
    def running(self) -> Iterator[None]:
        """Databases, processes and console while the body runs; then everything is ended."""
        databases = [f"{self._prefix}_{name}" for name in {*_DATABASE_OF.values(), _ORDERING}]
        for database in databases:
            self.execute(f"create database {database}")
        try:
            for process in self.processes.values():
                process.start()
            with self._open_console():
                yield
        finally:
            for process in self.processes.values():
                process.discard()
            for database in databases:
                self.execute(f"drop database {database} with (force)")

    @contextmanager
    def _open_console(self) -> Iterator[None]:
        config = read(sorted((EXAMPLE / "admin").glob("*.conf")), [], self._addresses())
        with (
            behind(config, starts_nodes=False) as (environment, loop),
            console_scope(config, environment, loop, {}) as self._console,
        ):
            # A frozen process is found out soon.
            self._console["console"].set_command_timeout(_PROBE_S)
            yield

    def _addresses(self) -> dict[str, str]:
        """The environment of a console: where every API is."""
        return {
            f"CANTON_{node}_{api.partition('-')[0]}_PORT".upper(): str(port)
            for (node, api), port in self._ports.items()
        }

    def bootstrap(self) -> None:
        """Makes the synchronizer and connects the participant, by the example's own script."""
        admin = sorted((EXAMPLE / "admin").glob("*.conf"))
        words = [
            "run",
            *(f"--config={file}" for file in admin),
            str(EXAMPLE / "admin/bootstrap.py"),
        ]
        script = CantonProcess(self._folder, "bootstrap", words, self._addresses())
        script.start()
        try:
            code = script.wait(_BOOTSTRAP_S)
        finally:
            script.discard()
        assert code == 0, f"the bootstrap script failed:\n{script.output}"

    def process_of(self, node: str) -> CantonProcess:
        """The process that runs a node."""
        return self.processes[next(p for p, nodes in self._hosting.items() if node in nodes)]

    def heal(self) -> None:
        """Wakes and starts what does not run, and waits until every node has its place again."""
        for process in self.processes.values():
            if process.is_running:
                process.signal(signal.SIGCONT)
            else:
                process.start()
        for node in _DATABASE_OF:
            self.await_running(node)
        self.await_one_active(MEDIATORS)
        self.await_one_active(PARTICIPANTS)
        self.await_ping()

    # ---- looking at it

    def node(self, name: str) -> Any:
        """A node as the console has it."""
        return self._console[name]

    def is_running(self, node: str) -> bool:
        """Whether the node answers on its admin API."""
        return bool(self.node(node).health.is_running())

    def await_running(self, *nodes: str) -> None:
        """Waits until the nodes answer."""
        for node in nodes:
            until(partial(self.is_running, node), f"{node} answers", _START_S)

    def active_of(self, replicas: tuple[str, ...]) -> list[str]:
        """The replicas that say they are active; those that do not answer are not."""
        return [name for name in replicas if self.node(name).health.active]

    def await_one_active(self, replicas: tuple[str, ...]) -> tuple[str, str]:
        """The active replica and the passive one, once it is so."""

        def one() -> tuple[str, str] | None:
            active = self.active_of(replicas)
            if len(active) != 1:
                return None
            return active[0], next(name for name in replicas if name not in active)

        return until(one, f"one of {replicas} is active", _START_S)

    def await_active(self, node: str, within_s: float = TAKE_OVER_S) -> float:
        """Waits until the node is active; the seconds that took."""
        began_s = time.monotonic()
        until(lambda: self.node(node).health.active, f"{node} is active", within_s)
        return time.monotonic() - began_s

    def await_passive(self, node: str) -> None:
        """Waits until the node answers and is passive."""

        def is_passive() -> bool:
            status = self.node(node).health.status
            return not isinstance(status, Failure) and not status.active

        until(is_passive, f"{node} is passive", _START_S)

    def await_page(self, node: str, text: str = "", status: int | None = None) -> None:
        """Waits until the node's health page contains the text and has the status, if given."""

        def is_so() -> bool:
            found, page = http_page(self.port(node, "health"))
            return status in (None, found) and text in page

        until(is_so, f"{node} answers {status or ''} {text}", _START_S)

    # ---- using it

    def ping(self, node: str) -> bool:
        """Whether a ping of the participant by this replica succeeds."""
        participant = self.node(node)
        ping_id = str(uuid.uuid4())
        try:
            participant.health.ping(participant, timeout=_PING_S, id=ping_id)
        except self._console["CommandFailure"]:
            return False
        self.acknowledged.append(ping_id)
        return True

    def has_pinged(self, times: int) -> bool:
        """Whether so many pings have succeeded by now."""
        return len(self.acknowledged) >= times

    def await_ping(self, within_s: float = _START_S) -> float:
        """Waits until a ping of the active replica succeeds; the seconds that took."""
        began_s = time.monotonic()
        until(
            lambda: any(self.ping(name) for name in self.active_of(PARTICIPANTS)),
            "a ping succeeds",
            within_s,
        )
        return time.monotonic() - began_s

    def updates(self) -> list[tuple[int, str]]:
        """The participant's updates, by offset and id, as its database has them."""
        rows = self.query(
            "participant_a", "select offset_at, update_id from lapi_update order by offset_at"
        )
        return [(row[0], row[1]) for row in rows]

    def transactions(self, node: str, end: int | None = None) -> list[bytes]:
        """What the Ledger API of an active replica streams of the participant's own party."""
        participant = self.node(node)
        streamed = participant.ledger_api.updates.transactions(
            [participant.admin_party], end_offset_inclusive=end
        )
        return [each.SerializeToString(deterministic=True) for each in streamed]

    def ledger_end(self, node: str) -> int:
        """The last offset of an active replica."""
        return int(self.node(node).ledger_api.state.end())

    def check_nothing_is_lost(self) -> None:
        """Every ping that was acknowledged is on the ledger, created and archived, once."""
        rows = self.query("participant_a", "select event, archived_at from lapi_contract")
        found = {
            ping_id: [archived for event, archived in rows if ping_id.encode() in event]
            for ping_id in self.acknowledged
        }
        wrong = {p: seen for p, seen in found.items() if len(seen) != 1 or seen[0] is None}
        assert not wrong, f"pings that are not there once, or not archived: {wrong}"

    # ---- beneath it

    def query(self, node: str, statement: str) -> list[asyncpg.Record]:
        """Rows of a node's database."""
        return asyncio.run(_fetched(self.server.dsn(self.database_of(node)), statement))

    def end_sessions(self) -> None:
        """Ends every session of every node with its database."""
        self.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            f"where datname like '{self._prefix}_%'"
        )

    @contextmanager
    def renamed_database(self, node: str) -> Iterator[None]:
        """The database of a node has another name while the body runs."""
        name = self.database_of(node)
        # Nodes connect again at once: only a database that refuses them can be renamed.
        self.execute(f"alter database {name} with allow_connections false")
        ending = "select pg_terminate_backend(pid, 10000) from pg_stat_activity"
        self.execute(f"{ending} where datname = '{name}'")
        self.execute(f"alter database {name} rename to {name}_renamed")
        try:
            yield
        finally:
            self.execute(f"alter database {name}_renamed rename to {name}")
            self.execute(f"alter database {name} with allow_connections true")

    def execute(self, statement: str) -> None:
        """Runs a statement as the server's superuser."""
        asyncio.run(_fetched(self.server.dsn(), statement))


def _kind_of(node: str) -> str:
    return f"{node.rpartition('_')[0]}s"


def _apis(node: str) -> tuple[str, ...]:
    more = {
        "sequencers": ("public-api",),
        "participants": ("ledger-api", "http-ledger-api"),
        "mediators": (),
    }
    return ("admin-api", "health", *more[_kind_of(node)])


async def _fetched(dsn: str, statement: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(dsn, timeout=10)
    try:
        return await connection.fetch(statement, timeout=30)
    finally:
        await connection.close(timeout=10)
