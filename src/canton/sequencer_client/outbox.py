"""The outbox: what a member must send is stored with what made it necessary, then sent.

One database transaction holds state, cursor and outgoing messages. A row leaves when the event
stream shows its receipt, or shows that its max sequencing time has passed. So a restart, or another
replica that takes over, sends what is left, and nothing is lost between commit and send. Copies are
sequenced once: every message without an aggregation rule gets the one by which the sequencers drop
copies of the same sender.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from canton.clock import Clock
from canton.errors import InvariantViolation, Rejection
from canton.lifecycle.supervisor import Supervisor
from canton.protocol.sequencing.aggregation import (
    AggregationRule,
    SenderDeduplication,
    read_rule,
    rule_to_proto,
)
from canton.protocol.sequencing.envelope import Batch
from canton.protocol.sequencing.submission import SubmissionRequest
from canton.sequencer_client.client import SequencerClient
from canton.sequencer_client.core.submission import Refused, SendResult
from canton.storage.condition import eq
from canton.storage.storage import Storage
from canton.storage.table import Table, Write
from canton.telemetry.trace import Trace, current_trace, tracing
from canton.timestamps import Timestamp
from canton.wire import sequencing_v31_pb2, topology_pb2

_LOGGER = logging.getLogger(__name__)
_SIZE_MAX: Final = 128 * 1024 * 1024
RETRY_S_MIN: Final = 0.05
RETRY_S_MAX: Final = 2.0


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A message on its way: the batch and the rule as serialized messages."""

    synchronizer: str
    message_id: str
    batch: bytes
    max_sequencing_time: int
    aggregation_rule: bytes
    traceparent: str


OUTBOX: Final = Table("common_outbox", OutboxRow, key=("synchronizer", "message_id"))
TABLES: Final = (OUTBOX,)


def outbox_row(
    synchronizer: str,
    message_id: str,
    batch: Batch,
    max_sequencing_time: Timestamp,
    rule: AggregationRule | None = None,
) -> OutboxRow:
    """The row of a message, in the trace that is current."""
    trace = current_trace()
    return OutboxRow(
        synchronizer,
        message_id,
        batch.to_proto().SerializeToString(),
        max_sequencing_time,
        rule_to_proto(rule or SenderDeduplication()).SerializeToString(),
        "" if trace is None else trace.traceparent,
    )


class Outbox:
    """The messages of one member on one synchronizer; its tasks belong to the supervisor."""

    def __init__(
        self,
        synchronizer: str,
        client: SequencerClient,
        supervisor: Supervisor,
        clock: Clock,
    ) -> None:
        self._synchronizer = synchronizer
        self._client = client
        self._supervisor = supervisor
        self._clock = clock
        self._pending: dict[str, OutboxRow] = {}

    async def resend(self, storage: Storage) -> None:
        """Sends what an earlier holder of the database has left."""
        rows = await storage.read(OUTBOX.query(eq("synchronizer", self._synchronizer)))
        if rows:
            _LOGGER.info("sending %d messages that were left in the outbox", len(rows))
        self.send(rows)

    def send(self, rows: Iterable[OutboxRow]) -> None:
        """Begins to send rows that are stored; returns at once."""
        for row in rows:
            self._pending[row.message_id] = row
            self._supervisor.spawn(f"send {row.message_id}", lambda row=row: self._send(row))  # type: ignore[misc]

    def settled(self, message_ids: Iterable[str], time: Timestamp) -> list[Write]:
        """The rows to delete after events up to a time, with the receipts among them."""
        done = {each for each in message_ids if each in self._pending}
        done |= {row.message_id for row in self._pending.values() if row.max_sequencing_time < time}
        for message_id in done:
            del self._pending[message_id]
        keys = [(self._synchronizer, message_id) for message_id in sorted(done)]
        return [OUTBOX.delete(*keys)] if keys else []

    async def _send(self, row: OutboxRow) -> None:
        """Tries until a sequencer took the message or its time is over."""
        with tracing(Trace.parse(row.traceparent)):
            request = self._request_of(row)
            delay_s = RETRY_S_MIN
            while row.message_id in self._pending:
                submission = await self._client.start_send(request)
                result: SendResult = await submission.outcome
                if not isinstance(result, Refused):
                    return
                _LOGGER.info("message %s was not taken: %s", row.message_id, result.message)
                await self._clock.sleep(delay_s)
                delay_s = min(RETRY_S_MAX, delay_s * 2)

    def _request_of(self, row: OutboxRow) -> SubmissionRequest:
        batch = Batch.from_proto(
            sequencing_v31_pb2.CompressedBatch.FromString(row.batch), _SIZE_MAX
        )
        if isinstance(batch, Rejection):
            raise InvariantViolation(f"the outbox row {row.message_id} is damaged: {batch.cause}")
        return SubmissionRequest(
            self._client.member,
            row.message_id,
            batch,
            Timestamp(row.max_sequencing_time),
            None,
            read_rule(topology_pb2.AggregationRule.FromString(row.aggregation_rule)),
        )
