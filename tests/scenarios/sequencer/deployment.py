"""Sequencers that run, with their public servers on a network in memory, and members that call."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    aclosing,
    asynccontextmanager,
)
from dataclasses import dataclass, field
from typing import Any

from canton.clock import Clock, SeededRandomness, SimClock
from canton.crypto.signature import sign
from canton.errors import Rejection
from canton.identifiers import Member, PhysicalSynchronizerId
from canton.protocol.sequencing.envelope import Batch, Envelope
from canton.protocol.sequencing.event import SequencedEvent, event_from_bytes
from canton.protocol.sequencing.recipient import Recipient, Recipients
from canton.protocol.sequencing.signed_content import SignedContent
from canton.protocol.sequencing.submission import AcknowledgeRequest, SubmissionRequest
from canton.sequencer.core.request import DECOMPRESSED_BYTES_MAX
from canton.sequencer.initialization import Beginning, from_genesis
from canton.sequencer.ordering.memory import MemoryBlocks, MemoryOrdering
from canton.sequencer.ordering.ordering import Ordering
from canton.sequencer.protection.protection import ProtectionSettings
from canton.sequencer.runtime import Sequencer, SequencerParts, SequencerRuntime
from canton.sequencer.services.public.authentication import nonce_hash
from canton.sequencer.services.public.public_api import PublicApi, PublicApiSettings
from canton.storage.memory import MemoryStorage
from canton.storage.storage import Storage
from canton.timestamps import Timestamp
from canton.transport.memory import Network
from canton.transport.seam import (
    ChannelSettings,
    RpcChannel,
    ServerSettings,
    Services,
    methods_of,
)
from canton.wire import sequencer_api_pb2 as api
from scenarios.sequencer.founding import PARAMETERS, Founding, Node

PORT = 1
SERVICES = api.DESCRIPTOR.services_by_name
CONNECT = methods_of(SERVICES["SequencerConnectService"])
AUTHENTICATION = methods_of(SERVICES["SequencerAuthenticationService"])
SEQUENCER = methods_of(SERVICES["SequencerService"])


@dataclass
class Served:
    """A sequencer with its public API."""

    runtime: SequencerRuntime
    api: PublicApi
    storage: Any

    @property
    def sequencer(self) -> Sequencer:
        return self.runtime.sequencer


@dataclass
class Deployment:
    """The hosts of a synchronizer. Sequencers share the blocks; time is the loop's."""

    founding: Founding = field(default_factory=Founding)
    blocks: MemoryBlocks = field(default_factory=MemoryBlocks)
    network: Network = field(default_factory=Network)
    clock: Clock = field(default_factory=SimClock)
    settings: PublicApiSettings = field(default_factory=PublicApiSettings)
    protection: ProtectionSettings = field(default_factory=ProtectionSettings)
    ordering_of: Callable[[Node], AbstractAsyncContextManager[Ordering]] | None = None
    """Another ordering than the one in memory."""

    def parts(self, node: Node, storage: Storage) -> SequencerParts:
        @asynccontextmanager
        async def ordering(synchronizer: PhysicalSynchronizerId) -> AsyncIterator[Ordering]:
            if self.ordering_of is None:
                yield MemoryOrdering(self.blocks, node.name, self.clock)
            else:
                async with self.ordering_of(node) as opened:
                    yield opened

        return SequencerParts(
            node.member,
            storage,
            node,
            self.clock,
            SeededRandomness(node.name),
            ordering,
            protection=self.protection,
        )

    def beginning(self, *members: Node) -> Beginning:
        return from_genesis(self.founding.genesis(*members), PARAMETERS)

    @asynccontextmanager
    async def running(self, node: Node, storage: Storage | None = None) -> AsyncIterator[Served]:
        """The sequencer of that node, not initialized unless its storage says so."""
        storage = storage or MemoryStorage()
        async with SequencerRuntime(self.parts(node, storage)) as runtime:
            randomness = SeededRandomness(f"{node.name}-public")
            served = Served(
                runtime, PublicApi(runtime, self.clock, randomness, self.settings), storage
            )
            services = Services(*served.api.tables)
            server = self.network.host(node.name).server(ServerSettings(port=PORT), services)
            async with server:
                yield served

    @asynccontextmanager
    async def founded(self, *members: Node) -> AsyncIterator[tuple[Served, ...]]:
        """All sequencers, initialized; these participants are members from the beginning."""
        async with AsyncExitStack() as stack:
            served = [
                await stack.enter_async_context(self.running(node))
                for node in self.founding.sequencers
            ]
            for one in served:
                await one.runtime.initialize(self.beginning(*members))
            yield tuple(served)

    def client(self, node: Node, sequencer: int = 0) -> Client:
        """The node as a client of one sequencer."""
        host = self.founding.sequencers[sequencer].name
        channel = self.network.host(node.name).channel(ChannelSettings(host, PORT))
        return Client(node, channel, self.founding.synchronizer, self.clock)


