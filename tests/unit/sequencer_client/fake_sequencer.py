"""Sequencers that share one history, with switches for what may go wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from google.rpc.status_pb2 import Status

from canton.clock import SeededRandomness, SimClock
from canton.crypto.hash import Hash, HashBuilder, HashPurpose
from canton.crypto.key import PROTOCOL_ONLY, SigningKeySpec, Usages
from canton.crypto.key_pair import SigningKeyPair
from canton.crypto.signature import Signature, sign, verify
from canton.errors import Categories, ErrorCode, GrpcStatus, LedgerError, Rejection, TransientError
from canton.identifiers import Member, PhysicalSynchronizerId
from canton.lifecycle.health import HealthComponent, HealthService
from canton.lifecycle.queue import Signal
from canton.protocol.sequencing.envelope import EMPTY, Batch
from canton.protocol.sequencing.event import EVENT_PURPOSE, Deliver, SequencedEvent
from canton.protocol.sequencing.signed_content import SignedContent
from canton.protocol.sequencing.submission import SUBMISSION_PURPOSE, SubmissionRequest
from canton.sequencer_client.client import SequencerClient
from canton.sequencer_client.connection_pool import ConnectionPool
from canton.sequencer_client.errors import EVENT_NOT_VALID
from canton.sequencer_client.seam import DatedSignature, Surroundings
from canton.sequencer_client.settings import (
    ClientSettings,
    SequencerAlias,
    SequencerConnections,
)
from canton.timestamps import Timestamp
from canton.transport.health_service import health_table
from canton.transport.memory import Network
from canton.transport.seam import Call, Refused, ServerSettings, Services, ServiceTable, table_of
from canton.wire import connection_pb2
from canton.wire import sequencer_api_pb2 as api

NAMESPACE = "1220" + "ab" * 32
MEMBER = Member.parse(f"PAR::alice::{NAMESPACE}")
SYNCHRONIZER = PhysicalSynchronizerId.parse(f"test::{NAMESPACE}::35-0")
SIZE_MAX = 1 << 20
OVERLOADED = ErrorCode("TEST_OVERLOADED", Categories.CONTENTION_ON_SHARED_RESOURCES, "A test")
REFUSED = ErrorCode("TEST_REQUEST_REFUSED", Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE, "Test")
NO_TOKEN = ErrorCode(
    "TEST_TOKEN",
    Categories.AUTH_INTERCEPTOR_INVALID_AUTHENTICATION_CREDENTIALS,
    "A test",
)


@cache
def key_pair(seed: int) -> SigningKeyPair:
    return SigningKeyPair.generate(SigningKeySpec.EC_CURVE25519, PROTOCOL_ONLY, bytes([seed]) * 32)


class MemberKeys:
    """The signer of the member under test."""

    def __init__(self) -> None:
        self.pair = key_pair(1)

    async def sign(self, content: Hash, usages: Usages) -> DatedSignature:
        return DatedSignature(sign(self.pair, content), Timestamp(1))

    def cost_of(self, batch: Batch) -> int | None:
        return None

    async def sign_with_one_of(self, content: Hash, fingerprints: Any) -> Signature:
        assert self.pair.fingerprint in fingerprints
        return sign(self.pair, content)


@dataclass
class History:
    """What was sequenced for the member; every sequencer tells the same."""

    clock: SimClock
    events: list[SequencedEvent] = field(default_factory=list)
    requests: list[SubmissionRequest] = field(default_factory=list)
    grown: Signal = field(default_factory=Signal)

    def deliver(self, message_id: str | None = None) -> Deliver:
        previous = self.events[-1].timestamp if self.events else None
        event = Deliver(previous, self.clock.now(), SYNCHRONIZER, EMPTY, message_id)
        self.append(event)
        return event

    def append(self, event: SequencedEvent) -> None:
        self.events.append(event)
        self.grown.notify()


@dataclass
class FakeSequencer:
    """One sequencer's public API."""

    index: int
    history: History
    pair: SigningKeyPair
    forged: dict[int, SequencedEvent] = field(default_factory=dict)
    """Events told instead, by their place in the history."""
    signs_with: SigningKeyPair | None = None
    is_overloaded: bool = False
    is_refusing: bool = False
    is_losing: bool = False
    """Takes requests and forgets them."""
    is_locked: bool = False
    is_silent: bool = False
    """Keeps its subscriptions open and delivers nothing."""
    parameters: int = 1
    tokens: set[bytes] = field(default_factory=set)
    calls: list[str] = field(default_factory=list)
    delivered: int = 0
    subscriptions: int = 0
    health: HealthComponent = field(default_factory=lambda: HealthComponent("sequencer"))

    @property
    def member(self) -> Member:
        return Member.parse(f"SEQ::sequencer{self.index}::{NAMESPACE}")

    def tables(self) -> list[ServiceTable]:
        services = api.DESCRIPTOR.services_by_name
        return [
            table_of(
                connection_pb2.DESCRIPTOR.services_by_name["ApiInfoService"],
                {"GetApiInfo": self._api_info},
            ),
            table_of(
                services["SequencerConnectService"],
                {
                    "Handshake": self._handshake,
                    "GetSynchronizerId": self._synchronizer_id,
                    "GetSynchronizerParameters": self._parameters,
                    "VerifyActive": self._verify_active,
                },
            ),
            table_of(
                services["SequencerAuthenticationService"],
                {"Challenge": self._challenge, "Authenticate": self._authenticate},
            ),
            table_of(
                services["SequencerService"],
                {
                    "SendAsync": self._send,
                    "Subscribe": self._subscribe,
                    "GetTime": self._time,
                    "AcknowledgeSigned": self._acknowledge,
                },
            ),
            health_table(lambda: [HealthService("sequencer-health-check-service", (self.health,))]),
        ]

    async def _api_info(self, request: Any, call: Call) -> Any:
        return connection_pb2.GetApiInfoResponse(name="sequencer-public-api")

    async def _handshake(self, request: Any, call: Call) -> Any:
        assert call.text("memberId") == str(MEMBER)
        success = api.SequencerConnect.HandshakeResponse.Success()
        return api.SequencerConnect.HandshakeResponse(server_protocol_version=35, success=success)

    async def _synchronizer_id(self, request: Any, call: Call) -> Any:
        return api.SequencerConnect.GetSynchronizerIdResponse(
            physical_synchronizer_id=str(SYNCHRONIZER), sequencer_uid=str(self.member.uid)
        )

    async def _parameters(self, request: Any, call: Call) -> Any:
        response = api.SequencerConnect.GetSynchronizerParametersResponse()
        response.parameters_v1.serial = self.parameters
        return response

    async def _verify_active(self, request: Any, call: Call) -> Any:
        response = api.SequencerConnect.VerifyActiveResponse()
        response.success.is_active = True
        return response

    async def _challenge(self, request: Any, call: Call) -> Any:
        if self.is_locked:
            raise Refused(Status(code=GrpcStatus.PERMISSION_DENIED.value, message="locked"), {})
        fingerprints = [key_pair(1).fingerprint]
        return api.SequencerAuthentication.ChallengeResponse(
            nonce=b"n" * 20, fingerprints=fingerprints
        )

    async def _authenticate(self, request: Any, call: Call) -> Any:
        builder = HashBuilder(HashPurpose.AUTHENTICATION_TOKEN).add_raw(request.nonce)
        signature = Signature.from_proto(request.signature)
        assert isinstance(signature, Signature)
        content = builder.add_string(str(SYNCHRONIZER)).finish()
        assert verify(key_pair(1).public, content, signature)
        self.calls.append("authenticate")
        token = bytes([self.index, len(self.calls)])
        self.tokens.add(token)
        response = api.SequencerAuthentication.AuthenticateResponse(token=token)
        response.expires_at.FromMicroseconds(self.history.clock.now() + 3_600_000_000)
        return response

    def _admit(self, call: Call) -> None:
        if call.metadata.get("authtoken-bin") not in self.tokens:
            call.trailers["autherrorcode"] = "MissingToken"
            raise LedgerError(NO_TOKEN, "no token")

    async def _send(self, request: Any, call: Call) -> Any:
        self._admit(call)
        self.calls.append("send")
        if self.is_overloaded:
            raise TransientError(OVERLOADED, "too much")
        if self.is_refusing:
            raise LedgerError(REFUSED, "not like this")
        signed = SignedContent.from_bytes(request.signed_submission_request)
        assert isinstance(signed, SignedContent)
        assert signed.check(SUBMISSION_PURPOSE, key_pair(1).public) is None
        submission = SubmissionRequest.from_bytes(signed.content, SIZE_MAX)
        assert isinstance(submission, SubmissionRequest)
        if self.is_losing:
            return api.SendAsyncResponse()
        known = {each.message_id for each in self.history.requests}
        self.history.requests.append(submission)
        if submission.message_id not in known:
            self.history.deliver(submission.message_id)
        return api.SendAsyncResponse()

    async def _time(self, request: Any, call: Call) -> Any:
        self._admit(call)
        return api.GetTimeResponse(sequencing_timestamp=self.history.clock.now())

    async def _acknowledge(self, request: Any, call: Call) -> Any:
        self._admit(call)
        self.calls.append("acknowledge")
        return api.AcknowledgeSignedResponse()

    async def _subscribe(self, request: Any, call: Call) -> AsyncIterator[Any]:
        self._admit(call)
        self.calls.append(f"subscribe {request.timestamp}")
        self.subscriptions += 1
        place = 0
        if request.HasField("timestamp"):
            events = self.history.events
            place = next(i for i, e in enumerate(events) if e.timestamp >= request.timestamp)
        while True:
            while place < len(self.history.events) and not self.is_silent:
                event = self.forged.get(place, self.history.events[place])
                pair = self.signs_with or self.pair
                signed = SignedContent.sign(event.to_bytes(), EVENT_PURPOSE, pair)
                self.delivered += 1
                place += 1
                yield api.SubscriptionResponse(signed_sequenced_event=signed.to_bytes())
            await self.history.grown.wait()


