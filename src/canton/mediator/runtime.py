"""The mediator's shell: reads events, feeds the core, stores and sends its verdicts.

One turn of the loop takes all events that are there: their verdicts, their topology, the messages
to send and the cursor go into one transaction; then the messages are sent.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import Final

from canton.crypto.key import PROTOCOL_ONLY
from canton.identifiers import PhysicalSynchronizerId
from canton.lifecycle.supervisor import Supervisor
from canton.mediator.core.mediator import (
    Effect,
    GiveVerdict,
    MediatorCore,
    ReceivedResponses,
    Remark,
    RememberRequest,
    Report,
    RequestTick,
    Sequenced,
)
from canton.mediator.core.request import ReceivedRequest
from canton.mediator.errors import MEDIATOR_RECEIVED_MALFORMED_MESSAGE
from canton.mediator.stores.verdict import (
    CURSORS,
    DEDUPLICATION,
    VERDICTS,
    CursorRow,
    DeduplicationRow,
    VerdictRow,
)
from canton.protocol.message.content import envelope_to_sign
from canton.protocol.message.request import InformeeMessage, RootHashMessage
from canton.protocol.message.signed import ConfirmationResponses, ConfirmationResult
from canton.protocol.message.verdict import Approve
from canton.protocol.sequencing.aggregation import MediatorGroupAggregation
from canton.protocol.sequencing.envelope import Batch, signed_message_hash
from canton.sequencer_client.core.event import ReceivedEvent
from canton.sequencer_client.outbox import OUTBOX, Outbox, OutboxRow, outbox_row
from canton.sequencer_client.settings import SequencerConnections
from canton.storage.condition import at_least, greater, less
from canton.storage.storage import Storage
from canton.storage.table import Write
from canton.telemetry import catalogue
from canton.telemetry.metric import Metrics
from canton.telemetry.trace import Trace, tracing
from canton.timestamps import TIMESTAMP_MIN, Timestamp
from canton.topology_service.intake import IncomingEvent, take_in
from canton.topology_service.session import MemberParts, MemberSession, member_session

_LOGGER = logging.getLogger(__name__)
_PRUNING_INTERVAL: Final = 3_600_000_000
"""After so many microseconds on the event stream, UUIDs that may be used again are deleted."""
_RECENT: Final = 300_000_000
"""For so many microseconds before the cursor, requests are known as decided after a restart."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one turn stores and then sends."""

    writes: Sequence[Write]
    messages: Sequence[OutboxRow]


class MediatorRuntime:
    """The mediator at work in an open session."""

    def __init__(
        self,
        session: MemberSession,
        storage: Storage,
        core: MediatorCore,
        outbox: Outbox,
        metrics: Metrics,
    ) -> None:
        self.session = session
        self._storage = storage
        self._core = core
        self._outbox = outbox
        self._synchronizer = str(session.synchronizer.logical)
        self._clean = core.cursor
        self._pruned_until = TIMESTAMP_MIN
        self._decided = metrics.instrument(catalogue.MEDIATOR_REQUESTS)
        self._approved = metrics.instrument(catalogue.MEDIATOR_APPROVED)
        self._outstanding = metrics.instrument(catalogue.MEDIATOR_OUTSTANDING)

    @property
    def open_count(self) -> int:
        """How many requests wait for a verdict."""
        return self._core.open_count

    @property
    def clean_time(self) -> Timestamp | None:
        """The time up to which everything is stored, for acknowledgements."""
        return self._clean

    async def run(self, after: Timestamp | None) -> None:
        """Handles events until cancelled, or until the session ends for good."""
        await self._outbox.resend(self._storage)
        async with aclosing(self.session.client.events(after)) as batches:
            async for batch in batches:
                await self._turn(batch)

    async def _turn(self, batch: Sequence[ReceivedEvent]) -> None:
        writes: list[Write] = []
        messages: list[OutboxRow] = []
        receipts: list[str] = []
        for received in batch:
            event = take_in(received, self.session.topology)
            writes += event.writes
            if event.message_id is not None:
                receipts.append(event.message_id)
            with tracing(Trace.parse(event.traceparent)):
                for effect in self._core.handle(_sequenced(event)):
                    outcome = await self._perform(effect)
                    writes += outcome.writes
                    messages += outcome.messages
        writes += self._outbox.settled(receipts, batch[-1].timestamp)
        cursor = self._core.cursor
        stored = TIMESTAMP_MIN if cursor is None else cursor
        # While old events are read again, the topology that is stored is ahead of them.
        topology_time = self.session.topology.last_sequenced
        assert topology_time is not None, "the batch was taken in"
        row = CursorRow(self._synchronizer, stored, topology_time)
        writes.append(CURSORS.upsert(row))
        if messages:
            writes.append(OUTBOX.insert_new(*messages))
        if stored >= self._pruned_until + _PRUNING_INTERVAL:
            writes.append(DEDUPLICATION.delete_where(less("expire_after", int(stored))))
            self._pruned_until = stored
        await self._storage.write(*writes)
        self._outbox.send(messages)
        self._clean = cursor
        self._outstanding.set(self._core.open_count)
        if cursor is not None:
            self._core.forget_decided(cursor)

    async def _perform(self, effect: Effect) -> _Outcome:
        match effect:
            case GiveVerdict():
                return await self._give(effect)
            case RememberRequest(uuid, request_time, expire_after):
                row = DeduplicationRow(uuid, request_time, expire_after)
                return _Outcome([DEDUPLICATION.insert_new(row)], ())
            case RequestTick(time):
                self.session.client.time.want(time)
            case Report(code, text, is_warning):
                level = logging.WARNING if is_warning else logging.INFO
                _LOGGER.log(level, "%s: %s", code.id, text)
            case Remark(text):
                _LOGGER.info("%s", text)
        return _Outcome((), ())

    async def _give(self, verdict: GiveVerdict) -> _Outcome:
        """The verdict's row, and its message for every informee participant."""
        result = ConfirmationResult(
            self.session.synchronizer,
            verdict.view_type,
            verdict.request_id,
            verdict.root_hash,
            verdict.verdict,
        )
        is_approved = isinstance(verdict.verdict, Approve)
        self._decided.add()
        self._approved.add(int(is_approved))
        _LOGGER.info(
            "request %s: %s", verdict.request_id, "approved" if is_approved else verdict.verdict
        )
        row = VerdictRow(
            verdict.request_id,
            verdict.root_hash.multihash,
            verdict.decided_at,
            is_approved,
            result.to_bytes(),
        )
        stored = VERDICTS.insert_new(row)
        if not verdict.participants:
            return _Outcome([stored], ())
        envelope = envelope_to_sign(result, verdict.recipients)
        digest = signed_message_hash(envelope.content)
        signed = await self.session.signer.sign(digest, PROTOCOL_ONLY)
        batch = Batch.of([envelope.with_signature(signed.signature)])
        message = outbox_row(
            self._synchronizer,
            f"verdict-{verdict.request_id}",
            batch,
            verdict.decision_time,
            MediatorGroupAggregation(verdict.group.index),
        )
        return _Outcome([stored], [message])


