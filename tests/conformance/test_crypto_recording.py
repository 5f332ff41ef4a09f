"""Keys and signatures of the recorded network."""

from __future__ import annotations

from canton.crypto.hash import HashBuilder, HashPurpose
from canton.crypto.key import SEQUENCER_AUTHENTICATION_ONLY
from canton.crypto.signature import Signature, check_signature
from canton.errors import Rejection
from canton.identifiers import Member
from canton.protocol.sequencing.compression import compress, decompress
from canton.protocol.sequencing.event import EVENT_PURPOSE
from canton.protocol.sequencing.signed_content import SignedContent
from canton.protocol.sequencing.submission import (
    ACKNOWLEDGEMENT_PURPOSE,
    SUBMISSION_PURPOSE,
    AcknowledgeRequest,
)
from canton.timestamps import TIMESTAMP_MAX
from canton.wire import sequencer_api_pb2
from canton.wire.sequencer_api_pb2 import SequencerAuthentication

REQUEST_SIZE_MAX = 10_485_760


def test_every_exported_key_pair_has_the_fingerprint_of_its_file(recording) -> None:
    from_files = recording.key_pairs
    assert len(from_files) == 16
    for fingerprint, pair in from_files.items():
        private = pair.to_proto()
        inner = private.signing_key_pair if private.HasField("signing_key_pair") else None
        inner = inner or private.encryption_key_pair
        assert inner.private_key.id == fingerprint


def test_every_challenge_was_signed_over_nonce_and_synchronizer(recording) -> None:
    requests = list(recording.messages("Authenticate", "request"))
    assert len(requests) == 9
    for message in requests:
        request = SequencerAuthentication.AuthenticateRequest.FromString(message.content)
        builder = HashBuilder(HashPurpose.AUTHENTICATION_TOKEN).add_raw(request.nonce)
        content = builder.add_string(str(recording.synchronizer)).finish()
        signature = Signature.from_proto(request.signature)
        assert not isinstance(signature, Rejection)
        keys = all_keys_of(recording, Member.parse(request.member))
        key = keys[signature.signed_by]
        assert check_signature(key, content, signature, SEQUENCER_AUTHENTICATION_ONLY) is None


def all_keys_of(recording, member: Member):
    """Every key that the member ever registered."""
    rows = recording.state.rows
    return {
        key.fingerprint: key
        for row in rows
        if getattr(row.mapping, "member", None) == member
        for key in row.mapping.signing_keys
    }


def test_every_submission_request_is_signed_by_its_sender(recording) -> None:
    assert len(recording.requests) == 135
    for sent in recording.requests:
        snapshot = recording.topology(sent.signed.timestamp_of_signing_key)
        keys = snapshot.members.keys(sent.request.sender).signing_keys
        [key] = [each for each in keys if each.fingerprint == sent.signed.signature.signed_by]
        assert sent.signed.check(SUBMISSION_PURPOSE, key) is None


def test_every_event_is_signed_by_the_sequencer_that_sent_it(recording) -> None:
    assert len(recording.events) == 448
    for received in recording.events:
        snapshot = recording.topology(received.event.timestamp_of_signing_key)
        name = received.node.removesuffix("_public")
        [sequencer] = [
            each for each in snapshot.sequencer_group().active if each.uid.identifier == name
        ]
        [key] = [
            key
            for key in snapshot.members.keys(sequencer).signing_keys
            if key.fingerprint == received.signed.signature.signed_by
        ]
        assert received.signed.check(EVENT_PURPOSE, key) is None


def test_every_acknowledgement_is_signed_by_its_member(recording) -> None:
    messages = list(recording.messages("AcknowledgeSigned", "request"))
    assert len(messages) == 11
    for message in messages:
        request = sequencer_api_pb2.AcknowledgeSignedRequest.FromString(message.content)
        signed = SignedContent.from_bytes(request.signed_acknowledge_request)
        assert not isinstance(signed, Rejection)
        acknowledgement = AcknowledgeRequest.from_bytes(signed.content)
        assert not isinstance(acknowledgement, Rejection)
        assert acknowledgement.to_bytes() == signed.content
        key = all_keys_of(recording, acknowledgement.member)[signed.signature.signed_by]
        assert signed.check(ACKNOWLEDGEMENT_PURPOSE, key) is None
        assert acknowledgement.timestamp < TIMESTAMP_MAX


def test_compressing_again_gives_the_bytes_of_the_originals_runtime(recording) -> None:
    count = 0
    for sent in recording.requests:
        batch = sent.request.batch.to_proto()
        for compressed in (batch.compressed_recipients, *batch.compressed_envelopes):
            content = decompress(compressed, REQUEST_SIZE_MAX)
            assert not isinstance(content, Rejection)
            assert compress(content) == compressed
            count += 1
    assert count == 334
