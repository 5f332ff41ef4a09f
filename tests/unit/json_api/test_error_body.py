"""Errors over HTTP say what a gRPC client would learn."""

from __future__ import annotations

import pytest
from google.rpc import status_pb2

from canton.error_status import internal, status_of
from canton.errors import Categories, ErrorCode, GrpcStatus, LedgerError
from canton.json_api.error_body import error_body, http_status

TRACE = "0af7651916cd43dd8448eb211c80319c"


def code(category_name: str) -> ErrorCode:
    """A code of a test, of that category."""
    return ErrorCode(f"TEST_{category_name}", getattr(Categories, category_name), "a test's")


def test_everything_that_a_status_says_is_in_the_body() -> None:
    error = LedgerError(
        code("CONTENTION_ON_SHARED_RESOURCES"),
        "too many: at once\nnow",
        {"key": "value"},
        [("CONTRACT_ID", "00ab")],
        definite_answer=False,
    )
    assert error_body(status_of(error, "submission", TRACE)) == {
        "code": "TEST_CONTENTION_ON_SHARED_RESOURCES",
        "cause": "too many: at once\nnow",
        "correlationId": "submission",
        "traceId": TRACE,
        "context": {"key": "value", "category": "2", "definite_answer": "false", "tid": TRACE},
        "resources": [["CONTRACT_ID", "00ab"]],
        "errorCategory": 2,
        "grpcCodeValue": 10,
        "retryInfo": "1 second",
        "definiteAnswer": None,
    }


def test_a_trace_alone_is_no_correlation() -> None:
    body = error_body(
        status_of(LedgerError(code("DEADLINE_EXCEEDED_REQUEST_STATE_UNKNOWN"), "x"), None, TRACE)
    )
    assert (body["correlationId"], body["traceId"]) == (None, TRACE)


def test_what_is_withheld_tells_whom_to_ask_about_what() -> None:
    body = error_body(internal("submission", TRACE))
    assert body["code"] == "NA"
    assert body["cause"] == "A security-sensitive error has been received"
    assert (body["correlationId"], body["traceId"]) == ("submission", TRACE)
    assert (body["errorCategory"], body["grpcCodeValue"]) == (-1, 13)
    unknown = error_body(internal(None, None))
    assert (unknown["correlationId"], unknown["traceId"]) == (None, None)


def test_an_error_without_a_code_has_its_text_as_code() -> None:
    body = error_body(status_pb2.Status(code=12, message="Method not found: a.B/C"))
    assert body["code"] == "Method not found: a.B/C"
    assert body["cause"] == "UNIMPLEMENTED: Method not found: a.B/C"
    assert body["errorCategory"] == -1


def test_a_token_that_does_not_let_in_is_named() -> None:
    category = "AUTH_INTERCEPTOR_INVALID_AUTHENTICATION_CREDENTIALS"
    status = status_of(LedgerError(code(category), "secret reason"), None, TRACE)
    body = error_body(status)
    assert http_status(status) == 401
    assert body["context"] == {"ledger_api_error": "invalid token"}
    assert "secret" not in body["cause"]


@pytest.mark.parametrize(
    ("grpc", "http"),
    [
        (GrpcStatus.INVALID_ARGUMENT, 400),
        (GrpcStatus.FAILED_PRECONDITION, 400),
        (GrpcStatus.OUT_OF_RANGE, 400),
        (GrpcStatus.UNAUTHENTICATED, 401),
        (GrpcStatus.PERMISSION_DENIED, 403),
        (GrpcStatus.NOT_FOUND, 404),
        (GrpcStatus.ABORTED, 409),
        (GrpcStatus.ALREADY_EXISTS, 409),
        (GrpcStatus.RESOURCE_EXHAUSTED, 429),
        (GrpcStatus.CANCELLED, 499),
        (GrpcStatus.UNKNOWN, 500),
        (GrpcStatus.INTERNAL, 500),
        (GrpcStatus.DATA_LOSS, 500),
        (GrpcStatus.UNIMPLEMENTED, 501),
        (GrpcStatus.UNAVAILABLE, 503),
        (GrpcStatus.DEADLINE_EXCEEDED, 504),
    ],
)
def test_every_status_has_its_http_status(grpc: GrpcStatus, http: int) -> None:
    assert http_status(status_pb2.Status(code=grpc.value)) == http
