"""HTTP probes and the health metric show what the components say."""

from __future__ import annotations

from canton.lifecycle.health import HealthComponent, NodeHealth
from canton.lifecycle.health_metric import emit_health
from canton.lifecycle.health_pages import health_pages
from canton.telemetry.prometheus import PrometheusRegistry


def test_readiness_follows_the_components_and_liveness_does_not() -> None:
    health = NodeHealth("participant")
    storage = health.register(HealthComponent("db-storage"), critical=True)
    pages = health_pages(health)
    storage.fail("instance is passive")
    for path in ("/health", "/health/ready", "/health/readiness"):
        page = pages(path)
        assert page is not None
        assert (page.status, page.body) == (503, b"db-storage : Failed(instance is passive)\n")
    for path in ("/health/live", "/health/liveness"):
        page = pages(path)
        assert page is not None
        assert page.status == 200
    assert pages("/metrics") is None


def test_health_metric_follows_components() -> None:
    health = NodeHealth("participant")
    storage = health.register(HealthComponent("db-storage"), critical=True)
    registry = PrometheusRegistry()
    leave = emit_health(health, registry.of("p", "participant"))
    line = 'daml_health_status{component="db-storage",node="p"}'
    assert f"{line} 1.0" in registry.exposition().decode()
    storage.fail("away")
    assert f"{line} 0.0" in registry.exposition().decode()
    leave()
