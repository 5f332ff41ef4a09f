"""Where a PostgreSQL database is and how its connections behave.

Source: HA sheet 3.1 (pool sizes), 3.3 (session settings), section 8 (defaults); configuration of
the conf files is translated into this by the nodes.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

APPLICATION_NAME_LENGTH_MAX: Final = 63
"""PostgreSQL cuts longer names, and then nobody would find the sessions."""


@dataclass(frozen=True, slots=True)
class PostgresSettings:
    """A database, the account, and limits. Durations are in seconds; no secret shows in `repr`.

    `host` may name several servers, separated by commas: the first that may write is used.

    `application_name` names every session of this process: a standby ends the sessions of a frozen
    holder by it, so it must be unique per process. `connections_max` counts all connections of the
    storage: readers, the writer and the listener. `command_timeout_s` is how a server that hangs is
    noticed, so large reads and deletes must go in pages.
    """

    database: str
    host: str = "localhost"
    port: int = 5432
    user: str = "canton"
    password: str = field(default="", repr=False)
    schema: str = "public"
    application_name: str = "canton"
    ssl: ssl.SSLContext | None = None
    connections_max: int = 8
    readers: int | None = None
    connection_timeout_s: float = 5.0
    command_timeout_s: float | None = 60.0
    failed_to_fatal_delay_s: float = 300.0
    warn_on_slow_query_s: float | None = None
    retry_interval_max_s: float = 10.0
    fail_fast: bool = True
    synchronous_commit: str = "on"
    keepalives_idle_s: int = 10
    keepalives_interval_s: int = 1
    keepalives_count: int = 5
    client_check_interval_ms: int = 5000
    idle_transaction_ms_max: int = 10_000

    @property
    def readers_max(self) -> int:
        """How many connections reads may use: as set, or all but the writer's and listener's."""
        return self.readers or max(1, self.connections_max - 2)

    @property
    def server_settings(self) -> Mapping[str, str]:
        """What each session sets at its start.

        The keepalives let the server notice a lost client, which frees its locks; the client check
        ends a running statement whose client is gone. A client that is frozen in a transaction is
        lost too: sequencers that share a database have no lease by which to evict one another.
        """
        return {
            "application_name": self.application_name[:APPLICATION_NAME_LENGTH_MAX],
            "search_path": self.schema,
            "synchronous_commit": self.synchronous_commit,
            "tcp_keepalives_idle": str(self.keepalives_idle_s),
            "tcp_keepalives_interval": str(self.keepalives_interval_s),
            "tcp_keepalives_count": str(self.keepalives_count),
            "tcp_user_timeout": str(
                1000 * (self.keepalives_idle_s + self.keepalives_interval_s * self.keepalives_count)
            ),
            "client_connection_check_interval": str(self.client_check_interval_ms),
            "idle_in_transaction_session_timeout": str(self.idle_transaction_ms_max),
            "jit": "off",  # our statements are short: compiling them costs more than it saves
        }

    def describe(self) -> str:
        """The database in one phrase without secrets."""
        return f"PostgreSQL database {self.database} at {self.host}:{self.port}"
