"""Errors as they leave a node: google.rpc.Status with details in a fixed order.

The message is `ID(category,correlation): cause`; clients take it apart, so its shape is exact.
Secure categories say nothing but how to ask the operator. Source: ledger API sheet 3.1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2

from canton.errors import CantonError, Categories, GrpcStatus

CAUSE_LENGTH_MAX: Final = 512
STATUS_BYTES_MAX: Final = 4096
KEY_LENGTH_MAX: Final = 63
CORRELATION_LENGTH: Final = 8
_NOT_ALLOWED_IN_KEY = re.compile(r"[^a-zA-Z0-9\-_]")


def message_of(error: CantonError, correlation_id: str | None, trace_id: str | None) -> str:
    """The text `ID(category,correlation): cause` as logs and callers see it, unredacted."""
    correlation = (correlation_id or trace_id or "0")[:CORRELATION_LENGTH]
    cause = error.cause
    if len(cause) > CAUSE_LENGTH_MAX:
        cause = cause[:CAUSE_LENGTH_MAX] + "..."
    return f"{error.code.id}({error.code.category.number},{correlation}): {cause}"


def status_of(
    error: CantonError, correlation_id: str | None = None, trace_id: str | None = None
) -> status_pb2.Status:
    """The status that a caller gets for an error."""
    category = error.code.category
    if category.is_secure:
        return redacted(category.status, correlation_id, trace_id)
    message = message_of(error, correlation_id, trace_id)
    context = {_key(name): value for name, value in error.context.items()}
    fixed = {"category": str(category.number)}
    if error.definite_answer is not None:
        fixed["definite_answer"] = "true" if error.definite_answer else "false"
    if trace_id:
        fixed["tid"] = trace_id
    retry = _retry_info(category.retry_after_s)
    request = _request_info(correlation_id, trace_id)
    resources = list(error.resources)
    while True:
        info = error_details_pb2.ErrorInfo(reason=error.code.id, metadata={**context, **fixed})
        status = _status(
            category.status, message, [info, *retry, *request, *_resource_infos(resources)]
        )
        if status.ByteSize() <= STATUS_BYTES_MAX or not (context or resources):
            return status
        if context:
            context = _without_longest(context)
        else:
            resources.pop()


def redacted(
    status: GrpcStatus, correlation_id: str | None, trace_id: str | None
) -> status_pb2.Status:
    """The status that withholds what happened."""
    request = correlation_id or "no-correlation-id"
    text = (
        "An error occurred. Please contact the operator and inquire about the request "
        f"{request} with tid {trace_id or 'no-tid'}"
    )
    return _status(status, text, _request_info(correlation_id, trace_id))


def internal(correlation_id: str | None, trace_id: str | None) -> status_pb2.Status:
    """The status for a bug of ours: redacted."""
    category = Categories.SYSTEM_INTERNAL_ASSUMPTION_VIOLATED
    return redacted(category.status, correlation_id, trace_id)


def _retry_info(after_s: float | None) -> list[Message]:
    if after_s is None:
        return []
    retry = error_details_pb2.RetryInfo()
    retry.retry_delay.FromMilliseconds(round(after_s * 1000))
    return [retry]


def _resource_infos(resources: Sequence[tuple[str, str]]) -> list[Message]:
    return [
        error_details_pb2.ResourceInfo(resource_type=kind, resource_name=name)
        for kind, name in resources
    ]


def _request_info(correlation_id: str | None, trace_id: str | None) -> list[Message]:
    request_id = correlation_id or trace_id
    return [error_details_pb2.RequestInfo(request_id=request_id)] if request_id else []


def _status(status: GrpcStatus, message: str, details: list[Message]) -> status_pb2.Status:
    packed = []
    for detail in details:
        packed.append(AnyMessage())
        packed[-1].Pack(detail, deterministic=True)
    return status_pb2.Status(code=status.value, message=message, details=packed)


def _key(name: str) -> str:
    return _NOT_ALLOWED_IN_KEY.sub("", name)[:KEY_LENGTH_MAX]


def _without_longest(context: Mapping[str, str]) -> dict[str, str]:
    """Fewer entries: the one that takes most room goes first."""
    longest = max(context, key=lambda name: (len(name) + len(context[name]), name))
    return {name: value for name, value in context.items() if name != longest}
