"""Limits in time for what must not wait for ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from canton.errors import TransientError
from canton.lifecycle.errors import DEADLINE_MISSED


@asynccontextmanager
async def within(seconds: float | None, what: str) -> AsyncIterator[None]:
    """Runs the body for at most so many seconds (None: without limit).

    Raises:
        TransientError: the time is up.
    """
    limit = asyncio.timeout(seconds)
    try:
        async with limit:
            yield
    except TimeoutError as error:
        if not limit.expired():
            raise
        raise TransientError(DEADLINE_MISSED, f"{what} took more than {seconds} s") from error
