"""How many calls of a method may be under way at a time.

The configuration names a method without the slash in front
(`com.daml.ledger.api.v2.UpdateService/GetUpdates`); methods without a limit are not counted.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import aclosing, contextmanager
from typing import Any

from canton.errors import LedgerError
from canton.telemetry import catalogue
from canton.telemetry.metric import Instrument, Metrics
from canton.transport.call import Call, Handler, ServiceTable
from canton.transport.errors import SERVER_OVERLOADED
from canton.transport.method import Method


def limited(
    table: ServiceTable, limits: Mapping[str, int], api: str, metrics: Metrics
) -> ServiceTable:
    """The same services, with the limits of those methods that have one."""
    return {
        method: _limited(method, handler, limits[method.path[1:]], api, metrics)
        if method.path[1:] in limits
        else handler
        for method, handler in table.items()
    }


class _Counter:
    """The calls of one method under way."""

    def __init__(self, method: Method, limit: int, api: str, metrics: Metrics) -> None:
        self._name = method.path[1:]
        self._limit = limit
        self._count = 0
        labels = {"method": method.name, "service": method.service.full_name, "api": api}
        self._active: Instrument = metrics.instrument(catalogue.GRPC_REQUESTS_ACTIVE, **labels)
        self._rejections = metrics.instrument(catalogue.GRPC_REQUESTS_REJECTIONS, **labels)
        metrics.instrument(catalogue.GRPC_REQUESTS_LIMIT, **labels).set(limit)

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Counts a call while the body runs.

        Raises:
            LedgerError: SERVER_OVERLOADED, the limit is reached.
        """
        if self._count >= self._limit:
            self._rejections.add()
            text = f"Reached the limit of concurrent requests for {self._name}."
            raise LedgerError(SERVER_OVERLOADED, f"{text} Please try again later")
        self._count += 1
        self._active.set(self._count)
        try:
            yield
        finally:
            self._count -= 1
            self._active.set(self._count)


def _limited(method: Method, handler: Handler, limit: int, api: str, metrics: Metrics) -> Handler:
    counter = _Counter(method, limit, api, metrics)

    async def answer(request: Any, call: Call) -> Any:
        with counter.counted():
            return await handler(request, call)

    async def answers(request: Any, call: Call) -> AsyncIterator[Any]:
        with counter.counted():
            async with aclosing(handler(request, call)) as responses:
                async for response in responses:
                    yield response

    return answers if method.server_streaming else answer
