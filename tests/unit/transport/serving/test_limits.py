"""Calls over the limit are refused, and a call that ends makes room."""

from __future__ import annotations

from contextlib import aclosing

import pytest

from canton.errors import GrpcStatus
from canton.lifecycle.health import HealthService
from canton.telemetry.prometheus import PrometheusRegistry
from canton.transport.health_service import health_table
from canton.transport.memory import Network
from canton.transport.seam import ChannelSettings, RpcError, ServerSettings, Services, methods_of
from canton.transport.serving.limits import limited
from canton.wire import grpc_health_pb2

HEALTH = methods_of(grpc_health_pb2.DESCRIPTOR.services_by_name["Health"])
ASK = grpc_health_pb2.HealthCheckRequest()


async def test_streams_over_the_limit_are_refused_until_one_ends() -> None:
    registry = PrometheusRegistry()
    table = limited(
        health_table(lambda: [HealthService("")]),
        {"grpc.health.v1.Health/Watch": 2},
        "ledger-api",
        registry.of("p", "participant"),
    )
    host = Network().host("node")
    async with host.server(ServerSettings(port=1), Services(table)):
        channel = host.channel(ChannelSettings("node", 1))
        first = channel.stream(HEALTH["Watch"], ASK)
        async with aclosing(channel.stream(HEALTH["Watch"], ASK)) as second:
            await anext(first)
            await anext(second)
            with pytest.raises(RpcError) as caught:
                await anext(channel.stream(HEALTH["Watch"], ASK))
            await channel.unary(HEALTH["Check"], ASK)
            assert b"daml_grpc_server_requests_active{" in registry.exposition()
            await first.aclose()
            async with aclosing(channel.stream(HEALTH["Watch"], ASK)) as third:
                await anext(third)
    assert caught.value.status is GrpcStatus.ABORTED
    assert caught.value.code_id == "SERVER_OVERLOADED"
    assert caught.value.retry_after_s == 5
    assert "Reached the limit of concurrent requests for" in caught.value.message
