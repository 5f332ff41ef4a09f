"""What every node stands on, from its database to its admin API, in the order of its start.

    database open and migrated -> admin API serves -> (active) identity -> keys and topology -> ...

The admin API is there before the node has a name, so that whoever waits for it can see what it
waits for. Source: console-config-admin sheet 1.5.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import (
    asynccontextmanager,
    contextmanager,
)
from dataclasses import dataclass, field
from typing import Final, TypeVar

from canton.admin_api.errors import NODE_IS_NOT_READY
from canton.config.values.node import IdentityKind, NodeConfig
from canton.config.values.server import ServerConfig
from canton.errors import Categories, ErrorCode, LedgerError, TransientError
from canton.identifiers import Member, MemberKind, UniqueIdentifier
from canton.ledger_api.authorization.admin_token import AdminTokens
from canton.lifecycle.health import HealthComponent, NodeHealth
from canton.lifecycle.queue import Signal
from canton.nodes.identity import known_identity, make_identity, make_keys_and_topology
from canton.nodes.limits.calls import connection_limits, limit_calls
from canton.nodes.ports.listening import listening
from canton.nodes.process import Process, open_database
from canton.nodes.tls.material import ApiTls, api_tls
from canton.participant.errors import NODE_IS_PASSIVE_REPLICA
from canton.replication.leadership import Leadership, Lease, passive, run_terms
from canton.storage.storage import Storage
from canton.telemetry.metric import Metrics
from canton.topology_service.registry import TopologyRegistry
from canton.transport.seam import KeepAlive, RpcServer, ServerSettings, Services
from canton.vault.vault import Vault

T = TypeVar("T")

_LOGGER = logging.getLogger(__name__)
KIND_NAMES: Final = {
    MemberKind.PARTICIPANT: "participant",
    MemberKind.SEQUENCER: "sequencer",
    MemberKind.MEDIATOR: "mediator",
}

NODE_HAS_IDENTITY: Final = ErrorCode(
    "NODE_DOES_NOT_AWAIT_ITS_ID",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "The node has its identity already, or makes it by itself.",
    "Set `init.identity.type = manual` before the node's first start to give it its identity.",
)
OWN_NAMESPACE_UNSUPPORTED: Final = ErrorCode(
    "NODE_NAMESPACE_IS_ITS_OWN",
    Categories.INTERNAL_UNSUPPORTED_OPERATION,
    "A node cannot be given a namespace whose root key is elsewhere.",
    "Give the identifier alone; the node makes its namespace key.",
)


@dataclass(frozen=True, slots=True)
class Identified:
    """An active node with its name, its keys and its topology."""

    member: Member
    storage: Storage
    vault: Vault
    topology: TopologyRegistry


@dataclass(slots=True)
class Foundation:
    """What a node kind builds on. `identified` is set while the node is active and has a name.

    `awaits_initialization` says that the node can be told its synchronizer now. `admin_tokens` are
    what the process shows when it calls the node's APIs itself.
    """

    process: Process
    config: NodeConfig
    kind: MemberKind
    health: NodeHealth
    storage: Storage
    leadership: Leadership
    services: Services
    metrics: Metrics
    started_s: float
    ports: dict[str, int] = field(default_factory=dict)
    tls: dict[str, ApiTls] = field(default_factory=dict)
    admin_tokens: AdminTokens | None = None
    identified: Identified | None = None
    awaits_initialization: bool = False
    uid: UniqueIdentifier | None = None
    init_requested: asyncio.Future[str] | None = None
    changed: Signal = field(default_factory=Signal)

    @property
    def is_active(self) -> bool:
        """Whether this replica is the active one."""
        return self.leadership.is_active

    @property
    def uptime_s(self) -> float:
        """Seconds since the node was started."""
        return self.process.clock.monotonic_s() - self.started_s

    @property
    def vault(self) -> Vault:
        """The node's keys: for writing while active, for reading while passive."""
        if self.identified is not None:
            return self.identified.vault
        storage = self.storage if self.is_active else passive(self.storage)
        return Vault(storage, self.process.randomness)

    async def known_uid(self) -> UniqueIdentifier | None:
        """The node's name; a passive replica reads the one that the active replica made."""
        if self.uid is None:
            self.uid = await known_identity(self.storage)
        return self.uid

    def require_identified(self) -> Identified:
        """The active node.

        Raises:
            CantonError: this replica is passive, or has no name yet.
        """
        if self.identified is not None:
            return self.identified
        if not self.is_active:
            raise TransientError(NODE_IS_PASSIVE_REPLICA, f"{self.config.name} is passive")
        raise LedgerError(NODE_IS_NOT_READY, f"{self.config.name} has no identity yet")

    @contextmanager
    def reporting(
        self, components: Iterable[HealthComponent], instead_of: HealthComponent | None = None
    ) -> Iterator[None]:
        """Shows components in the health while the body runs, in place of one that stands in."""
        shown = tuple(components)
        if instead_of is not None:
            self.health.forget(instead_of)
        for each in shown:
            self.health.register(each)
        try:
            yield
        finally:
            for each in shown:
                self.health.forget(each)
            if instead_of is not None:
                self.health.register(instead_of)

    async def init_id(self, identifier: str, namespace: str) -> None:
        """Gives the node the name it waits for; the namespace is that of a new key.

        Raises:
            CantonError: it does not wait for one, or a namespace is given: bringing one's own is
                not built yet.
        """
        if self.init_requested is None or self.init_requested.done():
            if not self.is_active:
                raise TransientError(NODE_IS_PASSIVE_REPLICA, "Node is passive")
            raise LedgerError(NODE_HAS_IDENTITY, f"{self.config.name} does not wait for its id")
        if namespace:
            raise LedgerError(
                OWN_NAMESPACE_UNSUPPORTED, "leave the namespace empty: the node makes its own"
            )
        self.init_requested.set_result(identifier)


