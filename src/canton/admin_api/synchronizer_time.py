"""SynchronizerTimeService: the time of a synchronizer as its events show it.

Source: Canton 3.6 GrpcSynchronizerTimeService.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from canton.admin_api.errors import reading
from canton.clock import Clock
from canton.timestamps import Timestamp
from canton.topology.encoding.time import (
    duration_from_proto,
    timestamp_from_proto,
    timestamp_to_proto,
)
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import time_admin_pb2 as wire
from canton.wire import topology_admin_pb2


class SynchronizerTime(Protocol):
    """The time of one synchronizer; `client.time` of a sequencer client is one."""

    @property
    def observed(self) -> Timestamp | None:
        """The time of the last event, if there was one."""

    async def await_time(self, time: Timestamp) -> Timestamp:
        """Waits for an event at or after the time, and sees to it that one comes."""


FindTime = Callable[[str | None], SynchronizerTime]
"""Finds a connected synchronizer by logical or physical id; the only one if None."""


def synchronizer_time_table(find: FindTime, clock: Clock) -> ServiceTable:
    """SynchronizerTimeService."""

    async def fetch(request: wire.FetchTimeRequest, call: Call) -> Any:
        with reading():
            freshness = duration_from_proto(request.freshness_bound, "the freshness bound")
        time = find(_synchronizer(request))
        now = clock.now()
        observed = time.observed
        if observed is None or observed < now - freshness:
            observed = await time.await_time(now)
        return wire.FetchTimeResponse(timestamp=timestamp_to_proto(observed))

    async def await_time(request: wire.AwaitTimeRequest, call: Call) -> Any:
        with reading():
            wanted = timestamp_from_proto(request.timestamp)
        await find(_synchronizer(request)).await_time(wanted)
        return wire.AwaitTimeResponse()

    service = wire.DESCRIPTOR.services_by_name["SynchronizerTimeService"]
    return table_of(service, {"FetchTime": fetch, "AwaitTime": await_time})


def _synchronizer(request: wire.FetchTimeRequest | wire.AwaitTimeRequest) -> str | None:
    if not request.HasField("synchronizer"):
        return None
    synchronizer: topology_admin_pb2.Synchronizer = request.synchronizer
    return synchronizer.physical_id or synchronizer.id or None
