"""Refusals in the form that members of the original expect: a bare status, or one with a code.

Most of the sequencer's public API answers with a bare gRPC status and a sentence; submissions are
refused with a code. Source: Canton 3.6 GrpcSequencerService and its neighbours.
"""

from __future__ import annotations

from google.rpc.status_pb2 import Status

from canton.errors import ErrorCode, GrpcStatus
from canton.sequencer.core.delivery import error_status
from canton.transport.answering import Refused
from canton.transport.call import MetadataValue


def refused(status: GrpcStatus, message: str, **trailers: MetadataValue) -> Refused:
    """A bare status with a sentence."""
    return Refused(Status(code=status.value, message=message), trailers)


def invalid(message: str) -> Refused:
    """The request itself is wrong."""
    return refused(GrpcStatus.INVALID_ARGUMENT, message)


def failed_precondition(message: str) -> Refused:
    """The request does not fit the present state."""
    return refused(GrpcStatus.FAILED_PRECONDITION, message)


def with_code(code: ErrorCode, cause: str) -> Refused:
    """A status with an error code whose cause is shown, alarm or not."""
    return Refused(error_status(code, cause).to_proto(), {})