def _sequenced(event: IncomingEvent) -> Sequenced:
    informees = [
        (content, envelope.recipients)
        for content, envelope in event.contents
        if isinstance(content, InformeeMessage)
    ]
    root_hashes = [
        (content, envelope.recipients)
        for content, envelope in event.contents
        if isinstance(content, RootHashMessage)
    ]
    responses = [
        ReceivedResponses(
            content,
            envelope.content,
            envelope.signatures,
            envelope.recipients,
            event.topology_timestamp,
        )
        for content, envelope in event.contents
        if isinstance(content, ConfirmationResponses)
    ]
    request = None
    if len(informees) == 1:
        request = ReceivedRequest(event.time, *informees[0], root_hashes, event.has_topology)
    elif informees or root_hashes:
        _LOGGER.warning(
            "%s: the batch at %s has %d informee messages; it is ignored",
            MEDIATOR_RECEIVED_MALFORMED_MESSAGE.id,
            event.time,
            len(informees),
        )
    return Sequenced(event.time, event.snapshot, request, responses)


async def _restored_core(
    session: MemberSession, storage: Storage, cursor: Timestamp | None
) -> MediatorCore:
    after = cursor if cursor is not None else Timestamp(0)
    decided, remembered = await storage.read_all(
        VERDICTS.query(greater("request_id", after - _RECENT)),
        DEDUPLICATION.query(at_least("expire_after", int(after))),
    )
    return MediatorCore(
        session.member,
        session.synchronizer,
        cursor=cursor,
        decided=(Timestamp(row.request_id) for row in decided),
        remembered=_remembered(remembered),
    )


def _remembered(rows: Iterable[DeduplicationRow]) -> Iterable[RememberRequest]:
    for row in rows:
        yield RememberRequest(row.uuid, Timestamp(row.request_time), Timestamp(row.expire_after))


@asynccontextmanager
async def mediator_runtime(
    parts: MemberParts, connections: SequencerConnections, expected: PhysicalSynchronizerId
) -> AsyncIterator[MediatorRuntime]:
    """A mediator that works while the context lasts, from where the storage says it stopped.

    Raises:
        TransientError: the sequencers cannot be reached in time.
    """
    synchronizer = str(expected.logical)
    rows = await parts.storage.read(CURSORS.get(synchronizer))
    has_begun = bool(rows) and rows[0].event_time > TIMESTAMP_MIN
    cursor = Timestamp(rows[0].event_time) if has_begun else None
    topology_time = Timestamp(rows[0].topology_time) if rows else None
    async with member_session(
        parts, connections, expected=expected, cursor=topology_time
    ) as session:
        core = await _restored_core(session, parts.storage, cursor)
        clock = parts.surroundings.clock
        async with Supervisor("mediator", clock) as supervisor:
            outbox = Outbox(synchronizer, session.client, supervisor, clock)
            runtime = MediatorRuntime(
                session, parts.storage, core, outbox, parts.surroundings.metrics
            )
            supervisor.spawn("events", lambda: runtime.run(cursor))
            supervisor.spawn(
                "acknowledgements",
                lambda: session.client.acknowledge_regularly(lambda: runtime.clean_time),
            )
            yield runtime
