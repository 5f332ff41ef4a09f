"""CommandCompletionService: what became of commands. Source: ledger API sheet 2.5, 2.8."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from canton.identifiers import Offset, PartyId
from canton.ledger_api.errors import missing_field
from canton.ledger_api.request.field import non_negative_offset, not_after_end, parties, user_id
from canton.ledger_api.response.completion import completion
from canton.ledger_api.service.tail import Checkpoints, tailing
from canton.participant.ledger import Ledger
from canton.participant.update import CompletionAt
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import ledger_service_pb2 as wire


class CompletionService:
    """Reads the completions of a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def table(self) -> ServiceTable:
        """The methods to serve."""
        service = wire.DESCRIPTOR.services_by_name["CommandCompletionService"]
        return table_of(
            service,
            {"CompletionStream": self.completion_stream, "GetCompletions": self.get_completions},
        )

    async def completion_stream(
        self, request: wire.CompletionStreamRequest, call: Call
    ) -> AsyncIterator[wire.CompletionStreamResponse]:
        """The completions of a user's commands that one of the parties submitted, for ever."""
        user = user_id(request.user_id)
        wanted = parties(request.parties)
        if not wanted:
            raise missing_field("parties")
        begin = self._begin(request.begin_exclusive)
        async with aclosing(self._stream(begin, user, wanted)) as responses:
            async for response in responses:
                yield response

    async def get_completions(
        self, request: wire.GetCompletionsRequest, call: Call
    ) -> AsyncIterator[wire.CompletionStreamResponse]:
        """The completions of all users, of the parties' commands or of everyone's, for ever."""
        wanted = parties(request.parties)
        begin = self._begin(request.begin_exclusive)
        async with aclosing(self._stream(begin, None, wanted)) as responses:
            async for response in responses:
                yield response

    def _begin(self, offset: int) -> Offset:
        begin = non_negative_offset(offset, "begin_exclusive")
        not_after_end(begin, self._ledger.end, "Begin")
        return begin

    async def _stream(
        self, begin: Offset, user: str | None, wanted: frozenset[PartyId]
    ) -> AsyncGenerator[wire.CompletionStreamResponse, None]:
        checkpoints = Checkpoints(self._ledger, begin)
        async with aclosing(tailing(self._ledger, begin, self._pages, checkpoints)) as items:
            async for item in items:
                if not isinstance(item, list):
                    yield wire.CompletionStreamResponse(offset_checkpoint=item)
                    continue
                for each in item:
                    content = each.completion
                    if content.record_time:
                        checkpoints.saw(content.synchronizer, content.record_time)
                    is_user = user in (None, content.user_id)
                    if is_user and (not wanted or not wanted.isdisjoint(content.act_as)):
                        yield wire.CompletionStreamResponse(completion=completion(each, wanted))

    async def _pages(self, begin: Offset, end: Offset) -> AsyncIterator[list[CompletionAt]]:
        """The completions between two offsets; the ledger's own stream would go on for ever."""
        pages = self._ledger.completions(begin)
        try:
            async for page in pages:
                inside = [each for each in page if each.offset <= end]
                if inside:
                    yield inside
                if not page or len(inside) < len(page):
                    return
        finally:
            if isinstance(pages, AsyncGenerator):
                await pages.aclose()
