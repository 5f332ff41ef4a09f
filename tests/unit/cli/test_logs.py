"""Logging options: the command line wins over the environment."""

from __future__ import annotations

import logging

import pytest

from canton.cli.arguments import UsageError, parse
from canton.cli.logs import logging_options
from canton.telemetry.logging import FileAppender, LoggingOptions


def options(text: str, **environment: str) -> LoggingOptions:
    return logging_options(parse(f"-c f {text}".split()), environment)


def test_defaults() -> None:
    assert options("") == LoggingOptions()


def test_levels() -> None:
    assert options("-v").level_canton == logging.DEBUG
    assert options("-v").level_root == logging.INFO
    debug = options("--debug")
    assert (debug.level_root, debug.level_canton, debug.level_stdout) == (
        logging.DEBUG,
        logging.DEBUG,
        logging.INFO,
    )
    root = options("--log-level-root=ERROR")
    assert (root.level_root, root.level_canton) == (logging.ERROR, logging.ERROR)
    own = options("--log-level-root=ERROR --log-level-canton=trace")
    assert own.level_canton == 5
    assert options("", LOG_LEVEL_STDOUT="INFO").level_stdout == logging.INFO
    assert options("--log-level-stdout OFF", LOG_LEVEL_STDOUT="INFO").level_stdout > logging.ERROR


def test_files() -> None:
    given = options(
        "--log-file-appender flat --log-file-name x.log --log-truncate --log-encoder json "
        "--log-immediate-flush=false --log-access true --log-access-errors-filename e.log"
    )
    assert given.appender is FileAppender.FLAT
    assert (given.file, given.truncates, given.is_json) == ("x.log", True, True)
    assert not given.flushes_immediately
    assert given.access_file == "log/canton_access.log"
    assert given.access_errors_file == "e.log"
    assert options("--kms-log-file-name k.log").kms_file == "k.log"


def test_container_profile() -> None:
    given = options("--log-profile container")
    assert (given.rolling_history, given.rolling_pattern) == (10, "yyyy-MM-dd-HH")
    assert given.level_stdout == logging.DEBUG


def test_environment_counts_where_the_option_is_absent() -> None:
    given = options("", LOG_FILE_NAME="e.log", LOG_FORMAT_JSON="true", LOG_FILE_FLAT="true")
    assert (given.file, given.is_json, given.appender) == ("e.log", True, FileAppender.FLAT)
    assert options("--log-file-name o.log", LOG_FILE_NAME="e.log").file == "o.log"


@pytest.mark.parametrize(
    "text",
    [
        "--log-level-root LOUD",
        "--log-file-appender paper",
        "--log-encoder xml",
        "--log-profile submarine",
        "--log-immediate-flush perhaps",
        "--log-file-rolling-history few",
    ],
)
def test_unknown_value_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        options(text)
