"""The seam between services and what carries their calls; the one door to import from.

`Transport` makes servers and channels. Backends: `canton.transport.grpcio` and
`canton.transport.memory`.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from types import TracebackType
from typing import Any, Protocol, Self

from canton.transport.answering import Refused
from canton.transport.call import (
    Call,
    Guard,
    Handler,
    Metadata,
    MetadataValue,
    ServiceTable,
    guarded,
    table_of,
)
from canton.transport.method import Method, methods_of
from canton.transport.rpc_error import RpcError
from canton.transport.services import Services
from canton.transport.settings import (
    MESSAGE_BYTES_MAX,
    ChannelSettings,
    ChannelTls,
    ConnectionLimits,
    KeepAlive,
    ServerSettings,
    ServerTls,
)

__all__ = [
    "MESSAGE_BYTES_MAX",
    "Call",
    "ChannelSettings",
    "ChannelTls",
    "ConnectionLimits",
    "Guard",
    "Handler",
    "KeepAlive",
    "Metadata",
    "MetadataValue",
    "Method",
    "Refused",
    "RpcChannel",
    "RpcError",
    "RpcServer",
    "ServerSettings",
    "ServerTls",
    "ServiceTable",
    "Services",
    "Transport",
    "guarded",
    "methods_of",
    "table_of",
]


class RpcServer(Protocol):
    """A listening server: an async context manager. `services` may change while it runs."""

    services: Services

    @property
    def port(self) -> int:
        """The port it listens on, known once entered."""
        ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class RpcChannel(Protocol):
    """A connection to one server, made when first used and again when lost.

    Every call raises `RpcError` when it does not succeed. To stop a stream early, `aclose` it.
    The current trace travels along.
    """

    async def unary(
        self,
        method: Method,
        request: Any,
        *,
        metadata: Metadata = (),
        timeout_s: float | None = None,
    ) -> Any:
        """One request, one response."""
        ...

    def stream(
        self,
        method: Method,
        request: Any,
        *,
        metadata: Metadata = (),
        timeout_s: float | None = None,
    ) -> AsyncGenerator[Any, None]:
        """One request, many responses."""
        ...

    async def upload(
        self,
        method: Method,
        requests: AsyncIterator[Any],
        *,
        metadata: Metadata = (),
        timeout_s: float | None = None,
    ) -> Any:
        """Many requests, one response."""
        ...

    def converse(
        self,
        method: Method,
        requests: AsyncIterator[Any],
        *,
        metadata: Metadata = (),
        timeout_s: float | None = None,
    ) -> AsyncGenerator[Any, None]:
        """Many requests, many responses."""
        ...

    async def abandon(self, reason: str) -> None:
        """Gives the connection up: calls under way end as UNAVAILABLE, the next connects anew."""
        ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class Transport(Protocol):
    """A backend: it makes servers and channels."""

    def server(self, settings: ServerSettings, services: Services) -> RpcServer:
        """A server that listens once entered."""
        ...

    def channel(self, settings: ChannelSettings) -> RpcChannel:
        """A channel that connects when used."""
        ...
