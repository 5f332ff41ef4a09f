"""The error model that every node shares: what went wrong, whose duty it is, what to do.

    CantonError                  an error with a code that users may meet
    |-- LedgerError              the caller's fault or the ledger's answer: told to the caller, INFO
    `-- TransientError           a database or peer is away: WARN, tried again, health degraded
    InvariantViolation           our bug: ERROR with stack, the component stops
    Rejection                    a *value*: a faulty counterparty; never raised across a core

Each package declares its codes as `ErrorCode` values in an `errors.py` of its own; the reference
documentation is generated from `ErrorCode.all()`.
Source: Canton 3.6 self-service error codes (ledger API sheet 3.1 to 3.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar


class GrpcStatus(Enum):
    """The gRPC status codes by number."""

    OK = 0
    CANCELLED = 1
    UNKNOWN = 2
    INVALID_ARGUMENT = 3
    DEADLINE_EXCEEDED = 4
    NOT_FOUND = 5
    ALREADY_EXISTS = 6
    PERMISSION_DENIED = 7
    RESOURCE_EXHAUSTED = 8
    FAILED_PRECONDITION = 9
    ABORTED = 10
    OUT_OF_RANGE = 11
    UNIMPLEMENTED = 12
    INTERNAL = 13
    UNAVAILABLE = 14
    DATA_LOSS = 15
    UNAUTHENTICATED = 16


@dataclass(frozen=True, slots=True)
class Category:
    """An error category: its number, its gRPC status and when a retry may help.

    `retry_after_s` is None where a retry of the same call cannot succeed. `is_secure` marks
    categories whose details are withheld from the caller.
    """

    number: int
    status: GrpcStatus
    retry_after_s: float | None = None
    is_secure: bool = False


class Categories:
    """The categories of the original by name. Source: ledger API sheet 3.2."""

    TRANSIENT_SERVER_FAILURE = Category(1, GrpcStatus.UNAVAILABLE, retry_after_s=1)
    CONTENTION_ON_SHARED_RESOURCES = Category(2, GrpcStatus.ABORTED, retry_after_s=1)
    DEADLINE_EXCEEDED_REQUEST_STATE_UNKNOWN = Category(
        3, GrpcStatus.DEADLINE_EXCEEDED, retry_after_s=1
    )
    SYSTEM_INTERNAL_ASSUMPTION_VIOLATED = Category(4, GrpcStatus.INTERNAL, is_secure=True)
    SECURITY_ALERT = Category(5, GrpcStatus.INVALID_ARGUMENT, is_secure=True)
    AUTH_INTERCEPTOR_INVALID_AUTHENTICATION_CREDENTIALS = Category(
        6, GrpcStatus.UNAUTHENTICATED, is_secure=True
    )
    INSUFFICIENT_PERMISSION = Category(7, GrpcStatus.PERMISSION_DENIED, is_secure=True)
    INVALID_INDEPENDENT_OF_SYSTEM_STATE = Category(8, GrpcStatus.INVALID_ARGUMENT)
    INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER = Category(9, GrpcStatus.FAILED_PRECONDITION)
    INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_EXISTS = Category(10, GrpcStatus.ALREADY_EXISTS)
    INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_MISSING = Category(11, GrpcStatus.NOT_FOUND)
    INVALID_GIVEN_CURRENT_SYSTEM_STATE_SEEK_AFTER_END = Category(12, GrpcStatus.OUT_OF_RANGE)
    BACKGROUND_PROCESS_DEGRADATION_WARNING = Category(13, GrpcStatus.OK)
    INTERNAL_UNSUPPORTED_OPERATION = Category(14, GrpcStatus.UNIMPLEMENTED)


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """A stable error id with what it means and what to do; `id` is unique in the program."""

    id: str
    category: Category
    explanation: str
    resolution: str = ""

    _all: ClassVar[dict[str, ErrorCode]] = {}

    def __post_init__(self) -> None:
        known = ErrorCode._all.setdefault(self.id, self)
        if known is not self and known != self:
            raise InvariantViolation(f"error code {self.id} is declared twice")

    @staticmethod
    def all() -> Iterable[ErrorCode]:
        """Every declared code in order of id, as far as its module has been imported."""
        return [code for _, code in sorted(ErrorCode._all.items())]


@dataclass(eq=False)
class CantonError(Exception):
    """An error that a user may meet: its code, the cause in one sentence, and a context.

    The message that users read is `ID(category,correlation): cause`; the correlation id is put in
    where the error leaves the node (`transport`). `resources` are pairs of a resource type
    (`CONTRACT_ID`) and a name; `definite_answer` says whether the command surely had no effect.
    """

    code: ErrorCode
    cause: str
    context: Mapping[str, str] = field(default_factory=dict)
    resources: Sequence[tuple[str, str]] = ()
    definite_answer: bool | None = None

    def __str__(self) -> str:
        return f"{self.code.id}({self.code.category.number}): {self.cause}"


class LedgerError(CantonError):
    """The caller's fault, or the ledger's definite answer."""


class TransientError(CantonError):
    """A database or a peer is away; trying again later may succeed."""


class InvariantViolation(AssertionError):
    """A bug of ours. The component that meets it stops rather than go on with doubtful state."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """What a faulty counterparty sent, as a value: the code and the reason. Cores return it."""

    code: ErrorCode
    cause: str
