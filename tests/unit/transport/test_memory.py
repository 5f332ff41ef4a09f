"""What the simulated network may do to calls, and what callers then see."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field

import pytest

from canton.errors import GrpcStatus
from canton.transport.memory import KEEP_ALIVE_S, Link, Network
from canton.transport.seam import (
    Call,
    ChannelSettings,
    RpcChannel,
    RpcError,
    ServerSettings,
    Services,
    methods_of,
)
from canton.wire import grpc_health_pb2
from simulation.virtual_loop import run

HEALTH = methods_of(grpc_health_pb2.DESCRIPTOR.services_by_name["Health"])
ASK = grpc_health_pb2.HealthCheckRequest()


@dataclass
class Scripted:
    """Faults that a test switches on."""

    delays: list[float] = field(default_factory=list)
    lost: bool = False
    repeated: bool = False

    def delay_s(self, link: Link) -> float:
        return self.delays.pop(0) if self.delays else 0.0

    def is_lost(self, link: Link) -> bool:
        return self.lost

    def is_repeated(self, link: Link) -> bool:
        return self.repeated


@dataclass
class Counter:
    """Counts its calls; its stream ticks once a second."""

    calls: int = 0
    ended: int = 0

    async def check(
        self, request: grpc_health_pb2.HealthCheckRequest, call: Call
    ) -> grpc_health_pb2.HealthCheckResponse:
        self.calls += 1
        return grpc_health_pb2.HealthCheckResponse()

    async def watch(
        self, request: grpc_health_pb2.HealthCheckRequest, call: Call
    ) -> AsyncIterator[grpc_health_pb2.HealthCheckResponse]:
        try:
            for number in range(1_000_000):
                yield grpc_health_pb2.HealthCheckResponse(status=number % 3)  # type: ignore[arg-type]
                await asyncio.sleep(1)
        finally:
            self.ended += 1


@asynccontextmanager
async def serving(network: Network, counter: Counter) -> AsyncIterator[RpcChannel]:
    table = {HEALTH["Check"]: counter.check, HEALTH["Watch"]: counter.watch}
    server = network.host("server").server(ServerSettings(port=1), Services(table))
    async with server:
        yield network.host("client").channel(ChannelSettings("server", 1))


def test_cut_ends_streams_refuses_calls_and_heals() -> None:
    async def scenario() -> None:
        network, counter = Network(), Counter()
        async with serving(network, counter) as channel:
            responses = channel.stream(HEALTH["Watch"], ASK)
            await anext(responses)
            network.cut("client", "server")
            with pytest.raises(RpcError) as caught:
                await anext(responses)
            assert caught.value.status is GrpcStatus.UNAVAILABLE
            with pytest.raises(RpcError, match="cannot connect"):
                await channel.unary(HEALTH["Check"], ASK)
            network.heal("client", "server")
            await channel.unary(HEALTH["Check"], ASK)
            assert counter.ended == 1

    run(scenario())


def test_silence_is_noticed_by_the_keep_alive_only() -> None:
    async def scenario() -> float:
        network = Network()
        async with serving(network, Counter()) as channel:
            async with aclosing(channel.stream(HEALTH["Watch"], ASK)) as responses:
                await anext(responses)
                network.silence("server", "client")
                with pytest.raises(RpcError, match="keepalive"):
                    await anext(responses)
            return asyncio.get_running_loop().time()

    assert run(scenario()) == KEEP_ALIVE_S


def test_messages_of_a_call_never_overtake_each_other() -> None:
    async def scenario() -> list[int]:
        network = Network(Scripted(delays=[0, 5, 1, 0, 3, 0, 0]))
        async with (
            serving(network, Counter()) as channel,
            aclosing(channel.stream(HEALTH["Watch"], ASK)) as responses,
        ):
            return [(await anext(responses)).status for _ in range(5)]

    for seed in range(5):
        assert run(scenario(), seed) == [0, 1, 2, 0, 1]


def test_lost_message_ends_the_call_as_unavailable() -> None:
    async def scenario() -> None:
        faults, counter = Scripted(), Counter()
        async with serving(Network(faults), counter) as channel:
            faults.lost = True
            with pytest.raises(RpcError, match="connection lost"):
                await channel.unary(HEALTH["Check"], ASK)
            faults.lost = False
            await channel.unary(HEALTH["Check"], ASK)

    run(scenario())


def test_repeated_request_reaches_its_handler_twice_and_answers_once() -> None:
    async def scenario() -> int:
        counter = Counter()
        async with serving(Network(Scripted(repeated=True)), counter) as channel:
            await channel.unary(HEALTH["Check"], ASK)
        return counter.calls

    assert run(scenario()) == 2


def test_slow_reader_holds_up_the_sender() -> None:
    async def scenario() -> int:
        sent = 0

        async def flood(
            request: grpc_health_pb2.HealthCheckRequest, call: Call
        ) -> AsyncIterator[grpc_health_pb2.HealthCheckResponse]:
            nonlocal sent
            while True:
                yield grpc_health_pb2.HealthCheckResponse()
                sent += 1

        network = Network()
        services = Services({HEALTH["Watch"]: flood})
        async with network.host("server").server(ServerSettings(port=1), services):
            channel = network.host("client").channel(ChannelSettings("server", 1))
            async with aclosing(channel.stream(HEALTH["Watch"], ASK)) as responses:
                await anext(responses)
                await asyncio.sleep(10)
            return sent

    assert run(scenario()) < 100
