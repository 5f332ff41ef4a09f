"""What is logged where and how it looks: handlers, levels, formats, context.

A line of the plain format is
`<date> [<thread>] <LEVEL> <logger> tid:<trace id> - <message>, context: {...} err-context: {...}`,
where the logger carries the node (`canton.mediator.runtime:mediator=mediator1`) and empty parts
vanish. The JSON format has one object a line with the field names of the original.
The node is a context variable, like the trace: code that logs names neither.
Source: console-config-admin sheet 1.4.
"""

from __future__ import annotations

import gzip
import json
import logging
import os
import shutil
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any, Final, TextIO

from canton.telemetry.trace import current_trace

TRACE_LEVEL: Final = 5
OFF_LEVEL: Final = 100
LEVELS: Final[Mapping[str, int]] = {
    "TRACE": TRACE_LEVEL,
    "DEBUG": logging.DEBUG,
    "INFO": logging.INFO,
    "WARN": logging.WARNING,
    "ERROR": logging.ERROR,
    "OFF": OFF_LEVEL,
}
OWN_LOGGER: Final = "canton"
"""The root of all our loggers; a module's logger is its own name."""
AUDIT_LOGGER: Final = "canton.audit"
"""API calls: DEBUG for all, INFO and above for those that fail."""
KMS_LOGGER: Final = "canton.kms"
"""Calls to a key management service."""

_NAMES: Final = {number: name for name, number in LEVELS.items()}
_LEVEL_WIDTH: Final = 5
_LOGGER_WIDTH_ROLLING: Final = 35
_LOGGER_WIDTH_FLAT: Final = 10
_COLOURS: Final = {"ERROR": "\033[1;31m", "WARN": "\033[33m", "INFO": "\033[32m"}
_RESET: Final = "\033[0m"
_JAVA_DATE: Final = {"yyyy": "%Y", "MM": "%m", "dd": "%d", "HH": "%H", "mm": "%M"}
_PERIOD_CHECK_S: Final = 60

_NODE: ContextVar[str | None] = ContextVar("canton_node", default=None)


class FileAppender(Enum):
    """How the log file is kept."""

    ROLLING = "rolling"
    FLAT = "flat"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class LoggingOptions:
    """What the command line and the environment say on logging; levels are numbers of `logging`."""

    level_root: int = logging.INFO
    level_canton: int = logging.INFO
    level_stdout: int = logging.WARNING
    appender: FileAppender = FileAppender.ROLLING
    file: str = "log/canton.log"
    rolling_pattern: str = "yyyy-MM-dd"
    rolling_history: int = 12
    truncates: bool = False
    is_json: bool = False
    flushes_immediately: bool = True
    access_file: str | None = None
    access_errors_file: str | None = None
    kms_file: str | None = None
    kms_flushes_immediately: bool = True
    kms_rolling_pattern: str = "yyyy-MM-dd"
    kms_rolling_history: int = 0


@dataclass(frozen=True, slots=True)
class LoggingContext:
    """What of the process matters to logging: the stream and whether a person looks at it."""

    stdout: TextIO = field(default_factory=lambda: sys.stdout)
    is_interactive: bool = False


@contextmanager
def logging_for(node: str) -> Iterator[None]:
    """Runs the body as part of a node, named as `participant=participant1`."""
    token = _NODE.set(node)
    try:
        yield
    finally:
        _NODE.reset(token)


def current_node() -> str | None:
    """The node that the running code belongs to, if any."""
    return _NODE.get()


def configure_logging(options: LoggingOptions, context: LoggingContext | None = None) -> None:
    """Installs the handlers and levels of this process in place of earlier ones.

    Raises:
        OSError: a log file cannot be written.
    """
    context = context or LoggingContext()
    for number, name in _NAMES.items():
        logging.addLevelName(number, name)
    logging.raiseExceptions = False
    handlers: list[logging.Handler] = [_stdout_handler(options, context)]
    if options.appender is not FileAppender.OFF:
        handlers.append(_file_handler(options))
    _install(logging.getLogger(), options.level_root, handlers)
    own = logging.getLogger(OWN_LOGGER)
    # A more verbose root wins over the level of our own loggers.
    own.setLevel(min(options.level_root, options.level_canton))
    _install_audit(options)
    _install_kms(options)


def close_logging() -> None:
    """Flushes and closes every handler: the last act of a process."""
    for name in (None, AUDIT_LOGGER, KMS_LOGGER):
        logger = logging.getLogger(name)
        for handler in tuple(logger.handlers):
            logger.removeHandler(handler)
            handler.close()


