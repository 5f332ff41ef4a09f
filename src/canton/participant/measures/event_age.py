"""How old the oldest update is that was not pruned: what an alert on pruning looks at.

Source: Canton 3.6 PruningMetrics, ParticipantPruningScheduler.
"""

from __future__ import annotations

from typing import Final

from canton.clock import Clock
from canton.participant.stores.update import UPDATES
from canton.storage.storage import Storage
from canton.telemetry import catalogue
from canton.telemetry.metric import Metrics

_MICROS_PER_HOUR: Final = 3_600_000_000


async def report_event_age(
    storage: Storage, clock: Clock, metrics: Metrics, interval_s: float
) -> None:
    """Sets the gauge (full hours, 0 of an empty ledger) now and at every interval."""
    age_h = metrics.instrument(catalogue.PRUNING_MAX_EVENT_AGE)
    while True:
        oldest = await storage.read(UPDATES.query(order=("offset_at",), limit=1))
        age_h.set(sum((clock.now() - row.record_time) // _MICROS_PER_HOUR for row in oldest))
        await clock.sleep(interval_s)
