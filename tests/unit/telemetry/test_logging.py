"""Log lines, their context, files that roll."""

from __future__ import annotations

import gzip
import io
import json
import logging
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from canton.telemetry.logging import (
    AUDIT_LOGGER,
    TRACE_LEVEL,
    FileAppender,
    JsonFormatter,
    LoggingContext,
    LoggingOptions,
    PlainFormatter,
    RollingFileHandler,
    close_logging,
    configure_logging,
    level_name,
    logging_for,
)
from canton.telemetry.trace import Trace, tracing

TRACE = Trace.new(bytes(range(24)))


def record(message: str = "hello", level: int = logging.INFO, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("canton.mediator.runtime", level, "f.py", 1, message, None, None)
    made.created, made.msecs, made.threadName = 1_700_000_000.123, 123.0, "MainThread"
    made.__dict__.update(extra)
    return made


@pytest.fixture
def own_logging() -> Iterator[None]:
    root, own = logging.getLogger(), logging.getLogger("canton")
    before = root.handlers[:], root.level, own.level
    raises = logging.raiseExceptions
    root.handlers = []
    yield
    close_logging()
    root.handlers, root.level, own.level = before
    logging.raiseExceptions = raises
    logging.getLogger(AUDIT_LOGGER).propagate = True


def test_plain_line_carries_node_trace_and_context_and_drops_empty_parts() -> None:
    formatter = PlainFormatter()
    assert formatter.format(record())[10:].endswith(
        "[MainThread] INFO  canton.mediator.runtime - hello"
    )
    with logging_for("mediator=m1"), tracing(TRACE):
        line = formatter.format(record(context={"round": 1}, err_context={"x": 2}))
    assert line.endswith(
        f"INFO  canton.mediator.runtime:mediator=m1 tid:{TRACE.trace_id} - hello, "
        "context: {round: 1} err-context:{x: 2}"
    )


def test_logger_is_shortened_from_the_left() -> None:
    assert " c.m.runtime - " in PlainFormatter(10).format(record())


def test_json_line_has_the_fields_of_the_original() -> None:
    with logging_for("mediator=m1"), tracing(TRACE):
        text = JsonFormatter().format(record(level=logging.WARNING, context={"round": 1}))
    assert '"level":"WARN"' in text
    entry = json.loads(text)
    assert entry["message"] == "hello"
    assert entry["logger_name"] == "canton.mediator.runtime:mediator=m1"
    assert entry["trace-id"] == TRACE.trace_id
    assert entry["round"] == 1
    assert "\n" not in text


def test_exception_is_kept_in_both_formats() -> None:
    try:
        raise ValueError("boom")
    except ValueError as e:
        info = (ValueError, e, e.__traceback__)
    assert "ValueError: boom" in PlainFormatter().format(record(exc_info=info))
    assert (
        "ValueError: boom"
        in json.loads(JsonFormatter().format(record(exc_info=info)))["stack_trace"]
    )


def test_level_names_are_those_of_the_original() -> None:
    numbers = [TRACE_LEVEL, logging.DEBUG, 25, logging.WARNING, logging.CRITICAL]
    assert [level_name(n) for n in numbers] == ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"]


@pytest.mark.usefixtures("own_logging")
@pytest.mark.logs("bad")
def test_levels_of_root_canton_and_stdout(tmp_path: Path) -> None:
    out, file = io.StringIO(), tmp_path / "log" / "canton.log"
    options = LoggingOptions(
        level_canton=logging.DEBUG, appender=FileAppender.FLAT, file=str(file), is_json=True
    )
    configure_logging(options, LoggingContext(out))
    logging.getLogger("canton.x").debug("fine")
    logging.getLogger("other").debug("too fine")
    logging.getLogger("canton.x").warning("bad")
    close_logging()
    assert [json.loads(line)["message"] for line in file.read_text().splitlines()] == [
        "fine",
        "bad",
    ]
    assert [json.loads(line)["message"] for line in out.getvalue().splitlines()] == ["bad"]


@pytest.mark.usefixtures("own_logging")
def test_audit_goes_to_its_own_files_only(tmp_path: Path) -> None:
    options = LoggingOptions(
        appender=FileAppender.FLAT,
        file=str(tmp_path / "canton.log"),
        access_file=str(tmp_path / "access.log"),
        access_errors_file=str(tmp_path / "errors.log"),
    )
    configure_logging(options, LoggingContext(io.StringIO()))
    logging.getLogger(AUDIT_LOGGER).debug("call")
    logging.getLogger(AUDIT_LOGGER).info("refused")
    close_logging()
    assert "call" in (tmp_path / "access.log").read_text()
    assert "refused" in (tmp_path / "access.log").read_text()
    assert "call" not in (tmp_path / "errors.log").read_text()
    assert "refused" in (tmp_path / "errors.log").read_text()
    assert (tmp_path / "canton.log").read_text() == ""


@pytest.mark.usefixtures("own_logging")
@pytest.mark.logs("second")
def test_lines_that_are_not_flushed_at_once_are_there_after_a_warning(tmp_path: Path) -> None:
    file = tmp_path / "canton.log"
    options = LoggingOptions(
        appender=FileAppender.FLAT, file=str(file), flushes_immediately=False, truncates=True
    )
    configure_logging(options, LoggingContext(io.StringIO()))
    logging.getLogger("canton").info("first")
    assert file.read_text() == ""
    logging.getLogger("canton").warning("second")
    assert "first" in file.read_text()
    close_logging()


def test_file_rolls_when_its_period_ends_and_old_ones_go(tmp_path: Path) -> None:
    file = tmp_path / "canton.log"
    handler = RollingFileHandler(str(file), "yyyy-MM-dd", history=2)
    handler.setFormatter(logging.Formatter("%(message)s"))
    day = 86_400
    start = datetime.now().timestamp()
    for number in range(5):
        made = record(f"day {number}")
        made.created = start + number * day
        handler.emit(made)
        for thread in _rollers():
            thread.join()
    handler.close()
    assert file.read_text() == "day 4\n"
    kept = sorted(path.name for path in tmp_path.glob("*.gz"))
    assert len(kept) == 2
    assert gzip.decompress((tmp_path / kept[0]).read_bytes()) == b"day 2\n"


def _rollers() -> list[threading.Thread]:
    return [t for t in threading.enumerate() if t.name == "log-roller"]
