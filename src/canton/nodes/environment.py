"""The nodes of one process: started in order, reachable by name, stopped in reverse.

Sequencers start first, then mediators, then participants, so that who connects finds somebody. The
first node that cannot start stops the others, and its error is the process's.
Source: console-config-admin sheet 1.5.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final

from canton.clock import ManualClock, SystemRandomness, WallClock
from canton.config.errors import ConfigErrors
from canton.config.values.node import NodeConfig
from canton.config.values.root import CantonConfig
from canton.config.values.server import (
    HealthServerConfig,
    HttpLedgerApiConfig,
    ServerConfig,
)
from canton.identifiers import MemberKind
from canton.lifecycle.health_metric import emit_health
from canton.lifecycle.health_pages import health_pages
from canton.lifecycle.supervisor import Supervisor
from canton.nodes.authorization.doors import check_tokens
from canton.nodes.foundation import KIND_NAMES, Foundation
from canton.nodes.ports.listening import check_ports, listening
from canton.nodes.process import Process
from canton.nodes.tls.material import check_material
from canton.storage.files import FileCache
from canton.telemetry.http_pages import Page, serving_pages
from canton.telemetry.metric import Metrics, Qualifier
from canton.telemetry.prometheus import PrometheusRegistry
from canton.transport.health_service import health_table
from canton.transport.http2.backend import Http2Transport
from canton.transport.seam import ChannelSettings, ServerSettings, Services, Transport

_LOGGER = logging.getLogger(__name__)
_EXPOSITION: Final = "text/plain; version=0.0.4; charset=utf-8"
_CACHE_VARIABLE: Final = "XDG_CACHE_HOME"

Start = Callable[[], AbstractAsyncContextManager[Foundation]]


class _RunningNode:
    """A started node: a task that holds the node's context until it is told to stop."""

    def __init__(self, name: str, start: Start) -> None:
        self.name = name
        self._start = start
        self._started: asyncio.Future[Foundation] = asyncio.get_running_loop().create_future()
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Starts the node, and is the node until it is stopped."""
        try:
            async with self._start() as node:
                self._started.set_result(node)
                _LOGGER.info("%s is started", self.name)
                await self._stop.wait()
                _LOGGER.info("%s stops", self.name)
        except BaseException as error:
            if not self._started.done():
                self._started.set_exception(error)
                # Whoever started the node hears of it there, not through its task.
                self._started.exception()
                return
            raise

    async def started(self) -> Foundation:
        """The node, once its admin API serves.

        Raises:
            Exception: why it could not start.
        """
        return await asyncio.shield(self._started)

    @property
    def node(self) -> Foundation | None:
        """The node, if it is started."""
        is_up = self._started.done() and not self._started.cancelled()
        return self._started.result() if is_up and self._started.exception() is None else None

    def stop(self) -> None:
        """Asks the node to stop."""
        self._stop.set()


class NodeEnvironment:
    """The nodes of this process by name."""

    def __init__(self, config: CantonConfig, process: Process, tasks: Supervisor) -> None:
        self._config = config
        self._process = process
        self._tasks = tasks
        self._running: dict[str, tuple[_RunningNode, asyncio.Task[None]]] = {}

    @property
    def transport(self) -> Transport:
        """The transport that reaches these nodes."""
        return self._process.transport

    def address(self, name: str, api: str) -> ChannelSettings | None:
        """Where an API of a started node listens, with the real port; None if it does not."""
        node = self._node(name)
        if node is None or (port := node.ports.get(api)) is None:
            return None
        tls = node.tls[api]
        return ChannelSettings(tls.host, port, tls.channel)

    def token(self, name: str) -> str:
        """The token with which this process calls a started node itself; empty if it is not."""
        node = self._node(name)
        tokens = None if node is None else node.admin_tokens
        return "" if tokens is None else tokens.current().reveal()

    def metrics(self, participant: str) -> Metrics:
        """Where this process counts what it sees of a participant, its own or another's."""
        return self._process.metrics_of(participant, KIND_NAMES[MemberKind.PARTICIPANT])

    def is_running(self, name: str) -> bool:
        """Whether the node is started."""
        return self._node(name) is not None

    def _node(self, name: str) -> Foundation | None:
        return self._running[name][0].node if name in self._running else None

    async def start(self, name: str) -> None:
        """Starts a node and returns once its admin API serves; does nothing if it is started.

        Raises:
            KeyError: there is no such node.
            TransientError: a port of its APIs is taken.
            ConfigErrors: it is configured with a protection that it would not give, or with TLS
                files that cannot be used.
            Exception: why it could not start.
        """
        if name in self._running:
            await self._running[name][0].started()
            return
        start = self._start_of(name)
        if findings := self._config.findings_of(name):
            raise ConfigErrors(findings)
        servers = self._servers_of(name)
        check_material(servers.values(), self._process.clock.now())
        check_tokens(servers.values())
        check_ports(name, {**servers, **self._http_of(name)})
        running = _RunningNode(name, start)
        self._running[name] = (running, self._tasks.spawn(name, running.run))
        try:
            await running.started()
        except BaseException:
            await self.stop(name)
            raise

    def _servers_of(self, name: str) -> dict[str, ServerConfig]:
        config = self._config
        if name in config.sequencers:
            sequencer = config.sequencers[name]
            return {
                "admin-api": sequencer.node.admin_api,
                "sequencer-public-api": sequencer.public_api.server,
            }
        if name in config.mediators:
            return {"admin-api": config.mediators[name].node.admin_api}
        participant = config.participants[name]
        return {
            "admin-api": participant.node.admin_api,
            "ledger-api": participant.ledger_api.server,
        }

    def _http_of(self, name: str) -> dict[str, HttpLedgerApiConfig]:
        """The JSON Ledger API of a participant that has one."""
        participant = self._config.participants.get(name)
        http = None if participant is None else participant.http_ledger_api
        return {"http-ledger-api": http} if http is not None and http.is_enabled else {}

    def _start_of(self, name: str) -> Start:
        config, process = self._config, self._process
        # A process loads what its nodes are made of, not more: that is time and memory.
        if name in config.sequencers:
            from canton.nodes.sequencer_node import sequencer_node

            sequencer = config.sequencers[name]
            return partial(_observed, process, sequencer.node, sequencer_node(process, sequencer))
        if name in config.mediators:
            from canton.nodes.mediator_node import mediator_node

            mediator = config.mediators[name]
            return partial(_observed, process, mediator.node, mediator_node(process, mediator))
        from canton.nodes.participant_node import participant_node

        participant = config.participants[name]
        return partial(_observed, process, participant.node, participant_node(process, participant))

    async def stop(self, name: str) -> None:
        """Stops a node; does nothing if it is not started."""
        if name not in self._running:
            return
        running, task = self._running.pop(name)
        running.stop()
        if running.node is None:
            task.cancel()
        await asyncio.wait([task])

    async def stop_all(self) -> None:
        """Stops the nodes that are started, the last ones first."""
        for name in reversed(list(self._running)):
            await self.stop(name)


