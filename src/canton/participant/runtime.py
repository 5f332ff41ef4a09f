"""The participant's shell on one synchronizer: reads events, feeds the core, performs its effects.

The loop takes all events that are there. The questions of the core are answered at once; what it
wants stored, the messages to send, the updates with their offsets and the cursor go into one
transaction, that of a turn; then messages are sent, and readers and waiting commands are woken.
A turn in which there is nothing to send or to show goes on with the next events for a moment.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass, field

from canton.clock import Clock
from canton.crypto.encryption import AsymmetricEncrypted
from canton.crypto.key import PROTOCOL_ONLY
from canton.errors import CantonError, LedgerError, Rejection
from canton.identifiers import Fingerprint, PhysicalSynchronizerId
from canton.lifecycle.kept import Kept
from canton.lifecycle.queue import Signal
from canton.lifecycle.supervisor import STOP_S_MAX, Supervisor
from canton.participant.core.activeness import CommitSet, ContractId, ContractState
from canton.participant.core.message import (
    AwaitTime,
    CommandRegistered,
    CommitWritten,
    Decrypt,
    Decrypted,
    Effect,
    EventReceived,
    Input,
    Interpret,
    InterpretationDone,
    Load,
    Loaded,
    Persist,
    Publish,
    ReceivedContent,
    Report,
    Respond,
)
from canton.participant.core.processor import SynchronizerCore
from canton.participant.core.submission import SESSION_KEY_KEPT_S, SESSION_KEYS_MAX
from canton.participant.engine.interpretation import Interpretation
from canton.participant.errors import ALARM, NOT_CONNECTED_TO_ANY_SYNCHRONIZER
from canton.participant.ledger_writer import LedgerWriter, Published
from canton.participant.measures.phases import CommandPhases, Phase
from canton.participant.stores.contract import ACTIVENESS
from canton.participant.stores.request import CURSORS, CursorRow
from canton.participant.stores.submission import IN_FLIGHT, InFlightRow
from canton.protocol.message.content import envelope_to_sign
from canton.protocol.message.signed import ConfirmationResult
from canton.protocol.sequencing.envelope import Batch, signed_message_hash
from canton.protocol.sequencing.recipient import Recipients
from canton.sequencer_client.core.event import ReceivedEvent
from canton.sequencer_client.errors import SEQUENCER_REQUEST_FAILED
from canton.sequencer_client.outbox import OUTBOX, Outbox, OutboxRow, outbox_row
from canton.storage.storage import Storage
from canton.telemetry import catalogue
from canton.telemetry.metric import Metrics, NoMetrics
from canton.telemetry.trace import Trace, tracing
from canton.timestamps import Timestamp
from canton.topology.difference import hosting_change
from canton.topology_service.intake import TURN_S_MAX, IncomingEvent, Turn, take_in
from canton.topology_service.session import MemberSession
from canton.vault.vault import Vault

_LOGGER = logging.getLogger(__name__)


@dataclass(slots=True)
class _Turn(Turn):
    """What a participant's turn gathers besides, in order."""

    commits: list[CommitSet] = field(default_factory=list)
    publications: list[Publish] = field(default_factory=list)

    @property
    def is_awaited(self) -> bool:
        """See `Turn.is_awaited`."""
        return bool(self.messages or self.publications) or self.has_topology


@dataclass(frozen=True, slots=True)
class RuntimeParts:
    """What a participant hands to its runtime on a synchronizer."""

    storage: Storage
    clock: Clock
    vault: Vault
    interpretation: Interpretation
    ledger: LedgerWriter
    on_published: Callable[[Published], None]
    phases: CommandPhases
    metrics: Metrics = field(default_factory=NoMetrics)


