"""Submits a workflow's commands, again after errors that pass by themselves.

Right after a start or a connection the topology may not be known everywhere yet, so that errors
about it count as passing too. Source: Canton 3.6 CommandSubmitterWithRetry, PingService.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import Final, Protocol
from uuid import UUID

from google.rpc import error_details_pb2, status_pb2

from canton.clock import Clock, Randomness
from canton.daml_lf.builtins.errors import PACKAGE_NOT_FOUND
from canton.daml_lf.engine import Command
from canton.errors import CantonError, GrpcStatus
from canton.identifiers import PartyId
from canton.lifecycle.backoff import Backoff
from canton.participant.core.deduplication import DeduplicateByDuration
from canton.participant.errors import (
    NO_SYNCHRONIZER_FOR_SUBMISSION,
    NOT_CONNECTED_TO_ANY_SYNCHRONIZER,
    UNKNOWN_INFORMEES,
    UNKNOWN_SUBMITTERS,
)
from canton.participant.submission.command import CommandSubmission
from canton.participant.update import CompletionAt
from canton.timestamps import Micros

_LOGGER = logging.getLogger(__name__)
_RETRY: Final = Backoff(first_s=0.05, limit_s=1.0)
"""Short at first: a replica that takes over is connected a moment after it is active."""
_DEDUPLICATION: Final = DeduplicateByDuration(Micros(7 * 24 * 3600 * 1_000_000))
_PASSING: Final = frozenset(
    code.id
    for code in (
        NO_SYNCHRONIZER_FOR_SUBMISSION,
        NOT_CONNECTED_TO_ANY_SYNCHRONIZER,
        PACKAGE_NOT_FOUND,
        UNKNOWN_INFORMEES,
        UNKNOWN_SUBMITTERS,
    )
) | {
    "INFORMEES_NOT_ACTIVE",
    "NO_COMMON_SYNCHRONIZER",
    "NO_SYNCHRONIZER_ON_WHICH_ALL_SUBMITTERS_CAN_SUBMIT",
    "PACKAGE_SELECTION_FAILED",
    "UNKNOWN_CONTRACT_SYNCHRONIZERS",
}
_PASSING_STATUS: Final = frozenset(
    status.value
    for status in (GrpcStatus.UNAVAILABLE, GrpcStatus.DEADLINE_EXCEEDED, GrpcStatus.ABORTED)
)


class CommandDoor(Protocol):
    """Where commands go; `Ledger` is one."""

    async def submit_and_wait(self, submission: CommandSubmission) -> CompletionAt:
        """Sends commands and waits for their completion, accepted or not."""


@dataclass(frozen=True, slots=True)
class Job:
    """Commands of a workflow: `id` and `action` go into the command id."""

    id: str
    action: str
    command: Command
    workflow_id: str = ""
    synchronizer: str | None = None


class Submitter:
    """Submits for a party under the name of a user."""

    def __init__(
        self, user_id: str, party: PartyId, door: CommandDoor, clock: Clock, randomness: Randomness
    ) -> None:
        self._user_id = user_id
        self._party = party
        self._door = door
        self._clock = clock
        self._randomness = randomness

    async def submit(self, job: Job, timeout_s: float) -> str | None:
        """Submits until it is accepted; returns why it is not, None if it is.

        No attempt begins later than `timeout_s` from now; the last one is waited for.
        """
        deadline_s = self._clock.monotonic_s() + timeout_s
        command_id = f"{job.id}-{job.action}-{self._uuid()}"
        first = self._submission(job, command_id)
        delays = _RETRY.delays()
        while True:
            attempt = replace(first, submission_id=self._uuid(), ledger_time=self._clock.reading())
            problem, is_passing = await self._attempt(attempt)
            if problem is None or not is_passing:
                return problem
            delay_s = next(delays)
            if self._clock.monotonic_s() + delay_s > deadline_s:
                return f"no time is left to try again: {problem}"
            _LOGGER.info("%s is submitted again: %s", command_id, problem)
            await self._clock.sleep(delay_s)

    def _submission(self, job: Job, command_id: str) -> CommandSubmission:
        return CommandSubmission(
            user_id=self._user_id,
            command_id=command_id,
            submission_id="",
            act_as=frozenset({self._party}),
            read_as=frozenset(),
            commands=(job.command,),
            deduplication=_DEDUPLICATION,
            ledger_time=self._clock.reading(),
            workflow_id=job.workflow_id,
            synchronizer=job.synchronizer,
        )

    async def _attempt(self, submission: CommandSubmission) -> tuple[str | None, bool]:
        try:
            answer = await self._door.submit_and_wait(submission)
        except CantonError as error:
            is_passing = error.code.id in _PASSING or error.code.category.retry_after_s is not None
            return str(error), is_passing
        if not answer.completion.status:
            return None, False
        status = status_pb2.Status.FromString(answer.completion.status)
        return status.message, _is_passing(status)

    def _uuid(self) -> str:
        return str(UUID(bytes=self._randomness.bytes(16), version=4))


def _is_passing(status: status_pb2.Status) -> bool:
    info = error_details_pb2.ErrorInfo()
    for detail in status.details:
        if detail.Unpack(info):
            return info.reason in _PASSING or status.code in _PASSING_STATUS
    return status.code in _PASSING_STATUS
