"""One process per sequencer: the second one waits for the first to end, and gives up in time.

The lease also fences the first one's writes, should it hang rather than die; so a second process
may as well be kept as a hot standby, by waiting without a limit.
Source: Canton 3.6 `initial-must-remain-active-connection-timeout`; sequencer sheet 2.4.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

from canton.replication.leadership import Leadership, Lease
from canton.sequencer.stores.block_store import SequencerNotAlone

WAIT_S: Final = 60.0


@asynccontextmanager
async def sole_process(
    leadership: Leadership, wait_s: float | None = WAIT_S
) -> AsyncIterator[Lease]:
    """Holds the lease of the sequencer's database; use `lease.guarded(storage)` within.

    Raises:
        SequencerNotAlone: another process still has it after `wait_s`; None waits for ever.
    """
    async with AsyncExitStack() as stack:
        try:
            async with asyncio.timeout(wait_s):
                lease = await stack.enter_async_context(leadership.held())
        except TimeoutError as error:
            cause = f"another process of this sequencer has its database since {wait_s} s"
            raise SequencerNotAlone(cause) from error
        yield lease