# ---- formats


class PlainFormatter(logging.Formatter):
    """One line a record, a stack trace below it."""

    def __init__(self, logger_width: int = _LOGGER_WIDTH_ROLLING) -> None:
        super().__init__()
        self._width = logger_width

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created)
        return f"{moment:%Y-%m-%d %H:%M:%S},{int(record.msecs):03d} [{record.threadName}] " + _body(
            self, record, self._width
        )


class InteractiveFormatter(logging.Formatter):
    """For a person at the console: no date, no thread, levels in colour."""

    def format(self, record: logging.LogRecord) -> str:
        text = _body(self, record, _LOGGER_WIDTH_ROLLING)
        colour = _COLOURS.get(level_name(record.levelno))
        return f"{colour}{text}{_RESET}" if colour else text


class JsonFormatter(logging.Formatter):
    """One JSON object a line, with the field names of the original."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created).astimezone()
        entry: dict[str, Any] = {
            "@timestamp": moment.isoformat(timespec="milliseconds"),
            "@version": "1",
            "message": record.getMessage(),
            "logger_name": _qualified(record.name),
            "thread_name": record.threadName,
            "level": level_name(record.levelno),
            "level_value": record.levelno * 1000,
        }
        if (trace := current_trace()) is not None:
            entry["trace-id"], entry["span-id"] = trace.trace_id, trace.span_id
        entry.update(_context(record, "context"))
        if error_context := _context(record, "err_context"):
            entry["err-context"] = error_context
        if record.exc_info:
            entry["stack_trace"] = self.formatException(record.exc_info)
        return json.dumps(entry, separators=(",", ":"), ensure_ascii=False, default=str)


def level_name(number: int) -> str:
    """The original's name of a level."""
    if name := _NAMES.get(number):
        return name
    return next((n for n, least in reversed(tuple(LEVELS.items())) if number >= least), "TRACE")


def _body(formatter: logging.Formatter, record: logging.LogRecord, width: int) -> str:
    trace = current_trace()
    parts = [f"{level_name(record.levelno):<{_LEVEL_WIDTH}} {_shortened(record.name, width)}"]
    if trace is not None:
        parts.append(f" tid:{trace.trace_id}")
    parts.append(f" - {record.getMessage()}")
    if values := _context(record, "context"):
        parts.append(f", context: {_braces(values)}")
    if values := _context(record, "err_context"):
        parts.append(f" err-context:{_braces(values)}")
    if record.exc_info:
        parts.append("\n" + formatter.formatException(record.exc_info))
    return "".join(parts)


def _context(record: logging.LogRecord, name: str) -> Mapping[str, Any]:
    """What the caller passed as `extra={"context": {...}}`."""
    values = getattr(record, name, None)
    return values if isinstance(values, Mapping) else {}


def _braces(values: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in values.items()) + "}"


def _qualified(name: str) -> str:
    node = _NODE.get()
    return f"{name}:{node}" if node else name


def _shortened(name: str, width: int) -> str:
    """Leading elements lose all but their first letter until the name fits; the last never does.

    >>> _shortened("canton.sequencer.core.processing", 24)
    'c.s.core.processing'
    """
    elements = name.split(".")
    length = len(name)
    for index in range(len(elements) - 1):
        if length <= width:
            break
        length -= len(elements[index]) - 1
        elements[index] = elements[index][:1]
    return _qualified(".".join(elements))


# ---- handlers


class _FileHandler(logging.FileHandler):
    """A log file whose lines are written through at once, or only with warnings and at the end."""

    def __init__(self, file: str, *, truncates: bool, flushes: bool) -> None:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        self._flushes = flushes
        super().__init__(file, mode="w" if truncates else "a", encoding="utf-8")

    def emit(self, record: logging.LogRecord) -> None:
        if self._flushes or record.levelno >= logging.WARNING:
            super().emit(record)
            return
        assert self.stream is not None
        try:
            self.stream.write(self.format(record) + self.terminator)
        except Exception:  # as in logging itself: a log line never breaks the program
            self.handleError(record)


