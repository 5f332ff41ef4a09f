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
    INVALID_UPDATES_PAGE_TOKEN,
    OFFSET_OUT_OF_RANGE,
    UPDATE_NOT_FOUND,
    invalid_argument,
    missing_field,
)
from canton.ledger_api.request.field import (
    non_negative_offset,
    not_after_end,
    page_size,
    positive_offset,
)
from canton.ledger_api.request.format import UpdateFormat, check_known, update_format
from canton.ledger_api.response.update import UpdateShaper
from canton.ledger_api.service.page_token import TokenMaker
from canton.ledger_api.service.tail import Checkpoints, tailing
from canton.participant.ledger import Ledger
from canton.participant.update import UpdateAt
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import ledger_event_pb2 as event_wire
from canton.wire import ledger_service_pb2 as wire

_UPDATE_ID: Final = re.compile(r"([0-9a-fA-F]{2})+")
_SPAN: Final = 1000
"""How many offsets are read at a time, backwards."""

PAGE_SIZE: Final = 100
PAGE_SIZE_MAX: Final = 2000
_Shown = event_wire.Transaction | wire.TopologyTransaction


class _Page:
    """A page in the making; `last` is where it stopped for being full."""

    def __init__(self, shaper: UpdateShaper, size: int) -> None:
        self._shaper = shaper
        self._size = size
        self._updates: list[wire.GetUpdateResponse] = []
        self.last: Offset | None = None

    async def fill(self, pages: AsyncIterator[list[UpdateAt]]) -> None:
        """Takes updates until it is full or there are no more."""
        async for page in pages:
            for each in page:
                shown = self._shaper.update(each)
                if shown is None:
                    continue
                self._updates.append(_single(shown))
                if len(self._updates) == self._size:
                    self.last = each.offset
                    return

    def answer(self, low: Offset, high: Offset, token: bytes | None) -> wire.GetUpdatesPageResponse:
        """The page with the offsets that it spans."""
        return wire.GetUpdatesPageResponse(
            updates=self._updates,
            lowest_page_offset_exclusive=low,
            highest_page_offset_inclusive=high,
            next_page_token=token,
        )


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
                "GetUpdatesPage": self.get_updates_page,
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
        if end is not None:
            self._check_range(begin, end)
        else:
            not_after_end(begin, self._ledger.end, "Begin")
        self._ledger.require_kept(
            begin, f"Updates request from {begin + 1} to {end or self._ledger.end}"
        )
        if end is None and request.descending_order:
            raise LedgerError(
                DESCENDING_ORDER_MISSING_END,
                "The end_inclusive field must be set for descending order.",
            )
        return begin, end, UpdateShaper(format, self._ledger.packages.library)

    def _check_range(self, begin: Offset, end: Offset) -> None:
        not_after_end(begin, self._ledger.end, "Begin")
        not_after_end(end, self._ledger.end, "End")
        if begin > end:
            raise LedgerError(
                OFFSET_OUT_OF_RANGE, f"End offset {end} is before begin offset {begin}."
            )

    def _format(
        self,
        request: wire.GetUpdatesRequest
        | wire.GetUpdatesPageRequest
        | wire.GetUpdateByOffsetRequest
        | wire.GetUpdateByIdRequest,
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
        """The updates newest first, a span of offsets at a time."""
        while begin < end:
            start = Offset(max(begin, end - _SPAN))
            pages = [page async for page in self._ledger.updates(start, end)]
            yield [each for page in reversed(pages) for each in reversed(page)]
            end = start

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

    async def get_updates_page(self, request: wire.GetUpdatesPageRequest, call: Call) -> Any:
        """Updates between two offsets, a page at a time."""
        begin = non_negative_offset(request.begin_offset_exclusive, "begin_offset_exclusive")
        end = self._ledger.end
        has_end = request.HasField("end_offset_inclusive")
        if has_end:
            end = positive_offset(request.end_offset_inclusive, "end_offset_inclusive")
        wanted = request.max_page_size if request.HasField("max_page_size") else None
        size = page_size(wanted, PAGE_SIZE, PAGE_SIZE_MAX)
        shaper = UpdateShaper(self._format(request), self._ledger.packages.library)
        self._check_range(begin, end)
        tokens = TokenMaker(
            self._ledger.participant, request, "page_token", INVALID_UPDATES_PAGE_TOKEN
        )
        page = _Page(shaper, size)
        if request.descending_order:
            (place,) = tokens.read(end)
            end = Offset(place)
            await page.fill(self._descending(begin, end))
            low = begin if page.last is None else Offset(page.last - 1)
            return page.answer(low, end, tokens.make(low) if low > begin else None)
        (place,) = tokens.read(begin)
        begin = Offset(place)
        await page.fill(self._ledger.updates(begin, end))
        high = max(begin, end) if page.last is None else page.last
        is_more = high < end or not has_end
        return page.answer(begin, high, tokens.make(high) if is_more else None)

    async def get_update_by_offset(self, request: wire.GetUpdateByOffsetRequest, call: Call) -> Any:
        """The update at an offset."""
        offset = positive_offset(request.offset, "offset")
        format = self._format(request)
        return self._found(await self._ledger.lookup.update_at(offset), format)

    async def get_update_by_id(self, request: wire.GetUpdateByIdRequest, call: Call) -> Any:
        """The update with an id."""
        if not request.update_id:
            raise missing_field("update_id")
        if not _UPDATE_ID.fullmatch(request.update_id):
            raise invalid_argument(f"Failed to parse hex string: {request.update_id}")
        format = self._format(request)
        return self._found(
            await self._ledger.lookup.update_by_id(request.update_id.lower()), format
        )

    def _found(self, at: UpdateAt | None, format: UpdateFormat) -> wire.GetUpdateResponse:
        shaper = UpdateShaper(format, self._ledger.packages.library)
        shown = None if at is None else shaper.update(at)
        if shown is None:
            raise LedgerError(UPDATE_NOT_FOUND, "Update not found, or not visible.")
        return _single(shown)


def _single(shown: _Shown) -> wire.GetUpdateResponse:
    if isinstance(shown, event_wire.Transaction):
        return wire.GetUpdateResponse(transaction=shown)
    return wire.GetUpdateResponse(topology_transaction=shown)


def _response(shown: _Shown) -> wire.GetUpdatesResponse:
    if isinstance(shown, event_wire.Transaction):
        return wire.GetUpdatesResponse(transaction=shown)
    return wire.GetUpdatesResponse(topology_transaction=shown)