Serve = Callable[[Identified], Awaitable[None]]
"""What an active, identified node does for as long as it is active."""


@asynccontextmanager
async def foundation(
    process: Process, config: NodeConfig, kind: MemberKind, packages: tuple[str, ...]
) -> AsyncIterator[Foundation]:
    """The node's database, open and migrated; its health; its services, not yet served."""
    started_s = process.clock.monotonic_s()
    health = NodeHealth(KIND_NAMES[kind])
    metrics = process.metrics_of(config.name, KIND_NAMES[kind])
    async with open_database(
        process, config.name, config.storage, packages, config.replication, metrics
    ) as database:
        health.register(database.storage.health, critical=True, liveness=True)
        if config.replication.is_enabled:
            health.register(database.leadership.health, critical=True)
        yield Foundation(
            process,
            config,
            kind,
            health,
            database.storage,
            database.leadership,
            Services(),
            metrics,
            started_s,
        )


@asynccontextmanager
async def serving(
    node: Foundation, api: str, config: ServerConfig, services: Services
) -> AsyncIterator[RpcServer]:
    """A server of the node, whose real port is known under the name of its API.

    Raises:
        ConfigErrors: its TLS files cannot be used.
    """
    tls = api_tls(config, node.process.clock.now())
    keep_alive = config.keep_alive
    name = api.removeprefix("sequencer-")
    settings = ServerSettings(
        config.address,
        config.port,
        tls.server,
        config.message_bytes_max,
        None
        if keep_alive is None
        else KeepAlive(keep_alive.time_s, keep_alive.timeout_s, keep_alive.permit_s),
        connection_limits(config),
        name=name,
        metrics=node.metrics,
    )
    limit_calls(services, config, name, node.metrics, node.process.clock.monotonic_s)
    listener = node.process.transport.server(settings, services)
    where = f"{config.address}:{config.port}"
    async with listening(f"the {api} of {node.config.name}", where, listener) as server:
        node.ports[api] = server.port
        node.tls[api] = tls
        try:
            yield server
        finally:
            del node.ports[api]
            del node.tls[api]


async def run_while_active(node: Foundation, serve: Serve) -> None:
    """Waits to be active, makes the identity where it is missing, and serves; term after term."""

    async def term(lease: Lease) -> None:
        storage = lease.guarded(node.storage)
        vault = Vault(storage, node.process.randomness)
        uid = await _identity(node, storage, vault)
        node.uid = uid
        registry = await make_keys_and_topology(uid, node.kind, vault, storage, node.process.clock)
        node.identified = Identified(Member(node.kind, uid), storage, vault, registry)
        node.changed.notify()
        try:
            await serve(node.identified)
        finally:
            node.identified = None
            node.changed.notify()

    await run_terms(node.leadership, term)


async def _identity(node: Foundation, storage: Storage, vault: Vault) -> UniqueIdentifier:
    known = await known_identity(storage)
    if known is not None:
        return known
    init = node.config.init
    if init.kind is not IdentityKind.AUTO:
        node.init_requested = asyncio.get_running_loop().create_future()
        node.changed.notify()
        given = await node.init_requested
        return await make_identity(storage, vault, given)
    return await make_identity(storage, vault, init.identifier or node.config.name)
