"""UpdateService: the ledger as a stream, and single updates. Source: ledger API sheet 2.3."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any, Final

from canton.errors import LedgerError
from canton.identifiers import Offset
from canton.ledger_api.errors import (
    DESCENDING_ORDER_MISSING_END,
    OFFSET_OUT_OF_RANGE,
    UPDATE_NOT_FOUND,
    invalid_argument,
    missing_field,
)
from canton.ledger_api.request.field import non_negative_offset, not_after_end, positive_offset
from canton.ledger_api.request.format import UpdateFormat, check_known, update_format
from canton.ledger_api.response.update import UpdateShaper
from canton.ledger_api.service.tail import Checkpoints, tailing
from canton.participant.ledger import Ledger, UpdateAt
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import ledger_event_pb2 as event_wire
from canton.wire import ledger_service_pb2 as wire

_UPDATE_ID: Final = re.compile(r"([0-9a-fA-F]{2})+")
_Shown = event_wire.Transaction | wire.TopologyTransaction


class UpdateService:
    """Reads the updates of a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def table(self) -> ServiceTable:
        """The methods to serve."""
        service = wire.DESCRIPTOR.services_by_name["UpdateService"]
        return table_of(
            service,
            {
                "GetUpdates": self.get_updates,
                "GetUpdateByOffset": self.get_update_by_offset,
                "GetUpdateById": self.get_update_by_id,
            },
        )

    async def get_updates(
        self, request: wire.GetUpdatesRequest, call: Call
    ) -> AsyncIterator[wire.GetUpdatesResponse]:
        """Updates after an offset, up to an end or for ever."""
        begin, end, shaper = self._read(request)
        if end is None:
            async with aclosing(self._tail(begin, shaper)) as responses:
                async for response in responses:
                    yield response
        elif begin < end:
            pages = self._descending if request.descending_order else self._ledger.updates
            async for page in pages(begin, end):
                for each in page:
                    shown = shaper.update(each)
                    if shown is not None:
                        yield _response(shown)

    def _read(self, request: wire.GetUpdatesRequest) -> tuple[Offset, Offset | None, UpdateShaper]:
        begin = non_negative_offset(request.begin_exclusive, "begin_exclusive")
        end = None
        if request.HasField("end_inclusive"):
            what = "either a positive integer (>0) or not defined at all"
            end = positive_offset(request.end_inclusive, "end_inclusive", what)
        format = self._format(request)
        not_after_end(begin, self._ledger.end, "Begin")
        if end is not None:
            not_after_end(end, self._ledger.end, "End")
            if begin > end:
                raise LedgerError(
                    OFFSET_OUT_OF_RANGE, f"End offset {end} is before begin offset {begin}."
                )
        elif request.descending_order:
            raise LedgerError(
                DESCENDING_ORDER_MISSING_END,
                "The end_inclusive field must be set for descending order.",
            )
        return begin, end, UpdateShaper(format, self._ledger.packages.library)

    def _format(
        self,
        request: wire.GetUpdatesRequest | wire.GetUpdateByOffsetRequest | wire.GetUpdateByIdRequest,
    ) -> UpdateFormat:
        if not request.HasField("update_format"):
            raise missing_field("update_format")
        format = update_format(request.update_format)
        if format.transactions is not None:
            check_known(format.transactions.events, self._ledger.packages)
        if format.reassignments is not None:
            check_known(format.reassignments, self._ledger.packages)
        return format

    async def _descending(self, begin: Offset, end: Offset) -> AsyncIterator[list[UpdateAt]]:
        """The updates newest first, which are read whole before."""
        pages = [page async for page in self._ledger.updates(begin, end)]
        for page in reversed(pages):
            yield page[::-1]

    async def _tail(
        self, begin: Offset, shaper: UpdateShaper
    ) -> AsyncGenerator[wire.GetUpdatesResponse, None]:
        checkpoints = Checkpoints(self._ledger, begin)
        items = tailing(self._ledger, begin, self._ledger.updates, checkpoints)
        async with aclosing(items):
            async for item in items:
                if not isinstance(item, list):
                    yield wire.GetUpdatesResponse(offset_checkpoint=item)
                    continue
                for each in item:
                    checkpoints.saw(each.update.synchronizer, each.update.record_time)
                    shown = shaper.update(each)
                    if shown is not None:
                        yield _response(shown)

    async def get_update_by_offset(self, request: wire.GetUpdateByOffsetRequest, call: Call) -> Any:
        """The update at an offset."""
        offset = positive_offset(request.offset, "offset")
        format = self._format(request)
        return self._found(await self._ledger.update_at(offset), format)

    async def get_update_by_id(self, request: wire.GetUpdateByIdRequest, call: Call) -> Any:
        """The update with an id."""
        if not request.update_id:
            raise missing_field("update_id")
        if not _UPDATE_ID.fullmatch(request.update_id):
            raise invalid_argument(f"Failed to parse hex string: {request.update_id}")
        format = self._format(request)
        return self._found(await self._ledger.update_by_id(request.update_id.lower()), format)

    def _found(self, at: UpdateAt | None, format: UpdateFormat) -> wire.GetUpdateResponse:
        shaper = UpdateShaper(format, self._ledger.packages.library)
        shown = None if at is None else shaper.update(at)
        if shown is None:
            raise LedgerError(UPDATE_NOT_FOUND, "Update not found, or not visible.")
        if isinstance(shown, event_wire.Transaction):
            return wire.GetUpdateResponse(transaction=shown)
        return wire.GetUpdateResponse(topology_transaction=shown)


def _response(shown: _Shown) -> wire.GetUpdatesResponse:
    if isinstance(shown, event_wire.Transaction):
        return wire.GetUpdatesResponse(transaction=shown)
    return wire.GetUpdatesResponse(topology_transaction=shown)
