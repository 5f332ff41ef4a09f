"""What nodes say of themselves: running, or waiting for something.

Source: HA sheet 7.3; console-config-admin sheet 4.5.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from canton.identifiers import PhysicalSynchronizerId
from canton.lifecycle.health import Condition, HealthComponent
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import admin_health_pb2 as health
from canton.wire import admin_mediator_pb2 as mediator
from canton.wire import admin_participant_pb2 as participant
from canton.wire import admin_sequencer_pb2 as sequencer

SUPPORTED_PROTOCOL_VERSIONS: Final = (34, 35)


class WaitingFor(Enum):
    """What a node that is not initialized waits for; the value is its number on the wire."""

    NOTHING = 0
    ID = 1
    NODE_TOPOLOGY = 2
    INITIALIZATION = 3


@dataclass(frozen=True, slots=True)
class NotInitialized:
    """A node that runs and waits."""

    active: bool
    waiting_for: WaitingFor
    version: str

    def to_proto(self) -> health.NotInitialized:
        """The message."""
        return health.NotInitialized(
            active=self.active,
            waiting_for_external_input=self.waiting_for.value,  # type: ignore[arg-type]
            version=self.version,
        )


@dataclass(frozen=True, slots=True)
class NodeStatus:
    """What all kinds of running nodes tell.

    `topology_queues` counts what waits to be authored, to be sent, and to be seen; `ports` are by
    the names of the APIs.
    """

    uid: str
    uptime_s: float
    ports: Mapping[str, int]
    active: bool
    components: Iterable[HealthComponent]
    version: str
    topology_queues: tuple[int, int, int] = (0, 0, 0)

    def to_proto(self) -> health.Status:
        """The message."""
        manager, dispatcher, clients = self.topology_queues
        message = health.Status(
            uid=self.uid,
            ports=dict(self.ports),
            active=self.active,
            topology_queues=health.TopologyQueueStatus(
                manager=manager, dispatcher=dispatcher, clients=clients
            ),
            components=[component_message(each) for each in self.components],
            version=self.version,
        )
        message.uptime.FromMicroseconds(round(self.uptime_s * 1e6))
        return message


def component_message(component: HealthComponent) -> health.ComponentStatus:
    """The message that tells how a component is."""
    state = component.state
    data = health.ComponentStatus.StatusData(description=state.description or None)
    match state.condition:
        case Condition.OK:
            return health.ComponentStatus(name=component.name, ok=data)
        case Condition.DEGRADED:
            return health.ComponentStatus(name=component.name, degraded=data)
        case Condition.FAILED:
            return health.ComponentStatus(name=component.name, failed=data)
        case Condition.FATAL:
            return health.ComponentStatus(name=component.name, fatal=data)


@dataclass(frozen=True, slots=True)
class ParticipantStatus:
    """A running participant; `synchronizers` says of each connected one whether it is healthy."""

    node: NodeStatus
    synchronizers: Mapping[PhysicalSynchronizerId, bool] = field(default_factory=dict)

    def to_proto(self) -> participant.ParticipantStatusResponse:
        """The response."""
        kinds = participant.ConnectedSynchronizer
        return participant.ParticipantStatusResponse(
            status=participant.ParticipantStatusResponse.ParticipantStatusResponseStatus(
                common_status=self.node.to_proto(),
                connected_synchronizers=[
                    kinds(
                        physical_synchronizer_id=str(synchronizer),
                        health=kinds.HEALTH_HEALTHY if is_healthy else kinds.HEALTH_UNHEALTHY,
                    )
                    for synchronizer, is_healthy in self.synchronizers.items()
                ],
                active=self.node.active,
                supported_protocol_versions=SUPPORTED_PROTOCOL_VERSIONS,
            )
        )


@dataclass(frozen=True, slots=True)
class MediatorStatus:
    """A running mediator."""

    node: NodeStatus
    synchronizer: PhysicalSynchronizerId

    def to_proto(self) -> mediator.MediatorStatusResponse:
        """The response."""
        return mediator.MediatorStatusResponse(
            status=mediator.MediatorStatusResponse.MediatorStatusResponseStatus(
                common_status=self.node.to_proto(),
                physical_synchronizer_id=str(self.synchronizer),
                protocol_version=self.synchronizer.protocol_version,
            )
        )


def participant_status_table(
    ask: Callable[[], Awaitable[ParticipantStatus | NotInitialized]],
) -> ServiceTable:
    """ParticipantStatusService."""

    async def answer(request: Any, call: Call) -> Any:
        status = await ask()
        if isinstance(status, NotInitialized):
            return participant.ParticipantStatusResponse(not_initialized=status.to_proto())
        return status.to_proto()

    service = participant.DESCRIPTOR.services_by_name["ParticipantStatusService"]
    return table_of(service, {"ParticipantStatus": answer})


def mediator_status_table(
    ask: Callable[[], Awaitable[MediatorStatus | NotInitialized]],
) -> ServiceTable:
    """MediatorStatusService."""

    async def answer(request: Any, call: Call) -> Any:
        status = await ask()
        if isinstance(status, NotInitialized):
            return mediator.MediatorStatusResponse(not_initialized=status.to_proto())
        return status.to_proto()

    service = mediator.DESCRIPTOR.services_by_name["MediatorStatusService"]
    return table_of(service, {"MediatorStatus": answer})


def waiting_sequencer_status_table(
    ask: Callable[[], Awaitable[NotInitialized]],
) -> ServiceTable:
    """SequencerStatusService of a sequencer that has no runtime yet.

    Once it has one, the service of `canton.sequencer.services.admin.status` takes its place.
    """

    async def answer(request: Any, call: Call) -> Any:
        return sequencer.SequencerStatusResponse(not_initialized=(await ask()).to_proto())

    service = sequencer.DESCRIPTOR.services_by_name["SequencerStatusService"]
    return table_of(service, {"SequencerStatus": answer})
