"""Commands that tell which synchronizers a participant knows and is connected to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from canton.console.endpoint import methods_of
from canton.console.failure import CommandFailure
from canton.console.group import Group
from canton.console.identifier import PhysicalSynchronizerId, SynchronizerId, logical_of, text_of
from canton.console.parameters import SynchronizerConnectionConfig
from canton.console.spelling import command
from canton.wire import admin_participant_pb2 as wire

CONNECTIVITY: Final = methods_of(
    wire.DESCRIPTOR.services_by_name["SynchronizerConnectivityService"]
)


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


class KnownSynchronizers(Group):
    """Look at the connections to synchronizers."""

    @command
    def list_connected(self) -> list[ConnectedSynchronizer]:
        """The synchronizers that the participant is connected to."""
        request = wire.ListConnectedSynchronizersRequest()
        response = self._admin.unary(CONNECTIVITY["ListConnectedSynchronizers"], request)
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
        response = self._admin.unary(CONNECTIVITY["ListRegisteredSynchronizers"], request)
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
            CommandFailure: the alias is not known.
        """
        for each in self.list_registered():
            if each.config.synchronizer_alias == synchronizer_alias:
                return each.config
        raise CommandFailure(
            f"{self._node.name} knows no synchronizer {synchronizer_alias!r}: "
            "`synchronizers.list_registered()` lists those that it knows"
        )

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
        response = self._admin.unary(CONNECTIVITY["GetSynchronizerId"], request)
        return PhysicalSynchronizerId(response.physical_synchronizer_id)
