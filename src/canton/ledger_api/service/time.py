"""TimeService: tests of applications read and set the time of a network whose clock stands still.

It is served where `testing-time.type = monotonic-time`. Source: ledger API sheet, testing.
"""

from __future__ import annotations

from typing import Any

from google.protobuf.empty_pb2 import Empty

from canton.clock import ManualClock
from canton.ledger_api.errors import invalid_argument, missing_field
from canton.ledger_api.request.field import timestamp
from canton.ledger_api.response.update import time_message
from canton.timestamps import iso
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import ledger_testing_pb2 as wire


class TimeService:
    """Shows and sets the clock of the process."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock

    def table(self) -> ServiceTable:
        """The methods to serve."""
        service = wire.DESCRIPTOR.services_by_name["TimeService"]
        return table_of(service, {"GetTime": self.get_time, "SetTime": self.set_time})

    async def get_time(self, request: wire.GetTimeRequest, call: Call) -> Any:
        """What the clock shows."""
        return wire.GetTimeResponse(current_time=time_message(self._clock.reading()))

    async def set_time(self, request: wire.SetTimeRequest, call: Call) -> Any:
        """Sets the clock, unless somebody else has set it since the caller read it."""
        for name in ("current_time", "new_time"):
            if not request.HasField(name):
                raise missing_field(name)
        expected, wanted = timestamp(request.current_time), timestamp(request.new_time)
        if wanted < expected:
            raise invalid_argument(
                f"new_time [{iso(wanted)}] is before current_time [{iso(expected)}]. Setting time "
                "backwards is not allowed."
            )
        shown = self._clock.reading()
        if expected != shown:
            raise invalid_argument(
                f"current_time mismatch. Provided: {iso(expected)}. Actual: {iso(shown)}"
            )
        self._clock.set(wanted)
        return Empty()
