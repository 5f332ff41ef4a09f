"""Spelling of commands: what scripts may write for names, durations and parameters."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable
from datetime import timedelta
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

Duration = timedelta | float | str
"""A timedelta, a number of seconds, or a text such as `30s`, `2 minutes`, `500ms`."""

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_DURATION = re.compile(r"\s*(\d+(?:\.\d+)?)[\s.]*([a-z]+)\s*")
_SECONDS = {"d": 86400, "h": 3600, "m": 60, "s": 1, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}
_UNITS = {
    unit: _SECONDS[short]
    for short, units in {
        "d": "d day days",
        "h": "h hr hour hours",
        "m": "m min minute minutes",
        "s": "s sec second seconds",
        "ms": "ms milli millis millisecond milliseconds",
        "us": "us micro micros microsecond microseconds",
        "ns": "ns nano nanos nanosecond nanoseconds",
    }.items()
    for unit in units.split()
}


def seconds_of(duration: Duration) -> float:
    """The duration in seconds.

    Raises:
        ValueError: the text is no duration.
    """
    if isinstance(duration, timedelta):
        return duration.total_seconds()
    if isinstance(duration, int | float):
        return float(duration)
    match = _DURATION.fullmatch(duration)
    if match is None or match[2] not in _UNITS:
        raise ValueError(f"{duration!r} is not a duration such as '30s' or '2 minutes'")
    return float(match[1]) * _UNITS[match[2]]


def snake_case(name: str) -> str:
    """`synchronizerAlias` as `synchronizer_alias`."""
    return _HUMP.sub("_", name).lower()


def command(function: Callable[P, R]) -> Callable[P, R]:
    """Marks a method as a console command: it shows in help, and takes camel-case parameters."""
    signature = inspect.signature(function)

    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        for name in list(kwargs):
            if name not in signature.parameters:
                kwargs[snake_case(name)] = kwargs.pop(name)
        return function(*args, **kwargs)

    call.is_console_command = True  # type: ignore[attr-defined]
    return call
