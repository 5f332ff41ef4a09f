"""Who calls: the challenge by which members prove their key, and the check of every later call.

A token holds as long as its member is active and the key it was obtained with is registered, now
and with all that was sequenced. Source: Canton 3.6 MemberAuthenticationService; protocol sheet 6.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final

from canton.clock import Clock, Randomness
from canton.crypto.hash import Hash, HashBuilder, HashPurpose
from canton.crypto.key import SEQUENCER_AUTHENTICATION_ONLY, SigningPublicKey
from canton.crypto.signature import Signature, check_signature
from canton.errors import GrpcStatus, Rejection
from canton.identifiers import Member, PhysicalSynchronizerId
from canton.sequencer.runtime import Sequencer, SequencerRuntime
from canton.sequencer.services.public.handshake import handshake_problem
from canton.sequencer.services.public.tokens import NONCE_LENGTH, TOKEN_LENGTH, Token, TokenStore
from canton.sequencer.services.refusal import invalid, refused
from canton.transport.answering import Refused
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import sequencer_api_pb2 as api

Authentication = api.SequencerAuthentication
_LOGGER = logging.getLogger(__name__)

MEMBER_HEADER: Final = "memberid"
TOKEN_HEADER: Final = "authtoken-bin"
SYNCHRONIZER_HEADER: Final = "synchronizerid"
ERROR_CODE_TRAILER: Final = "autherrorcode"


class MemberAuthentication:
    """The members that have proven who they are."""

    def __init__(
        self,
        runtime: SequencerRuntime,
        tokens: TokenStore,
        clock: Clock,
        randomness: Randomness,
        on_revoked: Callable[[Member], None],
    ) -> None:
        self._runtime = runtime
        self._tokens = tokens
        self._clock = clock
        self._randomness = randomness
        self._on_revoked = on_revoked

    async def challenge(self, request: Any, call: Call) -> Any:
        """Hands out the member's nonce and the keys that may sign it."""
        sequencer = self._runtime.sequencer
        problem = handshake_problem(
            sequencer.synchronizer.protocol_version,
            request.member_protocol_versions,
            None,
            request.client_version,
        )
        if problem is not None:
            raise invalid(problem)
        member = _member(request.member, "Bad challenge request")
        _require_active(sequencer, member)
        keys = _keys(sequencer, member)
        if not keys:
            _LOGGER.info("%s has no key to authenticate with", member)
            raise refused(GrpcStatus.FAILED_PRECONDITION, "Bad challenge request")
        fresh = self._randomness.bytes(NONCE_LENGTH)
        nonce = self._tokens.nonce(member, fresh, self._clock.now())
        return Authentication.ChallengeResponse(
            nonce=nonce, fingerprints=[key.fingerprint for key in keys]
        )

    async def authenticate(self, request: Any, call: Call) -> Any:
        """Takes the signed nonce and gives a token. Refusals say little, the log says more."""
        sequencer = self._runtime.sequencer
        member = _member(request.member, "Bad authentication request")
        _require_active(sequencer, member)
        now = self._clock.now()
        nonce = self._tokens.find_nonce(member, request.nonce)
        if nonce is None or nonce.expires_at <= now:
            _LOGGER.info("%s signed a nonce that it was not given, or that has expired", member)
            raise refused(GrpcStatus.UNAUTHENTICATED, "Bad authentication request")
        signature = Signature.from_proto(request.signature)
        problem = (
            signature.cause
            if isinstance(signature, Rejection)
            else _signature_problem(sequencer, member, request.nonce, signature)
        )
        if problem is not None or isinstance(signature, Rejection):
            _LOGGER.info("%s cannot be authenticated: %s", member, problem)
            raise invalid("Bad authentication request")
        self._tokens.use_nonce(member)
        value = self._randomness.bytes(TOKEN_LENGTH)
        token = self._tokens.issue(member, value, signature.signed_by, now)
        return _token_response(token)

    async def logout(self, request: Any, call: Call) -> Any:
        """Revokes all tokens of the member whose token this is, and ends its subscriptions."""
        member = self._tokens.owner(request.token)
        if member is None:
            raise invalid("The token provided for logging out does not exist")
        self.revoke(member)
        return Authentication.LogoutResponse()

    def revoke(self, member: Member) -> None:
        """The member must authenticate anew."""
        self._tokens.revoke(member)
        self._on_revoked(member)

    def issue_unproven(self, member: Member) -> Token:
        """A token without a proof, for the operator's troubleshooting."""
        value = self._randomness.bytes(TOKEN_LENGTH)
        keys = _keys(self._runtime.sequencer, member)
        key = keys[-1].fingerprint if keys else member.uid.namespace
        return self._tokens.issue(member, value, key, self._clock.now())

    def authenticated(self, call: Call) -> Token:
        """The token of a call's headers.

        Raises:
            Refused: the headers are missing, or the token does not hold.
        """
        sequencer = self._runtime.sequencer
        member_text, token = call.text(MEMBER_HEADER), call.metadata.get(TOKEN_HEADER)
        synchronizer_text = call.text(SYNCHRONIZER_HEADER)
        if member_text is None or synchronizer_text is None or not isinstance(token, bytes):
            raise refused(GrpcStatus.UNAUTHENTICATED, "Authentication headers are not set")
        try:
            member = Member.parse(member_text)
            synchronizer = PhysicalSynchronizerId.parse(synchronizer_text)
        except ValueError:
            cause = "Authentication headers are not set"
            raise refused(GrpcStatus.UNAUTHENTICATED, cause) from None
        if synchronizer != sequencer.synchronizer:
            cause = f"Synchronizer id {synchronizer} provided by member {member} does not match"
            raise _unverified(member, cause, "NonMatchingSynchronizerId")
        found = self._tokens.find(member, token, self._clock.now())
        if found is None:
            cause = f"Authentication token for member {member} has expired. Please reauthenticate."
            raise _unverified(member, cause, "MissingToken")
        if not self.is_valid(found):
            self.revoke(member)
            cause = f"Member {member} access is disabled"
            raise _unverified(member, cause, "MemberAccessDisabled")
        return found

    def is_valid(self, token: Token) -> bool:
        """Whether the token holds at this moment: not expired, member active, key registered."""
        sequencer = self._runtime.sequencer
        return (
            token.expires_at > self._clock.now()
            and is_active(sequencer, token.member)
            and any(key.fingerprint == token.key for key in _keys(sequencer, token.member))
        )

    def table(self) -> ServiceTable:
        """SequencerAuthenticationService."""
        return table_of(
            api.DESCRIPTOR.services_by_name["SequencerAuthenticationService"],
            {
                "Challenge": self.challenge,
                "Authenticate": self.authenticate,
                "Logout": self.logout,
            },
        )


