"""Commands that try a network out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from canton.console.failure import CommandFailure
from canton.console.group import Group
from canton.console.spelling import Duration, command


class Testing(Group):
    """Try a network out."""

    @command
    def bong(
        self,
        targets: Iterable[Any],
        validators: Iterable[Any] = (),
        timeout: Duration | None = None,
        levels: int = 0,
    ) -> timedelta:
        """A ping among several participants: 2^levels contracts that merge into one again."""
        duration: timedelta = self._node.health.bong(targets, validators, timeout, levels)
        return duration

    @command
    def maybe_bong(
        self,
        targets: Iterable[Any],
        validators: Iterable[Any] = (),
        timeout: Duration | None = None,
        levels: int = 0,
    ) -> timedelta | None:
        """A bong that returns None where it did not succeed."""
        try:
            return self.bong(targets, validators, timeout, levels)
        except CommandFailure:
            return None
