"""Subscriptions to as many sequencers as trust and liveness want, merged into one stream.

Each subscription decodes, checks the chain, has the signature verified, and hands its events to
the aggregator; what the aggregator accepts is the stream. A subscription that is lost is replaced
at once by one to another sequencer; one that was caught in a lie costs its sequencer the
connection.
Source: HA sheet 6.3.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import Final

from canton.errors import CantonError, GrpcStatus, Rejection, TransientError
from canton.identifiers import Member, PhysicalSynchronizerId
from canton.lifecycle.health import HealthComponent
from canton.lifecycle.queue import Signal
from canton.lifecycle.supervisor import Supervisor
from canton.protocol.sequencing.event import event_from_bytes
from canton.protocol.sequencing.signed_content import SignedContent
from canton.sequencer_client.connection import SequencerConnection
from canton.sequencer_client.connection_pool import ConnectionPool
from canton.sequencer_client.core.aggregation import Accepted, Aggregator, Faulty
from canton.sequencer_client.core.event import Chain, Position, ReceivedEvent
from canton.sequencer_client.errors import (
    ACCESS_DENIED,
    EVENT_NOT_VALID,
    SequencerClientClosed,
)
from canton.sequencer_client.seam import EventVerifier
from canton.sequencer_client.settings import ClientSettings
from canton.telemetry import catalogue
from canton.telemetry.trace import Trace
from canton.timestamps import Timestamp
from canton.transport.seam import RpcError
from canton.wire import sequencer_api_pb2 as api

DENIED_S_MAX: Final = 10.0
"""How long sequencers may deny the member access before the client gives up."""
_LOGGER = logging.getLogger(__name__)


class _FaultySubscription(Exception):
    """The sequencer sent what it must not."""

    def __init__(self, rejection: Rejection) -> None:
        super().__init__(f"{rejection.code.id}: {rejection.cause}")


@dataclass(eq=False, slots=True)
class _Subscription:
    """One stream: where it stands compared with what was accepted."""

    connection: SequencerConnection
    sequencer: Member
    health: HealthComponent
    started_s: float
    ordinal: int
    timestamp: Timestamp | None
    task: asyncio.Task[None] | None = None


class SubscriptionPool:
    """Keeps the subscriptions while `run` runs; `take` gives what was accepted."""

    def __init__(
        self,
        pool: ConnectionPool,
        synchronizer: PhysicalSynchronizerId,
        verifier: EventVerifier,
        settings: ClientSettings,
        observe: Callable[[ReceivedEvent], None],
    ) -> None:
        self.health = HealthComponent("sequencer-subscription-pool")
        self.health.fail("no subscription yet")
        self._pool = pool
        self._synchronizer = synchronizer
        self._verifier = verifier
        self._settings = settings
        self._clock = pool.surroundings.clock
        metrics = pool.surroundings.metrics
        self._observe = observe
        self._active: dict[Member, _Subscription] = {}
        self._barred: dict[Member, float] = {}
        """Sequencers whose subscription broke soon after it began, until a monotonic time."""
        self._accepted: deque[ReceivedEvent] = deque()
        self._accepted_count = 0
        self._moved = Signal()
        self._aggregator = Aggregator(pool.settings.trust_threshold, None)
        self._denied = ""
        self._denied_since_s: float | None = None
        self._count_active = metrics.instrument(catalogue.POOL_SUBSCRIPTIONS)
        self._events = metrics.instrument(catalogue.CLIENT_EVENTS)
        wanted = metrics.instrument(catalogue.POOL_SUBSCRIPTION_THRESHOLD)
        wanted.set(pool.settings.subscription_count)

    async def take(self, seconds_max: float | None = None) -> list[ReceivedEvent]:
        """All events accepted since the last call: at least one, or none after so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds_max):
                await self._moved.wait_until(lambda: bool(self._accepted))
        taken = list(self._accepted)
        self._accepted.clear()
        self._moved.notify()
        return taken

    async def run(self, position: Position | None) -> None:
        """Subscribes from a position on and keeps it so.

        Raises:
            SequencerClientClosed: it cannot go on.
        """
        self._aggregator = Aggregator(self._pool.settings.trust_threshold, position)
        try:
            async with Supervisor("sequencer-subscription-pool", self._clock) as supervisor:
                while True:
                    self._check()
                    self._top_up(supervisor)
                    await self._wait()
        finally:
            self.health.fail("not subscribed")

    def _check(self) -> None:
        # Right after the onboarding a sequencer may not know of it yet, so it is asked again.
        if self._denied_for_s() > DENIED_S_MAX:
            raise SequencerClientClosed(ACCESS_DENIED, self._denied)
        try:
            self._pool.check()
        except CantonError as error:
            raise SequencerClientClosed(error.code, error.cause) from error

    def _denied_for_s(self) -> float:
        since_s = self._denied_since_s
        return 0.0 if since_s is None else self._clock.monotonic_s() - since_s

    def _missing(self) -> int:
        return self._pool.settings.subscription_count - len(self._active)

    def _top_up(self, supervisor: Supervisor) -> None:
        now_s = self._clock.monotonic_s()
        self._barred = {who: until for who, until in self._barred.items() if until > now_s}
        exclude = {*self._active, *self._barred}
        for connection in self._pool.choose(self._missing(), exclude):
            sequencer = self._pool.sequencer_of(connection)
            position = self._aggregator.position
            subscription = _Subscription(
                connection,
                sequencer,
                HealthComponent(f"subscription-sequencer-connection-{connection.name}"),
                now_s,
                self._accepted_count,
                None if position is None else position.timestamp,
            )
            self._active[sequencer] = subscription
            _LOGGER.info("subscribing through %s after %s", connection.name, subscription.timestamp)
            subscription.task = supervisor.spawn(
                connection.name,
                lambda subscription=subscription: self._subscribe(subscription),  # type: ignore[misc]
            )
        self._report()

    async def _wait(self) -> None:
        """Until something changed, or until it is time to look for another sequencer."""
        delay_s = self._pool.settings.subscription_request_s if self._missing() > 0 else None
        try:
            async with asyncio.timeout(delay_s):
                await self._pool.changed.wait()
        except TimeoutError:
            return

    def _report(self) -> None:
        count, threshold = len(self._active), self._pool.settings.trust_threshold
        self._count_active.set(count)
        text = f"{count} of {self._pool.settings.subscription_count} subscriptions are active"
        if self._missing() <= 0:
            self.health.ok()
        elif count >= threshold:
            self.health.degrade(text)
        else:
            self.health.fail(text)

    async def _subscribe(self, subscription: _Subscription) -> None:
        """Receives until the stream is lost, then says so."""
        connection = subscription.connection
        try:
            await self._receive(subscription)
            _LOGGER.info("subscription through %s was ended by the sequencer", connection.name)
        except RpcError as error:
            _LOGGER.info("subscription through %s was lost: %s", connection.name, error)
            subscription.health.fail(str(error))
            if error.status is GrpcStatus.UNAVAILABLE:
                self._pool.report_lost(connection)
            elif _is_denied(error):
                if self._denied_since_s is None:
                    self._denied_since_s = self._clock.monotonic_s()
                self._denied = str(error)
        except TransientError as error:
            _LOGGER.warning("subscription through %s was given up: %s", connection.name, error)
            subscription.health.fail(str(error))
        except _FaultySubscription as error:
            subscription.health.fatal(str(error))
            self._pool.report_fault(connection, str(error))
        finally:
            self._end(subscription)

    def _end(self, subscription: _Subscription) -> None:
        if self._active.get(subscription.sequencer) is subscription:
            del self._active[subscription.sequencer]
        now_s = self._clock.monotonic_s()
        request_s = self._pool.settings.subscription_request_s
        if now_s - subscription.started_s < request_s:
            self._barred[subscription.sequencer] = now_s + request_s
        self._report()
        self._pool.changed.notify()

    async def _receive(self, subscription: _Subscription) -> None:
        position = self._aggregator.position
        chain = Chain(position)
        sequencer = subscription.sequencer
        start = None if position is None else position.timestamp

        def has_room() -> bool:
            return self._has_room(sequencer)

        async with aclosing(subscription.connection.subscribe(start)) as responses:
            async for response in responses:
                signed, received = self._decode(response)
                is_new = chain.follow(received)
                if isinstance(is_new, Rejection):
                    raise _FaultySubscription(is_new)
                if not is_new:
                    continue
                rejection = await self._verifier.verify(signed, received.event, sequencer)
                if rejection is not None:
                    raise _FaultySubscription(rejection)
                subscription.ordinal += 1
                subscription.timestamp = received.timestamp
                self._denied_since_s = None
                self._add(sequencer, received)
                await self._moved.wait_until(has_room)

    def _decode(self, response: api.SubscriptionResponse) -> tuple[SignedContent, ReceivedEvent]:
        signed = SignedContent.from_bytes(response.signed_sequenced_event)
        if isinstance(signed, Rejection):
            raise _FaultySubscription(signed)
        event = event_from_bytes(signed.content, self._settings.max_request_size)
        if isinstance(event, Rejection):
            raise _FaultySubscription(event)
        if event.synchronizer != self._synchronizer:
            text = f"event at {event.timestamp} is of {event.synchronizer}"
            raise _FaultySubscription(Rejection(EVENT_NOT_VALID, text))
        trace = Trace.from_proto(response.trace_context)
        return signed, ReceivedEvent(event, signed.content, signed.signatures, trace)

    def _add(self, sequencer: Member, received: ReceivedEvent) -> None:
        for outcome in self._aggregator.add(sequencer, received):
            match outcome:
                case Accepted(event):
                    # Without an await in between, so that two subscriptions cannot swap events.
                    self._accepted.append(event)
                    self._accepted_count += 1
                    self._events.add()
                    self._observe(event)
                case Faulty(other, rejection):
                    self._fault(other, rejection)
        self._moved.notify()
        self._close_silent(received.timestamp)

    def _has_room(self, sequencer: Member) -> bool:
        return (
            len(self._accepted) < self._settings.event_buffer_count
            and self._aggregator.is_waiting(sequencer) < self._settings.subscription_lead_max
        )

    def _fault(self, sequencer: Member, rejection: Rejection) -> None:
        faulty = [c for c in self._pool.usable() if self._pool.sequencer_of(c) == sequencer]
        for connection in faulty:
            self._pool.report_fault(connection, f"{rejection.code.id}: {rejection.cause}")
        subscription = self._active.get(sequencer)
        if subscription is not None and subscription.task is not None:
            subscription.task.cancel()

    def _close_silent(self, head: Timestamp) -> None:
        """Ends subscriptions that lag behind in both time and number."""
        limits = self._pool.settings.liveness_limits
        if limits.lag_s_max <= 0 or limits.lag_events_max <= 0:
            return
        for subscription in list(self._active.values()):
            if subscription.timestamp is None or subscription.task is None:
                continue
            lag_s = (head - subscription.timestamp) / 1_000_000
            lag_events = self._accepted_count - subscription.ordinal
            if lag_s > limits.lag_s_max and lag_events > limits.lag_events_max:
                _LOGGER.warning(
                    "subscription through %s lags %d events",
                    subscription.connection.name,
                    lag_events,
                )
                subscription.task.cancel()


def _is_denied(error: RpcError) -> bool:
    code = error.trailers.get("autherrorcode")
    return error.status is GrpcStatus.PERMISSION_DENIED or code == "MemberAccessDisabled"
