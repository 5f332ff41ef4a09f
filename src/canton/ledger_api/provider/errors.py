"""The error codes of identity providers. Source: ledger API sheet 3.3."""

from __future__ import annotations

from typing import Final

from canton.errors import Categories, ErrorCode, LedgerError
from canton.ledger_api.errors import invalid_argument

INVALID_IDENTITY_PROVIDER_UPDATE_REQUEST: Final = ErrorCode(
    "INVALID_IDENTITY_PROVIDER_UPDATE_REQUEST",
    Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE,
    "The update mask of an identity provider's update is not valid.",
    "Name fields of an identity provider in the update mask, each once.",
)
IDP_CONFIG_NOT_FOUND: Final = ErrorCode(
    "IDP_CONFIG_NOT_FOUND",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_MISSING,
    "There is no such identity provider on this participant.",
    "Correct the id, or create the identity provider.",
)
IDP_CONFIG_ALREADY_EXISTS: Final = ErrorCode(
    "IDP_CONFIG_ALREADY_EXISTS",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_EXISTS,
    "There is an identity provider with that id already.",
    "Use that identity provider, or another id.",
)
IDP_CONFIG_ISSUER_ALREADY_EXISTS: Final = ErrorCode(
    "IDP_CONFIG_ISSUER_ALREADY_EXISTS",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_EXISTS,
    "There is an identity provider with that issuer already.",
    "Use that identity provider, or another issuer.",
)
TOO_MANY_IDENTITY_PROVIDER_CONFIGS: Final = ErrorCode(
    "TOO_MANY_IDENTITY_PROVIDER_CONFIGS",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "The participant has as many identity providers as it may have.",
    "Delete one that is not used any more.",
)
IDP_CONFIG_IN_USE: Final = ErrorCode(
    "IDP_CONFIG_IN_USE",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "An identity provider that has users or parties is not deleted.",
    "Delete its users or move them and its parties to another one; or deactivate it.",
)


def about_provider(code: ErrorCode, provider: str, cause: str) -> LedgerError:
    """An error that names an identity provider, or its issuer, as its resource."""
    return LedgerError(code, cause, resources=(("IDENTITY_PROVIDER_CONFIG", provider),))


def invalid_update(provider: str, reason: str) -> LedgerError:
    """An update's mask is wrong."""
    cause = f"Update operation for identity provider config '{provider}' failed due to: {reason}"
    return about_provider(INVALID_IDENTITY_PROVIDER_UPDATE_REQUEST, provider, cause)


def unknown_provider(provider: str) -> LedgerError:
    """A request is about an identity provider that is not there."""
    return invalid_argument(f"Provided identity_provider_id Id({provider}) has not been found.")
