"""What a caller gets when a call did not succeed."""

from __future__ import annotations

from collections.abc import Mapping

from google.rpc import error_details_pb2, status_pb2

from canton.errors import GrpcStatus
from canton.transport.call import MetadataValue


class RpcError(Exception):
    """What a caller gets when a call did not succeed.

    `code_id` is Canton's error code (`NOT_SEQUENCED_TIMEOUT`) where the answer carried one;
    `details` is the whole google.rpc.Status where there is one.
    """

    def __init__(
        self,
        status: GrpcStatus,
        message: str,
        details: status_pb2.Status | None = None,
        trailers: Mapping[str, MetadataValue] | None = None,
    ) -> None:
        super().__init__(status, message)
        self.status = status
        self.message = message
        self.details = details
        self.trailers = trailers or {}
        self.info = error_details_pb2.ErrorInfo()
        self.retry_after_s: float | None = None
        retry = error_details_pb2.RetryInfo()
        for detail in details.details if details is not None else ():
            if detail.Unpack(retry):
                self.retry_after_s = retry.retry_delay.ToNanoseconds() / 1e9
            else:
                detail.Unpack(self.info)

    def __str__(self) -> str:
        return f"{self.status.name}: {self.message}"

    @property
    def code_id(self) -> str | None:
        """The error code, read from the details or else from the front of the message."""
        reason: str = self.info.reason
        if reason:
            return reason
        front = self.message.partition("(")[0]
        return front if front and front.replace("_", "").isupper() else None

    @property
    def category(self) -> int | None:
        """The number of the error's category, where the answer carried one."""
        text: str = self.info.metadata.get("category", "")
        return int(text) if text.isdigit() else None
