"""Group commit: one connection that commits whatever waits, and applies each batch exactly once.

While one commit is under way, further writes queue up; the next commit takes them all, in order.
If the batch fails for a reason of its data, its parts are committed one by one, so that one
caller's error does not hit others.

*A lost connection during a commit leaves its outcome unknown.* So each writer has a row in
`storage_writer`, and batch n of it runs `update .. set batch = n where batch = n - 1` in its own
transaction. After a loss, `_settle` makes the same update alone: if it succeeds, the lost
transaction can never commit any more (its update would find nothing); if it finds n there, the lost
transaction has committed. Either way the outcome is known, and nothing is applied twice.

*Fencing*: a guarded batch locks the row of its lease and epoch `for share`. A newer holder changes
that row, which waits for the batches in flight and fails all later ones.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import asyncpg

from canton.clock import Clock
from canton.errors import InvariantViolation
from canton.storage.errors import LeaseLost, StorageMisfit, StorageUnavailable
from canton.storage.postgres.connection import (
    DRIVER_ERRORS,
    Connection,
    Outcome,
    backoff,
    connect,
    definite_error,
    outcome_of,
    watched,
)
from canton.storage.postgres.executor import Executor
from canton.storage.postgres.outage import Outage
from canton.storage.postgres.plan import Step, plan_of, step_text
from canton.storage.postgres.settings import PostgresSettings
from canton.storage.postgres.statement import Statement
from canton.storage.storage import WriteGuard
from canton.storage.table import Insert, InsertNew, Notify, Upsert, Write

BATCH_WRITES_MAX: Final = 2000
"""A bound on the writes of one commit, so that a long queue does not become one long lock."""

BATCH_BYTES_MAX: Final = 64 * 1024 * 1024
"""A bound on the payloads of one commit (a single call may exceed it): a message ends at 1 GB."""

WAITING_MAX: Final = 20_000
"""A bound on waiting calls; further callers wait before they may queue."""

_DIVISION_BY_ZERO: Final = "22012"
"""How a batch whose lease or number is not current fails: the server divides by the rows found."""


@dataclass(slots=True)
class _Waiting:
    """A call that waits for its commit."""

    writes: tuple[Write, ...]
    guard: WriteGuard | None
    done: asyncio.Future[None] = field(default_factory=asyncio.Future)

    def succeed(self) -> None:
        if not self.done.done():
            self.done.set_result(None)

    def fail(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)


class GroupWriter:
    """The only writer of a storage; `run` is its task, `identity` its name in the database."""

    def __init__(
        self,
        settings: PostgresSettings,
        identity: str,
        outage: Outage,
        clock: Clock,
        executor: Executor,
    ) -> None:
        self._executor = executor
        self._clock = clock
        self._settings = settings
        self._outage = outage
        self._identity = identity
        self._connection: Connection | None = None
        self._number = 0
        self._lost_sessions: set[int] = set()
        self._queue: deque[_Waiting] = deque()
        self._arrived = asyncio.Event()
        self._room = asyncio.BoundedSemaphore(WAITING_MAX)
        self._is_closed = False

    async def write(self, writes: tuple[Write, ...], guard: WriteGuard | None) -> None:
        """Queues the writes and waits until they are durable; see `Storage.write`."""
        async with self._room:
            if self._is_closed:
                raise StorageUnavailable("the storage is closed")
            waiting = _Waiting(writes, guard)
            self._queue.append(waiting)
            self._arrived.set()
            self._executor.queued(len(self._queue))
            await waiting.done

    async def run(self) -> None:
        """Commits until cancelled; then calls that still wait fail with `StorageUnavailable`."""
        batch: list[_Waiting] = []
        try:
            while True:
                await self._arrived.wait()
                batch = self._take()
                self._executor.queued(len(self._queue))
                if batch:
                    with self._executor.running():
                        await self._commit_all(batch)
                else:
                    self._arrived.clear()
        finally:
            self._is_closed = True
            for waiting in (*batch, *self._queue):
                waiting.fail(StorageUnavailable("the storage was closed; the outcome is unknown"))
            self._queue.clear()
            if self._connection:
                self._connection.terminate()

    def _take(self) -> list[_Waiting]:
        """The next calls that may share a transaction: those under the same guard."""
        batch: list[_Waiting] = []
        size = 0
        weight = 0
        while self._queue and size < BATCH_WRITES_MAX:
            waiting = self._queue[0]
            weight += _bytes_of(waiting.writes)
            if batch and (waiting.guard != batch[0].guard or weight > BATCH_BYTES_MAX):
                break
            self._queue.popleft()
            if not waiting.done.done():  # else its caller was cancelled while it waited
                batch.append(waiting)
                size += len(waiting.writes)
        return batch

    async def _commit_all(self, batch: Sequence[_Waiting]) -> None:
        """Commits the calls together, or in halves where they fail together."""
        writes = tuple(write for waiting in batch for write in waiting.writes)
        error = await self._commit(writes, batch[0].guard)
        if error is None:
            for waiting in batch:
                waiting.succeed()
        elif len(batch) == 1 or isinstance(error, LeaseLost):
            for waiting in batch:
                waiting.fail(error)
        else:
            middle = len(batch) // 2
            await self._commit_all(batch[:middle])
            await self._commit_all(batch[middle:])

    async def _commit(
        self, writes: tuple[Write, ...], guard: WriteGuard | None
    ) -> Exception | None:
        """Applies the writes exactly once, however often it takes; or answers why not."""
        delays = backoff(self._settings).delays()
        is_open = False  # whether an attempt may have been applied without our knowing
        while True:
            try:
                connection = await self._session()
                if is_open and await self._settle(connection):
                    return None
                is_open = False
                with watched(self._settings, self._clock, f"{len(writes)} writes"):
                    await self._apply(connection, writes, guard)
                self._number += 1
                self._outage.over()
                return None
            except InvariantViolation as error:
                return error
            except (StorageUnavailable, StorageMisfit) as error:
                self._outage.noticed(error)
            except DRIVER_ERRORS as error:
                outcome = outcome_of(error)
                if outcome is Outcome.ROLLED_BACK and not is_open:
                    refusal = await self._refusal(error, guard)
                    if refusal:
                        return refusal
                else:
                    self._outage.noticed(error)
                if outcome is Outcome.UNKNOWN:
                    is_open = True
                    self._drop_session()
            await self._clock.sleep(next(delays))

    async def _session(self) -> Connection:
        """The writer's connection, opened and registered if needed."""
        if self._connection is None or self._connection.is_closed():
            self._drop_session()
            self._connection = await connect(self._settings)
            await self._connection.execute(
                "insert into storage_writer (writer, batch, is_void, seen)"
                " values ($1, $2, false, now()) on conflict (writer) do nothing",
                self._identity,
                self._number,
            )
        return self._connection

    def _drop_session(self) -> None:
        if self._connection is not None:
            self._lost_sessions.add(self._connection.get_server_pid())
            self._connection.terminate()
            self._connection = None

    async def _apply(
        self, connection: Connection, writes: tuple[Write, ...], guard: WriteGuard | None
    ) -> None:
        plan = plan_of(writes)
        first, *others = plan.stages
        if not others:
            await _execute(connection, self._opening(first, plan.notifications, guard))
            return
        await connection.execute("begin")
        try:
            await _execute(connection, self._opening(first, plan.notifications, guard))
            for stage in others:
                statement = Statement()
                steps = [f"step{i} as ({step_text(statement, s)})" for i, s in enumerate(stage)]
                statement.text = f"with {', '.join(steps)} select 1"
                await _execute(connection, statement)
            await connection.execute("commit")
        except asyncpg.PostgresError:
            # Only where the server answered: after anything else the session is given up, and
            # asking it once more could wait for ever.
            if not connection.is_closed():
                await connection.execute("rollback")
            raise

    def _opening(
        self, steps: Sequence[Step], notifications: Iterable[Notify], guard: WriteGuard | None
    ) -> Statement:
        """The first statement of a batch: its number, its lease, and its first steps."""
        statement = Statement()
        next_number = statement.bind(self._number + 1, "bigint")
        writer = statement.bind(self._identity, "text")
        parts = [
            f"turn as (update storage_writer set batch = {next_number}, is_void = false,"
            f" seen = now() where writer = {writer} and batch = {next_number} - 1 returning 1)"
        ]
        outputs = ["1 / (select count(*) from turn)"]
        if guard:
            name = statement.bind(guard.name, "text")
            epoch = statement.bind(guard.epoch, "bigint")
            parts.append(
                f"term as (select 1 from lease where name = {name} and epoch = {epoch} for share)"
            )
            outputs.append("1 / (select count(*) from term)")
        parts += [f"step{i} as ({step_text(statement, s)})" for i, s in enumerate(steps)]
        for each in notifications:
            channel, sender = (
                statement.bind(each.channel, "text"),
                statement.bind(each.sender, "text"),
            )
            outputs.append(f"pg_notify({channel}, {sender})")
        statement.text = f"with {', '.join(parts)} select {', '.join(outputs)}"
        return statement

    async def _settle(self, connection: Connection) -> bool:
        """Whether the batch whose outcome is unknown was applied; from now on that is final.

        The lost sessions are ended first: they may hang in an open transaction of ours.
        """
        await connection.fetch(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where pid = any($1) and application_name = current_setting('application_name')",
            list(self._lost_sessions),
        )
        number = self._number + 1
        voided = await connection.execute(
            "update storage_writer set batch = $1, is_void = true, seen = now()"
            " where writer = $2 and batch = $1 - 1",
            number,
            self._identity,
        )
        row = await connection.fetchrow(
            "select batch, is_void from storage_writer where writer = $1", self._identity
        )
        if row is None or row["batch"] != number:
            raise InvariantViolation(f"the row of the writer {self._identity} was changed: {row}")
        self._number = number
        self._lost_sessions.clear()
        return not row["is_void"] and voided.endswith(" 0")

    async def _refusal(self, error: Exception, guard: WriteGuard | None) -> Exception | None:
        """Why a batch failed for good, or None if its writer only had to register again.

        A stale holder may meet a duplicate key first: that its lease is over is the better answer.
        """
        assert self._connection is not None
        try:
            if guard:
                text = "select epoch from lease where name = $1"
                epoch = await self._connection.fetchval(text, guard.name)
                if epoch != guard.epoch:
                    return LeaseLost(f"epoch {guard.epoch} of {guard.name} is over: now {epoch}")
            if getattr(error, "sqlstate", None) != _DIVISION_BY_ZERO:
                return definite_error(error)
            await self._register_again(self._connection)
            return None
        except DRIVER_ERRORS as lost:
            self._outage.noticed(lost)
            self._drop_session()
            return None

    async def _register_again(self, connection: Connection) -> None:
        """Takes up the writer's row as it is: an operator restored or cleaned the database."""
        await connection.execute(
            "insert into storage_writer (writer, batch, is_void, seen)"
            " values ($1, $2, false, now()) on conflict (writer) do update set batch = $2",
            self._identity,
            self._number,
        )


async def _execute(connection: Connection, statement: Statement) -> None:
    """Runs one stage of a batch."""
    await connection.execute(statement.text, *statement.arguments)


def _bytes_of(writes: tuple[Write, ...]) -> int:
    """How many bytes of payload the writes carry, roughly."""
    return sum(
        len(value)
        for write in writes
        if isinstance(write, Insert | InsertNew | Upsert)
        for row in write.rows
        for value in write.table.values_of(row)
        if isinstance(value, bytes)
    )