def nonce_hash(nonce: bytes, synchronizer: PhysicalSynchronizerId) -> Hash:
    """What a member signs to authenticate."""
    builder = HashBuilder(HashPurpose.AUTHENTICATION_TOKEN)
    return builder.add_raw(nonce).add_string(str(synchronizer)).finish()


def is_active(sequencer: Sequencer, member: Member) -> bool:
    """Whether the member may use this sequencer now, and still may with all that was sequenced."""
    row = sequencer.loop.membership.find(member)
    if row is not None and not row.enabled:
        return False
    times = (view.login_time(member) for view in (sequencer.snapshot, sequencer.head_snapshot))
    return all(time is not None and time <= sequencer.time for time in times)


def _require_active(sequencer: Sequencer, member: Member) -> None:
    if not is_active(sequencer, member):
        raise refused(GrpcStatus.PERMISSION_DENIED, f"Member {member} access is disabled")


def _keys(sequencer: Sequencer, member: Member) -> tuple[SigningPublicKey, ...]:
    """The member's keys for this purpose, now and with all that was sequenced."""
    now, head = (
        view.signing_keys(member, SEQUENCER_AUTHENTICATION_ONLY)
        for view in (sequencer.snapshot, sequencer.head_snapshot)
    )
    return tuple(key for key in now if key in head)


def _signature_problem(
    sequencer: Sequencer, member: Member, nonce: bytes, signature: Signature
) -> str | None:
    for key in _keys(sequencer, member):
        if key.fingerprint == signature.signed_by:
            hashed = nonce_hash(nonce, sequencer.synchronizer)
            rejection = check_signature(key, hashed, signature, SEQUENCER_AUTHENTICATION_ONLY)
            return None if rejection is None else rejection.cause
    return f"{signature.signed_by} is not a key to authenticate with"


def _member(text: str, message: str) -> Member:
    try:
        return Member.parse(text)
    except ValueError:
        raise invalid(message) from None


def _unverified(member: Member, cause: str, code: str) -> Refused:
    message = f"Verification failed for member {member}: {cause}"
    return refused(GrpcStatus.UNAUTHENTICATED, message, **{ERROR_CODE_TRAILER: code})


def _token_response(token: Token) -> Any:
    response = Authentication.AuthenticateResponse(token=token.value)
    response.expires_at.FromMicroseconds(token.expires_at)
    return response
