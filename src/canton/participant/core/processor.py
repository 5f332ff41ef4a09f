"""The participant's state machine on one synchronizer: events in; answers, updates, questions out.

Events are handled in order, but their answers need not come in order: a key may be decrypted, or a
view interpreted, later than that of the next request. What must follow the order of sequencing is
conflict detection, so every event has a *step*, and steps are taken strictly one after another,
each as soon as it is ready:

    request   opened -> contract states and interpretations asked for -> ready: check, lock, answer
    result    ready at once: release or commit, then publish
    any       ready at once: what has run out of time by then

Requests are published in the order of their sequencing, whatever the order of their verdicts. All
that outlives an event is in rows (requests that are answered, commands in flight), so a restart
restores the machine from them and reads on after `cursor`. Decision 0002 tells how this contract
was found. Source: protocol sheet 2.7, 2.9, 8.1, 8.2.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from canton.crypto.encryption import AsymmetricEncrypted
from canton.errors import InvariantViolation, Rejection
from canton.identifiers import Fingerprint, Member, PhysicalSynchronizerId
from canton.participant.core.activeness import ConflictDetector, RequestId
from canton.participant.core.engine import Engine
from canton.participant.core.in_flight import InFlightSubmissions
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
    Report,
    Respond,
)
from canton.participant.core.publication import Publications
from canton.participant.core.validation.received import (
    ReceivedRequest,
    open_request,
    receive,
    session_keys_to_decrypt,
)
from canton.participant.core.validation.result import accepted_result
from canton.participant.core.validation.validation import Validation
from canton.participant.errors import ALARM, INACTIVE_MEDIATOR
from canton.participant.stores.hosting import HostingRow
from canton.participant.stores.request import RequestRow
from canton.participant.stores.submission import IN_FLIGHT, InFlightRow
from canton.participant.update import TopologyUpdate
from canton.protocol.message.signed import ConfirmationResult
from canton.timestamps import TIMESTAMP_MIN, Timestamp


@dataclass(slots=True)
class _Step:
    """One event on its way through the machine; with `request` it waits for answers."""

    event: EventReceived
    request: ReceivedRequest | None = None
    validation: Validation | None = None

    @property
    def is_ready(self) -> bool:
        """Whether the step can be taken."""
        return self.request is None or (self.validation is not None and self.validation.is_ready)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the participant is here: its name, its synchronizer, the keys it can decrypt with."""

    participant: Member
    synchronizer: PhysicalSynchronizerId
    encryption_keys: frozenset[Fingerprint] = field(default_factory=frozenset)


