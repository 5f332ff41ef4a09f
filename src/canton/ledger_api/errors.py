"""The error codes of requests to the Ledger API. Source: ledger API sheet 3.3."""

from __future__ import annotations

from typing import Final

from canton.errors import Categories, ErrorCode, LedgerError

_INDEPENDENT: Final = Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE
_STATE: Final = Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER
_MISSING: Final = Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_MISSING

MISSING_FIELD: Final = ErrorCode(
    "MISSING_FIELD", _INDEPENDENT, "A field that must be set is empty.", "Set the field."
)
INVALID_FIELD: Final = ErrorCode(
    "INVALID_FIELD", _INDEPENDENT, "A field has a value that is not allowed.", "Correct the field."
)
INVALID_ARGUMENT: Final = ErrorCode(
    "INVALID_ARGUMENT",
    _INDEPENDENT,
    "The request contradicts itself or has a value that is not allowed.",
    "Correct the request.",
)
FAILED_TO_PREPARE_TRANSACTION: Final = ErrorCode(
    "FAILED_TO_PREPARE_TRANSACTION",
    _INDEPENDENT,
    "The commands cannot be prepared for signatures of external parties.",
    "Read the reason in the error.",
)
FAILED_TO_EXECUTE_TRANSACTION: Final = ErrorCode(
    "FAILED_TO_EXECUTE_TRANSACTION",
    _INDEPENDENT,
    "The prepared transaction is malformed, or the parties have not signed it.",
    "Read the reason in the error; prepare the transaction again if in doubt.",
)
NO_PREFERRED_PACKAGES_FOUND: Final = ErrorCode(
    "NO_PREFERRED_PACKAGES_FOUND",
    _STATE,
    "No synchronizer has packages of these names that all participants of the parties vet.",
    "Vet the packages at every participant of the parties.",
)
NON_POSITIVE_OFFSET: Final = ErrorCode(
    "NON_POSITIVE_OFFSET", _INDEPENDENT, "An offset must be positive.", "Correct the offset."
)
NEGATIVE_OFFSET: Final = ErrorCode(
    "NEGATIVE_OFFSET", _INDEPENDENT, "An offset must not be negative.", "Correct the offset."
)
DESCENDING_ORDER_MISSING_END: Final = ErrorCode(
    "DESCENDING_ORDER_MISSING_END",
    _INDEPENDENT,
    "Updates in descending order need an end to begin with.",
    "Give an end.",
)
OFFSET_AFTER_LEDGER_END: Final = ErrorCode(
    "OFFSET_AFTER_LEDGER_END",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_SEEK_AFTER_END,
    "An offset lies beyond the end of the ledger.",
    "Use an offset of this participant; after a restore, read the ledger anew.",
)
OFFSET_OUT_OF_RANGE: Final = ErrorCode(
    "OFFSET_OUT_OF_RANGE", _STATE, "The offsets do not fit each other.", "Correct the offsets."
)
UPDATE_NOT_FOUND: Final = ErrorCode(
    "UPDATE_NOT_FOUND", _MISSING, "There is no such update, or nothing of it may be seen."
)
CONTRACT_EVENTS_NOT_FOUND: Final = ErrorCode(
    "CONTRACT_EVENTS_NOT_FOUND", _MISSING, "There is no such contract, or it may not be seen."
)
CONTRACT_PAYLOAD_NOT_FOUND: Final = ErrorCode(
    "CONTRACT_PAYLOAD_NOT_FOUND", _MISSING, "There is no such contract, or it may not be seen."
)
UNRESOLVED_VETTING_REFERENCE: Final = ErrorCode(
    "UNRESOLVED_VETTING_REFERENCE",
    _MISSING,
    "A reference to a package matches none that the participant has.",
    "Upload the package, or correct the reference.",
)
AMBIGUOUS_VETTING_REFERENCE: Final = ErrorCode(
    "AMBIGUOUS_VETTING_REFERENCE",
    _STATE,
    "A reference to a package matches several.",
    "Name the package by its id.",
)
PACKAGE_NAMES_NOT_FOUND: Final = ErrorCode(
    "PACKAGE_NAMES_NOT_FOUND",
    _MISSING,
    "A filter names a package that the participant does not have.",
    "Upload the package, or correct the name.",
)
NO_TEMPLATES_FOR_PACKAGE_NAME: Final = ErrorCode(
    "NO_TEMPLATES_FOR_PACKAGE_NAME_AND_QUALIFIED_NAME",
    _MISSING,
    "A filter names a template that no version of its package has.",
    "Upload the package's right version, or correct the name.",
)
NO_INTERFACE_FOR_PACKAGE_NAME: Final = ErrorCode(
    "NO_INTERFACE_FOR_PACKAGE_NAME_AND_QUALIFIED_NAME",
    _MISSING,
    "A filter names an interface that no version of its package has.",
    "Upload the package's right version, or correct the name.",
)
PACKAGE_SELECTION_FAILED: Final = ErrorCode(
    "PACKAGE_SELECTION_FAILED",
    _STATE,
    "No vetted package stands for a package name that a command uses.",
    "Upload and vet a package of that name.",
)
INVALID_CONTINUATION_TOKEN: Final = ErrorCode(
    "INVALID_CONTINUATION_TOKEN",
    _INDEPENDENT,
    "The token was not given for this request by this participant.",
    "Begin the stream anew.",
)
INVALID_UPDATES_PAGE_TOKEN: Final = ErrorCode(
    "INVALID_UPDATES_PAGE_TOKEN",
    _INDEPENDENT,
    "The token was not given for this request by this participant.",
    "Begin with the first page.",
)
INVALID_ACS_PAGE_TOKEN: Final = ErrorCode(
    "INVALID_ACS_PAGE_TOKEN",
    _INDEPENDENT,
    "The token was not given for this request by this participant.",
    "Begin with the first page.",
)
REQUEST_TIME_OUT: Final = ErrorCode(
    "REQUEST_TIME_OUT",
    Categories.DEADLINE_EXCEEDED_REQUEST_STATE_UNKNOWN,
    "The command was not decided in time; it may still be.",
    "Look for its completion, or send it again under the same command id.",
)
REQUEST_DEADLINE_EXCEEDED: Final = ErrorCode(
    "REQUEST_DEADLINE_EXCEEDED",
    Categories.DEADLINE_EXCEEDED_REQUEST_STATE_UNKNOWN,
    "The caller's deadline had passed before the command was sent; it has had no effect.",
    "Allow more time.",
)
DISCLOSED_CONTRACTS_CONFLICTING_PAYLOADS: Final = ErrorCode(
    "DISCLOSED_CONTRACTS_CONFLICTING_PAYLOADS",
    Categories.SECURITY_ALERT,
    "Two disclosed contracts have the same id and differ.",
)


def missing_field(name: str) -> LedgerError:
    """A field is empty that must not be."""
    text = f"The submitted command is missing a mandatory field: {name}"
    return LedgerError(MISSING_FIELD, text, {"field_name": name})


def invalid_field(name: str, reason: str) -> LedgerError:
    """A field's value is not allowed."""
    text = f"The submitted command has a field with invalid value: Invalid field {name}: {reason}"
    return LedgerError(INVALID_FIELD, text, {"field_name": name})


def invalid_argument(reason: str) -> LedgerError:
    """The request as a whole is not allowed."""
    return LedgerError(INVALID_ARGUMENT, f"The submitted request has invalid arguments: {reason}")
