"""The mediator's shell: reads events, feeds the core, stores and sends its verdicts.

The events of a turn are stored together: verdicts, topology, the messages to send and the cursor
are one transaction; then the messages are sent.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import aclosing, asynccontextmanager
from typing import Final

from canton.clock import Clock
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
from canton.sequencer_client.outbox import OUTBOX, Outbox, outbox_row
from canton.sequencer_client.settings import SequencerConnections
from canton.storage.condition import at_least, greater, less
from canton.storage.storage import Storage
from canton.telemetry import catalogue
from canton.telemetry.metric import Metrics
from canton.telemetry.trace import Trace, tracing
from canton.timestamps import TIMESTAMP_MIN, Timestamp
from canton.topology_service.intake import TURN_S_MAX, IncomingEvent, Turn, take_in
from canton.topology_service.session import MemberParts, MemberSession, member_session

_LOGGER = logging.getLogger(__name__)
_PRUNING_INTERVAL: Final = 3_600_000_000
"""After so many microseconds on the event stream, UUIDs that may be used again are deleted."""
_RECENT: Final = 300_000_000
"""For so many microseconds before the cursor, requests are known as decided after a restart."""


class MediatorRuntime:
    """The mediator at work in an open session."""

    def __init__(
        self,
        session: MemberSession,
        storage: Storage,
        clock: Clock,
        core: MediatorCore,
        outbox: Outbox,
        metrics: Metrics,
    ) -> None:
        self.session = session
        self._storage = storage
        self._clock = clock
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
        turn = Turn()
        async with aclosing(self.session.client.events(after, TURN_S_MAX)) as batches:
            async for batch in batches:
                for received in batch:
                    await self._take(received, turn)
                if turn.is_over(self._clock.monotonic_s(), is_quiet=not batch):
                    await self._finish(turn)
                    turn = Turn()

    async def _take(self, received: ReceivedEvent, turn: Turn) -> None:
        event = take_in(received, self.session.topology)
        turn.take(event, self._clock.monotonic_s())
        with tracing(Trace.parse(event.traceparent)):
            for effect in self._core.handle(_sequenced(event)):
                await self._perform(effect, turn)

    async def _finish(self, turn: Turn) -> None:
        writes = [*turn.writes, *self._outbox.settled(turn.receipts, turn.time)]
        cursor = self._core.cursor
        stored = TIMESTAMP_MIN if cursor is None else cursor
        # While old events are read again, the topology that is stored is ahead of them.
        topology_time = self.session.topology.last_sequenced
        assert topology_time is not None, "a turn has an event"
        row = CursorRow(self._synchronizer, stored, topology_time)
        writes.append(CURSORS.upsert(row))
        if turn.messages:
            writes.append(OUTBOX.insert_new(*turn.messages))
        if stored >= self._pruned_until + _PRUNING_INTERVAL:
            writes.append(DEDUPLICATION.delete_where(less("expire_after", int(stored))))
            self._pruned_until = stored
        await self._storage.write(*writes)
        self._outbox.send(turn.messages)
        self._clean = cursor
        self._outstanding.set(self._core.open_count)
        if cursor is not None:
            self._core.forget_decided(cursor)

    async def _perform(self, effect: Effect, turn: Turn) -> None:
        match effect:
            case GiveVerdict():
                await self._give(effect, turn)
            case RememberRequest(uuid, request_time, expire_after):
                row = DeduplicationRow(uuid, request_time, expire_after)
                turn.writes.append(DEDUPLICATION.insert_new(row))
            case RequestTick(time):
                self.session.client.time.want(time)
            case Report(code, text, is_warning):
                level = logging.WARNING if is_warning else logging.INFO
                _LOGGER.log(level, "%s: %s", code.id, text)
            case Remark(text):
                _LOGGER.info("%s", text)

    async def _give(self, verdict: GiveVerdict, turn: Turn) -> None:
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
        turn.writes.append(VERDICTS.insert_new(row))
        if not verdict.participants:
            return
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
        turn.messages.append(message)


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
                session, parts.storage, clock, core, outbox, parts.surroundings.metrics
            )
            supervisor.spawn("events", lambda: runtime.run(cursor))
            supervisor.spawn(
                "acknowledgements",
                lambda: session.client.acknowledge_regularly(lambda: runtime.clean_time),
            )
            yield runtime