class SynchronizerRuntime:
    """The participant at work in an open session."""

    def __init__(
        self,
        session: MemberSession,
        parts: RuntimeParts,
        core: SynchronizerCore,
        outbox: Outbox,
        registrations: Supervisor,
    ) -> None:
        self.session = session
        self._parts = parts
        self._core = core
        self._outbox = outbox
        self._in_flight = parts.metrics.instrument(
            catalogue.INFLIGHT_VALIDATIONS, participant=str(session.member.uid)
        )
        self._published = parts.metrics.instrument(catalogue.INDEXER_UPDATES)
        self._session_keys: Kept[AsymmetricEncrypted, bytes] = Kept(
            SESSION_KEY_KEPT_S, SESSION_KEYS_MAX
        )
        self._synchronizer = str(session.synchronizer.logical)
        self._clean = core.cursor
        self._registrations = registrations
        self._registering = 0
        self._registered = Signal()
        self._is_closed = False

    @property
    def clean_time(self) -> Timestamp:
        """The time up to which everything is stored, for acknowledgements."""
        return self._clean

    @property
    def in_flight_count(self) -> int:
        """How many requests wait for our answer or their verdict."""
        return self._core.in_flight_count

    async def run(self, after: Timestamp | None) -> None:
        """Handles events until cancelled, or until the session ends for good."""
        for time in self._core.awaited_times:
            self.session.client.time.want(Timestamp(time + 1))
        await self._outbox.resend(self._parts.storage)
        turn = _Turn()
        async with aclosing(self.session.client.events(after, TURN_S_MAX)) as batches:
            async for batch in batches:
                for received in batch:
                    await self._take(received, turn)
                if turn.is_over(self._parts.clock.monotonic_s(), is_quiet=not batch):
                    await self._finish(turn)
                    turn = _Turn()

    async def _take(self, received: ReceivedEvent, turn: _Turn) -> None:
        event = take_in(received, self.session.topology)
        turn.take(event, self._parts.clock.monotonic_s())
        if event.message_id is not None:
            self._parts.phases.sequenced(event.message_id, event.time)
        for content, _ in event.contents:
            if isinstance(content, ConfirmationResult):
                self._parts.phases.request_reached(content.request_id, Phase.VERDICT)
        with tracing(Trace.parse(event.traceparent)):
            await self._feed(_input_of(event, self.session.synchronizer), turn)

    def register(self, row: InFlightRow, message: OutboxRow) -> asyncio.Future[None]:
        """Stores a command as in flight and begins to send it, whoever may stop waiting.

        Raises:
            LedgerError: the connection is closing; nothing was stored.
        """
        if self._is_closed:
            raise LedgerError(NOT_CONNECTED_TO_ANY_SYNCHRONIZER, "the connection is closing")
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._registrations.spawn("register", lambda: self._register(row, message, done))
        self._registering += 1
        return done

    async def _register(
        self, row: InFlightRow, message: OutboxRow, done: asyncio.Future[None]
    ) -> None:
        try:
            await self._parts.storage.write(IN_FLIGHT.insert(row), OUTBOX.insert(message))
        except CantonError as error:
            done.set_exception(error)
        else:
            await self._feed(CommandRegistered(row), _Turn())
            if not self._is_closed:
                self._outbox.send([message])
            done.set_result(None)
        finally:
            done.cancel()
            self._registering -= 1
            self._registered.notify()

    async def close(self) -> None:
        """Takes no more commands, and returns when those being stored are stored.

        Only then may the next connection read what is in flight: it would miss them else. While
        the database is away it could not read either, so the wait is bounded.
        """
        self._is_closed = True
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_S_MAX):
                await self._registered.wait_until(lambda: self._registering == 0)

    async def _feed(self, first: Input, turn: _Turn) -> None:
        """Feeds an input and then the answers to the questions that follow from it."""
        inputs = deque([first])
        while inputs:
            for effect in self._core.handle(inputs.popleft()):
                answer = await self._perform(effect, turn)
                if answer is not None:
                    inputs.append(answer)

    async def _perform(self, effect: Effect, turn: _Turn) -> Input | None:
        match effect:
            case Decrypt(request_id, keys):
                return Decrypted(request_id, {key: await self._decrypted(key) for key in keys})
            case Load(request_id, contract_ids):
                return Loaded(request_id, await self._states(contract_ids))
            case Interpret(request_id, replays):
                self._parts.phases.request_reached(request_id, Phase.VALIDATION_QUEUE)
                replay = self._parts.interpretation.replay
                outcomes = {position: replay(each) for position, each in replays.items()}
                self._parts.phases.request_reached(request_id, Phase.CONFORMANCE)
                return InterpretationDone(request_id, outcomes)
            case Persist(writes, commit):
                turn.writes += writes
                if commit is not None:
                    turn.commits.append(commit)
            case Respond():
                self._parts.phases.request_reached(
                    effect.message.request_id, Phase.CONFLICT_DETECTION
                )
                turn.messages.append(await self._response(effect))
            case Publish():
                self._parts.phases.reach(effect.change_id, Phase.RECORD_ORDERING)
                turn.publications.append(effect)
            case AwaitTime(time):
                self.session.client.time.want(Timestamp(time + 1))
            case Report(code, text):
                level = logging.WARNING if code is ALARM else logging.INFO
                _LOGGER.log(level, "%s: %s", code.id, text)
        return None

    async def _decrypted(self, encrypted: AsymmetricEncrypted) -> bytes | Rejection:
        """A session key; senders use the same one for a while."""
        now_s = self._parts.clock.monotonic_s()
        known = self._session_keys.current(now_s).get(encrypted)
        if known is not None:
            return known
        key = await self._parts.vault.decrypt(encrypted)
        if isinstance(key, bytes):
            self._session_keys.put(encrypted, key, now_s)
        return key

    async def _states(self, contract_ids: frozenset[ContractId]) -> dict[ContractId, ContractState]:
        keys = [(self._synchronizer, contract_id) for contract_id in sorted(contract_ids)]
        rows = await self._parts.storage.read(ACTIVENESS.get(*keys))
        return {ContractId(row.contract_id): ContractState(row.state) for row in rows}

    async def _response(self, respond: Respond) -> OutboxRow:
        envelope = envelope_to_sign(respond.message, Recipients.group([respond.mediator]))
        digest = signed_message_hash(envelope.content)
        signed = await self.session.signer.sign(digest, PROTOCOL_ONLY)
        return outbox_row(
            self._synchronizer,
            f"response-{respond.message.request_id}",
            Batch.of([envelope.with_signature(signed.signature)]),
            respond.max_sequencing_time,
        )

    async def _finish(self, turn: _Turn) -> None:
        self._in_flight.set(self._core.in_flight_count)
        cursor = self._core.cursor
        writes = [*turn.writes, *self._outbox.settled(turn.receipts, turn.time)]
        writes.append(CURSORS.upsert(CursorRow(self._synchronizer, cursor)))
        if turn.messages:
            writes.append(OUTBOX.insert_new(*turn.messages))
        # From here to the write there must be no await: offsets follow the order of the writes.
        published = []
        for publication in turn.publications:
            placed, completion = self._parts.ledger.place(publication)
            writes += placed
            if completion is not None:
                published.append(completion)
        end = self._parts.ledger.last
        await self._parts.storage.write(*writes)
        self._outbox.send(turn.messages)
        self._clean = cursor
        for commit in turn.commits:
            self._core.handle(CommitWritten(commit))
        if turn.publications:
            self._parts.ledger.committed(end)
            self._published.add(len(turn.publications))
        for each in published:
            self._parts.on_published(each)

    def use_encryption_keys(self, keys: frozenset[Fingerprint]) -> None:
        """From the next event on, session keys for these keys can be decrypted."""
        self._core.use_encryption_keys(keys)


def _input_of(event: IncomingEvent, synchronizer: PhysicalSynchronizerId) -> EventReceived:
    refusal = hosting = None
    if event.refusal is not None:
        refusal = Rejection(SEQUENCER_REQUEST_FAILED, event.refusal.message)
    if event.topology is not None:
        effective, rows = event.topology.effective, event.topology.changed_rows
        hosting = hosting_change(synchronizer, effective, rows)
    return EventReceived(
        event.time,
        event.snapshot,
        [
            ReceivedContent(content, envelope.recipients, envelope.content, envelope.signatures)
            for content, envelope in event.contents
        ],
        event.message_id,
        refusal,
        event.traceparent,
        event.paid,
        hosting,
    )
