"""An environment without real nodes, in the place of the real one."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import ModuleType

import pytest

import canton.nodes
from canton.config.values.root import CantonConfig
from canton.telemetry.metric import Metrics, NoMetrics
from canton.transport.grpcio.backend import GrpcTransport
from canton.transport.settings import ChannelSettings


class FakeEnvironment:
    """Remembers what was started; every API is on port 77, where nothing listens."""

    def __init__(self) -> None:
        self.transport = GrpcTransport()
        self.events: list[str] = []
        self.started: set[str] = set()

    def address(self, name: str, api: str) -> ChannelSettings | None:
        return ChannelSettings("localhost", 77) if name in self.started else None

    def token(self, name: str) -> str:
        return ""

    def metrics(self, participant: str) -> Metrics:
        return NoMetrics()

    def is_running(self, name: str) -> bool:
        return name in self.started

    async def start(self, name: str) -> None:
        self.started.add(name)

    async def stop(self, name: str) -> None:
        self.started.discard(name)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> FakeEnvironment:
    fake = FakeEnvironment()

    @asynccontextmanager
    async def running(
        config: CantonConfig, *, starts_nodes: bool
    ) -> AsyncIterator[FakeEnvironment]:
        fake.events.append("up")
        if starts_nodes:
            for node in config.local_nodes():
                if node.name == "broken":
                    raise RuntimeError("the database is away")
                if node.name == "slow":
                    os.kill(os.getpid(), signal.SIGTERM)
                    await asyncio.Event().wait()
                await fake.start(node.name)
        try:
            yield fake
        finally:
            fake.events.append("down")

    module = ModuleType("canton.nodes.environment")
    module.running = running  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "canton.nodes.environment", module)
    monkeypatch.setattr(canton.nodes, "environment", module, raising=False)
    return fake
