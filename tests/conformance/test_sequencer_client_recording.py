"""The sequencer client's rules against the recorded network."""

from __future__ import annotations

from canton.crypto.hash import HashBuilder, HashPurpose
from canton.crypto.key import SEQUENCER_AUTHENTICATION_ONLY
from canton.crypto.signature import Signature, verify
from canton.errors import Rejection
from canton.identifiers import Member
from canton.sequencer_client.core.aggregation import Accepted, Aggregator
from canton.sequencer_client.core.event import Chain, Position, ReceivedEvent
from canton.wire import sequencer_api_pb2

TWO_SEQUENCERS = [Member.parse(f"SEQ::{name}::{'1220' * 17}") for name in "ab"]


def subscriptions(recording):
    """The events of each subscription, in order."""
    by_call: dict[str, list[ReceivedEvent]] = {}
    for each in recording.events:
        received = ReceivedEvent(each.event, each.signed.content, each.signed.signatures)
        by_call.setdefault(each.call, []).append(received)
    return list(by_call.values())


def test_events_of_every_subscription_follow_each_other(recording) -> None:
    for events in subscriptions(recording):
        if events[0].event.previous_timestamp is None:
            chain = Chain(None)
        else:  # it was resumed at an event that was known
            chain = Chain(Position(events[0].timestamp, events[0].hash))
            assert chain.follow(events.pop(0)) is False
        assert all(chain.follow(event) is True for event in events)


def test_events_of_two_sequencers_that_agree_are_accepted_in_order(recording) -> None:
    for events in subscriptions(recording):
        first = events[0].event.previous_timestamp
        aggregator = Aggregator(2, None if first is None else Position(first))
        for event in events:
            assert aggregator.add(TWO_SEQUENCERS[0], event) == []
            (outcome,) = aggregator.add(TWO_SEQUENCERS[1], event)
            assert isinstance(outcome, Accepted)


def test_challenges_were_signed_over_our_hash(recording) -> None:
    topology = recording.topology(max(each.event.timestamp for each in recording.events))
    checked = 0
    for message in recording.messages("Authenticate", "request"):
        request = sequencer_api_pb2.SequencerAuthentication.AuthenticateRequest.FromString(
            message.content
        )
        builder = HashBuilder(HashPurpose.AUTHENTICATION_TOKEN).add_raw(request.nonce)
        content = builder.add_string(str(recording.synchronizer)).finish()
        signature = Signature.from_proto(request.signature)
        assert not isinstance(signature, Rejection)
        member = Member.parse(request.member)
        for key in topology.members.signing_keys(member, SEQUENCER_AUTHENTICATION_ONLY):
            if key.fingerprint == signature.signed_by:
                assert verify(key, content, signature)
                checked += 1
    assert checked > 0
