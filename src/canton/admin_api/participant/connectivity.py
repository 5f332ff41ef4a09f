"""SynchronizerConnectivityService: which synchronizers a participant knows and is connected to.

Source: Canton 3.6 GrpcSynchronizerConnectivityService; console-config-admin sheet 4.7.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

from canton.admin_api.errors import reading
from canton.errors import CantonError, LedgerError, TransientError
from canton.identifiers import PhysicalSynchronizerId
from canton.participant.synchronizers import SYNCHRONIZER_UNKNOWN, Registration
from canton.sequencer_client.core.validation import Validation
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import admin_participant_pb2 as wire

_SERVICE: Final = wire.DESCRIPTOR.services_by_name["SynchronizerConnectivityService"]
_ACTIVE: Final = wire.ListRegisteredSynchronizersResponse.STATUS_ACTIVE


class Link(Protocol):
    """An open connection."""

    @property
    def synchronizer(self) -> PhysicalSynchronizerId:
        """Where it leads."""


class KnownSynchronizers(Protocol):
    """The synchronizers of an active participant; `Synchronizers` is one.

    A `config` is the serialized message of the admin API.
    """

    @property
    def registered(self) -> Sequence[Registration]:
        """All that are known."""

    @property
    def connected(self) -> Mapping[str, Link]:
        """The open connections by alias."""

    def registration(self, alias: str) -> Registration:
        """The one of that alias; raises `LedgerError` where there is none."""

    async def register(self, config: bytes, alias: str, validation: Validation) -> Registration:
        """Makes a synchronizer known."""

    async def modify(self, config: bytes, alias: str, validation: Validation) -> None:
        """Changes how a synchronizer is reached."""

    async def connect(self, alias: str) -> Link:
        """Connects, or raises the first failure."""

    def connect_in_background(self, aliases: Iterable[str]) -> None:
        """Connects and keeps trying."""

    async def disconnect(self, alias: str) -> None:
        """Ends a connection, if there is one."""


class ConnectivityService:
    """Answers from the synchronizers that `synchronizers` finds."""

    def __init__(self, synchronizers: Callable[[], KnownSynchronizers]) -> None:
        self._synchronizers = synchronizers

    async def connect(self, request: wire.ConnectSynchronizerRequest, call: Call) -> Any:
        """Registers and connects."""
        known = self._synchronizers()
        alias = await _register(known, request)
        await known.connect(alias)
        return wire.ConnectSynchronizerResponse(connected_successfully=True)

    async def register(self, request: wire.RegisterSynchronizerRequest, call: Call) -> Any:
        """Registers without connecting."""
        await _register(self._synchronizers(), request)
        return wire.RegisterSynchronizerResponse()

    async def modify(self, request: wire.ModifySynchronizerRequest, call: Call) -> Any:
        """Changes how a synchronizer is reached."""
        alias = _alias(request.new_config)
        validation = _validation(request.sequencer_connection_validation)
        config = request.new_config.SerializeToString()
        await self._synchronizers().modify(config, alias, validation)
        return wire.ModifySynchronizerResponse()

    async def reconnect(self, request: wire.ReconnectSynchronizerRequest, call: Call) -> Any:
        """Connects; with `retry`, a failure that may pass is tried again in the background."""
        known = self._synchronizers()
        alias = known.registration(request.synchronizer_alias).alias
        is_connected = await _connects(known, alias, retries=request.retry)
        return wire.ReconnectSynchronizerResponse(connected_successfully=is_connected)

    async def reconnect_all(self, request: wire.ReconnectSynchronizersRequest, call: Call) -> Any:
        """Connects to all that are not to be connected by hand."""
        known = self._synchronizers()
        for each in known.registered:
            if not each.is_manual and each.alias not in known.connected:
                try:
                    await _connects(known, each.alias, retries=request.ignore_failures)
                except CantonError:
                    if not request.ignore_failures:
                        raise
        return wire.ReconnectSynchronizersResponse()

    async def disconnect(self, request: wire.DisconnectSynchronizerRequest, call: Call) -> Any:
        """Disconnects."""
        known = self._synchronizers()
        await known.disconnect(known.registration(request.synchronizer_alias).alias)
        return wire.DisconnectSynchronizerResponse()

    async def disconnect_all(self, request: Any, call: Call) -> Any:
        """Disconnects from all, and ends attempts to connect."""
        known = self._synchronizers()
        for each in known.registered:
            await known.disconnect(each.alias)
        return wire.DisconnectAllSynchronizersResponse()

    async def list_connected(self, request: Any, call: Call) -> Any:
        """The open connections."""
        result = wire.ListConnectedSynchronizersResponse.Result
        return wire.ListConnectedSynchronizersResponse(
            connected_synchronizers=[
                result(
                    synchronizer_alias=alias,
                    synchronizer_id=str(link.synchronizer.logical),
                    physical_synchronizer_id=str(link.synchronizer),
                    healthy=True,
                )
                for alias, link in self._synchronizers().connected.items()
            ]
        )

    async def list_registered(self, request: Any, call: Call) -> Any:
        """All that are known."""
        known = self._synchronizers()
        connected = known.connected
        return wire.ListRegisteredSynchronizersResponse(
            results=[
                wire.ListRegisteredSynchronizersResponse.Result(
                    config=wire.SynchronizerConnectionConfig.FromString(each.config),
                    connected=each.alias in connected,
                    physical_synchronizer_id=str(each.physical_id) if each.physical_id else None,
                    status=_ACTIVE,
                )
                for each in known.registered
            ]
        )

    async def get_synchronizer_id(self, request: wire.GetSynchronizerIdRequest, call: Call) -> Any:
        """The id behind an alias, as learned when it was first connected."""
        physical = self._synchronizers().registration(request.synchronizer_alias).physical_id
        if physical is None:
            raise LedgerError(
                SYNCHRONIZER_UNKNOWN,
                f"the id of {request.synchronizer_alias} is known once it was connected",
            )
        return wire.GetSynchronizerIdResponse(
            synchronizer_id=str(physical.logical), physical_synchronizer_id=str(physical)
        )

    def table(self) -> ServiceTable:
        """SynchronizerConnectivityService."""
        return table_of(
            _SERVICE,
            {
                "ConnectSynchronizer": self.connect,
                "RegisterSynchronizer": self.register,
                "ModifySynchronizer": self.modify,
                "ReconnectSynchronizer": self.reconnect,
                "ReconnectSynchronizers": self.reconnect_all,
                "DisconnectSynchronizer": self.disconnect,
                "DisconnectAllSynchronizers": self.disconnect_all,
                "ListConnectedSynchronizers": self.list_connected,
                "ListRegisteredSynchronizers": self.list_registered,
                "GetSynchronizerId": self.get_synchronizer_id,
            },
        )


async def _register(
    known: KnownSynchronizers,
    request: wire.ConnectSynchronizerRequest | wire.RegisterSynchronizerRequest,
) -> str:
    alias = _alias(request.config)
    validation = _validation(request.sequencer_connection_validation)
    await known.register(request.config.SerializeToString(), alias, validation)
    return alias


def _validation(number: int) -> Validation:
    with reading():
        return Validation(number)


async def _connects(known: KnownSynchronizers, alias: str, *, retries: bool) -> bool:
    try:
        await known.connect(alias)
    except TransientError:
        if not retries:
            raise
        known.connect_in_background([alias])
        return False
    return True


def _alias(config: wire.SynchronizerConnectionConfig) -> str:
    with reading():
        if not config.synchronizer_alias:
            raise ValueError("the synchronizer alias is missing")
    return config.synchronizer_alias
