"""The storage on PostgreSQL: `postgres_storage(settings, identity)` is its door."""

from canton.storage.postgres.settings import PostgresSettings
from canton.storage.postgres.storage import PostgresStorage, postgres_storage

__all__ = ["PostgresSettings", "PostgresStorage", "postgres_storage"]
