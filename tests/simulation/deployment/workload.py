"""Applications that ping each other through every trouble, and remember what they were told.

An application repeats a command under the same command id until it has an answer for good. What
it was told is the history that the checks hold against the databases.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from contextlib import aclosing
from dataclasses import dataclass, field

from canton.daml_lf.engine import Command
from canton.errors import CantonError
from canton.identifiers import Offset
from canton.participant.stores.update import ActiveContractRow
from canton.participant.update import UpdateAt
from canton.wire import ledger_event_pb2 as api
from simulation.deployment.participant import (
    AtWork,
    abort,
    command,
    ping,
    respond,
)
from simulation.deployment.process import answered
from simulation.deployment.synchronizer import Synchronizer

CALL_S_MAX = (0.003, 0.05, 15.0, 15.0, 15.0)
"""How long applications wait for an answer: some give up while the call is still at work."""
READ_S_MAX = 30.0
DUPLICATE = "DUPLICATE_COMMAND"
GONE = frozenset({"CONTRACT_NOT_FOUND"})


@dataclass
class History:
    """What the applications were told."""

    acknowledged: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By command id: the participant, and the update id (empty where only known as a duplicate)."""
    lost_races: set[str] = field(default_factory=set)
    """Commands whose contract was gone: archived by a rival, or by the command itself when the
    answer got lost and it was repeated (commands are interpreted before they are deduplicated)."""
    pings: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By name: initiator and responder."""
    seen: dict[str, list[UpdateAt]] = field(default_factory=dict)
    """By participant: the updates as a reader saw them that went on through every failover."""
    parties: list[str] = field(default_factory=list)
    """Parties whose allocation was acknowledged."""
    answers: Counter[str] = field(default_factory=Counter)


@dataclass
class Applications:
    """All applications of a run."""

    world: Synchronizer
    rng: random.Random
    history: History = field(default_factory=History)

    async def run(self, count: int, *, prefix: str = "ping", spread_s: float = 10.0) -> None:
        """So many pings between random participants, begun at random times."""
        async with asyncio.TaskGroup() as tasks:
            for number in range(count):
                initiator, responder = self.rng.sample(self.world.participants, 2)
                start_s = self.rng.uniform(0, spread_s)
                rival = self.rng.choice((None, "initiator", "responder"))
                name = f"{prefix}-{number}"
                self.history.pings[name] = (initiator, responder)
                tasks.create_task(self._ping(name, start_s, rival))

    async def _ping(self, name: str, start_s: float, rival: str | None) -> None:
        initiator, responder = self.history.pings[name]
        await asyncio.sleep(start_s)
        parties = [
            self.world.machine(each).node.member.uid.party for each in (initiator, responder)
        ]
        await self._decided(initiator, f"create {name}", ping(name, parties[0], parties[1]))
        contract_id = await self._find(responder, name)
        async with asyncio.TaskGroup() as tasks:
            answers = [
                tasks.create_task(self._decided(responder, f"respond {name}", respond(contract_id)))
            ]
            if rival is not None:
                who = initiator if rival == "initiator" else responder
                party = parties[0] if rival == "initiator" else parties[1]
                answers.append(
                    tasks.create_task(
                        self._decided(who, f"abort {name}", abort(contract_id, party))
                    )
                )
        assert sum(each.result() for each in answers) <= 1, f"{name} was used twice"

    async def _decided(self, participant: str, command_id: str, one: Command) -> bool:
        """Repeats until accepted (True), or its contract is gone (False)."""
        while True:
            answer, update_id = await self._try(participant, command_id, one)
            self.history.answers[answer] += 1
            if answer in ("accepted", DUPLICATE):
                self.history.acknowledged[command_id] = (participant, update_id)
                return True
            if answer in GONE:
                self.history.lost_races.add(command_id)
                return False
            await asyncio.sleep(self.rng.uniform(0.05, 1.0))

    async def _try(self, participant: str, command_id: str, one: Command) -> tuple[str, str]:
        active = await self.world.active(participant)
        now = self.world.clock.now()
        call = active.ledger.submit_and_wait(command(active.party, command_id, one, now))
        try:
            done = await answered(active.ended, call, self.rng.choice(CALL_S_MAX))
        except CantonError as error:
            return error.code.id, ""
        if done is None:
            return "no answer", ""
        completion = done.completion
        return ("accepted", completion.update_id) if not completion.status else ("rejected", "")

    async def _find(self, participant: str, name: str) -> str:
        """The contract of a ping, as soon as that participant sees it."""
        while True:
            active = await self.world.active(participant)
            found = await answered(active.ended, _contract_named(active, name), READ_S_MAX)
            if found:
                return found
            await asyncio.sleep(0.2)

    async def allocate(self, participant: str) -> None:
        """Makes a party on that participant, whatever it takes."""
        await asyncio.sleep(self.rng.uniform(0, 10))
        name = f"{participant}-party"
        while True:
            active = await self.world.active(participant)
            administration = active.participant.administration
            try:
                if await answered(active.ended, administration.allocate_party(name), 30):
                    break
            except CantonError as error:
                if error.code.id == "PARTY_ALREADY_EXISTS":
                    break
            await asyncio.sleep(1)
        self.history.parties.append(name)

    async def read_updates(self, participant: str) -> None:
        """Reads the participant's updates without end, wherever it is active."""
        seen = self.history.seen.setdefault(participant, [])
        while True:
            active = await self.world.active(participant)
            await answered(active.ended, _follow(active, seen), READ_S_MAX)
            await asyncio.sleep(0.05)


async def _follow(active: AtWork, seen: list[UpdateAt]) -> None:
    begin = seen[-1].offset if seen else Offset(0)
    async with aclosing(active.ledger.updates(begin)) as pages:  # type: ignore[type-var]
        async for page in pages:
            seen += page


async def _contract_named(active: AtWork, name: str) -> str | None:
    contracts = active.ledger.active_contracts(active.ledger.end)
    async with aclosing(contracts) as pages:  # type: ignore[type-var]
        async for page in pages:
            for row in page:
                if name_of(row) == name:
                    return row.contract_id
    return None


def name_of(row: ActiveContractRow) -> str:
    """The id of a ping, from its created event."""
    event = api.CreatedEvent.FromString(row.event)
    return str(event.create_arguments.fields[0].value.text)
