"""How interpretation fails.

    InterpretationError       a LedgerError with the resources that it names; ends interpretation
    DamlException             a thrown Daml exception; a `try` may catch it
    NeedMore                  something must be loaded first; interpretation starts anew

The codes are those of the original. Source: Daml-LF sheet 2.9; Ledger API sheet 3.3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from canton.errors import Categories, Category, ErrorCode, LedgerError

Resources = tuple[tuple[str, str], ...]
"""Pairs of a resource's type and name, in the order in which users see them."""


class InterpretationError(LedgerError):
    """The commands failed; no handler in Daml can catch it."""

    def __init__(
        self,
        code: ErrorCode,
        cause: str,
        *,
        resources: Resources = (),
        context: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code, cause, context or {}, resources, definite_answer=True)


class DamlException(Exception):
    """A thrown exception: its type as a tuple and its record."""

    def __init__(self, type_rep: tuple[object, ...], value: object) -> None:
        self.type_rep = type_rep
        self.value = value


class NeedMore(Exception):
    """Interpretation cannot go on without what is named here."""

    def __init__(
        self,
        *,
        contracts: frozenset[object] = frozenset(),
        packages: frozenset[str] = frozenset(),
        keys: tuple[object, ...] = (),
    ) -> None:
        self.contracts = contracts
        self.packages = packages
        self.keys = keys


INDEPENDENT: Final = Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE
STATE: Final = Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER
MISSING: Final = Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_MISSING
CONTENTION: Final = Categories.CONTENTION_ON_SHARED_RESOURCES


def _code(name: str, category: Category, explanation: str, resolution: str = "") -> ErrorCode:
    return ErrorCode(name, category, explanation, resolution)


