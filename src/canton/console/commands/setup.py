"""Commands that make a sequencer or a mediator part of a synchronizer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from canton.console.endpoint import methods_of
from canton.console.group import Group
from canton.console.identifier import text_of
from canton.console.parameters import SequencerConnections, SequencerConnectionValidation
from canton.console.spelling import command
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.wire import mediator_admin_pb2, sequencer_admin_pb2

_SEQUENCER: Final = methods_of(
    sequencer_admin_pb2.DESCRIPTOR.services_by_name["SequencerInitializationService"]
)
_SEQUENCER_ADMINISTRATION: Final = methods_of(
    sequencer_admin_pb2.DESCRIPTOR.services_by_name["SequencerAdministrationService"]
)
_MEDIATOR: Final = methods_of(
    mediator_admin_pb2.DESCRIPTOR.services_by_name["MediatorInitializationService"]
)
_CONNECTION: Final = methods_of(
    mediator_admin_pb2.DESCRIPTOR.services_by_name["SequencerConnectionService"]
)
_CHUNK_SIZE: Final = 1024 * 1024


def _chunks(content: bytes) -> Iterator[bytes]:
    for start in range(0, max(len(content), 1), _CHUNK_SIZE):
        yield content[start : start + _CHUNK_SIZE]


class SequencerSetup(Group):
    """Make a sequencer part of a synchronizer."""

    @command
    def assign_from_genesis_state_v2(
        self,
        genesis_state: bytes,
        synchronizer_parameters: StaticSynchronizerParameters,
        wait_for_ready: bool = True,
    ) -> None:
        """Founds the sequencer on the state with which its synchronizer begins."""
        if wait_for_ready:
            self._node.health.wait_for_ready_for_initialization()
        requests = [
            sequencer_admin_pb2.InitializeSequencerFromGenesisStateV2Request(
                topology_snapshot=chunk, synchronizer_parameters=synchronizer_parameters.to_proto()
            )
            for chunk in _chunks(genesis_state)
        ]
        self._admin.upload(_SEQUENCER["InitializeSequencerFromGenesisStateV2"], requests)

    @command
    def assign_from_onboarding_state_v2(
        self, onboarding_state: bytes, wait_for_ready: bool = True
    ) -> None:
        """Founds the sequencer on the state that another sequencer of the synchronizer gave."""
        if wait_for_ready:
            self._node.health.wait_for_ready_for_initialization()
        requests = [
            sequencer_admin_pb2.InitializeSequencerFromOnboardingStateV2Request(
                onboarding_state=chunk
            )
            for chunk in _chunks(onboarding_state)
        ]
        self._admin.upload(_SEQUENCER["InitializeSequencerFromOnboardingStateV2"], requests)

    @command
    def onboarding_state_for_sequencer_v2(self, sequencer_id: Any) -> bytes:
        """The state on which a further sequencer can be founded."""
        request = sequencer_admin_pb2.OnboardingStateV2Request(sequencer_uid=text_of(sequencer_id))
        chunks = self._admin.stream(_SEQUENCER_ADMINISTRATION["OnboardingStateV2"], request)
        return b"".join(chunk.onboarding_state_for_sequencer for chunk in chunks)


class MediatorSetup(Group):
    """Make a mediator part of a synchronizer."""

    @command
    def assign(
        self,
        physical_synchronizer_id: Any,
        sequencer_connections: SequencerConnections,
        sequencer_connection_validation: SequencerConnectionValidation = (
            SequencerConnectionValidation.ALL
        ),
        wait_for_ready: bool = True,
    ) -> None:
        """Tells the mediator its synchronizer and how to reach it."""
        if wait_for_ready:
            self._node.health.wait_for_ready_for_initialization()
        request = mediator_admin_pb2.InitializeMediatorRequest(
            physical_synchronizer_id=text_of(physical_synchronizer_id),
            sequencer_connections=sequencer_connections.to_proto(),
            sequencer_connection_validation=sequencer_connection_validation.value,  # type: ignore[arg-type]
        )
        self._admin.unary(_MEDIATOR["InitializeMediator"], request)


class SequencerConnectionGroup(Group):
    """How a mediator reaches its sequencers."""

    @command
    def get(self) -> SequencerConnections | None:
        """The connections; None before the mediator is initialized."""
        response = self._admin.unary(
            _CONNECTION["GetConnection"], mediator_admin_pb2.GetConnectionRequest()
        )
        if not response.HasField("sequencer_connections"):
            return None
        return SequencerConnections.from_proto(response.sequencer_connections)

    @command
    def set(
        self,
        connections: SequencerConnections,
        validation: SequencerConnectionValidation = SequencerConnectionValidation.ALL,
    ) -> None:
        """Replaces the connections."""
        request = mediator_admin_pb2.SetConnectionRequest(
            sequencer_connections=connections.to_proto(),
            sequencer_connection_validation=validation.value,  # type: ignore[arg-type]
        )
        self._admin.unary(_CONNECTION["SetConnection"], request)
