"""The channel: one connection, made when first used and again when lost, with backoff."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from types import TracebackType
from typing import Any, Final, Self

from google.protobuf.message import DecodeError
from google.rpc import status_pb2

from canton.errors import GrpcStatus
from canton.lifecycle.backoff import Backoff
from canton.telemetry.trace import current_trace
from canton.transport.answering import STATUS_DETAILS
from canton.transport.call import Metadata
from canton.transport.http2.grpc_format import (
    FormatError,
    check_response,
    framed,
    read_metadata,
    read_status,
    request_block,
)
from canton.transport.http2.inbox import Inbox
from canton.transport.http2.link import Link
from canton.transport.http2.protocol.connection import (
    Connection,
    DataReceived,
    Event,
    GoAwayReceived,
    HeadersReceived,
    StreamReset,
)
from canton.transport.http2.protocol.frames import Fault
from canton.transport.http2.tls import channel_context
from canton.transport.method import Method
from canton.transport.rpc_error import RpcError
from canton.transport.settings import ChannelSettings

RECONNECT: Final = Backoff(first_s=0.01, limit_s=0.2)
"""Short: a channel connects only when it is used, and who uses it often has delays of its own."""
CONNECT_S_MAX: Final = 5.0
_STATUS_OF_FAULT: Final = {
    Fault.CANCEL: GrpcStatus.CANCELLED,
    Fault.ENHANCE_YOUR_CALM: GrpcStatus.RESOURCE_EXHAUSTED,
    Fault.REFUSED_STREAM: GrpcStatus.UNAVAILABLE,
}


class Http2Channel:
    """A connection to one server."""

    def __init__(self, settings: ChannelSettings) -> None:
        self._settings = settings
        self._link: _ClientLink | None = None
        self._connecting = asyncio.Lock()
        self._delays: Iterator[float] = RECONNECT.delays()
        self._retry_at = 0.0
        self._last_error = ""

    async def unary(
        self,
        method: Method,
        request: Any,
        *,
        metadata: Metadata = (),
        timeout_s: float | None = None,
    ) -> Any:
        """One request, one response."""
        async with _deadline_at(_limit(timeout_s)):
            call = await self._open(method, metadata, timeout_s)
            try:
                call.send(request, is_end=True)
                return await call.only()
            finally:
                call.close()

    async def stream(
        self,
        method: Method,
        request: Any,
        *,
        metadata: Metadata = (),
        timeout_s: float | None = None,
    ) -> AsyncGenerator[Any, None]:
        """One request, many responses."""
        limit = _limit(timeout_s)
        async with _deadline_at(limit):
            call = await self._open(method, metadata, timeout_s)
        try:
            call.send(request, is_end=True)
            while (response := await call.next(limit)) is not None:
                yield response
        finally:
            call.close()

    async def upload(
        self,
        method: Method,
        requests: AsyncIterator[Any],
        *,
        metadata: Metadata = (),
        timeout_s: float | None = None,
    ) -> Any:
        """Many requests, one response."""
        async with _deadline_at(_limit(timeout_s)):
            call = await self._open(method, metadata, timeout_s)
            sending = asyncio.get_running_loop().create_task(call.send_all(requests))
            try:
                return await call.only()
            finally:
                await _stop(sending)
                call.close()

    async def converse(
        self,
        method: Method,
        requests: AsyncIterator[Any],
        *,
        metadata: Metadata = (),
        timeout_s: float | None = None,
    ) -> AsyncGenerator[Any, None]:
        """Many requests, many responses."""
        limit = _limit(timeout_s)
        async with _deadline_at(limit):
            call = await self._open(method, metadata, timeout_s)
        # A TaskGroup cannot span the yields of a generator; the task ends with this one.
        sending = asyncio.get_running_loop().create_task(call.send_all(requests))
        try:
            while (response := await call.next(limit)) is not None:
                yield response
        finally:
            await _stop(sending)
            call.close()

    async def abandon(self, reason: str) -> None:
        """Ends the calls under way; the next one connects anew."""
        link, self._link = self._link, None
        if link is not None:
            link.link.abort(reason)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._link is not None:
            self._link.link.close("channel closed")
            self._link = None

    async def _open(self, method: Method, metadata: Metadata, timeout_s: float | None) -> _Call:
        trace = current_trace()
        entries = (*metadata, *(trace.to_metadata() if trace is not None else ()))
        link = await self._connected()
        await link.link.wait_for_streams()
        if not link.is_usable:
            link = await self._connected()
        is_secure = self._settings.tls is not None
        block = request_block(method.path, str(self._settings), is_secure, timeout_s, entries)
        return link.open(method, block, self._settings.message_bytes_max)

    async def _connected(self) -> _ClientLink:
        link = self._link
        if link is not None and link.is_usable:
            return link
        async with self._connecting:
            link = self._link
            if link is None or not link.is_usable:
                link = self._link = await self._connect()
            return link

    async def _connect(self) -> _ClientLink:
        loop = asyncio.get_running_loop()
        if loop.time() < self._retry_at:
            raise RpcError(GrpcStatus.UNAVAILABLE, self._last_error)
        settings = self._settings
        link = _ClientLink(settings)
        tls = channel_context(settings.tls) if settings.tls is not None else None
        name = (settings.tls.server_name or settings.host) if settings.tls is not None else None
        try:
            async with asyncio.timeout(CONNECT_S_MAX):
                await loop.create_connection(
                    lambda: link.link, settings.host, settings.port, ssl=tls, server_hostname=name
                )
        except (OSError, TimeoutError) as error:
            reason = str(error) or type(error).__name__
            self._last_error = f"cannot connect to {settings}: {reason}"
            self._retry_at = loop.time() + next(self._delays)
            raise RpcError(GrpcStatus.UNAVAILABLE, self._last_error) from error
        self._delays = RECONNECT.delays()
        return link


class _ClientLink:
    """The calls of one connection."""

    def __init__(self, settings: ChannelSettings) -> None:
        self._settings = settings
        self.link = Link(Connection(True), self._handle, self._lost, settings.keep_alive)
        self._calls: dict[int, _Call] = {}
        self._is_draining = False

    @property
    def is_usable(self) -> bool:
        """Whether new calls may use it."""
        return not self.link.is_lost and not self._is_draining

    def open(self, method: Method, block: bytes, size_max: int) -> _Call:
        """A new call, its headers sent."""
        if self.link.is_lost:
            raise RpcError(GrpcStatus.UNAVAILABLE, "connection lost")
        stream_id = self.link.connection.open_stream()
        self.link.connection.send_headers(stream_id, block, False)
        self.link.flush_soon()
        call = self._calls[stream_id] = _Call(stream_id, self.link, method, size_max, self._forget)
        return call

    def _forget(self, stream_id: int) -> None:
        self._calls.pop(stream_id, None)
        if self._is_draining and not self._calls:
            self.link.close("server is going away")

    def _lost(self, reason: str) -> None:
        if not self.link.has_heard:
            # Servers refuse clients during the handshake without a word that reaches these.
            wanted = "TLS" if self._settings.tls is None else "another client certificate"
            reason = f"{self._settings} gave no answer ({reason}); it may want {wanted}"
        for call in list(self._calls.values()):
            call.fail(GrpcStatus.UNAVAILABLE, reason)

    def _handle(self, event: Event) -> None:
        if isinstance(event, GoAwayReceived):
            self._is_draining = True
            for stream_id, call in list(self._calls.items()):
                if stream_id > event.last_stream_id:
                    call.fail(GrpcStatus.UNAVAILABLE, "server is going away")
            return
        call_or_none = self._calls.get(event.stream_id)  # type: ignore[union-attr]
        if call_or_none is not None:
            call_or_none.handle(event)
        elif isinstance(event, DataReceived):
            self.link.connection.consumed(event.stream_id, len(event.data))


class _Call:
    """One call under way."""

    def __init__(
        self,
        stream_id: int,
        link: Link,
        method: Method,
        size_max: int,
        forget: Callable[[int], None],
    ) -> None:
        self._stream_id = stream_id
        self._link = link
        self._method = method
        self._forget = forget
        self._inbox = Inbox(size_max, self._consumed)
        self._error: RpcError | None = None
        self._has_headers = False

    def send(self, request: Any, is_end: bool) -> None:
        """Sends a request."""
        data = framed(request.SerializeToString())
        if self._link.connection.is_open(self._stream_id):
            self._link.connection.send_data(self._stream_id, data, is_end)
            self._link.flush_soon()

    async def send_all(self, requests: AsyncIterator[Any]) -> None:
        """Sends what the iterator yields; an error in it ends the call."""
        try:
            async for request in requests:
                await self._link.room(self._stream_id)
                self.send(request, is_end=False)
        except Exception as error:
            self.fail(GrpcStatus.CANCELLED, f"request stream failed: {error!r}")
            return
        if self._link.connection.is_open(self._stream_id):
            self._link.connection.send_data(self._stream_id, b"", True)
            self._link.flush_soon()

    async def next(self, limit: float | None = None) -> Any | None:
        """The next response, None at the end.

        Raises:
            RpcError: the call failed.
        """
        if self._inbox.count == 0:
            async with _deadline_at(limit):
                message = await self._inbox.take()
        else:
            message = await self._inbox.take()
        if message is None:
            if self._error is not None:
                raise self._error
            return None
        try:
            return self._method.response_type.FromString(message)
        except DecodeError as error:
            name = self._method.response_type.DESCRIPTOR.full_name
            raise RpcError(GrpcStatus.INTERNAL, f"the response is no {name}") from error

    async def only(self) -> Any:
        """The one response, once the call has ended well."""
        response = await self.next()
        if response is None:
            raise RpcError(GrpcStatus.INTERNAL, "the server sent no response")
        if await self.next() is not None:
            raise RpcError(GrpcStatus.INTERNAL, "the server sent more than one response")
        return response

    def handle(self, event: Event) -> None:
        """Something came in for the call."""
        try:
            match event:
                case HeadersReceived():
                    self._receive_headers(event)
                case DataReceived(_, data, is_end):
                    self._inbox.feed(data)
                    if is_end:
                        self.fail(GrpcStatus.INTERNAL, "the response ended without trailers")
                case StreamReset(_, fault):
                    known = Fault(fault) if fault in tuple(Fault) else Fault.INTERNAL_ERROR
                    status = _STATUS_OF_FAULT.get(known, GrpcStatus.INTERNAL)
                    self.fail(status, f"stream was reset: {known.name}")
        except FormatError as error:
            self.fail(error.status, str(error))

    def fail(self, status: GrpcStatus, message: str) -> None:
        """The call ends with an error of the connection."""
        if not self._inbox.is_ended:
            self._error = RpcError(status, message)
            self.close()
            self._inbox.end()

    def close(self) -> None:
        """Gives the call up, if it is not over."""
        self._link.connection.reset(self._stream_id, Fault.CANCEL)
        self._link.flush_soon()
        self._forget(self._stream_id)

    def _receive_headers(self, event: HeadersReceived) -> None:
        if not self._has_headers:
            self._has_headers = True
            check_response(dict(event.headers))
        if not event.is_end:
            return
        trailers = read_metadata(event.headers)
        status, message = read_status(trailers)
        if status is not GrpcStatus.OK:
            packed = trailers.pop(STATUS_DETAILS, None)
            self._error = RpcError(status, message, _details(packed), trailers)
        elif self._inbox.is_cut_short:
            self._error = RpcError(GrpcStatus.INTERNAL, "the response ended within a message")
        self._inbox.end()
        self._forget(self._stream_id)

    def _consumed(self, size: int) -> None:
        self._link.connection.consumed(self._stream_id, size)
        self._link.flush_soon()


def _details(packed: str | bytes | None) -> status_pb2.Status | None:
    if not isinstance(packed, bytes):
        return None
    with suppress(DecodeError):
        return status_pb2.Status.FromString(packed)
    return None


async def _stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])


def _limit(timeout_s: float | None) -> float | None:
    return None if timeout_s is None else asyncio.get_running_loop().time() + timeout_s


@asynccontextmanager
async def _deadline_at(limit: float | None) -> AsyncIterator[None]:
    if limit is None:
        yield
        return
    timeout = asyncio.timeout_at(limit)
    try:
        async with timeout:
            yield
    except TimeoutError as error:
        if not timeout.expired():
            raise
        raise RpcError(GrpcStatus.DEADLINE_EXCEEDED, "Deadline Exceeded") from error
