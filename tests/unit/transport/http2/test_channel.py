"""What the asyncio backend does beyond the seam: reconnect, keep alive, refuse what is no gRPC."""

from __future__ import annotations

import asyncio

import pytest

from canton.errors import GrpcStatus
from canton.lifecycle.health import HealthService
from canton.transport.health_service import health_table
from canton.transport.http2.backend import Http2Transport
from canton.transport.http2.protocol.frames import PREFACE
from canton.transport.seam import (
    ChannelSettings,
    KeepAlive,
    RpcError,
    ServerSettings,
    Services,
    methods_of,
)
from canton.wire import grpc_health_pb2

CHECK = methods_of(grpc_health_pb2.DESCRIPTOR.services_by_name["Health"])["Check"]
ASK = grpc_health_pb2.HealthCheckRequest()
QUICK = ServerSettings(stop_grace_s=0.0)


def services() -> Services:
    return Services(health_table(lambda: [HealthService("")]))


async def test_channel_reconnects_to_a_server_that_came_back() -> None:
    transport = Http2Transport()
    async with transport.server(QUICK, services()) as server:
        channel = transport.channel(ChannelSettings("127.0.0.1", server.port))
        await channel.unary(CHECK, ASK)
        port = server.port
    with pytest.raises(RpcError) as caught:
        await channel.unary(CHECK, ASK)
    assert caught.value.status is GrpcStatus.UNAVAILABLE
    async with transport.server(ServerSettings(port=port, stop_grace_s=0.0), services()):
        async with asyncio.timeout(5):
            while True:
                try:
                    await channel.unary(CHECK, ASK)
                    break
                except RpcError:
                    await asyncio.sleep(0.01)
    await channel.__aexit__(None, None, None)


async def test_silent_server_is_given_up_by_the_keep_alive() -> None:
    async def be_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    listening = await asyncio.start_server(be_silent, "127.0.0.1", 0)
    async with listening:
        port = listening.sockets[0].getsockname()[1]
        settings = ChannelSettings("127.0.0.1", port, keep_alive=KeepAlive(0.05, 0.05))
        async with Http2Transport().channel(settings) as channel:
            with pytest.raises(RpcError, match="keepalive timeout"):
                await channel.unary(CHECK, ASK)


async def test_server_answers_pings_so_that_a_quiet_connection_lives() -> None:
    async with Http2Transport().server(QUICK, services()) as server:
        settings = ChannelSettings("127.0.0.1", server.port, keep_alive=KeepAlive(0.02, 0.5))
        async with Http2Transport().channel(settings) as channel:
            await channel.unary(CHECK, ASK)
            first = channel._link
            await asyncio.sleep(0.2)
            await channel.unary(CHECK, ASK)
            assert channel._link is first


async def test_connection_that_speaks_no_http2_is_closed() -> None:
    async with Http2Transport().server(QUICK, services()) as server:
        for nonsense in (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", PREFACE + bytes(100)):
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(nonsense)
            async with asyncio.timeout(5):
                await reader.read()
            writer.close()
            await writer.wait_closed()


async def test_port_that_is_taken_is_an_error() -> None:
    async with Http2Transport().server(QUICK, services()) as server:
        with pytest.raises(Exception, match="SERVER_NOT_LISTENING"):
            await Http2Transport().server(ServerSettings(port=server.port), services()).__aenter__()
