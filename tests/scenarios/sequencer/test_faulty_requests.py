"""Whatever a member sends, the block machine goes on: faults become reports, never exceptions."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canton.clock import WallClock
from canton.crypto.hash import HashPurpose, digest
from canton.crypto.signature import sign
from canton.crypto.versioned import wrap
from canton.protocol.sequencing.aggregation import MediatorGroupAggregation, SenderDeduplication
from canton.protocol.sequencing.compression import compress
from canton.protocol.sequencing.envelope import Batch, Envelope
from canton.protocol.sequencing.recipient import Group, MediatorGroup, Recipients
from canton.protocol.sequencing.signed_content import SignedContent
from canton.protocol.sequencing.submission import SubmissionRequest
from canton.sequencer.core.aggregation import Aggregations
from canton.sequencer.core.block_processor import BlockProcessor, SynchronizerRules
from canton.sequencer.core.effects import ACKNOWLEDGE, SEND, Block, BlockRequest, Persist, Report
from canton.sequencer.core.membership import Membership
from canton.sequencer.initialization import from_genesis
from canton.sequencer.topology_view import SynchronizerTopology
from canton.timestamps import TIMESTAMP_MAX, Timestamp
from canton.topology.state.state import TopologyState
from canton.topology.stored import INITIAL_TOPOLOGY_TIME
from canton.topology_service.client import TopologyClient
from canton.topology_service.store import TopologyStore
from canton.wire.protocol_v31_pb2 import EnvelopeContent
from canton.wire.sequencing_v30_pb2 import RecipientsTree
from canton.wire.sequencing_v31_pb2 import CompressedBatch
from canton.wire.sequencing_v31_pb2 import SubmissionRequest as SubmissionMessage
from canton.wire.version_pb2 import UntypedVersionedMessage
from scenarios.sequencer.founding import PARAMETERS, Founding

NOW = Timestamp(1_700_000_000_000_000)
FOUNDING = Founding()


def machine() -> BlockProcessor:
    """A block machine with real keys and real topology rules."""
    rows = FOUNDING.genesis(FOUNDING.alice, FOUNDING.bob)
    beginning = from_genesis(rows, PARAMETERS)
    state = TopologyState(beginning.synchronizer, PARAMETERS)
    state.apply([row.transaction for row in rows], INITIAL_TOPOLOGY_TIME, INITIAL_TOPOLOGY_TIME)
    store = TopologyStore.of_synchronizer(beginning.synchronizer)
    topology = SynchronizerTopology(TopologyClient(state, store, WallClock()))
    rules = SynchronizerRules(beginning.synchronizer, PARAMETERS.topology_change_delay)
    membership = Membership(beginning.members)
    return BlockProcessor(rules, topology, membership, Aggregations(), beginning.block)


@lru_cache
def samples() -> tuple[bytes, ...]:
    """Good requests of several kinds, without the signature over the whole."""
    alice, bob = FOUNDING.alice.member, FOUNDING.bob.member
    content = EnvelopeContent()
    broadcast = content.topology_transactions_broadcast
    broadcast.physical_synchronizer_id = str(FOUNDING.synchronizer)
    broadcast.signed_transactions.signed_transaction.extend(
        one.to_bytes() for one in FOUNDING.bob.onboarding(FOUNDING.logical)
    )
    to_all = Envelope(wrap(content, 31), Recipients.group([Group.ALL_MEMBERS]))
    view = Envelope(b"view", Recipients.chain([[alice], [bob]]))
    response = Envelope(b"response", Recipients.group([MediatorGroup(0)])).signed_with(
        FOUNDING.alice.protocol
    )
    until = Timestamp(NOW + 60_000_000)
    return tuple(
        SubmissionRequest(alice, "m", Batch.of(envelopes), until, None, rule).to_bytes()
        for envelopes, rule in (
            ([to_all], None),
            ([view, response], SenderDeduplication()),
            ([response], MediatorGroupAggregation(0)),
            ([], None),
        )
    )


def signed(content: bytes) -> bytes:
    hashed = digest(HashPurpose.SUBMISSION_REQUEST_SIGNATURE, content)
    return SignedContent(content, (sign(FOUNDING.alice.protocol, hashed),)).to_bytes()


def order(processor: BlockProcessor, *bodies: bytes, tag: str = SEND) -> list[Any]:
    height = processor.block.height + 1
    requests = tuple(BlockRequest(tag, body, NOW, "s") for body in bodies)
    return processor.handle(Block(height, NOW, requests))


CHANGES = st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)))
MUTATION = st.tuples(st.integers(0, 3), CHANGES)


@settings(max_examples=300, deadline=None)
@given(mutation=MUTATION, is_signed=st.booleans())
def test_mutated_requests_are_reported_or_sequenced(mutation: Any, is_signed: bool) -> None:
    index, changes = mutation
    content = bytearray(samples()[index])
    for position, value in changes:
        content[position % len(content)] = value
    body = signed(bytes(content)) if is_signed else bytes(content)
    processor = machine()
    effects = order(processor, body)
    assert isinstance(effects[0], Persist)
    events = effects[0].events
    # The time that it was given is used up by an event or not at all.
    assert len(events) + sum(isinstance(effect, Report) for effect in effects) >= 1
    order(processor, signed(samples()[3]), tag=SEND)
    order(processor, body, tag=ACKNOWLEDGE)


def altered(change: Any) -> bytes:
    """The second sample with a change to its message, well signed."""
    message = SubmissionMessage.FromString(UntypedVersionedMessage.FromString(samples()[1]).data)
    change(message)
    return signed(wrap(message, 31))


def _deep(message: SubmissionMessage) -> None:
    tree = RecipientsTree(recipients=[str(FOUNDING.bob.member)])
    for _ in range(40):
        tree = RecipientsTree(recipients=[str(FOUNDING.bob.member)], children=[tree])
    recipients = CompressedBatch.DecompressedRecipients()
    recipients.recipients.add().recipients_tree.append(tree)
    recipients.recipients.add().recipients_tree.append(tree)
    message.batch.compressed_recipients = compress(recipients.SerializeToString())


def _bomb(message: SubmissionMessage) -> None:
    message.batch.compressed_envelopes[0] = compress(b"\x00" * 50_000_000)


@pytest.mark.parametrize(
    "change",
    [
        lambda message: setattr(message, "sender", "PAR::nobody"),
        lambda message: setattr(message, "max_sequencing_time", 2**63 - 1),
        lambda message: setattr(message, "max_sequencing_time", TIMESTAMP_MAX),
        lambda message: setattr(message, "topology_timestamp", -(2**63)),
        lambda message: setattr(message, "message_id", "x" * 74),
        lambda message: setattr(message.aggregation_rule, "threshold", -1),
        lambda message: message.aggregation_rule.eligible_members.append("MGR::9"),
        lambda message: message.aggregation_rule.eligible_members.append("SOD::"),
        lambda message: message.aggregation_rule.eligible_members.append("PAR::x::y"),
        lambda message: setattr(message.batch, "algorithm", 7),
        lambda message: message.batch.compressed_envelopes.append(b""),
        lambda message: message.batch.compressed_envelopes.pop(),
        lambda message: setattr(message.batch, "compressed_recipients", b""),
        _bomb,
        _deep,
    ],
)
def test_crafted_requests_are_reported_or_sequenced(change: Any) -> None:
    processor = machine()
    effects = order(processor, altered(change))
    assert isinstance(effects[0], Persist)
    after = order(processor, signed(samples()[3]))
    assert len(after[0].events) == 1


def test_a_flood_of_repeated_broadcasts_changes_the_topology_once() -> None:
    processor = machine()
    body = signed(samples()[0])
    effects = order(processor, body, body, body)
    assert isinstance(effects[0], Persist)
    assert len(effects[0].events) == 3
    assert effects[0].members == ()
