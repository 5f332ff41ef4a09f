"""Sends under way: signs the request once, makes the attempts, and tells the outcome."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from canton.crypto.hash import digest
from canton.crypto.key import PROTOCOL_ONLY
from canton.errors import GrpcStatus, InvariantViolation, TransientError
from canton.identifiers import Member
from canton.lifecycle.supervisor import Supervisor
from canton.protocol.sequencing.aggregation import SenderDeduplication
from canton.protocol.sequencing.event import SequencedEvent
from canton.protocol.sequencing.signed_content import SignedContent
from canton.protocol.sequencing.submission import SUBMISSION_PURPOSE, SubmissionRequest
from canton.sequencer_client.connection import SequencerConnection
from canton.sequencer_client.connection_pool import ConnectionPool
from canton.sequencer_client.core.submission import (
    Amplification,
    Attempt,
    AttemptOutcome,
    Effect,
    Finish,
    NoConnection,
    Refused,
    SendAccepted,
    SendRejected,
    SendResult,
    SubmissionCore,
    TimedOut,
    Wait,
)
from canton.sequencer_client.seam import Signer
from canton.telemetry import catalogue
from canton.telemetry.metric import counted_while, timed
from canton.transport.seam import RpcError

_LOGGER = logging.getLogger(__name__)
_UNANSWERED: Final = frozenset(
    {
        GrpcStatus.UNAVAILABLE,
        GrpcStatus.DEADLINE_EXCEEDED,
        GrpcStatus.CANCELLED,
        GrpcStatus.UNKNOWN,
        GrpcStatus.INTERNAL,
    }
)
"""Statuses after which the sequencer may have taken the request all the same."""
_OVERLOADED: Final = frozenset({GrpcStatus.ABORTED, GrpcStatus.RESOURCE_EXHAUSTED})
_TOO_FAR: Final = "SEQUENCER_MAX_SEQUENCING_TIME_TOO_FAR"


@dataclass(eq=False, slots=True)
class Submission:
    """A request on its way. `taken` is over once a sequencer took it or none will."""

    message_id: str
    signed_request: bytes
    taken: asyncio.Future[None]
    outcome: asyncio.Future[SendResult]
    tried: set[Member] = field(default_factory=set)


class Sending:
    """The sends of one member. `observe` must be told every event of the stream, in order."""

    def __init__(
        self,
        pool: ConnectionPool,
        supervisor: Supervisor,
        call_s_max: float,
    ) -> None:
        self._pool = pool
        self._signer = pool.signer
        self._clock = pool.surroundings.clock
        metrics = pool.surroundings.metrics
        self._supervisor = supervisor
        self._call_s_max = call_s_max
        self._core = SubmissionCore()
        self._under_way: dict[str, Submission] = {}
        self._in_flight = metrics.instrument(catalogue.SUBMISSIONS_IN_FLIGHT)
        self._sends = metrics.instrument(catalogue.SUBMISSIONS_SENDS)
        self._sequencing = metrics.instrument(catalogue.SUBMISSIONS_SEQUENCING)
        self._overloaded = metrics.instrument(catalogue.SUBMISSIONS_OVERLOADED)
        self._dropped = metrics.instrument(catalogue.SUBMISSIONS_DROPPED)
        self._amplified = metrics.instrument(catalogue.SUBMISSIONS_AMPLIFIED)
        self._sync_errors = metrics.instrument(catalogue.SUBMISSIONS_SYNC_ERRORS)
        self._no_connection = metrics.instrument(catalogue.SUBMISSIONS_NO_CONNECTION)

    async def send(self, request: SubmissionRequest, amplification: Amplification) -> SendResult:
        """Sends and waits for the outcome; who stops waiting does not stop the send."""
        with counted_while(self._in_flight), timed(self._sequencing, self._clock.monotonic_s):
            return await asyncio.shield((await self.start(request, amplification)).outcome)

    async def start(self, request: SubmissionRequest, amplification: Amplification) -> Submission:
        """Signs and begins to send.

        Raises:
            InvariantViolation: a send of that message id is under way.
        """
        if amplification.factor > 1 and request.aggregation_rule is None:
            request = replace(request, aggregation_rule=SenderDeduplication())
        if request.message_id in self._under_way:
            raise InvariantViolation(f"message id {request.message_id} is under way already")
        signed = await sign_request(request, self._signer)
        loop = asyncio.get_running_loop()
        submission = Submission(
            request.message_id, signed, loop.create_future(), loop.create_future()
        )
        self._under_way[request.message_id] = submission
        self._perform(
            self._core.start(request.message_id, request.max_sequencing_time, amplification)
        )
        return submission

    async def send_untracked(self, request: SubmissionRequest) -> bool:
        """Sends once, as a tick is; whether a sequencer took it."""
        signed = await sign_request(request, self._signer)
        connections = self._pool.choose(1)
        return bool(connections) and isinstance(
            await self._attempt_through(connections[0], signed), SendAccepted
        )

    def observe(self, event: SequencedEvent) -> None:
        """An event of the stream."""
        self._perform(self._core.observe(event))

    def _perform(self, effects: list[Effect]) -> None:
        for effect in effects:
            match effect:
                case Attempt(message_id):
                    submission = self._under_way[message_id]
                    if submission.tried:
                        self._amplified.add()
                    self._supervisor.spawn("attempt", partial(self._attempt, submission))
                case Wait(message_id, seconds):
                    self._supervisor.spawn("patience", partial(self._wait, message_id, seconds))
                case Finish(message_id, result):
                    self._finish(message_id, result)

    async def _wait(self, message_id: str, seconds: float) -> None:
        await self._clock.sleep(seconds)
        self._perform(self._core.patience_is_over(message_id))

    async def _attempt(self, submission: Submission) -> None:
        connections = self._pool.choose(1, submission.tried) or self._pool.choose(1)
        outcome: AttemptOutcome = NoConnection()
        if connections:
            submission.tried.add(self._pool.sequencer_of(connections[0]))
            outcome = await self._attempt_through(connections[0], submission.signed_request)
        else:
            self._no_connection.add()
        if isinstance(outcome, SendAccepted) and not submission.taken.done():
            submission.taken.set_result(None)
        self._perform(self._core.attempted(submission.message_id, outcome))

    async def _attempt_through(
        self, connection: SequencerConnection, signed_request: bytes
    ) -> AttemptOutcome:
        started_s = self._clock.monotonic_s()
        try:
            with timed(self._sends, self._clock.monotonic_s):
                await connection.send(signed_request, self._call_s_max)
        except RpcError as error:
            self._sync_errors.add()
            if _is_overloaded(error):
                self._overloaded.add()
            if error.status is GrpcStatus.UNAVAILABLE:
                self._pool.report_lost(connection)
            _LOGGER.info("sending through %s failed: %s", connection.name, error)
            return rejected(error)
        except TransientError as error:  # signing the challenge failed: nothing was sent
            return SendRejected(Refused(GrpcStatus.UNAVAILABLE, str(error)), elsewhere=True)
        return SendAccepted(self._clock.monotonic_s() - started_s)

    def _finish(self, message_id: str, result: SendResult) -> None:
        submission = self._under_way.pop(message_id)
        if isinstance(result, TimedOut):
            self._dropped.add()
        for future in (submission.taken, submission.outcome):
            if future.done():
                continue
            if future is submission.outcome:
                submission.outcome.set_result(result)
            else:
                submission.taken.set_result(None)


def rejected(error: RpcError) -> SendRejected:
    """What a failed call means for the send: whether to try elsewhere, and what is certain."""
    unanswered = error.status in _UNANSWERED
    elsewhere = unanswered or _is_overloaded(error) or error.code_id == _TOO_FAR
    refused = Refused(error.status, error.message, error.code_id, may_be_sequenced=unanswered)
    return SendRejected(refused, elsewhere)


def _is_overloaded(error: RpcError) -> bool:
    return error.status in _OVERLOADED


async def sign_request(request: SubmissionRequest, signer: Signer) -> bytes:
    """The request as it is sent: with its cost and signed, both by the topology of now."""
    cost = signer.cost_of(request.batch)
    content = (request if cost is None else replace(request, submission_cost=cost)).to_bytes()
    signed = await signer.sign(digest(SUBMISSION_PURPOSE, content), PROTOCOL_ONLY)
    return SignedContent(content, (signed.signature,), signed.topology_time).to_bytes()
