"""The metric `daml_health_status`: 1 for each component that is not failed, else 0."""

from __future__ import annotations

from canton.lifecycle.health import NodeHealth, Unsubscribe
from canton.telemetry import catalogue
from canton.telemetry.metric import Metrics


def emit_health(health: NodeHealth, metrics: Metrics) -> Unsubscribe:
    """Sets the metric now and after every change of a component."""

    def emit() -> None:
        for component in health.components:
            instrument = metrics.instrument(catalogue.HEALTH_STATUS, component=component.name)
            instrument.set(0 if component.is_failed else 1)

    emit()
    return health.on_change(emit)
