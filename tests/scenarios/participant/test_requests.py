"""Requests that are late, faulty, forged or lost, and what the participant makes of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canton.errors import Rejection
from canton.participant.core.message import (
    AwaitTime,
    CommandRegistered,
    EventReceived,
    ReceivedContent,
    Report,
)
from canton.participant.errors import ALARM
from canton.participant.stores.submission import IN_FLIGHT
from canton.protocol.message.content import TopologyTransactionsBroadcast
from canton.protocol.message.encrypted_views import EncryptedViews
from canton.protocol.message.request import RootHashMessage
from canton.protocol.message.verdict import MediatorReject, VerdictCode
from canton.protocol.sequencing.recipient import MediatorGroup, Recipients
from canton.protocol.status import Status
from canton.sequencer_client.errors import SEQUENCER_REQUEST_FAILED
from canton.timestamps import Timestamp
from scenarios.participant.boxes import Boxes, Request
from scenarios.participant.network import HALF_MINUTE, after
from scenarios.participant.shell import Shell, verdicts_of

T = after(10)
YES, NO, BAD = (
    VerdictCode.LOCAL_APPROVE,
    VerdictCode.LOCAL_REJECT,
    VerdictCode.LOCAL_MALFORMED,
)
DECISION = Timestamp(T + 2 * HALF_MINUTE)


@pytest.fixture
def boxes() -> Boxes:
    return Boxes()


@pytest.fixture
def made(boxes: Boxes) -> Request:
    return boxes.request(T, boxes.box(), sender="p2", act_as="bob")


async def p2(boxes: Boxes, *requests: Request, name: str = "p2") -> Shell:
    """The submitting participant with its commands in flight."""
    shell = await Shell.start(boxes.outside(name))
    for request in requests:
        await shell.outside.storage.write(IN_FLIGHT.insert(request.row))
        await shell.feed(CommandRegistered(request.row))
    return shell


def alarms(shell: Shell) -> list[str]:
    return [each.text for each in shell.reports]


def completions(shell: Shell) -> list:
    return [
        (publish.record_time, publish.completion.command_id, publish.completion.status)
        for _, publish in shell.published
        if publish.completion is not None
    ]


async def test_a_request_without_verdict_is_rejected_after_the_decision_time(boxes, made) -> None:
    shell = await p2(boxes, made)
    await shell.feed(boxes.sequenced(made, T, "p2"), boxes.tick(DECISION))
    assert shell.published == []
    assert DECISION in [each.time for each in shell.of(AwaitTime)]
    await shell.feed(boxes.tick(Timestamp(DECISION + 1)))
    [(time, _, status)] = completions(shell)
    assert time == T and b"LOCAL_VERDICT_TIMEOUT" in status


@pytest.mark.parametrize(("delay", "is_accepted"), [(0, True), (1, False)])
async def test_a_verdict_at_the_decision_time_counts(boxes, made, delay, is_accepted) -> None:
    shell = await p2(boxes, made)
    time = Timestamp(DECISION + delay)
    await shell.feed(boxes.sequenced(made, T, "p2"), boxes.result(time, T, made))
    [(_, _, status)] = completions(shell)
    assert (status == b"") is is_accepted


async def test_the_first_verdict_counts(boxes, made) -> None:
    shell = await p2(boxes, made)
    no = MediatorReject(Status(10, "no"))
    await shell.feed(
        boxes.sequenced(made, T, "p2"),
        boxes.result(after(11), T, made),
        boxes.result(after(12), T, made, no),
    )
    assert [status for *_, status in completions(shell)] == [b""]


async def test_a_verdict_that_the_mediator_did_not_sign_is_ignored(boxes, made) -> None:
    shell = await p2(boxes, made)
    await shell.feed(boxes.sequenced(made, T, "p2"), boxes.result(after(11), T, made, signer="p1"))
    assert shell.published == [] and len(alarms(shell)) == 1


async def test_a_verdict_for_another_root_hash_is_ignored(boxes, made) -> None:
    other = boxes.request(T, boxes.box(), sender="p2", act_as="bob")
    shell = await p2(boxes, made)
    await shell.feed(boxes.sequenced(made, T, "p2"), boxes.result(after(11), T, other))
    assert shell.published == [] and len(alarms(shell)) == 1


async def test_a_timeout_before_the_response_deadline_is_ignored(boxes, made) -> None:
    timeout = MediatorReject(Status(10, "MEDIATOR_SAYS_TX_TIMED_OUT(2,0): ..."))
    shell = await p2(boxes, made)
    deadline = Timestamp(T + HALF_MINUTE)
    await shell.feed(boxes.sequenced(made, T, "p2"), boxes.result(deadline, T, made, timeout))
    assert shell.published == [] and len(alarms(shell)) == 1
    await shell.feed(boxes.result(Timestamp(deadline + 1), T, made, timeout))
    assert len(completions(shell)) == 1


async def test_a_replay_of_an_own_request_is_malformed(boxes, made) -> None:
    shell = await p2(boxes)
    await shell.feed(boxes.sequenced(made, T, "p2", is_receipt=False))
    assert verdicts_of(shell.responses) == [[BAD]]


@pytest.mark.parametrize(("delay_s", "verdict"), [(60, YES), (61, NO), (-61, NO)])
async def test_a_request_far_from_its_ledger_time_is_rejected(
    boxes, made, delay_s, verdict
) -> None:
    shell = await p2(boxes)
    time = after(10 + delay_s)
    await shell.feed(replace(boxes.sequenced(made, time, "p2"), time=time))
    assert verdicts_of(shell.responses) == [[verdict]]
    [answer] = shell.responses[0].message.responses
    assert answer.confirming_parties == boxes.network.parties("bob", "p2")


async def test_a_command_that_the_sequencer_refuses_is_completed_at_once(boxes, made) -> None:
    shell = await p2(boxes, made)
    refusal = Rejection(SEQUENCER_REQUEST_FAILED, "too late")
    event = EventReceived(
        T, boxes.network.snapshot(T), message_id=made.row.message_id, refusal=refusal
    )
    await shell.feed(event)
    [(time, command, status)] = completions(shell)
    assert (time, command) == (T, "command") and b"too late" in status
    assert await shell.outside.storage.read(IN_FLIGHT.query()) == []


async def test_a_command_runs_out_after_its_latest_time_and_not_at_it(boxes, made) -> None:
    shell = await p2(boxes, made)
    latest = Timestamp(made.plan.max_sequencing_time)
    await shell.feed(boxes.tick(latest))
    assert completions(shell) == []
    await shell.feed(boxes.tick(Timestamp(latest + 1)))
    [(time, _, status)] = completions(shell)
    assert time == latest + 1 and b"NOT_SEQUENCED_TIMEOUT" in status


@pytest.mark.parametrize("is_cut", [False, True])
async def test_a_lost_command_is_published_after_the_requests_before_it(
    boxes, made, is_cut
) -> None:
    lost = boxes.request(T, boxes.box(owner="bob"), command_id="lost", sender="p2", act_as="bob")
    shell = await p2(boxes, made, lost)
    refusal = Rejection(SEQUENCER_REQUEST_FAILED, "too late")
    snapshot = boxes.network.snapshot(T)
    await shell.feed(
        boxes.sequenced(made, T, "p2"),
        EventReceived(after(11), snapshot, message_id=lost.row.message_id, refusal=refusal),
    )
    assert completions(shell) == []
    if is_cut:
        shell = await Shell.start(shell.outside)
    await shell.feed(boxes.result(after(12), T, made))
    assert [(time, command) for time, command, _ in completions(shell)] == [
        (T, "command"),
        (after(11), "lost"),
    ]
    assert await shell.outside.storage.read(IN_FLIGHT.query()) == []


async def test_after_a_restart_the_same_times_are_awaited(boxes, made) -> None:
    lost = boxes.request(T, boxes.box(owner="bob"), command_id="lost", sender="p2", act_as="bob")
    shell = await p2(boxes, made, lost)
    await shell.feed(boxes.sequenced(made, T, "p2"))
    again = await Shell.start(shell.outside)
    expected = {DECISION, lost.plan.max_sequencing_time}
    assert set(again.core.awaited_times) == set(shell.core.awaited_times) == expected
    assert expected <= {each.time for each in shell.of(AwaitTime)}


# --- requests that no correct participant makes -----------------------------------------------


def of_kind(event: EventReceived, kind: type) -> list:
    return [each for each in event.contents if isinstance(each.content, kind)]


def without(event: EventReceived, kind: type) -> EventReceived:
    return replace(event, contents=[e for e in event.contents if not isinstance(e.content, kind)])


async def opened(boxes: Boxes) -> tuple[Shell, EventReceived]:
    """p1 with Bob's box, and the event of its two-view opening."""
    made = boxes.request(after(1), boxes.box(), sender="p2", act_as="bob")
    [box] = boxes.contracts
    shell = await Shell.start(boxes.outside("p1"))
    await shell.feed(boxes.sequenced(made, after(2), "p1"), boxes.result(after(3), after(2), made))
    request = boxes.request(T, boxes.open(box))
    return shell, boxes.sequenced(request, T, "p1")


