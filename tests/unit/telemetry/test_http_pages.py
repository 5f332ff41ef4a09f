"""The little HTTP that probes need."""

from __future__ import annotations

import asyncio

import pytest

from canton.telemetry.http_pages import Page, serving_pages


def pages(path: str) -> Page | None:
    return Page(b"page\n") if path == "/metrics" else None


async def ask(port: int, request: str) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request.encode())
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer


@pytest.mark.parametrize(
    ("line", "status", "body"),
    [
        ("GET /metrics HTTP/1.1", 200, b"page\n"),
        ("GET /metrics?x=1 HTTP/1.1", 200, b"page\n"),
        ("HEAD /metrics HTTP/1.1", 200, b""),
        ("GET /other HTTP/1.1", 404, b"not found\n"),
        ("POST /metrics HTTP/1.1", 405, b""),
        ("GET", 400, b""),
    ],
)
async def test_answers_have_status_and_body(line: str, status: int, body: bytes) -> None:
    async with serving_pages(pages, "127.0.0.1", 0) as port:
        head, _, found = (await ask(port, f"{line}\r\nHost: x\r\n\r\n")).partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert found == body


async def test_endless_head_is_dropped() -> None:
    async with serving_pages(pages, "127.0.0.1", 0) as port:
        assert await ask(port, "GET /" + "x" * 100_000) == b""
