"""The shell of a sequencer: waits to be initialized, then follows the ordering and serves.

`SequencerRuntime` is what a node opens; `Sequencer` is the sequencer once it serves a
synchronizer, as its services and the node's own topology use it. A restart reads the blocks after
the last one that was written.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

from canton.clock import Clock, Randomness
from canton.crypto.hash import Hash, HashPurpose, digest
from canton.crypto.signature import Signature
from canton.crypto.versioned import wrap
from canton.errors import LedgerError
from canton.identifiers import Member, PhysicalSynchronizerId
from canton.lifecycle.backoff import Backoff
from canton.lifecycle.health import Condition, HealthComponent
from canton.lifecycle.supervisor import Supervisor
from canton.protocol.sequencing.envelope import Batch, Envelope
from canton.protocol.sequencing.recipient import Group, Recipients
from canton.protocol.sequencing.signed_content import SignedContent
from canton.protocol.sequencing.submission import SubmissionRequest
from canton.sequencer.block_loop import BlockLoop, BlockLoopParts
from canton.sequencer.core.block_processor import SynchronizerRules
from canton.sequencer.core.delivery import Viewer
from canton.sequencer.core.effects import ACKNOWLEDGE, SEND, BlockRequest
from canton.sequencer.core.rows import MemberRow
from canton.sequencer.errors import Unavailable
from canton.sequencer.event_signing import EventSigning
from canton.sequencer.initialization import ALREADY_INITIALIZED, Beginning, more_writes
from canton.sequencer.ordering.ordering import Ordering
from canton.sequencer.own_keys import OwnKeys, Signer
from canton.sequencer.protection.protection import Protection, ProtectionSettings
from canton.sequencer.stores.block_store import BlockStore
from canton.sequencer.stores.event_store import EventStore
from canton.sequencer.stores.tables import ConfigurationRow
from canton.sequencer.topology_view import SnapshotView
from canton.storage.errors import UniqueViolation
from canton.storage.storage import Storage
from canton.telemetry.metric import Metrics, NoMetrics
from canton.timestamps import Micros, Timestamp, micros, plus
from canton.topology.broadcast import broadcast_message
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology.transaction import SignedTopologyTransaction
from canton.topology_service.client import TopologyClient
from canton.topology_service.store import TopologyStore
from canton.wire.protocol_v31_pb2 import EnvelopeContent
from canton.wire.sequencing_v30_pb2 import StaticSynchronizerParameters as ParametersMessage

_ENVELOPE_SCHEMA: Final = 31
_UUID_BYTES: Final = 16
BROADCAST_LIFETIME: Final[Micros] = micros(seconds=120)
"""How long a broadcast of the sequencer's own may wait to be sequenced."""

_RESTART: Final = Backoff(first_s=0.1, limit_s=5.0)


@dataclass(frozen=True, slots=True)
class SequencerParts:
    """What a node hands to its sequencer."""

    sequencer: Member
    storage: Storage
    signer: Signer
    clock: Clock
    randomness: Randomness
    open_ordering: Callable[[PhysicalSynchronizerId], AbstractAsyncContextManager[Ordering]]
    metrics: Metrics = field(default_factory=NoMetrics)
    protection: ProtectionSettings = field(default_factory=ProtectionSettings)


@dataclass(frozen=True, slots=True)
class SignedEvent:
    """An event as it is sent: its time, its signed bytes and its trace."""

    time: Timestamp
    content: bytes
    trace: str


