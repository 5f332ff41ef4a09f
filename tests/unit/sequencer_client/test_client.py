"""A member's events, sends and time over one or more sequencers, in virtual time."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import pytest

from canton.crypto.hash import HashPurpose, digest
from canton.errors import CantonError, GrpcStatus, InvariantViolation
from canton.lifecycle.health import Condition
from canton.protocol.sequencing.aggregation import SenderDeduplication
from canton.protocol.sequencing.envelope import EMPTY
from canton.protocol.sequencing.event import Deliver
from canton.sequencer_client.client import SequencerClient
from canton.sequencer_client.connection_pool import SIGNS_OF_LIFE
from canton.sequencer_client.core.event import Position
from canton.sequencer_client.core.submission import (
    Amplification,
    Refused,
    SendResult,
    Sequenced,
    TimedOut,
)
from canton.sequencer_client.errors import SequencerClientClosed
from canton.timestamps import Timestamp, micros, plus
from simulation.virtual_loop import run
from unit.sequencer_client.fake_sequencer import MEMBER, World, key_pair, read

SILENCE_S = SIGNS_OF_LIFE.interval_s + SIGNS_OF_LIFE.answer_s_max + 1
"""Within this time a silent sequencer is done without."""


async def drain(client: SequencerClient) -> None:
    async for _ in client.events():
        pass


async def sent(world: World, client: SequencerClient, message_id: str = "m") -> SendResult:
    """Sends a batch while the events are read."""
    async with asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(drain(client))
        limit = plus(world.clock.now(), micros(seconds=60))
        result = await client.send(EMPTY, message_id, limit)
        reading.cancel()
    return result


@pytest.mark.parametrize("seed", range(5))
def test_events_come_in_order_and_a_new_member_starts_at_its_first(seed: int) -> None:
    async def scenario() -> None:
        world = World(1)
        async with world.running(), world.client() as client:
            for _ in range(150):
                world.history.deliver()
            assert await read(client, 150) == world.history.events

    run(scenario(), seed)


def test_resuming_skips_the_event_that_is_known() -> None:
    async def scenario() -> None:
        world = World(1)
        first, second = world.history.deliver(), world.history.deliver()
        async with (
            world.running(),
            world.client() as client,
            aclosing(client.events(first.timestamp)) as stream,
        ):
            batch = await anext(stream)
            assert [each.event for each in batch] == [second]
            assert f"subscribe {first.timestamp}" in world.sequencers[0].calls

    run(scenario())


@pytest.mark.logs("is faulty", "stopped: ")
def test_event_that_was_known_with_another_hash_is_a_fork() -> None:
    async def scenario() -> None:
        world = World(1)
        first = world.history.deliver()
        known = Position(
            first.timestamp, digest(HashPurpose.SEQUENCER_AGGREGATOR_AGGREGATION, b"x")
        )
        with pytest.raises(SequencerClientClosed, match="FORK"):
            async with world.running(), world.client() as client:
                async for _ in client.events(known):
                    pass

    run(scenario())


@pytest.mark.logs("is faulty", "stopped: ")
def test_event_that_the_sequencer_did_not_sign_closes_a_client_without_others() -> None:
    async def scenario() -> None:
        world = World(1)
        world.history.deliver()
        world.sequencers[0].signs_with = key_pair(99)
        with pytest.raises(SequencerClientClosed, match="not signed by the sequencer"):
            async with world.running(), world.client() as client:
                await read(client, 1)

    run(scenario())


def test_threshold_of_two_waits_for_two_and_merges_signatures() -> None:
    async def scenario() -> None:
        world = World(3)
        async with world.running(), world.client(trust_threshold=2) as client:
            event = world.history.deliver()
            async with aclosing(client.events()) as stream:
                batch = await anext(stream)
            assert [each.event for each in batch] == [event]
            assert len(batch[0].signatures) == 2
            assert sum("subscribe 0" in s.calls for s in world.sequencers) == 2

    run(scenario())


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.logs("is faulty")
def test_sequencer_that_forks_is_dropped_and_the_others_go_on(seed: int) -> None:
    async def scenario() -> None:
        world = World(3)
        for _ in range(5):
            world.history.deliver()
        real = world.history.events[2]
        assert isinstance(real, Deliver)
        forged = Deliver(real.previous_timestamp, real.timestamp, real.synchronizer, EMPTY, "x")
        world.sequencers[0].forged[2] = forged
        async with (
            world.running(),
            world.client(trust_threshold=2, liveness_margin=1) as client,
        ):
            assert await read(client, 5) == world.history.events
            await asyncio.sleep(1)
            faulty = [
                c.name for c in client.health_components if c.state.condition is Condition.FATAL
            ]
            assert faulty == ["internal-sequencer-connection-sequencer0-0"]

    run(scenario(), seed)


@pytest.mark.parametrize("seed", range(5))
def test_lost_sequencer_is_replaced_at_once_without_a_gap(seed: int) -> None:
    async def scenario() -> None:
        world = World(2)
        async with (
            world.running(),
            world.client() as client,
            aclosing(client.events()) as stream,
        ):
            world.history.deliver()
            events = [each.event for each in await anext(stream)]
            for _ in range(6):
                active = max(world.sequencers, key=lambda s: s.delivered)
                started_s = world.clock.monotonic_s()
                await world.stop(active.index)
                world.history.deliver()
                events += [each.event for each in await anext(stream)]
                assert world.clock.monotonic_s() - started_s < 0.5
                await world.start(active.index)
                await asyncio.sleep(3)
                active.delivered = 0
            assert events == world.history.events

    run(scenario(), seed)


def test_health_follows_the_subscriptions() -> None:
    async def scenario() -> None:
        world = World(1)
        async with world.running(), world.client() as client:
            assert client.health.state.condition is Condition.FAILED
            async with aclosing(client.events()) as stream:
                world.history.deliver()
                await anext(stream)
                assert client.health.state.condition is Condition.OK
                await world.stop(0)
                await asyncio.sleep(0.1)
                assert client.health.state.condition is Condition.FAILED
                await world.start(0)
                await asyncio.sleep(20)
                assert client.health.state.condition is Condition.OK
            names = {c.name for c in client.health_components}
            assert {"sequencer-client", "sequencer-subscription-pool"} < names
            assert "internal-sequencer-connection-sequencer0-0" in names

    run(scenario())


@pytest.mark.parametrize("seed", range(8))
def test_sends_and_events_go_on_within_seconds_of_a_sequencer_falling_silent(seed: int) -> None:
    async def scenario() -> None:
        world = World(2, seed=seed)
        async with (
            world.running(),
            world.client(amplification=Amplification(2, 60.0)) as client,
            asyncio.TaskGroup() as tasks,
        ):
            reading = tasks.create_task(drain(client))
            for number in range(5):
                began_s = world.clock.monotonic_s()
                limit = plus(world.clock.now(), micros(seconds=60))
                assert isinstance(await client.send(EMPTY, f"m{number}", limit), Sequenced)
                assert world.clock.monotonic_s() - began_s < SILENCE_S
                world.network.silence("s0", "alice")
            reading.cancel()

    run(scenario(), seed)


def test_a_process_that_stood_still_itself_keeps_its_connections() -> None:
    async def scenario() -> None:
        world = World(1)

        async def late(seconds_max: float) -> bool:
            await asyncio.sleep(seconds_max + SILENCE_S)
            return False

        async with world.running(), world.pool() as pool:
            await pool.agreement()
            [connection] = pool.usable()
            connection.answers = late  # type: ignore[method-assign]
            await asyncio.sleep(10 * SILENCE_S)
            assert list(pool.usable()) == [connection]

    run(scenario())


def test_send_ends_with_its_receipt() -> None:
    async def scenario() -> None:
        world = World(1)
        async with world.running(), world.client() as client:
            result = await sent(world, client)
            assert isinstance(result, Sequenced)
            assert result.receipt == world.history.events[0]
            assert world.history.requests[0].sender == MEMBER
            assert world.history.requests[0].aggregation_rule is None

    run(scenario())


def test_refusal_is_returned_and_overload_is_tried_elsewhere() -> None:
    async def scenario() -> None:
        world = World(3)
        amplification = Amplification(factor=3, patience_s=5)
        async with world.running(), world.client(amplification=amplification) as client:
            for sequencer in world.sequencers:
                sequencer.is_overloaded = sequencer.index > 0
            async with asyncio.TaskGroup() as tasks:
                reading = tasks.create_task(drain(client))
                limit = plus(world.clock.now(), micros(seconds=60))
                started_s = world.clock.monotonic_s()
                result = await client.send(EMPTY, "m", limit)
                assert isinstance(result, Sequenced)
                assert world.clock.monotonic_s() - started_s < 1
                for sequencer in world.sequencers:
                    sequencer.is_refusing, sequencer.is_overloaded = True, False
                refused = await client.send(EMPTY, "n", limit)
                assert isinstance(refused, Refused)
                assert refused.status is GrpcStatus.INVALID_ARGUMENT
                assert refused.code_id == "TEST_REQUEST_REFUSED"
                assert not refused.may_be_sequenced
                reading.cancel()
            assert world.history.requests[0].aggregation_rule == SenderDeduplication()

    run(scenario())


def test_request_that_a_sequencer_loses_goes_to_another_after_the_patience() -> None:
    async def scenario(seed: int) -> float:
        world = World(2, seed)
        amplification = Amplification(factor=2, patience_s=5)
        async with world.running(), world.client(amplification=amplification) as client:
            world.sequencers[0].is_losing = True
            world.sequencers[1].is_losing = False
            started_s = world.clock.monotonic_s()
            assert isinstance(await sent(world, client), Sequenced)
            return world.clock.monotonic_s() - started_s

    waits = {round(run(scenario(seed))) for seed in range(12)}
    assert waits == {0, 5}


def test_request_that_is_never_sequenced_times_out_by_a_tick() -> None:
    async def scenario() -> None:
        world = World(1)
        async with world.running(), world.client() as client:
            world.history.deliver()
            world.sequencers[0].is_losing = True
            async with asyncio.TaskGroup() as tasks:
                reading = tasks.create_task(drain(client))
                limit = plus(world.clock.now(), micros(seconds=60))
                sending = tasks.create_task(client.send(EMPTY, "m", limit))
                await asyncio.sleep(30)
                world.sequencers[0].is_losing = False
                result = await sending
                reading.cancel()
            assert isinstance(result, TimedOut)
            assert result.timestamp > limit
            assert world.clock.monotonic_s() < 62
            ticks = [each.message_id for each in world.history.requests]
            assert all(tick.startswith("tick-") for tick in ticks)
            assert len(ticks) == 1

    run(scenario())


def test_waiting_for_a_time_asks_for_a_tick_only_when_nothing_shows_it() -> None:
    async def scenario() -> None:
        world = World(1)
        async with world.running(), world.client() as client, asyncio.TaskGroup() as tasks:
            reading = tasks.create_task(drain(client))
            soon = plus(world.clock.now(), micros(seconds=10))
            waiting = tasks.create_task(client.time.await_time(soon))
            await asyncio.sleep(10.1)
            world.history.deliver()
            assert await waiting >= soon
            assert world.history.requests == []
            later = plus(world.clock.now(), micros(seconds=10))
            assert await client.time.await_time(later) >= later
            assert len(world.history.requests) == 1
            reading.cancel()

    run(scenario())


def test_token_that_is_not_taken_any_more_is_renewed() -> None:
    async def scenario() -> None:
        world = World(1)
        async with world.running(), world.client() as client:
            assert await client.acknowledge(Timestamp(5))
            assert await client.acknowledge(Timestamp(6))
            assert world.sequencers[0].calls.count("authenticate") == 1
            world.sequencers[0].tokens.clear()
            assert await client.acknowledge(Timestamp(7))
            await asyncio.sleep(3590)
            assert await client.acknowledge(Timestamp(8))
            assert world.sequencers[0].calls.count("authenticate") == 3
            assert await client.synchronizer_time() is not None

    run(scenario())


def test_acknowledgements_are_sent_once_a_minute_if_there_is_something_new() -> None:
    async def scenario() -> None:
        world = World(1)
        clean = [Timestamp(1)]
        async with world.running(), world.client() as client, asyncio.TaskGroup() as tasks:
            task = tasks.create_task(client.acknowledge_regularly(lambda: clean[0]))
            await asyncio.sleep(200)
            clean[0] = Timestamp(2)
            await asyncio.sleep(200)
            task.cancel()
        assert world.sequencers[0].calls.count("acknowledge") == 2

    run(scenario())


def test_reader_that_does_not_read_holds_up_the_sequencer() -> None:
    async def scenario() -> None:
        world = World(1)
        async with world.running(), world.client() as client:
            for _ in range(5_000):
                world.history.deliver()
            async with aclosing(client.events()) as stream:
                await anext(stream)
                await asyncio.sleep(10)
                assert world.sequencers[0].delivered < 3_000

    run(scenario())


def test_events_are_read_once() -> None:
    async def scenario() -> None:
        world = World(1)
        async with world.running(), world.client() as client:
            world.history.deliver()
            await read(client, 1)
            with pytest.raises(InvariantViolation):
                await read(client, 1)

    run(scenario())


def test_sequencers_with_different_parameters_do_not_agree() -> None:
    async def scenario() -> None:
        world = World(2)
        world.sequencers[1].parameters = 2
        with pytest.raises(CantonError, match="SEQUENCERS_TRANSIENT"):
            async with world.running(), world.client(trust_threshold=2):
                pass

    run(scenario())


@pytest.mark.logs("stopped: ")
def test_member_that_stays_locked_out_closes_its_client() -> None:
    async def scenario() -> None:
        world = World(2)
        for sequencer in world.sequencers:
            sequencer.is_locked = True
        async with world.running():
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(let_in_after(world, 5))
                async with world.client() as client:
                    world.history.deliver()
                    await read(client, 1)
            for sequencer in world.sequencers:
                sequencer.is_locked = True
            with pytest.raises(SequencerClientClosed, match="ACCESS_DENIED"):
                async with world.client() as client:
                    await read(client, 1)

    run(scenario())


async def let_in_after(world: World, seconds: float) -> None:
    await asyncio.sleep(seconds)
    for sequencer in world.sequencers:
        sequencer.is_locked = False


@pytest.mark.logs(r"lags \d+ events")
def test_subscription_that_falls_silent_is_closed_when_others_are_far_ahead() -> None:
    async def scenario() -> None:
        world = World(2)
        async with world.running(), world.client(liveness_margin=1) as client:
            world.history.deliver()
            async with aclosing(client.events()) as stream:
                await anext(stream)
                await asyncio.sleep(1)
                world.sequencers[0].is_silent = True
                for _ in range(60):
                    world.history.deliver()
                    await asyncio.sleep(1)
                assert world.sequencers[0].subscriptions == 1
                for _ in range(70):
                    world.history.deliver()
                    await asyncio.sleep(1)
                assert world.sequencers[0].subscriptions > 1
                assert world.sequencers[1].subscriptions == 1

    run(scenario())
