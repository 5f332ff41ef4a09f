"""When a turn is over: at once where somebody waits for it, else after a moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from canton.protocol.message.content import EnvelopeContent, TopologyTransactionsBroadcast
from canton.protocol.sequencing.envelope import Envelope
from canton.protocol.sequencing.recipient import Group, Recipients
from canton.sequencer_client.outbox import OutboxRow
from canton.timestamps import Timestamp
from canton.topology_service.intake import TURN_S_MAX, IncomingEvent, Turn
from unit.topology_service.conftest import Node


@pytest.fixture
def event(node: Node) -> Callable[..., IncomingEvent]:
    def made(time: int, *contents: EnvelopeContent, receipt: str | None = None) -> IncomingEvent:
        envelope = Envelope(b"", Recipients.group([Group.ALL_MEMBERS]))
        pairs = [(content, envelope) for content in contents]
        snapshot = node.client().head_snapshot()
        return IncomingEvent(Timestamp(time), snapshot, pairs, receipt, None, None, None, "")

    return made


def test_without_an_event_a_turn_is_never_over() -> None:
    assert not Turn().is_over(99.0, is_quiet=True)


def test_a_turn_lasts_a_moment_as_long_as_nobody_waits_for_it(
    event: Callable[..., IncomingEvent],
) -> None:
    turn = Turn()
    turn.take(event(1, receipt="m1"), now_s=5.0)
    turn.take(event(2), now_s=5.0 + TURN_S_MAX / 2)
    assert not turn.is_over(5.0 + TURN_S_MAX / 2, is_quiet=False)
    assert turn.is_over(5.0 + TURN_S_MAX, is_quiet=False)
    assert turn.is_over(5.0, is_quiet=True)
    assert (turn.receipts, turn.time) == (["m1"], 2)


def test_what_is_to_be_sent_ends_a_turn(event: Callable[..., IncomingEvent]) -> None:
    turn = Turn()
    turn.take(event(1), now_s=5.0)
    turn.messages.append(OutboxRow("s", "m", b"", 0, b"", ""))
    assert turn.is_over(5.0, is_quiet=False)


def test_topology_ends_a_turn(node: Node, event: Callable[..., IncomingEvent]) -> None:
    turn = Turn()
    broadcast = TopologyTransactionsBroadcast(node.synchronizer, ())
    turn.take(event(1, broadcast), now_s=5.0)
    assert turn.is_over(5.0, is_quiet=False)
