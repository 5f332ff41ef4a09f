"""Waiting for commands: until they are accepted or refused, and for what they did.

Source: ledger API sheet 2.5.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from google.rpc import status_pb2

from canton.errors import CantonError, InvariantViolation, LedgerError
from canton.ledger_api.errors import REQUEST_DEADLINE_EXCEEDED, REQUEST_TIME_OUT
from canton.ledger_api.request.format import (
    WILDCARD,
    EventFormat,
    Shape,
    TransactionFormat,
    check_known,
    transaction_format,
)
from canton.ledger_api.response.update import TransactionShaper
from canton.participant.errors import PARTICIPANT_BACKPRESSURE
from canton.participant.ledger import Ledger
from canton.participant.submission.command import CommandSubmission
from canton.participant.submission.router import Routed
from canton.participant.update import CompletionAt, TransactionUpdate
from canton.transport.seam import Call, Refused
from canton.wire import ledger_event_pb2 as event_wire
from canton.wire import ledger_interactive_pb2 as interactive_wire
from canton.wire import ledger_service_pb2 as wire

TransactionWanted = (
    wire.SubmitAndWaitForTransactionRequest
    | interactive_wire.ExecuteSubmissionAndWaitForTransactionRequest
)


@dataclass(frozen=True, slots=True)
class TrackerLimits:
    """How many commands are waited for at a time, and for how long at most."""

    in_flight_max: int = 256
    wait_s: float = 300.0


class Tracker:
    """Sends commands and waits for them, within the limits."""

    def __init__(self, ledger: Ledger, limits: TrackerLimits | None = None) -> None:
        self._ledger = ledger
        self._limits = limits or TrackerLimits()
        self._in_flight = 0

    async def accepted(
        self, submission: CommandSubmission, call: Call, prepared: Routed | None = None
    ) -> CompletionAt:
        """Sends commands and waits until they are accepted.

        Raises:
            Refused: they were rejected.
            LedgerError: they could not be sent, too many are waited for, or time is over.
        """
        remaining_s = call.remaining_s()
        if remaining_s is not None and remaining_s <= 0:
            raise LedgerError(
                REQUEST_DEADLINE_EXCEEDED,
                "The gRPC deadline for request with "
                f"command-id={submission.command_id} and "
                f"submission-id={submission.submission_id} has expired. The request will not be "
                "processed further.",
                definite_answer=False,
            )
        wait_s = self._limits.wait_s
        if remaining_s is not None:
            wait_s = min(wait_s, remaining_s)
        async with self._place():
            limit = asyncio.timeout(wait_s)
            try:
                async with limit:
                    with told_as_indefinite():
                        done = await self._ledger.submit_and_wait(submission, prepared)
            except TimeoutError as error:
                if not limit.expired():
                    raise
                raise LedgerError(
                    REQUEST_TIME_OUT,
                    f"Timed out while awaiting for a completion corresponding to a command "
                    f"submission with command-id={submission.command_id} and "
                    f"submission-id={submission.submission_id}.",
                    definite_answer=False,
                ) from error
        if done.completion.status:
            raise Refused(status_pb2.Status.FromString(done.completion.status), {})
        return done

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        if self._in_flight >= self._limits.in_flight_max:
            raise LedgerError(
                PARTICIPANT_BACKPRESSURE,
                "The participant is overloaded: Maximum number of in-flight requests reached",
                definite_answer=False,
            )
        self._in_flight += 1
        try:
            yield
        finally:
            self._in_flight -= 1

    def format(
        self, request: TransactionWanted, submission: CommandSubmission
    ) -> TransactionFormat:
        """How the transaction is to be shown: unless asked otherwise what the submitters may see.

        Raises:
            LedgerError: the format is malformed, or names types that are not known.
        """
        if not request.HasField("transaction_format"):
            parties = submission.act_as | submission.read_as
            return TransactionFormat(
                EventFormat(dict.fromkeys(parties, WILDCARD), is_verbose=True), Shape.ACS_DELTA
            )
        format = transaction_format(request.transaction_format)
        check_known(format.events, self._ledger.packages)
        return format

    async def transaction(
        self, done: CompletionAt, format: TransactionFormat
    ) -> event_wire.Transaction:
        """What accepted commands did."""
        at = await self._ledger.lookup.update_at(done.offset)
        if at is None or not isinstance(at.update, TransactionUpdate):
            raise InvariantViolation(f"there is no transaction at offset {done.offset}")
        library = self._ledger.packages.library
        shown = TransactionShaper(format, library).transaction(at.offset, at.update)
        if shown is not None:
            return shown
        # Nothing of it is visible under the format: the caller learns of the transaction alone.
        anyone = TransactionFormat(EventFormat({}, WILDCARD), Shape.LEDGER_EFFECTS)
        shown = TransactionShaper(anyone, library).transaction(
            at.offset, at.update, may_be_empty=True
        )
        assert shown is not None
        shown.ClearField("events")
        return shown


@contextmanager
def told_as_indefinite() -> Iterator[None]:
    """Says of errors that do not say it themselves that they are no definite answer."""
    try:
        yield
    except CantonError as error:
        if error.definite_answer is None:
            error.definite_answer = False
        raise
