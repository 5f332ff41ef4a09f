"""The limits of an API's calls, as they are configured and as a client meets them."""

from __future__ import annotations

from contextlib import aclosing

import pytest

from canton.errors import GrpcStatus
from canton.transport.seam import RpcError, methods_of
from canton.wire import grpc_health_pb2
from integration.limits.conftest import Host

HEALTH = methods_of(grpc_health_pb2.DESCRIPTOR.services_by_name["Health"])
ASK = grpc_health_pb2.HealthCheckRequest()


@pytest.mark.parametrize("api", ["admin-api", "ledger-api"])
async def test_streams_of_a_method_are_limited(host: Host, api: str) -> None:
    limit = f'canton.participants.alice.{api}.limits.active {{ "grpc.health.v1.Health/Watch" = 1 }}'
    async with (
        host(limit) as nodes,
        nodes.channel("alice", api) as channel,
        aclosing(channel.stream(HEALTH["Watch"], ASK)) as first,
    ):
        await anext(first)
        with pytest.raises(RpcError) as caught:
            await anext(channel.stream(HEALTH["Watch"], ASK))
    assert (caught.value.status, caught.value.code_id) == (GrpcStatus.ABORTED, "SERVER_OVERLOADED")


async def test_metadata_of_the_ledger_api_is_limited(host: Host) -> None:
    limit = "canton.participants.alice.ledger-api.max-inbound-metadata-size = 1000"
    async with host(limit) as nodes, nodes.channel("alice", "ledger-api") as channel:
        with pytest.raises(RpcError, match="431"):
            await channel.unary(HEALTH["Check"], ASK, metadata=[("authorization", "x" * 1000)])
        await channel.unary(HEALTH["Check"], ASK)
