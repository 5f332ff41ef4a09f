"""The mediator against the recorded network: the recorded requests and responses, fed to our core
with the recorded topology, give the recorded verdicts, byte for byte."""

from __future__ import annotations

import pytest

from canton.identifiers import MemberKind
from canton.mediator.core.mediator import (
    GiveVerdict,
    MediatorCore,
    ReceivedResponses,
    Report,
    Sequenced,
)
from canton.mediator.core.request import ReceivedRequest
from canton.protocol.message.content import TopologyTransactionsBroadcast, read_content
from canton.protocol.message.request import InformeeMessage, RootHashMessage
from canton.protocol.message.signed import ConfirmationResponses, ConfirmationResult
from canton.protocol.sequencing.event import Deliver


def sequenced(recording, received) -> Sequenced:
    """An event of the recording as the mediator's core takes it in."""
    time = received.event.timestamp
    pairs = (
        list(zip(received.contents, received.envelopes, strict=True))
        if isinstance(received.event, Deliver)
        else []
    )
    informees = [(c, e.recipients) for c, e in pairs if isinstance(c, InformeeMessage)]
    roots = [(c, e.recipients) for c, e in pairs if isinstance(c, RootHashMessage)]
    request = None
    if informees:
        [one] = informees
        has_topology = any(isinstance(c, TopologyTransactionsBroadcast) for c, _ in pairs)
        request = ReceivedRequest(time, *one, roots, has_topology)
    responses = [
        ReceivedResponses(c, e.content, e.signatures, e.recipients)
        for c, e in pairs
        if isinstance(c, ConfirmationResponses)
    ]
    return Sequenced(time, recording.topology(time), request, responses)


@pytest.fixture(scope="module")
def mediator_events(recording) -> list[Sequenced]:
    """What the mediator received, each event once (it changed its sequencer)."""
    events = {
        received.event.timestamp: received
        for received in recording.events
        if received.member.kind is MemberKind.MEDIATOR
    }
    return [sequenced(recording, events[time]) for time in sorted(events)]


@pytest.fixture(scope="module")
def mediator(recording):
    return next(
        received.member
        for received in recording.events
        if received.member.kind is MemberKind.MEDIATOR
    )


@pytest.fixture(scope="module")
def recorded(recording) -> dict:
    """The results that the recorded mediator sent, with the request that carried each."""
    found = {}
    for sent in recording.requests:
        if sent.request.sender.kind is not MemberKind.MEDIATOR:
            continue
        opened = sent.request.batch.opened(10_485_760)
        for envelope in opened:
            content = read_content(envelope)
            if isinstance(content, ConfirmationResult):
                found[content.request_id] = (content, envelope, sent.request)
    return found


def result_of(recording, verdict: GiveVerdict) -> ConfirmationResult:
    return ConfirmationResult(
        recording.synchronizer,
        verdict.view_type,
        verdict.request_id,
        verdict.root_hash,
        verdict.verdict,
    )


def test_our_core_comes_to_the_recorded_verdicts(
    recording, mediator, mediator_events, recorded
) -> None:
    core = MediatorCore(mediator, recording.synchronizer)
    effects = [effect for event in mediator_events for effect in core.handle(event)]
    assert [effect for effect in effects if isinstance(effect, Report)] == []
    verdicts = {each.request_id: each for each in effects if isinstance(each, GiveVerdict)}
    assert len(recorded) == 31 and core.open_count == 0
    assert verdicts.keys() == recorded.keys()
    for request_id, (result, envelope, sent) in recorded.items():
        ours = verdicts[request_id]
        assert result_of(recording, ours).to_bytes() == result.to_bytes()
        assert ours.recipients == envelope.recipients
        assert ours.decision_time == sent.max_sequencing_time
        assert sent.aggregation_rule is not None
