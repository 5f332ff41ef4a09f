"""Connections, and which of their errors pass by themselves.

Retried are lost connections, serialization failures and deadlocks, a server that starts, stops or
runs out of resources, and a database that is read-only for the moment of a switch-over. Everything
else is definite. Source: HA sheet 3.2, retry policy.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import asyncpg
from asyncpg.connect_utils import SessionAttribute

from canton.clock import Clock
from canton.lifecycle.backoff import Backoff
from canton.storage.errors import (
    InvalidStatement,
    StorageMisfit,
    StorageUnavailable,
    UniqueViolation,
)
from canton.storage.postgres.settings import PostgresSettings

if TYPE_CHECKING:
    Connection: TypeAlias = asyncpg.Connection[asyncpg.Record]
    Pool: TypeAlias = asyncpg.Pool[asyncpg.Record]
else:
    Connection, Pool = asyncpg.Connection, asyncpg.Pool

_log: Final = logging.getLogger(__name__)

STATEMENT_CACHE_SIZE: Final = 500
"""How many prepared texts a connection keeps; batches come in some hundred shapes."""

_KEEPALIVE_OPTIONS: Final = {
    "TCP_KEEPIDLE": 10,
    "TCP_KEEPINTVL": 1,
    "TCP_KEEPCNT": 5,
    "TCP_USER_TIMEOUT": 15_000,
}
"""As on the server's side: seconds, seconds, probes, milliseconds."""

SHOWN_LENGTH_MAX: Final = 500
"""How much of a slow statement the log shows; its values are never shown."""

RETRY_INTERVAL_MIN_S: Final = 0.05

_PASSING_CODES: Final = frozenset({"40001", "40P01", "53000", "53100", "53200", "53300", "53400"})
_READ_ONLY: Final = "25006"
"""The server became a standby of another: a new connection may find the one that writes."""

_LASTING_CODES: Final = frozenset({"57014", "57P04"})
"""Cancelled by an operator; database dropped: of class 57, but they do not pass."""

_UNIQUE_VIOLATION: Final = "23505"


class Outcome(Enum):
    """What an error says about the transaction in which it came."""

    ROLLED_BACK = "rolled back"
    """Nothing was applied, and a repetition would fail alike."""

    TRY_AGAIN = "try again"
    """Nothing was applied, but a repetition may succeed."""

    UNKNOWN = "unknown"
    """The connection is of no use any more; the transaction may have been applied."""


def outcome_of(error: BaseException) -> Outcome:
    """Classifies an error of the driver."""
    match error:
        case asyncpg.PostgresConnectionError() | TimeoutError() | OSError():
            return Outcome.UNKNOWN
        case asyncpg.PostgresError(sqlstate=str(code)) if code == _READ_ONLY:
            return Outcome.UNKNOWN
        case asyncpg.PostgresError(sqlstate=str(code)) if code in _PASSING_CODES:
            return Outcome.TRY_AGAIN
        case asyncpg.PostgresError(sqlstate=str(code)) if code[:2] in ("08", "57"):
            return Outcome.ROLLED_BACK if code in _LASTING_CODES else Outcome.UNKNOWN
        case asyncpg.PostgresError():
            return Outcome.ROLLED_BACK
        case asyncpg.InterfaceError() | asyncpg.InternalClientError():
            return Outcome.UNKNOWN
        case _:
            return Outcome.ROLLED_BACK


DRIVER_ERRORS: Final = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
)


def definite_error(error: BaseException) -> Exception:
    """The storage's own error for one that is definite."""
    match error:
        case asyncpg.PostgresError(sqlstate=code) if code == _UNIQUE_VIOLATION:
            detail = getattr(error, "detail", None) or str(error)
            return UniqueViolation(getattr(error, "table_name", None) or "", detail)
        case _:
            return InvalidStatement(f"the database refused a statement: {error}")


class _KeptAliveConnection(Connection):
    """A connection whose socket notices a peer that vanished without a word.

    Without it, statements in flight to a lost host would block for a quarter of an hour: the driver
    waits for the answer to its cancellation. It offers no other way to its socket.
    """

    def __init__(self, protocol: Any, transport: asyncio.Transport, *others: Any) -> None:
        super().__init__(protocol, transport, *others)
        peer = transport.get_extra_info("socket")
        if peer is None or peer.family not in (socket.AF_INET, socket.AF_INET6):
            return
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in _KEEPALIVE_OPTIONS.items():
            if hasattr(socket, option):  # each system has its own selection
                peer.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)


async def connect(settings: PostgresSettings) -> Connection:
    """A new session that may write.

    Raises:
        StorageMisfit: the account is refused, the database does not exist or is read-only.
        StorageUnavailable: the server cannot be reached.
    """
    try:
        return await asyncpg.connect(
            host=settings.host.split(","),
            port=settings.port,
            user=settings.user,
            password=settings.password,
            database=settings.database,
            ssl=settings.ssl if settings.ssl else "prefer",
            timeout=settings.connection_timeout_s,
            command_timeout=settings.command_timeout_s,
            connection_class=_KeptAliveConnection,
            statement_cache_size=STATEMENT_CACHE_SIZE,
            server_settings=dict(settings.server_settings),
            target_session_attrs=SessionAttribute.read_write,
        )
    except asyncpg.TargetServerAttributeNotMatched as error:
        raise StorageMisfit(f"{settings.describe()} is read-only") from error
    except (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidCatalogNameError) as e:
        raise StorageMisfit(f"{settings.describe()} refuses the connection: {e}") from e
    except DRIVER_ERRORS as error:
        raise StorageUnavailable(f"{settings.describe()} cannot be reached: {error!r}") from error


async def await_database(settings: PostgresSettings, clock: Clock) -> Connection:
    """A new session as soon as the database accepts one; at once or never if it is to fail fast.

    Raises:
        StorageMisfit, StorageUnavailable: as `connect`, the latter only where it fails fast.
    """
    delays = backoff(settings).delays()
    while True:
        try:
            return await connect(settings)
        except StorageUnavailable as error:
            if settings.fail_fast:
                raise
            _log.warning("waiting for the database: %s", error)
            await clock.sleep(next(delays))


@contextmanager
def watched(settings: PostgresSettings, clock: Clock, statement: str) -> Iterator[None]:
    """Warns if the body, which runs the statement, takes longer than the settings allow."""
    began_s = clock.monotonic_s()
    yield
    took_s = clock.monotonic_s() - began_s
    if settings.warn_on_slow_query_s is not None and took_s > settings.warn_on_slow_query_s:
        _log.warning("slow statement, %.3f s: %s", took_s, statement[:SHOWN_LENGTH_MAX])


async def close(connection: Connection, timeout_s: float = 2.0) -> None:
    """Ends a session politely if it answers in time, and at once if it does not."""
    try:
        await connection.close(timeout=timeout_s)
    except DRIVER_ERRORS:
        connection.terminate()


def backoff(settings: PostgresSettings) -> Backoff:
    """The waits between attempts, without end."""
    return Backoff(RETRY_INTERVAL_MIN_S, settings.retry_interval_max_s)


def pool_of(settings: PostgresSettings) -> Pool:
    """A pool for reads, without the reset query that costs a round trip at each release.

    So nobody may leave session state (listen, locks, set) on a pooled connection.
    """

    async def connected(*_: Any, **__: Any) -> Connection:
        return await connect(settings)

    async def keep_session(_: Any) -> None:
        return None

    return asyncpg.create_pool(
        min_size=0, max_size=settings.readers_max, connect=connected, reset=keep_session
    )
