"""How a server answers a call, the same for every backend: trace, handler, errors to status.

This is the RPC boundary: the one place that may catch every exception. A `CantonError` becomes its
status; anything else is a bug of ours, logged with its stack and withheld from the caller.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from typing import Any, Final

from google.rpc import status_pb2

from canton.clock import Randomness
from canton.error_status import internal, message_of, status_of
from canton.errors import CantonError, Categories, GrpcStatus
from canton.telemetry.trace import RANDOM_BYTES, TRACEPARENT, TRACESTATE, Trace, adopt
from canton.transport.call import Call, Handler, MetadataValue
from canton.transport.method import Method

STATUS_DETAILS: Final = "grpc-status-details-bin"
_LOGGER = logging.getLogger(__name__)
_LEVELS = {
    Categories.SYSTEM_INTERNAL_ASSUMPTION_VIOLATED.number: logging.ERROR,
    Categories.SECURITY_ALERT.number: logging.WARNING,
}


class Refused(Exception):
    """A call that ends with an error: the status as the caller gets it."""

    def __init__(self, status: status_pb2.Status, trailers: Mapping[str, MetadataValue]) -> None:
        super().__init__(status.message)
        self.status = status
        self.trailers = trailers

    @property
    def metadata(self) -> tuple[tuple[str, MetadataValue], ...]:
        """The trailing header entries, the status' details among them."""
        details = (STATUS_DETAILS, self.status.SerializeToString())
        return (*self.trailers.items(), *((details,) if self.status.details else ()))


def open_call(
    method: Method,
    metadata: Mapping[str, MetadataValue],
    peer: str,
    remaining_s: Callable[[], float | None],
    randomness: Randomness,
) -> Call:
    """The call with the caller's trace, or a new one if it sent none."""
    parent, state = metadata.get(TRACEPARENT), metadata.get(TRACESTATE)
    trace = Trace.parse(_text(parent), _text(state)) or Trace.new(randomness.bytes(RANDOM_BYTES))
    return Call(method, metadata, peer, trace, remaining_s)


async def answer(handler: Handler, request: Any, call: Call) -> Any:
    """The handler's one response.

    Raises:
        Refused: the handler raised.
    """
    adopt(call.trace)
    try:
        response: Awaitable[Any] = handler(request, call)
        return await response
    except Exception as error:
        raise refusal(error, call) from error


async def answers(handler: Handler, request: Any, call: Call) -> AsyncGenerator[Any, None]:
    """The handler's responses; closes its generator whatever happens.

    Raises:
        Refused: the handler raised.
    """
    adopt(call.trace)
    try:
        responses: AsyncGenerator[Any, None] = handler(request, call)
        try:
            async for response in responses:
                yield response
        finally:
            await responses.aclose()
    except Exception as error:
        raise refusal(error, call) from error


def unimplemented(path: str) -> Refused:
    """The refusal of a call that nobody serves."""
    status = status_pb2.Status(
        code=GrpcStatus.UNIMPLEMENTED.value, message=f"Method not found: {path.lstrip('/')}"
    )
    return Refused(status, {})


def refusal(error: Exception, call: Call) -> Refused:
    """Logs what a handler raised, once, and renders it for the caller."""
    trace_id = call.trace.trace_id
    match error:
        case Refused():
            return error
        case CantonError():
            level = _LEVELS.get(error.code.category.number, logging.INFO)
            _LOGGER.log(
                level,
                "%s refused: %s",
                call.method.path,
                message_of(error, call.correlation_id, trace_id),
            )
            status = status_of(error, call.correlation_id, trace_id)
        case _:
            _LOGGER.error("%s failed", call.method.path, exc_info=error)
            status = internal(call.correlation_id, trace_id)
    return Refused(status, call.trailers)


def _text(value: MetadataValue | None) -> str | None:
    return value if isinstance(value, str) else None
