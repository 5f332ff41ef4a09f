"""The time of a synchronizer over the admin API."""

from __future__ import annotations

from canton.admin_api.synchronizer_time import synchronizer_time_table
from canton.clock import SimClock
from canton.timestamps import Timestamp
from canton.topology.encoding.time import timestamp_from_proto, timestamp_to_proto
from canton.wire import time_admin_pb2 as wire
from canton.wire import topology_admin_pb2


class Time:
    """A synchronizer that shows every time that it is asked for."""

    def __init__(self, observed: Timestamp | None) -> None:
        self.observed = observed
        self.awaited: list[Timestamp] = []

    async def await_time(self, time: Timestamp) -> Timestamp:
        self.awaited.append(time)
        self.observed = time
        return time


def fetch(freshness_s: int) -> wire.FetchTimeRequest:
    request = wire.FetchTimeRequest()
    request.freshness_bound.FromSeconds(freshness_s)
    return request


async def test_a_fresh_enough_time_is_told_at_once_and_a_stale_one_is_asked_for(operator) -> None:
    clock = SimClock()
    seen = Timestamp(clock.now() - 5_000_000)
    time = Time(seen)
    async with operator(synchronizer_time_table(lambda _: time, clock)) as caller:
        known = await caller.call("FetchTime", fetch(60))
        assert time.awaited == []
        fresh = await caller.call("FetchTime", fetch(1))
    assert timestamp_from_proto(known.timestamp) == seen
    assert [timestamp_from_proto(fresh.timestamp)] == time.awaited


async def test_a_time_is_awaited_on_the_synchronizer_that_is_named(operator) -> None:
    asked: list[str | None] = []
    time = Time(None)

    def find(name: str | None) -> Time:
        asked.append(name)
        return time

    wanted = Timestamp(1_700_000_000_000_000)
    request = wire.AwaitTimeRequest(
        synchronizer=topology_admin_pb2.Synchronizer(id="sync::1220ab"),
        timestamp=timestamp_to_proto(wanted),
    )
    async with operator(synchronizer_time_table(find, SimClock())) as caller:
        await caller.call("AwaitTime", request)
        await caller.call("FetchTime", fetch(0))
    assert asked == ["sync::1220ab", None]
    assert time.awaited[0] == wanted
