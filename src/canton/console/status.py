"""The status of a node as scripts match on it: a success, not initialized, or a failure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any, Self

from canton.console.identifier import PhysicalSynchronizerId
from canton.wire import admin_health_pb2


class WaitingFor(Enum):
    """What a node that is not initialized waits for."""

    NONE = 0
    ID = 1
    NODE_TOPOLOGY = 2
    INITIALIZATION = 3

    def __str__(self) -> str:
        return {0: "None", 1: "ID", 2: "Node Topology", 3: "Initialization"}[self.value]


@dataclass(frozen=True, slots=True)
class ComponentStatus:
    """A component with its state (`ok`, `degraded`, `failed`, `fatal`) and a description."""

    name: str
    state: str
    description: str

    def __str__(self) -> str:
        return f"{self.name} : {self.state.capitalize()}({self.description})"


class _Callable:
    """Lets `node.health.status()` mean `node.health.status`, as either is natural."""

    __slots__ = ()

    def __call__(self) -> Self:
        return self


@dataclass(frozen=True, slots=True)
class Success(_Callable):
    """The node runs. `connected` are the healthy and unhealthy synchronizers of a participant."""

    uid: str
    uptime: timedelta
    ports: dict[str, int]
    active: bool
    topology_queue_sizes: tuple[int, int, int]
    components: tuple[ComponentStatus, ...]
    version: str
    synchronizer_id: PhysicalSynchronizerId | None = None
    healthy_synchronizers: tuple[PhysicalSynchronizerId, ...] = ()
    unhealthy_synchronizers: tuple[PhysicalSynchronizerId, ...] = ()

    @property
    def is_topology_idle(self) -> bool:
        """Whether no topology transaction waits to be sent or to become effective."""
        return not any(self.topology_queue_sizes)


@dataclass(frozen=True, slots=True)
class NotInitialized(_Callable):
    """The node runs and waits for something."""

    active: bool
    waiting_for: WaitingFor
    version: str


@dataclass(frozen=True, slots=True)
class Failure(_Callable):
    """The node could not be asked."""

    message: str

    @property
    def active(self) -> bool:
        """A node that cannot be asked is not known to be active."""
        return False


class NodeStatus:
    """The three kinds of status under the name that scripts use."""

    Success = Success
    NotInitialized = NotInitialized
    Failure = Failure


Status = Success | NotInitialized | Failure


def success_of(common: admin_health_pb2.Status, **more: Any) -> Success:
    """The success that a node's status message tells of."""
    queues = common.topology_queues
    return Success(
        uid=common.uid,
        uptime=timedelta(seconds=common.uptime.seconds, microseconds=common.uptime.nanos // 1000),
        ports=dict(common.ports),
        active=common.active,
        topology_queue_sizes=(queues.manager, queues.dispatcher, queues.clients),
        components=tuple(_component_of(component) for component in common.components),
        version=common.version,
        **more,
    )


def not_initialized_of(message: admin_health_pb2.NotInitialized) -> NotInitialized:
    """The waiting that a node's status message tells of."""
    waiting_for = WaitingFor(int(message.waiting_for_external_input))
    return NotInitialized(message.active, waiting_for, message.version)


def _component_of(message: admin_health_pb2.ComponentStatus) -> ComponentStatus:
    state = message.WhichOneof("status") or "ok"
    return ComponentStatus(message.name, state, getattr(message, state).description)
