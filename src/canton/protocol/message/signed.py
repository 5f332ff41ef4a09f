"""Signed messages: responses and results, and what their signatures sign.

The content of such an envelope is the wrapped choice between the kinds; each kind is the wrapped
message inside it. Source: protocol sheet 2.6 to 2.8, 8.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from canton.crypto.hash import Hash
from canton.crypto.versioned import unwrap_as, wrap
from canton.identifiers import Member, MemberKind, PartyId, PhysicalSynchronizerId, UniqueIdentifier
from canton.protocol.merkle.position import ViewPosition
from canton.protocol.message.verdict import (
    LocalVerdict,
    Verdict,
    read_verdict,
    verdict_to_proto,
)
from canton.protocol.message.view_type import ViewType, read_view_type
from canton.protocol.reading import (
    read_hash,
    read_index,
    read_party,
    read_timestamp,
    rejecting,
    required,
)
from canton.timestamps import Timestamp
from canton.wire import protocol_v30_pb2 as v30
from canton.wire import topology_pb2

_VERSION: Final = 30
_LARGEST_AMOUNT: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class ConfirmationResponse:
    """A participant's verdict on one view, or, without position, on the request."""

    verdict: LocalVerdict
    confirming_parties: frozenset[PartyId]
    """Empty exactly for a malformed verdict."""
    position: ViewPosition | None = None

    def to_proto(self) -> v30.ConfirmationResponse:
        """The message."""
        return v30.ConfirmationResponse(
            local_verdict=self.verdict.to_proto(),
            confirming_parties=sorted(self.confirming_parties),
            view_position=None if self.position is None else self.position.to_proto(),
        )

    @staticmethod
    def read(message: v30.ConfirmationResponse) -> ConfirmationResponse:
        """Reads a response.

        Raises:
            ValueError: a field is malformed, or parties stand with a malformed verdict or are
                missing with another.
        """
        verdict = LocalVerdict.read(message.local_verdict)
        parties = frozenset(map(read_party, message.confirming_parties))
        if verdict.is_malformed == bool(parties):
            raise ValueError("a response has parties exactly unless it is malformed")
        position = None
        if message.HasField("view_position"):
            position = ViewPosition.from_proto(message.view_position)
        if position is None and not verdict.is_malformed:
            raise ValueError("a response that is not malformed has no position")
        return ConfirmationResponse(verdict, parties, position)


@dataclass(frozen=True, slots=True)
class ConfirmationResponses:
    """All verdicts of a participant on a request."""

    field_name: ClassVar[str] = "confirmation_responses"

    request_id: Timestamp
    root_hash: Hash
    synchronizer: PhysicalSynchronizerId
    sender: UniqueIdentifier
    responses: tuple[ConfirmationResponse, ...]

    def to_bytes(self) -> bytes:
        """The wrapped message."""
        message = v30.ConfirmationResponses(
            request_id=self.request_id,
            root_hash=self.root_hash.multihash,
            physical_synchronizer_id=str(self.synchronizer),
            sender=str(Member(MemberKind.PARTICIPANT, self.sender)),
            responses=[response.to_proto() for response in self.responses],
        )
        return wrap(message, _VERSION)

    @staticmethod
    def read(content: bytes) -> ConfirmationResponses:
        """Reads responses.

        Raises:
            ValueError: a field is malformed, or there is no response.
        """
        message = required(unwrap_as(content, v30.ConfirmationResponses, {_VERSION}))
        if not message.responses:
            raise ValueError("a confirmation responses message has no response")
        return ConfirmationResponses(
            request_id=read_timestamp(message.request_id),
            root_hash=read_hash(message.root_hash),
            synchronizer=PhysicalSynchronizerId.parse(message.physical_synchronizer_id),
            sender=_read_participant(message.sender),
            responses=tuple(map(ConfirmationResponse.read, message.responses)),
        )


def _read_participant(text: str) -> UniqueIdentifier:
    member = Member.parse(text)
    if member.kind is not MemberKind.PARTICIPANT:
        raise ValueError("confirmation responses come from a member that is no participant")
    return member.uid


@dataclass(frozen=True, slots=True)
class ConfirmationResult:
    """The mediator's verdict on a request."""

    field_name: ClassVar[str] = "confirmation_result"

    synchronizer: PhysicalSynchronizerId
    view_type: ViewType
    request_id: Timestamp
    root_hash: Hash
    verdict: Verdict

    def to_bytes(self) -> bytes:
        """The wrapped message."""
        message = v30.ConfirmationResultMessage(
            physical_synchronizer_id=str(self.synchronizer),
            view_type=f"VIEW_TYPE_{self.view_type.name}",
            request_id=self.request_id,
            root_hash=self.root_hash.multihash,
            verdict=verdict_to_proto(self.verdict),
        )
        return wrap(message, _VERSION)

    @staticmethod
    def read(content: bytes) -> ConfirmationResult:
        """Reads a result.

        Raises:
            ValueError: a field is malformed.
        """
        message = required(unwrap_as(content, v30.ConfirmationResultMessage, {_VERSION}))
        return ConfirmationResult(
            synchronizer=PhysicalSynchronizerId.parse(message.physical_synchronizer_id),
            view_type=read_view_type(int(message.view_type)),
            request_id=read_timestamp(message.request_id),
            root_hash=read_hash(message.root_hash),
            verdict=read_verdict(message.verdict),
        )


