"""Key sets over HTTP, from a server on this machine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from canton.ledger_api.authorization.token.fetching import SIZE_MAX, HttpFetch

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_get("/keys", handler)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}/keys"
    finally:
        await runner.cleanup()


async def test_what_is_there_is_fetched() -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=b'{"keys": []}')

    async with serving(answer) as url:
        assert await HttpFetch(5, 5)(url) == b'{"keys": []}'


@pytest.mark.parametrize("status", [404, 500])
async def test_another_status_than_ok_is_a_failure(status: int) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status, body=b'{"keys": []}')

    async with serving(answer) as url:
        with pytest.raises(OSError, match=str(status)):
            await HttpFetch(5, 5)(url)


async def test_too_much_is_a_failure() -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=b" " * (SIZE_MAX + 1))

    async with serving(answer) as url:
        with pytest.raises(OSError, match="more than"):
            await HttpFetch(5, 5)(url)


async def test_who_does_not_answer_in_time_fails() -> None:
    given_up = asyncio.Event()

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await given_up.wait()
        return response

    async with serving(answer) as url:
        with pytest.raises(OSError, match="Timeout"):
            await HttpFetch(0.05, 0.05)(url)
        given_up.set()


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/keys", "file:///etc/passwd", "http://", "x"])
async def test_where_nobody_answers_or_no_web_is_fails(url: str) -> None:
    with pytest.raises(OSError):
        await HttpFetch(5, 5)(url)