def changed(event: EventReceived, contents: list) -> EventReceived:
    return replace(event, contents=contents)


async def test_a_faultless_opening_is_approved(boxes) -> None:
    shell, event = await opened(boxes)
    assert [len(each.content.session_keys) for each in of_kind(event, EncryptedViews)] == [2, 2]
    await shell.feed(event)
    assert verdicts_of(shell.responses) == [[YES]]


async def test_a_root_hash_without_views_is_answered_and_an_alarm(boxes) -> None:
    shell, event = await opened(boxes)
    await shell.feed(without(event, EncryptedViews))
    [response] = shell.responses
    assert verdicts_of([response]) == [[BAD]]
    assert [each.code for each in shell.of(Report)] == [ALARM]


async def test_views_without_their_root_hash_are_an_alarm_and_not_answered(boxes) -> None:
    shell, event = await opened(boxes)
    await shell.feed(without(event, RootHashMessage))
    assert shell.responses == []
    assert [each.code for each in shell.of(Report)] == [ALARM]


async def test_a_missing_inner_view_makes_the_request_malformed(boxes) -> None:
    shell, event = await opened(boxes)
    await shell.feed(changed(event, list(event.contents)[:-1]))
    [response] = shell.responses
    assert verdicts_of([response]) == [[BAD]]
    assert response.message.responses[0].position is None


