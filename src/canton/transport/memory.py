"""The transport within one process, for simulation: named addresses, links that can be hurt.

Messages cross as bytes, so nothing is shared between nodes. A link (source, target) delivers in
order, each message after the delay that the faults choose; it can be cut (calls fail at once, as
when a connection is reset) or silenced (nothing arrives and nobody is told, until it is healed or
the keep-alive gives up). Runs on any event loop; under a virtual-time loop it is deterministic.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Protocol, Self

from google.rpc import status_pb2

from canton.clock import Randomness, SystemRandomness
from canton.errors import GrpcStatus, TransientError
from canton.telemetry.trace import current_trace
from canton.transport.answering import Refused, answer, answers, open_call, unimplemented
from canton.transport.call import Metadata, MetadataValue
from canton.transport.errors import SERVER_NOT_LISTENING
from canton.transport.method import Method
from canton.transport.rpc_error import RpcError
from canton.transport.services import Services
from canton.transport.settings import ChannelSettings, ServerSettings

IN_FLIGHT_MAX: Final = 64
"""Messages of one direction of a call that are sent and not yet taken."""
KEEP_ALIVE_S: Final = 55.0
"""How long a silenced link goes unnoticed: the ping interval plus its timeout."""


@dataclass(frozen=True, slots=True)
class Link:
    """One direction between two nodes, by the names of their hosts."""

    source: str
    target: str


class Faults(Protocol):
    """What the network does to a message; a simulation draws it from its seed."""

    def delay_s(self, link: Link) -> float:
        """How long the next message takes."""
        ...

    def is_lost(self, link: Link) -> bool:
        """Whether the connection breaks at this message: its call ends as unavailable."""
        ...

    def is_repeated(self, link: Link) -> bool:
        """Whether this unary request reaches its handler twice, as after a hidden retry."""
        ...


class NoFaults:
    """Everything arrives at once and once."""

    def delay_s(self, link: Link) -> float:
        """No time."""
        return 0.0

    def is_lost(self, link: Link) -> bool:
        """Never."""
        return False

    def is_repeated(self, link: Link) -> bool:
        """Never."""
        return False


@dataclass(frozen=True, slots=True)
class _Message:
    body: bytes


@dataclass(frozen=True, slots=True)
class _End:
    """The end of one direction; with a status if the call failed."""

    status: status_pb2.Status | None = None
    trailers: dict[str, MetadataValue] = field(default_factory=dict)


class _Pipe:
    """One direction of one call: bounded, in order, delayed by the link."""

    def __init__(self, network: Network, link: Link) -> None:
        self._network = network
        self._link = link
        self._arrived: asyncio.Queue[_Message | _End] = asyncio.Queue()
        self._room = asyncio.Semaphore(IN_FLIGHT_MAX)
        self._under_way: deque[_Message | _End] = deque()
        self._last_arrival = 0.0
        self.on_loss: Callable[[str], None] = lambda reason: None

    async def send(self, item: _Message | _End) -> None:
        await self._room.acquire()
        if self._network.is_silenced(self._link):
            self._network.hold(self._link, lambda: self._transmit(item))
        else:
            self._transmit(item)

    def _transmit(self, item: _Message | _End) -> None:
        if self._network.faults.is_lost(self._link):
            self.on_loss("connection lost")
            return
        loop = asyncio.get_running_loop()
        arrival = max(self._last_arrival, loop.time() + self._network.faults.delay_s(self._link))
        self._last_arrival = arrival
        self._under_way.append(item)
        if arrival <= loop.time():
            self._deliver()
        else:
            loop.call_at(arrival, self._deliver)

    def _deliver(self) -> None:
        # The oldest, whichever timer fired: timers of the same moment fire in any order.
        if self._under_way:
            self._arrived.put_nowait(self._under_way.popleft())

    async def receive(self) -> _Message | _End:
        item = await self._arrived.get()
        self._room.release()
        return item

    def fail(self, end: _End) -> None:
        """Ends the direction now, before what is under way."""
        self._under_way.clear()
        while not self._arrived.empty():
            self._arrived.get_nowait()
        self._arrived.put_nowait(end)


@dataclass(eq=False)
class _Exchange:
    """One call between two hosts."""

    method: str
    metadata: dict[str, MetadataValue]
    forth: _Pipe
    back: _Pipe
    link: Link
    deadline: float | None
    requests: AsyncIterator[Any]
    caller: contextvars.Context
    serving: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        self.forth.on_loss = self.back.on_loss = self.break_off

    def break_off(self, reason: str) -> None:
        """What both sides notice when the connection is reset."""
        self.back.fail(_unavailable(reason))
        self.stop_serving()

    def stop_serving(self) -> None:
        """Cancels the handler, unless it has finished."""
        if self.serving is not None:
            self.serving.cancel()

    def remaining_s(self) -> float | None:
        if self.deadline is None:
            return None
        return max(0.0, self.deadline - asyncio.get_running_loop().time())


class Network:
    """The hosts that can reach each other, and what is wrong between them."""

    def __init__(self, faults: Faults | None = None, randomness: Randomness | None = None) -> None:
        self.faults = faults or NoFaults()
        self.randomness = randomness or SystemRandomness()
        self._servers: dict[tuple[str, int], MemoryServer] = {}
        self._cut: set[frozenset[str]] = set()
        self._silenced: set[Link] = set()
        self._held: list[tuple[Link, Callable[[], None]]] = []
        self._exchanges: dict[_Exchange, None] = {}

    def host(self, name: str) -> HostTransport:
        """The transport as the host of that name sees it."""
        return HostTransport(self, name)

    def cut(self, one: str, other: str) -> None:
        """Resets the connections between two hosts and refuses new ones."""
        self._cut.add(frozenset((one, other)))
        self._break_off(lambda link: {link.source, link.target} == {one, other}, "connection cut")

    def silence(self, source: str, target: str) -> None:
        """Holds up what `source` sends to `target`, until healed or the keep-alive notices."""
        self._silenced.add(Link(source, target))
        self._watch_silence(Link(source, target))

    def heal(self, one: str, other: str) -> None:
        """Undoes `cut` and `silence` in both directions."""
        self._cut.discard(frozenset((one, other)))
        links = {Link(one, other), Link(other, one)}
        self._silenced -= links
        # As TCP would: what was sent meanwhile arrives now, unless the connection was given up.
        freed = [transmit for link, transmit in self._held if link in links]
        self._held = [(link, transmit) for link, transmit in self._held if link not in links]
        for transmit in freed:
            transmit()

    def isolate(self, name: str, others: Iterable[str]) -> None:
        """Cuts a host from all the others."""
        for other in others:
            self.cut(name, other)

    def is_silenced(self, link: Link) -> bool:
        """Whether nothing gets through on the link now."""
        return link in self._silenced

    def hold(self, link: Link, transmit: Callable[[], None]) -> None:
        """Keeps a message back until the link is healed."""
        self._held.append((link, transmit))

    def _break_off(self, meets: Callable[[Link], bool], reason: str) -> None:
        for exchange in [e for e in self._exchanges if meets(e.link)]:
            exchange.break_off(reason)

    def _watch_silence(self, link: Link) -> None:
        asyncio.get_running_loop().call_later(KEEP_ALIVE_S, self._notice_silence, link)

    def _notice_silence(self, link: Link) -> None:
        if link in self._silenced:
            hosts = {link.source, link.target}
            self._break_off(
                lambda other: {other.source, other.target} == hosts, "keepalive timeout"
            )

    def _listen(self, server: MemoryServer, port: int) -> int:
        if port == 0:
            port = 1 + max((p for name, p in self._servers if name == server.host), default=9_999)
        if (server.host, port) in self._servers:
            raise TransientError(SERVER_NOT_LISTENING, f"{server.host}:{port} is taken")
        self._servers[server.host, port] = server
        return port

    def _close(self, server: MemoryServer) -> None:
        self._servers.pop((server.host, server.port), None)
        for exchange in list(server.exchanges):
            exchange.break_off("server stopped")

    def _connect(self, link: Link, port: int, exchange: _Exchange) -> None:
        server = self._servers.get((link.target, port))
        if server is None or frozenset((link.source, link.target)) in self._cut:
            raise RpcError(GrpcStatus.UNAVAILABLE, f"cannot connect to {link.target}:{port}")
        for direction in (link, Link(link.target, link.source)):
            if direction in self._silenced:
                self._watch_silence(direction)
        self._exchanges[exchange] = None
        server.accept(exchange)

    def _disconnect(self, exchange: _Exchange) -> None:
        self._exchanges.pop(exchange, None)
        exchange.stop_serving()


class HostTransport:
    """The `Transport` of one host of a network."""

    def __init__(self, network: Network, name: str) -> None:
        self._network = network
        self._name = name

    def server(self, settings: ServerSettings, services: Services) -> MemoryServer:
        """A server that listens once entered; the address of the settings has no meaning."""
        return MemoryServer(self._network, self._name, settings, services)

    def channel(self, settings: ChannelSettings) -> MemoryChannel:
        """A channel to the host that the settings name."""
        return MemoryChannel(self._network, self._name, settings)


class MemoryServer:
    """Serves the calls to one port of a host; leaving breaks off what is under way."""

    def __init__(
        self, network: Network, host: str, settings: ServerSettings, services: Services
    ) -> None:
        self.services = services
        self.host = host
        self.exchanges: dict[_Exchange, None] = {}
        self._network = network
        self._port = settings.port
        self._tasks = asyncio.TaskGroup()
        self._context: contextvars.Context | None = None

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._port

    async def __aenter__(self) -> Self:
        self._port = self._network._listen(self, self._port)
        self._context = contextvars.copy_context()
        await self._tasks.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._network._close(self)
        await self._tasks.__aexit__(None, None, None)

    def accept(self, exchange: _Exchange) -> None:
        """Starts answering a call."""
        assert self._context is not None
        self.exchanges[exchange] = None
        # The server's context, not the caller's: a real server shares nothing with it.
        exchange.serving = self._tasks.create_task(
            self._serve(exchange), context=self._context.copy()
        )

    async def _serve(self, exchange: _Exchange) -> None:
        try:
            async with asyncio.TaskGroup() as tasks:
                sending = tasks.create_task(_send_requests(exchange), context=exchange.caller)
                await self._answer(exchange)
                sending.cancel()
        finally:
            self.exchanges.pop(exchange, None)

    async def _answer(self, exchange: _Exchange) -> None:
        try:
            trailers = await self._respond(exchange)
        except Refused as refused:
            await exchange.back.send(_End(refused.status, dict(refused.trailers)))
        else:
            await exchange.back.send(_End(None, trailers))

    async def _respond(self, exchange: _Exchange) -> dict[str, MetadataValue]:
        found = self.services.find(exchange.method)
        if found is None:
            raise unimplemented(exchange.method)
        method, handler = found
        call = open_call(
            method,
            exchange.metadata,
            f"memory:{exchange.link.source}",
            exchange.remaining_s,
            self._network.randomness,
        )
        async with aclosing(_requests(method, exchange.forth)) as requests:
            request = requests if method.client_streaming else await anext(requests)
            if method.server_streaming:
                async with aclosing(answers(handler, request, call)) as responses:
                    async for response in responses:
                        await exchange.back.send(_Message(response.SerializeToString()))
            else:
                response = await answer(handler, request, call)
                if not method.client_streaming and self._network.faults.is_repeated(exchange.link):
                    with suppress(Refused):
                        await answer(handler, request, call)
                await exchange.back.send(_Message(response.SerializeToString()))
        return call.trailers


async def _send_requests(exchange: _Exchange) -> None:
    """Sends what the caller's iterator yields; an error in it ends the call."""
    try:
        async for request in exchange.requests:
            await exchange.forth.send(_Message(request.SerializeToString()))
    except Exception as error:
        exchange.break_off(f"request stream failed: {error!r}")
    else:
        await exchange.forth.send(_End())


