"""A command's way out: interpretation, routing, deduplication, the request, the outbox.

What a command's own fault prevents is told to the caller at once. From the moment that it is
registered as in flight its fate comes as a completion, whatever happens to this process.
Source: protocol sheet 2.5, 8.2.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar
from uuid import UUID

from canton.clock import Clock, Randomness
from canton.crypto.encoding import encode_string, encode_strings
from canton.crypto.key import PROTOCOL_ONLY
from canton.daml_lf.engine import Command
from canton.daml_lf.engine import Submission as Work
from canton.daml_lf.language.reference import PackageId, PackageName
from canton.daml_lf.transaction.contract import ContractInstance
from canton.daml_lf.value.contract_id import ContractId
from canton.errors import LedgerError, Rejection
from canton.identifiers import Offset, PartyId
from canton.lifecycle.kept import Kept
from canton.participant.admission import Admission
from canton.participant.connection import Connected
from canton.participant.core.deduplication import (
    Acceptance,
    DeduplicationPeriod,
    Duplicate,
    deduplicate,
)
from canton.participant.core.engine import Engine
from canton.participant.core.routing import cannot_submit, choose_synchronizer
from canton.participant.core.submission import (
    SESSION_KEY_KEPT_S,
    SESSION_KEYS_MAX,
    CommandMetadata,
    RequestPlan,
    plan_request,
    seal_request,
)
from canton.participant.core.submission import Randomness as RequestRandomness
from canton.participant.engine.interpretation import Executed, Interpretation
from canton.participant.errors import (
    DUPLICATE_COMMAND,
    INVALID_PRESCRIBED_SYNCHRONIZER_ID,
    NO_SYNCHRONIZER_FOR_SUBMISSION,
    NOT_CONNECTED_TO_ANY_SYNCHRONIZER,
    SUBMISSION_ALREADY_IN_FLIGHT,
)
from canton.participant.ledger_writer import LedgerWriter, Published
from canton.participant.measures.phases import CommandPhases, Phase
from canton.participant.stores.submission import ACCEPTANCES, IN_FLIGHT, InFlightRow
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
_SEED_LENGTH: Final = 32
_SALT_SEED_LENGTH: Final = 16
_CHANGE_ID_TAG: Final = bytes([0x01, 0x06])


@dataclass(frozen=True, slots=True)
class CommandSubmission:
    """Commands of an application with all that it says about them.

    `synchronizer` is the logical id that the application prescribes, if it does.
    """

    user_id: str
    command_id: str
    submission_id: str
    act_as: frozenset[PartyId]
    read_as: frozenset[PartyId]
    commands: tuple[Command, ...]
    deduplication: DeduplicationPeriod
    ledger_time: Timestamp
    workflow_id: str = ""
    synchronizer: str | None = None
    disclosed: Mapping[ContractId, ContractInstance] = field(default_factory=dict)
    package_preference: Mapping[PackageName, PackageId] = field(default_factory=dict)

    @property
    def change_id(self) -> bytes:
        """The hash that names the change."""
        return change_id_of(self.user_id, self.command_id, self.act_as)

    @property
    def change_text(self) -> str:
        """The change as errors show it."""
        parties = ", ".join(sorted(self.act_as))
        return f"ChangeId({self.user_id},{self.command_id},Set({parties}))"


@dataclass(frozen=True, slots=True)
class SubmissionParts:
    """What a participant hands to its submissions."""

    storage: Storage
    clock: Clock
    randomness: Randomness
    engine: Engine
    interpretation: Interpretation
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
        self._failed = parts.metrics.instrument(catalogue.COMMAND_FAILED_INTERPRETATIONS)

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

    async def submit(self, submission: CommandSubmission) -> None:
        """Interprets, registers and sends; returns once the request is durable here.

        Raises:
            LedgerError: the participant is overloaded; or the command cannot run, cannot be
                routed, is a duplicate or in flight.
        """
        connected = self._parts.connected().values()
        self._parts.admission.admit(sum(each.runtime.in_flight_count for each in connected))
        with (
            counted_while(self._accepting),
            timed(self._accept_time, self._parts.clock.monotonic_s),
        ):
            await self._submit(submission)

    async def _submit(self, submission: CommandSubmission) -> None:
        received_s = self._parts.clock.monotonic_s()
        candidates = self._candidates(submission)
        executed = await self._interpret(submission)
        connection = _choose(candidates, executed, submission.synchronizer)
        change_id = submission.change_id
        if change_id in self._in_flight:
            raise LedgerError(
                SUBMISSION_ALREADY_IN_FLIGHT,
                "The submission is already in-flight",
                {"changeId": submission.change_text},
            )
        self._in_flight.add(change_id)
        name = connection.synchronizer.logical.identifier
        self.phases.begin(change_id, name, received_s)
        self.phases.reach(change_id, Phase.INTERPRETATION)
        try:
            offset = await self._deduplicate(submission, change_id)
            registered = await self._send(submission, connection, executed, offset)
        except BaseException:
            self._free(change_id)
            raise
        # Who stops waiting does not stop it: from here on only a failed write frees the change.
        registered.add_done_callback(lambda done: self._registered(change_id, done))
        await asyncio.shield(registered)

    def _registered(self, change_id: bytes, done: asyncio.Future[None]) -> None:
        if done.cancelled() or done.exception() is not None:
            self._free(change_id)

    def _candidates(self, submission: CommandSubmission) -> dict[str, Connected]:
        """The connections by logical id that a command may use by what it says: where it prescribes
        to go, and all submitters may submit."""
        open_connections = self._parts.connected()
        if not open_connections:
            raise LedgerError(
                NOT_CONNECTED_TO_ANY_SYNCHRONIZER, "the participant is connected to nothing"
            )
        wanted = submission.synchronizer
        connections = {str(each.synchronizer.logical): each for each in open_connections.values()}
        if wanted is not None:
            if wanted not in connections:
                raise LedgerError(
                    INVALID_PRESCRIBED_SYNCHRONIZER_ID,
                    f"the participant is not connected to {wanted}",
                )
            connections = {wanted: connections[wanted]}
        problems = {
            name: cannot_submit(
                each.session.topology.approximate_snapshot(),
                each.session.member,
                submission.act_as,
            )
            for name, each in connections.items()
        }
        candidates = {name: each for name, each in connections.items() if problems[name] is None}
        if not candidates:
            problem = next(each for each in problems.values() if each is not None)
            raise LedgerError(problem.code, problem.cause)
        return candidates

    async def _interpret(self, submission: CommandSubmission) -> Executed:
        participant = next(iter(self._parts.connected().values())).session.member.uid
        work = Work(
            submission.commands,
            submission.act_as,
            self._parts.randomness.bytes(_SEED_LENGTH),
            str(participant),
            self._parts.clock.now(),
            submission.ledger_time,
            submission.package_preference,
        )
        try:
            return await self._parts.interpretation.submission(work, submission.disclosed)
        except LedgerError:
            self._failed.add()
            raise

    async def _deduplicate(self, submission: CommandSubmission, change_id: bytes) -> Offset:
        rows = await self._parts.storage.read(ACCEPTANCES.get(change_id))
        latest = None
        if rows:
            row = rows[0]
            latest = Acceptance(
                Offset(row.offset_at), Timestamp(row.publication_time), row.submission_id
            )
        answer = deduplicate(
            submission.deduplication,
            latest=latest,
            now=self._parts.clock.now(),
            ledger_end=self._parts.ledger.end,
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
        connection: Connected,
        executed: Executed,
        offset: Offset,
    ) -> asyncio.Future[None]:
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


def _choose(
    candidates: Mapping[str, Connected], executed: Executed, prescribed: str | None
) -> Connected:
    snapshots = {
        name: each.session.topology.approximate_snapshot() for name, each in candidates.items()
    }
    chosen = choose_synchronizer(snapshots, executed.homes, executed.interpreted, prescribed)
    return candidates[_required(chosen)]


def _required(value: T | Rejection) -> T:
    if isinstance(value, Rejection):
        raise LedgerError(value.code, value.cause)
    return value


def change_id_of(user_id: str, command_id: str, act_as: Iterable[str]) -> bytes:
    """The hash that names a change. Source: protocol sheet 9.2."""
    content = encode_string(user_id) + encode_string(command_id) + encode_strings(sorted(act_as))
    return hashlib.sha256(_CHANGE_ID_TAG + content).digest()


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
