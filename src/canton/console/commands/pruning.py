"""Commands that forget old parts of a participant's ledger."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from google.protobuf.timestamp_pb2 import Timestamp

from canton.console.endpoint import methods_of
from canton.console.group import LedgerGroup
from canton.console.spelling import command
from canton.wire import admin_participant_pb2 as wire
from canton.wire import ledger_service_pb2

_PRUNING: Final = methods_of(wire.DESCRIPTOR.services_by_name["PruningService"])
_STATE: Final = methods_of(ledger_service_pb2.DESCRIPTOR.services_by_name["StateService"])


class Pruning(LedgerGroup):
    """Forget the beginning of the ledger."""

    @command
    def prune(self, prune_up_to: int) -> None:
        """Forgets updates and completions up to an offset, and the contracts archived by then."""
        self._admin.unary(_PRUNING["Prune"], wire.PruneRequest(prune_up_to=prune_up_to))

    @command
    def find_safe_offset(self, before_or_at: datetime | None = None) -> int | None:
        """The last offset that may be pruned by a time (now by default), if there is one."""
        end = self._ledger.unary(_STATE["GetLedgerEnd"], ledger_service_pb2.GetLedgerEndRequest())
        time = Timestamp()
        time.FromDatetime(before_or_at or datetime.now(UTC))
        request = wire.GetSafePruningOffsetRequest(before_or_at=time, ledger_end=end.offset)
        response = self._admin.unary(_PRUNING["GetSafePruningOffset"], request)
        if response.WhichOneof("response") != "safe_pruning_offset":
            return None
        return int(response.safe_pruning_offset)
