"""The recorded network as values: calls, requests, events, private keys, topology over time.

The recording is in tests/golden/network; its README tells how it was made.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pytest

from canton.crypto.encryption import decrypt_with
from canton.crypto.key_pair import EncryptionKeyPair, KeyPair, key_pair_from_proto
from canton.crypto.versioned import unwrap_as
from canton.daml_lf.archive.dar import read_dar
from canton.daml_lf.engine import Library
from canton.errors import Rejection
from canton.identifiers import Fingerprint, Member, PhysicalSynchronizerId
from canton.protocol.message.content import (
    EnvelopeContent,
    TopologyTransactionsBroadcast,
    read_content,
)
from canton.protocol.message.encrypted_views import EncryptedViews, SymmetricKey, open_light_views
from canton.protocol.sequencing.envelope import Envelope
from canton.protocol.sequencing.event import Deliver, SequencedEvent, event_from_bytes
from canton.protocol.sequencing.signed_content import SignedContent
from canton.protocol.sequencing.submission import SubmissionRequest
from canton.protocol.view.transaction_tree import LightViewTree
from canton.timestamps import Timestamp, plus
from canton.topology.broadcast import read_broadcast
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology.snapshot.snapshot import TopologySnapshot
from canton.topology.state.state import TopologyState
from canton.topology.stored import INITIAL_TOPOLOGY_TIME, read_delimited
from canton.wire import crypto_pb2, sequencer_api_pb2

ORIGINAL_DARS = os.environ.get("PYCANTON_ORIGINAL_DARS")
"""The folder with the original's packages, which are not part of this repository."""

PING_DAR = "canton-builtin-admin-workflow-ping.dar"
GOLDEN = Path(__file__).parents[1] / "golden" / "network"
REQUEST_SIZE_MAX = 10_485_760


@pytest.fixture(scope="session")
def library() -> Library:
    """The original's ping package with what it depends on; without it the test is skipped."""
    if ORIGINAL_DARS is None:
        pytest.skip("PYCANTON_ORIGINAL_DARS is not set")
    dar = read_dar((Path(ORIGINAL_DARS) / PING_DAR).read_bytes())
    made = Library()
    made.add_all(archive.decode() for archive in (dar.main, *dar.dependencies))
    return made


def checked(value):
    """The value that a decoder read; the test fails where it was rejected."""
    assert not isinstance(value, Rejection), value.cause
    return value


@dataclass(frozen=True)
class Message:
    """One recorded message with the call that it belongs to; numbers order all messages."""

    number: int
    node: str
    call: str
    metadata: dict[str, str]
    content: bytes


@dataclass(frozen=True)
class SentRequest:
    """A submission request as a sequencer received it."""

    node: str
    bytes: bytes
    signed: SignedContent
    request: SubmissionRequest


@dataclass(frozen=True)
class ReceivedEvent:
    """An event as a member received it from a sequencer."""

    node: str
    call: str
    member: Member
    bytes: bytes
    signed: SignedContent
    event: SequencedEvent

    @cached_property
    def envelopes(self) -> tuple[Envelope, ...]:
        """The open envelopes."""
        assert isinstance(self.event, Deliver)
        return checked(self.event.batch.opened(REQUEST_SIZE_MAX))

    @cached_property
    def contents(self) -> tuple[EnvelopeContent, ...]:
        """What the envelopes hold."""
        return tuple(checked(read_content(envelope)) for envelope in self.envelopes)


@dataclass(frozen=True)
class ReceivedView:
    """A view that a participant could decrypt, with the event and the envelope it came in."""

    received: ReceivedEvent
    envelope: Envelope
    message: EncryptedViews
    content: bytes
    light: LightViewTree


