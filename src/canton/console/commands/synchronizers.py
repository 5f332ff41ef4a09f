"""Commands of a participant about the synchronizers it connects to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from canton.console.endpoint import methods_of
from canton.console.group import Group
from canton.console.identifier import PhysicalSynchronizerId, SynchronizerId, logical_of, text_of
from canton.console.parameters import (
    NO_AMPLIFICATION,
    SequencerConnection,
    SequencerConnections,
    SequencerConnectionValidation,
    SubmissionRequestAmplification,
    SynchronizerConnectionConfig,
)
from canton.console.spelling import Duration, command, seconds_of
from canton.wire import admin_participant_pb2 as wire

_CONNECTIVITY: Final = methods_of(
    wire.DESCRIPTOR.services_by_name["SynchronizerConnectivityService"]
)
_ALL: Final = SequencerConnectionValidation.ALL
BOUNDED: Final = "bounded"
"""Waits for a topology change for as long as the console's bounded timeout."""

Synchronize = Duration | None


@dataclass(frozen=True, slots=True)
class ConnectedSynchronizer:
    """A synchronizer that the participant is connected to."""

    synchronizer_alias: str
    synchronizer_id: SynchronizerId
    physical_synchronizer_id: PhysicalSynchronizerId
    healthy: bool


@dataclass(frozen=True, slots=True)
class RegisteredSynchronizer:
    """A synchronizer that the participant knows."""

    config: SynchronizerConnectionConfig
    physical_synchronizer_id: PhysicalSynchronizerId | None
    connected: bool


