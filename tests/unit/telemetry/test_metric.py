"""Metrics have the original's names and cost nothing when disabled."""

from __future__ import annotations

import pytest

from canton.telemetry import catalogue
from canton.telemetry.metric import Metric, MetricType, NoMetrics, counted_while, timed


@pytest.mark.parametrize(
    ("metric", "name"),
    [
        (catalogue.HEALTH_STATUS, "daml_health_status"),
        (catalogue.GRPC_SERVER_DURATION, "daml_grpc_server_duration_seconds"),
        (catalogue.DB_QUEUED["write"], "daml_db_storage_write_executor_queued"),
        (catalogue.SEQUENCER_PROCESSED, "daml_sequencer_public_api_processed"),
        (catalogue.SUBMISSIONS_IN_FLIGHT, "daml_sequencer_client_submissions_in_flight"),
    ],
)
def test_exposed_names_are_the_originals(metric: Metric, name: str) -> None:
    assert metric.exposed_name == name


def test_disabled_metrics_take_everything() -> None:
    instrument = NoMetrics().instrument(catalogue.GRPC_SERVER_STARTED, service="x")
    with counted_while(instrument), timed(instrument, lambda: 0.0):
        instrument.set(1)


def test_types_are_four() -> None:
    assert len(MetricType) == 4
