"""The asyncio HTTP/2 backend as a `Transport`."""

from __future__ import annotations

from canton.clock import Randomness, SystemRandomness
from canton.telemetry.metric import Metrics
from canton.transport.http2.channel import Http2Channel
from canton.transport.http2.server import Http2Server
from canton.transport.services import Services
from canton.transport.settings import ChannelSettings, ServerSettings


class Http2Transport:
    """Makes servers and channels on real sockets."""

    def __init__(
        self, randomness: Randomness | None = None, metrics: Metrics | None = None
    ) -> None:
        self._randomness = randomness or SystemRandomness()
        self._metrics = metrics

    def server(self, settings: ServerSettings, services: Services) -> Http2Server:
        """A server that listens once entered."""
        metrics = settings.metrics or self._metrics
        return Http2Server(settings, services, self._randomness, metrics)

    def channel(self, settings: ChannelSettings) -> Http2Channel:
        """A channel that connects when used."""
        return Http2Channel(settings)
