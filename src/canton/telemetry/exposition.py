"""The HTTP endpoint from which Prometheus reads: one small page, on the node's event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

HEAD_BYTES_MAX: Final = 16 * 1024
READ_S_MAX: Final = 10.0


@asynccontextmanager
async def exposed(
    page: Callable[[], bytes], content_type: str, address: str, port: int
) -> AsyncIterator[int]:
    """Serves the page at every path while the body runs; gives the port it listens on."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(READ_S_MAX):
                head = await reader.readuntil(b"\r\n\r\n")
            writer.write(_response(head, page, content_type))
            await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return  # a reader that went away or speaks no HTTP is told nothing
        finally:
            writer.close()

    server = await asyncio.start_server(answer, address, port, limit=HEAD_BYTES_MAX)
    async with server:
        yield server.sockets[0].getsockname()[1]


def _response(head: bytes, page: Callable[[], bytes], content_type: str) -> bytes:
    method = head.split(b" ", 1)[0]
    if method not in (b"GET", b"HEAD"):
        return b"HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    body = page()
    lines = (
        "HTTP/1.1 200 OK",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(body)}",
        "Connection: close",
    )
    return "\r\n".join((*lines, "", "")).encode() + (body if method == b"GET" else b"")