async def test_a_view_that_comes_twice_makes_the_request_malformed(boxes) -> None:
    shell, event = await opened(boxes)
    await shell.feed(changed(event, [*event.contents, event.contents[-1]]))
    assert verdicts_of(shell.responses) == [[BAD]]


async def test_a_key_that_does_not_open_makes_the_request_malformed(boxes) -> None:
    shell, event = await opened(boxes)
    contents = [
        replace(each, content=replace(each.content, ciphertext=bytes(64)))
        if isinstance(each.content, EncryptedViews)
        else each
        for each in event.contents
    ]
    await shell.feed(changed(event, contents))
    assert verdicts_of(shell.responses) == [[BAD]]


async def test_a_view_without_a_key_makes_the_request_malformed(boxes) -> None:
    shell, event = await opened(boxes)
    outer = of_kind(event, EncryptedViews)[0]
    keyless = replace(outer, content=replace(outer.content, session_keys=()))
    rest = [each for each in event.contents if each is not outer]
    await shell.feed(changed(event, [*rest, keyless]))
    assert verdicts_of(shell.responses) == [[BAD]]


async def test_another_root_hash_makes_the_request_malformed(boxes) -> None:
    shell, event = await opened(boxes)
    [root] = of_kind(event, RootHashMessage)
    other = boxes.request(T, boxes.box(owner="alice")).plan.tree.hash
    wrong = replace(root, content=replace(root.content, root_hash=other))
    await shell.feed(changed(event, [wrong, *of_kind(event, EncryptedViews)]))
    assert verdicts_of(shell.responses) == [[BAD]]


