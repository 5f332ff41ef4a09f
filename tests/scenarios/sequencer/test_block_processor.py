"""Transcripts of the block machine: requests in, events, recipients and reports out."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from canton.crypto.versioned import wrap
from canton.errors import InvariantViolation
from canton.protocol.sequencing.event import Deliver, DeliverError
from canton.protocol.sequencing.recipient import Group, MediatorGroup
from canton.protocol.sequencing.signed_content import SignedContent
from canton.protocol.sequencing.submission import RequestKind
from canton.sequencer.core.effects import Block, Persist, Taken, TickAt
from canton.wire.sequencing_v31_pb2 import SubmissionRequest
from canton.wire.version_pb2 import UntypedVersionedMessage

MGR = MediatorGroup(0)


def test_each_recipient_sees_its_own_part_and_the_sender_gets_a_receipt(world: Any) -> None:
    root_hash = world.envelope(b"root hash", [[world.alice, MGR], [world.bob, MGR]])
    view = world.envelope(b"view", [[world.bob]])
    effects = world.order(world.send(world.submission(world.alice, "m1", root_hash, view)))
    assert world.events(effects) == ["+0 D m1 to md(MGR::0),me(MGR::0),pa,pb"]
    [for_bob] = world.seen_by(world.bob, effects)
    assert isinstance(for_bob, Deliver) and for_bob.message_id is None
    assert [one.recipients.all() for one in for_bob.batch.envelopes] == [
        {world.bob, MGR},
        {world.bob},
    ]
    [for_mediator] = world.seen_by(world.mediators[0], effects)
    assert isinstance(for_mediator, Deliver) and len(for_mediator.batch.envelopes) == 1
    assert len(for_mediator.batch.envelopes[0].recipients.trees) == 2
    [for_alice] = world.seen_by(world.alice, effects)
    assert isinstance(for_alice, Deliver) and for_alice.message_id == "m1"
    assert len(for_alice.batch.envelopes) == 1


def test_a_sender_that_is_no_recipient_gets_an_empty_batch(world: Any) -> None:
    envelope = world.envelope(b"response", [[MGR]], signed_by=world.alice)
    effects = world.order(world.send(world.submission(world.alice, "m1", envelope)))
    [event] = world.seen_by(world.alice, effects)
    assert isinstance(event, Deliver)
    assert (event.message_id, event.batch.envelopes) == ("m1", ())


def test_times_strictly_increase_whatever_the_clocks_of_the_sequencers_say(world: Any) -> None:
    def proof(name: str) -> Any:
        return world.submission(world.alice, name)

    first = world.order(
        world.send(proof("a"), world.start + 5), world.send(proof("b"), world.start + 5)
    )
    second = world.order(world.send(proof("c"), world.start - 100))
    assert world.events(first) == ["+5 D a to pa", "+6 D b to pa"]
    assert world.events(second) == ["+7 D c to pa"]


def test_verdicts_overtake_requests_inside_a_block(world: Any) -> None:
    request = world.envelope(b"request", [[world.bob, MGR]])
    verdict = world.envelope(b"verdict", [[world.bob]], signed_by=world.mediators[0])
    effects = world.order(
        world.send(world.submission(world.alice, "request", request), world.start + 9),
        world.send(world.submission(world.mediators[0], "verdict", verdict), world.start + 30),
    )
    assert [line.split()[:3] for line in world.events(effects)] == [
        ["+9", "D", "verdict"],
        ["+10", "D", "request"],
    ]


def test_what_cannot_be_attributed_is_dropped_without_using_up_a_time(world: Any) -> None:
    forged = world.signed(world.submission(world.alice, "forged"), by=world.bob)
    effects = world.order(
        world.send(world.submission(world.stranger, "unknown")),
        world.send(forged),
        world.send(b"no request at all"),
        world.send(world.submission(world.alice, "late", until=world.start - 1)),
    )
    assert world.events(effects) == []
    assert sorted(world.reports(effects)) == [
        "INVALID_LEDGER_EVENT!",
        "INVALID_SUBMISSION_REQUEST_SIGNATURE!",
        "MAX_SEQUENCING_TIME_EXCEEDED",
        "SEQUENCER_SENDER_UNKNOWN",
    ]
    after = world.order(world.send(world.submission(world.alice, "good")))
    assert world.events(after) == ["+0 D good to pa"]


def test_two_mediator_recipients_are_dropped_with_an_alarm(world: Any) -> None:
    envelope = world.envelope(b"x", [[MGR], [world.mediators[0]]])
    effects = world.order(world.send(world.submission(world.alice, "m1", envelope)))
    assert world.reports(effects) == ["MULTIPLE_MEDIATOR_RECIPIENTS!"]


def test_a_bad_envelope_signature_drops_the_request(world: Any) -> None:
    envelope = world.envelope(b"x", [[world.bob]], signed_by=world.carol)
    effects = world.order(world.send(world.submission(world.alice, "m1", envelope)))
    assert world.events(effects) == []
    assert world.reports(effects) == ["INVALID_ENVELOPE_SIGNATURE!"]


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("recipient", "SEQUENCER_UNKNOWN_RECIPIENTS"),
        ("group", "SEQUENCER_SUBMISSION_REQUEST_REFUSED"),
        ("topology", "SEQUENCER_UNIMPLEMENTED"),
    ],
)
def test_what_the_sender_may_mend_is_answered_by_an_error_to_it_alone(
    world: Any, case: str, code: str
) -> None:
    to = {"recipient": world.stranger, "group": MediatorGroup(7), "topology": world.bob}[case]
    request = world.submission(
        world.alice,
        "m1",
        world.envelope(b"x", [[to]]),
        topology_timestamp=world.start if case == "topology" else None,
    )
    effects = world.order(world.send(request))
    assert world.events(effects) == ["+0 E m1 to pa"]
    [event] = world.seen_by(world.alice, effects)
    assert isinstance(event, DeliverError) and event.message_id == "m1"
    assert event.reason.message.startswith(code)
    assert world.reports(effects) == [code]


def test_a_broadcast_is_applied_and_its_becoming_effective_is_shown_by_a_tick(world: Any) -> None:
    world.topology.newcomers = (world.stranger,)
    effects = world.order(world.send(world.submission(world.alice, "m1", world.broadcast(b"tx"))))
    effective = world.start + world.delay
    assert world.topology.processed == [(world.start, [b"tx"])]
    assert world.events(effects) == ["+0 D m1 to all,pa"]
    assert effects[-1] == TickAt(effective)
    [member] = world.persisted(effects).members
    assert (member.member, member.registered_at) == (str(world.stranger), effective)
    too_early = world.order(time=effective)
    assert world.events(too_early) == [] and too_early[-1] == TickAt(effective)
    in_time = world.order(time=effective + 1)
    assert world.events(in_time) == [f"+{world.delay + 1} D - to all"]
    assert world.events(world.order(time=effective + 900)) == []


def test_a_newcomer_is_known_from_the_effective_time_on(world: Any) -> None:
    world.topology.newcomers = (world.stranger,)
    world.order(world.send(world.submission(world.alice, "m1", world.broadcast(b"tx"))))
    effective = world.start + world.delay
    early = world.submission(world.stranger, "early")
    late = world.submission(world.stranger, "late")
    effects = world.order(
        world.send(early, world.start + 1), world.send(late, effective + 1), time=effective
    )
    # Requests of one kind in one block are laid one microsecond apart from the first.
    assert world.reports(effects) == ["SEQUENCER_SENDER_UNKNOWN", "SEQUENCER_SENDER_UNKNOWN"]
    effects = world.order(world.send(late, effective + 1), time=effective)
    assert world.events(effects)[0].startswith(f"+{world.delay + 1} D late")


def test_broadcasts_for_another_synchronizer_or_to_fewer_members_change_nothing(world: Any) -> None:
    broadcast = world.broadcast(b"tx")
    narrowed = world.envelope(broadcast.content, [[world.bob]])
    foreign = world.envelope(
        broadcast.content.replace(str(world.synchronizer).encode(), b"hb::1220ff::35-0"),
        [[Group.ALL_MEMBERS]],
    )
    for message_id, envelope in (("narrowed", narrowed), ("foreign", foreign)):
        world.order(world.send(world.submission(world.alice, message_id, envelope)))
    assert world.topology.processed == []


def test_acknowledgements_are_kept_at_their_highest_and_judged_by_the_block_before(
    world: Any,
) -> None:
    world.order(world.send(world.submission(world.alice, "m1")))
    effects = world.order(
        world.acknowledge(world.alice, world.start),
        world.acknowledge(world.alice, world.start - 9),
        world.acknowledge(world.bob, world.start, by=world.alice),
        world.acknowledge(world.carol, world.start + 1),
    )
    [row] = world.persisted(effects).acknowledgements
    assert (world.name_of(row.member_id), row.time) == ("pa", world.start)
    assert sorted(world.reports(effects)) == [
        "INVALID_ACKNOWLEDGEMENT_SIGNATURE!",
        "INVALID_ACKNOWLEDGEMENT_TIMESTAMP!",
    ]
    backwards = world.order(world.acknowledge(world.alice, world.start - 3))
    assert world.persisted(backwards).acknowledgements == ()


def test_a_block_is_processed_once_and_none_is_skipped(world: Any) -> None:
    effects = world.order(world.send(world.submission(world.alice, "m1")))
    assert isinstance(effects[0], Persist) and effects[0].block.height == 0
    assert world.processor.handle(Block(0, world.start)) == []
    with pytest.raises(InvariantViolation):
        world.processor.handle(Block(2, world.start))


def test_an_uncompressed_batch_is_delivered_compressed(world: Any) -> None:
    request = world.submission(world.alice, "m1", world.envelope(b"hello", [[world.bob]]))
    wrapper = UntypedVersionedMessage.FromString(request.to_bytes())
    message = SubmissionRequest.FromString(wrapper.data)
    message.batch.algorithm = 0
    message.batch.compressed_recipients = gzip.decompress(message.batch.compressed_recipients)
    message.batch.compressed_envelopes[0] = gzip.decompress(message.batch.compressed_envelopes[0])
    signatures = world.signature(world.alice)
    content = SignedContent(wrap(message, 31), (signatures,)).to_bytes()
    effects = world.order(world.send(content))
    [event] = world.seen_by(world.bob, effects)
    assert isinstance(event, Deliver)
    assert event.batch.envelopes == request.batch.envelopes


def test_every_request_that_can_be_read_is_told_of_for_the_count(world: Any) -> None:
    envelope = world.envelope(b"response", [[MGR]], signed_by=world.alice)
    request = world.send(world.submission(world.alice, "m1", envelope))
    effects = world.order(request)
    counted = [effect for effect in effects if isinstance(effect, Taken)]
    kind, size = RequestKind.CONFIRMATION_RESPONSE, len(request.body)
    assert counted == [Taken(world.alice, kind, size, request.time)]
