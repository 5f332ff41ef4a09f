"""Tokens: a sequencer lets a member in that signs the nonce it was challenged with.

A token is asked for when first needed and again shortly before it expires, once at a time.
Source: protocol sheet 6, HA sheet 6.5.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from canton.clock import Clock
from canton.crypto.hash import HashBuilder, HashPurpose
from canton.identifiers import Fingerprint, Member, PhysicalSynchronizerId
from canton.sequencer_client.seam import Signer
from canton.sequencer_client.settings import CLIENT_VERSION, PROTOCOL_VERSIONS
from canton.timestamps import Timestamp, micros, plus
from canton.transport.seam import RpcChannel, methods_of
from canton.wire import sequencer_api_pb2 as api

METHODS: Final = methods_of(api.DESCRIPTOR.services_by_name["SequencerAuthenticationService"])
RENEW_BEFORE_EXPIRY: Final = micros(seconds=20)
AUTHENTICATION_S_MAX: Final = 10.0
Authentication = api.SequencerAuthentication


@dataclass(frozen=True, slots=True)
class Token:
    """A token and when it ends; it is never shown."""

    value: bytes
    expires_at: Timestamp

    def __repr__(self) -> str:
        return f"Token(expires_at={self.expires_at})"


class TokenSource:
    """The token of one member at one sequencer."""

    def __init__(self, channel: RpcChannel, member: Member, signer: Signer, clock: Clock) -> None:
        self._channel = channel
        self._member = member
        self._signer = signer
        self._clock = clock
        self._token: Token | None = None
        self._asking = asyncio.Lock()

    def forget(self, value: bytes | None = None) -> None:
        """The sequencer does not take the token (that one, if given) any more."""
        if self._token is not None and value in (None, self._token.value):
            self._token = None

    async def token(self, synchronizer: PhysicalSynchronizerId) -> bytes:
        """A token that is good for a while.

        Raises:
            RpcError: the sequencer refused or cannot be reached.
        """
        async with self._asking:
            if self._token is None or self._is_ending(self._token):
                self._token = await self._authenticate(synchronizer)
            return self._token.value

    def _is_ending(self, token: Token) -> bool:
        return plus(self._clock.now(), RENEW_BEFORE_EXPIRY) >= token.expires_at

    async def _authenticate(self, synchronizer: PhysicalSynchronizerId) -> Token:
        challenge: Authentication.ChallengeResponse = await self._channel.unary(
            METHODS["Challenge"],
            Authentication.ChallengeRequest(
                member=str(self._member),
                member_protocol_versions=PROTOCOL_VERSIONS,
                client_version=CLIENT_VERSION,
            ),
            timeout_s=AUTHENTICATION_S_MAX,
        )
        builder = HashBuilder(HashPurpose.AUTHENTICATION_TOKEN)
        content = builder.add_raw(challenge.nonce).add_string(str(synchronizer)).finish()
        fingerprints = [Fingerprint(text) for text in challenge.fingerprints]
        signature = await self._signer.sign_with_one_of(content, fingerprints)
        granted: Authentication.AuthenticateResponse = await self._channel.unary(
            METHODS["Authenticate"],
            Authentication.AuthenticateRequest(
                member=str(self._member), signature=signature.to_proto(), nonce=challenge.nonce
            ),
            timeout_s=AUTHENTICATION_S_MAX,
        )
        return Token(granted.token, Timestamp(granted.expires_at.ToMicroseconds()))
