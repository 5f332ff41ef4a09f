"""What the configuration says about sequencers and how to use them. Source: HA sheet 6.1, 6.2."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from canton.identifiers import Member
from canton.lifecycle.backoff import Backoff
from canton.sequencer_client.core.submission import Amplification
from canton.sequencer_client.core.time_tracker import TimeTrackerSettings
from canton.transport.settings import ChannelSettings, ChannelTls, KeepAlive

MESSAGE_BYTES_MAX: Final = 128 * 1024 * 1024
KEEP_ALIVE: Final = KeepAlive(time_s=40, timeout_s=15)
PROTOCOL_VERSIONS: Final = (35,)
CLIENT_VERSION: Final = "3.6.0"
NO_AMPLIFICATION: Final = Amplification()
RESTART: Final = Backoff(first_s=0.01, limit_s=10.0)
HEALTH_SERVICE: Final = "sequencer-health-check-service"


@dataclass(frozen=True, slots=True)
class SequencerAlias:
    """One sequencer as configured: a name of ours, its endpoints, and who it must be, if known.

    The endpoints (host and port) are interchangeable ways to the same sequencer.
    """

    alias: str
    endpoints: tuple[tuple[str, int], ...]
    tls: ChannelTls | None = None
    expected: Member | None = None

    def connections(self, keep_alive: KeepAlive | None = KEEP_ALIVE) -> list[ConnectionSettings]:
        """One connection for each endpoint."""
        return [
            ConnectionSettings(
                f"{self.alias}-{index}",
                ChannelSettings(host, port, self.tls, MESSAGE_BYTES_MAX, keep_alive),
                self.expected,
            )
            for index, (host, port) in enumerate(self.endpoints)
        ]


@dataclass(frozen=True, slots=True)
class ConnectionSettings:
    """One endpoint: the connection's name, where it is, and who must be there, if known."""

    name: str
    channel: ChannelSettings
    expected: Member | None = None


@dataclass(frozen=True, slots=True)
class SignsOfLife:
    """How a sequencer is found out that keeps its connection and does not answer.

    It is asked something small every `interval_s`. If it does not answer within `answer_s_max`,
    the connection is given up, with all that waits on it. The transport's keep-alive, which the
    configuration sets, is too slow for that.
    """

    interval_s: float = 1.0
    answer_s_max: float = 3.0


@dataclass(frozen=True, slots=True)
class LivenessLimits:
    """A subscription that lags by more than both is closed; zeros switch that off."""

    lag_s_max: float = 120.0
    lag_events_max: int = 50


@dataclass(frozen=True, slots=True)
class SequencerConnections:
    """The sequencers of a synchronizer and how far each is trusted.

    Events count once `trust_threshold` sequencers delivered the same; `liveness_margin` more
    subscriptions are kept so that the loss of one is not noticed.
    """

    aliases: tuple[SequencerAlias, ...]
    trust_threshold: int = 1
    liveness_margin: int = 0
    amplification: Amplification = NO_AMPLIFICATION
    restart: Backoff = RESTART
    subscription_request_s: float = 1.0
    warn_unvalidated_s: float = 20.0
    liveness_limits: LivenessLimits = field(default_factory=LivenessLimits)

    def __post_init__(self) -> None:
        names = [alias.alias for alias in self.aliases]
        if len(set(names)) != len(names):
            raise ValueError("two sequencer connections have the same alias")
        if not 1 <= self.trust_threshold <= len(names):
            raise ValueError(f"{len(names)} sequencers cannot reach {self.trust_threshold}")

    def connections(self, keep_alive: KeepAlive | None = KEEP_ALIVE) -> list[ConnectionSettings]:
        """All endpoints."""
        return [each for alias in self.aliases for each in alias.connections(keep_alive)]

    @property
    def subscription_count(self) -> int:
        """How many subscriptions are wanted."""
        return self.trust_threshold + self.liveness_margin


@dataclass(frozen=True, slots=True)
class ClientSettings:
    """Limits and periods of a client."""

    max_request_size: int = MESSAGE_BYTES_MAX
    """Bounds what is decompressed of an event."""
    initialization_s_max: float = 30.0
    call_s_max: float = 20.0
    acknowledgement_interval_s: float = 60.0
    event_buffer_count: int = 1_000
    subscription_lead_max: int = 100
    """How many events a subscription may be ahead of what the threshold has accepted."""
    time_tracker: TimeTrackerSettings = field(default_factory=TimeTrackerSettings)
    keep_alive: KeepAlive | None = KEEP_ALIVE
    """How a sequencer is found out that keeps its connection and does not answer."""
