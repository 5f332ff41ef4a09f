"""The server: a task for each call, looked up in `Services`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from types import TracebackType
from typing import Any, Self

from google.protobuf.message import DecodeError
from google.rpc import status_pb2

from canton.clock import Randomness
from canton.errors import GrpcStatus, TransientError
from canton.telemetry.metric import Metrics, NoMetrics
from canton.transport.answering import (
    Refused,
    answer,
    answers,
    open_call,
    refusal,
    unimplemented,
)
from canton.transport.call import Call, Handler
from canton.transport.errors import SERVER_NOT_LISTENING
from canton.transport.http2.grpc_format import (
    CONTENT_TYPE,
    RESPONSE_HEADERS,
    FormatError,
    framed,
    read_metadata,
    read_timeout,
    trailers_block,
)
from canton.transport.http2.inbox import MESSAGES_A_TURN, Inbox
from canton.transport.http2.link import Link
from canton.transport.http2.protocol.connection import (
    Connection,
    DataReceived,
    Event,
    HeadersReceived,
    StreamReset,
)
from canton.transport.http2.protocol.frames import Fault
from canton.transport.http2.protocol.header_compression import Header, encode, list_size
from canton.transport.http2.tls import server_context
from canton.transport.method import Method
from canton.transport.services import Services
from canton.transport.serving.observation import MethodMetrics, ServerMetrics
from canton.transport.settings import ServerSettings

_NOT_GRPC = encode([(b":status", b"415")])
_HEADERS_TOO_LARGE = encode([(b":status", b"431")])


class Http2Server:
    """Listens while entered; leaving lets calls under way finish within the grace period.

    Streams of responses are ended at once: most of them, such as subscriptions, never end by
    themselves, and whoever follows one goes on at another server the sooner.
    """

    def __init__(
        self,
        settings: ServerSettings,
        services: Services,
        randomness: Randomness,
        metrics: Metrics | None = None,
    ) -> None:
        self.services = services
        self.settings = settings
        self.randomness = randomness
        self.metrics = ServerMetrics(metrics or NoMetrics(), settings.name, time.monotonic)
        self.is_stopping = False
        self.calls: dict[asyncio.Task[None], Method] = {}
        self._tasks = asyncio.TaskGroup()
        self._links: dict[_ServerLink, None] = {}
        self._listening: asyncio.Server | None = None
        self._port = settings.port

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._port

    @property
    def message_bytes_max(self) -> int:
        """How large the messages of a call that begins now may be."""
        limit = self.services.message_bytes_max
        return self.settings.message_bytes_max if limit is None else limit()

    async def __aenter__(self) -> Self:
        settings = self.settings
        tls = server_context(settings.tls) if settings.tls is not None else None
        loop = asyncio.get_running_loop()
        try:
            self._listening = await loop.create_server(
                lambda: _ServerLink(self).link, settings.address, settings.port, ssl=tls
            )
        except OSError as error:
            text = f"cannot listen on {settings.address}:{settings.port}: {error}"
            raise TransientError(SERVER_NOT_LISTENING, text) from error
        self._port = self._listening.sockets[0].getsockname()[1]
        await self._tasks.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._listening is None:
            return
        listening, self._listening = self._listening, None
        self.is_stopping = True
        listening.close()
        for link in self._links:
            link.drain()
        for task, method in list(self.calls.items()):
            if method.server_streaming:
                task.cancel()
        try:
            if self.calls and self.settings.stop_grace_s > 0:
                await asyncio.wait(list(self.calls), timeout=self.settings.stop_grace_s)
        finally:
            for task in list(self.calls):
                task.cancel()
            await self._tasks.__aexit__(None, None, None)
            for link in list(self._links):
                link.link.close("server stopped")

    def opened(self, link: _ServerLink) -> None:
        """A client connected."""
        self._links[link] = None

    def closed(self, link: _ServerLink) -> None:
        """A client is gone."""
        self._links.pop(link, None)

    def start(self, method: Method, work: Callable[[], Any]) -> asyncio.Task[None]:
        """Runs a call."""
        task = self._tasks.create_task(work())
        self.calls[task] = method
        task.add_done_callback(lambda done: self.calls.pop(done, None) and None)
        return task


class _ServerLink:
    """The calls of one connection."""

    def __init__(self, server: Http2Server) -> None:
        self.server = server
        settings = server.settings
        self._limits = settings.connection
        self.link = Link(
            Connection(False, self._limits.calls_max, self._limits.metadata_bytes_max),
            self._handle,
            self._lost,
            settings.keep_alive,
        )
        self._streams: dict[int, _ServerStream] = {}
        server.opened(self)

    def drain(self) -> None:
        """Takes no more calls."""
        self.link.connection.go_away()
        self.link.flush_soon()

    def forget(self, stream: _ServerStream) -> None:
        """The call is over."""
        self._streams.pop(stream.stream_id, None)

    def _lost(self, reason: str) -> None:
        self.server.closed(self)
        for stream in list(self._streams.values()):
            stream.cancel()

    def _handle(self, event: Event) -> None:
        match event:
            case HeadersReceived(stream_id, headers, is_end, True):
                self._open(stream_id, headers, is_end)
            case HeadersReceived(stream_id) | DataReceived(stream_id):
                stream = self._streams.get(stream_id)
                if stream is not None:
                    data = event.data if isinstance(event, DataReceived) else b""
                    stream.receive(data, event.is_end)
                elif isinstance(event, DataReceived):
                    self.link.connection.consumed(stream_id, len(event.data))
            case StreamReset(stream_id):
                stream = self._streams.get(stream_id)
                if stream is not None:
                    stream.cancel()

    def _open(self, stream_id: int, headers: list[Header], is_end: bool) -> None:
        if list_size(headers) > self._limits.metadata_bytes_max:
            self.link.connection.send_headers(stream_id, _HEADERS_TOO_LARGE, True)
            return
        by_name = dict(headers)
        if not by_name.get(b"content-type", b"").startswith(CONTENT_TYPE):
            self.link.connection.send_headers(stream_id, _NOT_GRPC, True)
            return
        path = by_name.get(b":path", b"").decode("latin-1")
        found = self.server.services.find(path)
        try:
            if self.server.is_stopping:
                raise FormatError(GrpcStatus.UNAVAILABLE, "server is stopping")
            if found is None:
                raise unimplemented(path)
            timeout_s = read_timeout(by_name.get(b"grpc-timeout"))
        except (Refused, FormatError) as error:
            refuse(self.link, stream_id, error)
            return
        method, handler = found
        stream = _ServerStream(self, stream_id, method, handler, timeout_s)
        stream.call = open_call(
            method,
            read_metadata(headers),
            self.link.peer,
            stream.remaining_s,
            self.server.randomness,
        )
        self._streams[stream_id] = stream
        stream.begin(is_end)


class _ServerStream:
    """One call: its requests come in, its responses go out."""

    call: Call

    def __init__(
        self,
        owner: _ServerLink,
        stream_id: int,
        method: Method,
        handler: Handler,
        timeout_s: float | None,
    ) -> None:
        self.stream_id = stream_id
        self._owner = owner
        self._link = owner.link
        self._method = method
        self._handler = handler
        self._metrics: MethodMetrics = owner.server.metrics.of(method)
        self._inbox = Inbox(owner.server.message_bytes_max, self._consumed)
        self._has_sent_headers = False
        self._task: asyncio.Task[None] | None = None
        self._is_answered = False
        self._deadline: float | None = None
        self._expiry: asyncio.TimerHandle | None = None
        if timeout_s is not None:
            loop = asyncio.get_running_loop()
            self._deadline = loop.time() + timeout_s
            self._expiry = loop.call_at(self._deadline, self._expire)

    def remaining_s(self) -> float | None:
        """Seconds until the caller gives up."""
        if self._deadline is None:
            return None
        return max(0.0, self._deadline - asyncio.get_running_loop().time())

    def begin(self, is_end: bool) -> None:
        """The headers are there. A single request is waited for without a task."""
        if self._method.client_streaming:
            self._task = self._owner.server.start(self._method, self._run)
        if is_end:
            self.receive(b"", True)

    def receive(self, data: bytes, is_end: bool) -> None:
        """Data of the requests, or their end."""
        try:
            self._inbox.feed(data)
        except FormatError as error:
            self.cancel_with(error)
            return
        if not is_end:
            return
        self._inbox.end()
        if self._task is None:
            if self._owner.server.is_stopping:
                self._refuse(FormatError(GrpcStatus.UNAVAILABLE, "server is stopping"))
            elif self._inbox.count != 1 or self._inbox.is_cut_short:
                self._refuse(FormatError(GrpcStatus.INTERNAL, "one request was expected"))
            else:
                self._task = self._owner.server.start(self._method, self._run)

    def cancel(self) -> None:
        """The caller is gone."""
        self._is_answered = True
        self._finish()
        if self._task is not None:
            self._task.cancel()

    def cancel_with(self, error: FormatError) -> None:
        """The call ends with this error, whatever its handler does."""
        self._refuse(error)
        if self._task is not None:
            self._task.cancel()

    def _expire(self) -> None:
        self.cancel_with(FormatError(GrpcStatus.DEADLINE_EXCEEDED, "Deadline Exceeded"))

    def _consumed(self, size: int) -> None:
        self._link.connection.consumed(self.stream_id, size)
        self._link.flush_soon()

    async def _run(self) -> None:
        began_s, status = self._metrics.begin(), GrpcStatus.CANCELLED
        try:
            await self._respond()
            status = GrpcStatus.OK
            self._end(trailers_block(GrpcStatus.OK, "", tuple(self.call.trailers.items())))
        except Refused as refused:
            status = GrpcStatus(refused.status.code)
            self._refuse(refused)
        except Exception as error:
            # A bug of this module: it costs the call, not the server.
            status = GrpcStatus.INTERNAL
            self._refuse(refusal(error, self.call))
        finally:
            # Cancelled while the caller waits still: the server stops.
            self._refuse(FormatError(GrpcStatus.UNAVAILABLE, "server stopped"))
            self._metrics.end(began_s, status)

    async def _respond(self) -> None:
        requests = self._requests()
        async with aclosing(requests):
            request = requests if self._method.client_streaming else await anext(requests)
            if not self._method.server_streaming:
                response = await answer(self._handler, request, self.call)
                self._send(response)
                return
            async with aclosing(answers(self._handler, request, self.call)) as responses:
                count = 0
                async for response in responses:
                    self._send(response)
                    count += 1
                    if count % MESSAGES_A_TURN == 0:
                        await asyncio.sleep(0)
                    await self._link.room(self.stream_id)

    async def _requests(self) -> AsyncGenerator[Any, None]:
        while (message := await self._inbox.take()) is not None:
            try:
                request = self._method.request_type.FromString(message)
            except DecodeError as error:
                text = f"the request is no {self._method.request_type.DESCRIPTOR.full_name}"
                status = status_pb2.Status(code=GrpcStatus.INTERNAL.value, message=text)
                raise Refused(status, {}) from error
            self._metrics.on_received(request)
            yield request

    def _send(self, response: Any) -> None:
        if self._is_answered:
            return
        self._metrics.on_sent(response)
        connection = self._link.connection
        if not self._has_sent_headers:
            self._has_sent_headers = True
            connection.send_headers(self.stream_id, RESPONSE_HEADERS, False)
        connection.send_data(self.stream_id, framed(response.SerializeToString()), False)
        self._link.flush_soon()

    def _end(self, trailers: bytes) -> None:
        if self._is_answered:
            return
        self._is_answered = True
        block = trailers if self._has_sent_headers else RESPONSE_HEADERS + trailers
        self._link.connection.send_headers(self.stream_id, block, True)
        self._stop_receiving()
        self._link.flush_soon()
        self._finish()

    def _refuse(self, error: Refused | FormatError) -> None:
        self._end(refusal_block(error))

    def _stop_receiving(self) -> None:
        connection = self._link.connection
        if not self._inbox.is_ended and not connection.waiting_size(self.stream_id):
            connection.reset(self.stream_id, Fault.NO_ERROR)

    def _finish(self) -> None:
        if self._expiry is not None:
            self._expiry.cancel()
        self._owner.forget(self)


def refuse(link: Link, stream_id: int, error: Refused | FormatError) -> None:
    """Ends a call that has no handler."""
    link.connection.send_headers(stream_id, RESPONSE_HEADERS + refusal_block(error), True)
    link.flush_soon()


def refusal_block(error: Refused | FormatError) -> bytes:
    """The trailers that tell an error."""
    if isinstance(error, FormatError):
        return trailers_block(error.status, str(error), ())
    return trailers_block(GrpcStatus(error.status.code), error.status.message, error.metadata)
