"""Commands of a participant about the synchronizers it connects to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from canton.console.commands.known_synchronizers import CONNECTIVITY, KnownSynchronizers
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

_ALL: Final = SequencerConnectionValidation.ALL
BOUNDED: Final = "bounded"
"""Waits for a topology change for as long as the console's bounded timeout."""

Synchronize = Duration | None


class Synchronizers(KnownSynchronizers):
    """Connect to synchronizers, and look at the connections."""

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
            self._admin.unary(CONNECTIVITY["ConnectSynchronizer"], request)
        if synchronize is not None:
            bounded_s = self._runner.timeouts.bounded_s
            wait = bounded_s if synchronize == BOUNDED else seconds_of(synchronize)
            self._node.topology.synchronisation.await_idle(wait)

    @command
    def connect_multi(
        self,
        synchronizer_alias: str,
        connections: Iterable[SequencerConnection],
        synchronize: Synchronize = BOUNDED,
        validation: SequencerConnectionValidation = _ALL,
    ) -> SynchronizerConnectionConfig:
        """Connects to a synchronizer by several connections, of which one is trusted."""
        config = SynchronizerConnectionConfig(
            synchronizer_alias, SequencerConnections(tuple(connections))
        )
        self._connect(config, validation, synchronize)
        return config

    @command
    def register(
        self,
        sequencer: Any,
        alias: str,
        perform_handshake: bool = True,
        manual_connect: bool = False,
        physical_synchronizer_id: str | None = None,
        priority: int = 0,
        validation: SequencerConnectionValidation = _ALL,
    ) -> None:
        """Makes the synchronizer of a sequencer known without connecting to it."""
        config = SynchronizerConnectionConfig(
            alias,
            SequencerConnections((sequencer.sequencer_connection,)),
            manual_connect,
            physical_synchronizer_id,
            priority,
        )
        self.register_by_config(config, perform_handshake, validation)

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
        self._admin.unary(CONNECTIVITY["RegisterSynchronizer"], request)

    @command
    def reconnect(self, synchronizer_alias: str, retry: bool = True) -> bool:
        """Connects again to a known synchronizer; says whether it succeeded."""
        request = wire.ReconnectSynchronizerRequest(
            synchronizer_alias=synchronizer_alias, retry=retry
        )
        response = self._admin.unary(CONNECTIVITY["ReconnectSynchronizer"], request)
        return bool(response.connected_successfully)

    @command
    def reconnect_all(self, ignore_failures: bool = True) -> None:
        """Connects again to every known synchronizer that is not to be connected by hand."""
        request = wire.ReconnectSynchronizersRequest(ignore_failures=ignore_failures)
        self._admin.unary(CONNECTIVITY["ReconnectSynchronizers"], request)

    @command
    def disconnect(self, synchronizer_alias: str) -> None:
        """Disconnects from a synchronizer."""
        request = wire.DisconnectSynchronizerRequest(synchronizer_alias=synchronizer_alias)
        self._admin.unary(CONNECTIVITY["DisconnectSynchronizer"], request)

    @command
    def disconnect_all(self) -> None:
        """Disconnects from every synchronizer."""
        request = wire.DisconnectAllSynchronizersRequest()
        self._admin.unary(CONNECTIVITY["DisconnectAllSynchronizers"], request)

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
        self._admin.unary(CONNECTIVITY["ModifySynchronizer"], request)
