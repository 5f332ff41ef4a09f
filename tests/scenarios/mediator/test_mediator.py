"""The mediator's state machine as transcripts: events in, verdicts out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canton.mediator.core.mediator import (
    GiveVerdict,
    MediatorCore,
    Remark,
    RememberRequest,
    Report,
    RequestTick,
    Sequenced,
)
from canton.mediator.errors import (
    DUPLICATE_CONFIRMATION_REQUEST_UUID,
    MEDIATOR_INVALID_MESSAGE,
    MEDIATOR_PARTICIPANT_EQUIVOCATION,
    MEDIATOR_RECEIVED_MALFORMED_MESSAGE,
)
from canton.protocol.message.verdict import Approve, MediatorReject, ParticipantReject
from canton.protocol.sequencing.recipient import MediatorGroup, Recipients
from canton.timestamps import Timestamp
from scenarios.mediator.requests import Requests, approve, malformed, quorum, reject, view
from scenarios.participant.network import HALF_MINUTE, Network, after

T = after(1)
HOSTING = {"alice": ["p1"], "bob": ["p2"], "dan/2": ["p1", "p2", "p3"]}
OTHER_UUID = "11234567-89ab-cdef-0123-456789abcdef"
UUID_3 = "21234567-89ab-cdef-0123-456789abcdef"


@pytest.fixture(scope="module")
def network() -> Network:
    return Network(HOSTING)


@pytest.fixture
def requests(network: Network) -> Requests:
    return Requests(network)


def core_of(network: Network, **restored) -> MediatorCore:
    return MediatorCore(network.mediator, network.synchronizer, **restored)


def play(core: MediatorCore, *events: Sequenced) -> list:
    return [effect for event in events for effect in core.handle(event)]


def verdicts(effects: list) -> list[GiveVerdict]:
    return [each for each in effects if isinstance(each, GiveVerdict)]


def reports(effects: list) -> list:
    return [each.code for each in effects if isinstance(each, Report)]


def two_parties(network: Network, **changes):
    both = network.parties("alice", "bob")
    return view(both, quorum(both, 2), **changes)


def test_a_request_is_approved_when_the_last_party_approves(network, requests) -> None:
    core = core_of(network)
    opened = play(core, requests.request(T, two_parties(network)))
    assert [type(each) for each in opened] == [RememberRequest, RequestTick]
    assert opened[1].time == T + HALF_MINUTE + 1
    position = requests.position(T)
    first = requests.answered(after(2), "p1", T, approve(position, network.parties("alice")))
    assert play(core, first) == []
    last = requests.answered(after(3), "p2", T, approve(position, network.parties("bob")))
    [verdict] = play(core, last)
    assert verdict.verdict == Approve()
    assert verdict.decided_at == after(3)
    assert verdict.decision_time == T + 2 * HALF_MINUTE
    assert verdict.participants == {network.member("p1"), network.member("p2")}
    assert [tree.recipients for tree in verdict.recipients.trees] == [
        frozenset({member}) for member in sorted(verdict.participants)
    ]
    assert core.open_count == 0


def test_a_rejection_decides_at_once_and_later_responses_change_nothing(network, requests) -> None:
    core = core_of(network)
    position_of = requests.position
    [*_, verdict] = play(
        core,
        requests.request(T, two_parties(network)),
        requests.answered(after(2), "p2", T, reject(position_of(T), network.parties("bob"))),
    )
    assert isinstance(verdict.verdict, ParticipantReject)
    [reason] = verdict.verdict.reasons
    assert (reason.parties, reason.participant) == (
        network.parties("bob"),
        network.member("p2").uid,
    )
    late = requests.answered(after(3), "p1", T, approve(position_of(T), network.parties("alice")))
    assert [type(each) for each in play(core, late)] == [Remark]
    wrong = approve(position_of(T), network.parties("bob"))
    [alarm] = play(core, requests.answered(after(4), "p1", T, wrong))
    assert (alarm.code, alarm.is_warning) == (MEDIATOR_RECEIVED_MALFORMED_MESSAGE, True)


def test_a_malformed_response_without_position_rejects_for_all_that_the_sender_hosts(
    network, requests
) -> None:
    [*_, verdict] = play(
        core_of(network),
        requests.request(T, two_parties(network)),
        requests.answered(after(2), "p2", T, malformed()),
    )
    assert [each.parties for each in verdict.verdict.reasons] == [network.parties("bob")]


def test_a_response_at_the_deadline_counts_and_one_after_it_does_not(network, requests) -> None:
    for delay, expected in ((0, Approve), (1, MediatorReject)):
        alice = network.parties("alice")
        core = core_of(network)
        play(core, requests.request(T, view(alice, quorum(alice, 1))))
        time = Timestamp(T + HALF_MINUTE + delay)
        answer = approve(requests.position(T), alice)
        effects = play(core, requests.answered(time, "p1", T, answer))
        [verdict] = verdicts(effects)
        assert isinstance(verdict.verdict, expected)
        assert reports(effects) == [MEDIATOR_INVALID_MESSAGE] * delay


def test_a_timeout_names_the_parties_that_did_not_respond_sorted(network, requests) -> None:
    core = core_of(network)
    dan = network.parties("dan", "alice", "bob")
    play(core, requests.request(T, view(dan, quorum(dan, 3))))
    answer = approve(requests.position(T), network.parties("alice"))
    play(core, requests.answered(after(2), "p1", T, answer))
    [verdict] = play(core, requests.event(Timestamp(T + HALF_MINUTE + 1)))
    assert isinstance(verdict.verdict, MediatorReject) and not verdict.verdict.is_malformed
    assert verdict.decided_at == T + HALF_MINUTE + 1
    [info, *_] = verdict.verdict.reason.details
    names = ",".join(sorted([network.party("bob"), network.party("dan")]))
    assert names.encode() in info.value


def test_a_party_with_a_threshold_speaks_when_enough_participants_did(network, requests) -> None:
    core = core_of(network)
    dan = network.parties("dan")
    play(core, requests.request(T, view(dan, quorum(dan, 1))))
    answer = approve(requests.position(T), dan)
    assert play(core, requests.answered(after(2), "p3", T, answer)) == []
    [again] = play(core, requests.answered(after(3), "p3", T, reject(requests.position(T), dan)))
    assert again.code is MEDIATOR_PARTICIPANT_EQUIVOCATION and again.is_warning
    [verdict] = play(core, requests.answered(after(4), "p1", T, answer))
    assert verdict.verdict == Approve()


def test_every_view_must_be_approved(network, requests) -> None:
    alice, bob = network.parties("alice"), network.parties("bob")
    core = core_of(network)
    inner = view(bob, quorum(bob, 1), salt=2)
    outer = view(alice, quorum(alice, 1), subviews=[inner], salt=1)
    play(core, requests.request(T, outer))
    first, second = (requests.position(T, index) for index in (0, 1))
    assert play(core, requests.answered(after(2), "p1", T, approve(first, alice))) == []
    [verdict] = play(core, requests.answered(after(3), "p2", T, approve(second, bob)))
    assert verdict.verdict == Approve()


@pytest.mark.parametrize(
    "fault", ["stranger", "unhosted", "view", "signature", "root", "time", "groups", "nobody"]
)
def test_a_faulty_response_is_discarded_with_an_alarm(network, requests, fault) -> None:
    core = core_of(network)
    play(core, requests.request(T, two_parties(network)))
    position, alice = requests.position(T), network.parties("alice")
    answer = {
        "stranger": approve(position, network.parties("alice", "p3")),
        "unhosted": approve(position, network.parties("alice", "bob")),
        "view": approve(position.child(()), alice),
    }.get(fault, approve(position, alice))
    received = requests.responses("p1", T, answer, signer="p2" if fault == "signature" else None)
    if fault == "root":
        other = after(0.5)
        requests.received(other, view(alice, quorum(alice, 1), salt=9))
        requests.parts[T] = requests.parts[other]
        received = requests.responses("p1", T, answer)
    if fault == "time":
        received = type(received)(
            received.message, received.content, received.signatures, received.recipients, T
        )
    wrong = {
        "groups": Recipients.group([MediatorGroup(0), MediatorGroup(1)]),
        "nobody": Recipients.group([network.member("p2")]),
    }
    if fault in wrong:
        received = replace(received, recipients=wrong[fault])
    effects = play(core, requests.event(after(2), responses=[received]))
    assert reports(effects) == [MEDIATOR_RECEIVED_MALFORMED_MESSAGE]
    assert verdicts(effects) == [] and core.open_count == 1


def test_a_uuid_may_not_be_used_again_within_the_window(network, requests) -> None:
    core = core_of(network)
    again = after(2)
    effects = play(
        core,
        requests.request(T, two_parties(network)),
        requests.request(again, two_parties(network)),
    )
    [verdict] = verdicts(effects)
    assert verdict.request_id == again and verdict.participants
    assert reports(effects) == [DUPLICATE_CONFIRMATION_REQUEST_UUID]
    assert isinstance(verdict.verdict, MediatorReject)
    [remembered] = [each for each in effects if isinstance(each, RememberRequest)]
    assert remembered.expire_after == T + 48 * 3600 * 1_000_000
    for delay, is_open in ((0, False), (1, True)):
        fresh = core_of(network, cursor=after(3), remembered=[remembered])
        time = Timestamp(remembered.expire_after + delay)
        play(fresh, requests.request(time, two_parties(network)))
        assert (fresh.open_count == 1) is is_open


def test_a_uuid_that_was_used_twice_is_remembered_from_the_later_request(network, requests) -> None:
    """Rows come in any order; on replay neither request takes the other for the first."""
    second = Timestamp(T + 48 * 3600 * 1_000_000 + 1)
    whole = core_of(network)
    events = [
        requests.request(T, two_parties(network)),
        requests.answered(after(2), "p1", T, malformed()),
        requests.request(second, two_parties(network)),
        requests.request(Timestamp(second + 1), two_parties(network)),
        requests.event(Timestamp(second + 2 * HALF_MINUTE)),
    ]
    expected = play(whole, *events)
    rows = [each for each in expected if isinstance(each, RememberRequest)]
    given = verdicts(expected)
    assert [each.request_time for each in rows] == [T, second]
    assert [each.request_id for each in given] == [T, second + 1, second]
    for cut in (0, 2):
        cursor = events[cut - 1].time if cut else None
        for stored in (rows, rows[::-1]):
            again = core_of(network, cursor=cursor, remembered=stored)
            rest = [each for each in given if cursor is None or each.request_id > cursor]
            assert verdicts(play(again, *events[cut:])) == rest
    decided = core_of(network, decided=[T, second], remembered=rows[::-1])
    assert [each.request_id for each in verdicts(play(decided, *events))] == [second + 1]


def test_a_request_of_a_mediator_that_is_not_in_a_group_is_ignored(network, requests) -> None:
    core = MediatorCore(network.founding.sequencers[0].member, network.synchronizer)
    assert play(core, requests.request(T, two_parties(network))) == []


def script(network: Network, requests: Requests) -> list[Sequenced]:
    """Three requests that overlap: one approved late, one rejected early, one that runs out."""
    alice, bob = network.parties("alice"), network.parties("bob")
    later, last = after(2), after(3)
    events = [
        requests.request(T, two_parties(network)),
        requests.request(later, view(bob, quorum(bob, 1), salt=3), uuid=OTHER_UUID),
        requests.request(last, two_parties(network, salt=4), uuid=UUID_3),
    ]
    return [
        *events,
        requests.answered(after(4), "p2", later, reject(requests.position(later), bob)),
        requests.answered(after(5), "p1", T, approve(requests.position(T), alice)),
        requests.answered(after(6), "p2", T, approve(requests.position(T), bob)),
        requests.answered(after(7), "p1", last, approve(requests.position(last), alice)),
        requests.request(after(8), two_parties(network, salt=5)),
        requests.event(after(60)),
    ]


def is_after(cursor: Timestamp | None, time: Timestamp) -> bool:
    return cursor is None or time > cursor


def test_every_interrupted_prefix_gives_the_same_verdicts_each_once(network, requests) -> None:
    events = script(network, requests)
    whole = core_of(network)
    expected = verdicts(play(whole, *events))
    assert [each.request_id for each in expected] == [after(2), T, after(8), after(3)]
    for cut in range(len(events) + 1):
        first = core_of(network)
        done = play(first, *events[:cut])
        stored = verdicts(done)
        second = core_of(
            network,
            cursor=first.cursor,
            decided=[each.request_id for each in stored if is_after(first.cursor, each.request_id)],
            remembered=[each for each in done if isinstance(each, RememberRequest)],
        )
        rest = play(second, *(each for each in events if is_after(first.cursor, each.time)))
        assert stored + verdicts(rest) == expected
        assert second.open_count == 0


def test_the_cursor_stays_before_the_oldest_undecided_request(network, requests) -> None:
    core = core_of(network)
    cursors = []
    for event in script(network, requests):
        core.handle(event)
        cursors.append(core.cursor)
    # Always the time of an event: nothing else can be subscribed from.
    assert cursors == [None] * 5 + [after(2)] * 3 + [after(60)]


@pytest.mark.parametrize(
    ("request_time", "code"),
    [
        (after(1), MEDIATOR_INVALID_MESSAGE),
        (after(9), MEDIATOR_RECEIVED_MALFORMED_MESSAGE),
    ],
    ids=["before it", "still to come"],
)
def test_a_response_to_no_request_is_warned_of(network, requests, request_time, code) -> None:
    core = core_of(network)
    requests.received(request_time, two_parties(network))
    answer = approve(requests.position(request_time), network.parties("alice"))
    [report] = play(core, requests.answered(after(2), "p1", request_time, answer))
    assert (report.code, report.is_warning) == (code, True)


def test_a_response_to_a_request_decided_before_a_restart_is_no_fault(network, requests) -> None:
    core = core_of(network, cursor=after(2), decided=[T])
    requests.received(T, two_parties(network))
    answer = approve(requests.position(T), network.parties("alice"))
    events = [requests.answered(after(each), "p1", T, answer) for each in (3, 4)]
    for event in events:
        assert [type(each) for each in play(core, event)] == [Remark]
        core.forget_decided(event.time)


def test_decided_requests_are_forgotten_once_responses_would_be_late(network, requests) -> None:
    core = core_of(network)
    play(
        core,
        requests.request(T, two_parties(network)),
        requests.answered(after(2), "p2", T, reject(requests.position(T), network.parties("bob"))),
        requests.event(Timestamp(T + HALF_MINUTE + 1)),
    )
    core.forget_decided(core.cursor)
    answer = approve(requests.position(T), network.parties("alice"))
    [report] = play(core, requests.answered(Timestamp(T + HALF_MINUTE + 2), "p1", T, answer))
    assert (report.code, report.is_warning) == (MEDIATOR_INVALID_MESSAGE, True)
