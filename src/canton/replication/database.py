"""The lease in PostgreSQL: a session lock that standbys wait in, an epoch that fences writes.

Taking over, all in the session that has just got the lock: end what is left of the previous
holder's sessions; raise the epoch, which waits for writes in flight; only then is the state loaded.
All sessions of a process carry its application name, so that they can be found and ended together.
"""

from __future__ import annotations

import asyncio
import logging
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Final

from canton.clock import Clock
from canton.errors import InvariantViolation
from canton.lifecycle.backoff import Backoff
from canton.lifecycle.health import HealthComponent
from canton.lifecycle.supervisor import Supervisor
from canton.replication.core import (
    Beaten,
    BeatFailed,
    GiveUp,
    Holder,
    HolderCore,
    HolderInput,
    HolderSeen,
    LeaseTiming,
    ReleaseAsked,
    SessionEnded,
    StandbyCore,
)
from canton.replication.leadership import PASSIVE, Lease
from canton.storage.errors import StorageMisfit, StorageUnavailable
from canton.storage.postgres.connection import DRIVER_ERRORS, Connection, connect
from canton.storage.postgres.settings import APPLICATION_NAME_LENGTH_MAX, PostgresSettings

_LOCK_CLASS: Final = 0x43414E54
"""The first key of our advisory locks, so that other programs' locks do not meet ours."""

_TAKE_OVER_TIMEOUT_S: Final = 10.0
_TERMINATION_TIMEOUT_MS: Final = 5000
_CONNECTION_ERRORS: Final = (*DRIVER_ERRORS, StorageUnavailable, StorageMisfit)
_log: Final = logging.getLogger(__name__)

_HOLDER: Final = """
select l.pid as session, a.application_name as application,
       coalesce((select beat from lease_heartbeat where name = $3), 0) as beat
from pg_locks l join pg_stat_activity a on a.pid = l.pid
where l.locktype = 'advisory' and l.granted and l.objsubid = 2
  and l.database = (select oid from pg_database where datname = current_database())
  and l.classid::bigint = $1 and l.objid::bigint = $2
"""
_END_SESSIONS: Final = """
select count(pg_terminate_backend(pid, $2)) from pg_stat_activity
where application_name = $1 and datname = current_database() and pid <> pg_backend_pid()
"""
_IS_THERE: Final = "select exists (select 1 from pg_stat_activity where pid = $1)"
_END_SESSION: Final = "select pg_terminate_backend($1)"
_BEGIN_TERM: Final = """
insert into lease (name, epoch, holder, taken) values ($1, 1, $2, now())
on conflict (name) do update set epoch = lease.epoch + 1, holder = $2, taken = now()
returning epoch
"""
_LEAVE: Final = "update lease set holder = '' where name = $1"
_BEAT: Final = """
insert into lease_heartbeat (name, beat, seen) values ($1, 1, now())
on conflict (name) do update set beat = lease_heartbeat.beat + 1, seen = now()
"""