CONTRACT_NOT_FOUND: Final = _code(
    "CONTRACT_NOT_FOUND",
    MISSING,
    "A contract is not known to the participant, not visible to the submitters, or archived.",
    "Check that the contract exists and that a submitter is one of its stakeholders.",
)
UNSUPPORTED_CONTRACT_ID: Final = _code(
    "UNSUPPORTED_CONTRACT_ID",
    MISSING,
    "The participant does not support the form of a contract id.",
    "Submit to a participant that supports it.",
)
CONTRACT_NOT_ACTIVE: Final = _code(
    "CONTRACT_NOT_ACTIVE",
    MISSING,
    "The transaction uses a contract that it has consumed before.",
    "Correct the application.",
)
CONTRACT_KEY_NOT_FOUND: Final = _code(
    "CONTRACT_KEY_NOT_FOUND",
    MISSING,
    "No active contract that the submitters may see has the key.",
    "The contract may have been archived meanwhile: retry, or correct the application.",
)
INCONSISTENT_CONTRACT_KEY: Final = _code(
    "INCONSISTENT_CONTRACT_KEY",
    Categories.CONTENTION_ON_SHARED_RESOURCES,
    "The ledger gave contradicting answers for a contract key.",
    "Retry.",
)
DUPLICATE_CONTRACT_ID: Final = _code(
    "DUPLICATE_CONTRACT_ID",
    Categories.SYSTEM_INTERNAL_ASSUMPTION_VIOLATED,
    "A transaction creates the same contract id twice.",
)
UNRESOLVED_PACKAGE_NAME: Final = _code(
    "UNRESOLVED_PACKAGE_NAME",
    MISSING,
    "No vetted package stands for a package name that interpretation needs.",
    "Vet a package of that name.",
)
DAML_AUTHORIZATION_ERROR: Final = _code(
    "DAML_AUTHORIZATION_ERROR",
    INDEPENDENT,
    "An action needs the authority of parties that have not given it.",
    "Submit as the parties that the contract requires.",
)
DAML_EFFECTFUL_ROLLBACK_ERROR: Final = _code(
    "DAML_EFFECTFUL_ROLLBACK_ERROR",
    INDEPENDENT,
    "An exception would undo creates or archives, which is not supported.",
    "Restructure the contract so that what may throw has no effect on contracts.",
)
COMMAND_PREPROCESSING_FAILED: Final = _code(
    "COMMAND_PREPROCESSING_FAILED",
    INDEPENDENT,
    "A command does not fit the packages: a wrong type, an unknown template or choice.",
    "Correct the command.",
)
PACKAGE_NOT_FOUND: Final = _code(
    "PACKAGE_NOT_FOUND",
    MISSING,
    "The rejected call referred to a Daml package that is not known to the participant.",
    "Upload the package, or correct the package id.",
)
DAML_INTERPRETATION_ERROR: Final = _code(
    "DAML_INTERPRETATION_ERROR",
    STATE,
    "A transaction failed while it was interpreted.",
    "Correct the application.",
)
DAML_INTERPRETER_INVALID_ARGUMENT: Final = _code(
    "DAML_INTERPRETER_INVALID_ARGUMENT",
    INDEPENDENT,
    "A transaction failed because of an invalid argument.",
    "Correct the application.",
)
UNHANDLED_EXCEPTION: Final = _code(
    "UNHANDLED_EXCEPTION",
    STATE,
    "An exception was thrown and not caught.",
)
INTERPRETATION_USER_ERROR: Final = _code(
    "INTERPRETATION_USER_ERROR",
    STATE,
    "The contract gave up with an error text.",
)
TEMPLATE_PRECONDITION_VIOLATED: Final = _code(
    "TEMPLATE_PRECONDITION_VIOLATED",
    INDEPENDENT,
    "A contract's precondition does not hold for the argument.",
)
CREATE_EMPTY_CONTRACT_KEY_MAINTAINERS: Final = _code(
    "CREATE_EMPTY_CONTRACT_KEY_MAINTAINERS",
    INDEPENDENT,
    "A contract would have a key without maintainers.",
)
FETCH_EMPTY_CONTRACT_KEY_MAINTAINERS: Final = _code(
    "FETCH_EMPTY_CONTRACT_KEY_MAINTAINERS",
    INDEPENDENT,
    "A key without maintainers was looked up.",
)
WRONGLY_TYPED_CONTRACT: Final = _code(
    "WRONGLY_TYPED_CONTRACT",
    STATE,
    "A contract is not of the template that it is used as.",
)
CONTRACT_DOES_NOT_IMPLEMENT_INTERFACE: Final = _code(
    "CONTRACT_DOES_NOT_IMPLEMENT_INTERFACE",
    INDEPENDENT,
    "A contract is used through an interface that its template does not implement.",
)
CONTRACT_DOES_NOT_IMPLEMENT_REQUIRING_INTERFACE: Final = _code(
    "CONTRACT_DOES_NOT_IMPLEMENT_REQUIRING_INTERFACE",
    INDEPENDENT,
    "A contract is used through a requiring interface that its template does not implement.",
)
NON_COMPARABLE_VALUES: Final = _code(
    "NON_COMPARABLE_VALUES",
    INDEPENDENT,
    "Functions were compared.",
)
CONTRACT_ID_IN_CONTRACT_KEY: Final = _code(
    "CONTRACT_ID_IN_CONTRACT_KEY",
    INDEPENDENT,
    "A contract key contains a contract id.",
)
CONTRACT_ID_COMPARABILITY: Final = _code(
    "CONTRACT_ID_COMPARABILITY",
    INDEPENDENT,
    "A global contract id was compared with a local one of the same prefix.",
)
VALUE_NESTING: Final = _code("VALUE_NESTING", INDEPENDENT, "A value nests too deeply.")
MALFORMED_TEXT: Final = _code(
    "MALFORMED_TEXT",
    INDEPENDENT,
    "A text contains a null character or half of a surrogate pair.",
)
INTERPRETATION_TIME_EXCEEDED: Final = _code(
    "INTERPRETATION_TIME_EXCEEDED",
    CONTENTION,
    "Interpretation took longer than the ledger time allows.",
    "Check the contract for loops without end, or reduce the load.",
)
DAML_FAILURE: Final = _code(
    "DAML_FAILURE",
    STATE,
    "The contract failed with a status; the contract chooses the category.",
)
UPGRADE_VALIDATION_FAILED: Final = _code(
    "INTERPRETATION_UPGRADE_ERROR_VALIDATION_FAILED",
    INDEPENDENT,
    "Signatories, observers, key, maintainers or package name differ in the target package.",
)
UPGRADE_TRANSLATION_FAILED: Final = _code(
    "INTERPRETATION_UPGRADE_ERROR_TRANSLATION_FAILED",
    INDEPENDENT,
    "A contract's argument does not fit the type in the target package.",
)
UPGRADE_AUTHENTICATION_FAILED: Final = _code(
    "INTERPRETATION_UPGRADE_ERROR_AUTHENTICATION_FAILED",
    INDEPENDENT,
    "A contract is not the one that its id commits to.",
)
CRYPTO_MALFORMED_BYTE_ENCODING: Final = _code(
    "INTERPRETATION_CRYPTO_ERROR_MALFORMED_BYTE_ENCODING", STATE, "A text is no hex encoding."
)
CRYPTO_MALFORMED_KEY: Final = _code(
    "INTERPRETATION_CRYPTO_ERROR_MALFORMED_KEY", STATE, "A text is no public key."
)
CRYPTO_MALFORMED_SIGNATURE: Final = _code(
    "INTERPRETATION_CRYPTO_ERROR_MALFORMED_SIGNATURE", STATE, "A text is no signature."
)
EXTERNAL_CALL_PREPARATION_FAILED: Final = _code(
    "INTERPRETATION_EXTERNAL_CALL_ERROR_PREPARATION_FAILED",
    STATE,
    "An external call has a configuration or an input that is no hex encoding.",
)
EXTERNAL_CALL_EXECUTION_FAILED: Final = _code(
    "INTERPRETATION_EXTERNAL_CALL_ERROR_EXECUTION_FAILED", STATE, "An external call failed."
)
INTERPRETATION_DEV_ERROR: Final = _code(
    "INTERPRETATION_DEV_ERROR", STATE, "A feature in development failed."
)


