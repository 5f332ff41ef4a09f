"""What must hold after every run, whatever happened in it."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace

from canton.mediator.stores.verdict import VERDICTS
from canton.participant.lookup import update_of
from canton.participant.stores.hosting import HOSTING
from canton.participant.stores.request import REQUESTS
from canton.participant.stores.submission import IN_FLIGHT
from canton.participant.stores.update import COMPLETIONS, UPDATES
from canton.participant.update import (
    Completion,
    EventKind,
    TopologyUpdate,
    TransactionUpdate,
    Update,
    UpdateAt,
    decode_completion,
)
from canton.protocol.message.content import read_content
from canton.protocol.message.request import RootHashMessage
from canton.protocol.message.signed import ConfirmationResult
from canton.protocol.sequencing.envelope import Envelope
from canton.sequencer.core.delivery import stored_batch
from canton.sequencer.core.rows import DELIVER
from canton.sequencer.stores.tables import BLOCKS, CONSUMPTIONS, EVENTS, MEMBERS, RECIPIENTS
from canton.sequencer_client.outbox import OUTBOX
from canton.storage.memory import MemoryDatabase
from canton.storage.table import Table
from canton.topology.difference import hosting_changes
from canton.topology_service.store import (
    TOPOLOGY_ROWS,
    TopologyRow,
    TopologyStore,
    stored_rows,
)
from canton.wire import ledger_event_pb2 as api
from simulation.deployment.synchronizer import Synchronizer
from simulation.deployment.workload import History

SIZE_MAX = 10_000_000


def is_quiet(world: Synchronizer) -> bool:
    """Whether nothing is under way any more."""
    for machine in world.of_kind("participant"):
        tables = (IN_FLIGHT, REQUESTS, HOSTING, OUTBOX)
        if any(_rows(machine.database, table) for table in tables):
            return False
    if any(_rows(machine.database, OUTBOX) for machine in world.of_kind("mediator")):
        return False
    heights = {
        max(row.height for row in _rows(machine.database, BLOCKS))
        for machine in world.of_kind("sequencer")
    }
    # Sequencers write behind what they have processed.
    return heights == {world.blocks._blocks[-1].height}


async def until(is_true: Callable[[], bool], seconds_max: float) -> None:
    """Waits, in virtual time, for what the databases will say.

    Raises:
        TimeoutError: they do not say so in time.
    """
    async with asyncio.timeout(seconds_max):
        while not is_true():  # noqa: ASYNC110 - databases do not tell when they change
            await asyncio.sleep(1)


def check_all(world: Synchronizer, history: History, *, may_expire: bool = False) -> None:
    """Every invariant; after long outages verdicts may have come too late to be sequenced.

    Raises:
        AssertionError: one does not hold.
    """
    updates = check_consistent(world, may_expire=may_expire)
    check_parties(world, history)
    check_readers(world, history)
    check_pings(updates, history)
    check_commands(world, updates, history)


def check_consistent(
    world: Synchronizer, *, may_expire: bool = False
) -> dict[str, dict[int, TransactionUpdate]]:
    """What must hold whatever was submitted; gives the transactions of each participant."""
    assert not world.errors, f"processes ended with {world.errors!r}"
    check_sequencers(world)
    check_verdicts(world, may_expire)
    check_topology(world)
    check_hosting(world)
    updates = {name: transactions_of(world, name) for name in world.participants}
    check_updates(updates)
    return updates


def check_sequencers(world: Synchronizer) -> None:
    """All sequencers have the same events for the same members, byte for byte."""
    first, *others = world.of_kind("sequencer")
    for table in (MEMBERS, EVENTS, RECIPIENTS, CONSUMPTIONS):
        expected = _rows(first.database, table)
        for other in others:
            assert _rows(other.database, table) == expected, f"{table.name} differs"


def has_paid(world: Synchronizer) -> bool:
    """Whether sending has cost anybody anything."""
    first = world.of_kind("sequencer")[0]
    return any(row.last_cost for row in _rows(first.database, CONSUMPTIONS))


def check_verdicts(world: Synchronizer, may_expire: bool) -> None:
    """Each request has one verdict, the same for everyone, and it is the stored one."""
    (mediator,) = world.of_kind("mediator")
    stored = {row.request_id: row.result for row in _rows(mediator.database, VERDICTS)}
    requests: set[int] = set()
    sent: dict[int, set[bytes]] = defaultdict(set)
    for time, envelope in _envelopes(world):
        content = read_content(envelope)
        if isinstance(content, RootHashMessage):
            requests.add(time)
        elif isinstance(content, ConfirmationResult):
            sent[content.request_id].add(content.to_bytes())
    for request_id, results in sent.items():
        assert len(results) == 1, f"request {request_id} has {len(results)} verdicts"
        assert results == {stored.get(request_id)}, f"the verdict on {request_id} is not stored"
    assert requests == stored.keys(), "requests without verdict, or verdicts without request"
    if not may_expire:
        assert sent.keys() == stored.keys(), "verdicts that were stored and never sequenced"


def _envelopes(world: Synchronizer) -> Iterator[tuple[int, Envelope]]:
    database = world.of_kind("sequencer")[0].database
    for event in _rows(database, EVENTS):
        if event.kind == DELIVER:
            for closed in stored_batch(event).envelopes:
                opened = closed.opened(SIZE_MAX)
                assert isinstance(opened, Envelope)
                yield event.time, opened


def check_topology(world: Synchronizer) -> None:
    """All members have the same topology of the synchronizer."""
    store = TopologyStore.of_synchronizer(world.founding.synchronizer).store_id
    expected: list[TopologyRow] | None = None
    for name, machine in world.machines.items():
        rows = [
            replace(row, position=0)
            for row in _rows(machine.database, TOPOLOGY_ROWS)
            if row.store == store and row.rejection is None
        ]
        rows.sort(key=lambda row: (row.sequenced, row.tx_hash, row.instance))
        expected = rows if expected is None else expected
        differing = [row for row in rows if row not in expected] or [
            row for row in expected if row not in rows
        ]
        assert not differing, f"{name} has another topology: {_brief(differing)}"


def _brief(rows: list[TopologyRow]) -> list[tuple[str, int, int, int | None]]:
    return [(row.identifier, row.sequenced, row.valid_from, row.valid_until) for row in rows]


def check_parties(world: Synchronizer, history: History) -> None:
    """Parties whose allocation was acknowledged are there."""
    database = world.of_kind("sequencer")[0].database
    there = {row.identifier for row in _rows(database, TOPOLOGY_ROWS) if row.valid_until is None}
    assert set(history.parties) <= there, f"{history.parties} were acknowledged, not {there}"


def check_hosting(world: Synchronizer) -> None:
    """Every ledger tells each change of who hosts a party once, at the time of the topology."""
    synchronizer = world.founding.synchronizer
    store = TopologyStore.of_synchronizer(synchronizer).store_id
    for name in world.participants:
        stored = _rows(world.machine(name).database, TOPOLOGY_ROWS)
        rows = [row for row in stored if row.store == store]
        rows.sort(key=lambda row: row.position)
        logical = str(synchronizer.logical)
        changes = hosting_changes(synchronizer, stored_rows(rows))
        expected = [TopologyUpdate.of(logical, each) for each in changes]
        told = [
            replace(each, traceparent="")
            for each in updates_of(world, name).values()
            if isinstance(each, TopologyUpdate)
        ]
        assert told == expected, f"{name} tells {told}, not {expected}"


def updates_of(world: Synchronizer, name: str) -> dict[int, Update]:
    """A participant's ledger by offset; record times grow with offsets."""
    rows = sorted(_rows(world.machine(name).database, UPDATES), key=lambda row: row.offset_at)
    times = [row.record_time for row in rows]
    assert times == sorted(times), f"the updates of {name} are out of order"
    return {row.offset_at: update_of(row).update for row in rows}


