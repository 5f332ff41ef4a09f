"""The gRPC health service follows our health services."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import pytest

from canton.errors import GrpcStatus
from canton.lifecycle.health import HealthComponent, NodeHealth
from canton.transport.health_service import health_table
from canton.transport.memory import Network
from canton.transport.seam import ChannelSettings, RpcError, ServerSettings, Services, methods_of
from canton.wire import grpc_health_pb2

HEALTH = methods_of(grpc_health_pb2.DESCRIPTOR.services_by_name["Health"])
Status = grpc_health_pb2.HealthCheckResponse.ServingStatus


def ask(service: str) -> grpc_health_pb2.HealthCheckRequest:
    return grpc_health_pb2.HealthCheckRequest(service=service)


async def test_check_and_watch_follow_the_node() -> None:
    health = NodeHealth("participant")
    storage = health.register(HealthComponent("db-storage"), critical=True)
    host = Network().host("node")
    services = Services(health_table(lambda: health.services))
    async with host.server(ServerSettings(port=1), services):
        channel = host.channel(ChannelSettings("node", 1))
        checked = await channel.unary(HEALTH["Check"], ask("participant"))
        assert checked.status == Status.SERVING
        async with aclosing(channel.stream(HEALTH["Watch"], ask(""))) as seen:
            assert (await anext(seen)).status == Status.SERVING
            storage.fail("away")
            assert (await anext(seen)).status == Status.NOT_SERVING
            storage.ok()
            assert (await anext(seen)).status == Status.SERVING


async def test_unknown_service_is_not_found_on_check_and_unknown_on_watch() -> None:
    host = Network().host("node")
    async with host.server(ServerSettings(port=1), Services(health_table(list))):
        channel = host.channel(ChannelSettings("node", 1))
        with pytest.raises(RpcError) as caught:
            await channel.unary(HEALTH["Check"], ask("nobody"))
        async with aclosing(channel.stream(HEALTH["Watch"], ask("nobody"))) as seen:
            assert (await anext(seen)).status == Status.SERVICE_UNKNOWN
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.01):
                    await anext(seen)
    assert caught.value.status is GrpcStatus.NOT_FOUND
