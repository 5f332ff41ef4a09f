"""The block machine against the recorded network: what was sent gives what was received.

Every recorded submission request is ordered at the time that the original gave it, and every
event that a member received, from either sequencer, must come out byte for byte. Two things are
not recorded and are put in: what the sequencers sent themselves (by the same batch, unsigned),
and blocks without requests, by which the original made its ticks.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from canton.clock import WallClock
from canton.crypto.hash import HashPurpose, digest
from canton.crypto.key import PROTOCOL_ONLY, SEQUENCER_AUTHENTICATION_ONLY
from canton.crypto.signature import Signature, SigningAlgorithm, check_signature
from canton.errors import Rejection
from canton.identifiers import Fingerprint, Member, MemberKind
from canton.protocol.sequencing.event import Deliver, SequencedEvent, event_from_bytes
from canton.protocol.sequencing.signed_content import SignedContent
from canton.protocol.sequencing.submission import SubmissionRequest
from canton.sequencer.core.aggregation import Aggregations
from canton.sequencer.core.block_processor import BlockProcessor, SynchronizerRules
from canton.sequencer.core.delivery import Viewer, event_for
from canton.sequencer.core.effects import (
    ACKNOWLEDGE,
    SEND,
    Block,
    BlockRequest,
    Persist,
    Report,
)
from canton.sequencer.core.membership import Membership
from canton.sequencer.core.request import DECOMPRESSED_BYTES_MAX, parse_submission
from canton.sequencer.core.rows import BROADCAST, BlockRow, EventRow, RecipientRow
from canton.sequencer.services.public.authentication import nonce_hash
from canton.sequencer.services.public.initial_topology import admitted_at, initial_rows
from canton.sequencer.topology_view import SnapshotView, SynchronizerTopology, members_named
from canton.timestamps import TIMESTAMP_MIN, Timestamp
from canton.topology.mapping.key import OwnerToKeyMapping
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology.state.state import TopologyState
from canton.topology.stored import (
    INITIAL_TOPOLOGY_TIME,
    StoredTopologyTransaction,
    initial_state_hash,
    read_delimited,
)
from canton.topology_service.client import TopologyClient
from canton.topology_service.store import TopologyStore
from canton.wire.sequencer_api_pb2 import (
    AcknowledgeSignedRequest,
    DownloadTopologyStateForInitHashResponse,
    DownloadTopologyStateForInitRequest,
    DownloadTopologyStateForInitResponse,
    SendAsyncRequest,
    SequencerAuthentication,
    SubscriptionRequest,
    SubscriptionResponse,
)

GOLDEN = Path(__file__).parents[1] / "golden" / "network"
SERVICE = "/com.digitalasset.canton.sequencer.api.v30.SequencerService/"


@dataclass
class Received:
    """An event as one member got it from one sequencer."""

    node: str
    signed: SignedContent
    event: SequencedEvent


@dataclass
class Recording:
    """What members sent and received, in order."""

    submissions: list[bytes] = field(default_factory=list)
    acknowledgements: list[bytes] = field(default_factory=list)
    topology_hashes: list[tuple[Member, bytes]] = field(default_factory=list)
    topology_items: dict[Member, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    received: dict[Member, dict[Timestamp, list[Received]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )


def entries() -> Iterator[tuple[str, str, str, bytes]]:
    """Call, node and method, direction, bytes."""
    opened: dict[str, dict[str, Any]] = {}
    with gzip.open(GOLDEN / "calls.jsonl.gz", "rt") as lines:
        for line in lines:
            entry = json.loads(line)
            if "method" in entry:
                opened[entry["call"]] = entry
            elif "dir" in entry and opened[entry["call"]]["method"].startswith(SERVICE):
                of_call = opened[entry["call"]]
                name = f"{entry['dir']} {of_call['method'].removeprefix(SERVICE)}"
                yield entry["call"], of_call["node"], name, base64.b64decode(entry["b64"])


@pytest.fixture(scope="module")
def recording() -> Recording:
    found = Recording()
    member_of: dict[str, Member] = {}
    for call, node, name, content in entries():
        match name:
            case "request SendAsync":
                request = SendAsyncRequest.FromString(content)
                found.submissions.append(request.signed_submission_request)
            case "request AcknowledgeSigned":
                acknowledge = AcknowledgeSignedRequest.FromString(content)
                found.acknowledgements.append(acknowledge.signed_acknowledge_request)
            case (
                "request DownloadTopologyStateForInitHash" | "request DownloadTopologyStateForInit"
            ):
                asked = DownloadTopologyStateForInitRequest.FromString(content)
                member_of[call] = Member.parse(asked.member)
            case "response DownloadTopologyStateForInitHash":
                hashed = DownloadTopologyStateForInitHashResponse.FromString(content)
                found.topology_hashes.append((member_of[call], hashed.topology_state_hash))
            case "response DownloadTopologyStateForInit":
                piece = DownloadTopologyStateForInitResponse.FromString(content)
                found.topology_items[member_of[call]].extend(
                    item.SerializeToString(deterministic=True)
                    for item in piece.topology_transactions.items
                )
            case "request Subscribe":
                member_of[call] = Member.parse(SubscriptionRequest.FromString(content).member)
            case "response Subscribe":
                response = SubscriptionResponse.FromString(content)
                signed = SignedContent.from_bytes(response.signed_sequenced_event)
                assert not isinstance(signed, Rejection)
                event = event_from_bytes(signed.content, DECOMPRESSED_BYTES_MAX)
                assert not isinstance(event, Rejection)
                received = Received(node, signed, event)
                found.received[member_of[call]][event.timestamp].append(received)
    return found


class UnsignedSequencers(SynchronizerTopology):
    """The topology, but what the sequencers sent needs no signature, since it is not recorded."""

    def at(self, time: Timestamp) -> SnapshotView:
        view = super().at(time)
        checked = view.signature_problem

        def unless_sequencer(
            member: Member, purpose: HashPurpose, content: bytes, signature: Signature
        ) -> str | None:
            if member.kind is MemberKind.SEQUENCER:
                return None
            return checked(member, purpose, content, signature)

        view.signature_problem = unless_sequencer  # type: ignore[method-assign]
        return view


@dataclass
class Replay:
    """The machine, and every event with its recipients, as replayed."""

    processor: BlockProcessor
    rules: SynchronizerRules
    topology: SynchronizerTopology
    events: dict[int, EventRow]
    recipients: dict[int, list[RecipientRow]]
    reports: list[Report]

    def seen_by(self, member: Member) -> dict[Timestamp, bytes]:
        """The content of each event of the member, chained from its first on."""
        member_id = self.processor.membership.id_of(member)
        registered = next(
            row.registered_at
            for row in self.processor.membership.rows()
            if row.member == str(member)
        )
        viewer = Viewer(member, member_id, self.rules.synchronizer)
        previous, seen = None, {}
        for time in sorted(self.events):
            rows = [
                row
                for row in self.recipients[time]
                if row.member_id == member_id
                or (row.member_id == BROADCAST and row.time > registered)
            ]
            if rows:
                groups = [group for row in rows for group in row.groups]
                event = event_for(self.events[time], groups, viewer, previous)
                seen[Timestamp(time)] = event.to_bytes()
                previous = Timestamp(time)
        return seen


def new_processor(synchronizer: Any) -> tuple[BlockProcessor, SynchronizerRules, Any]:
    parameters = StaticSynchronizerParameters()
    rows = read_delimited((GOLDEN / "topology-snapshot-head.bin").read_bytes())
    genesis = [row.transaction for row in rows if row.sequenced == INITIAL_TOPOLOGY_TIME]
    state = TopologyState(synchronizer, parameters)
    state.apply(genesis, INITIAL_TOPOLOGY_TIME, INITIAL_TOPOLOGY_TIME)
    membership = Membership()
    membership.register(members_named(genesis), INITIAL_TOPOLOGY_TIME)
    topology = UnsignedSequencers(
        TopologyClient(state, TopologyStore.of_synchronizer(synchronizer), WallClock())
    )
    rules = SynchronizerRules(synchronizer, parameters.topology_change_delay)
    block = BlockRow(-1, TIMESTAMP_MIN, None, None)
    return (
        BlockProcessor(rules, topology, membership, Aggregations(), block),
        rules,
        topology,
    )


@pytest.fixture(scope="module")
def replayed(recording: Recording) -> Replay:
    by_message = {}
    for signed in recording.submissions:
        submission = parse_submission(signed)
        assert not isinstance(submission, Rejection)
        by_message[submission.sender, submission.request.message_id] = signed
    of_time: dict[Timestamp, bytes] = {}
    batches: dict[Timestamp, Deliver] = {}
    for member, by_time in recording.received.items():
        for time, copies in by_time.items():
            event = copies[0].event
            if event.message_id is not None:
                of_time[time] = by_message[member, event.message_id]
            if isinstance(event, Deliver) and event.batch.envelopes:
                batches[time] = event
    first = next(iter(batches.values()))
    processor, rules, topology = new_processor(first.synchronizer)
    sequencer = next(
        Member.parse(row.member)
        for row in processor.membership.rows()
        if row.member.startswith("SEQ::")
    )
    times = sorted({time for by_time in recording.received.values() for time in by_time})
    replay = Replay(processor, rules, topology, {}, defaultdict(list), [])
    for height, time in enumerate(times):
        requests: tuple[BlockRequest, ...] = ()
        if time in of_time:
            requests = (BlockRequest(SEND, of_time[time], time, "seq"),)
        elif time in batches:
            own = of_sequencer(sequencer, batches[time])
            requests = (BlockRequest(SEND, own, time, "seq"),)
        for effect in processor.handle(Block(height, time, requests)):
            match effect:
                case Persist():
                    for event_row in effect.events:
                        replay.events[event_row.time] = event_row
                    for row in effect.recipients:
                        replay.recipients[row.time].append(row)
                case Report():
                    replay.reports.append(effect)
    return replay


def of_sequencer(sequencer: Member, event: Deliver) -> bytes:
    """A request by which a sequencer could have brought about the event."""
    far = Timestamp(event.timestamp + 1_000_000)
    request = SubmissionRequest(sequencer, "of-sequencer", event.batch, far)
    signature = Signature(b"x" * 64, Fingerprint("1220"), SigningAlgorithm.ED25519)
    return SignedContent(request.to_bytes(), (signature,)).to_bytes()


def test_the_recording_is_worth_the_name(recording: Recording) -> None:
    assert len(recording.submissions) > 100
    assert len(recording.received) == 4
    assert sum(len(by_time) for by_time in recording.received.values()) > 300


def test_no_recorded_request_is_refused_or_dropped(replayed: Replay) -> None:
    assert [(report.rejection, report.sender) for report in replayed.reports] == []


def test_every_member_gets_the_recorded_events_byte_for_byte(
    recording: Recording, replayed: Replay
) -> None:
    for member, by_time in recording.received.items():
        seen = replayed.seen_by(member)
        assert sorted(seen) == sorted(by_time), f"the times of {member}'s events"
        for time, copies in by_time.items():
            for copy in copies:
                assert seen[time] == copy.signed.content, f"{member} at {time} from {copy.node}"


def test_recorded_event_signatures_are_by_a_sequencer_key_of_that_time(
    recording: Recording, replayed: Replay
) -> None:
    group = replayed.topology.at(Timestamp(max(replayed.events))).sequencer_group()
    assert group is not None
    count = 0
    for by_time in recording.received.values():
        for time, copies in by_time.items():
            snapshot = replayed.topology.at(time).snapshot
            keys = [
                key
                for sequencer in group.active
                for key in snapshot.members.signing_keys(sequencer, PROTOCOL_ONLY)
            ]
            for copy in copies:
                hashed = digest(HashPurpose.SEQUENCED_EVENT_SIGNATURE, copy.signed.content)
                signature = copy.signed.signature
                key = next(key for key in keys if key.fingerprint == signature.signed_by)
                assert check_signature(key, hashed, signature, PROTOCOL_ONLY) is None
                count += 1
    assert count > 300


def test_recorded_acknowledgements_are_accepted(recording: Recording, replayed: Replay) -> None:
    height = replayed.processor.block.height + 1
    time = Timestamp(max(replayed.events))
    requests = tuple(
        BlockRequest(ACKNOWLEDGE, signed, time, "seq") for signed in recording.acknowledgements
    )
    effects = replayed.processor.handle(Block(height, time, requests))
    persist = effects[0]
    assert isinstance(persist, Persist)
    assert [effect for effect in effects if isinstance(effect, Report)] == []
    assert len(persist.acknowledgements) == 4


def test_newcomers_get_the_recorded_initial_topology_and_hash(
    recording: Recording, replayed: Replay
) -> None:
    rows = replayed.topology.client.state.rows

    def initial(member: Member) -> list[StoredTopologyTransaction]:
        admitted = admitted_at(rows, member)
        assert admitted is not None
        return initial_rows(rows, admitted)

    assert len(recording.topology_hashes) >= 4
    for member, recorded in recording.topology_hashes:
        assert initial_state_hash(initial(member)).multihash == recorded, member
    assert len(recording.topology_items) == 4
    for member, items in recording.topology_items.items():
        found = [row.to_proto().SerializeToString(deterministic=True) for row in initial(member)]
        assert len(found) == len(items)
        # Signatures have no order in the original, so compare all else byte by byte.
        assert [len(one) for one in found] == [len(one) for one in items]


def test_recorded_authentications_sign_the_nonce_for_this_synchronizer(replayed: Replay) -> None:
    service = SERVICE.replace("SequencerService", "SequencerAuthenticationService")
    calls: dict[str, str] = {}
    count = 0
    with gzip.open(GOLDEN / "calls.jsonl.gz", "rt") as lines:
        for entry in map(json.loads, lines):
            if "method" in entry:
                calls[entry["call"]] = entry["method"]
            if entry.get("dir") != "request" or calls[entry["call"]] != f"{service}Authenticate":
                continue
            request = SequencerAuthentication.AuthenticateRequest.FromString(
                base64.b64decode(entry["b64"])
            )
            signature = Signature.from_proto(request.signature)
            assert not isinstance(signature, Rejection)
            hashed = nonce_hash(request.nonce, replayed.rules.synchronizer)
            rows = replayed.topology.client.state.rows
            keys = [
                key
                for row in rows
                if isinstance(row.mapping, OwnerToKeyMapping)
                and str(row.mapping.member) == request.member
                for key in row.mapping.signing_keys
            ]
            key = next(key for key in keys if key.fingerprint == signature.signed_by)
            assert check_signature(key, hashed, signature, SEQUENCER_AUTHENTICATION_ONLY) is None
            count += 1
    assert count == 9