@dataclass
class Client:
    """A member with a channel to one sequencer."""

    node: Node
    channel: RpcChannel
    synchronizer: PhysicalSynchronizerId
    clock: Clock
    token: bytes = b""

    @property
    def who(self) -> list[tuple[str, str | bytes]]:
        return [("memberid", str(self.node.member))]

    @property
    def headers(self) -> list[tuple[str, str | bytes]]:
        return [
            *self.who,
            ("authtoken-bin", self.token),
            ("synchronizerid", str(self.synchronizer)),
        ]

    async def log_in(self) -> None:
        challenge = await self.channel.unary(
            AUTHENTICATION["Challenge"],
            api.SequencerAuthentication.ChallengeRequest(
                member=str(self.node.member),
                member_protocol_versions=[35],
                client_version="3.6.0",
            ),
        )
        assert list(challenge.fingerprints) == [self.node.authentication.fingerprint]
        hashed = nonce_hash(challenge.nonce, self.synchronizer)
        response = await self.channel.unary(
            AUTHENTICATION["Authenticate"],
            api.SequencerAuthentication.AuthenticateRequest(
                member=str(self.node.member),
                signature=sign(self.node.authentication, hashed).to_proto(),
                nonce=challenge.nonce,
            ),
        )
        self.token = response.token

    async def onboard(self, founding: Founding) -> None:
        transactions = self.node.onboarding(founding.logical)
        request = api.SequencerConnect.RegisterOnboardingTopologyTransactionsRequest(
            topology_transactions=[one.to_proto() for one in transactions]
        )
        await self.channel.unary(
            CONNECT["RegisterOnboardingTopologyTransactions"], request, metadata=self.who
        )

    async def is_active(self) -> bool:
        response = await self.channel.unary(
            CONNECT["VerifyActive"],
            api.SequencerConnect.VerifyActiveRequest(),
            metadata=self.who,
        )
        return bool(response.success.is_active)

    def request(
        self, message_id: str, content: bytes, *recipients: Recipient, **more: Any
    ) -> SubmissionRequest:
        envelopes = [Envelope(content, Recipients.group(recipients))] if recipients else []
        until = Timestamp(self.clock.now() + 60_000_000)
        return SubmissionRequest(self.node.member, message_id, Batch.of(envelopes), until, **more)

    async def send(self, request: SubmissionRequest) -> None:
        await self.call(
            "SendAsync", api.SendAsyncRequest(signed_submission_request=self.node.signed(request))
        )

    async def acknowledge(self, time: int) -> None:
        request = AcknowledgeRequest(self.node.member, Timestamp(time))
        await self.call(
            "AcknowledgeSigned",
            api.AcknowledgeSignedRequest(signed_acknowledge_request=self.node.signed(request)),
        )

    async def call(self, name: str, request: Any) -> Any:
        return await self.channel.unary(SEQUENCER[name], request, metadata=self.headers)

    async def events(
        self, from_time: int | None = None
    ) -> AsyncIterator[tuple[SignedContent, SequencedEvent]]:
        request = api.SubscriptionRequest(member=str(self.node.member), timestamp=from_time)
        stream = self.channel.stream(SEQUENCER["Subscribe"], request, metadata=self.headers)
        async with aclosing(stream):
            async for response in stream:
                signed = SignedContent.from_bytes(response.signed_sequenced_event)
                assert not isinstance(signed, Rejection)
                event = event_from_bytes(signed.content, DECOMPRESSED_BYTES_MAX)
                assert not isinstance(event, Rejection)
                yield signed, event

    async def read(
        self, count: int, from_time: int | None = None
    ) -> list[tuple[SignedContent, SequencedEvent]]:
        """The first so many events."""
        found: list[tuple[SignedContent, SequencedEvent]] = []
        async with aclosing(self.events(from_time)) as events:  # type: ignore[type-var]
            async for event in events:
                found.append(event)
                if len(found) == count:
                    break
        return found


async def until(clock: Clock, is_true: Callable[[], Awaitable[bool]]) -> None:
    """Waits, in virtual time, until the condition holds."""
    for _ in range(1000):
        if await is_true():
            return
        await clock.sleep(0.01)
    raise AssertionError("the condition never came true")


def names(member: Member) -> str:
    return member.uid.identifier