class Synchronizers(Group):
    """Connect to synchronizers."""

    @command
    def connect_local(
        self,
        sequencer: Any,
        alias: str,
        manual_connect: bool = False,
        physical_synchronizer_id: str | None = None,
        priority: int = 0,
        synchronize: Synchronize = BOUNDED,
        validation: SequencerConnectionValidation = _ALL,
    ) -> None:
        """Connects to the synchronizer of a sequencer of this network, unless already done."""
        self.connect_local_bft(
            [sequencer],
            alias,
            manual_connect=manual_connect,
            physical_synchronizer_id=physical_synchronizer_id,
            priority=priority,
            synchronize=synchronize,
            validation=validation,
        )

    @command
    def connect_local_bft(
        self,
        sequencers: Iterable[Any],
        synchronizer_alias: str,
        *,
        manual_connect: bool = False,
        physical_synchronizer_id: str | None = None,
        priority: int = 0,
        synchronize: Synchronize = BOUNDED,
        sequencer_trust_threshold: int = 1,
        sequencer_liveness_margin: int = 0,
        submission_request_amplification: SubmissionRequestAmplification = NO_AMPLIFICATION,
        validation: SequencerConnectionValidation = _ALL,
    ) -> None:
        """Connects to a synchronizer by several sequencers of this network.

        The participant listens to as many of them as threshold and margin say, and turns to the
        others when one is lost.
        """
        connections = SequencerConnections(
            tuple(sequencer.sequencer_connection for sequencer in sequencers),
            sequencer_trust_threshold,
            sequencer_liveness_margin,
            submission_request_amplification,
        )
        config = SynchronizerConnectionConfig(
            synchronizer_alias, connections, manual_connect, physical_synchronizer_id, priority
        )
        self._connect(config, validation, synchronize)

    @command
    def connect_bft(
        self,
        connections: Iterable[SequencerConnection],
        synchronizer_alias: str,
        *,
        physical_synchronizer_id: str | None = None,
        manual_connect: bool = False,
        priority: int = 0,
        synchronize: Synchronize = BOUNDED,
        sequencer_trust_threshold: int = 1,
        sequencer_liveness_margin: int = 0,
        submission_request_amplification: SubmissionRequestAmplification = NO_AMPLIFICATION,
        validation: SequencerConnectionValidation = _ALL,
    ) -> None:
        """Connects to a synchronizer by several connections."""
        config = SynchronizerConnectionConfig(
            synchronizer_alias,
            SequencerConnections(
                tuple(connections),
                sequencer_trust_threshold,
                sequencer_liveness_margin,
                submission_request_amplification,
            ),
            manual_connect,
            physical_synchronizer_id,
            priority,
        )
        self._connect(config, validation, synchronize)

    @command
    def connect(
        self,
        synchronizer_alias: Any,
        connection: Any,
        manual_connect: bool = False,
        physical_synchronizer_id: str | None = None,
        priority: int = 0,
        synchronize: Synchronize = BOUNDED,
        validation: SequencerConnectionValidation = _ALL,
    ) -> SynchronizerConnectionConfig:
        """Connects to the synchronizer at `http://host:port`; or `connect(sequencer, alias)`."""
        if not isinstance(synchronizer_alias, str):
            synchronizer_alias, connection = connection, synchronizer_alias
        if isinstance(connection, str):
            connection = SequencerConnection.of_url("DefaultSequencer", connection)
        elif not isinstance(connection, SequencerConnection):
            connection = connection.sequencer_connection
        config = SynchronizerConnectionConfig(
            synchronizer_alias,
            SequencerConnections((connection,)),
            manual_connect,
            physical_synchronizer_id,
            priority,
        )
        self._connect(config, validation, synchronize)
        return config

    @command
    def connect_by_config(
        self,
        config: SynchronizerConnectionConfig,
        validation: SequencerConnectionValidation = _ALL,
        synchronize: Synchronize = BOUNDED,
    ) -> None:
        """Connects to the synchronizer of a connection config."""
        self._connect(config, validation, synchronize)

    def _connect(
        self,
        config: SynchronizerConnectionConfig,
        validation: SequencerConnectionValidation,
        synchronize: Synchronize,
    ) -> None:
        """Connects, or reconnects where the alias is known: running a script twice is safe."""
        if self.is_registered(config.synchronizer_alias):
            self.reconnect(config.synchronizer_alias)
        else:
            request = wire.ConnectSynchronizerRequest(
                config=config.to_proto(),
                sequencer_connection_validation=validation.value,  # type: ignore[arg-type]
            )
            self._admin.unary(_CONNECTIVITY["ConnectSynchronizer"], request)
        if synchronize is not None:
            bounded_s = self._runner.timeouts.bounded_s
            wait = bounded_s if synchronize == BOUNDED else seconds_of(synchronize)
            self._node.topology.synchronisation.await_idle(wait)

    @command
    def register_by_config(
        self,
        config: SynchronizerConnectionConfig,
        perform_handshake: bool = True,
        validation: SequencerConnectionValidation = _ALL,
    ) -> None:
        """Makes a synchronizer known without connecting to it."""
        connection = 2 if perform_handshake else 1
        request = wire.RegisterSynchronizerRequest(
            config=config.to_proto(),
            synchronizer_connection=connection,  # type: ignore[arg-type]
            sequencer_connection_validation=validation.value,  # type: ignore[arg-type]
        )
        self._admin.unary(_CONNECTIVITY["RegisterSynchronizer"], request)

    @command
    def reconnect(self, synchronizer_alias: str, retry: bool = True) -> bool:
        """Connects again to a known synchronizer; says whether it succeeded."""
        request = wire.ReconnectSynchronizerRequest(
            synchronizer_alias=synchronizer_alias, retry=retry
        )
        response = self._admin.unary(_CONNECTIVITY["ReconnectSynchronizer"], request)
        return bool(response.connected_successfully)

    @command
    def reconnect_all(self, ignore_failures: bool = True) -> None:
        """Connects again to every known synchronizer that is not to be connected by hand."""
        request = wire.ReconnectSynchronizersRequest(ignore_failures=ignore_failures)
        self._admin.unary(_CONNECTIVITY["ReconnectSynchronizers"], request)

    @command
    def disconnect(self, synchronizer_alias: str) -> None:
        """Disconnects from a synchronizer."""
        request = wire.DisconnectSynchronizerRequest(synchronizer_alias=synchronizer_alias)
        self._admin.unary(_CONNECTIVITY["DisconnectSynchronizer"], request)

    @command
    def disconnect_all(self) -> None:
        """Disconnects from every synchronizer."""
        request = wire.DisconnectAllSynchronizersRequest()
        self._admin.unary(_CONNECTIVITY["DisconnectAllSynchronizers"], request)

    @command
    def modify(
        self,
        synchronizer_alias: str,
        modifier: Callable[[SynchronizerConnectionConfig], SynchronizerConnectionConfig],
        validation: SequencerConnectionValidation = _ALL,
    ) -> None:
        """Changes how a known synchronizer is reached."""
        request = wire.ModifySynchronizerRequest(
            new_config=modifier(self.config(synchronizer_alias)).to_proto(),
            sequencer_connection_validation=validation.value,  # type: ignore[arg-type]
        )
        self._admin.unary(_CONNECTIVITY["ModifySynchronizer"], request)

    @command
    def list_connected(self) -> list[ConnectedSynchronizer]:
        """The synchronizers that the participant is connected to."""
        request = wire.ListConnectedSynchronizersRequest()
        response = self._admin.unary(_CONNECTIVITY["ListConnectedSynchronizers"], request)
        return [
            ConnectedSynchronizer(
                each.synchronizer_alias,
                SynchronizerId(each.synchronizer_id),
                PhysicalSynchronizerId(each.physical_synchronizer_id),
                each.healthy,
            )
            for each in response.connected_synchronizers
        ]

    @command
    def list_registered(self) -> list[RegisteredSynchronizer]:
        """The synchronizers that the participant knows."""
        request = wire.ListRegisteredSynchronizersRequest()
        response = self._admin.unary(_CONNECTIVITY["ListRegisteredSynchronizers"], request)
        return [
            RegisteredSynchronizer(
                SynchronizerConnectionConfig.from_proto(each.config),
                PhysicalSynchronizerId(each.physical_synchronizer_id)
                if each.HasField("physical_synchronizer_id")
                else None,
                each.connected,
            )
            for each in response.results
        ]

    @command
    def config(self, synchronizer_alias: str) -> SynchronizerConnectionConfig:
        """How a known synchronizer is reached.

        Raises:
            KeyError: the alias is not known.
        """
        for each in self.list_registered():
            if each.config.synchronizer_alias == synchronizer_alias:
                return each.config
        raise KeyError(synchronizer_alias)

    @command
    def is_registered(self, synchronizer_alias: str) -> bool:
        """Whether the alias is known."""
        aliases = {each.config.synchronizer_alias for each in self.list_registered()}
        return synchronizer_alias in aliases

    @command
    def is_connected(self, synchronizer: Any) -> bool:
        """Whether the participant is connected to an alias, id or physical id."""
        text = text_of(synchronizer)
        return any(
            text in (each.synchronizer_alias, logical_of(each.synchronizer_id))
            or text == each.physical_synchronizer_id
            for each in self.list_connected()
        )

    @command
    def active(self, synchronizer_alias: str) -> bool:
        """Whether the participant is connected to the synchronizer and the connection healthy."""
        return any(
            each.healthy and each.synchronizer_alias == synchronizer_alias
            for each in self.list_connected()
        )

    @command
    def id_of(self, synchronizer_alias: str) -> SynchronizerId:
        """The id of the synchronizer behind an alias."""
        return self.physical_id_of(synchronizer_alias).logical

    @command
    def physical_id_of(self, synchronizer_alias: str) -> PhysicalSynchronizerId:
        """The physical id of the synchronizer behind an alias."""
        request = wire.GetSynchronizerIdRequest(synchronizer_alias=synchronizer_alias)
        response = self._admin.unary(_CONNECTIVITY["GetSynchronizerId"], request)
        return PhysicalSynchronizerId(response.physical_synchronizer_id)
