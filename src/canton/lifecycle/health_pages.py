"""A node's health as HTTP pages, for load balancers and container platforms.

200 while serving, 503 while not; the body has one component a line. Source: HA sheet 7.1.
"""

from __future__ import annotations

from http import HTTPStatus

from canton.lifecycle.health import HealthService, NodeHealth
from canton.telemetry.http_pages import Page, Pages

_READINESS = ("/health", "/health/ready", "/health/readiness")
_LIVENESS = ("/health/live", "/health/liveness")


def health_pages(health: NodeHealth) -> Pages:
    """The pages of one node."""

    def page(path: str) -> Page | None:
        if path in _READINESS:
            return _page(health, health.readiness)
        return _page(health, health.liveness) if path in _LIVENESS else None

    return page


def _page(health: NodeHealth, service: HealthService) -> Page:
    status = HTTPStatus.OK if service.is_serving else HTTPStatus.SERVICE_UNAVAILABLE
    lines = [f"{component.name} : {component.state}\n" for component in health.components]
    return Page("".join(lines).encode(), status=status)
