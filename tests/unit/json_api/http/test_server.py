"""The listener on real sockets, in front of services that a test answers for."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest

from canton.clock import SeededRandomness
from canton.errors import LedgerError
from canton.json_api.api import JsonApi, Limits
from canton.json_api.http.server import HttpServer, HttpSettings
from canton.ledger_api.errors import OFFSET_AFTER_LEDGER_END
from canton.transport.seam import Call, ServerTls, Services, table_of
from canton.wire import ledger_command_pb2 as command_wire
from canton.wire import ledger_service_pb2 as wire
from integration.tls.authority import Authority
from unit.daml_lf.textual import library_of

SERVICES = wire.DESCRIPTOR.services_by_name
COMPLETIONS = "/v2/commands/completions"


class Answers:
    """The handlers of a ledger that a test answers for."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.completions: asyncio.Queue[str] = asyncio.Queue()
        self.streams = 0
        self.called = asyncio.Event()
        self.ended = asyncio.Event()

    async def end(self, request: wire.GetLedgerEndRequest, call: Call) -> Any:
        self.calls.append(call)
        return wire.GetLedgerEndResponse(offset=7)

    async def stuck(self, request: Any, call: Call) -> Any:
        self.called.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.ended.set()

    async def stream(
        self, request: wire.CompletionStreamRequest, call: Call
    ) -> AsyncIterator[wire.CompletionStreamResponse]:
        self.calls.append(call)
        self.called.set()
        if request.begin_exclusive > 7:
            raise LedgerError(OFFSET_AFTER_LEDGER_END, "beyond the end")
        self.streams += 1
        try:
            while True:
                command_id = await self.completions.get()
                yield wire.CompletionStreamResponse(
                    completion=command_wire.Completion(command_id=command_id)
                )
        finally:
            self.streams -= 1
            self.ended.set()


@asynccontextmanager
async def listening(
    answers: Answers, limits: Limits = Limits(), **settings: Any
) -> AsyncIterator[HttpServer]:
    services = Services(
        table_of(
            SERVICES["StateService"],
            {"GetLedgerEnd": answers.end, "GetLatestPrunedOffsets": answers.stuck},
        ),
        table_of(SERVICES["CommandCompletionService"], {"CompletionStream": answers.stream}),
    )
    ledger: Any = SimpleNamespace(packages=SimpleNamespace(library=library_of()))
    api = JsonApi(services, ledger, SeededRandomness("json"), "3.6.0", limits)
    async with HttpServer(HttpSettings(**settings), api) as server:
        yield server


@asynccontextmanager
async def client_of(server: HttpServer) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(f"http://127.0.0.1:{server.port}") as client:
        yield client


async def test_a_request_is_answered_and_its_token_and_trace_go_along() -> None:
    answers = Answers()
    async with listening(answers) as server, client_of(server) as client:
        trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        headers = {"Authorization": "bearer a.b.c", "traceparent": trace}
        async with client.get("/v2/state/ledger-end", headers=headers) as response:
            assert response.status == 200
            assert response.content_type == "application/json"
            assert (await response.json())["offset"] == 7
        (call,) = answers.calls
        assert call.text("authorization") == "Bearer a.b.c"
        assert "a.b.c" not in repr(call)
        assert call.trace.trace_id == "0af7651916cd43dd8448eb211c80319c"
        async with client.head("/v2/state/ledger-end") as response:
            assert (response.status, await response.read()) == (200, b"")


async def test_a_websocket_streams_until_its_client_goes() -> None:
    answers = Answers()
    async with listening(answers) as server, client_of(server) as client:
        protocols = ("daml.ws.auth", "jwt.token.a.b.c")
        async with client.ws_connect(COMPLETIONS, protocols=protocols) as ws:
            assert ws.protocol == "daml.ws.auth"
            await ws.send_str('{"userId": "u", "parties": ["p"]}')
            for name in ("c1", "c2"):
                answers.completions.put_nowait(name)
                frame = await ws.receive_json()
                completion = frame["completionResponse"]["Completion"]["value"]
                assert completion["commandId"] == name
            assert answers.calls[0].text("authorization") == "Bearer a.b.c"
        await answers.ended.wait()
        assert answers.streams == 0


async def test_a_token_among_the_protocols_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    answers = Answers()
    async with listening(answers) as server, client_of(server) as client:
        with caplog.at_level(0):
            async with client.ws_connect(COMPLETIONS, protocols=("jwt.token.a.b.c",)) as ws:
                await ws.send_str("{}")
                await answers.called.wait()
        assert answers.calls[0].text("authorization") == "Bearer a.b.c"
    assert [each for each in caplog.messages if "a.b.c" in each] == []


@pytest.mark.parametrize("header", ["Bearer", "bearer ", "Bearera.b.c"])
async def test_a_header_that_announces_a_token_must_have_one(header: str) -> None:
    answers = Answers()
    headers = {"Authorization": header}
    async with listening(answers) as server, client_of(server) as client:
        async with client.get("/v2/state/ledger-end", headers=headers) as response:
            assert (response.status, response.content_type) == (400, "text/plain")
            assert await response.text() == "Invalid value for: header Authorization"
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await client.ws_connect(COMPLETIONS, headers=headers)
        assert refused.value.status == 400
        async with client.get("/readyz", headers=headers) as response:
            assert response.status == 503
    assert answers.calls == []


