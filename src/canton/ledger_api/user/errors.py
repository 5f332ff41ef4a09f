"""The error codes of user management. Source: ledger API sheet 3.3."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from canton.errors import Categories, ErrorCode, LedgerError

INVALID_USER_UPDATE_REQUEST: Final = ErrorCode(
    "INVALID_USER_UPDATE_REQUEST",
    Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE,
    "The update mask of a user's update is not valid.",
    "Name fields of a user in the update mask, each once.",
)
MAX_USER_ANNOTATIONS_SIZE_EXCEEDED: Final = ErrorCode(
    "MAX_USER_ANNOTATIONS_SIZE_EXCEEDED",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "A user's annotations would take more than 256 KiB.",
    "Use fewer annotations, or remove some of the user's.",
)
CONCURRENT_USER_UPDATE_DETECTED: Final = ErrorCode(
    "CONCURRENT_USER_UPDATE_DETECTED",
    Categories.CONTENTION_ON_SHARED_RESOURCES,
    "The user has changed since the given resource version.",
    "Read the user again and build the update on what it is now.",
)
USER_NOT_FOUND: Final = ErrorCode(
    "USER_NOT_FOUND",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_MISSING,
    "There is no such user on this participant.",
    "Correct the user id, or create the user.",
)
USER_ALREADY_EXISTS: Final = ErrorCode(
    "USER_ALREADY_EXISTS",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_EXISTS,
    "There is a user with that id already.",
    "Use that user, or another id.",
)
TOO_MANY_USER_RIGHTS: Final = ErrorCode(
    "TOO_MANY_USER_RIGHTS",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "A user would have more rights than the participant allows.",
    "Grant fewer rights, revoke some, or have the participant's limit raised.",
)


UNKNOWN_RESOURCE: Final = ErrorCode(
    "UNKNOWN_RESOURCE",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_MISSING,
    "A request names something that there is not.",
    "Correct the name, or make what it names first.",
)


def unknown_parties(parties: Sequence[str], provider: str) -> LedgerError:
    """A right is about parties that are not of the identity provider."""
    cause = (
        "The submitted request refers to a non-existing PARTIES: Provided parties have not been "
        f"found in identity_provider_id=`{provider}`: [{','.join(parties)}]."
    )
    return LedgerError(
        UNKNOWN_RESOURCE, cause, resources=tuple(("PARTIES", each) for each in parties)
    )


def about_user(code: ErrorCode, user_id: str, cause: str) -> LedgerError:
    """An error that names a user as its resource."""
    return LedgerError(code, cause, resources=(("USER", user_id),))


def invalid_update(user_id: str, reason: str) -> LedgerError:
    """An update's mask is wrong."""
    cause = f"Update operation for user id '{user_id}' failed due to: {reason}"
    return about_user(INVALID_USER_UPDATE_REQUEST, user_id, cause)
