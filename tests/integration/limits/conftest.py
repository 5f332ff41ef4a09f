"""Nodes in memory behind real ports, for what their limits refuse."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import pytest

from canton.config.hocon.loading import loads
from canton.config.values.reading import config_of
from canton.nodes.environment import NodeEnvironment, running
from canton.transport.seam import RpcChannel

_REST = """
canton.participants.alice {
  admin-api.port = 0, ledger-api.port = 0, http-ledger-api.enabled = false, storage.type = memory
}
"""


@dataclass(frozen=True, slots=True)
class Hosted:
    """Nodes of this process."""

    environment: NodeEnvironment

    @asynccontextmanager
    async def channel(self, node: str, api: str) -> AsyncIterator[RpcChannel]:
        """A channel to an API over its port, once it listens."""
        async with asyncio.timeout(10):
            while (address := self.environment.address(node, api)) is None:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        async with self.environment.transport.channel(address) as channel:
            yield channel


Host = Callable[[str], AbstractAsyncContextManager[Hosted]]


@pytest.fixture
def host() -> Host:
    """Starts the participant `alice` with the settings given beside those that tests need."""

    @asynccontextmanager
    async def started(text: str) -> AsyncIterator[Hosted]:
        config = config_of(loads(_REST + text, {}))
        async with running(config, starts_nodes=True) as environment:
            yield Hosted(environment)

    return started