class RollingFileHandler(_FileHandler):
    """A log file that is put away as `<file>.<period>.gz` when its period ends.

    `pattern` is a date pattern as in Java (`yyyy-MM-dd-HH`); `history` is how many periods are
    kept, 0 for all.
    """

    def __init__(self, file: str, pattern: str, history: int, *, flushes: bool = True) -> None:
        self._format = _strftime(pattern)
        self._history = history
        path = Path(file)
        # A file left by an earlier process belongs to the period of its last line.
        started = path.stat().st_mtime if path.exists() else datetime.now().timestamp()
        self._period = self._period_of(started)
        self._next_check = 0.0
        super().__init__(file, truncates=False, flushes=flushes)

    def emit(self, record: logging.LogRecord) -> None:
        if record.created >= self._next_check:
            self._next_check = (record.created // _PERIOD_CHECK_S + 1) * _PERIOD_CHECK_S
            period = self._period_of(record.created)
            if period != self._period:
                self._roll(period)
        super().emit(record)

    def _period_of(self, seconds: float) -> str:
        return datetime.fromtimestamp(seconds).strftime(self._format)

    def _roll(self, period: str) -> None:
        assert self.stream is not None
        self.stream.close()
        aside = Path(f"{self.baseFilename}.{self._period}")
        os.replace(self.baseFilename, aside)
        self._period = period
        self.stream = self._open()
        threading.Thread(target=self._put_away, args=(aside,), name="log-roller").start()

    def _put_away(self, aside: Path) -> None:
        with aside.open("rb") as source, gzip.open(f"{aside}.gz", "ab") as target:
            shutil.copyfileobj(source, target)
        aside.unlink()
        if self._history:
            base = Path(self.baseFilename)
            kept = sorted(base.parent.glob(f"{base.name}.*.gz"))
            for old in kept[: -self._history]:
                old.unlink(missing_ok=True)


def _strftime(java_pattern: str) -> str:
    for java, python in _JAVA_DATE.items():
        java_pattern = java_pattern.replace(java, python)
    return java_pattern


class _Stdout(logging.StreamHandler[TextIO]):
    pass


def _stdout_handler(options: LoggingOptions, context: LoggingContext) -> logging.Handler:
    handler = _Stdout(context.stdout)
    handler.setLevel(options.level_stdout)
    if options.is_json:
        handler.setFormatter(JsonFormatter())
    elif context.is_interactive:
        handler.setFormatter(InteractiveFormatter())
    else:
        handler.setFormatter(PlainFormatter())
    return handler


def _file_handler(options: LoggingOptions) -> logging.Handler:
    is_flat = options.appender is FileAppender.FLAT
    handler: logging.Handler
    if is_flat:
        handler = _FileHandler(
            options.file, truncates=options.truncates, flushes=options.flushes_immediately
        )
    else:
        handler = RollingFileHandler(
            options.file,
            options.rolling_pattern,
            options.rolling_history,
            flushes=options.flushes_immediately,
        )
    width = _LOGGER_WIDTH_FLAT if is_flat else _LOGGER_WIDTH_ROLLING
    handler.setFormatter(JsonFormatter() if options.is_json else PlainFormatter(width))
    return handler


def _install(logger: logging.Logger, level: int, handlers: list[logging.Handler]) -> None:
    for old in tuple(logger.handlers):
        logger.removeHandler(old)
        old.close()
    logger.setLevel(level)
    for handler in handlers:
        logger.addHandler(handler)


def _install_audit(options: LoggingOptions) -> None:
    handlers: list[logging.Handler] = []
    files = ((options.access_file, logging.DEBUG), (options.access_errors_file, logging.INFO))
    for file, level in files:
        if file is not None:
            handler = _FileHandler(file, truncates=False, flushes=options.flushes_immediately)
            handler.setLevel(level)
            handler.setFormatter(JsonFormatter() if options.is_json else PlainFormatter())
            handlers.append(handler)
    logger = logging.getLogger(AUDIT_LOGGER)
    _install(logger, logging.DEBUG if handlers else OFF_LEVEL, handlers)
    # What has files of its own does not fill the log as well.
    logger.propagate = False


def _install_kms(options: LoggingOptions) -> None:
    logger = logging.getLogger(KMS_LOGGER)
    handlers: list[logging.Handler] = []
    if options.kms_file is not None:
        handler = RollingFileHandler(
            options.kms_file,
            options.kms_rolling_pattern,
            options.kms_rolling_history,
            flushes=options.kms_flushes_immediately,
        )
        handler.setFormatter(PlainFormatter())
        handlers.append(handler)
    _install(logger, logging.INFO if handlers else logging.NOTSET, handlers)
    logger.propagate = not handlers
