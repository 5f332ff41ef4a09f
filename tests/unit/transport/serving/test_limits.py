"""Calls over the limit are refused, and a call that ends makes room."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import pytest

from canton.errors import GrpcStatus
from canton.lifecycle.health import HealthService
from canton.telemetry.metric import NoMetrics
from canton.telemetry.prometheus import PrometheusRegistry
from canton.transport.health_service import health_table
from canton.transport.memory import Network
from canton.transport.seam import (
    Call,
    ChannelSettings,
    RpcError,
    ServerSettings,
    Services,
    methods_of,
)
from canton.transport.serving.limits import CallLimiter, CallLimits
from canton.wire import grpc_health_pb2, topology_admin_pb2

HEALTH = methods_of(grpc_health_pb2.DESCRIPTOR.services_by_name["Health"])
READ = methods_of(topology_admin_pb2.DESCRIPTOR.services_by_name["TopologyManagerReadService"])
EXPORT, LIST = READ["ExportTopologySnapshotV2"], READ["ListAvailableStores"]
WATCH = "grpc.health.v1.Health/Watch"
ASK = grpc_health_pb2.HealthCheckRequest()


async def test_streams_over_the_limit_are_refused_until_one_ends() -> None:
    registry = PrometheusRegistry()
    services = Services(health_table(lambda: [HealthService("")]))
    metrics = registry.of("p", "participant")
    services.wrap(CallLimiter(CallLimits({WATCH: 2}), "ledger-api", metrics, lambda: 0.0))
    host = Network().host("node")
    async with host.server(ServerSettings(port=1), services):
        channel = host.channel(ChannelSettings("node", 1))
        first = channel.stream(HEALTH["Watch"], ASK)
        async with aclosing(channel.stream(HEALTH["Watch"], ASK)) as second:
            await anext(first)
            await anext(second)
            with pytest.raises(RpcError) as caught:
                await anext(channel.stream(HEALTH["Watch"], ASK))
            await channel.unary(HEALTH["Check"], ASK)
            shown = registry.exposition().decode()
            await first.aclose()
            async with aclosing(channel.stream(HEALTH["Watch"], ASK)) as third:
                await anext(third)
    assert caught.value.status is GrpcStatus.ABORTED
    assert caught.value.code_id == "SERVER_OVERLOADED"
    assert caught.value.retry_after_s == 5
    assert caught.value.message.endswith(
        f"Reached the limit of concurrent requests for {WATCH}. Please try again later"
    )
    for name, value in (("active", 2), ("limit", 2), ("rejections", 1)):
        line = next(
            line
            for line in shown.splitlines()
            if line.startswith(f"daml_grpc_server_requests_{name}{{")
        )
        assert line.endswith(f" {value}.0")


async def test_a_method_keeps_its_count_when_its_handler_is_exchanged() -> None:
    limiter = CallLimiter(CallLimits({WATCH: 1}), "admin-api", NoMetrics(), lambda: 0.0)
    services = Services()
    services.wrap(limiter)
    host = Network().host("node")
    async with host.server(ServerSettings(port=1), services):
        channel = host.channel(ChannelSettings("node", 1))
        with services.serving(health_table(lambda: [HealthService("")])):
            first = channel.stream(HEALTH["Watch"], ASK)
            await anext(first)
        with services.serving(health_table(lambda: [HealthService("")])):
            with pytest.raises(RpcError, match="SERVER_OVERLOADED"):
                await anext(channel.stream(HEALTH["Watch"], ASK))
            await first.aclose()


@pytest.mark.logs("Refusals for limits")
async def test_refusals_are_logged_as_long_as_they_are_few(
    caplog: pytest.LogCaptureFixture,
) -> None:
    now_s = 0.0
    limits = CallLimits({WATCH: 0}, logged_per_second=3)
    services = Services(health_table(lambda: [HealthService("")]))
    services.wrap(CallLimiter(limits, "admin-api", NoMetrics(), lambda: now_s))
    host = Network().host("node")

    async def refusals(count: int) -> list[int]:
        caplog.clear()
        for _ in range(count):
            with pytest.raises(RpcError):
                await anext(channel.stream(HEALTH["Watch"], ASK))
        return [each.levelno for each in caplog.records]

    async with host.server(ServerSettings(port=1), services):
        channel = host.channel(ChannelSettings("node", 1))
        with caplog.at_level(logging.INFO):
            assert await refusals(50) == [logging.INFO] * 3 + [logging.WARNING]
            now_s = 10.0
            assert await refusals(2) == [logging.INFO] * 2


@pytest.mark.parametrize(("warns", "level"), [(True, logging.WARNING), (False, logging.INFO)])
@pytest.mark.logs("No upper active stream limit")
async def test_a_method_without_a_limit_is_noted_once(
    warns: bool, level: int, caplog: pytest.LogCaptureFixture
) -> None:
    async def stores(request: Any, call: Call) -> Any:
        return topology_admin_pb2.ListAvailableStoresResponse()

    async def export(request: Any, call: Call) -> AsyncIterator[Any]:
        yield topology_admin_pb2.ExportTopologySnapshotV2Response()

    services = Services({LIST: stores, EXPORT: export})
    services.wrap(CallLimiter(CallLimits({}, warns), "admin-api", NoMetrics(), lambda: 0.0))
    host = Network().host("node")
    with caplog.at_level(logging.INFO):
        async with host.server(ServerSettings(port=1), services):
            channel = host.channel(ChannelSettings("node", 1))
            for _ in range(2):
                await channel.unary(LIST, topology_admin_pb2.ListAvailableStoresRequest())
                request = topology_admin_pb2.ExportTopologySnapshotV2Request()
                async with aclosing(channel.stream(EXPORT, request)) as exported:
                    await anext(exported)
    notes = [each for each in caplog.records if "No upper active stream limit" in each.message]
    assert [each.levelno for each in notes] == [level, level]
    assert EXPORT.path[1:] in notes[1].message
