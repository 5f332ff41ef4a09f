"""A database that stores what its caller has left behind later, as a group commit may."""

from __future__ import annotations

import asyncio

from canton.storage.memory import MemoryStorage
from canton.storage.table import Write


class LateStorage(MemoryStorage):
    """Storage whose writes take for ever while it `is_late`, and are done when it catches up."""

    def __init__(self) -> None:
        super().__init__()
        self.is_late = False
        self._left: list[tuple[Write, ...]] = []

    async def write(self, *writes: Write) -> None:
        """Writes, in order of the calls."""
        if self.is_late:
            self._left.append(writes)
            await asyncio.Event().wait()
        await super().write(*writes)

    async def catch_up(self) -> None:
        """Does what was left."""
        self.is_late = False
        for writes in self._left:
            await super().write(*writes)