@dataclass(frozen=True, slots=True)
class AcsCommitment:
    """One participant's digest of the contracts that it shares with another over a period."""

    field_name: ClassVar[str] = "acs_commitment"

    synchronizer: PhysicalSynchronizerId
    sender: UniqueIdentifier
    counter_participant: UniqueIdentifier
    from_exclusive: Timestamp
    to_inclusive: Timestamp
    commitment: bytes

    def to_bytes(self) -> bytes:
        """The wrapped message."""
        message = v30.AcsCommitment(
            physical_synchronizer_id=str(self.synchronizer),
            sending_participant_uid=str(self.sender),
            counter_participant_uid=str(self.counter_participant),
            from_exclusive=self.from_exclusive,
            to_inclusive=self.to_inclusive,
            commitment=self.commitment,
        )
        return wrap(message, _VERSION)

    @staticmethod
    def read(content: bytes) -> AcsCommitment:
        """Reads a commitment.

        Raises:
            ValueError: a field is malformed, or the period is empty.
        """
        message = required(unwrap_as(content, v30.AcsCommitment, {_VERSION}))
        start = read_timestamp(message.from_exclusive)
        end = read_timestamp(message.to_inclusive)
        if start >= end:
            raise ValueError("the period of a commitment is empty")
        return AcsCommitment(
            synchronizer=PhysicalSynchronizerId.parse(message.physical_synchronizer_id),
            sender=UniqueIdentifier.parse(message.sending_participant_uid),
            counter_participant=UniqueIdentifier.parse(message.counter_participant_uid),
            from_exclusive=start,
            to_inclusive=end,
            commitment=message.commitment,
        )


@dataclass(frozen=True, slots=True)
class SetTrafficPurchased:
    """The sequencers' word on how much traffic a member has bought in all."""

    field_name: ClassVar[str] = "set_traffic_purchased"

    member: Member
    serial: int
    total_traffic_purchased: int
    synchronizer: PhysicalSynchronizerId

    def to_bytes(self) -> bytes:
        """The wrapped message."""
        message = topology_pb2.SetTrafficPurchasedMessage(
            member=str(self.member),
            serial=self.serial,
            total_traffic_purchased=self.total_traffic_purchased,
            physical_synchronizer_id=str(self.synchronizer),
        )
        return wrap(message, _VERSION)

    @staticmethod
    def read(content: bytes) -> SetTrafficPurchased:
        """Reads the message.

        Raises:
            ValueError: a field is malformed.
        """
        message = required(unwrap_as(content, topology_pb2.SetTrafficPurchasedMessage, {_VERSION}))
        if message.total_traffic_purchased > _LARGEST_AMOUNT:
            raise ValueError("more traffic is purchased than can be counted")
        return SetTrafficPurchased(
            member=Member.parse(message.member),
            serial=read_index(message.serial),
            total_traffic_purchased=message.total_traffic_purchased,
            synchronizer=PhysicalSynchronizerId.parse(message.physical_synchronizer_id),
        )


SignedMessage = ConfirmationResponses | ConfirmationResult | AcsCommitment | SetTrafficPurchased


def signed_content(message: SignedMessage) -> bytes:
    """The content of the envelope of a signed message, which is what is signed."""
    content = v30.TypedSignedProtocolMessageContent()
    setattr(content, message.field_name, message.to_bytes())
    return wrap(content, _VERSION)


@rejecting
def read_signed_content(content: bytes) -> SignedMessage:
    """Reads the content of an envelope with signatures."""
    message = required(unwrap_as(content, v30.TypedSignedProtocolMessageContent, {_VERSION}))
    match message.WhichOneof("some_signed_protocol_message"):
        case "confirmation_responses":
            return ConfirmationResponses.read(message.confirmation_responses)
        case "confirmation_result":
            return ConfirmationResult.read(message.confirmation_result)
        case "acs_commitment":
            return AcsCommitment.read(message.acs_commitment)
        case "set_traffic_purchased":
            return SetTrafficPurchased.read(message.set_traffic_purchased)
        case _:
            raise ValueError("a signed envelope has no content that is known")
