"""Metrics kept by `prometheus_client`. Import this module only where metrics are enabled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import prometheus_client
from prometheus_client.metrics import MetricWrapperBase

from canton.telemetry.metric import Instrument, Metric, MetricType, NoMetrics, Qualifier

SECONDS_BUCKETS: Final = (
    *(0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.35, 0.5, 0.75),
    *(1.0, 2.5, 5.0, 10.0),
)
BYTES_BUCKETS: Final = tuple(
    size * 1024.0 for size in (10, 50, 100, 500, 1024, 5 * 1024, 10 * 1024, 50 * 1024)
)
DEFAULT_QUALIFIERS: Final = frozenset(Qualifier) - {Qualifier.DEBUG}
CONTENT_TYPE: Final = prometheus_client.CONTENT_TYPE_LATEST


class PrometheusRegistry:
    """All series of this process; `of` gives each node its own labels."""

    def __init__(self, qualifiers: Iterable[Qualifier] = DEFAULT_QUALIFIERS) -> None:
        prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]
        self._qualifiers = frozenset(qualifiers)
        self._registry = prometheus_client.CollectorRegistry()
        self._families: dict[Metric, MetricWrapperBase] = {}
        prometheus_client.ProcessCollector(registry=self._registry)
        prometheus_client.PlatformCollector(registry=self._registry)

    def of(self, node: str, component: str) -> PrometheusMetrics:
        """The metrics of a node; component is participant, sequencer or mediator."""
        return PrometheusMetrics(self, {"node": node, "component": component})

    def exposition(self) -> bytes:
        """The text that Prometheus reads."""
        return prometheus_client.generate_latest(self._registry)

    def series(self, metric: Metric, labels: Mapping[str, str]) -> Instrument:
        """The series with these labels, or one that forgets if the qualifier is off."""
        if metric.qualifier not in self._qualifiers:
            return NoMetrics().instrument(metric)
        family = self._families.get(metric)
        if family is None:
            family = self._families[metric] = _family(metric, tuple(labels), self._registry)
        return _Series(metric, family.labels(**labels))


class PrometheusMetrics:
    """The metrics of one node."""

    def __init__(self, registry: PrometheusRegistry, base: Mapping[str, str]) -> None:
        self._registry = registry
        self._base = dict(base)

    def instrument(self, metric: Metric, **labels: str) -> Instrument:
        """The series with these labels."""
        unset = dict.fromkeys(metric.labels, "")
        return self._registry.series(metric, {**self._base, **unset, **labels})


class _Series:
    """One labelled child of a family; calls that its type does not have are bugs."""

    def __init__(self, metric: Metric, child: MetricWrapperBase) -> None:
        self._name = metric.name
        self._child = child

    def add(self, amount: float = 1) -> None:
        assert isinstance(self._child, prometheus_client.Counter | prometheus_client.Gauge)
        self._child.inc(amount)

    def set(self, value: float) -> None:
        assert isinstance(self._child, prometheus_client.Gauge)
        self._child.set(value)

    def observe(self, value: float) -> None:
        assert isinstance(self._child, prometheus_client.Histogram)
        self._child.observe(value)


def _family(
    metric: Metric, labels: tuple[str, ...], registry: prometheus_client.CollectorRegistry
) -> MetricWrapperBase:
    name, text = metric.exposed_name, metric.help
    match metric.type:
        case MetricType.METER:
            return prometheus_client.Counter(name, text, labels, registry=registry)
        case MetricType.GAUGE:
            return prometheus_client.Gauge(name, text, labels, registry=registry)
        case MetricType.TIMER:
            return prometheus_client.Histogram(
                name, text, labels, registry=registry, buckets=SECONDS_BUCKETS
            )
        case MetricType.HISTOGRAM:
            return prometheus_client.Histogram(
                name, text, labels, registry=registry, buckets=BYTES_BUCKETS
            )
