"""CommandService and CommandSubmissionService: commands, waited for or not.

Source: ledger API sheet 2.5.
"""

from __future__ import annotations

from typing import Any

from canton.clock import Randomness
from canton.ledger_api.errors import (
    missing_field,
)
from canton.ledger_api.request.command import CommandsReader
from canton.ledger_api.submission.tracker import Tracker, told_as_indefinite
from canton.participant.ledger import Ledger
from canton.participant.submission.command import CommandSubmission
from canton.transport.seam import Call, Handler, ServiceTable, table_of
from canton.wire import ledger_service_pb2 as wire


class CommandService:
    """Sends commands, and waits for those whose callers wait."""

    def __init__(self, ledger: Ledger, randomness: Randomness, tracker: Tracker) -> None:
        self._ledger = ledger
        self._reader = CommandsReader(ledger, randomness)
        self._tracker = tracker

    def tables(self) -> list[ServiceTable]:
        """The methods to serve."""
        services = wire.DESCRIPTOR.services_by_name
        waiting: dict[str, Handler] = {
            "SubmitAndWait": self.submit_and_wait,
            "SubmitAndWaitForTransaction": self.submit_and_wait_for_transaction,
        }
        return [
            table_of(services["CommandService"], waiting),
            table_of(services["CommandSubmissionService"], {"Submit": self.submit}),
        ]

    async def submit(self, request: wire.SubmitRequest, call: Call) -> Any:
        """Sends commands; their outcome comes as a completion."""
        submission = self._read(request, call)
        with told_as_indefinite():
            await self._ledger.submit(submission)
        return wire.SubmitResponse()

    async def submit_and_wait(self, request: wire.SubmitAndWaitRequest, call: Call) -> Any:
        """Sends commands and waits until they are accepted."""
        done = await self._tracker.accepted(self._read(request, call), call)
        return wire.SubmitAndWaitResponse(
            update_id=done.completion.update_id, completion_offset=done.offset
        )

    async def submit_and_wait_for_transaction(
        self, request: wire.SubmitAndWaitForTransactionRequest, call: Call
    ) -> Any:
        """Sends commands, waits until they are accepted and tells what they did."""
        submission = self._read(request, call)
        format = self._tracker.format(request, submission)
        done = await self._tracker.accepted(submission, call)
        transaction = await self._tracker.transaction(done, format)
        return wire.SubmitAndWaitForTransactionResponse(transaction=transaction)

    def _read(
        self,
        request: wire.SubmitRequest
        | wire.SubmitAndWaitRequest
        | wire.SubmitAndWaitForTransactionRequest,
        call: Call,
    ) -> CommandSubmission:
        if not request.HasField("commands"):
            raise missing_field("commands")
        submission = self._reader.read(request.commands)
        call.correlation_id = submission.submission_id
        return submission
