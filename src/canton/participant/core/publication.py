"""From verdicts to the ledger: commit or release at the verdict, publish in order of sequencing.

A request waits here from its answer to its place on the ledger. Its verdict changes the states of
contracts at once, for what is sequenced later; it becomes visible only when all earlier requests
are decided, so that updates and completions come in the order of their record times. A command that
was never sequenced has the time of the event that told so. A change of who hosts a party waits here
from its sequencing until something comes after the time at which it becomes effective.
Source: protocol sheet 2.9; RecordOrderPublisher.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from canton.errors import Rejection
from canton.participant.core.activeness import NOTHING, ConflictDetector, ContractState, RequestId
from canton.participant.core.effect import TransactionEffect, decode_effect
from canton.participant.core.message import AwaitTime, Effect, Persist, Publish, Report
from canton.participant.core.validation.response import local_status
from canton.participant.core.validation.result import SignedResult
from canton.participant.errors import ALARM, LOCAL_TIMEOUT
from canton.participant.stores.contract import ACTIVENESS, CONTRACTS, ActivenessRow, ContractRow
from canton.participant.stores.hosting import HOSTING, HostingRow
from canton.participant.stores.request import REQUESTS, RequestRow
from canton.participant.stores.submission import IN_FLIGHT, InFlightRow
from canton.participant.update import (
    TopologyUpdate,
    decode_completion,
    decode_topology,
    encode,
)
from canton.protocol.message.verdict import Approve, MediatorReject, ParticipantReject, Verdict
from canton.protocol.status import Status
from canton.storage.table import Write
from canton.timestamps import TIMESTAMP_MIN, Timestamp

APPROVED = b"\x00"
"""The outcome of an approved request; any other is the serialized status of its rejection."""


_TIMEOUT: Final = Rejection(
    LOCAL_TIMEOUT, "Rejected transaction due to a participant determined timeout "
)
_MEDIATOR_TIMEOUT: Final = "MEDIATOR_SAYS_TX_TIMED_OUT"


@dataclass(slots=True)
class _Waiting:
    row: RequestRow
    effect: TransactionEffect

    @property
    def is_decided(self) -> bool:
        return self.row.decided_at is not None


class Publications:
    """The requests of one synchronizer between answer and publication."""

    def __init__(
        self,
        synchronizer: str,
        detector: ConflictDetector,
        rows: Iterable[RequestRow],
        lost: Iterable[InFlightRow] = (),
        hosting: Iterable[HostingRow] = (),
    ) -> None:
        self._synchronizer = synchronizer
        self._detector = detector
        self._waiting: dict[RequestId, _Waiting] = {}
        self._lost = sorted(lost, key=_rejected_at)
        waiting_rows = sorted(hosting, key=lambda row: row.effective_at)
        self._hosting = {Timestamp(row.effective_at): row for row in waiting_rows}
        self._now = TIMESTAMP_MIN
        self._published: list[bytes] = []
        for row in sorted(rows, key=lambda row: row.request_id):
            waiting = _Waiting(row, decode_effect(row.effect))
            self._waiting[RequestId(Timestamp(row.request_id))] = waiting
            if not waiting.is_decided:
                request_id = RequestId(Timestamp(row.request_id))
                self._detector.restore(request_id, waiting.effect.locks)

    @property
    def undecided_count(self) -> int:
        """How many requests wait for their verdict."""
        return sum(not each.is_decided for each in self._waiting.values())

    @property
    def decision_times(self) -> list[Timestamp]:
        """Until when the verdicts of those must come."""
        waiting = self._waiting.values()
        return [Timestamp(each.row.decision_time) for each in waiting if not each.is_decided]

    @property
    def hosting_times(self) -> list[Timestamp]:
        """When the last change of who hosts a party becomes effective, if one waits for it."""
        return list(self._hosting)[-1:]

    def take_published(self) -> list[bytes]:
        """The changes of own commands that were published since the last call."""
        published, self._published = self._published, []
        return published

    def on_answered(self, row: RequestRow) -> Iterator[Effect]:
        """Takes a request that was checked and answered; its locks are held already."""
        self._waiting[RequestId(Timestamp(row.request_id))] = _Waiting(
            row, decode_effect(row.effect)
        )
        yield Persist([REQUESTS.insert_new(row)])

    def on_time(self, now: Timestamp) -> Iterator[Effect]:
        """Rejects what is undecided after its decision time, and shows what is effective before."""
        self._now = now
        for request_id, waiting in list(self._waiting.items()):
            if not waiting.is_decided and waiting.row.decision_time < now:
                status = local_status(_TIMEOUT)
                yield Report(LOCAL_TIMEOUT, f"request {request_id} has no verdict in time")
                yield from self._decide(request_id, status, Timestamp(waiting.row.decision_time))
        yield from self._publish()

    def on_result(self, signed: SignedResult, now: Timestamp) -> Iterator[Effect]:
        """Takes a verdict whose signatures are right; the first one for a request counts."""
        result = signed.result
        request_id = RequestId(result.request_id)
        waiting = self._waiting.get(request_id)
        if waiting is None or waiting.is_decided:
            return
        row = waiting.row
        if result.root_hash.multihash != row.root_hash or not request_id < now:
            yield Report(ALARM, f"the verdict on {request_id} is for another request")
            return
        if row.mediator_group not in signed.groups:
            yield Report(ALARM, f"the verdict on {request_id} is by another mediator group")
            return
        if now > row.decision_time:
            return
        if _is_timeout(result.verdict) and now <= row.response_deadline:
            yield Report(ALARM, f"the verdict on {request_id} is a timeout before its time")
            return
        status = status_of(result.verdict)
        if status is None and not waiting.effect.update.events and waiting.effect.created:
            yield Report(ALARM, f"request {request_id} was approved although it is malformed")
        yield from self._decide(request_id, status, now)
        yield from self._publish()

    def on_ignored(self, row: RequestRow, reason: Rejection) -> Iterator[Effect]:
        """Takes a request that no mediator will decide: rejected here, and by everyone alike."""
        yield from self.on_answered(row)
        request_id = RequestId(Timestamp(row.request_id))
        yield from self._decide(request_id, local_status(reason), request_id)
        yield from self._publish()

    def _decide(
        self, request_id: RequestId, status: Status | None, now: Timestamp
    ) -> Iterator[Effect]:
        waiting = self._waiting[request_id]
        outcome = APPROVED if status is None else status.to_proto().SerializeToString()
        waiting.row = replace(waiting.row, decided_at=now, outcome=outcome)
        key = (waiting.row.synchronizer, waiting.row.request_id)
        decided = REQUESTS.update(key, decided_at=int(now), outcome=outcome)
        if status is not None:
            self._detector.finalize(request_id)
            yield Persist([decided])
            return
        commit = waiting.effect.commit
        self._detector.finalize(request_id, commit)
        yield Persist([decided, *self._changes(waiting)], commit if commit != NOTHING else None)

    def _changes(self, waiting: _Waiting) -> Iterator[Write]:
        effect = waiting.effect
        if effect.contracts:
            yield CONTRACTS.insert_new(
                *(
                    ContractRow(each.contract_id, each.key_hash, each.created_at, each.instance)
                    for each in effect.contracts
                )
            )
        changed = dict.fromkeys(effect.created, ContractState.ACTIVE)
        changed.update(dict.fromkeys(effect.archived, ContractState.ARCHIVED))
        if changed:
            yield ACTIVENESS.upsert(
                *(
                    ActivenessRow(
                        self._synchronizer, contract_id, state.value, 0, waiting.row.request_id
                    )
                    for contract_id, state in changed.items()
                )
            )

    def on_lost(self, row: InFlightRow, reason: Rejection, now: Timestamp) -> Iterator[Effect]:
        """Takes a command that will never be sequenced; it too is published in its order."""
        rejection = local_status(reason).to_proto().SerializeToString()
        changes = IN_FLIGHT.update(
            row.change_id,
            rejected_at=int(now),
            rejection=rejection,
            completion=row.completion,
        )
        yield Persist([changes])
        self._lost.append(replace(row, rejected_at=now, rejection=rejection))
        yield from self._publish()

    def on_hosting(self, update: TopologyUpdate) -> Iterator[Effect]:
        """Takes a change of who hosts a party, to be published when it is effective."""
        effective = Timestamp(update.record_time)
        row = HostingRow(self._synchronizer, effective, encode(update))
        self._hosting.setdefault(effective, row)
        yield Persist([HOSTING.insert_new(row)])
        yield AwaitTime(effective)

    def _publish(self) -> Iterator[Effect]:
        """Publishes in the order of record times, up to the first request that is undecided."""
        for request_id, waiting in list(self._waiting.items()):
            yield from self._publish_unrequested(until=request_id)
            if not waiting.is_decided:
                return
            del self._waiting[request_id]
            row = waiting.row
            yield Persist([REQUESTS.delete((row.synchronizer, row.request_id))])
            publish = self._publication_of(waiting)
            if publish is not None:
                yield publish
            if row.change_id:
                self._published.append(row.change_id)
        yield from self._publish_unrequested(until=None)

    def _publish_unrequested(self, until: RequestId | None) -> Iterator[Effect]:
        """The completions of commands that were lost up to a request, and the changes of hosting
        before it; at the same time the command comes first, as a request does."""
        while self._lost and (until is None or _rejected_at(self._lost[0]) <= until):
            row = self._lost.pop(0)
            record_time = Timestamp(_rejected_at(row))
            yield from self._publish_hosting(record_time)
            completion = replace(
                decode_completion(row.completion),
                synchronizer=self._synchronizer,
                record_time=record_time,
                status=row.rejection,
            )
            self._published.append(row.change_id)
            yield Publish(record_time, None, completion, row.change_id)
        yield from self._publish_hosting(self._now if until is None else until)

    def _publish_hosting(self, before: Timestamp) -> Iterator[Effect]:
        for effective, row in list(self._hosting.items()):
            if effective >= before:
                return
            del self._hosting[effective]
            yield Persist([HOSTING.delete((row.synchronizer, row.effective_at))])
            yield Publish(effective, decode_topology(row.content), None, b"")

    def _publication_of(self, waiting: _Waiting) -> Publish | None:
        row = waiting.row
        record_time = Timestamp(row.request_id)
        completion = None
        if row.completion:
            completion = replace(
                decode_completion(row.completion),
                synchronizer=self._synchronizer,
                record_time=row.request_id,
            )
        if row.outcome != APPROVED:
            if completion is None:
                return None
            rejected = replace(completion, status=row.outcome)
            return Publish(record_time, None, rejected, row.change_id)
        update = waiting.effect.update
        if completion is not None:
            completion = replace(completion, update_id=update.update_id)
            update = replace(update, paid_traffic_cost=completion.paid_traffic_cost)
        if completion is None and not update.events:
            return None
        return Publish(record_time, update, completion, row.change_id)


def _rejected_at(row: InFlightRow) -> int:
    assert row.rejected_at is not None, "a lost command has its time"
    return row.rejected_at


def _is_timeout(verdict: Verdict) -> bool:
    """Whether the mediator says that responses did not come in time."""
    return isinstance(verdict, MediatorReject) and verdict.reason.message.startswith(
        _MEDIATOR_TIMEOUT
    )


def status_of(verdict: Verdict) -> Status | None:
    """Why a verdict rejects; None for an approval. Of several reasons the first one counts."""
    match verdict:
        case Approve():
            return None
        case ParticipantReject(reasons):
            reason = reasons[0].verdict.reason
            assert reason is not None, "a rejection has a reason"
            return reason
        case MediatorReject(reason):
            return reason
