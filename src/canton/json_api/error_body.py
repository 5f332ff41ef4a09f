"""Errors as answers: the HTTP status and the body that says what went wrong.

The body is made from the status that a gRPC client would get, so both see the same.
Source: ledger API sheet 5.5; Canton 3.6 DecodedCantonError, GrpcHttpErrorCodes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from google.rpc import error_details_pb2, status_pb2

from canton.errors import GrpcStatus
from canton.json_api.mismatch import Json

_HTTP: Final[Mapping[int, int]] = {
    GrpcStatus.OK.value: 200,
    GrpcStatus.CANCELLED.value: 499,
    GrpcStatus.INVALID_ARGUMENT.value: 400,
    GrpcStatus.DEADLINE_EXCEEDED.value: 504,
    GrpcStatus.NOT_FOUND.value: 404,
    GrpcStatus.ALREADY_EXISTS.value: 409,
    GrpcStatus.PERMISSION_DENIED.value: 403,
    GrpcStatus.RESOURCE_EXHAUSTED.value: 429,
    GrpcStatus.FAILED_PRECONDITION.value: 400,
    GrpcStatus.ABORTED.value: 409,
    GrpcStatus.OUT_OF_RANGE.value: 400,
    GrpcStatus.UNIMPLEMENTED.value: 501,
    GrpcStatus.UNAVAILABLE.value: 503,
    GrpcStatus.UNAUTHENTICATED.value: 401,
}
_MESSAGE: Final = re.compile(r"[A-Z0-9_]+\(-?\d+,[^)]*\): (.*)", re.DOTALL)
_REDACTED: Final = re.compile(
    r"An error occurred\. Please contact the operator and inquire about the request (\S+) with tid"
    r" (\S+)"
)
_NOTHING: Final = {"no-correlation-id": None, "no-tid": None}
_TOKEN_PROBLEM: Final = {"ledger_api_error": "invalid token"}


def http_status(status: status_pb2.Status) -> int:
    """The HTTP status of an error."""
    return _HTTP.get(status.code, 500)


def error_body(status: status_pb2.Status) -> dict[str, Json]:
    """The body of an error."""
    redacted = _REDACTED.fullmatch(status.message)
    if redacted is not None:
        correlation, trace = (_NOTHING.get(each, each) for each in redacted.groups())
        cause = "A security-sensitive error has been received"
        body = _body("NA", cause, -1, status.code)
        body.update(correlationId=correlation, traceId=trace)
    else:
        body = _readable(status)
    if status.code == GrpcStatus.UNAUTHENTICATED.value:
        body["context"] = {**body["context"], **_TOKEN_PROBLEM}
    return body


def _readable(status: status_pb2.Status) -> dict[str, Json]:
    info = error_details_pb2.ErrorInfo()
    request = error_details_pb2.RequestInfo()
    retry = error_details_pb2.RetryInfo()
    resources = []
    for detail in status.details:
        resource = error_details_pb2.ResourceInfo()
        if detail.Unpack(resource):
            resources.append([resource.resource_type, resource.resource_name])
        elif not (detail.Unpack(info) or detail.Unpack(request)):
            detail.Unpack(retry)
    category = info.metadata.get("category", "")
    if not info.reason or not category.isdigit():
        name = GrpcStatus(status.code).name
        return _body(status.message, f"{name}: {status.message}", -1, status.code)
    message = _MESSAGE.fullmatch(status.message)
    cause = message[1] if message is not None else status.message
    body = _body(info.reason, cause, int(category), status.code)
    trace = info.metadata.get("tid")
    body["traceId"] = trace
    body["correlationId"] = request.request_id if request.request_id not in ("", trace) else None
    body["context"] = dict(info.metadata)
    body["resources"] = resources
    if retry.HasField("retry_delay"):
        body["retryInfo"] = _duration(retry.retry_delay.ToMilliseconds())
    return body


def _body(code: str, cause: str, category: int, grpc_code: int) -> dict[str, Json]:
    return {
        "code": code,
        "cause": cause,
        "correlationId": None,
        "traceId": None,
        "context": {},
        "resources": [],
        "errorCategory": category,
        "grpcCodeValue": grpc_code,
        "retryInfo": None,
        "definiteAnswer": None,
    }


def _duration(milliseconds: int) -> str:
    """The text of a duration as the original's library writes it."""
    if milliseconds % 1000:
        return f"{milliseconds} milliseconds"
    seconds = milliseconds // 1000
    return f"{seconds} second{'' if seconds == 1 else 's'}"
