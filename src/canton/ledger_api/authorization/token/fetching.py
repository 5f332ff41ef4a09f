"""Fetches the key sets of issuers over HTTP."""

from __future__ import annotations

from typing import Final

import aiohttp

SIZE_MAX: Final = 1024 * 1024


class HttpFetch:
    """Gets what is at a URL of http or https; no more than a megabyte."""

    def __init__(self, connection_timeout_s: float, read_timeout_s: float) -> None:
        self._timeout = aiohttp.ClientTimeout(
            total=connection_timeout_s + read_timeout_s,
            sock_connect=connection_timeout_s,
            sock_read=read_timeout_s,
        )

    async def __call__(self, url: str) -> bytes:
        """What is there.

        Raises:
            OSError: it could not be had.
        """
        try:
            async with (
                aiohttp.ClientSession(timeout=self._timeout) as session,
                session.get(url) as response,
            ):
                if response.status != 200:
                    raise OSError(f"it answers {response.status}")
                content = await response.content.read(SIZE_MAX + 1)
                while not response.content.at_eof() and len(content) <= SIZE_MAX:
                    content += await response.content.read(SIZE_MAX + 1)
        except (TimeoutError, aiohttp.ClientError, ValueError) as error:
            raise OSError(f"{type(error).__name__}: {error}") from error
        if len(content) > SIZE_MAX:
            raise OSError(f"it has more than {SIZE_MAX} bytes")
        return content
