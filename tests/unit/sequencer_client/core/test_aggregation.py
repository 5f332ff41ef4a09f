"""Events are accepted once, in order, when enough sequencers agree."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from canton.crypto.hash import HashPurpose, digest
from canton.crypto.signature import sign
from canton.identifiers import Member
from canton.protocol.sequencing.envelope import EMPTY
from canton.protocol.sequencing.event import Deliver
from canton.sequencer_client.core.aggregation import Accepted, Aggregator, Faulty
from canton.sequencer_client.core.event import Position, ReceivedEvent
from canton.timestamps import Timestamp
from unit.sequencer_client.fake_sequencer import SYNCHRONIZER, key_pair

NAMESPACE = "1220" + "ab" * 32
SIGNATURE = sign(key_pair(1), digest(HashPurpose.SEQUENCED_EVENT_SIGNATURE, b""))


def sequencer(index: int) -> Member:
    return Member.parse(f"SEQ::sequencer{index}::{NAMESPACE}")


def event(time: int, previous: int | None, message_id: str | None = None) -> ReceivedEvent:
    before = None if previous is None else Timestamp(previous)
    deliver = Deliver(before, Timestamp(time), SYNCHRONIZER, EMPTY, message_id)
    return ReceivedEvent(deliver, deliver.to_bytes(), (SIGNATURE,))


def chain(count: int) -> list[ReceivedEvent]:
    return [event(time, time - 1 if time > 1 else None) for time in range(1, count + 1)]


@given(st.integers(1, 3), st.integers(0, 5), st.randoms(use_true_random=False))
def test_any_interleaving_accepts_each_event_once_in_order(
    threshold: int, count: int, random: object
) -> None:
    aggregator = Aggregator(threshold, None)
    remaining = {sequencer(i): chain(count) for i in range(3)}
    accepted: list[ReceivedEvent] = []
    while any(remaining.values()):
        who = random.choice(sorted(m for m, left in remaining.items() if left))  # type: ignore[attr-defined]
        for outcome in aggregator.add(who, remaining[who].pop(0)):
            assert isinstance(outcome, Accepted)
            assert len(outcome.event.signatures) == threshold
            accepted.append(outcome.event)
    assert [each.event for each in accepted] == [each.event for each in chain(count)]


def test_minority_with_other_content_is_at_fault_before_and_after_the_agreement() -> None:
    aggregator = Aggregator(2, None)
    assert aggregator.add(sequencer(1), event(1, None, "forged")) == []
    assert aggregator.add(sequencer(2), event(1, None)) == []
    outcomes = aggregator.add(sequencer(3), event(1, None))
    assert isinstance(outcomes[0], Accepted)
    assert isinstance(outcomes[1], Faulty)
    assert outcomes[1].sequencer == sequencer(1)
    (late,) = aggregator.add(sequencer(4), event(2, None))
    assert isinstance(late, Faulty)


def test_same_sequencer_twice_does_not_count_twice() -> None:
    aggregator = Aggregator(2, None)
    for _ in range(2):
        assert aggregator.add(sequencer(1), event(1, None)) == []


def test_events_before_the_position_are_ignored() -> None:
    aggregator = Aggregator(1, Position(Timestamp(5)))
    assert aggregator.add(sequencer(1), event(3, 2)) == []
    assert aggregator.add(sequencer(1), event(1, None)) == []
    assert isinstance(aggregator.add(sequencer(1), event(6, 5))[0], Accepted)
