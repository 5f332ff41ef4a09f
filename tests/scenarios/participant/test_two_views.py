"""The hardest case of the core contract: a request of two views, answers that come late, another
request that contends, verdicts out of order, and a cut after every input.

The inner view's key comes out of the outer view; the states of contracts and the interpretation
come later still. Whatever the order of the answers, and wherever the process is cut and restored
from its rows, the outcome is the same. Decision 0002 rests on this.
"""

from __future__ import annotations

import pytest

from canton.participant.core.activeness import ContractState
from canton.participant.core.message import (
    CommandRegistered,
    Decrypt,
    EventReceived,
    Interpret,
    Load,
    Persist,
    Publish,
    Respond,
)
from canton.participant.stores.request import REQUESTS
from canton.participant.stores.submission import IN_FLIGHT
from canton.protocol.message.verdict import Approve, MediatorReject, VerdictCode
from canton.protocol.status import Status
from scenarios.participant.boxes import Boxes, Request
from scenarios.participant.network import after
from scenarios.participant.shell import Outside, Shell, verdicts_of

FIRST, SECOND, THIRD = after(10), after(11), after(12)
YES, NO = VerdictCode.LOCAL_APPROVE, VerdictCode.LOCAL_REJECT


@pytest.fixture(scope="module")
def story() -> Story:
    return Story()


class Story:
    """A box is made, then opened; a second opening contends, a look comes third."""

    def __init__(self) -> None:
        self.boxes = boxes = Boxes()
        self.made = boxes.request(
            after(1), boxes.box(), command_id="make", sender="p2", act_as="bob"
        )
        [box] = boxes.contracts
        self.box = box
        self.opened = boxes.request(FIRST, boxes.open(box), command_id="open")
        self.again = boxes.request(SECOND, boxes.open(box), command_id="again")
        self.other = boxes.request(THIRD, boxes.box(owner="alice"), command_id="other")

    async def begun(self, name: str) -> Shell:
        """A participant for which the box exists."""
        outside = self.boxes.outside(name)
        shell = await Shell.start(outside)
        time = after(2)
        if name == "p3":
            return shell
        await shell.feed(self.boxes.sequenced(self.made, time, name))
        await shell.feed(self.boxes.result(after(3), time, self.made))
        return shell

    async def register(self, outside: Outside, shell: Shell, request: Request) -> None:
        await outside.storage.write(IN_FLIGHT.insert(request.row))
        await shell.feed(CommandRegistered(request.row))

    def requests(self, name: str) -> list[EventReceived]:
        """The three requests as they are sequenced."""
        return [
            self.boxes.sequenced(self.opened, FIRST, name),
            self.boxes.sequenced(self.again, SECOND, name),
            self.boxes.sequenced(self.other, THIRD, name),
        ]

    def results(self) -> list[EventReceived]:
        """The verdicts: the last request first, the contending one never gets one."""
        rejected = MediatorReject(Status(10, "LOCAL_VERDICT_LOCKED_CONTRACTS(2,0): locked"))
        return [
            self.boxes.result(after(20), THIRD, self.other),
            self.boxes.result(after(21), SECOND, self.again, rejected),
            self.boxes.result(after(22), FIRST, self.opened),
        ]


def facts(shell_publications: list) -> list:
    """What was published, in order: update or rejection, and whose command."""
    return [
        (
            offset,
            publish.record_time,
            None if publish.update is None else publish.update.update_id,
            None
            if publish.completion is None
            else (publish.completion.command_id, publish.completion.status == b""),
        )
        for offset, publish in shell_publications
    ]


async def test_the_submitter_opens_both_views_with_one_question(story) -> None:
    shell = await story.begun("p1")
    shell.effects.clear()
    await shell.feed(*story.requests("p1")[:1])
    [question] = shell.of(Decrypt)
    assert len(question.keys) == 1, "the inner key comes out of the outer view"
    [response] = shell.responses
    assert verdicts_of([response]) == [[YES]]
    assert shell.reports == []


async def test_the_observer_sees_the_inner_view_only_and_has_nothing_to_say(story) -> None:
    shell = await story.begun("p3")
    shell.effects.clear()
    await shell.feed(*story.requests("p3")[:1])
    assert [len(each.keys) for each in shell.of(Decrypt)] == [1]
    assert shell.responses == [] and shell.reports == []
    await shell.feed(story.boxes.result(after(20), FIRST, story.opened))
    [(_, publish)] = shell.published
    [event] = publish.update.events
    assert (event.template.rpartition(":")[2], event.node_id) == ("Note", 0)
    assert set(event.witnesses) == story.boxes.network.parties("bob", "carol")