async def test_a_view_with_other_recipients_makes_the_request_malformed(boxes) -> None:
    shell, event = await opened(boxes)
    root, *views = event.contents
    wider = [replace(each, recipients=root.recipients) for each in views]
    await shell.feed(changed(event, [root, *wider]))
    assert verdicts_of(shell.responses) == [[BAD]]


async def test_a_signature_of_another_member_makes_the_request_malformed(boxes) -> None:
    shell, event = await opened(boxes)
    forged = boxes.request(T, boxes.box(), sender="p2", act_as="bob")
    signature = next(
        each.content.submitting_participant_signature
        for each in of_kind(boxes.sequenced(forged, T, "p2"), EncryptedViews)
    )
    contents = [
        replace(each, content=replace(each.content, submitting_participant_signature=signature))
        if isinstance(each.content, EncryptedViews)
        else each
        for each in event.contents
    ]
    await shell.feed(changed(event, contents))
    assert verdicts_of(shell.responses) == [[BAD]]


async def test_another_mediator_group_than_that_of_the_views_is_malformed(boxes) -> None:
    shell, event = await opened(boxes)
    [root] = of_kind(event, RootHashMessage)
    elsewhere = Recipients.group([shell.outside.member, MediatorGroup(1)])
    await shell.feed(
        changed(event, [replace(root, recipients=elsewhere), *of_kind(event, EncryptedViews)])
    )
    # Nobody is in that group, so nobody is answered, and nobody will decide.
    assert shell.responses == [] and alarms(shell)
    assert shell.core.in_flight_count == 0


@pytest.mark.parametrize("count", [0, 2])
async def test_without_one_root_hash_message_nobody_is_answered(boxes, count) -> None:
    shell, event = await opened(boxes)
    [root] = of_kind(event, RootHashMessage)
    await shell.feed(changed(event, [root] * count + of_kind(event, EncryptedViews)))
    assert shell.responses == [] and len(alarms(shell)) == 1
    assert shell.core.cursor == T


async def test_an_unknown_contract_is_inactive(boxes) -> None:
    boxes.request(after(1), boxes.box(), sender="p2", act_as="bob")
    [box] = boxes.contracts
    shell = await Shell.start(boxes.outside("p1"))
    request = boxes.request(T, boxes.open(box))
    await shell.feed(boxes.sequenced(request, T, "p1"))
    assert verdicts_of(shell.responses) == [[NO]]
    [answer] = shell.responses[0].message.responses
    assert "LOCAL_VERDICT_INACTIVE_CONTRACTS" in answer.verdict.reason.message


async def test_what_the_package_does_not_give_is_malformed(boxes) -> None:
    """The submitter claims the result of another choice: the view is not what its action gives."""
    made = boxes.request(after(1), boxes.box(), sender="p2", act_as="bob")
    [box] = boxes.contracts
    shell = await Shell.start(boxes.outside("p1"))
    await shell.feed(boxes.sequenced(made, after(2), "p1"), boxes.result(after(3), after(2), made))
    looked = boxes.request(T, boxes.open(box, "Look"), tamper=True)
    await shell.feed(boxes.sequenced(looked, T, "p1"))
    assert verdicts_of(shell.responses) == [[BAD]]
    assert ALARM in {each.code for each in shell.reports}


async def test_a_request_beside_topology_transactions_is_ignored(boxes) -> None:
    shell, event = await opened(boxes)
    nothing = TopologyTransactionsBroadcast(boxes.network.synchronizer, ())
    broadcast = ReceivedContent(nothing, event.contents[0].recipients)
    await shell.feed(changed(event, [*event.contents, broadcast]))
    assert shell.responses == [] and len(alarms(shell)) == 1