class Sequencer:
    """A sequencer that serves a synchronizer."""

    def __init__(
        self,
        parts: SequencerParts,
        synchronizer: PhysicalSynchronizerId,
        parameters: StaticSynchronizerParameters,
        ordering: Ordering,
        loop: BlockLoop,
        protection: Protection,
    ) -> None:
        self.protection = protection
        self.member = parts.sequencer
        self.synchronizer = synchronizer
        self.parameters = parameters
        self.ordering = ordering
        self.loop = loop
        self.blocks = BlockStore(parts.storage)
        self.events = EventStore(parts.storage)
        self._clock = parts.clock
        self._randomness = parts.randomness
        self._keys = OwnKeys(parts.sequencer, parts.signer)
        self._signing = EventSigning(self._keys, loop.snapshot_at)

    @property
    def time(self) -> Timestamp:
        """A time that no event to come is earlier than, as far as this sequencer's clock tells."""
        return max(self._clock.now(), self.loop.feed.head)

    @property
    def topology(self) -> TopologyClient:
        """The topology as the node's own topology manager follows it."""
        return self.loop.topology.client

    @property
    def snapshot(self) -> SnapshotView:
        """The topology as it is effective now."""
        return self.loop.snapshot_at(self.time)

    @property
    def head_snapshot(self) -> SnapshotView:
        """The topology with all that was sequenced, also what is not effective yet."""
        return self.loop.head_snapshot

    async def submit(self, signed: bytes, trace: str = "") -> None:
        """Orders a signed submission request; durable on return.

        Raises:
            Overloaded: nothing was accepted.
            Unavailable: it is not known whether the request was accepted.
        """
        await self.ordering.append(self._request(SEND, signed, trace))

    async def submit_own(self, request: SubmissionRequest, trace: str = "") -> None:
        """Signs a request of the sequencer's own and orders it; see `submit`.

        Raises:
            Unavailable: the sequencer has no key that the topology knows.
        """
        content = request.to_bytes()
        signature = await self.sign(digest(HashPurpose.SUBMISSION_REQUEST_SIGNATURE, content))
        await self.submit(SignedContent(content, (signature,)).to_bytes(), trace)

    async def sign(self, hashed: Hash) -> Signature:
        """Signs with a key of the sequencer that holds now.

        Raises:
            Unavailable: the sequencer has no key that the topology knows.
        """
        signature = await self._keys.sign(hashed, self.snapshot)
        if signature is None:
            raise Unavailable("the sequencer has none of the keys that the topology knows of it")
        return signature

    def new_message_id(self) -> str:
        """A name for a request of the sequencer's own."""
        return str(uuid.UUID(bytes=self._randomness.bytes(_UUID_BYTES), version=4))

    async def broadcast(
        self, transactions: Sequence[SignedTopologyTransaction], trace: str = ""
    ) -> None:
        """Orders a broadcast of topology transactions by the sequencer itself; see `submit`."""
        message = broadcast_message(self.synchronizer, transactions)
        content = EnvelopeContent(topology_transactions_broadcast=message)
        recipients = Recipients.group([Group.ALL_MEMBERS])
        envelope = Envelope(wrap(content, _ENVELOPE_SCHEMA), recipients)
        request = SubmissionRequest(
            sender=self.member,
            message_id=self.new_message_id(),
            batch=Batch.of([envelope]),
            max_sequencing_time=plus(self._clock.now(), BROADCAST_LIFETIME),
        )
        await self.submit_own(request, trace)

    async def acknowledge(self, signed: bytes, trace: str = "") -> None:
        """Orders a signed acknowledgement; see `submit`."""
        await self.ordering.append(self._request(ACKNOWLEDGE, signed, trace))

    def _request(self, tag: str, body: bytes, trace: str) -> BlockRequest:
        return BlockRequest(tag, body, self._clock.now(), str(self.member.uid), trace)

    async def follow(
        self, member: MemberRow, from_time: Timestamp | None
    ) -> AsyncGenerator[SignedEvent | None, None]:
        """The member's signed events from that time on, without end; see `EventFeed.follow`.

        Raises:
            LedgerError: SEQUENCER_TOMBSTONE_ENCOUNTERED.
        """
        viewer = Viewer(Member.parse(member.member), member.id, self.synchronizer)
        async with aclosing(self.loop.feed.follow(member, from_time)) as events:
            async for chained in events:
                if chained is None:
                    yield None
                    continue
                content = await self._signing.signed(chained, viewer)
                yield SignedEvent(Timestamp(chained.event.time), content, chained.event.trace)


