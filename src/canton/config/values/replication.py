"""Active and passive replicas. Source: console-config-admin sheet 3.3 (replication)."""

from __future__ import annotations

from dataclasses import dataclass

from canton.config.schema.sections import Section
from canton.config.values.storage import PostgresStorage, Storage


@dataclass(frozen=True, slots=True)
class ReplicationConfig:
    """Whether processes share this node's database, one active at a time, and their timing.

    A holder that has not renewed its lease for `eviction_timeout_s` counts as frozen and is evicted
    (our own key: the original has no answer to a frozen holder).
    """

    is_enabled: bool
    health_check_period_s: float
    active_timeout_s: float
    passive_check_period_s: float
    connection_timeout_s: float
    keep_alive_idle_s: float
    keep_alive_interval_s: float
    keep_alive_count: int
    client_check_interval_s: float | None
    eviction_timeout_s: float


def replication(pool: Section, is_enabled: bool | None, storage: Storage) -> ReplicationConfig:
    """The replication of a node: without a word on it, a node on PostgreSQL is replicated."""
    connection = pool.section("connection")
    return ReplicationConfig(
        is_enabled=isinstance(storage, PostgresStorage) if is_enabled is None else is_enabled,
        health_check_period_s=pool.seconds("health-check-period"),
        active_timeout_s=pool.seconds("active-timeout"),
        passive_check_period_s=connection.seconds("passive-check-period"),
        connection_timeout_s=connection.seconds("connection-timeout"),
        keep_alive_idle_s=connection.seconds("keep-alive-idle"),
        keep_alive_interval_s=connection.seconds("keep-alive-interval"),
        keep_alive_count=connection.integer("keep-alive-count"),
        client_check_interval_s=connection.seconds_or_none("client-connection-check-interval"),
        eviction_timeout_s=pool.section("lease").seconds("eviction-timeout"),
    )
