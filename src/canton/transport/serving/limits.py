"""How many calls of a method may be under way at a time.

The configuration names a method without the slash in front
(`com.daml.ledger.api.v2.UpdateService/GetUpdates`); methods without a limit are not counted.
Source: Canton 3.6 ActiveRequestCounterInterceptor.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from canton.error_status import message_of, status_of
from canton.errors import LedgerError
from canton.lifecycle.rate import RateLimiter
from canton.telemetry import catalogue
from canton.telemetry.metric import Instrument, Metrics
from canton.transport.answering import Refused
from canton.transport.call import Call, Handler
from canton.transport.errors import SERVER_OVERLOADED
from canton.transport.method import Method

_LOGGER = logging.getLogger(__name__)
NEVER_LIMITED: Final = frozenset(
    {
        "grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
        "grpc.health.v1.Health/Check",
        "grpc.health.v1.Health/Watch",
    }
)
"""No one is told that these have no limit."""


@dataclass(frozen=True, slots=True)
class CallLimits:
    """The most calls at a time by method, and how much the log says of it.

    `warns_without_limit` raises the note on a method without a limit to a warning; of refusals
    only `logged_per_second` are logged.
    """

    by_method: Mapping[str, int] = field(default_factory=dict)
    warns_without_limit: bool = False
    logged_per_second: int = 10


class CallLimiter:
    """Puts the limits of an API around its handlers, as a wrapper of `Services`.

    A method keeps its count when its handler is exchanged.
    """

    def __init__(
        self, limits: CallLimits, api: str, metrics: Metrics, monotonic_s: Callable[[], float]
    ) -> None:
        self._limits = limits
        self._api = api
        self._metrics = metrics
        self._log = _RefusalLog(limits.logged_per_second, monotonic_s)
        self._counters: dict[str, _Counter] = {}
        self._noted: set[str] = set()

    def __call__(self, method: Method, handler: Handler) -> Handler:
        name = method.path[1:]
        limit = self._limits.by_method.get(name)
        if limit is None:
            return handler if name in NEVER_LIMITED else self._noting(name, handler)
        counter = self._counters.get(name)
        if counter is None:
            counter = _Counter(method, limit, self._api, self._metrics, self._log)
            self._counters[name] = counter
        return _limited(method, handler, counter)

    def _noting(self, name: str, handler: Handler) -> Handler:
        level = logging.WARNING if self._limits.warns_without_limit else logging.INFO

        def passed_on(request: Any, call: Call) -> Any:
            if name not in self._noted:
                self._noted.add(name)
                _LOGGER.log(level, "No upper active stream limit configured for %s", name)
            return handler(request, call)

        return passed_on


class _RefusalLog:
    """Logs refusals as long as they are few."""

    def __init__(self, per_second: int, monotonic_s: Callable[[], float]) -> None:
        self._limiter = RateLimiter(per_second, 1.0)
        self._monotonic_s = monotonic_s
        self._is_silent = False

    def refused(self, text: str, peer: str) -> None:
        """A call was refused."""
        if self._limiter.may_pass(self._monotonic_s()):
            self._is_silent = False
            _LOGGER.info("%s (the call came from %s)", text, peer)
        elif not self._is_silent:
            self._is_silent = True
            _LOGGER.warning(
                "Refusals for limits of concurrent calls are no longer logged one by one, until "
                "fewer than %s come in a second",
                self._limiter.per_second,
            )


class _Counter:
    """The calls of one method under way."""

    def __init__(
        self, method: Method, limit: int, api: str, metrics: Metrics, log: _RefusalLog
    ) -> None:
        self._name = method.path[1:]
        self._limit = limit
        self._log = log
        self._count = 0
        labels = {"method": method.name, "service": method.service.full_name, "api": api}
        self._active: Instrument = metrics.instrument(catalogue.GRPC_REQUESTS_ACTIVE, **labels)
        self._rejections = metrics.instrument(catalogue.GRPC_REQUESTS_REJECTIONS, **labels)
        metrics.instrument(catalogue.GRPC_REQUESTS_LIMIT, **labels).set(limit)

    @contextmanager
    def counted(self, call: Call) -> Iterator[None]:
        """Counts a call while the body runs.

        Raises:
            Refused: SERVER_OVERLOADED, the limit is reached.
        """
        if self._count >= self._limit:
            raise self._refusal(call)
        self._count += 1
        self._active.set(self._count)
        try:
            yield
        finally:
            self._count -= 1
            self._active.set(self._count)

    def _refusal(self, call: Call) -> Refused:
        self._rejections.add()
        text = f"Reached the limit of concurrent requests for {self._name}."
        error = LedgerError(SERVER_OVERLOADED, f"{text} Please try again later")
        trace_id = call.trace.trace_id
        self._log.refused(message_of(error, call.correlation_id, trace_id), call.peer)
        return Refused(status_of(error, call.correlation_id, trace_id), call.trailers)


def _limited(method: Method, handler: Handler, counter: _Counter) -> Handler:
    async def answer(request: Any, call: Call) -> Any:
        with counter.counted(call):
            return await handler(request, call)

    async def answers(request: Any, call: Call) -> AsyncIterator[Any]:
        with counter.counted(call):
            async with aclosing(handler(request, call)) as responses:
                async for response in responses:
                    yield response

    return answers if method.server_streaming else answer
