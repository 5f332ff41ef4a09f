"""A live network in this process: a sequencer, a mediator and two participants, in memory.

Its servers listen on real ports. The nodes run on a loop in a thread of their own, so that the test
may speak to them as anybody could, by calls or by bytes. Every case is followed by a ping.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar
from unittest.mock import patch

import pytest

from canton.cli.hosting import behind
from canton.cli.scope import console_scope
from canton.config.values.reading import read
from canton.console.macros import bootstrap
from canton.identifiers import Member, PhysicalSynchronizerId
from canton.timestamps import micros
from canton.topology.parameters.dynamic import DynamicSynchronizerParameters
from canton.transport.seam import ChannelSettings, Method, RpcChannel, RpcError, methods_of
from canton.vault.vault import Vault
from integration.processes.process import free_port

PING_S: Final = 8.0
CALL_S: Final = 10.0
_CONFIG: Final = """
canton {
  sequencers.sequencer1 {
    storage.type = memory
    public-api.port = 0
    admin-api.port = 0
    sequencer.type = BFT
  }
  mediators.mediator1 { storage.type = memory, admin-api.port = 0 }
  participants.participant1 {
    storage.type = memory, admin-api.port = 0, ledger-api.port = 0
    http-ledger-api.enabled = no
  }
  participants.participant2 {
    storage.type = memory, admin-api.port = 0, ledger-api.port = 0
    http-ledger-api.enabled = no
  }
}
"""
HTTP_PORTS: Final = {"health": free_port(), "metrics": free_port()}
_HTTP_CONFIG: Final = f"""
canton.sequencers.sequencer1.monitoring.http-health-server.port = {HTTP_PORTS["health"]}
canton.monitoring.metrics.reporters = [{{ type = prometheus, port = {HTTP_PORTS["metrics"]} }}]
"""
_IMPATIENT: Final = partial(
    DynamicSynchronizerParameters,
    confirmation_response_timeout=micros(seconds=1),
    mediator_reaction_timeout=micros(seconds=1),
)
"""A request without its verdict holds up what comes after it for so long, in any Canton."""
T = TypeVar("T")


class Alerts(logging.Handler):
    """What nodes say of their troubles: warnings and errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    @property
    def errors(self) -> list[str]:
        """The errors, with the exceptions that they tell of."""
        formatter = logging.Formatter()
        return [formatter.format(each) for each in self.records if each.levelno >= logging.ERROR]

    @property
    def warnings(self) -> list[str]:
        """The texts of everything."""
        return [each.getMessage() for each in self.records]


class LiveNetwork:
    """The nodes, how to call them, and what they logged."""

    def __init__(
        self, environment: Any, loop: asyncio.AbstractEventLoop, console: dict[str, Any]
    ) -> None:
        self._environment = environment
        self._loop = loop
        self._channels: dict[tuple[str, str], RpcChannel] = {}
        self.console = console
        self.alerts = Alerts()

    def run(self, work: Awaitable[T]) -> T:
        """Runs a coroutine on the loop of the nodes."""

        async def limited() -> T:
            async with asyncio.timeout(CALL_S):
                return await work

        return asyncio.run_coroutine_threadsafe(limited(), self._loop).result(2 * CALL_S)

    def settings(self, node: str, api: str) -> ChannelSettings:
        """Where an API of a node listens."""
        settings = self._environment.address(node, api)
        assert isinstance(settings, ChannelSettings), f"{node} has no {api}"
        return settings

    def channel(self, node: str, api: str) -> RpcChannel:
        """A channel to an API of a node; the same one every time."""
        key = (node, api)
        if key not in self._channels:
            channel = self._environment.transport.channel(self.settings(node, api))
            self.run(channel.__aenter__())
            self._channels[key] = channel
        return self._channels[key]

    def close(self) -> None:
        """Closes the channels."""
        for channel in self._channels.values():
            self.run(channel.__aexit__(None, None, None))

    def call(self, node: str, api: str, method: Method, request: Any, **more: Any) -> Any:
        """One call; a stream's responses as a list."""
        channel = self.channel(node, api)

        async def streamed() -> list[Any]:
            return [each async for each in channel.stream(method, request, **more)]

        async def uploaded() -> Any:
            async def one() -> Any:
                for each in request if isinstance(request, list) else [request]:
                    yield each

            return await channel.upload(method, one(), **more)

        if method.client_streaming and method.server_streaming:
            raise AssertionError("not for conversations")
        if method.client_streaming:
            return self.run(uploaded())
        if method.server_streaming:
            return self.run(streamed())
        return self.run(channel.unary(method, request, **more))

    def refusal(self, node: str, api: str, method: Method, request: Any, **more: Any) -> RpcError:
        """The error that a call must end with."""
        with pytest.raises(RpcError) as caught:
            self.call(node, api, method, request, **more)
        return caught.value

    def identity(self, node: str) -> tuple[Member, Vault]:
        """A node's name and its keys: what a thief of its keys, or the node gone bad, has."""
        identified = self._environment._node(node).identified
        return identified.member, identified.vault

    @property
    def synchronizer(self) -> PhysicalSynchronizerId:
        """The synchronizer that all nodes are on."""
        text = str(self.console["sequencer1"].physical_synchronizer_id)
        return PhysicalSynchronizerId.parse(text)

    def connect_raw(self, node: str, api: str) -> socket.socket:
        """A bare connection to a port."""
        return socket.create_connection(("127.0.0.1", self.settings(node, api).port), 5)

    def ping(self) -> None:
        """Both participants and all between them work."""
        first, second = self.console["participant1"], self.console["participant2"]
        first.health.ping(second, timeout=PING_S)

    @contextmanager
    def unharmed(self, is_expected: Callable[[str], bool] | None = None) -> Iterator[Alerts]:
        """Nothing in the body may lead to an error in a log or keep a ping from working."""
        self.alerts.records.clear()
        yield self.alerts
        self.ping()
        unexpected = [e for e in self.alerts.errors if is_expected is None or not is_expected(e)]
        assert not unexpected, "\n".join(unexpected)


@contextmanager
def live_network(folder: Path) -> Iterator[LiveNetwork]:
    """The network while the body runs, bootstrapped."""
    file = folder / "network.conf"
    file.write_text(_CONFIG + _HTTP_CONFIG)
    config = read([file], [], {})
    with (
        behind(config, starts_nodes=True) as (environment, loop),
        console_scope(config, environment, loop, {}) as console,
    ):
        network = LiveNetwork(environment, loop, console)
        with patch.object(bootstrap, "DynamicSynchronizerParameters", _IMPATIENT):
            console["bootstrap"].synchronizer_local()
        for name in ("participant1", "participant2"):
            console[name].synchronizers.connect_local(console["sequencer1"], alias="da")
        logging.getLogger("canton").addHandler(network.alerts)
        try:
            network.ping()
            yield network
        finally:
            logging.getLogger("canton").removeHandler(network.alerts)
            network.close()


def service(descriptors: Any, name: str) -> dict[str, Method]:
    """The methods of a service by name."""
    return dict(methods_of(descriptors.DESCRIPTOR.services_by_name[name]))
