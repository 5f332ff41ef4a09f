"""Databases: tables of typed rows, writes as values, and the two backends that perform them.

A store declares `Table`s and builds writes and queries from them; `Storage.write` applies the
writes of one call in one transaction. PostgreSQL (`canton.storage.postgres`) and memory
(`canton.storage.memory`) have the same meaning. What is named here is pure: no IO, no asyncio.
"""

from canton.storage.condition import (
    Condition,
    at_least,
    at_most,
    eq,
    greater,
    is_not_null,
    is_null,
    less,
    not_eq,
    one_of,
)
from canton.storage.errors import LeaseLost, StorageUnavailable, UniqueViolation
from canton.storage.storage import Storage, WriteGuard
from canton.storage.table import Notify, Query, Table, Write

__all__ = [
    "Condition",
    "LeaseLost",
    "Notify",
    "Query",
    "Storage",
    "StorageUnavailable",
    "Table",
    "UniqueViolation",
    "Write",
    "WriteGuard",
    "at_least",
    "at_most",
    "eq",
    "greater",
    "is_not_null",
    "is_null",
    "less",
    "not_eq",
    "one_of",
]
