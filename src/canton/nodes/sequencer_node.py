"""A sequencer node: its database, its ordering, its public API."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import Final

from canton.admin_api.topology.synchronizer import managed_synchronizer
from canton.clock import Clock
from canton.config.values.engine import BftEngine, ReferenceEngine
from canton.config.values.node import SequencerConfig
from canton.config.values.storage import MemoryStorage
from canton.config.values.storage import Storage as StorageConfig
from canton.identifiers import MemberKind, PhysicalSynchronizerId
from canton.lifecycle.health import Condition, HealthComponent, HealthService, HealthState
from canton.lifecycle.supervisor import Supervisor
from canton.nodes.administration import (
    common_status,
    common_tables,
    sequencer_waiting_table,
    waiting,
)
from canton.nodes.authorization.admin_api import serving_admin_api
from canton.nodes.foundation import (
    Foundation,
    Identified,
    foundation,
    run_while_active,
    serving,
)
from canton.nodes.limits.protection import protection_settings, request_bytes_max
from canton.nodes.process import Process, open_database
from canton.sequencer.ordering.memory import MemoryOrdering
from canton.sequencer.ordering.ordering import Ordering
from canton.sequencer.ordering.reference import ReferenceSettings, reference_ordering
from canton.sequencer.runtime import SequencerParts, SequencerRuntime
from canton.sequencer.services.admin.administration import AdministrationService
from canton.sequencer.services.admin.initialization import InitializationService
from canton.sequencer.services.admin.status import StatusService
from canton.sequencer.services.public.public_api import PublicApi, PublicApiSettings
from canton.sequencer.services.public.tokens import TokenSettings
from canton.timestamps import micros
from canton.transport.health_service import health_table
from canton.transport.seam import Services, ServiceTable

PUBLIC_HEALTH: Final = "sequencer-health-check-service"
"""The name under which clients ask a sequencer's public API whether it serves."""
PACKAGES: Final = (
    "canton.nodes",
    "canton.vault",
    "canton.topology_service",
    "canton.sequencer.stores",
)
_ORDERING_PACKAGES: Final = ("canton.sequencer.ordering",)
_ONE_BFT_NODE: Final = HealthState(
    Condition.DEGRADED,
    "This version orders for one BFT sequencer alone: in memory, with nobody to agree with",
)

OpenOrdering = Callable[[PhysicalSynchronizerId], AbstractAsyncContextManager[Ordering]]


@asynccontextmanager
async def sequencer_node(process: Process, config: SequencerConfig) -> AsyncIterator[Foundation]:
    """A sequencer that runs while the context lasts; it serves once it is initialized.

    Two processes with the same sequencer's database take turns: the second one is passive for as
    long as the first one lives, so that no sequencer ever runs twice.
    """
    alone = replace(config.node, replication=replace(config.node.replication, is_enabled=True))
    async with AsyncExitStack() as stack:
        node = await stack.enter_async_context(
            foundation(process, alone, MemberKind.SEQUENCER, PACKAGES)
        )
        if isinstance(config.engine, BftEngine):
            node.health.register(HealthComponent("bft-ordering", _ONE_BFT_NODE))
        node.services.add_all((*common_tables(node), sequencer_waiting_table(node)))
        await stack.enter_async_context(serving_admin_api(node))
        tasks = await stack.enter_async_context(Supervisor(config.name, process.clock))
        tasks.spawn(
            "node", lambda: run_while_active(node, lambda active: _serve(node, config, active))
        )
        yield node


async def _serve(node: Foundation, config: SequencerConfig, active: Identified) -> None:
    process = node.process
    runtime = SequencerRuntime(
        SequencerParts(
            active.member,
            active.storage,
            active.vault,
            process.clock,
            process.randomness,
            partial(_ordering, process, config, str(active.member.uid)),
            metrics=node.metrics,
            protection=protection_settings(config),
        )
    )
    public = PublicApi(runtime, process.clock, process.randomness, _public_settings(config))
    admin_tables: tuple[ServiceTable, ...] = (
        InitializationService(runtime).table(),
        *AdministrationService(runtime, public, active.storage).tables(),
        StatusService(
            runtime,
            public,
            lambda: common_status(node).to_proto(),
            lambda: waiting(node).to_proto(),
        ).table(),
    )
    node.health.register(runtime.health, critical=True)
    public_health = HealthService(PUBLIC_HEALTH, critical=(runtime.health, node.storage.health))
    services = Services(
        *public.tables, health_table(lambda: [public_health, *node.health.services])
    )
    if config.public_api.request_bytes_max_override is None:
        services.message_bytes_max = partial(request_bytes_max, runtime)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(runtime)
        stack.enter_context(node.services.serving(*admin_tables))
        node.awaits_initialization = True
        await stack.enter_async_context(
            serving(node, "sequencer-public-api", config.public_api.server, services)
        )
        tasks = await stack.enter_async_context(Supervisor(f"{config.name} duties", process.clock))
        tasks.spawn("topology", lambda: _author(active, runtime, process.clock))
        await asyncio.get_running_loop().create_future()


async def _author(active: Identified, runtime: SequencerRuntime, clock: Clock) -> None:
    """Lets the sequencer's topology manager author on its synchronizer, once it serves one."""
    await runtime.wait_running()
    sequencer = runtime.sequencer
    managed = managed_synchronizer(active.topology, sequencer.topology, sequencer.broadcast, clock)
    async with managed:
        await asyncio.get_running_loop().create_future()


@asynccontextmanager
async def _ordering(
    process: Process, config: SequencerConfig, sequencer: str, synchronizer: PhysicalSynchronizerId
) -> AsyncIterator[Ordering]:
    """The ordering that the configuration names.

    A BFT sequencer of one node orders in its own memory, or in its own database: there is nobody
    else to agree with.
    """
    engine = config.engine
    storage: StorageConfig | None = engine.storage
    if storage is None or isinstance(storage, MemoryStorage):
        yield MemoryOrdering(process.memory_blocks(synchronizer), sequencer, process.clock)
        return
    settings = ReferenceSettings()
    if isinstance(engine, ReferenceEngine):
        settings = ReferenceSettings(
            engine.buffer_requests_max, engine.block_requests_max, engine.query_blocks_max
        )
    name = f"{config.name}-ordering"
    async with (
        open_database(process, name, storage, _ORDERING_PACKAGES) as database,
        reference_ordering(
            database.storage, sequencer, process.clock, process.randomness, settings
        ) as ordering,
    ):
        yield ordering


def _public_settings(config: SequencerConfig) -> PublicApiSettings:
    api = config.public_api
    return PublicApiSettings(
        TokenSettings(
            micros(seconds=api.nonce_expiration_s),
            micros(seconds=api.token_expiration_max_s),
            api.auth_tokens_per_member_max,
        ),
        api.subscriptions_per_member_max,
        None
        if config.acknowledgements_conflate_window_s is None
        else micros(seconds=config.acknowledgements_conflate_window_s),
    )