def transactions_of(world: Synchronizer, name: str) -> dict[int, TransactionUpdate]:
    """The transactions of a participant's ledger by offset."""
    return {
        offset: update
        for offset, update in updates_of(world, name).items()
        if isinstance(update, TransactionUpdate)
    }


def check_updates(updates: dict[str, dict[int, TransactionUpdate]]) -> None:
    """Each update once; all see the same of the same update."""
    common: dict[str, tuple[int, list[tuple[EventKind, str]]]] = {}
    for name, found in updates.items():
        ids = [each.update_id for each in found.values()]
        assert len(ids) == len(set(ids)), f"{name} has an update twice"
        for update in found.values():
            what = (update.record_time, [(e.kind, e.contract_id) for e in update.events])
            assert common.setdefault(update.update_id, what) == what, f"{name} sees another update"


def check_readers(world: Synchronizer, history: History) -> None:
    """Who read through every failover has read what the database says, once and in order."""
    for name, seen in history.seen.items():
        updates = updates_of(world, name)
        expected = [(offset, update.update_id) for offset, update in updates.items()]
        read = [_identity(each) for each in seen]
        assert read == expected, f"a reader at {name} saw {read}, not {expected}"


def _identity(each: UpdateAt) -> tuple[int, str]:
    return int(each.offset), each.update.update_id


def check_pings(updates: dict[str, dict[int, TransactionUpdate]], history: History) -> None:
    """Every ping was created once and archived once, at both of its participants."""
    for name, found in updates.items():
        created: Counter[str] = Counter()
        archived: Counter[str] = Counter()
        names: dict[str, str] = {}
        for update in found.values():
            for event in update.events:
                if event.kind is EventKind.CREATED:
                    names[event.contract_id] = _name(event.event)
                    created[names[event.contract_id]] += 1
                elif event.is_consuming:
                    archived[names[event.contract_id]] += 1
        wanted = {ping: 1 for ping, parties in history.pings.items() if name in parties}
        assert created == wanted, f"{name} created {_difference(created, wanted)}"
        assert archived == wanted, f"{name} archived {_difference(archived, wanted)}"


def _name(event: bytes) -> str:
    return str(api.CreatedEvent.FromString(event).create_arguments.fields[0].value.text)


def _difference(found: Counter[str], wanted: dict[str, int]) -> dict[str, tuple[int, int]]:
    return {
        key: (found[key], wanted.get(key, 0))
        for key in sorted(found.keys() | wanted.keys())
        if found[key] != wanted.get(key, 0)
    }


def check_commands(
    world: Synchronizer, updates: dict[str, dict[int, TransactionUpdate]], history: History
) -> None:
    """What was acknowledged was done, and nothing was done twice."""
    for name in world.participants:
        accepted: dict[str, list[Completion]] = defaultdict(list)
        for row in _rows(world.machine(name).database, COMPLETIONS):
            completion = decode_completion(row.content)
            if not completion.status:
                accepted[completion.command_id].append(completion)
        ids = {each.update_id for each in updates[name].values()}
        for command_id, completions in accepted.items():
            assert len(completions) == 1, f"{command_id} was done {len(completions)} times"
            assert completions[0].update_id in ids, f"{command_id} has no update"
        for command_id, (where, update_id) in history.acknowledged.items():
            if where == name:
                assert command_id in accepted, f"{command_id} was acknowledged and is lost"
                assert update_id in ("", accepted[command_id][0].update_id)


def _rows(database: MemoryDatabase, table: Table) -> list:  # type: ignore[type-arg]
    return list(database.table(table).all_rows())
