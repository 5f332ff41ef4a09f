"""The error codes of authentication and authorisation, and the errors.

Callers are told the code's status and nothing else where the category is secure; the log has the
cause, and never a token. Source: ledger API sheet 3.3, 4.
"""

from __future__ import annotations

from typing import Final

from canton.errors import Categories, Category, ErrorCode, GrpcStatus, LedgerError

UNAUTHENTICATED: Final = ErrorCode(
    "UNAUTHENTICATED",
    Categories.AUTH_INTERCEPTOR_INVALID_AUTHENTICATION_CREDENTIALS,
    "A call has no token, or one that the node does not accept.",
    "Send a valid token; the node's log says what is wrong with one that was refused.",
)
PERMISSION_DENIED: Final = ErrorCode(
    "PERMISSION_DENIED",
    Categories.INSUFFICIENT_PERMISSION,
    "The caller may not do this.",
    "Ask the participant's operator for the right; the node's log says which one is missing.",
)
INVALID_TOKEN: Final = ErrorCode(
    "INVALID_TOKEN",
    Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE,
    "What is left out of the request is not said by the caller's token either.",
    "Say it in the request, or use a token that does.",
)
ACCESS_TOKEN_EXPIRED: Final = ErrorCode(
    "ACCESS_TOKEN_EXPIRED",
    Categories.CONTENTION_ON_SHARED_RESOURCES,
    "The token with which a stream was opened has expired.",
    "Open the stream again with a new token.",
)
STALE_STREAM_AUTHORIZATION: Final = ErrorCode(
    "STALE_STREAM_AUTHORIZATION",
    Category(2, GrpcStatus.ABORTED, retry_after_s=0),
    "The rights of the user changed since the stream was opened.",
    "Open the stream again at once: it succeeds, or says that a right is missing.",
)


def unauthenticated() -> LedgerError:
    """There is no token, or none that is accepted."""
    return LedgerError(UNAUTHENTICATED, "The command is missing a (valid) JWT token")


def users_are_disabled() -> LedgerError:
    """A token names a user where nothing looks users up."""
    return LedgerError(UNAUTHENTICATED, "User based authentication is disabled.")


def permission_denied(reason: str) -> LedgerError:
    """The caller is known and may not do this."""
    return LedgerError(
        PERMISSION_DENIED,
        "The provided authorization token is not sufficient to authorize the intended command: "
        f"{reason}",
    )


def missing_user_id(reason: str) -> LedgerError:
    """Neither the request nor the token says whose call it is."""
    return LedgerError(INVALID_TOKEN, f"The submitted request is missing a user-id: {reason}")


def invalid_field_of_token(name: str, reason: str) -> LedgerError:
    """A field that the token is compared with is malformed."""
    return LedgerError(
        INVALID_TOKEN,
        f"The submitted token has a field with invalid value: Invalid field {name}: {reason}",
    )


def access_token_expired() -> LedgerError:
    """The token of a running stream has expired."""
    return LedgerError(ACCESS_TOKEN_EXPIRED, "JWT token has expired")


def stale_stream_authorization() -> LedgerError:
    """The rights behind a running stream changed."""
    return LedgerError(STALE_STREAM_AUTHORIZATION, "Stale stream authorization. Retry quickly.")