class Verifier:
    """Knows the keys of the sequencers."""

    def __init__(self, sequencers: list[FakeSequencer]) -> None:
        self._keys = {each.member: each.pair.public for each in sequencers}

    async def verify(
        self, signed: SignedContent, event: SequencedEvent, sequencer: Member
    ) -> Rejection | None:
        if signed.check(EVENT_PURPOSE, self._keys[sequencer]) is not None:
            return Rejection(EVENT_NOT_VALID, "not signed by the sequencer")
        return None


@dataclass
class World:
    """A network with sequencers, and what a client needs to talk to them."""

    count: int
    seed: int = 0
    network: Network = field(default_factory=Network)
    clock: SimClock = field(default_factory=SimClock)
    servers: list[AsyncExitStack] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.history = History(self.clock)
        self.sequencers = [
            FakeSequencer(i, self.history, key_pair(10 + i)) for i in range(self.count)
        ]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[World]:
        async with AsyncExitStack() as stack:
            for sequencer in self.sequencers:
                await self.start(sequencer.index)
            stack.push_async_callback(self._stop_all)
            yield self

    async def start(self, index: int) -> None:
        stack = AsyncExitStack()
        host = self.network.host(f"s{index}")
        services = Services(*self.sequencers[index].tables())
        await stack.enter_async_context(host.server(ServerSettings(port=1), services))
        self.servers[index:] = [stack, *self.servers[index + 1 :]]

    async def stop(self, index: int) -> None:
        await self.servers[index].aclose()

    async def _stop_all(self) -> None:
        for server in self.servers:
            await server.aclose()

    def connections(self, **settings: Any) -> SequencerConnections:
        aliases = tuple(SequencerAlias(f"sequencer{i}", ((f"s{i}", 1),)) for i in range(self.count))
        return SequencerConnections(aliases, **settings)

    def pool(self, **settings: Any) -> ConnectionPool:
        return ConnectionPool(
            self.connections(**settings),
            self.network.host("alice"),
            MEMBER,
            MemberKeys(),
            Surroundings(self.clock, SeededRandomness(self.seed)),
        )

    @asynccontextmanager
    async def client(
        self, settings: ClientSettings | None = None, **connections: Any
    ) -> AsyncIterator[SequencerClient]:
        async with self.pool(**connections) as pool:
            agreement = await pool.agreement(30)
            verifier = Verifier(self.sequencers)
            async with SequencerClient(pool, agreement.synchronizer, verifier, settings) as client:
                yield client


async def read(client: SequencerClient, count: int) -> list[SequencedEvent]:
    """The first so many events."""
    events: list[SequencedEvent] = []
    stream = client.events()
    async for batch in stream:
        events += [each.event for each in batch]
        if len(events) >= count:
            break
    await stream.aclose()
    return events
