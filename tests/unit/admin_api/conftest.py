"""An operator who calls services over the simulated network."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from canton.transport.memory import Network
from canton.transport.seam import (
    ChannelSettings,
    RpcChannel,
    ServerSettings,
    Services,
    ServiceTable,
    methods_of,
)


@dataclass(frozen=True)
class Operator:
    """Calls methods of one service by name."""

    channel: RpcChannel
    service: Any

    async def call(self, name: str, request: Any) -> Any:
        return await self.channel.unary(methods_of(self.service)[name], request)

    async def stream(self, name: str, request: Any) -> list[Any]:
        return [each async for each in self.channel.stream(methods_of(self.service)[name], request)]

    async def upload(self, name: str, requests: list[Any]) -> Any:
        async def sent() -> AsyncIterator[Any]:
            for request in requests:
                yield request

        return await self.channel.upload(methods_of(self.service)[name], sent())


@asynccontextmanager
async def operator_of(table: ServiceTable) -> AsyncIterator[Operator]:
    network = Network()
    service = next(iter(table)).service
    async with (
        network.host("node").server(ServerSettings(), Services(table)) as server,
        network.host("operator").channel(ChannelSettings("node", server.port)) as channel,
    ):
        yield Operator(channel, service)


@pytest.fixture
def operator() -> Callable[[ServiceTable], AbstractAsyncContextManager[Operator]]:
    return operator_of
