"""Calls as handlers see them, and tables of handlers.

A handler takes the request (or the iterator of requests) and the `Call`, and returns the response
or yields responses:

    unary            async def h(request, call) -> response
    server stream    def h(request, call) -> AsyncIterator[response]     (an async generator)
    client stream    async def h(requests, call) -> response
    both             def h(requests, call) -> AsyncIterator[response]

Messages are typed `Any` here: a method's message types are known to its table, not to the checker.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from google.protobuf.descriptor import ServiceDescriptor

from canton.telemetry.trace import Trace
from canton.transport.method import Method, methods_of

MetadataValue = str | bytes
Metadata = Iterable[tuple[str, MetadataValue]]
"""Header entries; a name that ends in `-bin` carries bytes."""


@dataclass(eq=False)
class Call:
    """One call as its handler sees it.

    The handler may set `correlation_id` (a submission id: it appears in errors) and add to
    `trailers`, which go out with the status.
    """

    method: Method
    metadata: Mapping[str, MetadataValue] = field(repr=False)
    """The header entries, a token perhaps among them."""
    peer: str
    trace: Trace
    remaining_s: Callable[[], float | None] = lambda: None
    """Seconds until the caller gives up; None if it never does."""
    correlation_id: str | None = None
    trailers: dict[str, MetadataValue] = field(default_factory=dict)
    caller: object = None
    """Who calls, once a guard found out; of a type that the guard's API knows."""

    def text(self, name: str) -> str | None:
        """A header's text, if it is there and is text."""
        value = self.metadata.get(name.lower())
        return value if isinstance(value, str) else None


Handler = Callable[[Any, Call], Any]
ServiceTable = Mapping[Method, Handler]
Guard = Callable[[Call], Awaitable[None]]
"""Runs before a handler; raises to refuse the call."""


def table_of(service: ServiceDescriptor, handlers: Mapping[str, Handler]) -> ServiceTable:
    """The table that serves the methods of a service by name; the others stay unimplemented."""
    methods = methods_of(service)
    return {methods[name]: handler for name, handler in handlers.items()}


def guarded(table: ServiceTable, guard: Guard) -> ServiceTable:
    """The same services behind a guard, which runs before each handler."""
    return {method: _guarded(method, handler, guard) for method, handler in table.items()}


def _guarded(method: Method, handler: Handler, guard: Guard) -> Handler:
    async def answer(request: Any, call: Call) -> Any:
        await guard(call)
        return await handler(request, call)

    async def answers(request: Any, call: Call) -> AsyncIterator[Any]:
        await guard(call)
        responses = handler(request, call)
        try:
            async for response in responses:
                yield response
        finally:
            await responses.aclose()

    return answers if method.server_streaming else answer
