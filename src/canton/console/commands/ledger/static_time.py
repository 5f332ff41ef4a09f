"""Commands that read and set the time of a network whose clock stands still."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from google.protobuf.timestamp_pb2 import Timestamp

from canton.console.endpoint import methods_of
from canton.console.group import LedgerGroup
from canton.console.spelling import command
from canton.wire import ledger_testing_pb2 as wire

_TIME: Final = methods_of(wire.DESCRIPTOR.services_by_name["TimeService"])


class StaticTime(LedgerGroup):
    """Read and set the time, where the participant lets its users do so."""

    @command
    def get(self) -> datetime:
        """The time that ledger times are taken from."""
        response = self._ledger.unary(_TIME["GetTime"], wire.GetTimeRequest())
        shown: datetime = response.current_time.ToDatetime(tzinfo=UTC)
        return shown

    @command
    def set(self, current_time: datetime, next_time: datetime) -> None:
        """Sets the time, unless it is not `current_time` any more."""
        messages = [Timestamp(), Timestamp()]
        for message, time in zip(messages, (current_time, next_time), strict=True):
            message.FromDatetime(time)
        request = wire.SetTimeRequest(current_time=messages[0], new_time=messages[1])
        self._ledger.unary(_TIME["SetTime"], request)
