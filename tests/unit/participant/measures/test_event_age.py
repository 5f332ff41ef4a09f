"""The age of the oldest update, as Prometheus reads it."""

from __future__ import annotations

import asyncio

from canton.clock import SimClock
from canton.participant.measures.event_age import report_event_age
from canton.participant.stores.update import UPDATES, UpdateRow
from canton.storage.memory import MemoryDatabase, MemoryStorage
from canton.telemetry.prometheus import PrometheusRegistry
from simulation.virtual_loop import run

HOUR_S = 3600


async def measured() -> list[str]:
    clock, storage = SimClock(), MemoryStorage(MemoryDatabase())
    registry = PrometheusRegistry()
    metrics = registry.of("p", "participant")

    def shown() -> str:
        text = registry.exposition().decode()
        [line] = [each for each in text.splitlines() if each.startswith("daml_pruning")]
        return line

    async with asyncio.TaskGroup() as group:
        task = group.create_task(report_event_age(storage, clock, metrics, HOUR_S))
        await clock.sleep(1)
        seen = [shown()]
        for offset in (1, 2):
            row = UpdateRow(offset, "id", "da", clock.now(), 1, b"")
            await storage.write(UPDATES.insert(row))
            await clock.sleep(HOUR_S)
            seen.append(shown())
        await clock.sleep(HOUR_S)
        task.cancel()
    return [*seen, shown()]


def test_the_age_is_that_of_the_oldest_update_in_full_hours_and_read_again_at_each_interval() -> (
    None
):
    name = 'daml_pruning_max_event_age{component="participant",node="p"} '
    assert run(measured()) == [name + age for age in ("0.0", "0.0", "1.0", "2.0")]
