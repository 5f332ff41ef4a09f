"""The first door into the participant: commands in; updates, contracts and completions out.

Everything that the Ledger API and the workflows do goes through here. A `Ledger` exists while its
participant is active. Reading never blocks writing: readers look at the store and are woken when
the end of the ledger moves. Source: ledger API sheet 2.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

from canton.clock import Clock
from canton.errors import LedgerError
from canton.identifiers import Member, Offset, PartyId
from canton.participant.connection import Connected
from canton.participant.errors import (
    INVALID_PRESCRIBED_SYNCHRONIZER_ID,
    PARTICIPANT_PRUNED_DATA_ACCESSED,
    SUBMISSION_ALREADY_IN_FLIGHT,
)
from canton.participant.ledger_writer import LedgerWriter, Published
from canton.participant.lookup import Lookup, update_of
from canton.participant.package import Packages
from canton.participant.stores.update import (
    ACTIVE_CONTRACTS,
    COMPLETIONS,
    UPDATES,
    ActiveContractRow,
)
from canton.participant.submission.command import CommandSubmission
from canton.participant.submission.router import Routed
from canton.participant.submission.submissions import Submissions
from canton.participant.update import CompletionAt, UpdateAt, decode_completion
from canton.storage.condition import at_most, eq, greater
from canton.storage.storage import Storage

PAGE_SIZE: Final = 200


class Ledger:
    """The ledger of an active participant."""

    def __init__(
        self,
        participant: Member,
        storage: Storage,
        writer: LedgerWriter,
        packages: Packages,
        submissions: Submissions,
        *,
        clock: Clock,
        connected: Mapping[str, Connected],
    ) -> None:
        self.participant = participant
        self.packages = packages
        self.clock = clock
        self.lookup = Lookup(storage, writer)
        self._storage = storage
        self._writer = writer
        self._submissions = submissions
        self._connected = connected
        self._waiting: dict[tuple[str, str, str, frozenset[str]], asyncio.Future[Published]] = {}

    @property
    def end(self) -> Offset:
        """The last offset; everything up to it can be read."""
        return self._writer.end

    @property
    def begin(self) -> Offset:
        """Up to which offset the ledger was pruned."""
        return self._writer.begin

    def require_kept(self, begin: Offset, what: str) -> None:
        """Refuses to read on from an offset before the beginning of what is kept.

        Raises:
            LedgerError: PARTICIPANT_PRUNED_DATA_ACCESSED.
        """
        if begin < self.begin:
            raise LedgerError(
                PARTICIPANT_PRUNED_DATA_ACCESSED,
                f"{what} precedes pruned offset {self.begin}",
                {"earliest_offset": str(self.begin)},
            )

    async def end_after(self, offset: Offset) -> Offset:
        """The end of the ledger, as soon as it is beyond an offset."""
        await self._writer.changed.wait_until(lambda: self._writer.end > offset)
        return self._writer.end

    @property
    def connected(self) -> Mapping[str, Connected]:
        """The open connections to synchronizers, by alias."""
        return self._connected

    def connected_to(self, synchronizer: str) -> Connected:
        """The open connection to a synchronizer, by its physical id.

        Raises:
            LedgerError: there is none.
        """
        for each in self._connected.values():
            if str(each.synchronizer) == synchronizer:
                return each
        raise LedgerError(
            INVALID_PRESCRIBED_SYNCHRONIZER_ID,
            f"the participant is not connected to {synchronizer[:200]!r}",
        )

    async def prepare(self, submission: CommandSubmission) -> Routed:
        """Interprets commands that others will sign and submit, and finds their synchronizer.

        Raises:
            LedgerError: the commands cannot run, or no connected synchronizer can take them.
        """
        return await self._submissions.prepare(submission)

    async def submit(self, submission: CommandSubmission, prepared: Routed | None = None) -> None:
        """Sends commands; their outcome comes as a completion.

        Raises:
            LedgerError: see `Submissions.submit`.
        """
        await self._submissions.submit(submission, prepared)

    async def submit_and_wait(
        self, submission: CommandSubmission, prepared: Routed | None = None
    ) -> CompletionAt:
        """Sends commands and waits for their completion, accepted or not.

        Who stops waiting does not stop the command. The completion's update can be read.

        Raises:
            LedgerError: see `Submissions.submit`; or the same command is being waited for.
        """
        async with self._awaiting(submission) as published:
            await self._submissions.submit(submission, prepared)
            done = await published
            return CompletionAt(done.offset, done.completion)

    @asynccontextmanager
    async def _awaiting(
        self, submission: CommandSubmission
    ) -> AsyncIterator[asyncio.Future[Published]]:
        key = (
            submission.command_id,
            submission.submission_id,
            submission.user_id,
            frozenset[str](submission.act_as),
        )
        if key in self._waiting:
            raise LedgerError(SUBMISSION_ALREADY_IN_FLIGHT, "the same command is being waited for")
        future: asyncio.Future[Published] = asyncio.get_running_loop().create_future()
        self._waiting[key] = future
        try:
            yield future
        finally:
            del self._waiting[key]

    def on_published(self, published: Published) -> None:
        """Wakes whoever waits for a completion that is committed."""
        self._submissions.on_published(published)
        completion = published.completion
        key = (
            completion.command_id,
            completion.submission_id,
            completion.user_id,
            frozenset(completion.act_as),
        )
        future = self._waiting.get(key)
        if future is not None and not future.done():
            future.set_result(published)

    async def updates(
        self, begin_exclusive: Offset, end_inclusive: Offset | None = None
    ) -> AsyncIterator[list[UpdateAt]]:
        """Updates in order, a page at a time; without an end, for ever.

        An empty page says that there is nothing more for now; it is given at most once between
        others.
        """
        position = begin_exclusive
        while True:
            end = self._writer.end if end_inclusive is None else end_inclusive
            page = await self._page(position, end)
            # Also a slow reader must not miss what is pruned while it reads.
            self.require_kept(position, f"Updates request from {position + 1} to {end}")
            if page:
                position = page[-1].offset
                yield page
            if len(page) == PAGE_SIZE:
                continue
            if end_inclusive is not None:
                return
            position = max(position, end)
            yield []
            await self._writer.changed.wait_until(lambda seen=end: self._writer.end > seen)  # type: ignore[misc]

    async def _page(self, begin_exclusive: Offset, end_inclusive: Offset) -> list[UpdateAt]:
        """The first updates between two offsets, from memory where they are recent."""
        recent = self._writer.recent(begin_exclusive, end_inclusive, PAGE_SIZE)
        if recent is not None:
            return [UpdateAt(Offset(offset), update) for offset, update in recent]
        rows = await self._storage.read(
            UPDATES.query(
                greater("offset_at", int(begin_exclusive)),
                at_most("offset_at", int(end_inclusive)),
                order=("offset_at",),
                limit=PAGE_SIZE,
            )
        )
        return [update_of(row) for row in rows]

    async def completions(self, begin_exclusive: Offset) -> AsyncIterator[list[CompletionAt]]:
        """Completions in order, a page at a time, for ever; an empty page means none for now."""
        position = begin_exclusive
        while True:
            end = self._writer.end
            rows = await self._storage.read(
                COMPLETIONS.query(
                    greater("offset_at", int(position)),
                    at_most("offset_at", int(end)),
                    order=("offset_at",),
                    limit=PAGE_SIZE,
                )
            )
            self.require_kept(position, f"Command completions request from {position + 1} to {end}")
            if rows:
                position = Offset(rows[-1].offset_at)
                yield [
                    CompletionAt(Offset(row.offset_at), decode_completion(row.content))
                    for row in rows
                ]
            if len(rows) < PAGE_SIZE:
                position = max(position, end)
                yield []
                await self._writer.changed.wait_until(lambda seen=end: self._writer.end > seen)  # type: ignore[misc]

    async def active_contracts(self, at: Offset) -> AsyncIterator[list[ActiveContractRow]]:
        """The contracts that are active at an offset, a page at a time, in order of creation."""
        position = 0
        while True:
            rows = await self._storage.read(
                ACTIVE_CONTRACTS.query(
                    greater("created_at", position),
                    at_most("created_at", int(at)),
                    order=("created_at",),
                    limit=PAGE_SIZE,
                )
            )
            if len(rows) == PAGE_SIZE and rows[0].created_at != rows[-1].created_at:
                # One update may create many contracts: the last of the page comes whole or later.
                last = rows[-1].created_at
                rows = [row for row in rows if row.created_at < last]
                is_last = False
            elif len(rows) == PAGE_SIZE:
                rows = await self._storage.read(
                    ACTIVE_CONTRACTS.query(eq("created_at", rows[0].created_at))
                )
                is_last = False
            else:
                is_last = True
            self.require_kept(at, f"Active contracts request at offset {at}")
            active = [row for row in rows if row.archived_at is None or row.archived_at > at]
            if active:
                yield active
            if is_last:
                return
            position = rows[-1].created_at

    def hosted_parties(self) -> frozenset[PartyId]:
        """The parties that this participant hosts on some connected synchronizer."""
        found: frozenset[PartyId] = frozenset()
        for each in self._connected.values():
            snapshot = each.session.topology.approximate_snapshot()
            found |= snapshot.parties.hosted_by(self.participant)
        return found
