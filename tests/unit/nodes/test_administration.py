"""What a node says of itself while it starts."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

from canton.clock import WallClock
from canton.nodes.administration import sequencer_waiting_table
from canton.replication.memory import MemoryLeadership, MemoryLock
from canton.storage.memory import MemoryDatabase


async def test_a_node_about_to_take_its_lease_is_not_called_passive() -> None:
    leadership = MemoryLeadership(MemoryLock(MemoryDatabase()), WallClock())

    class Starting(SimpleNamespace):
        @property
        def is_active(self) -> bool:
            return leadership.is_active

    node: Any = Starting(leadership=leadership, init_requested=None, awaits_initialization=False)
    (answer,) = sequencer_waiting_table(node).values()
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        asked: Any = group.create_task(answer(None, None))  # type: ignore[arg-type]
        await asyncio.sleep(0)
        assert not leadership.is_active and not asked.done()
        async with leadership.held():
            assert (await asked).not_initialized.active
