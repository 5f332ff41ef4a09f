"""One connection to a sequencer: the questions that validate it, and the calls of a member."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any, Final

from canton.clock import Clock
from canton.crypto.hash import Hash
from canton.errors import GrpcStatus, Rejection
from canton.identifiers import Member, PhysicalSynchronizerId, UniqueIdentifier, sequencer
from canton.lifecycle.health import HealthComponent
from canton.sequencer_client.authentication import TokenSource
from canton.sequencer_client.core.pool import Attributes
from canton.sequencer_client.seam import Signer
from canton.sequencer_client.settings import (
    CLIENT_VERSION,
    HEALTH_SERVICE,
    PROTOCOL_VERSIONS,
    ConnectionSettings,
)
from canton.timestamps import Timestamp
from canton.transport.seam import Metadata, Method, RpcChannel, RpcError, methods_of
from canton.wire import connection_pb2, grpc_health_pb2, topology_pb2
from canton.wire import sequencer_api_pb2 as api

TOKEN: Final = "authToken-bin"
API_NAME: Final = "sequencer-public-api"
CALL_S_MAX: Final = 20.0
API_INFO: Final = methods_of(connection_pb2.DESCRIPTOR.services_by_name["ApiInfoService"])
CONNECT: Final = methods_of(api.DESCRIPTOR.services_by_name["SequencerConnectService"])
SEQUENCER: Final = methods_of(api.DESCRIPTOR.services_by_name["SequencerService"])
HEALTH: Final = methods_of(grpc_health_pb2.DESCRIPTOR.services_by_name["Health"])
Connect = api.SequencerConnect
Serving = grpc_health_pb2.HealthCheckResponse.ServingStatus

TRY_AGAIN: Final = frozenset(GrpcStatus) - {GrpcStatus.INVALID_ARGUMENT}
"""What a sequencer that starts, stops or is overloaded may answer while it is validated."""

_NO_ANSWER: Final = frozenset({GrpcStatus.UNAVAILABLE, GrpcStatus.DEADLINE_EXCEEDED})


class FaultyConnection(Exception):
    """The endpoint is not what it should be; asking again would not help."""


class SequencerConnection:
    """A connection by name; its health component is `internal-sequencer-connection-<name>`."""

    def __init__(
        self,
        settings: ConnectionSettings,
        channel: RpcChannel,
        member: Member,
        signer: Signer,
        clock: Clock,
    ) -> None:
        self.settings = settings
        self.health = HealthComponent(f"internal-sequencer-connection-{settings.name}")
        self.health.fail("not connected yet")
        self.attributes: Attributes | None = None
        self._channel = channel
        self._member = member
        self._tokens = TokenSource(channel, member, signer, clock)

    @property
    def name(self) -> str:
        """The alias and the number of the endpoint."""
        return self.settings.name

    async def validate(self) -> Attributes:
        """Asks the endpoint what it is.

        Raises:
            RpcError: it cannot be reached or is not ready.
            FaultyConnection: it is something else than a sequencer that we can talk to.
        """
        try:
            attributes = await self._ask_attributes()
        except RpcError as error:
            if error.status not in TRY_AGAIN:
                raise FaultyConnection(str(error)) from error
            raise
        except ValueError as error:
            raise FaultyConnection(f"undecodable answer: {error}") from error
        self.attributes = attributes
        return attributes

    async def _ask_attributes(self) -> Attributes:
        about: connection_pb2.GetApiInfoResponse = await self._ask(
            API_INFO["GetApiInfo"], connection_pb2.GetApiInfoRequest()
        )
        if about.name != API_NAME:
            raise FaultyConnection(f"serves {about.name!r}, not {API_NAME!r}")
        hands: Connect.HandshakeResponse = await self._ask(
            CONNECT["Handshake"],
            Connect.HandshakeRequest(
                client_protocol_versions=PROTOCOL_VERSIONS,
                minimum_protocol_version=min(PROTOCOL_VERSIONS),
                client_version=CLIENT_VERSION,
            ),
            self._introduction(),
        )
        if not hands.HasField("success") or hands.server_protocol_version not in PROTOCOL_VERSIONS:
            raise FaultyConnection(f"speaks protocol version {hands.server_protocol_version}")
        who: Connect.GetSynchronizerIdResponse = await self._ask(
            CONNECT["GetSynchronizerId"], Connect.GetSynchronizerIdRequest()
        )
        what: Connect.GetSynchronizerParametersResponse = await self._ask(
            CONNECT["GetSynchronizerParameters"], Connect.GetSynchronizerParametersRequest()
        )
        if not what.HasField("parameters_v1"):
            raise FaultyConnection("sends no static synchronizer parameters")
        return Attributes(
            PhysicalSynchronizerId.parse(who.physical_synchronizer_id),
            sequencer(UniqueIdentifier.parse(who.sequencer_uid)),
            what.parameters_v1.SerializeToString(deterministic=True),
        )

    async def watch(self) -> AsyncGenerator[bool, None]:
        """Whether the sequencer serves, now and after each change; ends when it is lost.

        Raises:
            RpcError: it is lost.
        """
        request = grpc_health_pb2.HealthCheckRequest(service=HEALTH_SERVICE)
        async with aclosing(self._channel.stream(HEALTH["Watch"], request)) as responses:
            async for response in responses:
                yield response.status == Serving.SERVING

    async def answers(self, seconds_max: float) -> bool:
        """Whether anybody answers within the time; what the answer is does not matter."""
        request = connection_pb2.GetApiInfoRequest()
        try:
            await self._channel.unary(API_INFO["GetApiInfo"], request, timeout_s=seconds_max)
        except RpcError as error:
            return error.status not in _NO_ANSWER
        return True

    async def abandon(self, reason: str) -> None:
        """Gives up the connection below: all calls on it fail at once."""
        await self._channel.abandon(reason)

    async def is_active(self) -> bool:
        """Whether the member is admitted to the synchronizer."""
        response: Connect.VerifyActiveResponse = await self._ask(
            CONNECT["VerifyActive"], Connect.VerifyActiveRequest(), self._introduction()
        )
        return response.success.is_active

    async def register_onboarding(
        self, transactions: Sequence[topology_pb2.SignedTopologyTransaction]
    ) -> None:
        """Asks the sequencer to publish the transactions that admit the member."""
        request = Connect.RegisterOnboardingTopologyTransactionsRequest(
            topology_transactions=transactions
        )
        method = CONNECT["RegisterOnboardingTopologyTransactions"]
        await self._ask(method, request, self._introduction())

    async def send(self, signed_request: bytes, timeout_s: float) -> None:
        """Sends a signed submission request; returns once the sequencer took it."""
        request = api.SendAsyncRequest(signed_submission_request=signed_request)
        await self._ask_as_member(SEQUENCER["SendAsync"], request, timeout_s)

    async def acknowledge(self, signed_request: bytes) -> None:
        """Sends a signed acknowledgement."""
        request = api.AcknowledgeSignedRequest(signed_acknowledge_request=signed_request)
        await self._ask_as_member(SEQUENCER["AcknowledgeSigned"], request)

    async def time(self) -> Timestamp | None:
        """The sequencing time that the sequencer has reached; None before the first."""
        response: api.GetTimeResponse = await self._ask_as_member(
            SEQUENCER["GetTime"], api.GetTimeRequest()
        )
        if not response.HasField("sequencing_timestamp"):
            return None
        return Timestamp(response.sequencing_timestamp)

    async def traffic_state(self, timestamp: Timestamp) -> topology_pb2.TrafficState | None:
        """The member's traffic at a time, if the sequencer knows it."""
        request = api.GetTrafficStateForMemberRequest(member=str(self._member), timestamp=timestamp)
        response: api.GetTrafficStateForMemberResponse = await self._ask_as_member(
            SEQUENCER["GetTrafficStateForMember"], request
        )
        return response.traffic_state if response.HasField("traffic_state") else None

    async def topology_state_hash(self) -> Hash | Rejection:
        """The hash over the topology state that the member starts from."""
        request = api.DownloadTopologyStateForInitHashRequest(member=str(self._member))
        response: api.DownloadTopologyStateForInitHashResponse = await self._ask_as_member(
            SEQUENCER["DownloadTopologyStateForInitHash"], request
        )
        return Hash.parse(response.topology_state_hash)

    def topology_state(
        self,
    ) -> AsyncGenerator[api.DownloadTopologyStateForInitResponse, None]:
        """The topology state that the member starts from, in pieces."""
        request = api.DownloadTopologyStateForInitRequest(member=str(self._member))
        return self._stream_as_member(SEQUENCER["DownloadTopologyStateForInit"], request)

    def subscribe(
        self, start_inclusive: Timestamp | None
    ) -> AsyncGenerator[api.SubscriptionResponse, None]:
        """The member's events from a time on, or from its first."""
        request = api.SubscriptionRequest(member=str(self._member), timestamp=start_inclusive)
        return self._stream_as_member(SEQUENCER["Subscribe"], request)

    def _introduction(self) -> Metadata:
        return (("memberId", str(self._member)),)

    async def _ask(self, method: Method, request: Any, metadata: Metadata = ()) -> Any:
        return await self._channel.unary(method, request, metadata=metadata, timeout_s=CALL_S_MAX)

    async def _ask_as_member(
        self, method: Method, request: Any, timeout_s: float = CALL_S_MAX
    ) -> Any:
        credentials = await self._credentials()
        try:
            return await self._channel.unary(
                method, request, metadata=credentials.items(), timeout_s=timeout_s
            )
        except RpcError as error:
            if not self._is_token_refused(error, credentials):
                raise
        # The token was revoked or the sequencer restarted: once more with a fresh one.
        credentials = await self._credentials()
        return await self._channel.unary(
            method, request, metadata=credentials.items(), timeout_s=timeout_s
        )

    async def _stream_as_member(self, method: Method, request: Any) -> AsyncGenerator[Any, None]:
        credentials = await self._credentials()
        try:
            responses = self._channel.stream(method, request, metadata=credentials.items())
            async with aclosing(responses):
                async for response in responses:
                    yield response
        except RpcError as error:
            self._is_token_refused(error, credentials)
            raise

    async def _credentials(self) -> dict[str, str | bytes]:
        if self.attributes is None:
            raise RpcError(GrpcStatus.UNAVAILABLE, f"{self.name} is not validated yet")
        synchronizer = self.attributes.synchronizer
        return {
            "synchronizerId": str(synchronizer),
            "memberId": str(self._member),
            TOKEN: await self._tokens.token(synchronizer),
        }

    def _is_token_refused(self, error: RpcError, credentials: dict[str, str | bytes]) -> bool:
        refused = error.status is GrpcStatus.UNAUTHENTICATED
        token = credentials[TOKEN]
        if refused and isinstance(token, bytes):
            self._tokens.forget(token)
        return refused
