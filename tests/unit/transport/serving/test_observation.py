"""A server counts its calls by method and status."""

from __future__ import annotations

from contextlib import suppress

from canton.lifecycle.health import HealthService
from canton.telemetry.metric import Qualifier
from canton.telemetry.prometheus import PrometheusRegistry
from canton.transport.grpcio.backend import GrpcTransport
from canton.transport.health_service import health_table
from canton.transport.seam import ChannelSettings, RpcError, ServerSettings, Services, methods_of
from canton.wire import grpc_health_pb2

CHECK = methods_of(grpc_health_pb2.DESCRIPTOR.services_by_name["Health"])["Check"]


async def test_calls_are_counted_by_method_and_status() -> None:
    registry = PrometheusRegistry(Qualifier)
    transport = GrpcTransport(metrics=registry.of("node", "participant"))
    services = Services(health_table(lambda: [HealthService("")]))
    settings = ServerSettings(name="ledger-api", stop_grace_s=0)
    async with (
        transport.server(settings, services) as server,
        transport.channel(ChannelSettings("127.0.0.1", server.port)) as channel,
    ):
        await channel.unary(CHECK, grpc_health_pb2.HealthCheckRequest())
        with suppress(RpcError):
            await channel.unary(CHECK, grpc_health_pb2.HealthCheckRequest(service="x"))
    text = registry.exposition().decode()
    handled = [line for line in text.splitlines() if "grpc_server_handled_total{" in line]
    assert len(handled) == 2
    assert any('grpc_code="OK"' in line and line.endswith(" 1.0") for line in handled)
    assert any('grpc_code="NOT_FOUND"' in line for line in handled)
    assert all('service="ledger-api"' in line for line in handled)
    assert "daml_grpc_server_duration_seconds_count" in text