def failed(code: ErrorCode, text: str, *resources: tuple[str, str]) -> InterpretationError:
    """The error with the text that users see behind the engine's own prefix."""
    return InterpretationError(
        code, f"Interpretation error: Error: {text}", resources=tuple(resources)
    )


def crash(text: str) -> InterpretationError:
    """The error for programs that break the rules that validation should have enforced."""
    return failed(DAML_INTERPRETATION_ERROR, f"CRASH: {text}")


_CATEGORIES: Final = {
    value.number: value for value in vars(Categories).values() if isinstance(value, Category)
}


def failure_status(
    error_id: str, category: int, message: str, metadata: Mapping[str, str]
) -> InterpretationError:
    """A failure with the status that the contract chose.

    The declared code has one category, so the chosen one is put in here without declaring it anew.
    """
    text = f"User failure: {error_id} (error category {category}): {message}"
    chosen = _CATEGORIES.get(category)
    if chosen is None:
        return crash(f"error category {category} does not exist; {text}")
    code = DAML_FAILURE if chosen == DAML_FAILURE.category else _with_category(chosen)
    error = failed(code, text)
    error.context = {**metadata, "error_id": error_id}
    return error


def _with_category(category: Category) -> ErrorCode:
    code = object.__new__(ErrorCode)
    for name, value in (
        ("id", DAML_FAILURE.id),
        ("category", category),
        ("explanation", DAML_FAILURE.explanation),
        ("resolution", DAML_FAILURE.resolution),
    ):
        object.__setattr__(code, name, value)
    return code


MessageOf = Callable[[DamlException], str]
