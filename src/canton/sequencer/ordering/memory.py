"""An ordering inside one process: for `storage.type = memory`, for tests and for simulation.

Several sequencers of the process share one `MemoryBlocks`. Nothing survives the process.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence

from canton.clock import Clock
from canton.lifecycle.health import HealthComponent
from canton.sequencer.core.effects import Block, BlockRequest
from canton.sequencer.ordering.ordering import FIRST_HEIGHT, PrunedHeight


class MemoryBlocks:
    """The blocks that all sequencers of this process share."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._first = FIRST_HEIGHT
        self._needed: dict[str, int] = {}
        self._grown = asyncio.Condition()

    async def add(self, block_time: Clock, requests: tuple[BlockRequest, ...]) -> None:
        """Appends a block and wakes the readers."""
        async with self._grown:
            height = self._first + len(self._blocks)
            self._blocks.append(Block(height, block_time.now(), requests))
            self._grown.notify_all()

    async def from_height(self, height: int) -> Sequence[Block]:
        """The blocks from that height on; waits until there is one."""
        async with self._grown:
            if height < self._first:
                raise PrunedHeight(f"block {height} was pruned; the first is {self._first}")
            await self._grown.wait_for(lambda: height < self._first + len(self._blocks))
            return self._blocks[height - self._first :]

    def note(self, sequencer: str, height: int) -> None:
        """This sequencer needs nothing up to that height any more."""
        self._needed[sequencer] = height + 1

    def forget(self, below_height: int) -> None:
        """Drops blocks below that height that no sequencer needs."""
        bound = min(below_height, min(self._needed.values(), default=FIRST_HEIGHT))
        dropped = min(max(bound - self._first, 0), len(self._blocks))
        del self._blocks[:dropped]
        self._first += dropped


class MemoryOrdering:
    """One sequencer's view of the shared blocks."""

    def __init__(self, blocks: MemoryBlocks, sequencer: str, clock: Clock) -> None:
        self._blocks = blocks
        self._sequencer = sequencer
        self._clock = clock
        self._health = HealthComponent("ordering")

    @property
    def health(self) -> HealthComponent:
        """Always well."""
        return self._health

    async def append(self, request: BlockRequest | None) -> None:
        """Puts the request into a block of its own."""
        await self._blocks.add(self._clock, () if request is None else (request,))

    async def blocks(self, from_height: int) -> AsyncGenerator[Sequence[Block], None]:
        """The blocks from that height on."""
        height = from_height
        while True:
            found = await self._blocks.from_height(height)
            height = found[-1].height + 1
            yield found

    async def processed(self, height: int) -> None:
        """See `Ordering.processed`."""
        self._blocks.note(self._sequencer, height)

    async def prune(self, below_height: int) -> None:
        """See `Ordering.prune`."""
        self._blocks.forget(below_height)