@dataclass
class Recording:
    """The whole recording."""

    _entries: list[dict] = field(default_factory=list)

    def messages(self, method: str, direction: str) -> Iterator[Message]:
        """The requests or responses of a method, named by its last part, in order."""
        if not self._entries:
            with gzip.open(GOLDEN / "calls.jsonl.gz", "rt") as lines:
                self._entries = [json.loads(line) for line in lines]
        calls: dict[str, dict] = {}
        for entry in self._entries:
            if "method" in entry:
                calls[entry["call"]] = entry
            elif entry.get("dir") == direction:
                call = calls[entry["call"]]
                if call["method"].endswith(f"/{method}"):
                    metadata = {name.lower(): value for name, value in call["metadata"]}
                    content = base64.b64decode(entry["b64"])
                    yield Message(entry["n"], call["node"], entry["call"], metadata, content)

    @cached_property
    def requests(self) -> list[SentRequest]:
        """Every submission request, from both sequencers."""
        found = []
        for message in self.messages("SendAsync", "request"):
            sent = sequencer_api_pb2.SendAsyncRequest.FromString(message.content)
            content = sent.signed_submission_request
            signed = checked(SignedContent.from_bytes(content))
            request = checked(SubmissionRequest.from_bytes(signed.content, REQUEST_SIZE_MAX))
            found.append(SentRequest(message.node, content, signed, request))
        return found

    @cached_property
    def events(self) -> list[ReceivedEvent]:
        """Every sequenced event, from both sequencers to all members."""
        found = []
        for message in self.messages("Subscribe", "response"):
            response = sequencer_api_pb2.SubscriptionResponse.FromString(message.content)
            content = response.signed_sequenced_event
            signed = checked(SignedContent.from_bytes(content))
            event = checked(event_from_bytes(signed.content, REQUEST_SIZE_MAX))
            member = Member.parse(message.metadata["memberid"])
            found.append(ReceivedEvent(message.node, message.call, member, content, signed, event))
        return found

    @cached_property
    def key_pairs(self) -> dict[Fingerprint, KeyPair]:
        """The private keys of participants b, c and d, by fingerprint."""
        found = {}
        for path in sorted((GOLDEN / "keys").iterdir()):
            message = checked(unwrap_as(path.read_bytes(), crypto_pb2.CryptoKeyPair, {30}))
            pair = checked(key_pair_from_proto(message))
            found[pair.fingerprint] = pair
        return found

    @cached_property
    def views(self) -> list[ReceivedView]:
        """Every view that participants b, c and d could decrypt."""
        found = []
        for received in self.events:
            for envelope, message in zip(received.envelopes, received.contents, strict=True):
                if isinstance(message, EncryptedViews):
                    key = self.session_key(message)
                    lights = checked(open_light_views(message, key, REQUEST_SIZE_MAX))
                    found += [
                        ReceivedView(received, envelope, message, light.to_bytes(), light)
                        for light in lights
                    ]
        return found

    def session_key(self, message: EncryptedViews) -> SymmetricKey:
        """The session key of a message, by whichever private key is at hand."""
        for encrypted in message.session_keys:
            pair = self.key_pairs.get(encrypted.encrypted_for)
            if isinstance(pair, EncryptionKeyPair):
                return SymmetricKey(checked(decrypt_with(pair, encrypted)))
        raise AssertionError("no private key opens the session key")

    @cached_property
    def synchronizer(self) -> PhysicalSynchronizerId:
        """The synchronizer of the recording."""
        return self.events[0].event.synchronizer

    @cached_property
    def state(self) -> TopologyState:
        """The topology over time: genesis, then every broadcast that a member received."""
        exported = read_delimited((GOLDEN / "topology-snapshot-head.bin").read_bytes())
        parameters = StaticSynchronizerParameters()
        state = TopologyState(self.synchronizer, parameters)
        genesis = [row.transaction for row in exported if row.sequenced == INITIAL_TOPOLOGY_TIME]
        state.apply(genesis, INITIAL_TOPOLOGY_TIME, INITIAL_TOPOLOGY_TIME)
        broadcasts = {
            received.event.timestamp: content
            for received in self.events
            for content in received.contents
            if isinstance(content, TopologyTransactionsBroadcast)
        }
        for time, broadcast in sorted(broadcasts.items()):
            transactions = checked(read_broadcast(self.synchronizer, broadcast.to_proto()))
            state.apply(transactions, time, plus(time, parameters.topology_change_delay))
        return state

    def topology(self, time: Timestamp) -> TopologySnapshot:
        """The topology at a time."""
        return TopologySnapshot.of_state(self.state, time)

    @cached_property
    def ledger_calls(self) -> list[dict]:
        """The Ledger API calls against participant b."""
        with gzip.open(GOLDEN / "ledger-api.jsonl.gz", "rt") as lines:
            return [json.loads(line) for line in lines]


@pytest.fixture(scope="session")
def recording() -> Recording:
    """The recorded network."""
    return Recording()
