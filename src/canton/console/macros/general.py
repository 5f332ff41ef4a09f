"""Macros that need no node in particular: waiting, logging, settings of the console itself."""

from __future__ import annotations

import logging as standard_logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, TypeVar

from canton.console.endpoint import Runner
from canton.console.spelling import Duration, command, seconds_of

R = TypeVar("R")

_LEVELS: Final = {"TRACE": 5, "DEBUG": 10, "INFO": 20, "WARN": 30, "ERROR": 40, "OFF": 100}
_LOGGERS: Final = {"com.digitalasset.canton": "canton", "com.daml": "canton"}
"""The original's loggers by the name that ours has."""


class Utils:
    """Waiting and files."""

    def __init__(self, runner: Runner, nodes: Callable[[], list[Any]]) -> None:
        self._runner = runner
        self._nodes = nodes

    @command
    def retry_until_true(
        self,
        condition: Callable[[], R],
        timeout: Duration = "60s",
        max_wait_period: Duration = "10s",
        *,
        failure: str = "Condition never became true",
    ) -> R:
        """Asks the condition again and again until it is true; returns its answer.

        `utils.retry_until_true(lambda: participant1.synchronizers.active("da"))`
        """
        del max_wait_period
        if not callable(condition):
            raise TypeError("give a function, as in retry_until_true(lambda: node.is_running)")
        timeout_s = seconds_of(timeout)
        return self._runner.poll(
            condition, timeout_s, lambda: f"{failure} after {timeout_s:g} seconds"
        )

    @command
    def synchronize_topology(self, timeout: Duration | None = None) -> None:
        """Waits until every node has seen all topology changes."""
        for node in self._nodes():
            node.topology.synchronisation.await_idle(timeout)


class Logging:
    """Log levels of this process."""

    @command
    def set_level(self, logger_name: str = "com.digitalasset.canton", level: str = "INFO") -> None:
        """Sets the level of a logger."""
        number = _LEVELS[str(level).upper()]
        standard_logging.getLogger(_LOGGERS.get(logger_name, logger_name)).setLevel(number)

    @command
    def get_level(self, logger_name: str = "com.digitalasset.canton") -> str:
        """The level of a logger."""
        logger = standard_logging.getLogger(_LOGGERS.get(logger_name, logger_name))
        number = logger.getEffectiveLevel()
        return next((name for name, each in _LEVELS.items() if each >= number), "OFF")


class Console:
    """Settings of the console."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    @property
    @command
    def command_timeout(self) -> timedelta:
        """How long commands that finish in bounded time may take."""
        return timedelta(seconds=self._runner.timeouts.bounded_s)

    @command
    def set_command_timeout(self, duration: Duration) -> None:
        """Changes how long commands that finish in bounded time may take."""
        self._runner.timeouts.bounded_s = seconds_of(duration)
