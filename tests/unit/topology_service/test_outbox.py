"""Sending a node's own transactions until they are seen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from canton.errors import Categories, ErrorCode, LedgerError, TransientError
from canton.topology.broadcast import BROADCAST_SIZE_MAX
from canton.topology.mapping.participant import ParticipantPermission, VettedPackages
from canton.topology_service.errors import NOT_SEQUENCED, SERIAL_MISMATCH, TOO_MANY_PENDING
from canton.topology_service.outbox import OBSERVATION_TIMEOUT_S, RETRY_S, TopologyOutbox
from simulation.virtual_loop import run

AWAY = ErrorCode("TEST_SEQUENCER_AWAY", Categories.TRANSIENT_SERVER_FAILURE, "It is away.")


async def running(outbox: TopologyOutbox, body: Callable[[], Awaitable[None]]) -> None:
    async with asyncio.TaskGroup() as tasks:
        sending = tasks.create_task(outbox.run())
        await body()
        sending.cancel()


def test_what_is_seen_is_no_longer_pending(node) -> None:
    async def scenario() -> None:
        client = node.client()
        outbox = node.outbox(client)

        async def body() -> None:
            transactions = node.onboarding("p")
            outbox.enqueue(transactions)
            seen = asyncio.TaskGroup()
            async with seen:
                waiting = seen.create_task(outbox.wait_seen(transactions, 60))
                await node.clock.sleep(1)
                assert node.broadcasts == [transactions]
                assert not outbox.is_idle
                applied = node.sequence(client, *transactions)
            assert waiting.result() == applied.effective
            assert outbox.is_idle
            await outbox.wait_idle()
            await node.clock.sleep(2 * OBSERVATION_TIMEOUT_S)
            assert len(node.broadcasts) == 1

        await running(outbox, body)

    run(scenario())


def test_what_is_not_seen_is_sent_again(node) -> None:
    async def scenario() -> None:
        outbox = node.outbox(node.client())

        async def body() -> None:
            outbox.enqueue([node.root("p")])
            await node.clock.sleep(OBSERVATION_TIMEOUT_S - 1)
            assert len(node.broadcasts) == 1
            await node.clock.sleep(2)
            assert len(node.broadcasts) == 2

        await running(outbox, body)

    run(scenario())


@pytest.mark.logs("not sent, trying again")
def test_what_cannot_be_sent_is_tried_again(node) -> None:
    async def scenario() -> None:
        outbox = node.outbox(node.client())
        node.send_errors.append(TransientError(AWAY, "away"))

        async def body() -> None:
            outbox.enqueue([node.root("p")])
            await node.clock.sleep(RETRY_S - 1)
            assert len(node.broadcasts) == 1
            await node.clock.sleep(2)
            assert len(node.broadcasts) == 2

        await running(outbox, body)

    run(scenario())


def test_large_lots_go_out_in_batches(node) -> None:
    async def scenario() -> None:
        outbox = node.outbox(node.client())

        async def body() -> None:
            lot = [node.root(f"n{index}") for index in range(BROADCAST_SIZE_MAX + 1)]
            outbox.enqueue(lot)
            await node.clock.sleep(1)
            assert [len(batch) for batch in node.broadcasts] == [BROADCAST_SIZE_MAX, 1]

        await running(outbox, body)

    run(scenario())


def test_a_rejection_reaches_the_one_who_waits(node) -> None:
    async def scenario() -> None:
        client = node.client("p")
        outbox = node.outbox(client)
        mapping = VettedPackages(node.member("p"), ())
        node.sequence(client, node.signed(mapping, "p"))
        late = node.signed(mapping, "p", serial=5)
        outbox.enqueue([late])

        async def wait() -> None:
            with pytest.raises(LedgerError) as error:
                await outbox.wait_seen([late], 60)
            assert error.value.code is SERIAL_MISMATCH

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(wait())
            await node.clock.sleep(0.001)
            node.sequence(client, late)
        assert outbox.is_idle

    run(scenario())


def test_the_same_transaction_of_another_member_does_not_count_as_ours(node) -> None:
    async def scenario() -> None:
        client = node.client("p", "q")
        outbox = node.outbox(client)
        mapping = node.party(node.uid("alice"), [("p", ParticipantPermission.SUBMISSION)])
        node.sequence(client, node.root("alice"))
        ours = node.signed(mapping, "p", proposal=True)
        outbox.enqueue([ours])
        node.sequence(client, node.signed(mapping, "alice", proposal=True))
        assert not outbox.is_idle
        node.sequence(client, ours)
        assert outbox.is_idle

    run(scenario())


def test_pending_signatures_of_one_transaction_are_merged(node) -> None:
    async def scenario() -> None:
        outbox = node.outbox(node.client())

        async def body() -> None:
            mapping = VettedPackages(node.member("p"), ())
            outbox.enqueue([node.signed(mapping, "p")])
            outbox.enqueue([node.signed(mapping, "k"), node.signed(mapping, "p")])
            await node.clock.sleep(1)
            assert node.broadcasts == [[node.signed(mapping, "p", "k")]]

        await running(outbox, body)

    run(scenario())


def test_too_many_pending_are_refused(node) -> None:
    async def scenario() -> None:
        outbox = node.outbox(node.client(), pending_max=1)
        outbox.enqueue([node.root("a")])
        with pytest.raises(LedgerError) as error:
            outbox.enqueue([node.root("b")])
        assert error.value.code is TOO_MANY_PENDING

    run(scenario())


def test_waiting_ends_in_time(node) -> None:
    async def scenario() -> None:
        outbox = node.outbox(node.client())
        outbox.enqueue([node.root("a")])
        with pytest.raises(LedgerError) as error:
            await outbox.wait_seen([node.root("a")], 5)
        assert error.value.code is NOT_SEQUENCED
        assert await outbox.wait_seen([node.root("b")], 5) is None

    run(scenario())
