"""The sequencer's own copy of the blocks, written behind the loop that processes them.

Nobody waits for this copy: the ordering holds every block durably, and a restart processes again
what was not written, with the same outcome. So blocks are gathered for a moment and written
together, and events are visible before they are written. Whoever reads the copy asks first for the
time up to which it must be there. Decision 0009 tells what follows from that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from canton.lifecycle.queue import Signal
from canton.sequencer.core.effects import Persist
from canton.sequencer.core.rows import BlockRow
from canton.sequencer.ordering.ordering import Ordering
from canton.sequencer.stores.block_store import BlockStore

GATHER_S: Final = 0.1
"""How long blocks are gathered while nobody asks for them."""

UNWRITTEN_BYTES_MAX: Final = 16 * 1024 * 1024
"""How much may wait to be written before no further block is processed."""

PROGRESS_EVERY_BLOCKS: Final = 100
"""How often the ordering and the removal of expired rows learn how far this sequencer is."""

_BLOCK_OVERHEAD_BYTES: Final = 1024


class BlockWriter:
    """Writes blocks in their order. `run` is its task; if that fails, the sequencer must stop."""

    def __init__(self, store: BlockStore, ordering: Ordering, written: BlockRow) -> None:
        self._store = store
        self._ordering = ordering
        self._written = written
        self._told_height = written.height
        self._waiting: list[Persist] = []
        self._waiting_bytes = 0
        self._wanted: int = written.last_time
        self._changed = Signal()

    @property
    def written(self) -> BlockRow:
        """The last block that is written."""
        return self._written

    async def add(self, blocks: Sequence[Persist]) -> None:
        """Lets the next blocks be written; waits only while too much is unwritten."""
        self._waiting.extend(blocks)
        self._waiting_bytes += sum(map(_size_of, blocks))
        self._changed.notify()
        await self._changed.wait_until(lambda: self._waiting_bytes <= UNWRITTEN_BYTES_MAX)

    async def stored(self, time: int) -> None:
        """Returns when every event up to that time, which was added before, is written."""
        if time > self._wanted:
            self._wanted = time
            self._changed.notify()
        await self._changed.wait_until(lambda: self._written.last_time >= time)

    async def run(self) -> None:
        """Writes until cancelled; what is left then is processed again after a restart.

        Raises:
            LeaseLost: this process may not write any more.
            SequencerNotAlone: another process works for this sequencer.
        """
        while True:
            await self._changed.wait_until(lambda: bool(self._waiting))
            with suppress(TimeoutError):
                async with asyncio.timeout(GATHER_S):
                    await self._changed.wait_until(self._is_urgent)
            blocks, self._waiting, self._waiting_bytes = self._waiting, [], 0
            await self._store.persist(blocks)
            self._written = blocks[-1].block
            self._changed.notify()
            await self._tell_progress()

    def _is_urgent(self) -> bool:
        is_awaited = self._wanted > self._written.last_time
        return is_awaited or self._waiting_bytes > UNWRITTEN_BYTES_MAX

    async def _tell_progress(self) -> None:
        if self._written.height - self._told_height >= PROGRESS_EVERY_BLOCKS:
            self._told_height = self._written.height
            await self._ordering.processed(self._written.height)
            await self._store.forget_expired(self._written.last_time)


def _size_of(block: Persist) -> int:
    return _BLOCK_OVERHEAD_BYTES + sum(len(event.batch) for event in block.events)
