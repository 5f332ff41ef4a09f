"""The longer the database is away, the worse the health; its return makes all well."""

from __future__ import annotations

import pytest

from canton.lifecycle.health import Condition, HealthComponent
from canton.storage.postgres.outage import Outage


@pytest.mark.logs("database is (away|back)")
def test_health_gets_worse_with_time_and_well_at_once() -> None:
    now_s = 100.0
    health = HealthComponent("db-storage")
    outage = Outage(health, lambda: now_s, degraded_to_failed_delay_s=5, failed_to_fatal_delay_s=60)
    outage.over()
    seen = []
    for after_s in (0, 4.9, 5, 64.9, 65):
        now_s = 100.0 + after_s
        outage.noticed(ConnectionError("gone"))
        seen.append(health.state.condition)
    assert seen == [
        Condition.DEGRADED,
        Condition.DEGRADED,
        Condition.FAILED,
        Condition.FAILED,
        Condition.FATAL,
    ]
    outage.over()
    assert health.state.condition is Condition.OK
    outage.noticed(ConnectionError("again"))
    assert health.state.condition is Condition.DEGRADED
