"""The client over real sockets: the same calls, the same outcomes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing

import pytest

from canton.clock import SystemRandomness, WallClock
from canton.lifecycle.queue import Signal
from canton.protocol.sequencing.envelope import EMPTY
from canton.sequencer_client.client import SequencerClient
from canton.sequencer_client.connection_pool import ConnectionPool
from canton.sequencer_client.core.submission import Sequenced
from canton.sequencer_client.seam import Surroundings
from canton.sequencer_client.settings import SequencerAlias, SequencerConnections
from canton.timestamps import micros, plus
from canton.transport.grpcio.backend import GrpcTransport
from canton.transport.http2.backend import Http2Transport
from canton.transport.seam import ServerSettings, Services, Transport
from unit.sequencer_client.fake_sequencer import (
    MEMBER,
    FakeSequencer,
    History,
    MemberKeys,
    Verifier,
    key_pair,
)


@pytest.mark.parametrize("make", [GrpcTransport, Http2Transport])
async def test_send_events_and_loss_of_the_server(make: Callable[[], Transport]) -> None:
    clock, transport = WallClock(), make()
    history = History(clock)  # type: ignore[arg-type]
    fake = FakeSequencer(0, history, key_pair(10))
    settings = ServerSettings(stop_grace_s=0.0)
    async with transport.server(settings, Services(*fake.tables())) as server:
        connections = SequencerConnections(
            (SequencerAlias("sequencer", (("127.0.0.1", server.port),)),)
        )
        surroundings = Surroundings(clock, SystemRandomness())
        async with ConnectionPool(
            connections, transport, MEMBER, MemberKeys(), surroundings
        ) as pool:
            agreement = await pool.agreement(10)
            verifier = Verifier([fake])
            async with (
                SequencerClient(pool, agreement.synchronizer, verifier) as client,
                asyncio.TaskGroup() as tasks,
                asyncio.timeout(20),
                aclosing(client.events()) as stream,
            ):
                reading = tasks.create_task(anext(stream))
                limit = plus(clock.now(), micros(seconds=60))
                result = await client.send(EMPTY, "m", limit)
                assert isinstance(result, Sequenced)
                batch = await reading
                assert [each.event for each in batch] == history.events
                changed = Signal()
                client.health.on_change(changed.notify)
                await server.__aexit__(None, None, None)
                await changed.wait_until(lambda: client.health.is_failed)
