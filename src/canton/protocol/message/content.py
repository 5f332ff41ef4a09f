"""The content of envelopes: one of the unsigned messages, or a signed one.

Source: protocol sheet 2.6; EnvelopeContent of schema 31.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, assert_never

from canton.crypto.hash import Hash
from canton.crypto.signature import Signature
from canton.crypto.versioned import unwrap_as, wrap
from canton.errors import Rejection
from canton.identifiers import PhysicalSynchronizerId
from canton.protocol.message.encrypted_views import EncryptedViews
from canton.protocol.message.request import InformeeMessage, RootHashMessage
from canton.protocol.message.signed import (
    AcsCommitment,
    SignedMessage,
    read_signed_content,
    signed_content,
)
from canton.protocol.reading import rejecting, required
from canton.protocol.sequencing.envelope import Envelope, signed_message_hash
from canton.protocol.sequencing.recipient import Recipients
from canton.wire import protocol_v30_pb2 as v30
from canton.wire import protocol_v31_pb2 as v31
from canton.wire import topology_pb2

_VERSION: Final = 31
_SIGNED_VERSION: Final = 30


@dataclass(frozen=True, slots=True)
class TopologyTransactionsBroadcast:
    """Signed topology transactions as wrapped bytes, in order."""

    synchronizer: PhysicalSynchronizerId
    transactions: tuple[bytes, ...]

    def to_proto(self) -> topology_pb2.TopologyTransactionsBroadcast:
        """The message."""
        return topology_pb2.TopologyTransactionsBroadcast(
            physical_synchronizer_id=str(self.synchronizer),
            signed_transactions=topology_pb2.SignedTopologyTransactions(
                signed_transaction=self.transactions
            ),
        )

    @staticmethod
    def read(message: topology_pb2.TopologyTransactionsBroadcast) -> TopologyTransactionsBroadcast:
        """Reads a broadcast; the transactions are left as they are.

        Raises:
            ValueError: the synchronizer is malformed.
        """
        return TopologyTransactionsBroadcast(
            PhysicalSynchronizerId.parse(message.physical_synchronizer_id),
            tuple(message.signed_transactions.signed_transaction),
        )


@dataclass(frozen=True, slots=True)
class SignedAcsCommitment:
    """A commitment with its signatures inside, so that the sequencer does not check them."""

    commitment: AcsCommitment
    signatures: tuple[Signature, ...]
    evidence: bytes = field(compare=False, repr=False)
    """The wrapped commitment as received, or as first written."""

    @staticmethod
    def of(commitment: AcsCommitment, *signatures: Signature) -> SignedAcsCommitment:
        """A commitment with signatures over `commitment_hash`."""
        return SignedAcsCommitment(commitment, signatures, commitment.to_bytes())

    @property
    def hash(self) -> Hash:
        """What the signatures sign: the content that a signed envelope would have."""
        content = v30.TypedSignedProtocolMessageContent(acs_commitment=self.evidence)
        return signed_message_hash(wrap(content, _SIGNED_VERSION))

    def to_proto(self) -> v30.AcsCommitmentProtocolMessage:
        """The message."""
        return v30.AcsCommitmentProtocolMessage(
            acs_commitment=self.evidence,
            signatures=[signature.to_proto() for signature in self.signatures],
        )

    @staticmethod
    def read(message: v30.AcsCommitmentProtocolMessage) -> SignedAcsCommitment:
        """Reads the message.

        Raises:
            ValueError: the commitment or a signature is malformed, or there is no signature.
        """
        if not message.signatures:
            raise ValueError("an ACS commitment is not signed")
        return SignedAcsCommitment(
            AcsCommitment.read(message.acs_commitment),
            tuple(required(Signature.from_proto(each)) for each in message.signatures),
            message.acs_commitment,
        )


def commitment_hash(commitment: AcsCommitment) -> Hash:
    """What the sender of a commitment signs."""
    return signed_message_hash(signed_content(commitment))


@dataclass(frozen=True, slots=True)
class OtherContent:
    """A message of a kind that is not read here (reassignments, upgrade tests), by its bytes."""

    kind: str
    content: bytes


UnsignedMessage = (
    InformeeMessage
    | EncryptedViews
    | RootHashMessage
    | TopologyTransactionsBroadcast
    | SignedAcsCommitment
)


def unsigned_content(message: UnsignedMessage) -> bytes:
    """The content of the envelope of an unsigned message."""
    match message:
        case InformeeMessage():
            content = v31.EnvelopeContent(informee_message=message.to_proto())
        case EncryptedViews():
            content = v31.EnvelopeContent(encrypted_multiple_views_message=message.to_proto())
        case RootHashMessage():
            content = v31.EnvelopeContent(root_hash_message=message.to_proto())
        case TopologyTransactionsBroadcast():
            content = v31.EnvelopeContent(topology_transactions_broadcast=message.to_proto())
        case SignedAcsCommitment():
            content = v31.EnvelopeContent(acs_commitment_protocol_message=message.to_proto())
        case _:
            assert_never(message)
    return wrap(content, _VERSION)


@rejecting
def read_unsigned_content(content: bytes) -> UnsignedMessage | OtherContent:
    """Reads the content of an envelope without signatures."""
    message = required(unwrap_as(content, v31.EnvelopeContent, {_VERSION}))
    match message.WhichOneof("some_envelope_content"):
        case "informee_message":
            return InformeeMessage.read(message.informee_message)
        case "encrypted_multiple_views_message":
            return EncryptedViews.read(message.encrypted_multiple_views_message)
        case "root_hash_message":
            return RootHashMessage.read(message.root_hash_message)
        case "topology_transactions_broadcast":
            return TopologyTransactionsBroadcast.read(message.topology_transactions_broadcast)
        case "acs_commitment_protocol_message":
            return SignedAcsCommitment.read(message.acs_commitment_protocol_message)
        case None:
            raise ValueError("an envelope has no content that is known")
        case kind:
            return OtherContent(kind, content)


EnvelopeContent = UnsignedMessage | OtherContent | SignedMessage


def read_content(envelope: Envelope) -> EnvelopeContent | Rejection:
    """Reads what an envelope holds; whether its signatures are right is another question."""
    if envelope.signatures:
        return read_signed_content(envelope.content)
    return read_unsigned_content(envelope.content)


def unsigned_envelope(message: UnsignedMessage, recipients: Recipients) -> Envelope:
    """The envelope of an unsigned message."""
    return Envelope(unsigned_content(message), recipients)


def envelope_to_sign(message: SignedMessage, recipients: Recipients) -> Envelope:
    """The envelope of a signed message, still without its signatures."""
    assert not isinstance(message, AcsCommitment), "commitments travel in an unsigned envelope"
    return Envelope(signed_content(message), recipients)
