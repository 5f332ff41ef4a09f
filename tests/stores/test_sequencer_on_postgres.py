"""Sequencers on real PostgreSQL: own databases, one shared ordering database, one of them dies."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import replace

import pytest

from canton.clock import SystemRandomness, WallClock
from canton.sequencer.ordering.ordering import Ordering
from canton.sequencer.ordering.reference import reference_ordering
from canton.sequencer.ordering.shared_table import DRIVER_TABLES
from canton.sequencer.stores.tables import SEQUENCER_TABLES
from canton.storage.migration import migrate, migrations_of
from canton.storage.postgres import PostgresSettings, PostgresStorage, postgres_storage
from canton.storage.postgres.connection import close, connect
from canton.storage.postgres.schema import schema_differences
from canton.storage.table import AnyTable
from canton.topology_service.store import TOPOLOGY_TABLES
from scenarios.sequencer.deployment import Client, Deployment, until
from scenarios.sequencer.founding import Node

pytestmark = pytest.mark.postgres
OWN = {
    "sequencer": migrations_of("canton.sequencer.stores"),
    "topology": migrations_of("canton.topology_service"),
}
DRIVER = {"driver": migrations_of("canton.sequencer.ordering")}


class Databases:
    """One schema for each sequencer, and one that they share."""

    def __init__(self, settings: PostgresSettings) -> None:
        self._settings = settings
        self._clock = WallClock()

    def of(self, name: str) -> PostgresSettings:
        return replace(self._settings, schema=name)

    async def make(self, *names: str) -> None:
        await migrate(self.of("driver"), DRIVER, may_upgrade=False)
        for name in names:
            await migrate(self.of(name), OWN, may_upgrade=False)

    def open(self, name: str) -> AbstractAsyncContextManager[PostgresStorage]:
        return postgres_storage(self.of(name), str(uuid.uuid4()), self._clock)

    @asynccontextmanager
    async def ordering(self, node: Node) -> AsyncIterator[Ordering]:
        async with (
            self.open("driver") as storage,
            reference_ordering(storage, node.name, self._clock, SystemRandomness()) as ordering,
        ):
            yield ordering


@pytest.fixture
async def databases(empty_database: PostgresSettings) -> Databases:
    return Databases(empty_database)


@pytest.fixture
def world(databases: Databases) -> Deployment:
    return Deployment(clock=WallClock(), ordering_of=databases.ordering)


async def test_migrations_make_the_declared_tables(databases: Databases) -> None:
    await databases.make("own")
    cases: list[tuple[str, tuple[AnyTable, ...]]] = [
        ("own", (*SEQUENCER_TABLES, *TOPOLOGY_TABLES)),
        ("driver", DRIVER_TABLES),
    ]
    for schema, tables in cases:
        connection = await connect(databases.of(schema))
        assert await schema_differences(connection, tables) == []
        await close(connection)


async def test_a_sequencer_that_died_catches_up_and_has_the_same_events(
    databases: Databases, world: Deployment
) -> None:
    first, second = world.founding.sequencers
    alice, bob = world.founding.alice, world.founding.bob
    await databases.make(first.name, second.name)
    async with asyncio.timeout(60), AsyncExitStack() as stack:
        staying = await stack.enter_async_context(databases.open(second.name))
        served = await stack.enter_async_context(world.running(second, staying))
        await served.runtime.initialize(world.beginning(alice))
        sender = world.client(alice, 1)
        async with databases.open(first.name) as storage, world.running(first, storage) as other:
            await other.runtime.initialize(world.beginning(alice))
            newcomer = world.client(bob, 0)
            await newcomer.onboard(world.founding)
            await until(world.clock, newcomer.is_active)
            await sender.log_in()
            await asyncio.gather(*(sender.send(sender.request(f"a{i}", b"")) for i in range(20)))
        for index in range(20):
            await sender.send(sender.request(f"b{index}", b"x", bob.member))
        async with databases.open(first.name) as storage, world.running(first, storage) as other:
            await other.runtime.wait_running()
            contents = [await _contents(world.client(bob, index), 21) for index in (0, 1)]
            assert contents[0] == contents[1]
            assert len(set(contents[0])) == 21


async def _contents(client: Client, count: int) -> list[bytes]:
    await client.log_in()
    return [signed.content for signed, _ in await client.read(count)]


async def test_many_requests_through_two_sequencers_are_each_sequenced_once(
    databases: Databases, world: Deployment
) -> None:
    first, second = world.founding.sequencers
    alice = world.founding.alice
    await databases.make(first.name, second.name)
    async with asyncio.timeout(60), AsyncExitStack() as stack:
        for node in (first, second):
            storage = await stack.enter_async_context(databases.open(node.name))
            served = await stack.enter_async_context(world.running(node, storage))
            await served.runtime.initialize(world.beginning(alice))
        clients = [world.client(alice, index) for index in (0, 1)]
        for client in clients:
            await client.log_in()
        await asyncio.gather(
            *(clients[index % 2].send(clients[0].request(f"m{index}", b"")) for index in range(200))
        )
        for client in clients:
            events = [event for _, event in await client.read(200)]
            assert {event.message_id for event in events} == {f"m{i}" for i in range(200)}
            times = [event.timestamp for event in events]
            assert times == sorted(set(times))
            assert [event.previous_timestamp for event in events[1:]] == times[:-1]