class SynchronizerCore:
    """All requests and commands of one participant on one synchronizer."""

    def __init__(
        self,
        identity: Identity,
        engine: Engine,
        *,
        cursor: Timestamp | None = None,
        requests: Iterable[RequestRow] = (),
        in_flight: Iterable[InFlightRow] = (),
        hosting: Iterable[HostingRow] = (),
    ) -> None:
        self._identity = identity
        self._engine = engine
        self._detector = ConflictDetector()
        commands = list(in_flight)
        self._in_flight = InFlightSubmissions(c for c in commands if c.rejected_at is None)
        self._publications = Publications(
            str(identity.synchronizer.logical),
            self._detector,
            requests,
            (each for each in commands if each.rejected_at is not None),
            hosting,
        )
        self._steps: deque[_Step] = deque()
        self._by_request: dict[RequestId, _Step] = {}
        self._cursor = TIMESTAMP_MIN if cursor is None else cursor
        self._received_until = self._cursor

    @property
    def cursor(self) -> Timestamp:
        """The event after which a restart must read: all before it is in the rows."""
        return self._cursor

    @property
    def awaited_times(self) -> list[Timestamp]:
        """After which times an event is needed, as `AwaitTime` has said; for use after a restart:
        the decision times of open requests, the latest times of commands in flight, and when
        changes of hosting become effective."""
        publications = self._publications
        deadlines = self._in_flight.deadlines
        return [*publications.decision_times, *deadlines, *publications.hosting_times]

    @property
    def in_flight_count(self) -> int:
        """How many requests are answered and not decided, or not answered yet."""
        return self._publications.undecided_count + len(self._by_request)

    def use_encryption_keys(self, keys: frozenset[Fingerprint]) -> None:
        """From the next event on, these keys can be decrypted with."""
        self._identity = Identity(self._identity.participant, self._identity.synchronizer, keys)

    def handle(self, received: Input) -> list[Effect]:
        """Takes one input; the effects are to be performed in order."""
        match received:
            case EventReceived():
                effects = list(self._on_event(received))
            case Decrypted():
                effects = list(self._on_decrypted(received))
            case Loaded():
                self._validation_of(received.request_id).take_states(received.states)
                effects = []
            case InterpretationDone():
                validation = self._validation_of(received.request_id)
                validation.take_interpretations(received.outcomes)
                effects = []
            case CommitWritten(commit):
                self._detector.written(commit)
                return []
            case CommandRegistered(row):
                self._in_flight.register(row)
                return [AwaitTime(Timestamp(row.max_sequencing_time))]
        effects += self._take_steps()
        return effects

    def _on_event(self, event: EventReceived) -> Iterator[Effect]:
        if event.time <= self._received_until:
            raise InvariantViolation(f"the event {event.time} came after {self._received_until}")
        self._received_until = event.time
        step = _Step(event)
        self._steps.append(step)
        if event.hosting is not None:
            synchronizer = str(self._identity.synchronizer.logical)
            update = TopologyUpdate.of(synchronizer, event.hosting, event.traceparent)
            yield from self._publications.on_hosting(update)
        contents = [(each.content, each.recipients) for each in event.contents]
        request = receive(RequestId(event.time), contents, self._identity.participant)
        if isinstance(request, Rejection):
            yield Report(ALARM, request.cause)
        elif request is not None:
            step.request = request
            self._by_request[request.request_id] = step
            wanted = session_keys_to_decrypt(request, self._identity.encryption_keys)
            if wanted:
                yield Decrypt(request.request_id, wanted)
            else:
                yield from self._on_decrypted(Decrypted(request.request_id, {}))

    def _on_decrypted(self, answer: Decrypted) -> Iterator[Effect]:
        step = self._by_request[answer.request_id]
        assert step.request is not None
        keys: dict[AsymmetricEncrypted, bytes | Rejection] = dict(answer.keys)
        snapshot = step.event.snapshot
        parameters = snapshot.dynamic_parameters
        size_max = parameters.max_request_size if parameters is not None else 0
        opened = open_request(step.request, keys, size_max)
        step.validation = Validation(
            opened,
            snapshot,
            self._engine,
            self._identity.participant,
            is_own_message=step.event.message_id is not None,
        )
        unknown = self._detector.expect(answer.request_id, step.validation.contracts.activeness)
        step.validation.await_states(unknown)
        if unknown:
            yield Load(answer.request_id, unknown)
        if step.validation.replays:
            yield Interpret(answer.request_id, step.validation.replays)

    def _validation_of(self, request_id: RequestId) -> Validation:
        validation = self._by_request[request_id].validation
        assert validation is not None, "answers come after questions"
        return validation

    def _take_steps(self) -> Iterator[Effect]:
        while self._steps and self._steps[0].is_ready:
            step = self._steps.popleft()
            yield from self._take(step)
            self._cursor = step.event.time

    def _take(self, step: _Step) -> Iterator[Effect]:
        event = step.event
        yield from self._publications.on_time(event.time)
        yield from self._on_receipt(event)
        for lost in self._in_flight.on_time(event.time):
            yield from self._publications.on_lost(lost.row, lost.reason, event.time)
        if step.validation is not None:
            yield from self._answer(step, step.validation)
        for each in event.contents:
            if isinstance(each.content, ConfirmationResult):
                result = accepted_result(each.content, each, event.snapshot)
                if isinstance(result, Rejection):
                    yield Report(result.code, result.cause)
                else:
                    yield from self._publications.on_result(result, event.time)
        for published in self._publications.take_published():
            self._in_flight.finish(published)

    def _on_receipt(self, event: EventReceived) -> Iterator[Effect]:
        if event.message_id is None:
            return
        if event.refusal is not None:
            lost = self._in_flight.on_refusal(event.message_id, event.refusal, event.paid)
            if lost is not None:
                yield from self._publications.on_lost(lost.row, lost.reason, event.time)
            return
        sequenced = self._in_flight.on_receipt(event.message_id, event.time, event.paid)
        if sequenced is not None:
            row = sequenced.row
            paid = {"completion": row.completion} if event.paid else {}
            yield Persist([IN_FLIGHT.update(row.change_id, sequenced_at=event.time, **paid)])

    def _answer(self, step: _Step, validation: Validation) -> Iterator[Effect]:
        request_id = RequestId(step.event.time)
        del self._by_request[request_id]
        self._detector.provide(validation.awaited_states, validation.states)
        activeness = self._detector.check_and_lock(request_id)
        for problem in validation.alarms():
            yield Report(ALARM, f"request {request_id}: {problem.cause}")
        response = validation.response(activeness, self._identity.synchronizer)
        submission = None
        if step.event.message_id is not None:
            submission = self._in_flight.by_root_hash(validation.root_hash.multihash)
        row = validation.row(
            str(self._identity.synchronizer.logical), submission, step.event.traceparent
        )
        if not validation.is_mediator_active:
            cause = f"the mediator group {validation.mediator.index} is not active"
            yield from self._publications.on_ignored(row, Rejection(INACTIVE_MEDIATOR, cause))
            return
        yield from self._publications.on_answered(row)
        deadlines = validation.deadlines
        yield AwaitTime(deadlines.decision)
        if response is not None:
            yield Respond(response, validation.mediator, deadlines.response)
