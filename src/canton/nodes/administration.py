"""The admin APIs of the nodes, put together: what all kinds have, and what a mediator has.

A passive replica serves the same API; what only the active one can do finds no active node and is
refused there. Source: console-config-admin sheet 4; HA sheet 7.3.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from google.protobuf.message import Message

from canton.admin_api.api_info import admin_api_info_table
from canton.admin_api.health_dump import DumpSources, status_service_table
from canton.admin_api.identity import identity_table
from canton.admin_api.mediator.initialization import (
    mediator_initialization_table,
    sequencer_connection_table,
)
from canton.admin_api.mediator.pruning import mediator_pruning_table
from canton.admin_api.status import (
    MediatorStatus,
    NodeStatus,
    NotInitialized,
    WaitingFor,
    mediator_status_table,
    waiting_sequencer_status_table,
)
from canton.admin_api.topology.aggregation import TopologyAggregationService
from canton.admin_api.topology.reading import TopologyReadService
from canton.admin_api.topology.writing import TopologyWriteService
from canton.admin_api.vault import VaultService
from canton.nodes.assignment import Assignment
from canton.nodes.foundation import Foundation
from canton.nodes.process import VERSION
from canton.topology_service.registry import TopologyRegistry
from canton.transport.health_service import health_table
from canton.transport.reflection_service import reflection_table
from canton.transport.seam import ServiceTable

_DECISION_S_MAX: Final = 2.0

Status = Callable[[], Awaitable[Message]]


def common_tables(node: Foundation) -> list[ServiceTable]:
    """What the admin API of every node serves, from before it has a name on."""

    def registry() -> TopologyRegistry:
        return node.require_identified().topology

    async def statuses() -> dict[str, Message]:
        status = common_status(node).to_proto() if node.uid else waiting(node).to_proto()
        return {node.config.name: status}

    dump = DumpSources(VERSION, statuses, node.process.masked_config, node.process.metrics_page)
    return [
        admin_api_info_table(),
        health_table(lambda: node.health.services),
        identity_table(
            node.known_uid,
            lambda identifier, namespace, _: node.init_id(identifier, namespace),
            node.process.clock,
        ),
        VaultService(lambda: node.vault).table(),
        TopologyReadService(registry).table(),
        TopologyWriteService(registry).table(),
        TopologyAggregationService(registry).table(),
        status_service_table(dump),
        reflection_table(node.services),
    ]


def common_status(node: Foundation, queues: tuple[int, int, int] = (0, 0, 0)) -> NodeStatus:
    """What a node with a name says of itself."""
    return NodeStatus(
        str(node.uid),
        node.uptime_s,
        dict(node.ports),
        node.is_active,
        node.health.components,
        VERSION,
        queues,
    )


def waiting(node: Foundation) -> NotInitialized:
    """What a node that is not initialized says of itself."""
    if node.init_requested is not None and not node.init_requested.done():
        waits_for = WaitingFor.ID
    elif node.awaits_initialization:
        waits_for = WaitingFor.INITIALIZATION
    else:
        waits_for = WaitingFor.NOTHING
    return NotInitialized(node.is_active, waits_for, VERSION)


async def decided(node: Foundation) -> None:
    """Waits, but not long, until it is known which replica is active.

    So whoever asks for the status right after a start is not told that a node is passive which is
    about to take its lease.
    """
    try:
        async with asyncio.timeout(_DECISION_S_MAX):
            await node.leadership.decided()
    except TimeoutError:
        return


def sequencer_waiting_table(node: Foundation) -> ServiceTable:
    """The status of a sequencer that has no runtime yet."""

    async def ask() -> NotInitialized:
        await decided(node)
        return waiting(node)

    return waiting_sequencer_status_table(ask)


def mediator_tables(node: Foundation, current: Callable[[], Assignment]) -> list[ServiceTable]:
    """What a mediator serves beside the common services; `current` raises on a passive replica."""

    async def status() -> MediatorStatus | NotInitialized:
        await decided(node)
        if not node.is_active or node.identified is None:
            return waiting(node)
        synchronizer = current().synchronizer
        if synchronizer is None:
            return waiting(node)
        return MediatorStatus(common_status(node), synchronizer)

    async def connections() -> bytes | None:
        return current().connections

    return [
        mediator_status_table(status),
        mediator_initialization_table(lambda *told: current().assign(*told)),
        sequencer_connection_table(connections, lambda *told: current().reconnect(*told)),
        mediator_pruning_table(lambda: node.require_identified().storage),
    ]
