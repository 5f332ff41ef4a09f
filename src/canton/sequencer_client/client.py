"""The sequencer client of a member: its events, its sends, its time, its acknowledgements."""

from __future__ import annotations

import logging
import uuid
from collections.abc import AsyncGenerator, Callable
from types import TracebackType
from typing import Self

from canton.crypto.hash import digest
from canton.crypto.key import PROTOCOL_ONLY
from canton.errors import InvariantViolation
from canton.identifiers import PhysicalSynchronizerId
from canton.lifecycle.health import Condition, HealthComponent
from canton.lifecycle.supervisor import Supervisor
from canton.protocol.sequencing.aggregation import AggregationRule
from canton.protocol.sequencing.envelope import EMPTY, Batch
from canton.protocol.sequencing.signed_content import SignedContent
from canton.protocol.sequencing.submission import (
    ACKNOWLEDGEMENT_PURPOSE,
    TIME_PROOF_PREFIX,
    AcknowledgeRequest,
    SubmissionRequest,
)
from canton.sequencer_client.connection_pool import ConnectionPool
from canton.sequencer_client.core.event import Position, ReceivedEvent
from canton.sequencer_client.core.submission import Amplification, SendResult
from canton.sequencer_client.seam import EventVerifier
from canton.sequencer_client.sending import Sending, Submission
from canton.sequencer_client.settings import NO_AMPLIFICATION, ClientSettings
from canton.sequencer_client.subscription import SubscriptionPool
from canton.sequencer_client.ticking import TimeTracker
from canton.telemetry import catalogue
from canton.timestamps import TIMESTAMP_MAX, Micros, Timestamp, plus
from canton.transport.seam import RpcError

_LOGGER = logging.getLogger(__name__)


