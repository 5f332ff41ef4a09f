"""Envelopes and batches: content, signatures and recipients, compressed one by one.

An envelope stays compressed until someone opens it, so that a sequencer passes on the bytes that
it received. Opening is bounded by the synchronizer's `max_request_size`. Source: protocol sheet
2.6, schema 31 of CompressedBatch.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final

from canton.crypto.errors import malformed
from canton.crypto.hash import Hash, HashPurpose, digest
from canton.crypto.key_pair import SigningKeyPair
from canton.crypto.signature import Signature, sign
from canton.crypto.versioned import parse
from canton.errors import Rejection
from canton.identifiers import Member
from canton.protocol.reading import rejecting, required
from canton.protocol.sequencing.compression import compress, decompress
from canton.protocol.sequencing.recipient import GroupRecipient, Recipient, Recipients
from canton.wire import sequencing_v30_pb2 as v30
from canton.wire import sequencing_v31_pb2 as v31

_OPEN_BATCH_SIZE_FACTOR: Final = 16
_GZIP: Final = v30.CompressedBatch.COMPRESSION_ALGORITHM_GZIP
_NONE: Final = v30.CompressedBatch.COMPRESSION_ALGORITHM_UNSPECIFIED


def signed_message_hash(content: bytes) -> Hash:
    """What the signatures of an envelope sign."""
    return digest(HashPurpose.SIGNED_PROTOCOL_MESSAGE_SIGNATURE, content)


@dataclass(frozen=True, slots=True)
class Envelope:
    """An open envelope. With signatures the content is a signed message, else an unsigned one."""

    content: bytes
    recipients: Recipients
    signatures: tuple[Signature, ...] = ()

    def signed_with(self, key: SigningKeyPair) -> Envelope:
        """The envelope with one more signature over its content."""
        return replace(
            self, signatures=(*self.signatures, sign(key, signed_message_hash(self.content)))
        )

    def with_signature(self, signature: Signature) -> Envelope:
        """The envelope with a signature that was made elsewhere, as in a vault."""
        return replace(self, signatures=(*self.signatures, signature))

    def closed(self) -> ClosedEnvelope:
        """The envelope with its content compressed."""
        message = v31.EnvelopeWithoutRecipients(
            content=self.content,
            signatures=[signature.to_proto() for signature in self.signatures],
        )
        return ClosedEnvelope(compress(message.SerializeToString()), self.recipients)


@dataclass(frozen=True, slots=True)
class ClosedEnvelope:
    """An envelope whose content is compressed still."""

    compressed: bytes
    recipients: Recipients
    is_compressed: bool = True
    """False where the batch names no algorithm: then the bytes stand as they are."""

    def opened(self, size_max: int) -> Envelope | Rejection:
        """The open envelope, if it has at most `size_max` bytes."""
        content: bytes | Rejection = self.compressed
        if self.is_compressed:
            content = decompress(self.compressed, size_max)
        elif len(self.compressed) > size_max:
            return malformed(f"an envelope has more than {size_max} bytes")
        if isinstance(content, Rejection):
            return content
        message = parse(v31.EnvelopeWithoutRecipients, content)
        if isinstance(message, Rejection):
            return message
        signatures = []
        for each in message.signatures:
            signature = Signature.from_proto(each)
            if isinstance(signature, Rejection):
                return signature
            signatures.append(signature)
        return Envelope(message.content, self.recipients, tuple(signatures))

    def seen_by(
        self, member: Member, groups: Collection[GroupRecipient] = ()
    ) -> ClosedEnvelope | None:
        """The envelope as a member sees it, or None where it is not for it."""
        recipients = self.recipients.seen_by(member, groups)
        return None if recipients is None else replace(self, recipients=recipients)


@dataclass(frozen=True, slots=True)
class Batch:
    """The envelopes of a request or an event, in order."""

    envelopes: tuple[ClosedEnvelope, ...] = ()

    @staticmethod
    def of(envelopes: Iterable[Envelope]) -> Batch:
        """The batch of open envelopes."""
        return Batch(tuple(envelope.closed() for envelope in envelopes))

    def seen_by(self, member: Member, groups: Collection[GroupRecipient] = ()) -> Batch:
        """The envelopes that a member sees, each with the recipients that it sees."""
        seen = (envelope.seen_by(member, groups) for envelope in self.envelopes)
        return Batch(tuple(envelope for envelope in seen if envelope is not None))

    def opened(self, size_max: int) -> tuple[Envelope, ...] | Rejection:
        """Every envelope open, each of at most `size_max` bytes, together of at most 16 times that.

        The original bounds each envelope alone, so that a thousand of them can still fill the
        memory; no honest batch compresses that well.
        """
        envelopes = []
        room = size_max * _OPEN_BATCH_SIZE_FACTOR
        for closed in self.envelopes:
            envelope = closed.opened(size_max)
            if isinstance(envelope, Rejection):
                return envelope
            room -= len(envelope.content)
            if room < 0:
                return malformed("the envelopes of a batch are too large together")
            envelopes.append(envelope)
        return tuple(envelopes)

    def recipients(self) -> frozenset[Recipient]:
        """Every recipient of every envelope."""
        return frozenset().union(*(envelope.recipients.all() for envelope in self.envelopes))

    def to_proto(self) -> v31.CompressedBatch:
        """The message; the lists of recipients and envelopes have equal length."""
        assert all(envelope.is_compressed for envelope in self.envelopes)
        recipients = v31.CompressedBatch.DecompressedRecipients(
            recipients=[envelope.recipients.to_proto() for envelope in self.envelopes]
        )
        return v31.CompressedBatch(
            algorithm=_GZIP,
            compressed_recipients=compress(recipients.SerializeToString()),
            compressed_envelopes=[envelope.compressed for envelope in self.envelopes],
        )

    @staticmethod
    @rejecting
    def from_proto(message: v31.CompressedBatch, size_max: int) -> Batch:
        """Reads a batch: its recipients within `size_max` bytes, its envelopes still closed."""
        if message.algorithm not in (_GZIP, _NONE):
            raise ValueError(f"unknown compression algorithm {message.algorithm}")
        is_compressed = message.algorithm == _GZIP
        content = message.compressed_recipients
        if is_compressed:
            content = required(decompress(content, size_max))
        listed = required(parse(v31.CompressedBatch.DecompressedRecipients, content)).recipients
        if len(listed) != len(message.compressed_envelopes):
            raise ValueError("a batch has not as many recipients as envelopes")
        return Batch(
            tuple(
                ClosedEnvelope(compressed, Recipients.read(recipients), is_compressed)
                for compressed, recipients in zip(message.compressed_envelopes, listed, strict=True)
            )
        )


EMPTY: Final = Batch()