class SequencerRuntime:
    """A sequencer node's sequencer, from before its initialization on; an async context manager.

    Leaving the context stops it. An error that makes going on unsafe leaves the context as such.
    """

    def __init__(self, parts: SequencerParts) -> None:
        self._parts = parts
        self._store = BlockStore(parts.storage)
        self._supervisor = Supervisor("sequencer", parts.clock)
        self._configuration: asyncio.Future[ConfigurationRow] = (
            asyncio.get_running_loop().create_future()
        )
        self._running: asyncio.Future[Sequencer] = asyncio.get_running_loop().create_future()
        self.health = HealthComponent("sequencer")

    @property
    def member(self) -> Member:
        """The sequencer's identity."""
        return self._parts.sequencer

    @property
    def metrics(self) -> Metrics:
        """Where the values of metrics go."""
        return self._parts.metrics

    @property
    def is_initialized(self) -> bool:
        """Whether the sequencer has been given a synchronizer to serve."""
        return self._configuration.done()

    @property
    def sequencer(self) -> Sequencer:
        """The sequencer, once it serves.

        Raises:
            Unavailable: it does not serve yet.
        """
        if not self._running.done():
            state = "starting" if self.is_initialized else "not initialized"
            raise Unavailable(f"the sequencer is {state}")
        return self._running.result()

    async def wait_running(self) -> Sequencer:
        """The sequencer, as soon as it serves."""
        return await asyncio.shield(self._running)

    async def initialize(self, beginning: Beginning) -> Sequencer:
        """Gives the sequencer the synchronizer that it serves from now on.

        Raises:
            LedgerError: SEQUENCER_ALREADY_INITIALIZED, for another synchronizer or another state.
        """
        topology = TopologyStore.of_synchronizer(beginning.synchronizer)
        try:
            await self._store.initialize(
                beginning.configuration,
                beginning.members,
                beginning.block,
                *more_writes(beginning),
                *topology.writes(beginning.topology),
            )
        except UniqueViolation as error:
            if await self._store.configuration() != beginning.configuration:
                cause = "the sequencer was initialized before, with another state"
                raise LedgerError(ALREADY_INITIALIZED, cause) from error
        if not self._configuration.done():
            self._configuration.set_result(beginning.configuration)
        return await self.wait_running()

    async def __aenter__(self) -> Self:
        configuration = await self._store.configuration()
        if configuration is not None:
            self._configuration.set_result(configuration)
        await self._supervisor.__aenter__()
        self._supervisor.spawn("main", self._run, health=self.health)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._supervisor.__aexit__(kind, error, trace)

    async def _run(self) -> None:
        configuration = await asyncio.shield(self._configuration)
        synchronizer = PhysicalSynchronizerId.parse(configuration.synchronizer)
        parameters = StaticSynchronizerParameters.from_proto(
            ParametersMessage.FromString(configuration.static_parameters)
        )
        parts = self._parts
        protection = Protection(parts.protection, parts.clock, parts.metrics)
        async with parts.open_ordering(synchronizer) as ordering:
            loop = await BlockLoop.open(
                BlockLoopParts(
                    SynchronizerRules(synchronizer, parameters.topology_change_delay),
                    parameters,
                    self._parts.sequencer,
                    self._parts.storage,
                    ordering,
                    self._parts.clock,
                    self._parts.metrics,
                    protection,
                )
            )
            # Known from now on, so that nothing is pruned that is still to be read here.
            await ordering.processed(loop.block.height)
            self._follow_health(ordering.health)
            self._running.set_result(
                Sequencer(parts, synchronizer, parameters, ordering, loop, protection)
            )
            async with Supervisor("sequencer blocks", self._parts.clock) as supervisor:
                blocks = supervisor.spawn("blocks", loop.run, health=self.health)
                supervisor.spawn("writes", loop.writer.run, health=self.health)
                supervisor.spawn("ticks", loop.run_ticks, _RESTART)
                supervisor.spawn("throughput caps", protection.run_ticks, _RESTART)
                await blocks

    def _follow_health(self, ordering: HealthComponent) -> None:
        """The sequencer is as well as its ordering, so that members turn to another one."""

        def follow() -> None:
            match ordering.state.condition:
                case Condition.OK:
                    self.health.ok()
                case Condition.DEGRADED:
                    self.health.degrade(ordering.state.description)
                case Condition.FAILED | Condition.FATAL:
                    self.health.fail(f"the ordering has failed: {ordering.state.description}")

        ordering.on_change(follow)
        follow()
