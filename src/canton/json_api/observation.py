"""The metrics of the JSON Ledger API: requests and frames, their sizes, and how long answers take.

A path is told as its endpoint writes it, with names for its parameters: what clients put there has
no end. Source: Canton 3.6 DamlHttpMetrics, DamlWebSocketMetrics.
"""

from __future__ import annotations

from typing import Final

from canton.json_api.exchange import Incoming, Outgoing
from canton.telemetry import catalogue
from canton.telemetry.metric import Metrics

_SERVICE: Final = "json_api"


class HttpMetrics:
    """The series of one participant's API."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def answered(self, path: str, incoming: Incoming, outgoing: Outgoing, took_s: float) -> None:
        """A request was answered."""
        labels = {"http_verb": incoming.verb, "path": path, "service": _SERVICE}
        done = {**labels, "http_status": str(outgoing.status)}
        find = self._metrics.instrument
        find(catalogue.HTTP_REQUESTS, **labels).add()
        find(catalogue.HTTP_REQUESTS_DURATION, **done).observe(took_s)
        find(catalogue.HTTP_REQUESTS_PAYLOAD, **labels).observe(len(incoming.body))
        find(catalogue.HTTP_RESPONSES_PAYLOAD, **done).observe(len(outgoing.body))

    def received(self, path: str, size: int) -> None:
        """A frame came in by a websocket."""
        labels = {"path": path, "service": _SERVICE}
        self._metrics.instrument(catalogue.WEBSOCKET_RECEIVED, **labels).add()
        self._metrics.instrument(catalogue.WEBSOCKET_RECEIVED_BYTES, **labels).observe(size)

    def sent(self, path: str, size: int) -> None:
        """A frame goes out by a websocket."""
        labels = {"path": path, "service": _SERVICE}
        self._metrics.instrument(catalogue.WEBSOCKET_SENT, **labels).add()
        self._metrics.instrument(catalogue.WEBSOCKET_SENT_BYTES, **labels).observe(size)