ORDERS = [
    (),
    (Load, Interpret),
    (Interpret, Load),
    (Decrypt,),
]


@pytest.mark.parametrize("held", ORDERS)
async def test_answers_that_come_late_or_in_another_order_change_nothing(story, held) -> None:
    prompt = await story.begun("p1")
    await prompt.feed(*story.requests("p1"))
    shell = await story.begun("p1")
    shell.hold = lambda effect: isinstance(effect, held)
    for event in story.requests("p1"):
        await shell.feed(event)
    if held:
        assert shell.responses == []
    shell.hold = lambda _: False
    for kind in held:
        await shell.release(kind)
    assert shell.responses == prompt.responses
    assert verdicts_of(shell.responses) == [[YES], [NO], [YES]]


async def test_a_later_request_waits_for_the_earlier_one(story) -> None:
    """The second is ready first, but must know what the first has locked."""
    shell = await story.begun("p1")
    shell.hold = lambda effect: isinstance(effect, Decrypt) and effect.request_id == FIRST
    for event in story.requests("p1"):
        await shell.feed(event)
    assert shell.responses == []
    assert shell.core.cursor == after(3)
    shell.hold = lambda _: False
    await shell.release()
    assert verdicts_of(shell.responses) == [[YES], [NO], [YES]]
    assert shell.core.cursor == THIRD


async def told(story: Story, name: str = "p1") -> Shell:
    """The whole story without a cut."""
    shell = await story.begun(name)
    for request in (story.opened, story.again, story.other):
        if name == "p1":
            await story.register(shell.outside, shell, request)
    for event in [*story.requests(name), *story.results(), story.boxes.tick(after(100))]:
        await shell.feed(event)
    return shell


async def test_updates_come_in_the_order_of_sequencing_whatever_that_of_the_verdicts(story) -> None:
    shell = await told(story)
    assert [(time, done) for _, time, _, done in facts(shell.published)] == [
        (after(2), None),
        (FIRST, ("open", True)),
        (SECOND, ("again", False)),
        (THIRD, ("other", True)),
    ]
    assert [offset for offset, *_ in facts(shell.published)] == [1, 2, 3, 4]
    states = await shell.outside.states()
    assert states[story.box.hex] is ContractState.ARCHIVED
    assert list(states.values()).count(ContractState.ACTIVE) == 1, "the note is not for p1"
    assert await shell.outside.storage.read(REQUESTS.query()) == []
    assert await shell.outside.storage.read(IN_FLIGHT.query()) == []
    assert shell.core.in_flight_count == 0 and shell.core._detector.held_count == 0


@pytest.mark.parametrize("name", ["p1", "p2", "p3"])
async def test_a_cut_after_every_event_and_a_restart_from_the_rows_change_nothing(
    story, name
) -> None:
    whole = await told(story, name)
    events = [*story.requests(name), *story.results(), story.boxes.tick(after(100))]
    for cut in range(len(events) + 1):
        first = await story.begun(name)
        if name == "p1":
            for request in (story.opened, story.again, story.other):
                await story.register(first.outside, first, request)
        for event in events[:cut]:
            await first.feed(event)
        second = await Shell.start(first.outside)
        for event in events:
            if event.time > second.core.cursor:
                await second.feed(event)
        assert facts(first.published + second.published) == facts(whole.published)
        assert first.responses + second.responses == whole.responses
        assert await second.outside.states() == await whole.outside.states()
        assert second.core.in_flight_count == 0


async def test_a_cut_while_answers_are_awaited_asks_again(story) -> None:
    whole = await told(story)
    events = [*story.requests("p1"), *story.results(), story.boxes.tick(after(100))]
    for kind in (Decrypt, Load, Interpret):
        first = await story.begun("p1")
        for request in (story.opened, story.again, story.other):
            await story.register(first.outside, first, request)
        first.hold = lambda effect, kind=kind: isinstance(effect, kind)
        for event in events[:3]:
            await first.feed(event)
        second = await Shell.start(first.outside)
        assert second.core.cursor == after(3)
        for event in events:
            await second.feed(event)
        assert facts(first.published + second.published) == facts(whole.published)
        assert first.responses + second.responses == whole.responses


async def test_effects_come_in_the_order_persist_then_send(story) -> None:
    shell = await story.begun("p1")
    shell.effects.clear()
    await shell.feed(*story.requests("p1")[:1])
    kinds = [type(each) for each in shell.effects]
    assert kinds.index(Persist) < kinds.index(Respond)
    shell.effects.clear()
    await shell.feed(story.boxes.result(after(20), FIRST, story.opened, Approve()))
    kinds = [type(each) for each in shell.effects]
    assert kinds.index(Persist) < kinds.index(Publish)
