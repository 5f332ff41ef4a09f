"""The series of a storage's tasks say how many wait, how many run, and for how long."""

from __future__ import annotations

from canton.storage.postgres.executor import READS, Executor
from canton.telemetry.metric import Qualifier
from canton.telemetry.prometheus import PrometheusRegistry

PREFIX = "daml_db_storage_general_executor"


def value(registry: PrometheusRegistry, name: str) -> float:
    lines = registry.exposition().decode().splitlines()
    (found,) = [line for line in lines if line.startswith(f"{PREFIX}_{name}{{")]
    return float(found.rpartition(" ")[2])


def test_a_task_counts_as_waiting_then_as_running_then_not_at_all() -> None:
    registry = PrometheusRegistry(Qualifier)
    times = iter((10.0, 13.0, 20.0, 25.0))
    executor = Executor(registry.of("n", "participant"), READS, 4, times.__next__)
    with executor.waiting():
        assert (value(registry, "queued"), value(registry, "running")) == (1, 0)
    with executor.running():
        assert (value(registry, "queued"), value(registry, "running")) == (0, 1)
        assert value(registry, "load") == 0.25
    assert (value(registry, "running"), value(registry, "load")) == (0, 0)
    assert value(registry, "waittime_duration_seconds_sum") == 3
    assert value(registry, "exectime_duration_seconds_sum") == 5
