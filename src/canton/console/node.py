"""Node references: what stands for a local or a remote node in the console."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Final, Protocol

from canton.console.commands.administration import (
    Dars,
    Keys,
    Packages,
    ParticipantParties,
    Parties,
    Replication,
)
from canton.console.commands.health import Health, ParticipantHealth
from canton.console.commands.ledger.ledger_api import LedgerApi
from canton.console.commands.limits import ParticipantTraffic, Resources, SequencerTraffic
from canton.console.commands.pruning import Pruning
from canton.console.commands.setup import (
    MediatorSetup,
    SequencerConnectionGroup,
    SequencerSetup,
)
from canton.console.commands.synchronizers import Synchronizers
from canton.console.commands.testing import Testing
from canton.console.commands.topology import Topology
from canton.console.endpoint import Endpoint, Runner, methods_of
from canton.console.failure import NODE_NOT_STARTED, CommandFailure
from canton.console.group import help_of
from canton.console.identifier import (
    Identifier,
    MediatorId,
    ParticipantId,
    PhysicalSynchronizerId,
    SequencerId,
    SynchronizerId,
)
from canton.console.parameters import SequencerConnection
from canton.console.spelling import command
from canton.console.status import Status, not_initialized_of, success_of
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.transport.seam import ChannelSettings
from canton.wire import (
    admin_mediator_pb2,
    admin_participant_pb2,
    admin_sequencer_pb2,
    sequencer_api_pb2,
    topology_admin_pb2,
)

_IDENTITY: Final = methods_of(
    topology_admin_pb2.DESCRIPTOR.services_by_name["IdentityInitializationService"]
)
_PARTICIPANT: Final = methods_of(
    admin_participant_pb2.DESCRIPTOR.services_by_name["ParticipantStatusService"]
)
_SEQUENCER: Final = methods_of(
    admin_sequencer_pb2.DESCRIPTOR.services_by_name["SequencerStatusService"]
)
_MEDIATOR: Final = methods_of(
    admin_mediator_pb2.DESCRIPTOR.services_by_name["MediatorStatusService"]
)
_CONNECT: Final = methods_of(
    sequencer_api_pb2.DESCRIPTOR.services_by_name["SequencerConnectService"]
)

Addresses = Callable[[str], ChannelSettings | None]
"""Where an API of a node (`admin-api`, ...) is; None while a local node is not started."""


class LocalNode(Protocol):
    """What the console may do to a node of its own process, besides speaking to its APIs."""

    def start(self) -> None:
        """Starts the node and waits until it serves its admin API."""

    def stop(self) -> None:
        """Stops the node."""

    @property
    def is_running(self) -> bool:
        """Whether the node is started."""


class NodeReference(ABC):
    """A node by its name in the configuration."""

    id_type: type[Identifier] = Identifier

    def __init__(
        self,
        name: str,
        runner: Runner,
        addresses: Addresses,
        *,
        local: LocalNode | None = None,
        token: Callable[[], str] = str,
    ) -> None:
        self.name = name
        self.runner = runner
        self._local = local
        self._id: Identifier | None = None
        self._endpoints = {
            api: Endpoint(runner, name, api, address=_bound(addresses, api), token=token)
            for api in ("admin-api", "ledger-api", "sequencer-public-api")
        }
        self.health: Any = Health(self, self._status)
        self.topology = Topology(self)
        self.keys = Keys(self)
        self.parties: Any = Parties(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name})"

    @property
    def admin_api(self) -> Endpoint:
        """The admin API of the node."""
        return self._endpoints["admin-api"]

    @property
    def is_local(self) -> bool:
        """Whether the node belongs to this process."""
        return self._local is not None

    @property
    def is_running(self) -> bool:
        """Whether the node runs."""
        if self._local is not None:
            return self._local.is_running
        return bool(self.health.is_running())

    @command
    def start(self) -> None:
        """Starts a local node, unless it runs, and waits until it is up."""
        self._local_node().start()
        self.health.wait_until_settled()

    @command
    def stop(self) -> None:
        """Stops a local node, if it runs."""
        self._local_node().stop()

    def _local_node(self) -> LocalNode:
        if self._local is None:
            raise CommandFailure(f"{self.name} is a remote node", NODE_NOT_STARTED)
        return self._local

    @property
    def maybe_id(self) -> Any:
        """The id of the node, or None before it has one."""
        if self._id is None:
            response = self.admin_api.unary(_IDENTITY["GetId"], topology_admin_pb2.GetIdRequest())
            if response.initialized:
                self._id = self.id_type(response.unique_identifier)
        return self._id

    @property
    def id(self) -> Any:
        """The id of the node.

        Raises:
            CommandFailure: it has none yet.
        """
        known = self.maybe_id
        if known is None:
            raise CommandFailure(f"{self.name} has no id yet")
        return known

    @property
    def namespace(self) -> str:
        """The namespace of the node's id."""
        return str(self.id.namespace)

    def help(self, name: str = "") -> str:
        """Lists the commands of this node, or tells about one of them."""
        return help_of(self, name)

    @abstractmethod
    def _status(self, timeout_s: float | None) -> Status:
        """Asks the node for its status."""


