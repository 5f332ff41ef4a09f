"""Contents of envelopes: every unsigned kind reads back; views open with their key only."""

from __future__ import annotations

import pytest

from canton.crypto.encryption import AsymmetricEncrypted, EncryptionAlgorithm, SymmetricKey
from canton.crypto.signature import sign, verify
from canton.crypto.versioned import wrap
from canton.errors import Rejection
from canton.identifiers import Fingerprint, PhysicalSynchronizerId, UniqueIdentifier, participant
from canton.protocol.message.content import (
    OtherContent,
    SignedAcsCommitment,
    TopologyTransactionsBroadcast,
    commitment_hash,
    envelope_to_sign,
    read_content,
    read_unsigned_content,
    unsigned_content,
    unsigned_envelope,
)
from canton.protocol.message.encrypted_views import (
    EncryptedViews,
    open_light_views,
    open_views,
    seal_views,
)
from canton.protocol.message.request import InformeeMessage, RootHashMessage
from canton.protocol.message.signed import AcsCommitment, SetTrafficPurchased
from canton.protocol.message.view_type import ViewType
from canton.protocol.sequencing.recipient import Recipients
from canton.protocol.view.transaction_tree import LightViewTree
from canton.timestamps import Timestamp
from canton.wire import protocol_v31_pb2 as v31

UID = UniqueIdentifier("x", Fingerprint("1220" + "ab" * 32))
PSID = PhysicalSynchronizerId(UID, 35, 0)
KEY = SymmetricKey(bytes(range(16)))
COMMITMENT = AcsCommitment(PSID, UID, UID, Timestamp(1), Timestamp(2), b"c")


def encrypted(world, contents: list[bytes]) -> EncryptedViews:
    session_key = AsymmetricEncrypted(b"c", EncryptionAlgorithm.RSA_OAEP_SHA256, UID.namespace)
    hashes = tuple(view.hash for _, view in world.built.tree.views())[3:4]
    return EncryptedViews(
        seal_views(contents, KEY, bytes(12)), hashes, (session_key,), PSID, ViewType.TRANSACTION
    )


def light(world, number: int) -> LightViewTree:
    position = list(world.built.tree.views())[number][0]
    return LightViewTree.of(world.built.tree, position, ())


def test_every_unsigned_message_reads_back(world) -> None:
    tree = world.built.tree
    signature = sign(world.signing_key, tree.hash)
    for message in (
        InformeeMessage(tree.for_mediator(), signature),
        RootHashMessage(tree.hash, PSID, ViewType.TRANSACTION, Timestamp(3)),
        encrypted(world, [light(world, 3).to_bytes()]),
        TopologyTransactionsBroadcast(PSID, (b"one", b"two")),
        SignedAcsCommitment.of(COMMITMENT, signature),
    ):
        assert read_unsigned_content(unsigned_content(message)) == message
        envelope = unsigned_envelope(message, Recipients.group([participant(UID)]))
        assert read_content(envelope) == message


def test_a_commitment_is_signed_as_if_its_envelope_were(world) -> None:
    signature = sign(world.signing_key, commitment_hash(COMMITMENT))
    message = SignedAcsCommitment.of(COMMITMENT, signature)
    assert verify(world.signing_key.public, message.hash, signature)
    unsigned = v31.EnvelopeContent(
        acs_commitment_protocol_message=SignedAcsCommitment.of(COMMITMENT).to_proto()
    )
    assert isinstance(read_unsigned_content(wrap(unsigned, 31)), Rejection)


def test_a_signed_envelope_reads_as_the_signed_message(world) -> None:
    message = SetTrafficPurchased(participant(UID), 1, 2, PSID)
    envelope = envelope_to_sign(message, Recipients.group([participant(UID)]))
    assert read_content(envelope.signed_with(world.signing_key)) == message


def test_views_open_with_their_key_and_their_hashes_only(world) -> None:
    content = light(world, 3).to_bytes()
    message = encrypted(world, [content])
    assert open_light_views(message, KEY, 100_000) == (light(world, 3),)
    assert message.session_key_for(UID.namespace) is not None
    assert message.session_key_for(Fingerprint("other")) is None
    assert isinstance(open_views(message, SymmetricKey(bytes(16)), 100_000), Rejection)
    assert isinstance(open_views(message, KEY, 10), Rejection)
    for wrong in ([], [content, content], [b"\xff"], [light(world, 4).to_bytes()]):
        assert isinstance(open_light_views(encrypted(world, wrong), KEY, 100_000), Rejection)


def test_messages_of_other_kinds_are_kept_and_unknown_ones_rejected() -> None:
    content = wrap(v31.EnvelopeContent(lsu_sequencing_test_message={"content": b"x"}), 31)
    assert read_unsigned_content(content) == OtherContent("lsu_sequencing_test_message", content)
    assert isinstance(read_unsigned_content(wrap(v31.EnvelopeContent(), 31)), Rejection)


@pytest.mark.parametrize(
    "clear", ["view_hashes", "session_key_lookup", "encryption_scheme", "view_type"]
)
def test_encrypted_views_without_what_they_must_have_are_rejected(world, clear: str) -> None:
    message = encrypted(world, [b"x"]).to_proto()
    message.ClearField(clear)
    content = v31.EnvelopeContent(encrypted_multiple_views_message=message)
    assert isinstance(read_unsigned_content(wrap(content, 31)), Rejection)
