"""Participants b, c and d against the recorded network: the recorded requests and verdicts, fed to
our core with the recorded topology, give the recorded responses and updates.

This needs the original's ping package, which is not part of this repository: the variable
PYCANTON_ORIGINAL_DARS names the folder that has it.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

import pytest
from google.rpc import error_details_pb2

from canton.crypto.key_pair import EncryptionKeyPair
from canton.daml_lf.engine import Library
from canton.identifiers import Member, MemberKind
from canton.participant.core.message import EventReceived, ReceivedContent
from canton.participant.update import EventKind, LedgerEvent
from canton.protocol.message.content import read_content
from canton.protocol.message.signed import ConfirmationResponse, ConfirmationResponses
from canton.protocol.sequencing.event import Deliver
from canton.storage.memory import MemoryStorage
from canton.wire.ledger_event_pb2 import CreatedEvent, Event, ExercisedEvent, Transaction
from canton.wire.ledger_service_pb2 import GetUpdatesResponse
from scenarios.participant.shell import Outside, Shell


def member_of(recording, name: str) -> Member:
    return next(
        each.member
        for each in recording.events
        if each.member.kind is MemberKind.PARTICIPANT and each.member.uid.identifier == name
    )


def events_of(recording, member: Member) -> list[EventReceived]:
    """What the participant received, each event once."""
    events = {
        received.event.timestamp: received
        for received in recording.events
        if received.member == member
    }
    return [event_of(recording, events[time]) for time in sorted(events)]


def event_of(recording, received) -> EventReceived:
    event = received.event
    contents = []
    if isinstance(event, Deliver):
        contents = [
            ReceivedContent(content, envelope.recipients, envelope.content, envelope.signatures)
            for content, envelope in zip(received.contents, received.envelopes, strict=True)
        ]
    return EventReceived(
        event.timestamp, recording.topology(event.timestamp), contents, event.message_id
    )


async def played(recording, library: Library, member: Member) -> Shell:
    keys = {
        fingerprint: pair
        for fingerprint, pair in recording.key_pairs.items()
        if isinstance(pair, EncryptionKeyPair)
    }
    outside = Outside(member, recording.synchronizer, library, keys)
    shell = await Shell.start(outside)
    for event in events_of(recording, member):
        await shell.feed(event)
    return shell


def recorded_responses(recording, member: Member) -> dict:
    found = {}
    for sent in recording.requests:
        if sent.request.sender == member:
            for envelope in sent.request.batch.opened(10_485_760):
                content = read_content(envelope)
                if isinstance(content, ConfirmationResponses):
                    found[content.request_id] = (content, envelope, sent.request)
    return found


def facts_of(message: ConfirmationResponses) -> list:
    """A response without what the original leaves to a hash map: the order of contract ids and of
    the entries in an error's details."""
    return [
        (each.verdict.code, each.confirming_parties, each.position, status_facts(each))
        for each in message.responses
    ]


def status_facts(response: ConfirmationResponse) -> object:
    reason = response.verdict.reason
    if reason is None:
        return None
    details = []
    for detail in reason.details:
        if detail.type_url.endswith("ErrorInfo"):
            info = error_details_pb2.ErrorInfo.FromString(detail.value)
            metadata = {name: frozenset(re.findall(r"\w+", v)) for name, v in info.metadata.items()}
            details.append((info.reason, frozenset(metadata.items())))
        else:
            details.append((detail.type_url, detail.value))
    return reason.code, reason.message, frozenset(details)


COUNTS = {"participant_b": (30, 24), "participant_c": (7, 5), "participant_d": (17, 11)}
"""How many responses were recorded, and how many of ours are the same bytes."""


@pytest.fixture(scope="module", params=COUNTS)
def participant(request, recording, library) -> Shell:
    return asyncio.run(played(recording, library, member_of(recording, request.param)))


def test_our_core_gives_the_recorded_responses(recording, participant) -> None:
    assert participant.reports == []
    member = participant.outside.member
    ours = {each.message.request_id: each for each in participant.responses}
    recorded = recorded_responses(recording, member)
    assert ours.keys() == recorded.keys()
    equal_count = 0
    for request_id, (message, envelope, sent) in recorded.items():
        response = ours[request_id]
        assert facts_of(response.message) == facts_of(message)
        assert replace(response.message, responses=()) == replace(message, responses=())
        assert envelope.recipients.all() == {response.mediator}
        assert sent.max_sequencing_time == response.max_sequencing_time
        equal_count += response.message.to_bytes() == message.to_bytes()
    assert (len(recorded), equal_count) == COUNTS[member.uid.identifier]


def test_nothing_is_left_in_memory_when_all_is_decided(participant) -> None:
    assert participant.core.in_flight_count == 0
    assert participant.core._detector.held_count == 0


def recorded_transactions(recording) -> list[Transaction]:
    """The transactions that participant b's Ledger API showed, with everything."""
    [call] = [
        c for c in recording.ledger_calls if c["case"].startswith("updates") and "EFF" in c["case"]
    ]
    responses = [
        GetUpdatesResponse.FromString(bytes.fromhex(each)) for each in call["responses_hex"]
    ]
    return [each.transaction for each in responses if each.HasField("transaction")]


def shown(event: LedgerEvent) -> Event:
    """An event of ours as the Ledger API shows it, without offset."""
    if event.kind is EventKind.CREATED:
        created = CreatedEvent.FromString(event.event)
        created.node_id = event.node_id
        created.witness_parties.extend(event.witnesses)
        created.acs_delta = event.changes_activeness
        return Event(created=created)
    exercised = ExercisedEvent.FromString(event.event)
    exercised.node_id = event.node_id
    exercised.witness_parties.extend(event.witnesses)
    exercised.acs_delta = event.changes_activeness
    return Event(exercised=exercised)


def without_offset(event: Event) -> Event:
    shown = getattr(event, event.WhichOneof("event"))
    shown.offset = 0
    shown.witness_parties.sort()
    return event


def test_the_updates_are_those_that_the_ledger_showed(recording, participant) -> None:
    if participant.outside.member.uid.identifier != "participant_b":
        pytest.skip("the Ledger API was recorded at participant b")
    recorded = recorded_transactions(recording)
    ours = [each.update for _, each in participant.published]
    assert [each.update_id for each in ours] == [each.update_id for each in recorded]
    event_count = 0
    for update, transaction in zip(ours, recorded, strict=True):
        assert update.workflow_id == transaction.workflow_id
        assert update.record_time == micros_of(transaction.record_time)
        assert update.effective_at == micros_of(transaction.effective_at)
        assert [shown(e) for e in update.events] == [without_offset(e) for e in transaction.events]
        event_count += len(update.events)
    assert event_count == 47
    assert [offset for offset, _ in participant.published] == list(range(1, len(ours) + 1))


def micros_of(time) -> int:
    return time.seconds * 1_000_000 + time.nanos // 1000


def test_a_restart_in_the_middle_of_the_recording_changes_nothing(
    recording, library, participant
) -> None:
    member = participant.outside.member
    events = events_of(recording, member)
    cuts = range(1, len(events), max(1, len(events) // 5))

    async def cut_at(cut: int) -> tuple[Shell, Shell]:
        outside = replace(participant.outside, storage=MemoryStorage())
        first = await Shell.start(outside)
        await first.feed(*events[:cut])
        second = await Shell.start(outside)
        for event in events[cut:]:
            assert event.time > second.core.cursor
            await second.feed(event)
        return first, second

    for cut in cuts:
        first, second = asyncio.run(cut_at(cut))
        assert first.published + second.published == participant.published
        assert first.responses + second.responses == participant.responses
