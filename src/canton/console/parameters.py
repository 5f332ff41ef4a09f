"""Values that scripts build and get: parameters of synchronizers, connections, topology results."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any, Final, Self

from canton.console.identifier import text_of
from canton.console.spelling import Duration, seconds_of
from canton.timestamps import micros
from canton.topology.parameters.static import StaticSynchronizerParameters as StaticParameters
from canton.wire import admin_participant_pb2 as participant_pb2
from canton.wire import admin_sequencer_pb2 as sequencer_pb2


class ProtocolVersion:
    """The protocol versions by the names that scripts use."""

    v34: Final = 34
    v35: Final = 35
    latest: Final = 35
    for_synchronizer: Final = 35
    forSynchronizer: Final = 35  # noqa: N815  # as the original spells it


class StaticSynchronizerParameters:
    """The parameters that a synchronizer keeps for ever."""

    @staticmethod
    def defaults(
        protocol_version: int = ProtocolVersion.latest,
        *,
        topology_change_delay: Duration | None = None,
    ) -> StaticParameters:
        """What a synchronizer gets unless it asks for something else."""
        parameters = StaticParameters(protocol_version=protocol_version)
        if topology_change_delay is None:
            return parameters
        delay = micros(seconds=seconds_of(topology_change_delay))
        return replace(parameters, topology_change_delay=delay)


class SequencerConnectionValidation(IntEnum):
    """Which connections must be reachable and agree when they are registered."""

    DISABLED = 1
    ACTIVE = 2
    ALL = 3
    THRESHOLD_ACTIVE = 4


@dataclass(frozen=True, slots=True)
class SubmissionRequestAmplification:
    """How many sequencers get a copy of a request, and how long one is given to deliver it."""

    factor: int = 1
    patience: Duration = 0.0

    def to_proto(self) -> sequencer_pb2.SubmissionRequestAmplification:
        """The message."""
        message = sequencer_pb2.SubmissionRequestAmplification(factor=self.factor)
        message.patience.FromMicroseconds(round(seconds_of(self.patience) * 1e6))
        return message


NO_AMPLIFICATION: Final = SubmissionRequestAmplification()


@dataclass(frozen=True, slots=True)
class SequencerConnection:
    """A sequencer by alias and the addresses where it answers, as `host:port`."""

    alias: str
    endpoints: tuple[str, ...]
    transport_security: bool = False
    custom_trust_certificates: bytes | None = None
    sequencer_id: str | None = None

    @staticmethod
    def of_url(alias: str, url: str) -> SequencerConnection:
        """The connection to `http://host:port` or `https://host:port`.

        Raises:
            ValueError: the text is no such address.
        """
        scheme, separator, rest = url.partition("://")
        host, _, port = rest.rstrip("/").rpartition(":")
        if not separator or scheme not in ("http", "https") or not host or not port.isdigit():
            raise ValueError(f"{url!r} is not of the form http://host:port")
        return SequencerConnection(alias, (f"{host}:{port}",), scheme == "https")

    def to_proto(self) -> sequencer_pb2.SequencerConnection:
        """The message."""
        scheme = "https" if self.transport_security else "http"
        return sequencer_pb2.SequencerConnection(
            grpc=sequencer_pb2.SequencerConnection.Grpc(
                connections=[f"{scheme}://{endpoint}" for endpoint in self.endpoints],
                transport_security=self.transport_security,
                custom_trust_certificates=self.custom_trust_certificates,
            ),
            alias=self.alias,
            sequencer_id=self.sequencer_id,
        )

    @staticmethod
    def from_proto(message: sequencer_pb2.SequencerConnection) -> SequencerConnection:
        """Reads the message; the scheme before an address is dropped."""
        grpc = message.grpc
        trust = grpc.custom_trust_certificates
        return SequencerConnection(
            message.alias,
            tuple(address.rpartition("://")[2] for address in grpc.connections),
            grpc.transport_security,
            trust if grpc.HasField("custom_trust_certificates") else None,
            message.sequencer_id if message.HasField("sequencer_id") else None,
        )


@dataclass(frozen=True, slots=True)
class SequencerConnections:
    """The sequencers a node uses, and how many of them it trusts and listens to."""

    connections: tuple[SequencerConnection, ...]
    sequencer_trust_threshold: int = 1
    sequencer_liveness_margin: int = 0
    submission_request_amplification: SubmissionRequestAmplification = NO_AMPLIFICATION

    def to_proto(self) -> sequencer_pb2.SequencerConnections:
        """The message, with the pool delays and liveness limits of the original."""
        message = sequencer_pb2.SequencerConnections(
            sequencer_connections=[connection.to_proto() for connection in self.connections],
            sequencer_trust_threshold=self.sequencer_trust_threshold,
            sequencer_liveness_margin=self.sequencer_liveness_margin,
            submission_request_amplification=self.submission_request_amplification.to_proto(),
        )
        delays = message.sequencer_connection_pool_delays
        delays.min_restart_delay.FromMilliseconds(10)
        delays.max_restart_delay.FromSeconds(10)
        delays.subscription_request_delay.FromSeconds(1)
        delays.warn_validation_delay.FromSeconds(20)
        limits = message.subscription_liveness_limits
        limits.max_timestamp_delta.FromSeconds(120)
        limits.max_ordinal_delta = 50
        return message

    @staticmethod
    def from_proto(message: sequencer_pb2.SequencerConnections) -> SequencerConnections:
        """Reads the message."""
        amplification = message.submission_request_amplification
        return SequencerConnections(
            tuple(SequencerConnection.from_proto(each) for each in message.sequencer_connections),
            message.sequencer_trust_threshold,
            message.sequencer_liveness_margin,
            SubmissionRequestAmplification(
                amplification.factor, amplification.patience.ToMicroseconds() / 1e6
            ),
        )


@dataclass(frozen=True, slots=True)
class SynchronizerConnectionConfig:
    """How a participant connects to a synchronizer that it calls by an alias."""

    synchronizer_alias: str
    sequencer_connections: SequencerConnections
    manual_connect: bool = False
    physical_synchronizer_id: str | None = None
    priority: int = 0

    def update(self, **changes: Any) -> Self:
        """A copy with these fields changed."""
        return replace(self, **changes)

    def to_proto(self) -> participant_pb2.SynchronizerConnectionConfig:
        """The message."""
        return participant_pb2.SynchronizerConnectionConfig(
            synchronizer_alias=self.synchronizer_alias,
            sequencer_connections=self.sequencer_connections.to_proto(),
            manual_connect=self.manual_connect,
            physical_synchronizer_id=self.physical_synchronizer_id or "",
            priority=self.priority,
        )

    @staticmethod
    def from_proto(
        message: participant_pb2.SynchronizerConnectionConfig,
    ) -> SynchronizerConnectionConfig:
        """Reads the message."""
        return SynchronizerConnectionConfig(
            message.synchronizer_alias,
            SequencerConnections.from_proto(message.sequencer_connections),
            message.manual_connect,
            message.physical_synchronizer_id or None,
            message.priority,
        )


@dataclass(frozen=True, slots=True)
class TopologyResult:
    """One topology mapping with its place in a store. `item` is the mapping's message."""

    item: Any
    serial: int
    transaction_hash: bytes
    signed_by: tuple[str, ...]
    valid_from: Any
    valid_until: Any = field(default=None)


class BulkList(list[Any]):
    """A list of node references that takes commands for all of them.

    `participants.all.dars.upload(...)` runs the command on each, collects every failure, and
    returns the results by node name.
    """

    def __getattr__(self, group: str) -> Any:
        if group.startswith("_"):
            raise AttributeError(group)
        return _Bulk(self, (group,))


@dataclass(frozen=True, slots=True)
class _Bulk:
    nodes: Iterable[Any]
    path: tuple[str, ...]

    def __getattr__(self, name: str) -> _Bulk:
        return _Bulk(self.nodes, (*self.path, name))

    def __call__(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        results: dict[str, Any] = {}
        failures: list[Exception] = []
        nodes = list(self.nodes)
        for node in nodes:
            target: Callable[..., Any] = node
            for name in self.path:
                target = getattr(target, name)
            try:
                results[node.name] = target(*args, **kwargs)
            except Exception as failure:
                failures.append(failure)
        if failures:
            raise ExceptionGroup(
                f"Command failed on {len(failures)} out of {len(nodes)} instances", failures
            )
        return results


def id_texts(values: Iterable[Any]) -> list[str]:
    """The ids of node references, ids or strings."""
    return [text_of(value) for value in values]
