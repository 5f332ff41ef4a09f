"""Why a DAR or an archive is refused.

    ArchiveError             a LedgerError with one of the codes below

Source: Canton 3.6 package service errors (`Reading`, `Validation`).
"""

from __future__ import annotations

from typing import Final

from canton.errors import Categories, ErrorCode, LedgerError

INVALID_DAR: Final = ErrorCode(
    "INVALID_DAR",
    Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE,
    "The DAR file has no manifest, or one that does not describe it.",
    "Build the DAR again with a current compiler.",
)
INVALID_ZIP_ENTRY: Final = ErrorCode(
    "INVALID_ZIP_ENTRY",
    Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE,
    "The DAR file lacks an entry that its manifest names, or is no zip file.",
    "Build or transfer the DAR again.",
)
INVALID_LEGACY_DAR: Final = ErrorCode(
    "INVALID_LEGACY_DAR",
    Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE,
    "The DAR file is of a kind that is no longer supported.",
    "Build the DAR again with a current compiler.",
)
ZIP_BOMB: Final = ErrorCode(
    "ZIP_BOMB",
    Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE,
    "The DAR file would grow beyond the limit when unpacked.",
    "Inspect where the DAR comes from.",
)
DAR_PARSE_ERROR: Final = ErrorCode(
    "DAR_PARSE_ERROR",
    Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE,
    "A package in the DAR file cannot be read.",
    "Read the reason in the error; packages of Daml-LF 1 must be rebuilt for Daml-LF 2.",
)
DAR_VALIDATION_ERROR: Final = ErrorCode(
    "DAR_VALIDATION_ERROR",
    Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE,
    "A package in the DAR file is not well-formed.",
    "Read the reason in the error; compilers do not produce such packages.",
)
DAR_DEPENDENCIES_NOT_VALID: Final = ErrorCode(
    "DAR_DEPENDENCIES_NOT_VALID",
    Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE,
    "The packages in the DAR file are not exactly those that its main package depends on.",
    "Ask the supplier of the DAR for a complete one.",
)
ALLOWED_LANGUAGE_VERSIONS: Final = ErrorCode(
    "ALLOWED_LANGUAGE_VERSIONS",
    Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE,
    "A package is of a Daml-LF version that is not allowed here.",
    "Build the package for an allowed version.",
)


class ArchiveError(LedgerError):
    """A DAR or an archive that cannot be accepted."""


def parse_error(reason: str) -> ArchiveError:
    """The error that a package cannot be read."""
    return ArchiveError(
        DAR_PARSE_ERROR, "Failed to parse the dar file content.", {"reason": reason}
    )
