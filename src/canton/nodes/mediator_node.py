"""A mediator node, one replica of it: passive until it holds the lease, then at work."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Final

from canton.admin_api.topology.synchronizer import managed_synchronizer
from canton.config.values.node import MediatorConfig
from canton.errors import CantonError, TransientError
from canton.identifiers import MemberKind
from canton.lifecycle.backoff import Backoff
from canton.lifecycle.health import HealthComponent
from canton.lifecycle.supervisor import Supervisor
from canton.mediator.runtime import mediator_runtime
from canton.nodes.administration import common_tables, mediator_tables
from canton.nodes.assignment import Assignment
from canton.nodes.authorization.admin_api import serving_admin_api
from canton.nodes.foundation import (
    Foundation,
    Identified,
    foundation,
    run_while_active,
)
from canton.nodes.members import member_parts
from canton.nodes.process import Process
from canton.storage.errors import LeaseLost, UniqueViolation
from canton.topology_service.broadcasting import broadcaster
from canton.topology_service.session import MemberParts, require_valid_connections

_LOGGER = logging.getLogger(__name__)
PACKAGES: Final = (
    "canton.nodes",
    "canton.vault",
    "canton.topology_service",
    "canton.sequencer_client",
    "canton.mediator.stores",
)
_RECONNECT: Final = Backoff(first_s=0.1, limit_s=10.0)


class _Mediator:
    """A mediator node; `assignment` is there while this replica is active."""

    def __init__(self, node: Foundation) -> None:
        self.node = node
        self._assignment: Assignment | None = None
        self._delays = _RECONNECT.delays()
        self._told: bytes | None = None
        """The connections in use, or those that were no good."""
        self._health = HealthComponent("sequencer-client")
        self._health.fail("not connected")
        node.health.register(self._health)

    def assignment(self) -> Assignment:
        """What the mediator was told.

        Raises:
            CantonError: this replica is passive.
        """
        self.node.require_identified()
        assert self._assignment is not None
        return self._assignment

    async def serve(self, active: Identified) -> None:
        """Waits for an assignment and mediates; connects anew when sequencers were lost."""
        parts = member_parts(self.node, active)
        assignment = self._assignment = Assignment(
            active.storage, partial(require_valid_connections, parts)
        )
        await assignment.load()
        self.node.awaits_initialization = True
        while True:
            try:
                await self._mediate(active, parts, assignment)
            except (LeaseLost, UniqueViolation):
                raise  # the whole term is over, not just the connection
            except TransientError as error:
                delay_s = next(self._delays)
                self._health.fail(str(error))
                _LOGGER.warning("%s; connecting again in %.1f s", error, delay_s)
                await self.node.process.clock.sleep(delay_s)
            except CantonError as error:
                self._health.fail(str(error))
                _LOGGER.error("%s; waiting for other sequencer connections", error)
                await assignment.changed.wait_until(lambda: assignment.connections != self._told)

    async def _mediate(
        self, active: Identified, parts: MemberParts, assignment: Assignment
    ) -> None:
        """Mediates until the connections change."""
        synchronizer, connections = await assignment.wait()
        told = self._told = assignment.connections
        process = self.node.process
        async with AsyncExitStack() as stack:
            mediating = mediator_runtime(parts, connections, synchronizer)
            session = (await stack.enter_async_context(mediating)).session
            send = broadcaster(session.client, process.clock, process.randomness)
            await stack.enter_async_context(
                managed_synchronizer(active.topology, session.topology, send, process.clock)
            )
            self._delays = _RECONNECT.delays()
            components = session.client.health_components
            with self.node.reporting(components, instead_of=self._health):
                await assignment.changed.wait_until(lambda: assignment.connections != told)


@asynccontextmanager
async def mediator_node(process: Process, config: MediatorConfig) -> AsyncIterator[Foundation]:
    """A mediator that runs while the context lasts, active or passive."""
    async with AsyncExitStack() as stack:
        node = await stack.enter_async_context(
            foundation(process, config.node, MemberKind.MEDIATOR, PACKAGES)
        )
        mediator = _Mediator(node)
        node.services.add_all((*common_tables(node), *mediator_tables(node, mediator.assignment)))
        await stack.enter_async_context(serving_admin_api(node))
        tasks = await stack.enter_async_context(Supervisor(config.name, process.clock))
        tasks.spawn("node", lambda: run_while_active(node, mediator.serve))
        yield node
