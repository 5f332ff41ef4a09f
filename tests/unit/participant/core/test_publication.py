"""Publications: order of record times, verdicts, timeouts, own commands, restarts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.crypto.hash import Hash, HashPurpose, digest
from canton.errors import Rejection
from canton.identifiers import PhysicalSynchronizerId
from canton.participant.core.activeness import ActivenessSet, ConflictDetector, ContractId
from canton.participant.core.effect import TransactionEffect, encode_effect
from canton.participant.core.message import Effect, Persist, Publish, Report
from canton.participant.core.publication import Publications, status_of
from canton.participant.core.validation.result import SignedResult
from canton.participant.errors import INACTIVE_MEDIATOR, LOCAL_TIMEOUT, NOT_SEQUENCED_TIMEOUT
from canton.participant.stores.hosting import HostingRow
from canton.participant.stores.request import RequestRow
from canton.participant.stores.submission import InFlightRow
from canton.participant.update import Completion, TopologyUpdate, TransactionUpdate, encode
from canton.protocol.message.signed import ConfirmationResult
from canton.protocol.message.verdict import (
    Approve,
    LocalVerdict,
    MediatorReject,
    ParticipantReject,
    RejectionReason,
    Verdict,
    VerdictCode,
)
from canton.protocol.message.view_type import ViewType
from canton.protocol.status import Status
from canton.timestamps import Timestamp

SYNC = PhysicalSynchronizerId.parse("sync::1220ff::35-0")
REJECT = MediatorReject(Status(10, "no"))
RESPONSE, DECISION = 30, 60


def root_of(request: int) -> Hash:
    return digest(HashPurpose.MERKLE_TREE_INNER_NODE, str(request).encode())


def completion(name: str) -> bytes:
    return encode(Completion(name, "user", ("alice",), "", 0, "", 0, "", b"", ""))


def row(request: int, command: str = "", contract: str = "") -> RequestRow:
    made = (contract,) if contract else ()
    update = TransactionUpdate(root_of(request).hex(), "", "", (), "sync", 1, request, (), "")
    return RequestRow(
        synchronizer="sync",
        request_id=request,
        root_hash=root_of(request).multihash,
        mediator_group=0,
        response_deadline=request + RESPONSE,
        decision_time=request + DECISION,
        change_id=command.encode(),
        completion=completion(command) if command else b"",
        effect=encode_effect(TransactionEffect(made, (), made, (), update)),
        decided_at=None,
        outcome=b"",
    )


def result(
    request: int, verdict: Verdict | None = None, group: int = 0, root: int | None = None
) -> SignedResult:
    message = ConfirmationResult(
        SYNC,
        ViewType.TRANSACTION,
        Timestamp(request),
        root_of(request if root is None else root),
        verdict or Approve(),
    )
    return SignedResult(message, frozenset({group}))


class Desk:
    """Publications with their detector, and all effects so far."""

    def __init__(
        self,
        rows: tuple[RequestRow, ...] = (),
        lost: tuple[InFlightRow, ...] = (),
        hosting: tuple[HostingRow, ...] = (),
    ):
        self.detector = ConflictDetector()
        self.publications = Publications("sync", self.detector, rows, lost, hosting)
        self.effects: list[Effect] = []

    def answer(self, request: RequestRow, contract: str = "") -> None:
        made = frozenset({ContractId(contract)}) if contract else frozenset()
        time = Timestamp(request.request_id)
        wanted = self.detector.expect(time, ActivenessSet(frozenset(), made, made))
        self.detector.provide(wanted, {})
        self.detector.check_and_lock(time)
        self.effects += self.publications.on_answered(request)

    def decide(self, signed: SignedResult, now: int) -> None:
        self.effects += self.publications.on_result(signed, Timestamp(now))

    def tick(self, now: int) -> None:
        self.effects += self.publications.on_time(Timestamp(now))

    def lose(self, name: str, now: int) -> None:
        lost = in_flight(name)
        reason = Rejection(NOT_SEQUENCED_TIMEOUT, "gone")
        self.effects += self.publications.on_lost(lost, reason, Timestamp(now))

    def host(self, effective: int) -> None:
        update = TopologyUpdate(f"at {effective}", "sync", effective, (), "")
        self.effects += self.publications.on_hosting(update)

    @property
    def published(self) -> list[Publish]:
        return [each for each in self.effects if isinstance(each, Publish)]

    @property
    def times(self) -> list[int]:
        return [each.record_time for each in self.published]

    @property
    def reports(self) -> list[str]:
        return [each.text for each in self.effects if isinstance(each, Report)]


def in_flight(name: str) -> InFlightRow:
    return InFlightRow(name.encode(), "sync", name, b"", 5, None, "", completion(name))


def test_an_accepted_command_has_update_and_completion_at_one_offset() -> None:
    desk = Desk()
    desk.answer(row(10, "a"))
    desk.decide(result(10), 20)
    [publish] = desk.published
    assert publish.update is not None and publish.completion is not None
    assert publish.completion.update_id == publish.update.update_id
    assert (publish.completion.record_time, publish.change_id) == (10, b"a")
    assert desk.publications.take_published() == [b"a"]
    assert desk.publications.take_published() == []


def test_a_request_of_others_without_events_leaves_no_trace() -> None:
    desk = Desk()
    desk.answer(row(10))
    desk.answer(row(11))
    desk.decide(result(10), 20)
    desk.decide(result(11, REJECT), 20)
    assert desk.published == [] and desk.publications.undecided_count == 0


def test_a_contract_becomes_active_with_the_verdict_even_while_publication_waits() -> None:
    desk = Desk()
    desk.answer(row(10, "a"))
    desk.answer(row(11, "b", "aa"), "aa")
    desk.effects.clear()
    desk.decide(result(11), 20)
    [persist] = [each for each in desk.effects if isinstance(each, Persist)]
    assert persist.commit is not None and persist.commit.created == {"aa"}
    assert desk.published == []
    desk.decide(result(10), 21)
    assert desk.times == [10, 11]


@pytest.mark.parametrize(
    ("signed", "now"),
    [
        (result(10, group=1), 20),
        (result(10, root=11), 20),
        (result(10), 10),
        (result(10, MediatorReject(Status(10, "MEDIATOR_SAYS_TX_TIMED_OUT(2,0): x"))), 40),
    ],
    ids=["group", "root hash", "before the request", "timeout before its time"],
)
def test_a_verdict_that_does_not_fit_is_reported_and_ignored(signed, now) -> None:
    desk = Desk()
    desk.answer(row(10, "a"))
    desk.decide(signed, now)
    assert desk.published == [] and len(desk.reports) == 1
    assert desk.publications.undecided_count == 1


def test_a_verdict_after_the_decision_time_is_too_late() -> None:
    desk = Desk()
    desk.answer(row(10, "a"))
    desk.tick(10 + DECISION)
    assert desk.published == []
    desk.tick(10 + DECISION + 1)
    desk.decide(result(10), 10 + DECISION + 1)
    [publish] = desk.published
    assert publish.update is None and publish.completion is not None
    assert b"LOCAL_VERDICT_TIMEOUT" in publish.completion.status
    assert [each.code for each in desk.effects if isinstance(each, Report)] == [LOCAL_TIMEOUT]


def test_a_request_that_no_mediator_will_decide_is_rejected_at_once() -> None:
    desk = Desk()
    desk.detector.expect(Timestamp(10), ActivenessSet(frozenset(), frozenset(), frozenset()))
    desk.detector.check_and_lock(Timestamp(10))
    reason = Rejection(INACTIVE_MEDIATOR, "nobody")
    desk.effects += desk.publications.on_ignored(row(10, "a"), reason)
    [publish] = desk.published
    assert publish.completion is not None
    assert b"CHOSEN_MEDIATOR_IS_INACTIVE" in publish.completion.status


def test_lost_commands_come_between_requests_by_their_time() -> None:
    desk = Desk()
    desk.lose("before", 5)
    desk.answer(row(10, "a"))
    desk.lose("between", 15)
    desk.answer(row(20, "b"))
    desk.lose("after", 25)
    assert desk.times == [5]
    desk.decide(result(20), 30)
    assert desk.times == [5]
    desk.decide(result(10, REJECT), 31)
    assert desk.times == [5, 10, 15, 20, 25]


def test_restored_requests_and_lost_commands_keep_their_order() -> None:
    decided = replace(row(11, "b"), decided_at=20, outcome=b"\x00")
    lost = replace(in_flight("c"), rejected_at=12, rejection=b"status")
    desk = Desk((decided, row(10, "a")), (lost,))
    assert desk.publications.undecided_count == 1
    desk.decide(result(10), 30)
    assert desk.times == [10, 11, 12]


def test_a_change_of_hosting_follows_what_is_sequenced_at_its_time() -> None:
    desk = Desk()
    desk.host(12)
    desk.tick(12)
    desk.answer(row(12, "a"))
    desk.tick(13)
    desk.lose("b", 13)
    assert desk.published == []
    desk.decide(result(12), 13)
    assert [each.change_id for each in desk.published] == [b"a", b"", b"b"]


def test_a_change_of_hosting_waits_for_the_requests_before_it() -> None:
    desk = Desk()
    desk.answer(row(10, "a"))
    desk.host(11)
    desk.tick(20)
    assert desk.publications.hosting_times == [11]
    desk.decide(result(10), 20)
    assert desk.times == [10, 11]
    assert desk.publications.hosting_times == []


def test_a_change_of_hosting_that_is_stored_already_is_not_taken_twice() -> None:
    stored = HostingRow("sync", 11, encode(TopologyUpdate("stored", "sync", 11, (), "")))
    desk = Desk(hosting=(stored,))
    desk.host(11)
    desk.tick(20)
    assert [each.update.update_id for each in desk.published if each.update] == ["stored"]


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)))
def test_record_times_never_go_back_whatever_the_order_of_verdicts(order, rejected) -> None:
    desk = Desk()
    for request in range(6):
        desk.answer(row(10 + request, f"c{request}"))
    for request in order:
        desk.decide(result(10 + request, REJECT if request in rejected else None), 20)
    assert desk.times == [10 + request for request in range(6)]
    accepted = [each.update is not None for each in desk.published]
    assert accepted == [request not in rejected for request in range(6)]


def test_the_first_reason_of_participants_is_the_one_that_is_shown() -> None:
    reasons = [
        RejectionReason(frozenset(), LocalVerdict(VerdictCode.LOCAL_REJECT, Status(10, text)))
        for text in ("newest", "older")
    ]
    assert status_of(ParticipantReject(tuple(reasons))) == Status(10, "newest")
    assert status_of(Approve()) is None
