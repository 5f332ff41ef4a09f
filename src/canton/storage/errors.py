"""What can go wrong with a database.

TransientError
|-- StorageUnavailable    the database is away or being shut down
`-- LeaseLost             this replica may not write (any more)
LedgerError
`-- UniqueViolation       a row with that key exists; the store knows what it means
StorageMisfit             the database cannot be used: read-only, or its schema does not fit
InvalidStatement          the database refused a value or a statement: a bug of ours
"""

from __future__ import annotations

from typing import Final

from canton.errors import (
    CantonError,
    Categories,
    ErrorCode,
    InvariantViolation,
    LedgerError,
    TransientError,
)

DB_UNAVAILABLE: Final = ErrorCode(
    "DB_STORAGE_UNAVAILABLE",
    Categories.TRANSIENT_SERVER_FAILURE,
    "The database cannot be reached or is shutting down.",
    "Check that the database runs and is reachable; the node goes on by itself when it is back.",
)
DB_LEASE_LOST: Final = ErrorCode(
    "DB_STORAGE_PASSIVE",
    Categories.TRANSIENT_SERVER_FAILURE,
    "This replica is not the active one, so it must not write to the database.",
    "Retry with the active replica.",
)
DB_UNIQUE_VIOLATION: Final = ErrorCode(
    "DB_UNIQUE_VIOLATION",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_EXISTS,
    "A row with the same key exists.",
)
DB_MISFIT: Final = ErrorCode(
    "DB_STORAGE_MISFIT",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "The database cannot be used by this node: it is read-only or its schema does not fit.",
    "The message says what does not fit and what to do.",
)


class StorageUnavailable(TransientError):
    """The database is away, or the storage is closed."""

    def __init__(self, cause: str) -> None:
        super().__init__(DB_UNAVAILABLE, cause)


class LeaseLost(TransientError):
    """A write was refused because the writer's lease is over. Nothing of it was applied."""

    def __init__(self, cause: str) -> None:
        super().__init__(DB_LEASE_LOST, cause)


class UniqueViolation(LedgerError):
    """An `insert` met an existing row. Nothing of its transaction was applied."""

    def __init__(self, table: str, cause: str) -> None:
        super().__init__(DB_UNIQUE_VIOLATION, cause, {"table": table})
        self.table = table


class StorageMisfit(CantonError):
    """The database cannot be used until an operator acts."""

    def __init__(self, cause: str) -> None:
        super().__init__(DB_MISFIT, cause)


class InvalidStatement(InvariantViolation):
    """The database refused a value or a statement. Nothing of the transaction was applied."""
