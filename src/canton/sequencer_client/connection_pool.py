"""The connections of one synchronizer, kept up: validated, watched, tried again when lost."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from types import TracebackType
from typing import Final, Self

from canton.errors import CantonError, GrpcStatus, TransientError
from canton.identifiers import Member, PhysicalSynchronizerId
from canton.lifecycle.deadline import within
from canton.lifecycle.health import Condition, HealthComponent
from canton.lifecycle.queue import Signal
from canton.lifecycle.supervisor import Supervisor
from canton.sequencer_client.connection import FaultyConnection, SequencerConnection
from canton.sequencer_client.core.pool import Agreement, Phase, PoolCore, Verdict
from canton.sequencer_client.errors import CONNECTING_FAILED, CONNECTING_TAKES_TIME
from canton.sequencer_client.seam import Signer, Surroundings
from canton.sequencer_client.settings import KEEP_ALIVE, SequencerConnections, SignsOfLife
from canton.telemetry import catalogue
from canton.transport.seam import KeepAlive, RpcError, Transport

SIGNS_OF_LIFE: Final = SignsOfLife()
_LOGGER = logging.getLogger(__name__)


class ConnectionPool:
    """Keeps the connections while entered. Wait for `agreement` before using it."""

    def __init__(
        self,
        settings: SequencerConnections,
        transport: Transport,
        member: Member,
        signer: Signer,
        surroundings: Surroundings,
        keep_alive: KeepAlive | None = KEEP_ALIVE,
    ) -> None:
        self.settings = settings
        self.health = HealthComponent("sequencer-connection-pool")
        self.health.fail("no sequencer is connected yet")
        self.changed = Signal()
        """Notified when a connection came or went."""
        self.member = member
        self.signer = signer
        self.surroundings = surroundings
        clock = self._clock = surroundings.clock
        self._randomness = surroundings.randomness
        self._supervisor = Supervisor("sequencer-connection-pool", clock)
        endpoints = settings.connections(keep_alive)
        self._channels = {each.name: transport.channel(each.channel) for each in endpoints}
        self._connections = {
            each.name: SequencerConnection(each, self._channels[each.name], member, signer, clock)
            for each in endpoints
        }
        self._core = PoolCore(tuple(self._connections), settings.trust_threshold, settings.restart)
        self._lost: dict[str, Signal] = {name: Signal() for name in self._connections}
        metrics = surroundings.metrics
        self._validated = metrics.instrument(catalogue.POOL_VALIDATED)
        metrics.instrument(catalogue.POOL_TRACKED).set(len(self._connections))
        metrics.instrument(catalogue.POOL_TRUST_THRESHOLD).set(settings.trust_threshold)

    @property
    def health_components(self) -> list[HealthComponent]:
        """The pool's health and that of each connection."""
        return [self.health, *(each.health for each in self._connections.values())]

    async def __aenter__(self) -> Self:
        await self._supervisor.__aenter__()
        for name in self._connections:
            self._supervisor.spawn(name, lambda name=name: self._keep(name))  # type: ignore[misc]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            await self._supervisor.__aexit__(kind, error, trace)
        finally:
            for channel in self._channels.values():
                await channel.__aexit__(None, None, None)

    async def agreement(self, seconds_max: float | None = None) -> Agreement:
        """What the sequencers agree on: the synchronizer and its static parameters.

        Raises:
            TransientError: they did not agree in time.
            CantonError: they never will.
        """
        try:
            async with within(seconds_max, "connecting to the sequencers"):
                await self.changed.wait_until(self._is_decided)
        except TransientError as error:
            text = f"after {seconds_max} s: {self._core.health().description or 'undecided'}"
            raise TransientError(CONNECTING_TAKES_TIME, text) from error
        self.check()
        assert self._core.expected is not None
        return self._core.expected

    def check(self) -> None:
        """Raises if the pool can never serve again.

        Raises:
            CantonError: the threshold is out of reach, or the sequencers contradict each other.
        """
        faults = "; ".join(f"{name}: {fault}" for name, fault in self._core.faults().items())
        match self._core.verdict():
            case Verdict.UNREACHABLE:
                raise CantonError(CONNECTING_FAILED, faults)
            case Verdict.CONTRADICTORY:
                raise CantonError(CONNECTING_FAILED, "two groups of sequencers differ")

    def synchronizer(self) -> PhysicalSynchronizerId | None:
        """The synchronizer that the sequencers agree on, once they do."""
        return None if self._core.expected is None else self._core.expected.synchronizer

    def choose(
        self,
        count: int,
        exclude: Collection[Member] = (),
        acceptable: Collection[Member] | None = None,
    ) -> list[SequencerConnection]:
        """At most so many usable connections to different sequencers, at random."""
        names = self._core.choose(count, self._draw, exclude, acceptable)
        return [self._connections[name] for name in names]

    def usable(self) -> Sequence[SequencerConnection]:
        """The connections that are up."""
        return [self._connections[name] for name in self._core.usable()]

    def sequencer_of(self, connection: SequencerConnection) -> Member:
        """The sequencer at the other end of a connection that was validated once."""
        assert connection.attributes is not None
        return connection.attributes.sequencer

    def report_lost(self, connection: SequencerConnection) -> None:
        """A call found the sequencer unreachable: the connection is validated anew.

        Nobody is given it meanwhile: a frozen sequencer would keep the next one waiting as long.
        """
        self._core.lost(connection.name)
        self._lost[connection.name].notify()

    def report_fault(self, connection: SequencerConnection, fault: str) -> None:
        """The sequencer was caught in a lie: it is never used again."""
        _LOGGER.warning("sequencer connection %s is faulty: %s", connection.name, fault)
        self._core.fatal(connection.name, fault)
        connection.health.fatal(fault)
        self._changed()
        self._lost[connection.name].notify()

    async def _keep(self, name: str) -> None:
        """Validates a connection, watches it, and starts again when it is lost."""
        connection = self._connections[name]
        unvalidated_since_s = self._clock.monotonic_s()
        is_warned = False
        while self._core.phase(name) is not Phase.FATAL:
            self._core.started(name)
            try:
                attributes = await connection.validate()
                fault = self._core.validated(name, attributes, connection.settings.expected)
                if fault is not None:
                    self.report_fault(connection, fault)
                    return
                connection.health.ok()
                self._changed()
                await self._watch(connection)
                unvalidated_since_s, is_warned = self._clock.monotonic_s(), False
            except FaultyConnection as error:
                self.report_fault(connection, str(error))
                return
            except RpcError as error:
                connection.health.fail(str(error))
                _LOGGER.info("sequencer connection %s is down: %s", name, error)
            delay_s = self._core.failed(name)
            self._changed()
            if delay_s is None:
                return
            waited_s = self._clock.monotonic_s() - unvalidated_since_s
            if waited_s > self.settings.warn_unvalidated_s and not is_warned:
                is_warned = True
                _LOGGER.warning("sequencer connection %s has been down %.0f s", name, waited_s)
            await self._clock.sleep(delay_s)

    async def _watch(self, connection: SequencerConnection) -> None:
        """Returns once the connection is lost or reported lost."""
        lost = self._lost[connection.name]
        async with Supervisor(f"watch {connection.name}", self._clock) as watchers:
            watchers.spawn("health", lambda: self._watch_health(connection))
            watchers.spawn("signs of life", lambda: self._watch_signs_of_life(connection))
            await lost.wait_until(lambda: self._core.phase(connection.name) is not Phase.VALIDATED)
        if self._core.phase(connection.name) is not Phase.FATAL:
            connection.health.fail("connection lost")

    async def _watch_health(self, connection: SequencerConnection) -> None:
        try:
            async for serves in connection.watch():
                if not serves:
                    break
        except RpcError as error:
            _LOGGER.debug("watch of %s ended: %s", connection.name, error)
            if error.status is GrpcStatus.UNIMPLEMENTED:
                return  # its signs of life must do
        self.report_lost(connection)

    async def _watch_signs_of_life(self, connection: SequencerConnection) -> None:
        """Gives the connection up once the sequencer does not answer any more."""
        while await self._is_alive(connection):
            await self._clock.sleep(SIGNS_OF_LIFE.interval_s)
        _LOGGER.info("sequencer connection %s gives no sign of life", connection.name)
        await connection.abandon("the sequencer gives no sign of life")
        self.report_lost(connection)

    async def _is_alive(self, connection: SequencerConnection) -> bool:
        asked_s, wait_s = self._clock.monotonic_s(), SIGNS_OF_LIFE.answer_s_max
        if await connection.answers(wait_s):
            return True
        # A time-out that comes late says that this process itself stood still.
        return self._clock.monotonic_s() - asked_s > wait_s + SIGNS_OF_LIFE.interval_s

    def _is_decided(self) -> bool:
        return self._core.verdict() is not Verdict.UNDECIDED

    def _changed(self) -> None:
        state = self._core.health()
        match state.condition:
            case Condition.OK:
                self.health.ok()
            case Condition.DEGRADED:
                self.health.degrade(state.description)
            case _:
                self.health.fail(state.description)
        self._validated.set(len(self._core.usable()))
        self.changed.notify()

    def _draw(self, below: int) -> int:
        return int.from_bytes(self._randomness.bytes(8)) % below
