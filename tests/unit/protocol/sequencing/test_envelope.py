"""Envelopes and batches: closed once and passed on as they are, opened within bounds."""

from __future__ import annotations

from canton.crypto.key import PROTOCOL_ONLY, SigningKeySpec
from canton.crypto.key_pair import SigningKeyPair
from canton.crypto.signature import verify
from canton.errors import Rejection
from canton.identifiers import Fingerprint, UniqueIdentifier, participant
from canton.protocol.sequencing.compression import compress
from canton.protocol.sequencing.envelope import (
    EMPTY,
    Batch,
    ClosedEnvelope,
    Envelope,
    signed_message_hash,
)
from canton.protocol.sequencing.recipient import Recipients
from canton.wire import sequencing_v30_pb2 as v30
from canton.wire import sequencing_v31_pb2 as v31

NAMESPACE = Fingerprint("1220" + "ab" * 32)
A, B = (participant(UniqueIdentifier(name, NAMESPACE)) for name in "ab")
KEY = SigningKeyPair.generate(SigningKeySpec.EC_CURVE25519, PROTOCOL_ONLY, bytes(range(32)))
TO_A, TO_B = Recipients.group([A]), Recipients.group([B])


def batch() -> Batch:
    return Batch.of([Envelope(b"one", TO_A), Envelope(b"two", TO_B).signed_with(KEY)])


def test_a_batch_reads_back_and_keeps_its_bytes() -> None:
    message = batch().to_proto()
    read = Batch.from_proto(message, 1000)
    assert isinstance(read, Batch)
    assert read == batch()
    assert read.to_proto() == message
    assert Batch.from_proto(EMPTY.to_proto(), 0) == EMPTY


def test_the_signatures_of_an_envelope_sign_its_content() -> None:
    opened = batch().opened(1000)
    assert not isinstance(opened, Rejection)
    [signature] = opened[1].signatures
    assert verify(KEY.public, signed_message_hash(b"two"), signature, PROTOCOL_ONLY)


def test_a_member_sees_its_envelopes_only() -> None:
    assert batch().seen_by(A).opened(1000) == (Envelope(b"one", TO_A),)
    assert batch().recipients() == {A, B}


def test_an_envelope_larger_than_allowed_is_rejected_when_opened() -> None:
    closed = Envelope(bytes(5000), TO_A).closed()
    assert isinstance(closed.opened(100), Rejection)
    assert isinstance(Batch((closed,)).opened(100), Rejection)
    assert isinstance(closed.opened(6000), Envelope)


def test_many_envelopes_that_are_too_large_together_are_rejected() -> None:
    closed = Envelope(bytes(900), TO_A).closed()
    assert not isinstance(Batch((closed,) * 16).opened(1000), Rejection)
    assert isinstance(Batch((closed,) * 18).opened(1000), Rejection)


def test_an_uncompressed_batch_is_read_too() -> None:
    content = v31.EnvelopeWithoutRecipients(content=b"one").SerializeToString()
    listed = v31.CompressedBatch.DecompressedRecipients(recipients=[TO_A.to_proto()])
    message = v31.CompressedBatch(
        compressed_recipients=listed.SerializeToString(), compressed_envelopes=[content]
    )
    read = Batch.from_proto(message, 1000)
    assert isinstance(read, Batch)
    assert read.opened(1000) == (Envelope(b"one", TO_A),)
    assert isinstance(read.opened(2), Rejection)


def test_malformed_batches_are_rejected() -> None:
    message = batch().to_proto()
    del message.compressed_envelopes[1]
    assert isinstance(Batch.from_proto(message, 1000), Rejection)
    assert isinstance(Batch.from_proto(v31.CompressedBatch(algorithm=7), 1000), Rejection)
    gzip = v30.CompressedBatch.COMPRESSION_ALGORITHM_GZIP
    bomb = v31.CompressedBatch(algorithm=gzip, compressed_recipients=compress(bytes(10_000)))
    assert isinstance(Batch.from_proto(bomb, 1000), Rejection)
    assert isinstance(ClosedEnvelope(compress(b"\xff"), TO_A).opened(10), Rejection)
