"""What every store asks of a database: atomic writes, consistent reads, wake-ups, health.

`Storage` has two implementations with the same meaning, held to it by one test suite:
`canton.storage.postgres` and `canton.storage.memory`. Decision 0001 says why writes are values.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeVar, overload

from canton.lifecycle.health import HealthComponent
from canton.storage.table import Query, Write

Row = TypeVar("Row")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")


class WriteGuard(Protocol):
    """The right to write: a lease that is over as soon as the database has a newer epoch.

    Each guard names one lease of the database and one epoch, for ever. So what a former holder
    still has in its hands can never be mistaken for a later lease of the same process.
    """

    @property
    def name(self) -> str:
        """Which lease of the database it is."""

    @property
    def epoch(self) -> int:
        """The number of the holder's term, larger than all earlier ones."""


class Storage(Protocol):
    """A database. Calls wait while it is away; once it is closed they fail."""

    @property
    def health(self) -> HealthComponent:
        """How well it does; changes while the database is away."""

    async def write(self, *writes: Write) -> None:
        """Applies the writes in one transaction, durable on return, in the order of the calls.

        A caller that is cancelled cannot know whether its writes were applied.

        Raises:
            UniqueViolation: an `insert` met an existing row.
            LeaseLost: the guard's lease is over.
            StorageUnavailable: the storage is being closed.
        """

    async def read(self, query: Query[Row]) -> list[Row]:
        """The rows of the query as last committed; own writes that returned are among them."""

    async def count(self, query: Query[Any]) -> int:
        """How many rows the query has."""

    @overload
    async def read_all(self, a: Query[A], /) -> tuple[list[A]]: ...
    @overload
    async def read_all(self, a: Query[A], b: Query[B], /) -> tuple[list[A], list[B]]: ...
    @overload
    async def read_all(
        self, a: Query[A], b: Query[B], c: Query[C], /
    ) -> tuple[list[A], list[B], list[C]]: ...
    @overload
    async def read_all(
        self, a: Query[A], b: Query[B], c: Query[C], d: Query[D], /
    ) -> tuple[list[A], list[B], list[C], list[D]]: ...
    @overload
    async def read_all(self, *queries: Query[Any]) -> tuple[list[Any], ...]: ...

    def fenced(self, guard: WriteGuard) -> Storage:
        """The same storage, whose writes apply only while the guard's lease is the newest."""

    def listen(
        self, channel: str, poll_s: float = 5.0
    ) -> AbstractAsyncContextManager[AsyncIterator[frozenset[str]]]:
        """Wake-ups of a channel, from entering the context on, with the senders of each.

        The iterator yields at once, then after each `Notify` (several may become one), and at the
        latest `poll_s` after the last one, so that a lost notification only costs time. A wake-up
        without senders, or with an empty one, may stand for any.
        """

    def describe(self) -> str:
        """One phrase for logs and errors: the kind of storage and where it is; no secrets."""
