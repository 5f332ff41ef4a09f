"""A synchronizer from genesis: participants join it, ping each other, and see the same."""

from __future__ import annotations

import asyncio

from canton.identifiers import Offset
from canton.participant.update import EventKind, TransactionUpdate
from simulation.deployment.participant import AtWork, command, first_start, ping, respond
from simulation.deployment.synchronizer import Synchronizer
from simulation.virtual_loop import run


async def transactions_of(participant: AtWork) -> list[TransactionUpdate]:
    """All transactions so far."""
    found: list[TransactionUpdate] = []
    async for page in participant.ledger.updates(Offset(0), participant.ledger.end):
        found += [each.update for each in page if isinstance(each.update, TransactionUpdate)]
    return found


def kinds(transactions: list[TransactionUpdate]) -> list[EventKind]:
    return [event.kind for transaction in transactions for event in transaction.events]


def test_ping_and_its_response_are_seen_on_both_participants() -> None:
    async def scenario() -> None:
        world = Synchronizer(participants=("alice", "bob"))
        async with world.running():
            actives = [await world.active(name) for name in world.participants]
            await asyncio.gather(*map(first_start, actives))
            alice, bob = actives
            now = world.clock.now
            pinging = command(alice.party, "ping", ping("1", alice.party, bob.party), now())
            pinged = await alice.ledger.submit_and_wait(pinging)
            assert pinged.completion.status == b""
            await asyncio.sleep(1)
            pages = [page async for page in bob.ledger.active_contracts(bob.ledger.end)]
            (contract,) = pages[0]
            responding = command(bob.party, "respond", respond(contract.contract_id), now())
            responded = await bob.ledger.submit_and_wait(responding)
            assert responded.completion.status == b""
            await asyncio.sleep(1)
            seen = [await transactions_of(each) for each in actives]
            assert kinds(seen[0]) == kinds(seen[1]) == [EventKind.CREATED, EventKind.EXERCISED]
            ids = [[each.update_id for each in transactions] for transactions in seen]
            assert ids[0] == ids[1]
            assert ids[0] == [pinged.completion.update_id, responded.completion.update_id]
        assert world.errors == []

    run(scenario(), 0)
