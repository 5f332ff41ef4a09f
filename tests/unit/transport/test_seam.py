"""Every shape of call behaves the same on every backend."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest

from canton.errors import Categories, ErrorCode, GrpcStatus, LedgerError
from canton.telemetry.trace import Trace, current_trace, tracing
from canton.transport.grpcio.backend import GrpcTransport
from canton.transport.http2.backend import Http2Transport
from canton.transport.memory import HostTransport, Network
from canton.transport.seam import (
    Call,
    ChannelSettings,
    ConnectionLimits,
    RpcChannel,
    RpcError,
    RpcServer,
    ServerSettings,
    Services,
    ServiceTable,
    Transport,
    guarded,
    methods_of,
)
from canton.wire import grpc_health_pb2, grpc_reflection_pb2, topology_admin_pb2

# grpcio keeps one poller for the process, which may still call the loop of the test before.
pytestmark = pytest.mark.logs("PollerCompletionQueue._handle_events")

HEALTH = methods_of(grpc_health_pb2.DESCRIPTOR.services_by_name["Health"])
REFLECTION = methods_of(grpc_reflection_pb2.DESCRIPTOR.services_by_name["ServerReflection"])
WRITE = methods_of(topology_admin_pb2.DESCRIPTOR.services_by_name["TopologyManagerWriteService"])
UPLOAD = WRITE["ImportTopologySnapshot"]
REFUSED = ErrorCode("TEST_REFUSED", Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE, "A test")


@dataclass
class Echo:
    """Answers with what it was asked; `seen` holds the calls."""

    seen: list[Call] = field(default_factory=list)
    traces: list[Trace | None] = field(default_factory=list)
    hanging: asyncio.Event = field(default_factory=asyncio.Event)
    cancelled: asyncio.Event = field(default_factory=asyncio.Event)

    async def check(
        self, request: grpc_health_pb2.HealthCheckRequest, call: Call
    ) -> grpc_health_pb2.HealthCheckResponse:
        self.seen.append(call)
        self.traces.append(current_trace())
        match request.service:
            case "refuse":
                call.trailers["authErrorCode".lower()] = "MissingToken"
                raise LedgerError(REFUSED, "not like this", {"field": "service"})
            case "bug":
                raise KeyError("secret detail")
            case "hang":
                self.hanging.set()
                try:
                    await asyncio.sleep(3600)
                finally:
                    self.cancelled.set()
        return grpc_health_pb2.HealthCheckResponse(status="SERVING")

    async def watch(
        self, request: grpc_health_pb2.HealthCheckRequest, call: Call
    ) -> AsyncIterator[grpc_health_pb2.HealthCheckResponse]:
        self.seen.append(call)
        try:
            for _ in range(int(request.service)):
                yield grpc_health_pb2.HealthCheckResponse(status="SERVING")
            if request.service == "3":
                raise LedgerError(REFUSED, "no more")
        except (asyncio.CancelledError, GeneratorExit):
            self.cancelled.set()
            raise

    async def upload(
        self,
        requests: AsyncIterator[topology_admin_pb2.ImportTopologySnapshotRequest],
        call: Call,
    ) -> topology_admin_pb2.ImportTopologySnapshotResponse:
        self.chunks = [request.topology_snapshot async for request in requests]
        return topology_admin_pb2.ImportTopologySnapshotResponse()

    async def converse(
        self, requests: AsyncIterator[grpc_reflection_pb2.ServerReflectionRequest], call: Call
    ) -> AsyncIterator[grpc_reflection_pb2.ServerReflectionResponse]:
        async for request in requests:
            yield grpc_reflection_pb2.ServerReflectionResponse(original_request=request)

    def table(self) -> ServiceTable:
        return {
            HEALTH["Check"]: self.check,
            HEALTH["Watch"]: self.watch,
            UPLOAD: self.upload,
            REFLECTION["ServerReflectionInfo"]: self.converse,
        }


@dataclass
class Mixed:
    """The server of one backend and the channel of another."""

    serving: Transport
    calling: Transport

    def server(self, settings: ServerSettings, services: Services) -> RpcServer:
        return self.serving.server(settings, services)

    def channel(self, settings: ChannelSettings) -> RpcChannel:
        return self.calling.channel(settings)


MAKE: dict[str, Callable[[], Transport]] = {
    "memory": lambda: Network().host("127.0.0.1"),
    "grpcio": GrpcTransport,
    "http2": Http2Transport,
    "grpcio calls http2": lambda: Mixed(Http2Transport(), GrpcTransport()),
    "http2 calls grpcio": lambda: Mixed(GrpcTransport(), Http2Transport()),
}


@pytest.fixture(params=MAKE)
def transport(request: pytest.FixtureRequest) -> Transport:
    return MAKE[request.param]()


@asynccontextmanager
async def connected(
    transport: Transport, table: ServiceTable, settings: ServerSettings | None = None
) -> AsyncIterator[RpcChannel]:
    settings = settings or ServerSettings(stop_grace_s=0.1)
    async with (
        transport.server(settings, Services(table)) as server,
        transport.channel(ChannelSettings("127.0.0.1", server.port)) as channel,
    ):
        yield channel


def ask(service: str) -> grpc_health_pb2.HealthCheckRequest:
    return grpc_health_pb2.HealthCheckRequest(service=service)


async def test_unary_call_answers_and_sees_metadata(transport: Transport) -> None:
    echo = Echo()
    async with connected(transport, echo.table()) as channel:
        metadata = (("memberId", "PAR::x"), ("authToken-bin", b"\x00\xff"))
        response = await channel.unary(HEALTH["Check"], ask(""), metadata=metadata)
    assert response.status == grpc_health_pb2.HealthCheckResponse.SERVING
    assert echo.seen[0].text("memberId") == "PAR::x"
    assert echo.seen[0].metadata["authtoken-bin"] == b"\x00\xff"


async def test_trace_of_the_caller_becomes_that_of_the_handler(transport: Transport) -> None:
    echo, trace = Echo(), Trace.new(bytes(range(24)))
    async with connected(transport, echo.table()) as channel:
        with tracing(trace):
            await channel.unary(HEALTH["Check"], ask(""))
        await channel.unary(HEALTH["Check"], ask(""))
    assert echo.traces[0] == trace
    assert echo.traces[1] is not None
    assert echo.traces[1] != trace


async def test_error_crosses_with_code_context_and_trailers(transport: Transport) -> None:
    async with connected(transport, Echo().table()) as channel:
        with pytest.raises(RpcError) as caught, tracing(Trace.new(bytes(range(24)))):
            await channel.unary(HEALTH["Check"], ask("refuse"))
    error = caught.value
    assert error.status is GrpcStatus.INVALID_ARGUMENT
    assert error.message == "TEST_REFUSED(8,00010203): not like this"
    assert (error.code_id, error.category) == ("TEST_REFUSED", 8)
    assert error.info.metadata["field"] == "service"
    assert error.trailers["autherrorcode"] == "MissingToken"


@pytest.mark.logs("ERROR canton.transport.answering")
async def test_bug_is_logged_with_its_stack_and_withheld(
    transport: Transport, caplog: pytest.LogCaptureFixture
) -> None:
    async with connected(transport, Echo().table()) as channel:
        with caplog.at_level(logging.ERROR), pytest.raises(RpcError) as caught:
            await channel.unary(HEALTH["Check"], ask("bug"))
    assert caught.value.status is GrpcStatus.INTERNAL
    assert "secret" not in str(caught.value)
    assert "secret detail" in (caplog.records[0].exc_text or "")


async def test_stream_yields_then_fails(transport: Transport) -> None:
    async with connected(transport, Echo().table()) as channel:
        count = 0
        with pytest.raises(RpcError, match="no more"):
            async for _ in channel.stream(HEALTH["Watch"], ask("3")):
                count += 1
    assert count == 3


async def test_closing_a_stream_cancels_the_handler(transport: Transport) -> None:
    echo = Echo()
    async with connected(transport, echo.table()) as channel:
        async with aclosing(channel.stream(HEALTH["Watch"], ask("10000000"))) as responses:
            await anext(responses)
        await asyncio.wait_for(echo.cancelled.wait(), 5)


async def test_cancelling_the_caller_cancels_the_handler(transport: Transport) -> None:
    echo = Echo()
    async with connected(transport, echo.table()) as channel:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await channel.unary(HEALTH["Check"], ask("hang"))
        await asyncio.wait_for(echo.cancelled.wait(), 5)


async def test_deadline_ends_the_call_on_both_sides(transport: Transport) -> None:
    echo = Echo()
    async with connected(transport, echo.table()) as channel:
        with pytest.raises(RpcError) as caught:
            await channel.unary(HEALTH["Check"], ask("hang"), timeout_s=0.2)
        await asyncio.wait_for(echo.cancelled.wait(), 5)
    assert caught.value.status is GrpcStatus.DEADLINE_EXCEEDED
    remaining = echo.seen[0].remaining_s()
    assert remaining is not None


async def test_upload_and_conversation(transport: Transport) -> None:
    echo = Echo()

    async def chunks() -> AsyncIterator[topology_admin_pb2.ImportTopologySnapshotRequest]:
        for chunk in (b"a", b"b"):
            yield topology_admin_pb2.ImportTopologySnapshotRequest(topology_snapshot=chunk)

    async def questions() -> AsyncIterator[grpc_reflection_pb2.ServerReflectionRequest]:
        for host in ("x", "y"):
            yield grpc_reflection_pb2.ServerReflectionRequest(host=host)

    async with connected(transport, echo.table()) as channel:
        await channel.upload(UPLOAD, chunks())
        method = REFLECTION["ServerReflectionInfo"]
        answers = [a.original_request.host async for a in channel.converse(method, questions())]
    assert echo.chunks == [b"a", b"b"]
    assert answers == ["x", "y"]


async def test_method_that_nobody_serves_is_unimplemented(transport: Transport) -> None:
    async with connected(transport, {}) as channel:
        with pytest.raises(RpcError) as caught:
            await channel.unary(HEALTH["Check"], ask(""))
    assert caught.value.status is GrpcStatus.UNIMPLEMENTED


async def test_server_that_is_gone_is_unavailable(transport: Transport) -> None:
    async with connected(transport, Echo().table()) as channel:
        pass
    async with transport.channel(ChannelSettings("127.0.0.1", 1)) as channel:
        with pytest.raises(RpcError) as caught:
            await channel.unary(HEALTH["Check"], ask(""), timeout_s=5)
    assert caught.value.status is GrpcStatus.UNAVAILABLE


async def test_an_abandoned_connection_ends_its_calls_and_the_next_one_is_another(
    transport: Transport,
) -> None:
    async def given_up(channel: RpcChannel) -> RpcError:
        with pytest.raises(RpcError) as caught:
            await channel.unary(HEALTH["Check"], ask("hang"))
        return caught.value

    echo = Echo()
    async with connected(transport, echo.table()) as channel, asyncio.TaskGroup() as tasks:
        hanging = tasks.create_task(given_up(channel))
        async with asyncio.timeout(5):
            await echo.hanging.wait()
            await channel.abandon("no sign of life")
            error = await hanging
            await echo.cancelled.wait()
        assert (error.status, error.message) == (GrpcStatus.UNAVAILABLE, "no sign of life")
        response = await channel.unary(HEALTH["Check"], ask(""))
        assert response.status == grpc_health_pb2.HealthCheckResponse.SERVING


async def test_stopping_the_server_ends_its_streams(transport: Transport) -> None:
    async with transport.channel(ChannelSettings("127.0.0.1", 1)):
        pass
    server = transport.server(ServerSettings(stop_grace_s=0.0), Services(Echo().table()))
    async with server:
        channel = transport.channel(ChannelSettings("127.0.0.1", server.port))
        responses = channel.stream(HEALTH["Watch"], ask("10000000"))
        await anext(responses)
    with pytest.raises(RpcError):
        async for _ in responses:
            pass
    await channel.__aexit__(None, None, None)


async def test_stopping_the_server_waits_for_calls_and_not_for_streams() -> None:
    transport, arrived, released = Http2Transport(), asyncio.Event(), asyncio.Event()

    async def slow(request: grpc_health_pb2.HealthCheckRequest, call: Call) -> Any:
        arrived.set()
        assert await released.wait()
        return grpc_health_pb2.HealthCheckResponse()

    async def endless(request: grpc_health_pb2.HealthCheckRequest, call: Call) -> Any:
        yield grpc_health_pb2.HealthCheckResponse()
        await asyncio.Event().wait()

    services = Services({HEALTH["Check"]: slow, HEALTH["Watch"]: endless})
    server = transport.server(ServerSettings(stop_grace_s=60.0), services)
    async with asyncio.TaskGroup() as tasks:
        async with server:
            channel = transport.channel(ChannelSettings("127.0.0.1", server.port))
            call = tasks.create_task(channel.unary(HEALTH["Check"], ask("")))
            responses = channel.stream(HEALTH["Watch"], ask(""))
            await anext(responses)
            await arrived.wait()
            ended = tasks.create_task(unavailable(responses))
            ended.add_done_callback(lambda _: released.set())
        await call
    await channel.__aexit__(None, None, None)


async def unavailable(responses: AsyncIterator[Any]) -> None:
    with pytest.raises(RpcError) as caught:
        await anext(responses)
    assert caught.value.status is GrpcStatus.UNAVAILABLE


async def test_guard_refuses_before_the_handler(transport: Transport) -> None:
    echo = Echo()

    async def refuse(call: Call) -> None:
        raise LedgerError(REFUSED, "guarded")

    async with connected(transport, guarded(echo.table(), refuse)) as channel:
        with pytest.raises(RpcError, match="guarded"):
            await channel.unary(HEALTH["Check"], ask(""))
        with pytest.raises(RpcError, match="guarded"):
            await anext(channel.stream(HEALTH["Watch"], ask("1")))
    assert echo.seen == []


async def test_services_may_come_and_go(transport: Transport) -> None:
    services = Services()
    async with (
        transport.server(ServerSettings(), services) as server,
        transport.channel(ChannelSettings("127.0.0.1", server.port)) as channel,
    ):
        with services.serving(Echo().table()):
            await channel.unary(HEALTH["Check"], ask(""))
        with pytest.raises(RpcError, match="Method not found"):
            await channel.unary(HEALTH["Check"], ask(""))


@pytest.mark.parametrize("size", [70_000, 3_000_000])
async def test_large_messages_cross_both_ways(transport: Transport, size: int) -> None:
    echo = Echo()

    async def questions() -> AsyncIterator[grpc_reflection_pb2.ServerReflectionRequest]:
        for letter in "ab":
            yield grpc_reflection_pb2.ServerReflectionRequest(host=letter * size)

    async with connected(transport, echo.table()) as channel:
        method = REFLECTION["ServerReflectionInfo"]
        sizes = [len(a.original_request.host) async for a in channel.converse(method, questions())]
    assert sizes == [size, size]


async def test_message_over_the_limit_is_refused(transport: Transport) -> None:
    if isinstance(transport, HostTransport):
        pytest.skip("the network in memory has no limits")
    settings = ServerSettings(message_bytes_max=1000, stop_grace_s=0.1)
    async with connected(transport, Echo().table(), settings) as channel:
        await channel.unary(HEALTH["Check"], ask("x" * 900))
        with pytest.raises(RpcError) as caught:
            await channel.unary(HEALTH["Check"], ask("x" * 1100))
        await channel.unary(HEALTH["Check"], ask(""))
    assert caught.value.status is GrpcStatus.RESOURCE_EXHAUSTED


@pytest.mark.parametrize("backend", ["http2", "grpcio calls http2"])
async def test_the_limit_of_messages_changes_while_a_server_runs(backend: str) -> None:
    transport, limits = MAKE[backend](), iter([1000, 2000])
    services = Services(Echo().table())
    services.message_bytes_max = lambda: next(limits)
    async with (
        transport.server(ServerSettings(stop_grace_s=0.1), services) as server,
        transport.channel(ChannelSettings("127.0.0.1", server.port)) as channel,
    ):
        with pytest.raises(RpcError) as caught:
            await channel.unary(HEALTH["Check"], ask("x" * 1100))
        await channel.unary(HEALTH["Check"], ask("x" * 1100))
    assert caught.value.status is GrpcStatus.RESOURCE_EXHAUSTED


@pytest.mark.parametrize("backend", ["http2", "grpcio calls http2"])
async def test_calls_over_the_limit_of_a_connection_wait_for_their_turn(backend: str) -> None:
    transport = MAKE[backend]()
    busy, changed, may_end = 0, asyncio.Condition(), asyncio.Event()

    async def check(request: Any, call: Call) -> grpc_health_pb2.HealthCheckResponse:
        nonlocal busy
        if request.service == "wait":
            async with changed:
                busy += 1
                changed.notify_all()
            await may_end.wait()
        return grpc_health_pb2.HealthCheckResponse(status="SERVING")

    services = Services({HEALTH["Check"]: check})
    settings = ServerSettings(connection=ConnectionLimits(calls_max=2), stop_grace_s=0.1)
    async with transport.server(settings, services) as server, asyncio.TaskGroup() as tasks:
        where = ChannelSettings("127.0.0.1", server.port)
        async with transport.channel(where) as first, transport.channel(where) as second:
            await first.unary(HEALTH["Check"], ask(""))
            calls = [tasks.create_task(first.unary(HEALTH["Check"], ask("wait"))) for _ in range(4)]
            async with asyncio.timeout(5), changed:
                await changed.wait_for(lambda: busy >= 2)
            await second.unary(HEALTH["Check"], ask(""))
            assert busy == 2
            may_end.set()
            await asyncio.gather(*calls)
    assert busy == 4


async def test_call_whose_metadata_is_too_large_is_refused(transport: Transport) -> None:
    if isinstance(transport, HostTransport):
        pytest.skip("the network in memory has no limits")
    echo = Echo()
    limits = ConnectionLimits(metadata_bytes_max=1000)
    settings = ServerSettings(connection=limits, stop_grace_s=0.1)
    async with connected(transport, echo.table(), settings) as channel:
        await channel.unary(HEALTH["Check"], ask(""), metadata=[("small", "x" * 200)])
        with pytest.raises(RpcError) as caught:
            await channel.unary(HEALTH["Check"], ask(""), metadata=[("large", "x" * 1200)])
        await channel.unary(HEALTH["Check"], ask(""))
    # As the client reads HTTP status 431, or its own check of what the server announced.
    expected = (GrpcStatus.INTERNAL, GrpcStatus.RESOURCE_EXHAUSTED, GrpcStatus.UNKNOWN)
    assert caught.value.status in expected
    assert len(echo.seen) == 2


async def test_calls_that_are_given_up_leave_nothing_behind() -> None:
    transport, echo = Http2Transport(), Echo()
    server = transport.server(ServerSettings(stop_grace_s=0.1), Services(echo.table()))
    async with server, transport.channel(ChannelSettings("127.0.0.1", server.port)) as channel:

        async def give_up(number: int) -> None:
            with suppress(TimeoutError, RpcError):
                async with asyncio.timeout(0.001 * (number % 5)):
                    await channel.unary(HEALTH["Check"], ask("hang" if number % 2 else ""))

        for _ in range(5):
            async with asyncio.TaskGroup() as tasks:
                for number in range(30):
                    tasks.create_task(give_up(number))
            for _ in range(30):
                await channel.unary(HEALTH["Check"], ask(""))
        await asyncio.sleep(0.05)
        assert not server.calls
