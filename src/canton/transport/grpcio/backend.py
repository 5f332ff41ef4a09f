"""The grpcio backend as a `Transport`."""

from __future__ import annotations

from canton.clock import Randomness, SystemRandomness
from canton.telemetry.metric import Metrics
from canton.transport.grpcio.channel import GrpcChannel
from canton.transport.grpcio.server import GrpcServer
from canton.transport.services import Services
from canton.transport.settings import ChannelSettings, ServerSettings


class GrpcTransport:
    """Makes servers and channels on real sockets."""

    def __init__(
        self, randomness: Randomness | None = None, metrics: Metrics | None = None
    ) -> None:
        self._randomness = randomness or SystemRandomness()
        self._metrics = metrics

    def server(self, settings: ServerSettings, services: Services) -> GrpcServer:
        """A server that listens once entered."""
        metrics = settings.metrics or self._metrics
        return GrpcServer(settings, services, self._randomness, metrics)

    def channel(self, settings: ChannelSettings) -> GrpcChannel:
        """A channel that connects when used."""
        return GrpcChannel(settings)
