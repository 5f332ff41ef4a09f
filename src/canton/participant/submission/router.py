"""From commands to a transaction, and the synchronizer that is to carry it.

Source: protocol sheet 2.5.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from canton.clock import Clock, Randomness
from canton.daml_lf.engine import Submission as Work
from canton.errors import LedgerError, Rejection
from canton.participant.connection import Connected
from canton.participant.core.routing import cannot_submit, choose_synchronizer
from canton.participant.engine.interpretation import Executed, Interpretation
from canton.participant.errors import (
    INVALID_PRESCRIBED_SYNCHRONIZER_ID,
    NOT_CONNECTED_TO_ANY_SYNCHRONIZER,
)
from canton.participant.submission.command import CommandSubmission
from canton.telemetry import catalogue
from canton.telemetry.metric import Metrics
from canton.topology.snapshot.snapshot import TopologySnapshot

_SEED_LENGTH: Final = 32


@dataclass(frozen=True, slots=True)
class Routed:
    """What commands gave, and where it is to go."""

    connection: Connected
    executed: Executed


class Router:
    """Interprets commands and finds their synchronizer."""

    def __init__(
        self,
        interpretation: Interpretation,
        connected: Callable[[], Mapping[str, Connected]],
        clock: Clock,
        randomness: Randomness,
        metrics: Metrics,
    ) -> None:
        self._interpretation = interpretation
        self._connected = connected
        self._clock = clock
        self._randomness = randomness
        self._failed = metrics.instrument(catalogue.COMMAND_FAILED_INTERPRETATIONS)

    async def route(self, submission: CommandSubmission, *, submits: bool = True) -> Routed:
        """Interprets commands and chooses a synchronizer: one where this participant may submit for
        the parties, unless it `submits` not.

        Raises:
            LedgerError: the commands cannot run, or no connected synchronizer can take them.
        """
        candidates = self.connections(submission.synchronizer)
        if submits:
            candidates = _where_they_may_submit(candidates, submission)
        executed = await self._interpret(submission)
        snapshots = {name: _snapshot(each) for name, each in candidates.items()}
        chosen = choose_synchronizer(
            snapshots, executed.homes, executed.interpreted, submission.synchronizer
        )
        if isinstance(chosen, Rejection):
            raise LedgerError(chosen.code, chosen.cause)
        return Routed(candidates[chosen], executed)

    def connections(self, prescribed: str | None = None) -> dict[str, Connected]:
        """The open connections by logical id, or the prescribed one.

        Raises:
            LedgerError: there is none.
        """
        open_connections = self._connected()
        if not open_connections:
            raise LedgerError(
                NOT_CONNECTED_TO_ANY_SYNCHRONIZER, "the participant is connected to nothing"
            )
        connections = {str(each.synchronizer.logical): each for each in open_connections.values()}
        if prescribed is None:
            return connections
        if prescribed not in connections:
            raise LedgerError(
                INVALID_PRESCRIBED_SYNCHRONIZER_ID,
                f"the participant is not connected to {prescribed}",
            )
        return {prescribed: connections[prescribed]}

    async def _interpret(self, submission: CommandSubmission) -> Executed:
        participant = next(iter(self._connected().values())).session.member.uid
        work = Work(
            submission.commands,
            submission.act_as,
            self._randomness.bytes(_SEED_LENGTH),
            str(participant),
            self._clock.now(),
            submission.ledger_time,
            submission.package_preference,
        )
        try:
            readers = submission.act_as | submission.read_as
            return await self._interpretation.submission(work, submission.disclosed, readers)
        except LedgerError:
            self._failed.add()
            raise


def _where_they_may_submit(
    connections: Mapping[str, Connected], submission: CommandSubmission
) -> dict[str, Connected]:
    problems = {
        name: cannot_submit(_snapshot(each), each.session.member, submission.act_as)
        for name, each in connections.items()
    }
    candidates = {name: each for name, each in connections.items() if problems[name] is None}
    if not candidates:
        problem = next(each for each in problems.values() if each is not None)
        raise LedgerError(problem.code, problem.cause)
    return candidates


def _snapshot(connection: Connected) -> TopologySnapshot:
    return connection.session.topology.approximate_snapshot()
