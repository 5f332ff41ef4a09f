"""Servers that listen, and the sentence for those that cannot.

An API that serves on the active replica only has its port tried at the start of the process, too:
a port that is taken is to be told to who starts the process, not at the hour of a failover.
"""

from __future__ import annotations

import os
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Protocol, TypeVar

from canton.errors import TransientError
from canton.transport.errors import SERVER_NOT_LISTENING

T = TypeVar("T")


@asynccontextmanager
async def listening(
    what: str, where: str, listener: AbstractAsyncContextManager[T]
) -> AsyncIterator[T]:
    """A server while it listens, named by `what` it serves if it cannot.

    Raises:
        TransientError: it cannot listen; mostly another process holds the port.
    """
    async with AsyncExitStack() as stack:
        try:
            entered = await stack.enter_async_context(listener)
        except (OSError, TransientError) as error:
            raise _cannot_listen(what, where, error) from error
        yield entered


class Place(Protocol):
    """Where a server is to listen."""

    @property
    def address(self) -> str: ...

    @property
    def port(self) -> int: ...


def check_ports(node: str, servers: Mapping[str, Place]) -> None:
    """Listens for a moment where the APIs of the node are to listen.

    Raises:
        TransientError: one of them could not.
    """
    for api, server in servers.items():
        if server.port > 0:
            try:
                _try_port(server.address, server.port)
            except OSError as error:
                where = f"{server.address}:{server.port}"
                raise _cannot_listen(f"the {api} of {node}", where, error) from error


def _try_port(address: str, port: int) -> None:
    found = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    for family, kind, protocol, _, where in found:
        with socket.socket(family, kind, protocol) as probe:
            # As the servers do: a connection of an earlier process that lingers is no obstacle.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            probe.bind(where)


def _cannot_listen(what: str, where: str, error: OSError | TransientError) -> TransientError:
    reason = error if isinstance(error, OSError) else error.__cause__ or error
    number = getattr(reason, "errno", None)
    why = os.strerror(number) if isinstance(number, int) and number > 0 else str(reason)
    return TransientError(SERVER_NOT_LISTENING, f"{what} cannot listen on {where}: {why}")