class ParticipantReference(NodeReference):
    """A participant."""

    id_type = ParticipantId

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.health = ParticipantHealth(self, self._status)
        self.parties = ParticipantParties(self)
        self.synchronizers = Synchronizers(self)
        self.dars = Dars(self)
        self.packages = Packages(self)
        self.ledger_api = LedgerApi(self)
        self.replication = Replication(self)
        self.pruning = Pruning(self)
        self.resources = Resources(self)
        self.traffic_control = ParticipantTraffic(self)
        self.testing = Testing(self)

    @property
    def ledger_endpoint(self) -> Endpoint:
        """The Ledger API of the participant."""
        return self._endpoints["ledger-api"]

    @property
    def admin_party(self) -> Any:
        """The party of the same name as the participant."""
        return self.id.admin_party

    def _status(self, timeout_s: float | None) -> Status:
        request = admin_participant_pb2.ParticipantStatusRequest()
        response = self.admin_api.unary(_PARTICIPANT["ParticipantStatus"], request, timeout_s)
        if response.WhichOneof("kind") == "not_initialized":
            return not_initialized_of(response.not_initialized)
        by_health: dict[int, list[PhysicalSynchronizerId]] = {1: [], 2: []}
        for each in response.status.connected_synchronizers:
            by_health[each.health].append(PhysicalSynchronizerId(each.physical_synchronizer_id))
        return success_of(
            response.status.common_status,
            healthy_synchronizers=tuple(by_health[1]),
            unhealthy_synchronizers=tuple(by_health[2]),
        )


class SequencerReference(NodeReference):
    """A sequencer."""

    id_type = SequencerId

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.setup = SequencerSetup(self)
        self.traffic_control = SequencerTraffic(self)

    @property
    def public_api(self) -> Endpoint:
        """The API for members of the synchronizer."""
        return self._endpoints["sequencer-public-api"]

    @property
    def sequencer_connection(self) -> SequencerConnection:
        """How members connect to this sequencer, as far as its configuration tells."""
        settings = self.public_api.settings
        trust = settings.tls.roots if settings.tls is not None else None
        return SequencerConnection(
            self.name, (f"{settings.host}:{settings.port}",), settings.tls is not None, trust
        )

    @property
    def physical_synchronizer_id(self) -> PhysicalSynchronizerId:
        """The synchronizer that the sequencer serves, with version and serial."""
        request = sequencer_api_pb2.SequencerConnect.GetSynchronizerIdRequest()
        response = self.public_api.unary(_CONNECT["GetSynchronizerId"], request)
        return PhysicalSynchronizerId(response.physical_synchronizer_id)

    @property
    def synchronizer_id(self) -> SynchronizerId:
        """The synchronizer that the sequencer serves."""
        return self.physical_synchronizer_id.logical

    @property
    def static_synchronizer_parameters(self) -> StaticSynchronizerParameters:
        """The parameters that the synchronizer keeps for ever."""
        request = sequencer_api_pb2.SequencerConnect.GetSynchronizerParametersRequest()
        response = self.public_api.unary(_CONNECT["GetSynchronizerParameters"], request)
        return StaticSynchronizerParameters.from_proto(response.parameters_v1)

    def _status(self, timeout_s: float | None) -> Status:
        request = admin_sequencer_pb2.SequencerStatusRequest()
        response = self.admin_api.unary(_SEQUENCER["SequencerStatus"], request, timeout_s)
        if response.WhichOneof("kind") == "not_initialized":
            return not_initialized_of(response.not_initialized)
        status = response.status
        return success_of(
            status.common_status,
            synchronizer_id=PhysicalSynchronizerId(status.physical_synchronizer_id),
        )


class MediatorReference(NodeReference):
    """A mediator."""

    id_type = MediatorId

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.setup = MediatorSetup(self)
        self.sequencer_connection = SequencerConnectionGroup(self)

    def _status(self, timeout_s: float | None) -> Status:
        request = admin_mediator_pb2.MediatorStatusRequest()
        response = self.admin_api.unary(_MEDIATOR["MediatorStatus"], request, timeout_s)
        if response.WhichOneof("kind") == "not_initialized":
            return not_initialized_of(response.not_initialized)
        status = response.status
        return success_of(
            status.common_status,
            synchronizer_id=PhysicalSynchronizerId(status.physical_synchronizer_id),
        )


def _bound(addresses: Addresses, api: str) -> Callable[[], ChannelSettings | None]:
    return lambda: addresses(api)
