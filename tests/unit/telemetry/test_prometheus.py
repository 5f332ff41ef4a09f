"""What Prometheus reads from a node."""

from __future__ import annotations

from pathlib import Path

import canton
from canton.telemetry import catalogue
from canton.telemetry.metric import Qualifier, timed
from canton.telemetry.prometheus import PrometheusRegistry


def test_series_carry_node_and_own_labels() -> None:
    registry = PrometheusRegistry()
    metrics = registry.of("participant1", "participant")
    metrics.instrument(catalogue.HEALTH_STATUS, component="db-storage").set(1)
    metrics.instrument(catalogue.GRPC_SERVER_STARTED, grpc_method_name="Check").add()
    with timed(metrics.instrument(catalogue.GRPC_SERVER_DURATION), iter((1.0, 1.3)).__next__):
        pass
    text = registry.exposition().decode()
    assert 'daml_health_status{component="db-storage",node="participant1"} 1.0' in text
    assert 'grpc_method_name="Check"' in text
    assert "daml_grpc_server_started_total{" in text
    assert 'daml_grpc_server_duration_seconds_bucket{component="participant"' in text
    assert "_created" not in text


def test_debug_metrics_are_off_unless_asked_for() -> None:
    for qualifiers, shown in (([Qualifier.ERRORS], False), ([Qualifier.DEBUG], True)):
        registry = PrometheusRegistry(qualifiers)
        registry.of("m", "mediator").instrument(catalogue.MEDIATOR_REQUESTS).add()
        assert (b"daml_mediator_requests_total" in registry.exposition()) is shown


def test_every_metric_of_the_catalogue_can_be_emitted() -> None:
    registry = PrometheusRegistry(Qualifier)
    metrics = registry.of("n", "participant")
    table = [m for m in vars(catalogue).values() if isinstance(m, catalogue.Metric)]
    for metric in table:
        metrics.instrument(metric)
    assert len({metric.exposed_name for metric in table}) == len(table)


def test_every_metric_of_the_catalogue_is_counted_somewhere() -> None:
    sources = [path.read_text() for path in Path(canton.__file__).parent.rglob("*.py")]
    kinds = (catalogue.Metric, dict)
    names = [n for n, v in vars(catalogue).items() if isinstance(v, kinds) and n.isupper()]
    uncounted = [n for n in names if not any(f"catalogue.{n}" in text for text in sources)]
    assert uncounted == []
