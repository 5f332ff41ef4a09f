"""What all nodes of one process share."""

from __future__ import annotations

import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from canton.clock import Clock, Randomness
from canton.config.values.replication import ReplicationConfig
from canton.config.values.storage import MemoryStorage as MemoryStorageConfig
from canton.config.values.storage import PostgresStorage as PostgresConfig
from canton.config.values.storage import Storage as StorageConfig
from canton.identifiers import PhysicalSynchronizerId
from canton.replication.core import LeaseTiming
from canton.replication.database import DatabaseLeadership
from canton.replication.leadership import Leadership, SoleLeadership
from canton.sequencer.ordering.memory import MemoryBlocks
from canton.storage.memory import MemoryDatabase, MemoryStorage
from canton.storage.migration import migrate, migrations_of
from canton.storage.postgres.connection import await_database, close
from canton.storage.postgres.settings import PostgresSettings
from canton.storage.postgres.storage import postgres_storage
from canton.storage.postgres.tls import tls_context
from canton.storage.storage import Storage
from canton.telemetry.metric import Metrics, NoMetrics
from canton.transport.seam import Transport

if TYPE_CHECKING:
    # Sequencers and mediators run no Daml and need not load it.
    from canton.daml_lf.compiler.artifact import CodeCache

VERSION: Final = "3.6.0-pycanton.0.1.0"
"""What APIs and status say: the release whose surfaces we have; clients look at its beginning."""
CONNECTIONS_MAX_DEFAULT: Final = 8


@dataclass(slots=True)
class Process:
    """The surroundings of the nodes of a process.

    Memory databases live as long as the process: a node that is stopped and started again finds
    its state. Sequencers of one synchronizer whose ordering is in memory share its order, one for
    each synchronizer of the process. `metrics_of` gives the metrics of a node by its name and its
    kind.
    """

    clock: Clock
    randomness: Randomness
    transport: Transport
    metrics_of: Callable[[str, str], Metrics] = lambda node, component: NoMetrics()
    metrics_page: Callable[[], str] = str
    masked_config: Callable[[], str] = str
    code_cache: CodeCache | None = None
    memory: dict[str, MemoryDatabase] = field(default_factory=dict)
    blocks: dict[PhysicalSynchronizerId, MemoryBlocks] = field(default_factory=dict)

    def memory_database(self, name: str) -> MemoryDatabase:
        """The memory database of that name."""
        return self.memory.setdefault(name, MemoryDatabase())

    def memory_blocks(self, synchronizer: PhysicalSynchronizerId) -> MemoryBlocks:
        """The order in memory of that synchronizer."""
        return self.blocks.setdefault(synchronizer, MemoryBlocks())

    def application_name(self, node: str) -> str:
        """A name for a node's database sessions that no other process has."""
        unique = self.randomness.bytes(4).hex()
        return f"{node[:30]}-{socket.gethostname()[:12]}-{os.getpid()}-{unique}"


@dataclass(frozen=True, slots=True)
class OpenDatabase:
    """An open storage, and how this process takes part in being active on it."""

    storage: Storage
    leadership: Leadership


@asynccontextmanager
async def open_database(
    process: Process,
    name: str,
    config: StorageConfig,
    packages: tuple[str, ...],
    replication: ReplicationConfig | None = None,
    metrics: Metrics | None = None,
) -> AsyncIterator[OpenDatabase]:
    """The database of a node: connected, migrated, open while the context lasts.

    `packages` are those whose migrations make its schema. With `replication` enabled, processes on
    the same database agree which of them is active.

    Raises:
        StorageMisfit: the schema is older, newer or another one, or the database refuses us.
        StorageUnavailable: it cannot be reached and the configuration says to fail fast.
    """
    if isinstance(config, MemoryStorageConfig):
        yield OpenDatabase(MemoryStorage(process.memory_database(name)), SoleLeadership())
        return
    settings = _settings(config, process.application_name(name))
    # Entering waits until the database is there, where the configuration says so.
    await close(await await_database(settings, process.clock))
    await migrate(
        settings,
        {_kind_of(package): migrations_of(package) for package in packages},
        may_upgrade=config.migrate_and_start,
    )
    identity = process.randomness.bytes(16).hex()
    async with postgres_storage(settings, identity, process.clock, metrics) as storage:
        leadership: Leadership = SoleLeadership()
        if replication is not None and replication.is_enabled:
            timing = LeaseTiming(replication.eviction_timeout_s)
            leadership = DatabaseLeadership(settings, process.clock, timing)
        yield OpenDatabase(storage, leadership)


def _kind_of(package: str) -> str:
    return package.removeprefix("canton.").removesuffix(".stores")


def _settings(config: PostgresConfig, application: str) -> PostgresSettings:
    tls = config.tls
    return PostgresSettings(
        database=config.database,
        host=config.host,
        port=config.port,
        user=config.user or "canton",
        password="" if config.password is None else config.password.reveal(),
        schema=config.schema,
        ssl=None if tls is None else tls_context(tls.mode, *tls.files),
        application_name=application,
        connections_max=config.connections_max or CONNECTIONS_MAX_DEFAULT,
        connection_timeout_s=config.connection_timeout_s,
        failed_to_fatal_delay_s=config.failed_to_fatal_delay_s,
        fail_fast=config.fail_fast_on_startup,
    )
