"""A member gone bad: it has its own keys and a token, and sends what it likes."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import aclosing
from typing import Any

from canton.crypto.hash import HashPurpose, digest
from canton.crypto.key import PROTOCOL_ONLY, SEQUENCER_AUTHENTICATION_ONLY, SigningPublicKey, Usages
from canton.crypto.signature import Signature
from canton.errors import Rejection
from canton.identifiers import PhysicalSynchronizerId
from canton.protocol.sequencing.envelope import Batch, Envelope
from canton.protocol.sequencing.event import SequencedEvent, event_from_bytes
from canton.protocol.sequencing.signed_content import SignedContent
from canton.protocol.sequencing.submission import SubmissionRequest
from canton.sequencer.core.request import DECOMPRESSED_BYTES_MAX
from canton.sequencer.services.public.authentication import nonce_hash
from canton.timestamps import Timestamp, micros, plus
from canton.transport.seam import RpcError
from canton.wire import sequencer_api_pb2 as api
from integration.bad_input.network import LiveNetwork, service

PUBLIC = ("sequencer1", "sequencer-public-api")
AUTHENTICATION = service(api, "SequencerAuthenticationService")
SEQUENCER = service(api, "SequencerService")
Authentication = api.SequencerAuthentication


class BadMember:
    """A member that speaks to the sequencer beside its node."""

    def __init__(self, network: LiveNetwork, node: str) -> None:
        self.network = network
        self.member, self._vault = network.identity(node)
        self.synchronizer: PhysicalSynchronizerId = network.synchronizer
        self.token = b""

    # ---- logging in

    def challenge(self) -> Any:
        """The nonce, and the keys that may sign it."""
        request = Authentication.ChallengeRequest(
            member=str(self.member), member_protocol_versions=[35], client_version="3.6.0"
        )
        return self.network.call(*PUBLIC, AUTHENTICATION["Challenge"], request)

    def signed_nonce(self, nonce: bytes, signed: bytes | None = None) -> Any:
        """The answer to a challenge; `signed` is what is signed in place of the nonce."""
        hashed = nonce_hash(nonce if signed is None else signed, self.synchronizer)
        signature = self.sign(hashed, SEQUENCER_AUTHENTICATION_ONLY)
        return Authentication.AuthenticateRequest(
            member=str(self.member), signature=signature.to_proto(), nonce=nonce
        )

    def log_in(self) -> BadMember:
        """Gets a token."""
        request = self.signed_nonce(self.challenge().nonce)
        self.token = self.network.call(*PUBLIC, AUTHENTICATION["Authenticate"], request).token
        return self

    def sign(self, hashed: Any, usages: Usages = PROTOCOL_ONLY) -> Signature:
        """The member's signature with its key for that use."""

        async def signed() -> Signature:
            keys = [
                each.key.fingerprint
                for each in await self._vault.keys()
                if each.is_own and isinstance(each.key, SigningPublicKey)
                if usages <= each.key.usages
            ]
            return await self._vault.sign(hashed, keys[0])

        return self.network.run(signed())

    @property
    def headers(self) -> list[tuple[str, str | bytes]]:
        """What shows the sequencer who calls."""
        return [
            ("memberid", str(self.member)),
            ("authtoken-bin", self.token),
            ("synchronizerid", str(self.synchronizer)),
        ]

    # ---- calling

    def call(self, name: str, request: Any) -> Any:
        """A call of the sequencer's service."""
        return self.network.call(*PUBLIC, SEQUENCER[name], request, metadata=self.headers)

    def refusal(self, name: str, request: Any) -> RpcError:
        """The error that a call must end with."""
        return self.network.refusal(*PUBLIC, SEQUENCER[name], request, metadata=self.headers)

    @property
    def soon(self) -> Timestamp:
        """A good max sequencing time."""
        time = self.call("GetTime", api.GetTimeRequest()).sequencing_timestamp
        return plus(Timestamp(time), micros(seconds=60))

    def request(
        self, envelopes: Iterable[Envelope], until: Timestamp | None = None, **more: Any
    ) -> SubmissionRequest:
        """A submission request of this member's."""
        return SubmissionRequest(
            self.member, "bad", Batch.of(list(envelopes)), until or self.soon, None, None, **more
        )

    def signed(self, request: SubmissionRequest) -> bytes:
        """The request signed by this member, whoever its sender is."""
        content = request.to_bytes()
        signature = self.sign(digest(HashPurpose.SUBMISSION_REQUEST_SIGNATURE, content))
        return SignedContent(content, (signature,)).to_bytes()

    def submission(self, signed: bytes) -> Any:
        """The call's request."""
        return api.SendAsyncRequest(signed_submission_request=signed)

    def send(self, *envelopes: Envelope) -> None:
        """Has the envelopes sequenced."""
        self.call("SendAsync", self.submission(self.signed(self.request(envelopes))))

    def events(self) -> list[SequencedEvent]:
        """The member's events so far: those before a time proof that is asked for now."""
        found: list[SequencedEvent] = []
        channel = self.network.channel(*PUBLIC)
        request = api.SubscriptionRequest(member=str(self.member))

        async def read(until: int) -> None:
            stream = channel.stream(SEQUENCER["Subscribe"], request, metadata=self.headers)
            async with aclosing(stream):
                async for response in stream:
                    signed = SignedContent.from_bytes(response.signed_sequenced_event)
                    assert not isinstance(signed, Rejection)
                    event = event_from_bytes(signed.content, DECOMPRESSED_BYTES_MAX)
                    assert not isinstance(event, Rejection)
                    found.append(event)
                    if event.timestamp >= until:
                        return

        now = self.call("GetTime", api.GetTimeRequest()).sequencing_timestamp
        self.send()
        self.network.run(read(now))
        return found
