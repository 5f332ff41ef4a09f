"""The listener: takes HTTP requests and websockets from sockets and gives them to the API.

A websocket's client sends one frame, its request; the answers come as frames until the stream ends
or either side closes. Source: ledger API sheet 4.3, 5.1; Canton 3.6 HttpService, Endpoints.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

from aiohttp import WSCloseCode, WSMsgType, web
from aiohttp.web_protocol import RequestPayloadError

from canton.json_api.api import JsonApi
from canton.json_api.endpoint.endpoint import Endpoint
from canton.json_api.exchange import Incoming, Outgoing, text_answer
from canton.json_api.http.complaint import PROTOCOL_LOGGER
from canton.transport.http2.tls import server_context
from canton.transport.seam import ServerTls

AUTH_PROTOCOL: Final = "daml.ws.auth"
HEARTBEAT_S: Final = 30.0
"""How often a websocket's client is asked whether it is still there."""

LINGERING_S_MAX: Final = 10.0
"""How long the rest of a body that was refused is still taken, so that its client reads why."""


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """Where the API listens (port 0: any free one), under which prefix of paths, and its limits."""

    address: str = "127.0.0.1"
    port: int = 0
    path_prefix: str = ""
    tls: ServerTls | None = None
    message_bytes_max: int = 10 * 1024 * 1024
    stop_grace_s: float = 3.0
    idle_s: float = 60.0
    """How long a client may leave a connection, or a request that it has begun, alone."""


class _TooLarge(Exception):
    """A body that is larger than allowed."""


class HttpServer:
    """Listens while entered. Leaving ends websockets at once and lets requests finish."""

    def __init__(self, settings: HttpSettings, api: JsonApi) -> None:
        self._settings = settings
        self._api = api
        self._prefix = "/".join(("", *filter(None, settings.path_prefix.split("/"))))
        self._sockets: set[web.WebSocketResponse] = set()
        server = web.Server(
            self._handle,
            handler_cancellation=True,
            access_log=None,
            logger=PROTOCOL_LOGGER,
            auto_decompress=False,
            keepalive_timeout=settings.idle_s,
            lingering_time=min(settings.idle_s, LINGERING_S_MAX),
        )
        self._runner = web.ServerRunner(server, shutdown_timeout=settings.stop_grace_s)
        self._port = settings.port

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._port

    async def __aenter__(self) -> Self:
        settings = self._settings
        await self._runner.setup()
        try:
            await web.TCPSite(
                self._runner, settings.address, settings.port, ssl_context=_tls(settings.tls)
            ).start()
        except BaseException:
            await self._runner.cleanup()
            raise
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for site in list(self._runner.sites):
            await site.stop()
        # Who does not answer the farewell is left.
        with suppress(TimeoutError):
            async with asyncio.timeout(self._settings.stop_grace_s), asyncio.TaskGroup() as tasks:
                for socket in self._sockets:
                    tasks.create_task(_say_goodbye(socket))
        await self._runner.cleanup()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = self._path(request.rel_url.raw_path)
        if path is None:
            return _response(text_answer(404, "The requested resource could not be found."))
        if request.headers.get("upgrade", "").lower() == "websocket":
            endpoint = self._api.streaming_endpoint(path)
            if endpoint is not None:
                return await self._opened(endpoint, _incoming(request, path, b""), request)
        if request.headers.get("expect", "").lower() == "100-continue":
            await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            request.writer.output_size = 0
        try:
            body = await self._body(request)
        except _TooLarge:
            limit = self._settings.message_bytes_max
            return _response(text_answer(413, f"The body exceeded size limit ({limit} bytes)."))
        except RequestPayloadError as error:
            return _response(text_answer(400, f"The body cannot be read: {error}"))
        except TimeoutError:
            return _response(text_answer(408, "The rest of the body did not come."))
        return _response(await self._api.answer(_incoming(request, path, body)))

    async def _body(self, request: web.BaseRequest) -> bytes:
        """The body, whose parts come one after the other without long pauses."""
        clock, settings = asyncio.get_running_loop().time, self._settings
        body = bytearray()
        async with asyncio.timeout(settings.idle_s) as patience:
            while part := await request.content.readany():
                body += part
                if len(body) > settings.message_bytes_max:
                    raise _TooLarge
                patience.reschedule(clock() + settings.idle_s)
        return bytes(body)

    def _path(self, path: str) -> str | None:
        """The path without the configured prefix; None outside it."""
        if not self._prefix:
            return path
        is_inside = path == self._prefix or path.startswith(f"{self._prefix}/")
        return path[len(self._prefix) :] or "/" if is_inside else None

    async def _opened(
        self, endpoint: Endpoint, incoming: Incoming, request: web.BaseRequest
    ) -> web.StreamResponse:
        refused = self._api.instead_of_websocket(incoming)
        if refused is not None:
            return _response(refused)
        socket = web.WebSocketResponse(
            protocols=(AUTH_PROTOCOL,),
            max_msg_size=self._settings.message_bytes_max,
            heartbeat=HEARTBEAT_S,
        )
        await socket.prepare(request)
        self._sockets.add(socket)
        try:
            first = await self._first(socket)
            if first is not None:
                await self._converse(socket, endpoint, incoming, first)
        finally:
            self._sockets.discard(socket)
            await socket.close()
        return socket

    async def _first(self, socket: web.WebSocketResponse) -> Any:
        """The client's request; None if it goes, or leaves the socket alone."""
        try:
            message = await socket.receive(self._settings.idle_s)
        except TimeoutError:
            return None
        return message.data if message.type in (WSMsgType.TEXT, WSMsgType.BINARY) else None

    async def _converse(
        self, socket: web.WebSocketResponse, endpoint: Endpoint, incoming: Incoming, text: Any
    ) -> None:
        """Sends the answers until they end or the client goes, whichever is first."""

        async def send() -> None:
            async with aclosing(self._api.stream(endpoint, incoming, text)) as frames:
                with suppress(ConnectionError):  # the client is gone
                    async for frame in frames:
                        await socket.send_str(frame.decode())

        async def listen() -> None:
            async for _ in socket:
                pass  # Whatever else a client says has no meaning; its close ends the loop.

        async with asyncio.TaskGroup() as tasks:
            sending = tasks.create_task(send())
            listening = tasks.create_task(listen())
            await asyncio.wait((sending, listening), return_when=asyncio.FIRST_COMPLETED)
            sending.cancel()
            listening.cancel()


async def _say_goodbye(socket: web.WebSocketResponse) -> None:
    await socket.close(code=WSCloseCode.GOING_AWAY, message=b"server stopped")


def _tls(tls: ServerTls | None) -> ssl.SSLContext | None:
    if tls is None:
        return None
    context = server_context(tls)
    context.set_alpn_protocols(["http/1.1"])
    return context


def _incoming(request: web.BaseRequest, path: str, body: bytes) -> Incoming:
    query: Mapping[str, Sequence[str]] = {
        name: request.query.getall(name) for name in request.query
    }
    headers = {name.lower(): value for name, value in request.headers.items()}
    verb = "GET" if request.method == "HEAD" else request.method
    return Incoming(verb, path, query, headers, body, request.remote or "")


def _response(answer: Outgoing) -> web.Response:
    headers = {"Content-Type": answer.content_type, **answer.headers} if answer.body else {}
    return web.Response(status=answer.status, body=answer.body or None, headers=headers)
