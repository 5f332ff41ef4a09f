"""Forgetting old verdicts."""

from __future__ import annotations

import pytest

from canton.admin_api.mediator.pruning import mediator_pruning_table
from canton.mediator.stores.verdict import CURSORS, VERDICTS, CursorRow, VerdictRow
from canton.storage.memory import MemoryStorage
from canton.timestamps import Timestamp
from canton.topology.encoding.time import timestamp_to_proto
from canton.transport.seam import RpcError
from canton.wire import mediator_admin_pb2 as wire
from canton.wire.admin_pruning_pb2 import FindPruningTimestampRequest


def prune_at(time: int) -> wire.MediatorPruning.PruneRequest:
    return wire.MediatorPruning.PruneRequest(timestamp=timestamp_to_proto(Timestamp(time)))


async def test_verdicts_are_forgotten_up_to_the_time_but_never_beyond_the_cursor(operator) -> None:
    storage = MemoryStorage()
    rows = [VerdictRow(time, b"", time, True, b"") for time in (1, 2, 3)]
    await storage.write(VERDICTS.insert(*rows), CURSORS.insert(CursorRow("sync", 3, 3)))
    async with operator(mediator_pruning_table(lambda: storage)) as caller:
        await caller.call("Prune", prune_at(2))
        assert await storage.read(VERDICTS.query()) == rows[2:]
        with pytest.raises(RpcError) as error:
            await caller.call("Prune", prune_at(3))
    assert error.value.code_id == "MEDIATOR_CANNOT_PRUNE_AT_TIMESTAMP"
    assert await storage.read(VERDICTS.query()) == rows[2:]


async def test_the_nth_oldest_verdict_is_found_if_there_are_so_many(operator) -> None:
    storage = MemoryStorage()
    await storage.write(
        VERDICTS.insert(*(VerdictRow(time, b"", time, True, b"") for time in (30, 10, 20)))
    )
    async with operator(mediator_pruning_table(lambda: storage)) as caller:
        second = await caller.call("FindPruningTimestamp", FindPruningTimestampRequest(index=2))
        fourth = await caller.call("FindPruningTimestamp", FindPruningTimestampRequest(index=4))
    assert second.timestamp == timestamp_to_proto(Timestamp(20))
    assert not fourth.HasField("timestamp")
