"""The API: every request to its answer, by the handlers of the ledger services.

Nothing here knows of sockets. What comes in is read by its endpoint, called, and written back; an
error of whatever kind becomes the answer that the original gives.
Source: ledger API sheet 5; Canton 3.6 Endpoints.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import msgspec

from canton.clock import Randomness
from canton.errors import LedgerError
from canton.json_api.daml.table import CodecTable, ValueTypes
from canton.json_api.document.asyncapi import asyncapi
from canton.json_api.document.openapi import openapi
from canton.json_api.endpoint.endpoint import (
    BytesAnswer,
    DefinitionAnswer,
    Endpoint,
    JsonAnswer,
    JsonBody,
    NoAnswer,
    ParameterKind,
)
from canton.json_api.endpoint.reading import parse, query_value, read_body, read_request
from canton.json_api.endpoint.routing import Route, Router
from canton.json_api.endpoint.table import ENDPOINTS
from canton.json_api.error_body import error_body, http_status
from canton.json_api.errors import MAXIMUM_LIST_ELEMENTS
from canton.json_api.exchange import (
    BYTES_TYPE,
    Incoming,
    Outgoing,
    Unreadable,
    json_answer,
    text_answer,
)
from canton.json_api.message.codec import codec_of
from canton.json_api.mismatch import Json
from canton.json_api.observation import HttpMetrics
from canton.json_api.package_choice import PackageChoice
from canton.ledger_api.errors import invalid_argument
from canton.participant.ledger import Ledger
from canton.telemetry.metric import Metrics, NoMetrics
from canton.telemetry.trace import TRACEPARENT, TRACESTATE
from canton.transport.answering import answer, answers, open_call, refusal, unimplemented
from canton.transport.seam import Call, Handler, Method, Refused, Services, methods_of
from canton.wire import grpc_health_pb2

TOKEN_PROTOCOL: Final = "jwt.token."
"""How a websocket's client names its token among the protocols that it offers."""
_CHECK: Final = methods_of(grpc_health_pb2.DESCRIPTOR.services_by_name["Health"])["Check"]
_SERVING: Final = grpc_health_pb2.HealthCheckResponse.ServingStatus
_INT64: Final = range(-(2**63), 2**63)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a list may hold, how long it waits for more, and how long an answer may take."""

    list_elements_max: int = 200
    list_wait_s: float = 0.5
    request_timeout_s: float = 20.0

    @property
    def timeout_s(self) -> float | None:
        """How long an answer may take; None if for ever."""
        return self.request_timeout_s if math.isfinite(self.request_timeout_s) else None


class JsonApi:
    """The JSON Ledger API of an active participant; `version` is the release clients are told."""

    def __init__(
        self,
        services: Services,
        ledger: Ledger,
        randomness: Randomness,
        version: str,
        limits: Limits = Limits(),
        metrics: Metrics = NoMetrics(),
        endpoints: Sequence[Endpoint] = ENDPOINTS,
    ) -> None:
        self._services = services
        self._ledger = ledger
        self._randomness = randomness
        self._limits = limits
        self._endpoints = endpoints
        self._router = Router(endpoints)
        self._library = ledger.packages.library
        self._types = ValueTypes(self._library, CodecTable(self._library))
        self._version = version
        self._metrics = HttpMetrics(metrics)
        self._pages = {
            "/livez": self._alive,
            "/readyz": self._ready,
            "/docs/openapi": self._openapi,
            "/docs/asyncapi": self._asyncapi,
        }

    # --- requests ----------------------------------------------------------------------------

    async def answer(self, incoming: Incoming) -> Outgoing:
        """The answer to a request; never raises but for cancellation."""
        clock = asyncio.get_running_loop().time
        began_s = clock()
        path, outgoing = await self._routed(incoming)
        self._metrics.answered(path, incoming, outgoing, clock() - began_s)
        return outgoing

    async def _routed(self, incoming: Incoming) -> tuple[str, Outgoing]:
        """The path as the endpoint writes it, and the answer."""
        page = self._pages.get(incoming.path)
        if page is not None and incoming.verb == "GET":
            return incoming.path, await page(incoming)
        route = self._router.find(incoming.path)
        if route is None:
            uri = f"HttpMethod({incoming.verb}), uri: {incoming.path}"
            body = {"errors": [uri], "status": 404, "ledgerApiError": None}
            return "unknown", json_answer(body, 404)
        endpoint = route.by_verb.get(incoming.verb)
        if endpoint is None:
            return "unknown", text_answer(405, "Method Not Allowed")
        try:
            async with asyncio.timeout(self._limits.timeout_s):
                return endpoint.path, await self._answer(endpoint, route, incoming)
        except Unreadable as error:
            return endpoint.path, text_answer(400, str(error))
        except TimeoutError:
            text = "The server was not able to produce a timely response to your request."
            return endpoint.path, text_answer(503, text)

    async def _answer(self, endpoint: Endpoint, route: Route, incoming: Incoming) -> Outgoing:
        call = self._open(endpoint.method, incoming, _token(incoming.headers))
        try:
            handler = self._handler(endpoint.method)
            request = self._read(endpoint, route, incoming)
            if endpoint.streaming is None:
                response = await answer(handler, request, call)
                return self._written(endpoint, route, response)
            return await self._list(endpoint, handler, request, call, incoming)
        except Unreadable:
            raise
        except Refused as refused:
            return json_answer(error_body(refused.status), http_status(refused.status))
        except Exception as error:
            status = refusal(error, call).status
            return json_answer(error_body(status), http_status(status))

    def _open(self, method: Method, incoming: Incoming, token: str | None) -> Call:
        headers = incoming.headers
        metadata = {name: headers[name] for name in (TRACEPARENT, TRACESTATE) if name in headers}
        if token is not None:
            metadata["authorization"] = token
        return open_call(method, metadata, incoming.peer, lambda: None, self._randomness)

    def _handler(self, method: Method) -> Handler:
        found = self._services.find(method.path)
        if found is None:
            raise unimplemented(method.path)
        return found[1]

    def _read(self, endpoint: Endpoint, route: Route, incoming: Incoming) -> Any:
        if not isinstance(endpoint.body, JsonBody):
            return read_request(endpoint, incoming, route.parameters, self._types)
        json = parse(incoming.body)
        types = self._types.resolving(PackageChoice(self._ledger, json))
        return read_request(endpoint, incoming, route.parameters, types)

    def _json(self, response: Any) -> Json:
        return codec_of(response.DESCRIPTOR).encode(response, self._types)

    def _written(self, endpoint: Endpoint, route: Route, response: Any) -> Outgoing:
        match endpoint.answer:
            case NoAnswer():
                return Outgoing(200)
            case BytesAnswer(field, header, header_field):
                headers = {header: getattr(response, header_field)}
                return Outgoing(200, getattr(response, field), BYTES_TYPE, headers)
            case DefinitionAnswer(find, parameter):
                return json_answer(find(self._library, route.parameters.get(parameter, "")))
            case JsonAnswer(rewrite):
                json = self._json(response)
                return json_answer(json if rewrite is None else rewrite(json))

    # --- pages -------------------------------------------------------------------------------

    async def _alive(self, incoming: Incoming) -> Outgoing:
        return Outgoing(200)

    async def _ready(self, incoming: Incoming) -> Outgoing:
        call = self._open(_CHECK, incoming, None)
        try:
            request = grpc_health_pb2.HealthCheckRequest()
            response = await answer(self._handler(_CHECK), request, call)
            status: str = _SERVING.Name(response.status)
        except Refused as refused:
            status = str(refused)
        if status == "SERVING":
            return text_answer(200, "[+] ledger ok (SERVING)\nreadyz check passed\n")
        return text_answer(503, f"[-] ledger failed ({status})\nreadyz check failed\n")

    async def _openapi(self, incoming: Incoming) -> Outgoing:
        return self._openapi_document

    async def _asyncapi(self, incoming: Incoming) -> Outgoing:
        return self._asyncapi_document

    @cached_property
    def _openapi_document(self) -> Outgoing:
        return text_answer(200, _document(openapi(self._endpoints, self._version)))

    @cached_property
    def _asyncapi_document(self) -> Outgoing:
        return text_answer(200, _document(asyncapi(self._endpoints, self._version)))

    # --- lists -------------------------------------------------------------------------------

    async def _list(
        self, endpoint: Endpoint, handler: Handler, request: Any, call: Call, incoming: Incoming
    ) -> Outgoing:
        limit = _count(incoming, "limit")
        wait_ms = _count(incoming, "stream_idle_timeout_ms")
        assert endpoint.streaming is not None
        wait_s = None
        if wait_ms is not None:
            wait_s = wait_ms / 1000
        elif endpoint.streaming.is_open_ended(request):
            wait_s = self._limits.list_wait_s
        count_max = self._limits.list_elements_max + 1
        count_max = count_max if limit is None else min(limit, count_max)
        found: list[Json] = []
        if count_max > 0:
            async with aclosing(answers(handler, request, call)) as responses:
                async for response in _until_idle(responses, wait_s):
                    found.append(self._json(response))
                    if len(found) >= count_max:
                        break
        if len(found) <= self._limits.list_elements_max:
            return json_answer(found)
        error = LedgerError(
            MAXIMUM_LIST_ELEMENTS,
            f"The number of matching elements ({len(found)}) is greater than the node limit"
            f" ({self._limits.list_elements_max}).",
        )
        return json_answer(error_body(refusal(error, call).status), 413)

    # --- websockets --------------------------------------------------------------------------

    def streaming_endpoint(self, path: str) -> Endpoint | None:
        """The endpoint behind the websocket at a path, if there is one."""
        route = self._router.find(path)
        endpoint = None if route is None else route.by_verb.get("POST")
        return None if endpoint is None or endpoint.streaming is None else endpoint

    def instead_of_websocket(self, incoming: Incoming) -> Outgoing | None:
        """The answer to a client that may not open a websocket, for its token cannot be read."""
        try:
            _token(incoming.headers)
        except Unreadable as error:
            return text_answer(400, str(error))
        return None

    async def stream(
        self, endpoint: Endpoint, incoming: Incoming, request_text: str | bytes
    ) -> AsyncGenerator[bytes, None]:
        """The frames that answer the request in a websocket; an error is the last of them."""
        self._metrics.received(endpoint.path, len(request_text))
        async with aclosing(self._frames(endpoint, incoming, request_text)) as frames:
            async for frame in frames:
                self._metrics.sent(endpoint.path, len(frame))
                yield frame

    async def _frames(
        self, endpoint: Endpoint, incoming: Incoming, request_text: str | bytes
    ) -> AsyncGenerator[bytes, None]:
        call = self._open(endpoint.method, incoming, _token(incoming.headers))
        try:
            handler = self._handler(endpoint.method)
            json = parse(request_text)
            types = self._types.resolving(PackageChoice(self._ledger, json))
            request = read_body(endpoint, json, types)
            async with aclosing(answers(handler, request, call)) as responses:
                async for response in responses:
                    yield msgspec.json.encode(self._json(response))
        except Unreadable as error:
            yield _frame(refusal(invalid_argument(str(error)), call))
        except Refused as refused:
            yield _frame(refused)
        except Exception as error:
            yield _frame(refusal(error, call))


def _document(json: Json) -> str:
    """A document as text: what is JSON is YAML, too, which clients expect."""
    return msgspec.json.format(msgspec.json.encode(json)).decode()


def _frame(refused: Refused) -> bytes:
    return msgspec.json.encode(error_body(refused.status))


def _token(headers: Mapping[str, str]) -> str | None:
    """The caller's token as calls carry it, from where HTTP or websocket clients put it.

    Raises:
        Unreadable: the header announces a token and has none.
    """
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return f"Bearer {token.strip()}"
    if scheme.lower().startswith("bearer"):
        raise Unreadable("header Authorization")
    for each in headers.get("sec-websocket-protocol", "").split(","):
        if each.strip().startswith(TOKEN_PROTOCOL):
            return f"Bearer {each.strip().removeprefix(TOKEN_PROTOCOL)}"
    return None


def _count(incoming: Incoming, name: str) -> int | None:
    texts = incoming.query.get(name)
    if not texts:
        return None
    value = query_value(name, ParameterKind.INT32, texts[0], _INT64)
    assert isinstance(value, int)
    return value


async def _until_idle(
    responses: AsyncIterator[Any], wait_s: float | None
) -> AsyncGenerator[Any, None]:
    """The responses until there is none for so long."""
    while True:
        try:
            async with asyncio.timeout(wait_s):
                response = await anext(responses)
        except (TimeoutError, StopAsyncIteration):
            return
        yield response
