"""Where servers listen, whom channels speak to, and what protects the connection."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from canton.telemetry.metric import Metrics

MESSAGE_BYTES_MAX: Final = 10 * 1024 * 1024
"""The largest message that is read unless the configuration says otherwise."""


@dataclass(frozen=True, slots=True)
class ServerTls:
    """A server's certificate chain and key (PEM), and whom it lets in.

    With `client_roots` clients must show a certificate that these (PEM) signed, or may do so if
    `client_optional`. TLS 1.2 is the lowest version unless `requires_tls_1_3`. Of `ciphers` (by
    their IANA names) one is agreed on; None leaves that to the library.
    """

    certificate_chain: bytes
    private_key: bytes = field(repr=False)
    client_roots: bytes | None = None
    client_optional: bool = False
    requires_tls_1_3: bool = False
    ciphers: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ChannelTls:
    """Whom a client trusts (PEM; None means the system's roots) and how it identifies itself.

    `server_name` is the name expected in the server's certificate where it differs from the host.
    """

    roots: bytes | None = None
    certificate_chain: bytes | None = None
    private_key: bytes | None = field(default=None, repr=False)
    server_name: str | None = None


@dataclass(frozen=True, slots=True)
class KeepAlive:
    """Pings on an idle connection: sent after `time_s`, answered within `timeout_s`.

    A server refuses pings that come faster than `permit_s`.
    """

    time_s: float = 40
    timeout_s: float = 20
    permit_s: float = 20


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """What one client's connection may ask of a server: calls at a time, bytes of a call's headers.

    The size of headers counts names, values and 32 for each entry (RFC 9113, 6.5.2).
    """

    calls_max: int = 10_000
    metadata_bytes_max: int = 64 * 1024


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where a server listens (port 0: any free one) and its limits."""

    address: str = "127.0.0.1"
    port: int = 0
    tls: ServerTls | None = None
    message_bytes_max: int = MESSAGE_BYTES_MAX
    keep_alive: KeepAlive | None = None
    connection: ConnectionLimits = ConnectionLimits()
    stop_grace_s: float = 3.0
    name: str = ""
    """What the API is called in metrics: `ledger-api`, `admin-api`, `public-api`."""
    metrics: Metrics | None = None
    """Where calls are counted; None leaves it to the transport."""


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """Whom a channel speaks to and its limits."""

    host: str
    port: int
    tls: ChannelTls | None = None
    message_bytes_max: int = MESSAGE_BYTES_MAX
    keep_alive: KeepAlive | None = None

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"
