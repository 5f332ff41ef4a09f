"""The server on grpcio: one generic handler that looks every call up in `Services`."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Mapping
from types import TracebackType
from typing import Any, Self

import grpc
import grpc.aio

from canton.clock import Randomness
from canton.errors import GrpcStatus, TransientError
from canton.telemetry.metric import Metrics, NoMetrics
from canton.transport.answering import Refused, answer, answers, open_call
from canton.transport.call import Call, Handler, MetadataValue
from canton.transport.errors import SERVER_NOT_LISTENING
from canton.transport.method import Method
from canton.transport.services import Services
from canton.transport.serving.observation import MethodMetrics, ServerMetrics
from canton.transport.settings import KeepAlive, ServerSettings, ServerTls

_STATUS = {code.value[0]: code for code in grpc.StatusCode}


class GrpcServer:
    """Listens while entered; leaving lets calls under way finish within the grace period."""

    def __init__(
        self,
        settings: ServerSettings,
        services: Services,
        randomness: Randomness,
        metrics: Metrics | None = None,
    ) -> None:
        self.services = services
        self._settings = settings
        self._randomness = randomness
        self._metrics = ServerMetrics(metrics or NoMetrics(), settings.name, time.monotonic)
        self._server: grpc.aio.Server | None = None
        self._port = settings.port

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._port

    async def __aenter__(self) -> Self:
        server = grpc.aio.server(options=_options(self._settings))
        server.add_generic_rpc_handlers((_Router(self.services, self._randomness, self._metrics),))
        address = f"{self._settings.address}:{self._settings.port}"
        try:
            if self._settings.tls is None:
                self._port = server.add_insecure_port(address)
            else:
                self._port = server.add_secure_port(address, _credentials(self._settings.tls))
            await server.start()
        except RuntimeError as error:
            await server.stop(None)
            raise TransientError(SERVER_NOT_LISTENING, f"cannot listen on {address}") from error
        self._server = server
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            await self._server.stop(self._settings.stop_grace_s)
            self._server = None


class _Router(grpc.GenericRpcHandler):  # type: ignore[misc]  # grpcio has no types
    """grpcio asks it for the handler of each call as it comes in."""

    def __init__(self, services: Services, randomness: Randomness, metrics: ServerMetrics) -> None:
        self._services = services
        self._randomness = randomness
        self._metrics = metrics

    def service(self, handler_call_details: Any) -> Any:
        found = self._services.find(handler_call_details.method)
        if found is None:
            return None
        method, handler = found
        return grpc_handler(method, handler, self._randomness, self._metrics.of(method))


def grpc_handler(
    method: Method, handler: Handler, randomness: Randomness, metrics: MethodMetrics
) -> Any:
    """What grpcio calls for a method."""

    def call_of(context: Any) -> Call:
        return open_call(
            method,
            _metadata(context.invocation_metadata()),
            context.peer(),
            context.time_remaining,
            randomness,
        )

    def counted(request: Any) -> Any:
        if method.client_streaming:
            return metrics.counting(request)
        metrics.on_received(request)
        return request

    async def respond(request: Any, context: Any) -> Any:
        call, began_s, status = call_of(context), metrics.begin(), GrpcStatus.CANCELLED
        try:
            response = await answer(handler, counted(request), call)
            _set_trailers(context, call)
            metrics.on_sent(response)
            status = GrpcStatus.OK
        except Refused as refused:
            status = GrpcStatus(refused.status.code)
            await _abort(context, refused)
        finally:
            metrics.end(began_s, status)
        return response

    async def respond_many(request: Any, context: Any) -> AsyncIterator[Any]:
        call, began_s, status = call_of(context), metrics.begin(), GrpcStatus.CANCELLED
        responses = answers(handler, counted(request), call)
        try:
            async for response in responses:
                metrics.on_sent(response)
                yield response
            _set_trailers(context, call)
            status = GrpcStatus.OK
        except Refused as refused:
            status = GrpcStatus(refused.status.code)
            await _abort(context, refused)
        finally:
            await responses.aclose()
            metrics.end(began_s, status)

    make = {
        (False, False): grpc.unary_unary_rpc_method_handler,
        (False, True): grpc.unary_stream_rpc_method_handler,
        (True, False): grpc.stream_unary_rpc_method_handler,
        (True, True): grpc.stream_stream_rpc_method_handler,
    }[method.client_streaming, method.server_streaming]
    return make(
        respond_many if method.server_streaming else respond,
        request_deserializer=method.request_type.FromString,
        response_serializer=method.response_type.SerializeToString,
    )


async def _abort(context: Any, refused: Refused) -> None:
    code = _STATUS.get(refused.status.code, grpc.StatusCode.UNKNOWN)
    await context.abort(code, refused.status.message, trailing_metadata=refused.metadata)


def _set_trailers(context: Any, call: Call) -> None:
    if call.trailers:
        context.set_trailing_metadata(tuple(call.trailers.items()))


def _metadata(entries: Any) -> Mapping[str, MetadataValue]:
    return {name.lower(): value for name, value in entries or ()}


def _credentials(tls: ServerTls) -> Any:
    if tls.requires_tls_1_3:
        raise ValueError("grpcio cannot be kept from TLS 1.2")
    if tls.ciphers is not None:
        raise ValueError("grpcio does not choose among ciphers")
    return grpc.ssl_server_credentials(
        ((tls.private_key, tls.certificate_chain),),
        root_certificates=tls.client_roots,
        require_client_auth=tls.client_roots is not None and not tls.client_optional,
    )


def _options(settings: ServerSettings) -> list[tuple[str, int]]:
    return [
        ("grpc.max_receive_message_length", settings.message_bytes_max),
        ("grpc.max_send_message_length", -1),
        ("grpc.max_concurrent_streams", settings.connection.calls_max),
        ("grpc.max_metadata_size", settings.connection.metadata_bytes_max),
        ("grpc.absolute_max_metadata_size", settings.connection.metadata_bytes_max),
        # Two processes on one port would share its connections; a second one must fail instead.
        ("grpc.so_reuseport", 0),
        *keep_alive_options(settings.keep_alive),
    ]


def keep_alive_options(keep_alive: KeepAlive | None) -> list[tuple[str, int]]:
    """The channel arguments for pings on idle connections."""
    if keep_alive is None:
        return []
    return [
        ("grpc.keepalive_time_ms", round(keep_alive.time_s * 1000)),
        ("grpc.keepalive_timeout_ms", round(keep_alive.timeout_s * 1000)),
        ("grpc.keepalive_permit_without_calls", 1),
        ("grpc.http2.max_pings_without_data", 0),
        ("grpc.http2.min_ping_interval_without_data_ms", round(keep_alive.permit_s * 1000)),
        ("grpc.http2.min_recv_ping_interval_without_data_ms", round(keep_alive.permit_s * 1000)),
    ]
