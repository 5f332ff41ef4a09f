"""The error codes of party records. Source: ledger API sheet 3.3."""

from __future__ import annotations

from typing import Final

from canton.errors import Categories, ErrorCode, LedgerError

INVALID_PARTY_DETAILS_UPDATE_REQUEST: Final = ErrorCode(
    "INVALID_PARTY_DETAILS_UPDATE_REQUEST",
    Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE,
    "An update of a party's details is not valid.",
    "Name changeable fields of the details in the update mask, each once.",
)
MAX_PARTY_DETAILS_ANNOTATIONS_SIZE_EXCEEDED: Final = ErrorCode(
    "MAX_PARTY_DETAILS_ANNOTATIONS_SIZE_EXCEEDED",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "A party's annotations would take more than 256 KiB.",
    "Use fewer annotations, or remove some of the party's.",
)
CONCURRENT_PARTY_DETAILS_UPDATE_DETECTED: Final = ErrorCode(
    "CONCURRENT_PARTY_DETAILS_UPDATE_DETECTED",
    Categories.CONTENTION_ON_SHARED_RESOURCES,
    "The party's details have changed since the given resource version.",
    "Read the details again and build the update on what they are now.",
)
PARTY_NOT_FOUND: Final = ErrorCode(
    "PARTY_NOT_FOUND",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_MISSING,
    "The participant does not know the party, or keeps nothing of it.",
    "Correct the party, or ask a participant that hosts it.",
)


def about_party(code: ErrorCode, party: str, cause: str) -> LedgerError:
    """An error that names a party as its resource."""
    return LedgerError(code, cause, resources=(("PARTY", party),))


def party_not_found(party: str, operation: str) -> LedgerError:
    """A party that an operation is about is not there."""
    return about_party(PARTY_NOT_FOUND, party, f"Party: '{party}' was not found when {operation}")


def invalid_update(party: str, reason: str) -> LedgerError:
    """An update asks for what cannot be."""
    cause = f"Update operation for party '{party}' failed due to: {reason}"
    return about_party(INVALID_PARTY_DETAILS_UPDATE_REQUEST, party, cause)