class SequencerClient:
    """Works while entered, over a pool of connections whose sequencers agree.

    An error for good (`SequencerClientClosed`) leaves the `async with` block.
    """

    def __init__(
        self,
        pool: ConnectionPool,
        synchronizer: PhysicalSynchronizerId,
        verifier: EventVerifier,
        settings: ClientSettings | None = None,
    ) -> None:
        settings = settings or ClientSettings()
        clock = pool.surroundings.clock
        metrics = pool.surroundings.metrics
        self.member = pool.member
        self.synchronizer = synchronizer
        self.health = HealthComponent("sequencer-client")
        self._pool = pool
        self._signer = pool.signer
        self._clock = clock
        self._randomness = pool.surroundings.randomness
        self._settings = settings
        self._supervisor = Supervisor("sequencer-client", clock)
        self._sending = Sending(pool, self._supervisor, settings.call_s_max)
        self.time = TimeTracker(settings.time_tracker, clock, self._request_tick)
        self._subscriptions = SubscriptionPool(
            pool, synchronizer, verifier, settings, self._observe
        )
        self._is_subscribed = False
        self._last_time = metrics.instrument(catalogue.CLIENT_LAST_SEQUENCING_TIME)
        self._delay = metrics.instrument(catalogue.CLIENT_DELAY)

    @property
    def health_components(self) -> list[HealthComponent]:
        """The client's health, its subscriptions' and its connections'."""
        return [self.health, self._subscriptions.health, *self._pool.health_components]

    async def __aenter__(self) -> Self:
        await self._supervisor.__aenter__()
        self._supervisor.spawn("ticks", self.time.run)
        self._subscriptions.health.on_change(self._follow_health)
        self._follow_health()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._supervisor.__aexit__(kind, error, trace)

    async def events(
        self, after: Timestamp | Position | None = None, quiet_s: float | None = None
    ) -> AsyncGenerator[list[ReceivedEvent], None]:
        """The member's events later than `after`, in order, as many at a time as there are.

        Each has been verified and was delivered by enough sequencers. Events after which nothing
        comes for `quiet_s` are followed by none, once. May be called once.
        """
        if self._is_subscribed:
            raise InvariantViolation("the events are being read already")
        self._is_subscribed = True
        position = Position(after) if isinstance(after, int) else after
        if position is not None:
            self.time.observe(position.timestamp)
        run = self._supervisor.spawn("subscriptions", lambda: self._subscriptions.run(position))
        taken: list[ReceivedEvent] = []
        try:
            while True:
                taken = await self._subscriptions.take(quiet_s if taken else None)
                yield taken
        finally:
            run.cancel()

    async def send(
        self,
        batch: Batch,
        message_id: str,
        max_sequencing_time: Timestamp,
        *,
        aggregation_rule: AggregationRule | None = None,
        amplify: bool = True,
        topology_timestamp: Timestamp | None = None,
        submission_cost: int | None = None,
    ) -> SendResult:
        """Sends a batch and waits for its outcome on the event stream (which must be read)."""
        request = SubmissionRequest(
            self.member,
            message_id,
            batch,
            max_sequencing_time,
            topology_timestamp,
            aggregation_rule,
            submission_cost,
        )
        return await self.send_request(request, amplify=amplify)

    async def send_request(self, request: SubmissionRequest, *, amplify: bool = True) -> SendResult:
        """Sends a request and waits for its outcome on the event stream."""
        self.time.want(plus(request.max_sequencing_time, Micros(1)))
        return await self._sending.send(request, self._amplification(amplify))

    async def start_send(self, request: SubmissionRequest, *, amplify: bool = True) -> Submission:
        """Begins to send; `await submission.taken`, then `submission.outcome` at leisure."""
        self.time.want(plus(request.max_sequencing_time, Micros(1)))
        return await self._sending.start(request, self._amplification(amplify))

    async def acknowledge(self, timestamp: Timestamp) -> bool:
        """Tells a sequencer that nothing up to the time is needed; whether one took it."""
        content = AcknowledgeRequest(self.member, timestamp).to_bytes()
        signed = await self._signer.sign(digest(ACKNOWLEDGEMENT_PURPOSE, content), PROTOCOL_ONLY)
        wrapped = SignedContent(content, (signed.signature,), signed.topology_time).to_bytes()
        for connection in self._pool.choose(1):
            try:
                await connection.acknowledge(wrapped)
            except RpcError as error:
                _LOGGER.info("acknowledging through %s failed: %s", connection.name, error)
                return False
            return True
        return False

    async def acknowledge_regularly(self, clean: Callable[[], Timestamp | None]) -> None:
        """Acknowledges, once a period, the time up to which everything is processed."""
        last: Timestamp | None = None
        while True:
            await self._clock.sleep(self._settings.acknowledgement_interval_s)
            timestamp = clean()
            if timestamp is not None and timestamp != last and await self.acknowledge(timestamp):
                last = timestamp

    async def synchronizer_time(self) -> Timestamp | None:
        """The time that a sequencer says it has reached; None if none can be asked."""
        for connection in self._pool.choose(1):
            try:
                return await connection.time()
            except RpcError as error:
                _LOGGER.info("asking %s for the time failed: %s", connection.name, error)
        return None

    def _amplification(self, amplify: bool) -> Amplification:
        return self._pool.settings.amplification if amplify else NO_AMPLIFICATION

    def _observe(self, received: ReceivedEvent) -> None:
        self._last_time.set(received.timestamp)
        self._delay.set((self._clock.now() - received.timestamp) / 1_000)
        self._sending.observe(received.event)
        self.time.observe(received.timestamp)

    async def _request_tick(self) -> bool:
        message_id = TIME_PROOF_PREFIX + str(uuid.UUID(bytes=self._randomness.bytes(16), version=4))
        request = SubmissionRequest(self.member, message_id, EMPTY, TIMESTAMP_MAX)
        return await self._sending.send_untracked(request)

    def _follow_health(self) -> None:
        state = self._subscriptions.health.state
        match state.condition:
            case Condition.OK:
                self.health.ok()
            case Condition.DEGRADED:
                self.health.degrade(state.description)
            case _:
                self.health.fail(state.description)
