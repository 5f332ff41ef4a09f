"""No calls while too much memory is used, and calls again when it is not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from canton.errors import GrpcStatus
from canton.transport.memory import Network
from canton.transport.seam import (
    Call,
    ChannelSettings,
    RpcError,
    ServerSettings,
    Services,
    methods_of,
)
from canton.transport.serving.memory import (
    MemoryLimiter,
    MemoryLimits,
    ProcessMemory,
    process_memory,
)
from canton.wire import topology_admin_pb2 as wire

READ = methods_of(wire.DESCRIPTOR.services_by_name["TopologyManagerReadService"])
LIST, EXPORT = READ["ListAvailableStores"], READ["ExportTopologySnapshotV2"]


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        (MemoryLimits(), 1000),
        (MemoryLimits(90), 900),
        (MemoryLimits(100, 300), 700),
        (MemoryLimits(90, 300), 700),
        (MemoryLimits(50, 300), 500),
    ],
)
def test_each_limit_holds_alone(limits: MemoryLimits, expected: int) -> None:
    assert limits.bytes_max(1000) == expected


async def test_calls_are_refused_while_too_much_memory_is_used() -> None:
    used, now_s = 901, 0.0

    async def stores(request: object, call: Call) -> object:
        return wire.ListAvailableStoresResponse()

    async def export(request: object, call: Call) -> AsyncIterator[object]:
        yield wire.ExportTopologySnapshotV2Response()

    services = Services({LIST: stores, EXPORT: export})
    memory = ProcessMemory(lambda: used, 1000)
    services.wrap(MemoryLimiter(MemoryLimits(90), memory, lambda: now_s))
    host = Network().host("node")
    async with host.server(ServerSettings(port=1), services):
        channel = host.channel(ChannelSettings("node", 1))
        with pytest.raises(RpcError) as caught:
            await channel.unary(LIST, wire.ListAvailableStoresRequest())
        with pytest.raises(RpcError, match="HEAP_MEMORY_OVER_LIMIT"):
            await anext(channel.stream(EXPORT, wire.ExportTopologySnapshotV2Request()))
        used, now_s = 900, 1.0
        await channel.unary(LIST, wire.ListAvailableStoresRequest())
        request = wire.ExportTopologySnapshotV2Request()
        async with aclosing(channel.stream(EXPORT, request)) as exported:
            await anext(exported)
    assert caught.value.status is GrpcStatus.ABORTED
    assert caught.value.info.metadata["limit"] == "900"
    assert caught.value.info.metadata["fullMethodName"] == LIST.path[1:]


def test_the_process_uses_some_of_the_memory_that_there_is() -> None:
    memory = process_memory()
    assert 1_000_000 < memory.used() < memory.available
