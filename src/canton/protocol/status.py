"""The status that a rejection or an error travels with: a gRPC code, a message and details.

Source: google.rpc.Status as it appears in verdicts and sequenced errors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from google.rpc import status_pb2

from canton.error_status import status_of
from canton.errors import CantonError, ErrorCode


@dataclass(frozen=True, slots=True)
class StatusDetail:
    """One detail: the URL of its type and its bytes."""

    type_url: str
    value: bytes


@dataclass(frozen=True, slots=True)
class Status:
    """A gRPC status as a value."""

    code: int
    message: str
    details: tuple[StatusDetail, ...] = ()

    def to_proto(self) -> status_pb2.Status:
        """The message."""
        message = status_pb2.Status(code=self.code, message=self.message)
        for detail in self.details:
            message.details.add(type_url=detail.type_url, value=detail.value)
        return message

    @staticmethod
    def from_proto(message: status_pb2.Status) -> Status:
        """Reads a status; every status is well formed."""
        details = tuple(StatusDetail(each.type_url, each.value) for each in message.details)
        return Status(message.code, message.message, details)

    @staticmethod
    def of(code: ErrorCode, cause: str, context: Mapping[str, str] | None = None) -> Status:
        """The status of an error wherever it is shown, redacted where its category asks for it."""
        return Status.from_proto(status_of(CantonError(code, cause, context or {})))
