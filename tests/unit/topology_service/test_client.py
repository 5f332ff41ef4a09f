"""Following one synchronizer: known-until times, waiting for snapshots, what cannot be read."""

from __future__ import annotations

import asyncio

import pytest

from canton.errors import InvariantViolation
from canton.timestamps import Timestamp
from canton.topology.broadcast import broadcast_message
from canton.wire.topology_pb2 import TopologyTransactionsBroadcast
from simulation.virtual_loop import run

DELAY = 250_000


def test_a_change_is_known_at_once_and_effective_after_the_delay(node) -> None:
    async def scenario() -> None:
        client = node.client()
        applied = node.sequence(client, *node.onboarding("p"))
        assert applied.effective == applied.sequenced + DELAY
        assert all(outcome.is_accepted for outcome in applied.outcomes)
        assert client.known_until == applied.effective + 1
        member = node.member("p")
        assert not client.snapshot(applied.effective).members.is_known(member)
        assert client.head_snapshot().members.is_known(member)
        assert not client.approximate_snapshot().members.is_known(member)
        await node.clock.sleep(1)
        assert client.approximate_snapshot().members.is_known(member)

    run(scenario())


def test_snapshots_wait_until_their_time_is_settled(node) -> None:
    async def scenario() -> None:
        client = node.client()
        start = node.clock.now()
        client.observe(start)
        wanted = Timestamp(start + DELAY + 1_000)
        with pytest.raises(InvariantViolation, match="not known yet"):
            client.snapshot(wanted)
        async with asyncio.TaskGroup() as tasks:
            waiting = tasks.create_task(client.await_snapshot(wanted))
            given_up = tasks.create_task(client.await_snapshot(wanted))
            await node.clock.sleep(1)
            given_up.cancel()
            assert not waiting.done()
            client.observe(Timestamp(start + 998))
            await node.clock.sleep(0.001)
            assert not waiting.done()
            client.observe(Timestamp(start + 999))
        assert waiting.result().time == wanted
        client.observe(start)
        assert client.known_until == start + DELAY + 1_000

    run(scenario())


@pytest.mark.logs("dropped: ")
def test_a_broadcast_that_cannot_be_read_is_dropped_whole(node) -> None:
    async def scenario() -> None:
        client = node.client()
        good = broadcast_message(node.synchronizer, node.onboarding("p"))
        mixed = broadcast_message(node.synchronizer, node.onboarding("q"))
        mixed.signed_transactions.signed_transaction.append(b"junk")
        elsewhere = TopologyTransactionsBroadcast(physical_synchronizer_id="other::x::35-0")
        applied = client.process(node.clock.now(), [mixed, elsewhere, good])
        assert len(applied.outcomes) == 3
        assert client.head_snapshot().members.known([node.member("p"), node.member("q")]) == {
            node.member("p")
        }

    run(scenario())


def test_after_a_restart_the_cursor_settles_the_time(node) -> None:
    async def scenario() -> None:
        client = node.client("p")
        newest = client.state.rows.newest_effective
        assert client.known_until == newest + 1
        client.observe(Timestamp(newest + 5_000_000))
        assert client.known_until == newest + 5_000_000 + DELAY + 1

    run(scenario())