async def _requests(method: Method, forth: _Pipe) -> AsyncGenerator[Any, None]:
    while isinstance(item := await forth.receive(), _Message):
        yield method.request_type.FromString(item.body)


class MemoryChannel:
    """Calls from one host to a port of another."""

    def __init__(self, network: Network, source: str, settings: ChannelSettings) -> None:
        self._network = network
        self._link = Link(source, settings.host)
        self._port = settings.port
        self._exchanges: dict[_Exchange, None] = {}

    async def unary(
        self,
        method: Method,
        request: Any,
        *,
        metadata: Metadata = (),
        timeout_s: float | None = None,
    ) -> Any:
        """One request, one response."""
        return await _only(self._run(method, _one(request), metadata=metadata, timeout_s=timeout_s))

    def stream(
        self,
        method: Method,
        request: Any,
        *,
        metadata: Metadata = (),
        timeout_s: float | None = None,
    ) -> AsyncGenerator[Any, None]:
        """One request, many responses."""
        return self._run(method, _one(request), metadata=metadata, timeout_s=timeout_s)

    async def upload(
        self,
        method: Method,
        requests: AsyncIterator[Any],
        *,
        metadata: Metadata = (),
        timeout_s: float | None = None,
    ) -> Any:
        """Many requests, one response."""
        return await _only(self._run(method, requests, metadata=metadata, timeout_s=timeout_s))

    def converse(
        self,
        method: Method,
        requests: AsyncIterator[Any],
        *,
        metadata: Metadata = (),
        timeout_s: float | None = None,
    ) -> AsyncGenerator[Any, None]:
        """Many requests, many responses."""
        return self._run(method, requests, metadata=metadata, timeout_s=timeout_s)

    async def abandon(self, reason: str) -> None:
        """Ends the calls under way."""
        for exchange in list(self._exchanges):
            exchange.break_off(reason)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None

    async def _run(
        self,
        method: Method,
        requests: AsyncIterator[Any],
        *,
        metadata: Metadata,
        timeout_s: float | None,
    ) -> AsyncGenerator[Any, None]:
        link, loop = self._link, asyncio.get_running_loop()
        trace = current_trace()
        entries = (*metadata, *(trace.to_metadata() if trace is not None else ()))
        exchange = _Exchange(
            method.path,
            {name.lower(): value for name, value in entries},
            _Pipe(self._network, link),
            _Pipe(self._network, Link(link.target, link.source)),
            link,
            None if timeout_s is None else loop.time() + timeout_s,
            requests,
            contextvars.copy_context(),
        )
        self._network._connect(link, self._port, exchange)
        self._exchanges[exchange] = None
        try:
            while isinstance(item := await _receive(exchange), _Message):
                yield method.response_type.FromString(item.body)
            if item.status is not None:
                raise _rpc_error(item)
        finally:
            del self._exchanges[exchange]
            self._network._disconnect(exchange)


async def _receive(exchange: _Exchange) -> _Message | _End:
    try:
        async with asyncio.timeout_at(exchange.deadline):
            return await exchange.back.receive()
    except TimeoutError:
        raise RpcError(GrpcStatus.DEADLINE_EXCEEDED, "Deadline Exceeded") from None


async def _only(responses: AsyncGenerator[Any, None]) -> Any:
    async with aclosing(responses):
        received = [response async for response in responses]
        return received[-1] if received else None


async def _one(request: Any) -> AsyncGenerator[Any, None]:
    yield request


def _unavailable(reason: str) -> _End:
    return _End(status_pb2.Status(code=GrpcStatus.UNAVAILABLE.value, message=reason))


def _rpc_error(end: _End) -> RpcError:
    assert end.status is not None
    details = end.status if end.status.details else None
    return RpcError(GrpcStatus(end.status.code), end.status.message, details, end.trailers)