async def test_an_error_is_the_last_frame_of_a_websocket() -> None:
    answers = Answers()
    async with listening(answers) as server, client_of(server) as client:
        for request, code in (
            ('{"beginExclusive": 8}', "OFFSET_AFTER_LEDGER_END"),
            ('{"beginExclusive": "x"}', "INVALID_ARGUMENT"),
            ("{", "INVALID_ARGUMENT"),
        ):
            async with client.ws_connect(COMPLETIONS) as ws:
                await ws.send_str(request)
                assert (await ws.receive_json())["code"] == code
                assert (await ws.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_stopping_ends_websockets_at_once_and_frees_the_port() -> None:
    answers = Answers()
    async with listening(answers, stop_grace_s=0.01) as server, client_of(server) as client:
        async with client.ws_connect(COMPLETIONS) as ws:
            await ws.send_str("{}")
            answers.completions.put_nowait("c1")
            await ws.receive_json()
            await server.__aexit__(None, None, None)
            closed = await ws.receive()
            assert closed.data == aiohttp.WSCloseCode.GOING_AWAY
        assert answers.streams == 0
        with pytest.raises(aiohttp.ClientConnectionError):
            await client.get("/livez")


async def test_a_client_that_does_not_answer_the_farewell_holds_nothing_up() -> None:
    answers = Answers()
    async with listening(answers, stop_grace_s=0.05) as server:
        _, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(
            b"GET /v2/commands/completions HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
            b"\x81\x82\0\0\0\0{}"
        )
        await answers.called.wait()
        async with asyncio.timeout(5):
            await server.__aexit__(None, None, None)
        assert answers.streams == 0
        writer.close()


async def test_a_client_that_asks_whether_to_send_its_body_is_told_so() -> None:
    async with listening(Answers()) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(
            b"POST /v2/commands/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
            b"Expect: 100-continue\r\n\r\n"
        )
        assert await reader.readline() == b"HTTP/1.1 100 Continue\r\n"
        writer.write(b"{")
        assert await reader.readline() == b"\r\n"
        assert await reader.readline() == b"HTTP/1.1 400 Bad Request\r\n"
        writer.close()


async def test_a_body_that_does_not_go_on_is_not_waited_for() -> None:
    async with listening(Answers(), idle_s=0.05) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(
            b"POST /v2/commands/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"
        )
        assert await reader.readline() == b"HTTP/1.1 408 Request Timeout\r\n"
        assert (await reader.read()).endswith(b"The rest of the body did not come.")
        writer.close()
        await writer.wait_closed()


async def test_a_websocket_without_a_request_is_left() -> None:
    async with (
        listening(Answers(), idle_s=0.05) as server,
        client_of(server) as client,
        client.ws_connect(COMPLETIONS) as ws,
        asyncio.timeout(5),
    ):
        assert (await ws.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_who_hangs_up_stops_the_handler() -> None:
    answers = Answers()
    async with listening(answers) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"GET /v2/state/latest-pruned-offsets HTTP/1.1\r\nHost: x\r\n\r\n")
        await answers.called.wait()
        writer.close()
        await answers.ended.wait()
        assert await reader.read() == b""


async def test_an_answer_that_takes_too_long_is_unavailable() -> None:
    answers = Answers()
    limits = Limits(request_timeout_s=0.01)
    async with listening(answers, limits) as server, client_of(server) as client:
        async with client.get("/v2/state/latest-pruned-offsets") as response:
            assert response.status == 503
        assert answers.ended.is_set()


async def test_a_body_over_the_limit_is_refused() -> None:
    async with listening(Answers(), message_bytes_max=100) as server, client_of(server) as client:
        body = json.dumps({"userId": "u" * 100})
        async with client.post(COMPLETIONS, data=body) as response:
            assert response.status == 413
            assert "exceeded size limit (100 bytes)" in await response.text()
        async with client.ws_connect(COMPLETIONS) as ws:
            await ws.send_str(body)
            assert (await ws.receive()).data == aiohttp.WSCloseCode.MESSAGE_TOO_BIG


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"\0\1garbage\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nBad Header\r\n\r\n", b"400"),
        (b"GET / HTTP/9.9\r\n\r\n", b"400"),
        (b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n", b"400"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"400"),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"400"),
        (b"POST /v2/updates HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"400"),
        (
            b"POST /v2/commands/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
            b"Content-Encoding: gzip\r\n\r\n\x1f\x8b",
            b"400",
        ),
        (b"GET /v2/updates HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n", b"400"),
        (b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", b"404"),
        (b"CONNECT a:1 HTTP/1.1\r\nHost: x\r\n\r\n", b"404"),
    ],
)
async def test_what_is_no_request_is_refused_without_an_error_in_the_log(
    sent: bytes, told: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with listening(Answers(), stop_grace_s=0.1) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(sent)
        line = await reader.readline()
        writer.close()
        await writer.wait_closed()
    assert line.split()[1:2] == [told]
    assert [each for each in caplog.records if each.levelname in ("WARNING", "ERROR")] == []


@pytest.mark.parametrize("prefix", ["my/prefix", "/my/prefix/"])
async def test_everything_is_under_the_configured_prefix(prefix: str) -> None:
    async with listening(Answers(), path_prefix=prefix) as server, client_of(server) as client:
        for path, status in (
            ("/my/prefix/livez", 200),
            ("/livez", 404),
            ("/my/prefixed/livez", 404),
            ("/my/prefix", 404),
        ):
            async with client.get(path) as response:
                assert response.status == status, path


async def test_a_taken_port_is_an_error_at_the_start() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        with pytest.raises(OSError, match="address already in use"):
            async with listening(Answers(), port=holder.getsockname()[1]):
                pass


async def test_tls_protects_it(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    identity = authority.issue("participant")
    tls = ServerTls(identity.chain.read_bytes(), identity.key.read_bytes())
    context = ssl.create_default_context(cafile=authority.file)
    async with listening(Answers(), tls=tls) as server, aiohttp.ClientSession() as client:
        url = f"https://127.0.0.1:{server.port}/livez"
        async with client.get(url, ssl=context) as response:
            assert response.status == 200
