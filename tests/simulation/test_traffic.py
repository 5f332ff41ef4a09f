"""A synchronizer on which sending costs: members reckon what it does, and pay."""

from __future__ import annotations

import asyncio

from canton.participant.update import TransactionUpdate
from canton.sequencer.stores.tables import CONSUMPTIONS
from canton.timestamps import micros
from canton.topology.parameters.dynamic import (
    DynamicSynchronizerParameters,
    TrafficControlParameters,
)
from scenarios.sequencer.founding import Founding
from simulation.deployment.participant import command, first_start, ping
from simulation.deployment.synchronizer import Synchronizer
from simulation.virtual_loop import run


def world_with(traffic: TrafficControlParameters) -> Synchronizer:
    founding = Founding(parameters=DynamicSynchronizerParameters(traffic_control=traffic))
    return Synchronizer(participants=("alice", "bob"), founding=founding)


def test_members_pay_for_a_ping_and_all_sequencers_agree_on_their_accounts() -> None:
    async def scenario() -> None:
        world = world_with(TrafficControlParameters(base_event_cost=1))
        async with world.running():
            actives = [await world.active(name) for name in world.participants]
            await asyncio.gather(*map(first_start, actives))
            alice, bob = actives
            pinging = command(
                alice.party, "ping", ping("1", alice.party, bob.party), world.clock.now()
            )
            pinged = await alice.ledger.submit_and_wait(pinging)
            assert pinged.completion.status == b""
            paid = pinged.completion.paid_traffic_cost
            assert paid > 0
            await asyncio.sleep(1)
            shown = []
            for active in actives:
                at = await active.ledger.lookup.update_at(active.ledger.end)
                assert at is not None and isinstance(at.update, TransactionUpdate)
                shown.append(at.update.paid_traffic_cost)
            assert shown == [paid, 0], "only who submitted knows"
        assert world.errors == []
        first, *others = (
            sorted(machine.database.table(CONSUMPTIONS).all_rows(), key=str)
            for machine in world.of_kind("sequencer")
        )
        # Alice's request, Bob's response and the mediator's verdict among them.
        assert len({row.member_id for row in first}) == 3
        assert all(row.last_cost > 0 for row in first)
        assert all(other == first for other in others)

    run(scenario(), 0)


def test_a_participant_whose_traffic_is_used_up_can_send_again_when_it_has_come_back() -> None:
    async def scenario() -> None:
        # Enough to join, and then for some requests; it comes back within half an hour.
        world = world_with(TrafficControlParameters(30_000, micros(seconds=1800)))
        async with world.running():
            actives = [await world.active(name) for name in world.participants]
            await asyncio.gather(*map(first_start, actives))
            alice, bob = actives

            async def pinged(number: int) -> bytes:
                creates = ping(str(number), alice.party, bob.party)
                pinging = command(alice.party, f"ping {number}", creates, world.clock.now())
                return (await alice.ledger.submit_and_wait(pinging)).completion.status

            statuses = [b""]
            while not statuses[-1]:
                statuses.append(await pinged(len(statuses)))
            assert 3 < len(statuses) < 30
            # Sent again until its time was over, as traffic might have been purchased.
            assert b"NOT_SEQUENCED_TIMEOUT" in statuses[-1]
            await asyncio.sleep(600)
            assert await pinged(100) == b""
        assert world.errors == []

    run(scenario(), 0)
