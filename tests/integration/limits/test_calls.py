"""The limits of an API's calls, as they are configured and as a client meets them."""

from __future__ import annotations

from contextlib import aclosing

import pytest

from canton.errors import GrpcStatus
from canton.transport.seam import RpcError, methods_of
from canton.wire import grpc_health_pb2
from canton.wire import ledger_service_pb2 as version
from canton.wire import sequencer_api_pb2 as api
from integration.limits.conftest import Host

HEALTH = methods_of(grpc_health_pb2.DESCRIPTOR.services_by_name["Health"])
VERSION = methods_of(version.DESCRIPTOR.services_by_name["VersionService"])["GetLedgerApiVersion"]
SEND = methods_of(api.DESCRIPTOR.services_by_name["SequencerService"])["SendAsync"]
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


async def test_the_size_of_requests_to_a_sequencer_is_what_the_operator_says(host: Host) -> None:
    limit = """canton.sequencers.sequencer1 {
      admin-api.port = 0, storage.type = memory
      sequencer { type = reference, config.storage.type = memory }
      public-api { port = 0, override-max-request-size = 1000 }
    }"""
    async with host(limit) as nodes, nodes.channel("sequencer1", "sequencer-public-api") as channel:
        with pytest.raises(RpcError) as caught:
            await channel.unary(SEND, api.SendAsyncRequest(signed_submission_request=bytes(1000)))
        assert caught.value.status is GrpcStatus.RESOURCE_EXHAUSTED
        await channel.unary(HEALTH["Check"], ASK)


async def test_the_ledger_api_takes_no_calls_while_memory_is_short(host: Host) -> None:
    limit = "canton.participants.alice.ledger-api.rate-limit.max-used-heap-space-percentage = 0"
    async with (
        host(limit) as nodes,
        nodes.channel("alice", "ledger-api") as application,
        nodes.channel("alice", "admin-api") as operator,
    ):
        await application.unary(HEALTH["Check"], ASK)
        with pytest.raises(RpcError) as caught:
            await application.unary(VERSION, version.GetLedgerApiVersionRequest())
        await operator.unary(HEALTH["Check"], ASK)
    assert (caught.value.status, caught.value.code_id) == (
        GrpcStatus.ABORTED,
        "HEAP_MEMORY_OVER_LIMIT",
    )
