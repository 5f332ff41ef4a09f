"""The ping service in a whole synchronizer in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from canton.clock import SeededRandomness
from canton.participant.stores.update import ActiveContractRow
from canton.workflows.packages.admin_workflow_ping import admin_workflow_ping
from canton.workflows.ping import PingFailure, PingOrder, PingService, PingSettings, PingSuccess
from simulation.deployment.participant import AtWork, command, first_start, ping
from simulation.deployment.synchronizer import Synchronizer
from simulation.virtual_loop import run

PACKAGE = admin_workflow_ping().archive.package_id
SETTINGS = PingSettings(response_s=5.0)


def service(world: Synchronizer, active: AtWork) -> PingService:
    randomness = SeededRandomness(f"ping of {active.party}")
    return PingService(active.ledger, active.party, PACKAGE, world.clock, randomness, SETTINGS)


@asynccontextmanager
async def two_participants(
    answering: tuple[str, ...] = ("alice", "bob"),
) -> AsyncIterator[tuple[Synchronizer, list[AtWork], dict[str, PingService]]]:
    """Connected participants; those that answer run the service."""
    world = Synchronizer(participants=("alice", "bob"))
    async with world.running(), AsyncExitStack() as stack:
        actives = [await world.active(name) for name in world.participants]
        await asyncio.gather(*map(first_start, actives))
        await asyncio.sleep(1)
        services = {
            name: await stack.enter_async_context(service(world, active))
            for name, active in zip(world.participants, actives, strict=True)
            if name in answering
        }
        yield world, actives, services
    assert world.errors == []


def simulate(scenario: Callable[[], Awaitable[None]]) -> None:
    async def main() -> None:
        await scenario()

    run(main(), 0)


async def active_contracts(active: AtWork) -> list[ActiveContractRow]:
    pages = [page async for page in active.ledger.active_contracts(active.ledger.end)]
    return [row for page in pages for row in page]


def test_a_participant_pings_itself_with_two_transactions() -> None:
    async def scenario() -> None:
        async with two_participants() as (_, (alice, _bob), services):
            before = alice.ledger.end
            outcome = await services["alice"].ping(PingOrder((alice.party,), (), 10.0))
            assert isinstance(outcome, PingSuccess)
            assert outcome.responder == alice.party
            await asyncio.sleep(1)
            assert alice.ledger.end == before + 2

    simulate(scenario)


def test_another_participant_answers() -> None:
    async def scenario() -> None:
        async with two_participants() as (_, (_alice, bob), services):
            order = PingOrder((bob.party,), (), 10.0, workflow_id="w")
            outcome = await services["alice"].ping(order)
            assert isinstance(outcome, PingSuccess)
            assert outcome.responder == bob.party
            assert outcome.duration_ms >= 0

    simulate(scenario)


def test_nobody_answers_in_time_and_the_ping_is_cleaned_up() -> None:
    async def scenario() -> None:
        async with two_participants(("alice",)) as (_, (alice, bob), services):
            outcome = await services["alice"].ping(PingOrder((bob.party,), (), 3.0))
            assert isinstance(outcome, PingFailure)
            assert outcome.reason.startswith("Timeout: the ping was created")
            assert len(await active_contracts(alice)) == 1
            await asyncio.sleep(10)
            assert await active_contracts(alice) == []

    simulate(scenario)


def test_a_ping_that_was_there_before_the_start_is_answered() -> None:
    async def scenario() -> None:
        async with two_participants(()) as (world, (alice, bob), _):
            creating = command(
                alice.party, "p", ping("1", alice.party, bob.party), world.clock.now()
            )
            done = await alice.ledger.submit_and_wait(creating)
            assert done.completion.status == b""
            await asyncio.sleep(1)
            assert len(await active_contracts(bob)) == 1
            async with service(world, bob):
                await asyncio.sleep(2)
            assert await active_contracts(bob) == []

    simulate(scenario)


def test_an_unknown_party_fails_the_ping_only_when_time_is_up() -> None:
    async def scenario() -> None:
        async with two_participants(("alice",)) as (world, (alice, _bob), services):
            stranger = alice.party.replace("alice", "nobody")
            started = world.clock.now()
            outcome = await services["alice"].ping(PingOrder((stranger,), (), 4.0))  # type: ignore[arg-type]
            assert isinstance(outcome, PingFailure)
            assert world.clock.now() - started > 2_000_000

    simulate(scenario)


def test_a_bong_of_two_levels_leaves_nothing_behind() -> None:
    async def scenario() -> None:
        async with two_participants() as (_, (alice, bob), services):
            order = PingOrder((alice.party, bob.party), (bob.party, alice.party), 60.0, levels=2)
            outcome = await services["alice"].ping(order)
            assert isinstance(outcome, PingSuccess), outcome
            assert outcome.responder in (alice.party, bob.party)
            await asyncio.sleep(2)
            assert await active_contracts(alice) == []
            assert await active_contracts(bob) == []

    simulate(scenario)


def test_orders_that_cannot_be_carried_out_fail_at_once() -> None:
    async def scenario() -> None:
        async with two_participants(("alice",)) as (_, (alice, bob), services):
            alices = services["alice"]
            assert isinstance(await alices.ping(PingOrder((), (), 1.0)), PingFailure)
            deep = PingOrder((alice.party,), (), 1.0, levels=11)
            assert isinstance(await alices.ping(deep), PingFailure)
            slow = PingOrder((bob.party,), (), 3.0, id="same")
            outcomes = await asyncio.gather(alices.ping(slow), alices.ping(slow))
            reasons = [each.reason for each in outcomes if isinstance(each, PingFailure)]
            assert "Duplicate ping request same" in reasons

    simulate(scenario)


def test_leaving_the_service_ends_its_pings() -> None:
    async def scenario() -> None:
        async with two_participants(()) as (world, (alice, bob), _):
            async with asyncio.TaskGroup() as tasks, service(world, alice) as pings:
                order = PingOrder((bob.party,), (), 60.0)
                waiting = tasks.create_task(pings.ping(order))
                await asyncio.sleep(1)
            assert isinstance(waiting.result(), PingFailure)

    simulate(scenario)


def test_a_bong_is_refused_at_once_where_bongs_are_switched_off() -> None:
    async def scenario() -> None:
        async with two_participants(()) as (world, (alice, bob), _):
            off = PingService(
                alice.ledger,
                alice.party,
                PACKAGE,
                world.clock,
                SeededRandomness("off"),
                PingSettings(levels_max=0),
            )
            async with off:
                outcome = await off.ping(PingOrder((alice.party, bob.party), (), 10.0))
                assert isinstance(outcome, PingFailure)
                assert "bong-test-max-level" in outcome.reason

    simulate(scenario)
