"""Small HTTP pages on the node's event loop: what probes and Prometheus read.

Only GET and HEAD, one answer a connection, nothing heavy imported. It is no web server.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

HEAD_BYTES_MAX: Final = 16 * 1024
READ_S_MAX: Final = 10.0


@dataclass(frozen=True, slots=True)
class Page:
    """An answer."""

    body: bytes
    content_type: str = "text/plain; charset=utf-8"
    status: HTTPStatus = HTTPStatus.OK


NOT_FOUND: Final = Page(b"not found\n", status=HTTPStatus.NOT_FOUND)
NOT_ALLOWED: Final = Page(b"", status=HTTPStatus.METHOD_NOT_ALLOWED)
BAD_REQUEST: Final = Page(b"", status=HTTPStatus.BAD_REQUEST)

Pages = Callable[[str], Page | None]
"""The page at a path (without query), or None."""


@asynccontextmanager
async def serving_pages(pages: Pages, address: str, port: int) -> AsyncIterator[int]:
    """Serves the pages while the body runs; gives the port (0: any free one is taken)."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(READ_S_MAX):
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(respond(head, pages))
                await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return  # a reader that went away or speaks no HTTP is told nothing
        finally:
            writer.close()

    server = await asyncio.start_server(answer, address, port, limit=HEAD_BYTES_MAX)
    async with server:
        yield server.sockets[0].getsockname()[1]


def respond(head: bytes, pages: Pages) -> bytes:
    """The bytes that answer a request's head."""
    method, _, rest = head.partition(b"\r\n")[0].decode("latin-1").partition(" ")
    target = rest.partition(" ")[0]
    if method not in ("GET", "HEAD"):
        page = NOT_ALLOWED
    elif not target.startswith("/"):
        page = BAD_REQUEST
    else:
        page = pages(target.partition("?")[0]) or NOT_FOUND
    lines = (
        f"HTTP/1.1 {page.status.value} {page.status.phrase}",
        f"Content-Type: {page.content_type}",
        f"Content-Length: {len(page.body)}",
        "Connection: close",
    )
    return "\r\n".join((*lines, "", "")).encode() + (b"" if method == "HEAD" else page.body)
