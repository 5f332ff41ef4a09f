"""The validation of one request: what is asked, what came back, and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from canton.crypto.hash import Hash
from canton.daml_lf.engine import Failed, Interpreted
from canton.daml_lf.transaction.node import Transaction
from canton.errors import Rejection
from canton.identifiers import Member, PartyId, PhysicalSynchronizerId
from canton.participant.core.activeness import ActivenessResult, ContractId, ContractState
from canton.participant.core.effect import (
    NewContract,
    TransactionEffect,
    encode_effect,
    ledger_events,
)
from canton.participant.core.engine import Engine
from canton.participant.core.validation.check import (
    CheckResults,
    check,
    submitter_of,
    wrong_place,
    wrong_recipients,
)
from canton.participant.core.validation.conformance import ViewReplay, compare, replay_of
from canton.participant.core.validation.contract import contracts_of
from canton.participant.core.validation.external import external_hash, is_externally_signed
from canton.participant.core.validation.key_consistency import check_keys
from canton.participant.core.validation.received import OpenedRequest
from canton.participant.core.validation.response import (
    ValidationResult,
    malformed_response,
    responses,
)
from canton.participant.errors import MALFORMED_REQUEST
from canton.participant.stores.request import RequestRow
from canton.participant.stores.submission import InFlightRow
from canton.participant.update import LedgerEvent, TransactionUpdate
from canton.protocol.merkle.position import ViewPosition
from canton.protocol.message.signed import ConfirmationResponses
from canton.protocol.sequencing.recipient import MediatorGroup
from canton.protocol.view.full_view import FullViewTree
from canton.timestamps import Timestamp, plus
from canton.topology.snapshot.snapshot import TopologySnapshot


@dataclass(frozen=True, slots=True)
class RequestDeadlines:
    """Until when our answer counts, and until when the verdict must come."""

    response: Timestamp
    decision: Timestamp


class Validation:
    """What is known of one request; ready once every question is answered."""

    def __init__(
        self,
        request: OpenedRequest,
        snapshot: TopologySnapshot,
        engine: Engine,
        participant: Member,
        *,
        is_own_message: bool,
    ) -> None:
        self._request = request
        self._snapshot = snapshot
        self._engine = engine
        self._participant = participant
        self._checks = check(request, snapshot, participant, is_own_message=is_own_message)
        self._problems = [
            *request.problems,
            *wrong_place(request, snapshot.physical_synchronizer),
            *wrong_recipients(request, snapshot),
        ]
        self.contracts = contracts_of(request.views, self._is_hosted)
        self.replays: dict[ViewPosition, ViewReplay] = {}
        self._conformance: dict[ViewPosition, Rejection] = {}
        self._transactions: dict[ViewPosition, Transaction] = {}
        for view in request.topmost:
            replay = replay_of(view, engine)
            if isinstance(replay, Rejection):
                self._conformance[view.position] = replay
            else:
                self.replays[view.position] = replay
        self._unsigned: dict[ViewPosition, Rejection] = {}
        self._external_hash: Hash | None = None
        self._is_interpreted = not self.replays
        self.awaited_states: frozenset[ContractId] = frozenset()
        self.states: Mapping[ContractId, ContractState] = {}
        self._is_loaded = False

    def _is_hosted(self, party: PartyId) -> bool:
        return bool(self._snapshot.parties.hosted_on(self._participant, [party]))

    @property
    def root_hash(self) -> Hash:
        """The hash that names the transaction."""
        return self._request.received.root_hash

    @property
    def mediator(self) -> MediatorGroup:
        """Whom to answer."""
        return self._request.received.mediator

    @property
    def is_mediator_active(self) -> bool:
        """Whether there is somebody to decide; if not, everyone ignores the request alike."""
        groups = self._snapshot.mediator_groups()
        return any(each.group == self.mediator.index and each.active for each in groups)

    @property
    def is_ready(self) -> bool:
        """Whether nothing is awaited any more."""
        return self._is_loaded and self._is_interpreted

    @property
    def deadlines(self) -> RequestDeadlines:
        """By the parameters in force when the request was sequenced."""
        parameters = self._snapshot.dynamic_parameters
        assert parameters is not None, "a synchronizer with requests has parameters"
        response = plus(self._request.request_id, parameters.confirmation_response_timeout)
        return RequestDeadlines(response, plus(response, parameters.mediator_reaction_timeout))

    def await_states(self, contract_ids: frozenset[ContractId]) -> None:
        """Says which stored states were asked for; with none, the request does not wait."""
        self.awaited_states = contract_ids
        self._is_loaded = not contract_ids

    def take_states(self, states: Mapping[ContractId, ContractState]) -> None:
        """Takes the stored states."""
        self.states = states
        self._is_loaded = True

    def take_interpretations(self, outcomes: Mapping[ViewPosition, Interpreted | Failed]) -> None:
        """Compares what interpretation gave with what came."""
        for view in self._request.topmost:
            outcome = outcomes.get(view.position)
            if outcome is None:
                continue
            compared = compare(view, outcome, engine=self._engine, snapshot=self._snapshot)
            if isinstance(compared, Rejection):
                self._conformance[view.position] = compared
            else:
                self._transactions[view.position] = compared
            if is_externally_signed(view):
                self._check_external(view, outcome)
        if not self._conformance and self._checks.internal_consistency is None:
            transactions = self._transactions.values()
            keys = check_keys(self._request.topmost, transactions, self._is_hosted)
            self._checks = replace(self._checks, internal_consistency=keys)
        self._is_interpreted = True

    def _check_external(self, view: FullViewTree, outcome: Interpreted | Failed) -> None:
        """Whether the parties have signed; only a transaction of one root view can be signed."""
        count = len(self._request.topmost)
        if count > 1:
            self._unsigned[view.position] = Rejection(
                MALFORMED_REQUEST, f"one of {count} root views is externally signed"
            )
            return
        replay = self.replays[view.position]
        hashed = external_hash(view, replay, outcome, engine=self._engine, snapshot=self._snapshot)
        if isinstance(hashed, Rejection):
            self._unsigned[view.position] = hashed
        else:
            self._external_hash = hashed

    @property
    def _all_checks(self) -> CheckResults:
        authentication = {**self._unsigned, **self._checks.authentication}
        return replace(self._checks, authentication=authentication)

    def alarms(self) -> Iterator[Rejection]:
        """What only a faulty or malicious member causes."""
        yield from self._problems
        yield from self._conformance.values()
        yield from self._all_checks.authentication.values()
        yield from self._checks.authorization.values()
        for rejection in (self._checks.internal_consistency, self._checks.replay):
            if rejection is not None:
                yield rejection

    def response(
        self, activeness: ActivenessResult, synchronizer: PhysicalSynchronizerId
    ) -> ConfirmationResponses | None:
        """The answer to the mediator; None where we have nothing to confirm or to object."""
        sender = self._participant.uid
        if self._problems:
            return malformed_response(self._request, self._problems, synchronizer, sender)
        confirmable = {
            each.position: self._snapshot.parties.can_confirm(
                self._participant, each.view.common.confirmers
            )
            for each in self._request.views
        }
        result = ValidationResult(self._all_checks, activeness, self._conformance)
        answers = tuple(responses(self._request, result, confirmable))
        if not answers:
            return None
        received = self._request.received
        return ConfirmationResponses(
            received.request_id, received.root_hash, synchronizer, sender, answers
        )

    def row(
        self, synchronizer: str, submission: InFlightRow | None, traceparent: str
    ) -> RequestRow:
        """What is kept of the request until it is published."""
        effect = self._effect(synchronizer, submission, traceparent)
        deadlines = self.deadlines
        return RequestRow(
            synchronizer=synchronizer,
            request_id=self._request.request_id,
            root_hash=self.root_hash.multihash,
            mediator_group=self.mediator.index,
            response_deadline=deadlines.response,
            decision_time=deadlines.decision,
            change_id=b"" if submission is None else submission.change_id,
            completion=b"" if submission is None else submission.completion,
            effect=encode_effect(effect),
            decided_at=None,
            outcome=b"",
        )

    def _effect(
        self, synchronizer: str, submission: InFlightRow | None, traceparent: str
    ) -> TransactionEffect:
        update = TransactionUpdate(
            update_id=self.root_hash.hex(),
            command_id="",
            workflow_id="",
            submitters=(),
            synchronizer=synchronizer,
            effective_at=self._request.request_id,
            record_time=self._request.request_id,
            events=(),
            traceparent=traceparent,
        )
        if self._request.topmost:
            metadata = self._request.topmost[0].tree.participant
            update = replace(
                update,
                workflow_id=metadata.workflow_id or "",
                effective_at=metadata.ledger_time,
                events=self._events(),
                external_hash=b"" if self._external_hash is None else self._external_hash.raw,
            )
        submitter = submitter_of(self._request)
        if submission is not None and submitter is not None:
            update = replace(
                update,
                command_id=submitter.command_id,
                submitters=tuple(sorted(submitter.act_as)),
            )
        commit = self.contracts.commit
        return TransactionEffect(
            created=tuple(sorted(commit.created)),
            archived=tuple(sorted(commit.archived)),
            locked=tuple(sorted(self.contracts.activeness.locked)),
            contracts=tuple(map(NewContract.of, self.contracts.created)),
            update=update,
        )

    def _events(self) -> tuple[LedgerEvent, ...]:
        created = {
            ContractId(new.contract.contract_id.hex): new.contract
            for view in self._request.views
            for new in view.view.participant.created_core
        }
        transactions = [
            (
                self._transactions[view.position],
                view.view.participant.rollback_context.scope,
            )
            for view in self._request.topmost
            if view.position in self._transactions
        ]
        hosted = self._snapshot.parties.hosted_on
        return ledger_events(
            transactions, created, self._engine, lambda parties: hosted(self._participant, parties)
        )
