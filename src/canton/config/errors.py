"""What can be wrong with a configuration: codes, one finding, and the exception that holds all.

Source: Canton 3.6 ConfigErrors (console-config-admin sheet 1.6 and 3.1).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from canton.config.origin import Origin
from canton.errors import Categories, ErrorCode

_CATEGORY = Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE

NO_CONFIG_FILES = ErrorCode(
    "NO_CONFIG_FILES",
    _CATEGORY,
    "The command was started without any configuration file or value.",
    "Name at least one file with -c, or a value with -C.",
)
CANNOT_READ_CONFIG_FILES = ErrorCode(
    "CANNOT_READ_CONFIG_FILES",
    _CATEGORY,
    "A configuration file does not exist or may not be read.",
    "Check the paths on the command line and in include statements, and the files' permissions.",
)
CANNOT_PARSE_CONFIG_FILES = ErrorCode(
    "CANNOT_PARSE_CONFIG_FILES",
    _CATEGORY,
    "A configuration file is not valid HOCON.",
    "Correct the text at the file and line that the message names.",
)
CONFIG_SUBSTITUTION_ERROR = ErrorCode(
    "CONFIG_SUBSTITUTION_ERROR",
    _CATEGORY,
    "A `${...}` in the configuration has no value, or refers to itself.",
    "Define the path in one of the files, set the environment variable, or write `${?...}`.",
)
GENERIC_CONFIG_ERROR = ErrorCode(
    "GENERIC_CONFIG_ERROR",
    _CATEGORY,
    "The configuration has an unknown key, a missing key or a value of the wrong type.",
    "Correct the key that the message names.",
)
CONFIG_VALIDATION_ERROR = ErrorCode(
    "CONFIG_VALIDATION_ERROR",
    _CATEGORY,
    "The values of the configuration contradict each other.",
    "Follow the message.",
)


@dataclass(frozen=True, slots=True)
class ConfigError:
    """One finding: its code, the sentence, the key path and where the value was written."""

    code: ErrorCode
    message: str
    path: str | None = None
    origin: Origin | None = None

    def __str__(self) -> str:
        place = f"at '{self.path}': " if self.path else ""
        where = f"({self.origin}) " if self.origin else ""
        return f"{place}{where}{self.message}"


class ConfigErrors(Exception):
    """Everything that is wrong with a configuration."""

    def __init__(self, findings: Iterable[ConfigError]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(f"{f.code.id}: {f}" for f in self.findings))
