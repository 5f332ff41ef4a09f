"""What the admin API refuses, and malformed requests as errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

from canton.crypto.errors import PROTO_DESERIALIZATION_FAILURE
from canton.errors import Categories, ErrorCode, LedgerError, Rejection

T = TypeVar("T")

NODE_IS_NOT_READY: Final = ErrorCode(
    "NODE_IS_NOT_INITIALIZED",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "The node is not far enough in its initialization for this.",
    "See in its status what it waits for.",
)
PACKAGE_IN_USE: Final = ErrorCode(
    "PACKAGE_OR_DAR_REMOVAL_ERROR",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "The package or DAR cannot be removed, as contracts or vettings may need it.",
    "Keep it; unvet it so that nobody uses it any more.",
)
UNSAFE_TO_PRUNE: Final = ErrorCode(
    "UNSAFE_TO_PRUNE",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "The ledger cannot be pruned up to that offset.",
    "Prune up to the safe offset that the error names, or an earlier one.",
)
UNEXPECTED_MAIN_PACKAGE: Final = ErrorCode(
    "MAIN_PACKAGE_IN_DAR_DOES_NOT_MATCH_EXPECTED",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "The DAR has another main package than the caller expects.",
    "Find out where the DAR comes from, and whether the expected package id is right.",
)
PRIVATE_KEY_EXPORT_DISABLED: Final = ErrorCode(
    "PRIVATE_KEY_EXPORT_DISABLED",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "The node does not give its private keys away.",
    "Enable preview commands in the configuration of the node.",
)


@contextmanager
def reading() -> Iterator[None]:
    """Turns a malformed request into an error for the caller.

    Raises:
        LedgerError: PROTO_DESERIALIZATION_FAILURE, where the body raises a ValueError.
    """
    try:
        yield
    except ValueError as error:
        raise LedgerError(PROTO_DESERIALIZATION_FAILURE, str(error)) from error


def accepted(value: T | Rejection) -> T:
    """The value that a parser found.

    Raises:
        LedgerError: it found none.
    """
    if isinstance(value, Rejection):
        raise refused(value)
    return value


def refused(rejection: Rejection) -> LedgerError:
    """The error that tells the caller of a rejection."""
    return LedgerError(rejection.code, rejection.cause)
