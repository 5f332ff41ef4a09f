"""The channel on grpcio: connects when first used, reconnects by itself with backoff."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Final, Self

import grpc
import grpc.aio
from google.protobuf.message import DecodeError
from google.rpc import status_pb2

from canton.errors import GrpcStatus
from canton.telemetry.trace import current_trace
from canton.transport.answering import STATUS_DETAILS
from canton.transport.call import Metadata
from canton.transport.grpcio.server import keep_alive_options
from canton.transport.method import Method
from canton.transport.rpc_error import RpcError
from canton.transport.settings import ChannelSettings, ChannelTls

RECONNECT_MS_MIN: Final = 10
RECONNECT_MS_MAX: Final = 1_000
CONNECT_MS_MAX: Final = 5_000
"""How long one attempt to connect may take; grpcio names it oddly."""


class GrpcChannel:
    """A connection to one server."""

    def __init__(self, settings: ChannelSettings) -> None:
        self._settings = settings
        self._opened: grpc.aio.Channel | None = None
        self._abandoned = ""

    @property
    def _channel(self) -> Any:
        # Made on first use: grpcio binds a channel to the loop that is running then.
        if self._opened is None:
            self._opened = _open(self._settings)
        return self._opened

    async def unary(
        self,
        method: Method,
        request: Any,
        *,
        metadata: Metadata = (),
        timeout_s: float | None = None,
    ) -> Any:
        """One request, one response."""
        rpc = self._channel.unary_unary(method.path, *_codecs(method))
        with self._telling_errors():
            return await rpc(request, metadata=_with_trace(metadata), timeout=timeout_s)

    async def stream(
        self,
        method: Method,
        request: Any,
        *,
        metadata: Metadata = (),
        timeout_s: float | None = None,
    ) -> AsyncGenerator[Any, None]:
        """One request, many responses."""
        rpc = self._channel.unary_stream(method.path, *_codecs(method))
        call = rpc(request, metadata=_with_trace(metadata), timeout=timeout_s)
        async for response in self._responses(call):
            yield response

    async def upload(
        self,
        method: Method,
        requests: AsyncIterator[Any],
        *,
        metadata: Metadata = (),
        timeout_s: float | None = None,
    ) -> Any:
        """Many requests, one response."""
        rpc = self._channel.stream_unary(method.path, *_codecs(method))
        with self._telling_errors():
            return await rpc(requests, metadata=_with_trace(metadata), timeout=timeout_s)

    async def converse(
        self,
        method: Method,
        requests: AsyncIterator[Any],
        *,
        metadata: Metadata = (),
        timeout_s: float | None = None,
    ) -> AsyncGenerator[Any, None]:
        """Many requests, many responses."""
        rpc = self._channel.stream_stream(method.path, *_codecs(method))
        call = rpc(requests, metadata=_with_trace(metadata), timeout=timeout_s)
        async for response in self._responses(call):
            yield response

    async def abandon(self, reason: str) -> None:
        """Ends the calls under way; the next one connects anew."""
        opened, self._opened = self._opened, None
        if opened is not None:
            self._abandoned = reason
            await opened.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._opened is not None:
            await self._opened.close()
            self._opened = None

    async def _responses(self, call: Any) -> AsyncGenerator[Any, None]:
        try:
            with self._telling_errors():
                async for response in call:
                    yield response
        finally:
            call.cancel()

    @contextmanager
    def _telling_errors(self) -> Iterator[None]:
        """Turns what grpcio raises into our errors."""
        channel = self._opened
        try:
            yield
        except grpc.aio.AioRpcError as error:
            raise rpc_error(error) from None
        except asyncio.CancelledError:
            # So does grpcio end the calls of a channel that is closed; their tasks shall go on.
            task = asyncio.current_task()
            if self._opened is channel or (task is not None and task.cancelling()):
                raise
            raise RpcError(GrpcStatus.UNAVAILABLE, self._abandoned) from None


def rpc_error(error: grpc.aio.AioRpcError) -> RpcError:
    """The error in our terms."""
    trailers = {name.lower(): value for name, value in error.trailing_metadata() or ()}
    details = None
    packed = trailers.pop(STATUS_DETAILS, None)
    if isinstance(packed, bytes):
        try:
            details = status_pb2.Status.FromString(packed)
        except DecodeError:
            details = None
    status = GrpcStatus(error.code().value[0])
    return RpcError(status, error.details() or "", details, trailers)


def _with_trace(metadata: Metadata) -> tuple[tuple[str, str | bytes], ...]:
    trace = current_trace()
    entries = tuple((name.lower(), value) for name, value in metadata)
    return entries if trace is None else (*entries, *trace.to_metadata())


def _codecs(method: Method) -> tuple[Any, Any]:
    return method.request_type.SerializeToString, method.response_type.FromString


def _open(settings: ChannelSettings) -> grpc.aio.Channel:
    options: list[tuple[str, int | str]] = [
        ("grpc.max_receive_message_length", settings.message_bytes_max),
        ("grpc.max_send_message_length", -1),
        # A channel of its own connection: one that is stopped must not hold another's.
        ("grpc.use_local_subchannel_pool", 1),
        ("grpc.enable_retries", 0),
        ("grpc.enable_http_proxy", 0),
        ("grpc.initial_reconnect_backoff_ms", RECONNECT_MS_MIN),
        ("grpc.min_reconnect_backoff_ms", CONNECT_MS_MAX),
        ("grpc.max_reconnect_backoff_ms", RECONNECT_MS_MAX),
        *keep_alive_options(settings.keep_alive),
    ]
    if settings.tls is None:
        return grpc.aio.insecure_channel(str(settings), options=options)
    if settings.tls.server_name is not None:
        options.append(("grpc.ssl_target_name_override", settings.tls.server_name))
    return grpc.aio.secure_channel(str(settings), _credentials(settings.tls), options=options)


def _credentials(tls: ChannelTls) -> Any:
    return grpc.ssl_channel_credentials(
        root_certificates=tls.roots,
        private_key=tls.private_key,
        certificate_chain=tls.certificate_chain,
    )