@asynccontextmanager
async def _observed(
    process: Process, config: NodeConfig, running: AbstractAsyncContextManager[Foundation]
) -> AsyncIterator[Foundation]:
    """A node with the servers and metrics that tell of its health."""
    async with AsyncExitStack() as stack:
        node = await stack.enter_async_context(running)
        stack.callback(emit_health(node.health, node.metrics))
        if (http := config.http_health_server) is not None:
            pages = serving_pages(health_pages(node.health), http.address, http.port)
            what = f"the http-health-server of {config.name}"
            await stack.enter_async_context(listening(what, f"{http.address}:{http.port}", pages))
        if (grpc := config.grpc_health_server) is not None:
            await stack.enter_async_context(_health_server(process, node, grpc))
        yield node


@asynccontextmanager
async def _health_server(
    process: Process, node: Foundation, config: HealthServerConfig
) -> AsyncIterator[None]:
    settings = ServerSettings(config.address, config.port)
    services = Services(health_table(lambda: node.health.services))
    what = f"the grpc-health-server of {node.config.name}"
    listener = process.transport.server(settings, services)
    async with listening(what, f"{config.address}:{config.port}", listener):
        yield


@asynccontextmanager
async def running(config: CantonConfig, *, starts_nodes: bool) -> AsyncIterator[NodeEnvironment]:
    """The local nodes of the configuration, started unless `starts_nodes` is False.

    Raises:
        Exception: why the first node that failed could not start.
    """
    registry = PrometheusRegistry(map(Qualifier, config.monitoring.qualifiers))

    def metrics_page(path: str) -> Page | None:
        return Page(registry.exposition(), _EXPOSITION) if path == "/metrics" else None

    process = Process(
        ManualClock() if config.parameters.clock == "sim-clock" else WallClock(),
        SystemRandomness(),
        Http2Transport(),
        metrics_of=registry.of,
        metrics_page=lambda: registry.exposition().decode(),
        masked_config=lambda: config.masked_text,
        code_cache=FileCache(_cache_folder()),
    )
    async with AsyncExitStack() as stack:
        for reporter in config.monitoring.prometheus:
            where = f"{reporter.address}:{reporter.port}"
            pages = serving_pages(metrics_page, reporter.address, reporter.port)
            await stack.enter_async_context(listening("the prometheus reporter", where, pages))
        tasks = await stack.enter_async_context(Supervisor("nodes", process.clock))
        environment = NodeEnvironment(config, process, tasks)
        stack.push_async_callback(environment.stop_all)
        if starts_nodes:
            for node in config.local_nodes():
                await environment.start(node.name)
        yield environment


def _cache_folder() -> Path:
    """Where compiled packages are kept between runs."""
    base = os.environ.get(_CACHE_VARIABLE)
    return (Path(base) if base else Path.home() / ".cache") / "pycanton" / "compiled"
