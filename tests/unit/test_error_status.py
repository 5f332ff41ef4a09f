"""The status that leaves a node has the exact message and details that clients take apart."""

from __future__ import annotations

from google.rpc import error_details_pb2, status_pb2
from hypothesis import given
from hypothesis import strategies as st

from canton.error_status import STATUS_BYTES_MAX, internal, status_of
from canton.errors import CantonError, Categories, ErrorCode, GrpcStatus
from canton.transport.rpc_error import RpcError

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
BUSY = ErrorCode("TEST_BUSY", Categories.CONTENTION_ON_SHARED_RESOURCES, "A test")
ALARM = ErrorCode("TEST_ALARM", Categories.SECURITY_ALERT, "A test")
MISSING = ErrorCode("TEST_MISSING", Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE, "A test")


def types_of(status: status_pb2.Status) -> list[str]:
    return [detail.TypeName().rpartition(".")[2] for detail in status.details]


def test_details_come_in_the_order_info_retry_request_resources() -> None:
    error = CantonError(
        BUSY, "try later", {"a.b": "1"}, [("CONTRACT_ID", "00aa")], definite_answer=False
    )
    status = status_of(error, "submission-1", TRACE_ID)
    assert status.code == GrpcStatus.ABORTED.value
    assert status.message == "TEST_BUSY(2,submissi): try later"
    assert types_of(status) == ["ErrorInfo", "RetryInfo", "RequestInfo", "ResourceInfo"]
    info, request = error_details_pb2.ErrorInfo(), error_details_pb2.RequestInfo()
    status.details[0].Unpack(info)
    status.details[2].Unpack(request)
    assert info.reason == "TEST_BUSY"
    assert dict(info.metadata) == {
        "ab": "1",
        "category": "2",
        "definite_answer": "false",
        "tid": TRACE_ID,
    }
    assert request.request_id == "submission-1"
    assert RpcError(GrpcStatus.ABORTED, status.message, status).retry_after_s == 1.0


def test_without_correlation_the_message_shows_the_trace_or_zero() -> None:
    error = CantonError(MISSING, "no field")
    assert status_of(error, None, TRACE_ID).message == "TEST_MISSING(8,0af76519): no field"
    assert status_of(error).message == "TEST_MISSING(8,0): no field"
    assert types_of(status_of(error)) == ["ErrorInfo"]


def test_secure_categories_tell_only_whom_to_ask() -> None:
    status = status_of(CantonError(ALARM, "secret", {"k": "secret"}), None, TRACE_ID)
    assert status.message == (
        "An error occurred. Please contact the operator and inquire about the request "
        f"no-correlation-id with tid {TRACE_ID}"
    )
    assert types_of(status) == ["RequestInfo"]
    assert b"secret" not in status.SerializeToString()
    assert internal(None, None).message.endswith("with tid no-tid")


@given(
    st.text(max_size=3000),
    st.dictionaries(st.text(max_size=80), st.text(max_size=1500), max_size=8),
    st.lists(st.tuples(st.text(max_size=20), st.text(max_size=1500)), max_size=5),
)
def test_status_fits_into_headers(
    cause: str, context: dict[str, str], resources: list[tuple[str, str]]
) -> None:
    status = status_of(CantonError(MISSING, cause, context, resources), "c" * 40, TRACE_ID)
    assert status.ByteSize() <= STATUS_BYTES_MAX


def test_code_id_is_read_from_the_message_when_details_are_missing() -> None:
    assert RpcError(GrpcStatus.NOT_FOUND, "UPDATE_NOT_FOUND(11,47): x").code_id == (
        "UPDATE_NOT_FOUND"
    )
    assert RpcError(GrpcStatus.UNAVAILABLE, "connection refused").code_id is None
