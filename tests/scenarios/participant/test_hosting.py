"""Changes of who hosts which party: their place among requests, and a cut after every event."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canton.crypto.hash import HashPurpose, digest
from canton.participant.core.message import AwaitTime, CommandRegistered, EventReceived
from canton.participant.stores.hosting import HOSTING
from canton.participant.stores.submission import IN_FLIGHT
from canton.participant.stores.update import UPDATES
from canton.participant.update import AuthorizationEvent, TopologyUpdate
from canton.timestamps import Timestamp
from canton.topology.difference import HostingChange, HostingEvent, HostingEventKind
from canton.topology.mapping.participant import ParticipantPermission
from scenarios.participant.boxes import Boxes, Request
from scenarios.participant.network import after
from scenarios.participant.shell import Outside, Shell

FIRST, SECOND = after(10), after(10.3)
EARLY, LATE, LAST = after(10.15), after(10.45), after(12.5)


def change(boxes: Boxes, effective: Timestamp) -> HostingChange:
    participant = boxes.network.member("p3")
    event = HostingEvent(
        HostingEventKind.ADDED,
        boxes.network.party("carol"),
        participant,
        ParticipantPermission.CONFIRMATION,
    )
    update_id = digest(HashPurpose.TOPOLOGY_UPDATE_ID, str(effective).encode())
    return HostingChange(effective, update_id, (event,))


class Story:
    """Two requests of p2, decided in reverse, and three changes that become effective between."""

    def __init__(self) -> None:
        self.boxes = Boxes()
        self.requests = [self._request(FIRST, "first"), self._request(SECOND, "second")]
        first, second = self.requests
        boxes = self.boxes
        self.events = [
            self.hosting(after(9.9), EARLY),
            boxes.sequenced(first, FIRST, "p2"),
            self.hosting(after(10.2), LATE),
            boxes.sequenced(second, SECOND, "p2"),
            boxes.tick(LATE),
            boxes.result(after(11), SECOND, second),
            boxes.result(after(12), FIRST, first),
            self.hosting(after(12.25), LAST),
            boxes.tick(LAST),
            boxes.tick(after(13)),
        ]

    def _request(self, time: Timestamp, name: str) -> Request:
        box = self.boxes.box()
        return self.boxes.request(time, box, command_id=name, sender="p2", act_as="bob")

    def hosting(self, time: Timestamp, effective: Timestamp) -> EventReceived:
        event = self.boxes.tick(time)
        return replace(event, hosting=change(self.boxes, effective), traceparent="trace")

    async def begun(self) -> Shell:
        shell = await Shell.start(self.boxes.outside("p2"))
        for request in self.requests:
            await shell.outside.storage.write(IN_FLIGHT.insert(request.row))
            await shell.feed(CommandRegistered(request.row))
        return shell

    async def told(self) -> Shell:
        """The whole story without a cut."""
        shell = await self.begun()
        for event in self.events:
            await shell.feed(event)
        return shell


@pytest.fixture(scope="module")
def story() -> Story:
    return Story()


async def updates(outside: Outside) -> list:
    return await outside.storage.read(UPDATES.query(order=("offset_at",)))


async def test_changes_of_hosting_come_between_requests_by_when_they_are_effective(story) -> None:
    shell = await story.told()
    times = [publish.record_time for _, publish in shell.published]
    assert times == [FIRST, EARLY, SECOND, LATE, LAST]
    rows = await updates(shell.outside)
    assert [row.offset_at for row in rows] == [1, 2, 3, 4, 5]
    assert [row.record_time for row in rows] == times
    assert await shell.outside.storage.read(HOSTING.query()) == []


async def test_what_is_published_is_what_the_topology_says(story) -> None:
    shell = await story.told()
    _, publish = shell.published[1]
    expected = change(story.boxes, EARLY)
    assert publish.completion is None
    assert publish.update == TopologyUpdate(
        expected.update_id.hex(),
        str(story.boxes.network.synchronizer.logical),
        EARLY,
        (
            AuthorizationEvent(
                HostingEventKind.ADDED,
                story.boxes.network.party("carol"),
                str(story.boxes.network.member("p3").uid),
                ParticipantPermission.CONFIRMATION.value,
            ),
        ),
        "trace",
    )


async def test_a_change_waits_for_an_event_after_it_is_effective(story) -> None:
    shell = await Shell.start(story.boxes.outside("p2"))
    await shell.feed(story.hosting(after(12.25), LAST), story.boxes.tick(LAST))
    assert shell.published == []
    assert LAST in [each.time for each in shell.of(AwaitTime)]
    again = await Shell.start(shell.outside)
    assert again.core.awaited_times == [LAST]
    await again.feed(story.boxes.tick(Timestamp(LAST + 1)))
    assert [publish.record_time for _, publish in again.published] == [LAST]
    assert again.core.awaited_times == []


@pytest.mark.parametrize("is_event_lost", [False, True])
async def test_a_cut_after_every_event_neither_loses_nor_doubles_a_change(
    story, is_event_lost
) -> None:
    whole = await story.told()
    expected = await updates(whole.outside)
    for cut in range(len(story.events)):
        first = await story.begun()
        for event in story.events[:cut]:
            await first.feed(event)
        if is_event_lost:
            first.core.handle(story.events[cut])  # what it wants stored never is
        second = await Shell.start(first.outside)
        for event in story.events:
            if event.time > second.core.cursor:
                await second.feed(event)
        assert await updates(second.outside) == expected
        assert await second.outside.storage.read(HOSTING.query()) == []
