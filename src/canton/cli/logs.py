"""Options and environment -> how the process logs.

Every option has a variable of the environment of the same meaning; the option wins.
Source: console-config-admin sheet 1.4.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from canton.cli.arguments import Arguments, UsageError
from canton.telemetry.logging import LEVELS, FileAppender, LoggingOptions

_TRUE: Final = ("true", "yes", "on", "1")
_FALSE: Final = ("false", "no", "off", "0")
_ACCESS_FILE: Final = "log/canton_access.log"
_ACCESS_ERRORS_FILE: Final = "log/canton_access_error.log"
_CONTAINER_HISTORY: Final = 10
_CONTAINER_PATTERN: Final = "yyyy-MM-dd-HH"


@dataclass(frozen=True, slots=True)
class _Given:
    arguments: Arguments
    environment: Mapping[str, str]

    def text(self, option: str, variable: str, default: str) -> str:
        return self.arguments.last(option) or self.environment.get(variable) or default

    def level(self, option: str, variable: str, default: int) -> int:
        text = self.text(option, variable, "")
        if not text:
            return default
        if text.upper() not in LEVELS:
            raise UsageError(f"Unknown log level '{text}' of --{option}")
        return LEVELS[text.upper()]

    def flag(self, option: str, variable: str, *, default: bool) -> bool:
        text = self.text(option, variable, str(default)).lower()
        if text not in _TRUE + _FALSE:
            raise UsageError(f"Option --{option} expects true or false, but was given '{text}'")
        return text in _TRUE

    def number(self, option: str, variable: str, default: int) -> int:
        text = self.text(option, variable, str(default))
        if not text.isdecimal():
            raise UsageError(f"Option --{option} expects a number, but was given '{text}'")
        return int(text)


def logging_options(arguments: Arguments, environment: Mapping[str, str]) -> LoggingOptions:
    """How the process logs.

    Raises:
        UsageError: a level, appender, encoder or profile that does not exist.
    """
    given = _Given(arguments, environment)
    is_container = _is_container(arguments)
    root, own, stdout = _levels(given, is_container=is_container)
    return LoggingOptions(
        level_root=root,
        level_canton=own,
        level_stdout=stdout,
        appender=_appender(given),
        file=given.text("log-file-name", "LOG_FILE_NAME", "log/canton.log"),
        rolling_pattern=given.text(
            "log-file-rolling-pattern",
            "LOG_FILE_ROLLING_PATTERN",
            _CONTAINER_PATTERN if is_container else "yyyy-MM-dd",
        ),
        rolling_history=given.number(
            "log-file-rolling-history",
            "LOG_FILE_HISTORY",
            _CONTAINER_HISTORY if is_container else 12,
        ),
        truncates=arguments.has("log-truncate")
        or environment.get("LOG_FILE_APPEND", "true").lower() in _FALSE,
        is_json=_is_json(given),
        flushes_immediately=given.flag("log-immediate-flush", "LOG_IMMEDIATE_FLUSH", default=True),
        access_file=_file_if(given, "log-access", "LOG_ACCESS", "filename", _ACCESS_FILE),
        access_errors_file=_file_if(
            given, "log-access-errors", "LOG_ACCESS_ERRORS", "filename", _ACCESS_ERRORS_FILE
        ),
        kms_file=given.text("kms-log-file-name", "KMS_LOG_FILE_NAME", "") or None,
        kms_flushes_immediately=given.flag(
            "kms-log-immediate-flush", "KMS_LOG_IMMEDIATE_FLUSH", default=True
        ),
        kms_rolling_pattern=given.text(
            "kms-log-file-rolling-pattern", "KMS_LOG_FILE_ROLLING_PATTERN", "yyyy-MM-dd"
        ),
        kms_rolling_history=given.number("kms-log-file-rolling-history", "KMS_LOG_FILE_HISTORY", 0),
    )


def _levels(given: _Given, *, is_container: bool) -> tuple[int, int, int]:
    """The levels of root, of our loggers and of standard output."""
    is_debug = given.arguments.has("debug")
    root = given.level(
        "log-level-root", "LOG_LEVEL_ROOT", logging.DEBUG if is_debug else logging.INFO
    )
    own = root
    if is_debug or given.arguments.has("verbose"):
        own = logging.DEBUG
    own = given.level("log-level-canton", "LOG_LEVEL_CANTON", own)
    stdout = logging.INFO if is_debug else logging.WARNING
    if is_container:
        stdout = logging.DEBUG
    return root, own, given.level("log-level-stdout", "LOG_LEVEL_STDOUT", stdout)


def _appender(given: _Given) -> FileAppender:
    environment = given.environment
    default = "rolling"
    if environment.get("LOG_FILE_FLAT", "").lower() in _TRUE:
        default = "flat"
    text = (given.arguments.last("log-file-appender") or default).lower()
    try:
        return FileAppender(text)
    except ValueError:
        raise UsageError(f"unknown log-file-appender {text}") from None


def _is_json(given: _Given) -> bool:
    encoder = given.arguments.last("log-encoder")
    if encoder is None:
        return given.environment.get("LOG_FORMAT_JSON", "").lower() in _TRUE
    if encoder not in ("plain", "json"):
        raise UsageError(f"Unsupported logging encoder {encoder}")
    return encoder == "json"


def _is_container(arguments: Arguments) -> bool:
    profile = arguments.last("log-profile")
    if profile is not None and profile.lower() != "container":
        raise UsageError(f"Unknown log profile {profile}")
    return profile is not None


def _file_if(given: _Given, option: str, variable: str, suffix: str, default: str) -> str | None:
    file = given.arguments.last(f"{option}-{suffix}")
    # A file name alone is wish enough.
    if file is None and not given.flag(option, variable, default=False):
        return None
    return file or given.environment.get(f"{variable}_FILE_NAME") or default
