"""What a passive replica answers to the calls that only the active one can serve."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any

from google.protobuf.descriptor import ServiceDescriptor

from canton.errors import CantonError, TransientError
from canton.participant.errors import NODE_IS_PASSIVE_REPLICA
from canton.transport.seam import Call, Handler, ServiceTable, methods_of


def participant_is_passive() -> CantonError:
    """The error of a passive participant."""
    return TransientError(NODE_IS_PASSIVE_REPLICA, "participant replica is passive")


def passive_table(
    services: Iterable[ServiceDescriptor],
    error: Callable[[], CantonError] = participant_is_passive,
) -> ServiceTable:
    """A table that refuses every call to the services with the error.

    Give it to a server while the tables of the active replica are not there.
    """

    async def refuse(request: Any, call: Call) -> Any:
        raise error()

    async def refuse_stream(request: Any, call: Call) -> AsyncIterator[Any]:
        raise error()
        yield

    table: dict[Any, Handler] = {}
    for service in services:
        for method in methods_of(service).values():
            table[method] = refuse_stream if method.server_streaming else refuse
    return table
