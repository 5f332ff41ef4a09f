"""A command's way out: after its routing, the deduplication, the request, the outbox.

What a command's own fault prevents is told to the caller at once. From the moment that it is
registered as in flight its fate comes as a completion, whatever happens to this process.
Source: protocol sheet 2.5, 8.2.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, TypeVar
from uuid import UUID

from canton.clock import Clock, Randomness
from canton.crypto.key import PROTOCOL_ONLY
from canton.daml_lf.transaction.contract import ContractInstance
from canton.errors import LedgerError, Rejection
from canton.identifiers import Offset
from canton.lifecycle.kept import Kept
from canton.participant.capacity.admission import Admission
from canton.participant.connection import Connected
from canton.participant.core.deduplication import (
    Acceptance,
    DeduplicateByOffset,
    Duplicate,
    deduplicate,
)
from canton.participant.core.engine import Engine
from canton.participant.core.submission import (
    SESSION_KEY_KEPT_S,
    SESSION_KEYS_MAX,
    CommandMetadata,
    RequestPlan,
    plan_request,
    seal_request,
)
from canton.participant.core.submission import Randomness as RequestRandomness
from canton.participant.errors import (
    DUPLICATE_COMMAND,
    INVALID_DEDUPLICATION_PERIOD,
    NO_SYNCHRONIZER_FOR_SUBMISSION,
    SUBMISSION_ALREADY_IN_FLIGHT,
)
from canton.participant.ledger_writer import LedgerWriter, Published
from canton.participant.measures.phases import CommandPhases, Phase
from canton.participant.stores.submission import ACCEPTANCES, IN_FLIGHT, InFlightRow
from canton.participant.submission.command import CommandSubmission, change_id_of
from canton.participant.submission.router import Routed, Router
from canton.participant.update import Completion, encode
from canton.protocol.construction.session_key import SessionKey
from canton.protocol.sequencing.recipient import Recipients
from canton.protocol.view.contract import StoredContract
from canton.sequencer_client.outbox import OutboxRow, outbox_row
from canton.storage.storage import Storage
from canton.telemetry import catalogue
from canton.telemetry.metric import Metrics, NoMetrics, counted_while, timed
from canton.telemetry.trace import current_trace
from canton.timestamps import Timestamp

T = TypeVar("T")
_SALT_SEED_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class SubmissionParts:
    """What a participant hands to its submissions."""

    storage: Storage
    clock: Clock
    randomness: Randomness
    engine: Engine
    router: Router
    ledger: LedgerWriter
    connected: Callable[[], Mapping[str, Connected]]
    admission: Admission
    metrics: Metrics = field(default_factory=NoMetrics)


class Submissions:
    """Takes commands and sends them. `open` reads which changes are in flight."""

    def __init__(self, parts: SubmissionParts) -> None:
        self._parts = parts
        self._in_flight: set[bytes] = set()
        self._session_keys: Kept[Recipients, SessionKey] = Kept(
            SESSION_KEY_KEPT_S, SESSION_KEYS_MAX
        )
        self._accepting = parts.metrics.instrument(catalogue.COMMAND_SUBMISSIONS_RUNNING)
        self._accept_time = parts.metrics.instrument(catalogue.COMMAND_SUBMISSIONS)
        self.phases = CommandPhases(parts.metrics, parts.clock.monotonic_s)

    async def open(self) -> None:
        """Reads which changes an earlier holder of the database has in flight."""
        rows = await self._parts.storage.read(IN_FLIGHT.query())
        self._in_flight = {row.change_id for row in rows}

    def on_published(self, published: Published) -> None:
        """Frees the change of a command whose completion is committed."""
        completion = published.completion
        change_id = change_id_of(completion.user_id, completion.command_id, completion.act_as)
        self.phases.reach(change_id, Phase.INDEXING)
        self._free(change_id)

    def _free(self, change_id: bytes) -> None:
        self._in_flight.discard(change_id)
        self.phases.drop(change_id)

    async def prepare(self, submission: CommandSubmission) -> Routed:
        """Interprets commands that others will sign and submit, and finds their synchronizer.

        Raises:
            LedgerError: the commands cannot run, or no connected synchronizer can take them.
        """
        return await self._parts.router.route(submission, submits=False)

    async def submit(self, submission: CommandSubmission, prepared: Routed | None = None) -> None:
        """Interprets, registers and sends; returns once the request is durable here.

        What was `prepared` before, and signed by the parties since, is not interpreted again.

        Raises:
            LedgerError: the participant is overloaded; or the command cannot run, cannot be
                routed, is a duplicate or in flight.
        """
        received_s = self._parts.clock.monotonic_s()
        with self._accepted():
            routed = prepared or await self._parts.router.route(submission)
            await self._accept(submission, routed, received_s)

    @contextmanager
    def _accepted(self) -> Iterator[None]:
        """Takes in a command, if the participant is not overloaded."""
        connected = self._parts.connected().values()
        self._parts.admission.admit(sum(each.runtime.in_flight_count for each in connected))
        with (
            counted_while(self._accepting),
            timed(self._accept_time, self._parts.clock.monotonic_s),
        ):
            yield

    async def _accept(
        self, submission: CommandSubmission, routed: Routed, received_s: float
    ) -> None:
        change_id = submission.change_id
        if change_id in self._in_flight:
            raise LedgerError(
                SUBMISSION_ALREADY_IN_FLIGHT,
                "The submission is already in-flight",
                {"changeId": submission.change_text},
            )
        self._in_flight.add(change_id)
        name = routed.connection.synchronizer.logical.identifier
        self.phases.begin(change_id, name, received_s)
        self.phases.reach(change_id, Phase.INTERPRETATION)
        try:
            offset = await self._deduplicate(submission, change_id)
            registered = await self._send(submission, routed, offset)
        except BaseException:
            self._free(change_id)
            raise
        # Who stops waiting does not stop it: from here on only a failed write frees the change.
        registered.add_done_callback(lambda done: self._registered(change_id, done))
        await asyncio.shield(registered)

    def _registered(self, change_id: bytes, done: asyncio.Future[None]) -> None:
        if done.cancelled() or done.exception() is not None:
            self._free(change_id)

    async def _deduplicate(self, submission: CommandSubmission, change_id: bytes) -> Offset:
        period, begin = submission.deduplication, self._parts.ledger.begin
        if isinstance(period, DeduplicateByOffset) and period.offset_exclusive < begin:
            raise LedgerError(
                INVALID_DEDUPLICATION_PERIOD,
                f"The deduplication period starts before the pruned offset {begin}",
                {"earliest_offset": str(begin)},
            )
        rows = await self._parts.storage.read(ACCEPTANCES.get(change_id))
        latest = None
        if rows:
            row = rows[0]
            latest = Acceptance(
                Offset(row.offset_at), Timestamp(row.publication_time), row.submission_id
            )
        answer = deduplicate(
            period,
            latest=latest,
            now=self._parts.clock.now(),
            ledger_end=self._parts.ledger.end,
            ledger_begin=begin,
        )
        if isinstance(answer, Duplicate):
            acceptance = answer.acceptance
            raise LedgerError(
                DUPLICATE_COMMAND,
                "Command submission already exists.",
                {
                    "accepted": "true",
                    "changeId": submission.change_text,
                    "completion_offset": str(acceptance.offset),
                    "existingSubmissionId": f"Some({acceptance.submission_id})",
                },
                definite_answer=True,
            )
        return answer.offset_exclusive

    async def _send(
        self,
        submission: CommandSubmission,
        routed: Routed,
        offset: Offset,
    ) -> asyncio.Future[None]:
        connection, executed = routed.connection, routed.executed
        session = connection.session
        snapshot = session.topology.approximate_snapshot()
        plan = _required(
            plan_request(
                executed.interpreted,
                CommandMetadata(
                    submission.user_id,
                    submission.command_id,
                    submission.submission_id,
                    submission.workflow_id,
                    submission.act_as,
                    offset,
                    submission.external,
                ),
                snapshot,
                participant=session.member,
                engine=self._parts.engine,
                contracts={key: self._stored(each) for key, each in executed.contracts.items()},
                random=self._random(),
            )
        )
        signed = await session.signer.sign(plan.tree.hash, PROTOCOL_ONLY)
        draw = self._parts.randomness.bytes
        now_s = self._parts.clock.monotonic_s()
        kept = self._session_keys.current(now_s)
        request = _required(seal_request(plan, signed.signature, snapshot, kept, draw))
        for recipients, key in request.session_keys.items():
            self._session_keys.put(recipients, key, now_s)
        message = outbox_row(
            str(connection.synchronizer.logical),
            plan.tree.common.uuid,
            request.batch(),
            plan.max_sequencing_time,
        )
        row = _in_flight_row(submission, plan, message, offset)
        self.phases.reach(row.change_id, Phase.REQUEST_GENERATION)
        self.phases.name(row.change_id, message.message_id)
        return connection.runtime.register(row, message)

    def _random(self) -> RequestRandomness:
        draw = self._parts.randomness.bytes
        return RequestRandomness(str(UUID(bytes=draw(16), version=4)), draw(_SALT_SEED_LENGTH))

    def _stored(self, contract: ContractInstance) -> StoredContract:
        stored = StoredContract.from_bytes(self._parts.engine.encode_contract(contract))
        if isinstance(stored, Rejection):
            raise LedgerError(NO_SYNCHRONIZER_FOR_SUBMISSION, stored.cause)
        return stored


def _required(value: T | Rejection) -> T:
    if isinstance(value, Rejection):
        raise LedgerError(value.code, value.cause)
    return value


def _in_flight_row(
    submission: CommandSubmission, plan: RequestPlan, message: OutboxRow, offset: Offset
) -> InFlightRow:
    trace = current_trace()
    completion = Completion(
        command_id=submission.command_id,
        user_id=submission.user_id,
        act_as=tuple(sorted(submission.act_as)),
        submission_id=submission.submission_id,
        deduplication_offset=offset,
        synchronizer=message.synchronizer,
        record_time=0,
        update_id="",
        status=b"",
        traceparent="" if trace is None else trace.traceparent,
    )
    return InFlightRow(
        submission.change_id,
        message.synchronizer,
        message.message_id,
        plan.tree.hash.multihash,
        plan.max_sequencing_time,
        None,
        submission.submission_id,
        encode(completion),
    )