class DatabaseLeadership:
    """A `Leadership` among the processes that use one database.

    The application name of the settings must be unique per process and the same for the storage.

    Raises:
        InvariantViolation: the application name is too long to be found again.
    """

    def __init__(
        self,
        settings: PostgresSettings,
        clock: Clock,
        timing: LeaseTiming | None = None,
        name: str = "node",
    ) -> None:
        if len(settings.application_name) > APPLICATION_NAME_LENGTH_MAX:
            raise InvariantViolation(f"{settings.application_name}: the application name is long")
        self._settings = replace(settings, command_timeout_s=None)
        self._clock = clock
        self._timing = timing or LeaseTiming()
        self._name = name
        self._keys = (_LOCK_CLASS, zlib.crc32(f"{settings.schema}.{name}".encode()) & 0x7FFF_FFFF)
        self._lease: Lease | None = None
        self._core: HolderCore | None = None
        self._is_free = asyncio.Event()
        self._is_decided = asyncio.Event()
        self._stay_away_until_s = 0.0
        self.health = HealthComponent("replication", PASSIVE)

    @property
    def is_active(self) -> bool:
        """Whether this process has the lease now."""
        return self._lease is not None and not self._lease.lost.is_set()

    async def decided(self) -> None:
        """See `Leadership.decided`."""
        await self._is_decided.wait()

    @asynccontextmanager
    async def held(self) -> AsyncIterator[Lease]:
        """See `Leadership.held`."""
        await self._clock.sleep(max(0.0, self._stay_away_until_s - self._clock.monotonic_s()))
        session, epoch, core = await self._acquire()
        self._is_free.clear()
        lease = self._lease = Lease(self._name, epoch)
        self._core = core
        self._is_decided.set()
        session.add_termination_listener(
            lambda _: self._observed(lease, core, SessionEnded("connection closed"))
        )
        try:
            if session.is_closed():
                self._observed(lease, core, SessionEnded("connection closed"))
            else:
                self.health.ok()
            _log.info("active: term %d of the lease %s", epoch, self._name)
            async with Supervisor(f"lease {self._name}", self._clock) as tasks:
                tasks.spawn("beat", lambda: self._beat(session, lease, core))
                yield lease
        finally:
            lease.end("the term was ended")
            self.health.fail(PASSIVE.description)
            self._lease = self._core = None
            await self._free(session)
            self._is_free.set()

    async def release(self) -> bool:
        """See `Leadership.release`."""
        if self._lease is None or self._core is None or not self.is_active:
            return False
        self._stay_away_until_s = self._clock.monotonic_s() + self._timing.cool_down_s
        self._observed(self._lease, self._core, ReleaseAsked())
        await self._is_free.wait()
        return True

    def _observed(self, lease: Lease, core: HolderCore, observed: HolderInput) -> None:
        for effect in core.handle(observed):
            match effect:
                case GiveUp(reason):
                    self.health.fail(PASSIVE.description)
                    lease.end(reason)

    async def _beat(self, session: Connection, lease: Lease, core: HolderCore) -> None:
        """Beats once a period until the lease is over; an attempt lasts at most a period."""
        begun_s = self._clock.monotonic_s()
        while not lease.lost.is_set():
            elapsed_s = self._clock.monotonic_s() - begun_s
            await self._clock.sleep(max(0.0, self._timing.period_s - elapsed_s))
            begun_s = self._clock.monotonic_s()
            self._observed(lease, core, await self._beat_once(session, begun_s))

    async def _beat_once(self, session: Connection, begun_s: float) -> HolderInput:
        try:
            # The driver's own time limit would not hold here: a second statement after one that
            # timed out waits for the first one's cancellation, however long that takes.
            async with asyncio.timeout(self._timing.period_s):
                await session.execute(_BEAT, self._name)
        except DRIVER_ERRORS as error:
            if session.is_closed():
                return SessionEnded(repr(error))
            return BeatFailed(self._clock.monotonic_s(), repr(error))
        return Beaten(begun_s)

    async def _free(self, session: Connection) -> None:
        """Ends the session with the lock, having said (if it can) that nothing is left behind.

        Else the next holder ends all sessions of this process, also those that wait or read.
        """
        try:
            await session.execute(_LEAVE, self._name, timeout=self._timing.period_s)
        except DRIVER_ERRORS as error:
            _log.info("the lease could not be left in order: %s", error)
        finally:
            session.terminate()

    async def _acquire(self) -> tuple[Connection, int, HolderCore]:
        """Waits for the lock, through every loss of the connection, and begins a term."""
        delays = Backoff(0.05, self._settings.retry_interval_max_s).delays()
        while True:
            try:
                session = await connect(self._settings)
            except _CONNECTION_ERRORS as error:
                _log.info("no session to wait in the lock: %s", error)
                await self._clock.sleep(next(delays))
                continue
            try:
                await self._wait_in_lock(session)
                begun_s = self._clock.monotonic_s()
                epoch = await self._begin_term(session)
                return session, epoch, HolderCore(self._timing, begun_s)
            except _CONNECTION_ERRORS as error:
                session.terminate()
                _log.info("the session that waited in the lock ended: %s", error)
                await self._clock.sleep(next(delays))
            except BaseException:
                session.terminate()
                raise

    async def _wait_in_lock(self, session: Connection) -> None:
        """Returns when the session has the lock; meanwhile a frozen holder is evicted."""
        is_free = await session.fetchval(
            "select pg_try_advisory_lock($1, $2)", *self._keys, timeout=_TAKE_OVER_TIMEOUT_S
        )
        if is_free:
            return
        self._is_decided.set()
        async with Supervisor(f"standby {self._name}", self._clock) as tasks:
            tasks.spawn("watch", lambda: self._watch(session))
            await session.execute("select pg_advisory_lock($1, $2)", *self._keys)

    async def _begin_term(self, session: Connection) -> int:
        previous = await session.fetchval(
            "select holder from lease where name = $1", self._name, timeout=_TAKE_OVER_TIMEOUT_S
        )
        own = self._settings.application_name
        if previous and previous != own:
            await self._end_sessions(session, previous)
        epoch = await session.fetchval(_BEGIN_TERM, self._name, own, timeout=_TAKE_OVER_TIMEOUT_S)
        await session.execute(_BEAT, self._name, timeout=_TAKE_OVER_TIMEOUT_S)
        return int(epoch)

    async def _watch(self, waiting: Connection) -> None:
        """Looks at the holder until cancelled, through every loss of the connection."""
        core = StandbyCore(self._timing)
        while True:
            try:
                session = await connect(self._settings)
            except _CONNECTION_ERRORS:
                await self._clock.sleep(self._timing.period_s)
                continue
            try:
                while True:
                    await self._look(session, core)
                    if not await session.fetchval(_IS_THERE, waiting.get_server_pid(), timeout=10):
                        waiting.terminate()  # the server lost it: it would wait for ever
                    await self._clock.sleep(self._timing.period_s)
            except DRIVER_ERRORS as error:
                _log.info("watching the holder: %s", error)
                await self._clock.sleep(self._timing.period_s)
            finally:
                session.terminate()

    async def _look(self, session: Connection, core: StandbyCore) -> None:
        row = await session.fetchrow(
            _HOLDER, *self._keys, self._name, timeout=self._timing.period_s
        )
        holder = Holder(row["session"], row["application"], row["beat"]) if row else None
        for effect in core.handle(HolderSeen(self._clock.monotonic_s(), holder)):
            _log.warning("evicting %s: %s", effect.application, effect.reason)
            if effect.application == self._settings.application_name:
                # A session that we lost, but the server has not: the others of ours are well.
                await session.fetchval(_END_SESSION, effect.session, timeout=_TAKE_OVER_TIMEOUT_S)
            else:
                await self._end_sessions(session, effect.application)

    async def _end_sessions(self, session: Connection, application: str) -> None:
        timeout_s = _TERMINATION_TIMEOUT_MS / 1000 + _TAKE_OVER_TIMEOUT_S
        count = await session.fetchval(
            _END_SESSIONS, application, _TERMINATION_TIMEOUT_MS, timeout=timeout_s
        )
        if count:
            _log.warning("ended %d sessions of %s", count, application)
