"""A small synchronizer for the transcripts of the block machine: fake topology, fake signatures.

A signature is the text `member/key`; it is good while the member has that key. So the transcripts
decide about rules, not about cryptography.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import pytest

from canton.crypto.hash import HashPurpose
from canton.crypto.signature import Signature, SigningAlgorithm
from canton.crypto.versioned import wrap
from canton.errors import Rejection
from canton.identifiers import Fingerprint, Member, PhysicalSynchronizerId
from canton.protocol.sequencing.aggregation import AggregationRule
from canton.protocol.sequencing.envelope import Batch, Envelope
from canton.protocol.sequencing.event import SequencedEvent, event_from_bytes
from canton.protocol.sequencing.recipient import (
    Group,
    GroupRecipient,
    MediatorGroup,
    Recipient,
    Recipients,
)
from canton.protocol.sequencing.signed_content import SignedContent
from canton.protocol.sequencing.submission import AcknowledgeRequest, SubmissionRequest
from canton.sequencer.core.aggregation import Aggregations
from canton.sequencer.core.block_processor import BlockProcessor, SynchronizerRules
from canton.sequencer.core.delivery import Viewer, event_for
from canton.sequencer.core.effects import (
    ACKNOWLEDGE,
    SEND,
    Block,
    BlockRequest,
    Effect,
    Persist,
    Report,
)
from canton.sequencer.core.membership import Membership
from canton.sequencer.core.ports import MemberGroup, TopologyChange
from canton.sequencer.core.request import DECOMPRESSED_BYTES_MAX
from canton.sequencer.core.rows import BROADCAST, BlockRow
from canton.timestamps import TIMESTAMP_MIN, Micros, Timestamp
from canton.topology.parameters.dynamic import TrafficControlParameters
from canton.wire.protocol_v31_pb2 import EnvelopeContent
from canton.wire.topology_pb2 import TopologyTransactionsBroadcast

SYNCHRONIZER = PhysicalSynchronizerId.parse("ha::1220ff::35-0")
PARTICIPANTS = tuple(Member.parse(f"PAR::p{name}::1220{name * 4}") for name in "abc")
MEDIATORS = tuple(Member.parse(f"MED::m{name}::1220{name * 4}") for name in "de")
SEQUENCERS = tuple(Member.parse(f"SEQ::s{name}::1220{name * 4}") for name in "12")
STRANGER = Member.parse("PAR::stranger::1220beef")
START = Timestamp(1_700_000_000_000_000)
REGISTERED = Timestamp(TIMESTAMP_MIN + 1)
DELAY = Micros(250_000)
FAR = Timestamp(START + 60_000_000)


def signature(member: Member, key: str = "key") -> Signature:
    """A fake signature of the member."""
    return Signature(f"{member}/{key}".encode(), Fingerprint(key), SigningAlgorithm.ED25519)


@dataclass
class FakeTopology:
    """Groups and keys that hold at every time; broadcasts are noted and name no members."""

    mediator_threshold: int = 1
    mediators: dict[int, tuple[Member, ...]] = field(default_factory=lambda: {0: MEDIATORS})
    revoked: set[bytes] = field(default_factory=set)
    processed: list[tuple[Timestamp, list[bytes]]] = field(default_factory=list)
    newcomers: tuple[Member, ...] = ()
    traffic: dict[Timestamp, TrafficControlParameters | None] = field(default_factory=dict)
    """What sending costs, by the time from which on it does."""
    time: Timestamp = TIMESTAMP_MIN

    def at(self, time: Timestamp) -> FakeTopology:
        return replace(self, time=time)

    def process(
        self, sequenced: Timestamp, broadcasts: Sequence[TopologyTransactionsBroadcast]
    ) -> TopologyChange:
        transactions = [
            bytes(one) for each in broadcasts for one in each.signed_transactions.signed_transaction
        ]
        self.processed.append((sequenced, transactions))
        return TopologyChange(self.newcomers, ())

    def mediator_group(self, index: int) -> MemberGroup | None:
        members = self.mediators.get(index)
        return None if members is None else MemberGroup(members, (), self.mediator_threshold)

    def sequencer_group(self) -> MemberGroup | None:
        return MemberGroup(SEQUENCERS, (), 1)

    def aggregate_submission_timeout(self) -> Micros | None:
        return Micros(360_000_000)

    def traffic_parameters(self) -> TrafficControlParameters | None:
        valid = [time for time in self.traffic if time < self.time]
        return self.traffic[max(valid)] if valid else None

    def group_sizes(self, recipients: Iterable[Recipient]) -> dict[GroupRecipient, int]:
        sizes: dict[GroupRecipient, int] = {
            MediatorGroup(index): len(members) for index, members in self.mediators.items()
        }
        sizes[Group.SEQUENCERS] = len(SEQUENCERS)
        sizes[Group.ALL_MEMBERS] = len((*PARTICIPANTS, *MEDIATORS, *SEQUENCERS))
        return sizes

    def topology_timestamp_tolerance(self) -> Micros | None:
        return Micros(120_000_000)

    def signature_problem(
        self, member: Member, purpose: HashPurpose, content: bytes, signature: Signature
    ) -> str | None:
        return None if self.is_signing_key_of(member, signature) else f"not signed by {member}"

    def is_signing_key_of(self, member: Member, signature: Signature) -> bool:
        value = signature.value
        return value.startswith(f"{member}/".encode()) and value not in self.revoked


@dataclass
class World:
    """A block machine, the topology that it was given, and the members' tools."""

    topology: FakeTopology = field(default_factory=FakeTopology)
    processor: BlockProcessor = field(init=False)
    alice: Member = PARTICIPANTS[0]
    bob: Member = PARTICIPANTS[1]
    carol: Member = PARTICIPANTS[2]
    mediators: tuple[Member, ...] = MEDIATORS
    sequencers: tuple[Member, ...] = SEQUENCERS
    stranger: Member = STRANGER
    synchronizer: PhysicalSynchronizerId = SYNCHRONIZER
    start: Timestamp = START
    delay: Micros = DELAY

    def __post_init__(self) -> None:
        membership = Membership()
        membership.register((*PARTICIPANTS, *MEDIATORS, *SEQUENCERS), REGISTERED)
        self.processor = BlockProcessor(
            SynchronizerRules(SYNCHRONIZER, DELAY),
            self.topology,
            membership,
            Aggregations(),
            BlockRow(-1, TIMESTAMP_MIN, None, None),
        )

    def signature(self, member: Member) -> Signature:
        """A fake signature of the member."""
        return signature(member)

    def envelope(
        self,
        content: bytes,
        groups: Iterable[Iterable[Recipient]],
        signed_by: Member | None = None,
        key: str = "key",
    ) -> Envelope:
        """An open envelope to these groups."""
        signatures = () if signed_by is None else (signature(signed_by, key),)
        return Envelope(content, Recipients.groups(groups), signatures)

    def broadcast(self, *transactions: bytes) -> Envelope:
        """An envelope with topology transactions to everybody."""
        content = EnvelopeContent()
        message = content.topology_transactions_broadcast
        message.physical_synchronizer_id = str(SYNCHRONIZER)
        message.signed_transactions.signed_transaction.extend(transactions)
        return self.envelope(wrap(content, 31), [[Group.ALL_MEMBERS]])

    def submission(
        self,
        sender: Member,
        message_id: str,
        *envelopes: Envelope,
        until: Timestamp = FAR,
        rule: AggregationRule | None = None,
        topology_timestamp: Timestamp | None = None,
        cost: int | None = None,
    ) -> SubmissionRequest:
        """A submission request."""
        return SubmissionRequest(
            sender, message_id, Batch.of(envelopes), until, topology_timestamp, rule, cost
        )

    def signed(
        self,
        request: SubmissionRequest | AcknowledgeRequest,
        by: Member | None = None,
        at: Timestamp | None = None,
    ) -> bytes:
        """The signed bytes; signed by the sender unless said otherwise."""
        sender = request.sender if isinstance(request, SubmissionRequest) else request.member
        return SignedContent(request.to_bytes(), (signature(by or sender),), at).to_bytes()

    def send(
        self, request: SubmissionRequest | bytes, time: int = START, trace: str = ""
    ) -> BlockRequest:
        """The request as the ordering keeps it."""
        body = request if isinstance(request, bytes) else self.signed(request)
        return BlockRequest(SEND, body, Timestamp(time), "s1", trace)

    def acknowledge(self, member: Member, up_to: int, by: Member | None = None) -> BlockRequest:
        """An acknowledgement as the ordering keeps it."""
        request = AcknowledgeRequest(member, Timestamp(up_to))
        return BlockRequest(ACKNOWLEDGE, self.signed(request, by), START, "s1", "")

    def order(self, *requests: BlockRequest, time: int = START) -> list[Effect]:
        """The effects of the next block with these requests."""
        height = self.processor.block.height + 1
        return self.processor.handle(Block(height, Timestamp(time), requests))

    def events(self, effects: Sequence[Effect]) -> list[str]:
        """The events of a block, a line each: time after the start, kind, message id, to whom."""
        persist = self.persisted(effects)
        return [
            f"+{event.time - START} {event.kind} {event.message_id or '-'} to "
            + ",".join(
                self.name_of(row.member_id) + "".join(f"({group})" for group in row.groups)
                for row in persist.recipients
                if row.time == event.time
            )
            for event in persist.events
        ]

    def name_of(self, member_id: int) -> str:
        """The short name of a member by its id."""
        if member_id == BROADCAST:
            return "all"
        members = (*PARTICIPANTS, *MEDIATORS, *SEQUENCERS)
        names = {self.processor.membership.id_of(one): one.uid.identifier for one in members}
        return names.get(member_id, str(member_id))

    def persisted(self, effects: Sequence[Effect]) -> Persist:
        """The one persist effect, which comes first."""
        first = effects[0]
        assert isinstance(first, Persist)
        return first

    def reports(self, effects: Sequence[Effect]) -> list[str]:
        """The codes of the reports, alarms marked."""
        return [
            effect.rejection.code.id + ("!" if effect.is_alarm else "")
            for effect in effects
            if isinstance(effect, Report)
        ]

    def seen_by(
        self, member: Member, effects: Sequence[Effect], previous: Timestamp | None = None
    ) -> list[SequencedEvent]:
        """The events of the block as the member sees them, decoded from their bytes."""
        persist = self.persisted(effects)
        member_id = self.processor.membership.id_of(member)
        viewer = Viewer(member, member_id, SYNCHRONIZER)
        seen: list[SequencedEvent] = []
        for event in persist.events:
            rows = [
                row
                for row in persist.recipients
                if row.time == event.time and row.member_id in (member_id, BROADCAST)
            ]
            if rows:
                groups = [group for row in rows for group in row.groups]
                content = event_for(event, groups, viewer, previous).to_bytes()
                decoded = event_from_bytes(content, DECOMPRESSED_BYTES_MAX)
                assert not isinstance(decoded, Rejection)
                seen.append(decoded)
                previous = Timestamp(event.time)
        return seen


@pytest.fixture
def world() -> World:
    """A synchronizer before its first block."""
    return World()


@pytest.fixture
def new_world() -> type[World]:
    """Makes further synchronizers like the first, for comparisons."""
    return World
