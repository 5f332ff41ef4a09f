"""What is asked of the nodes from outside: admin APIs, health, the Ledger API."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from addresses import Node

from canton.transport.http2.backend import Http2Transport
from canton.transport.seam import Method, RpcChannel, RpcError, methods_of
from canton.wire import (
    admin_health_pb2,
    admin_mediator_pb2,
    admin_participant_pb2,
    admin_sequencer_pb2,
    grpc_health_pb2,
    ledger_event_pb2,
    ledger_service_pb2,
    topology_admin_pb2,
)

_PROBE_S: Final = 0.5
_CALL_S: Final = 10.0
_MODULES: Final = {
    "participant": (admin_participant_pb2, "ParticipantStatus"),
    "mediator": (admin_mediator_pb2, "MediatorStatus"),
    "sequencer": (admin_sequencer_pb2, "SequencerStatus"),
}


def _method(module: Any, service: str, name: str) -> Method:
    return methods_of(module.DESCRIPTOR.services_by_name[service])[name]


_CHECK: Final = _method(grpc_health_pb2, "Health", "Check")
_PING: Final = _method(admin_participant_pb2, "PingService", "Ping")
_SET_PASSIVE: Final = _method(admin_participant_pb2, "ParticipantReplicationService", "SetPassive")
_GET_ID: Final = _method(topology_admin_pb2, "IdentityInitializationService", "GetId")
_LEDGER_END: Final = _method(ledger_service_pb2, "StateService", "GetLedgerEnd")
_UPDATES: Final = _method(ledger_service_pb2, "UpdateService", "GetUpdates")


class State(Enum):
    """How a node stands."""

    UNREACHABLE = "unreachable"
    STARTING = "starting"
    WAITING = "waiting to be told its synchronizer"
    PASSIVE = "passive"
    SERVING = "active and serving"
    NOT_SERVING = "active, not serving yet"


@dataclass(frozen=True, slots=True)
class _Channels:
    admin: RpcChannel
    api: RpcChannel | None


class Probe:
    """Channels to all nodes. Every question has a limit of time."""

    def __init__(self, channels: Mapping[str, _Channels]) -> None:
        self._channels = channels

    async def state(self, node: Node) -> State:
        """How the node stands."""
        module, name = _MODULES[node.kind]
        method = _method(module, f"{name}Service", name)
        channel = self._channels[node.name].admin
        try:
            status = await channel.unary(method, method.request_type(), timeout_s=_PROBE_S)
            if status.WhichOneof("kind") == "not_initialized":
                return _state_before_initialization(status.not_initialized)
            if not status.status.common_status.active:
                return State.PASSIVE
            health = await channel.unary(
                _CHECK, grpc_health_pb2.HealthCheckRequest(), timeout_s=_PROBE_S
            )
        except RpcError:
            return State.UNREACHABLE
        is_serving = health.status == grpc_health_pb2.HealthCheckResponse.SERVING
        return State.SERVING if is_serving else State.NOT_SERVING

    async def active(self, replicas: Iterable[Node]) -> Node | None:
        """The replica that is active, if one says so in time."""
        nodes = list(replicas)
        states = await asyncio.gather(*map(self.state, nodes))
        is_active = (State.SERVING, State.NOT_SERVING)
        return next((n for n, state in zip(nodes, states, strict=True) if state in is_active), None)

    async def identity(self, node: Node) -> str:
        """The unique identifier of the node."""
        channel = self._channels[node.name].admin
        answer = await channel.unary(_GET_ID, topology_admin_pb2.GetIdRequest(), timeout_s=_PROBE_S)
        return str(answer.unique_identifier)

    async def ping(self, node: Node, party: str, ping_id: str, timeout_s: float) -> bool:
        """Pings from the participant to itself; whether it was answered in time."""
        request = admin_participant_pb2.PingRequest(target_parties=[party], id=ping_id)
        request.timeout.FromMilliseconds(round(timeout_s * 1000))
        try:
            answer = await self._channels[node.name].admin.unary(
                _PING, request, timeout_s=timeout_s + 0.5
            )
        except RpcError:
            return False
        return bool(answer.HasField("success"))

    def _ledger(self, node: Node) -> RpcChannel:
        channel = self._channels[node.name].api
        assert channel is not None, f"{node.name} has no second API"
        return channel

    async def set_passive(self, node: Node) -> None:
        """Makes the active replica passive."""
        request = admin_participant_pb2.SetPassiveRequest()
        await self._channels[node.name].admin.unary(_SET_PASSIVE, request, timeout_s=_CALL_S)

    async def ledger_end(self, node: Node) -> int:
        """The last offset of the participant's ledger."""
        request = ledger_service_pb2.GetLedgerEndRequest()
        answer = await self._ledger(node).unary(_LEDGER_END, request, timeout_s=_CALL_S)
        return int(answer.offset)

    async def updates(self, node: Node, party: str, end: int) -> list[Any]:
        """All transactions of the party, from the beginning of the ledger up to an offset."""
        wildcard = ledger_event_pb2.CumulativeFilter(
            wildcard_filter=ledger_event_pb2.WildcardFilter()
        )
        events = ledger_event_pb2.EventFormat(
            filters_by_party={party: ledger_event_pb2.Filters(cumulative=[wildcard])}
        )
        request = ledger_service_pb2.GetUpdatesRequest(
            begin_exclusive=0,
            end_inclusive=end,
            update_format=ledger_event_pb2.UpdateFormat(
                include_transactions=ledger_event_pb2.TransactionFormat(
                    event_format=events,
                    transaction_shape=ledger_event_pb2.TRANSACTION_SHAPE_ACS_DELTA,
                )
            ),
        )
        return [
            each.transaction
            async for each in self._ledger(node).stream(_UPDATES, request, timeout_s=60)
            if each.HasField("transaction")
        ]


def _state_before_initialization(status: admin_health_pb2.NotInitialized) -> State:
    if not status.active:
        return State.PASSIVE
    waits = status.waiting_for_external_input
    return State.WAITING if waits else State.STARTING


@asynccontextmanager
async def probing(nodes: Mapping[str, Node]) -> AsyncIterator[Probe]:
    """A probe with a channel to each API of each node."""
    transport = Http2Transport()
    async with AsyncExitStack() as stack:
        channels = {}
        for node in nodes.values():
            admin = await stack.enter_async_context(transport.channel(node.admin))
            api = None
            if node.api is not None:
                api = await stack.enter_async_context(transport.channel(node.api))
            channels[node.name] = _Channels(admin, api)
        yield Probe(channels)
