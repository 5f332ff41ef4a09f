"""The state machine against the original: genesis and every sequenced broadcast of the recorded
network must give the original's exported state, row by row."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from canton.crypto.signature import verify
from canton.errors import Rejection
from canton.identifiers import Member, PhysicalSynchronizerId
from canton.timestamps import Timestamp, plus
from canton.topology.authorization.usage import verification_usages
from canton.topology.broadcast import broadcast_message, read_broadcast
from canton.topology.mapping.key import OwnerToKeyMapping
from canton.topology.mapping.namespace import (
    DecentralizedNamespaceDefinition,
    NamespaceDelegation,
    decentralized_namespace,
)
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology.state.initial import initial_rows
from canton.topology.state.initial import replay as replay_claim
from canton.topology.state.rows import AddRow, EndRow
from canton.topology.state.state import Application, TopologyState
from canton.topology.stored import (
    INITIAL_TOPOLOGY_TIME,
    StoredTopologyTransaction,
    as_genesis,
    initial_state_hash,
    read_delimited,
    write_delimited,
)
from canton.topology.transaction import TopologyTransaction
from canton.wire import (
    protocol_v31_pb2,
    sequencer_api_pb2,
    sequencing_v30_pb2,
    sequencing_v31_pb2,
    topology_pb2,
)
from canton.wire.version_pb2 import UntypedVersionedMessage

GOLDEN = Path(__file__).parents[1] / "golden" / "network"
SEQUENCER = "/com.digitalasset.canton.sequencer.api.v30.SequencerService"
DOWNLOAD = f"{SEQUENCER}/DownloadTopologyStateForInit"
DOWNLOAD_HASH = f"{SEQUENCER}/DownloadTopologyStateForInitHash"
SUBSCRIBE = f"{SEQUENCER}/Subscribe"


def messages(method: str, direction: str) -> Iterator[bytes]:
    calls = {}
    with gzip.open(GOLDEN / "calls.jsonl.gz", "rt") as lines:
        for line in lines:
            entry = json.loads(line)
            if "method" in entry:
                calls[entry["call"]] = entry["method"]
            elif entry.get("dir") == direction and calls[entry["call"]] == method:
                yield base64.b64decode(entry["b64"])


def unwrapped(content: bytes) -> bytes:
    return UntypedVersionedMessage.FromString(content).data


def broadcasts() -> dict[Timestamp, topology_pb2.TopologyTransactionsBroadcast]:
    """All broadcasts that some member received, by sequencing time."""
    found = {}
    for content in messages(SUBSCRIBE, "response"):
        response = sequencer_api_pb2.SubscriptionResponse.FromString(content)
        signed = sequencing_v30_pb2.SignedContent.FromString(
            unwrapped(response.signed_sequenced_event)
        )
        event = sequencing_v31_pb2.SequencedEvent.FromString(unwrapped(signed.content))
        for compressed in event.batch.compressed_envelopes:
            envelope = sequencing_v30_pb2.Envelope.FromString(gzip.decompress(compressed))
            outer = UntypedVersionedMessage.FromString(envelope.content)
            content_message = protocol_v31_pb2.EnvelopeContent.FromString(outer.data)
            if content_message.HasField("topology_transactions_broadcast"):
                found[Timestamp(event.timestamp)] = content_message.topology_transactions_broadcast
    return dict(sorted(found.items()))


@pytest.fixture(scope="module")
def exported() -> list[StoredTopologyTransaction]:
    """The participant's export of its synchronizer store: no proposals, all times."""
    return read_delimited((GOLDEN / "topology-snapshot-head.bin").read_bytes())


@pytest.fixture(scope="module")
def genesis_export() -> list[StoredTopologyTransaction]:
    """The sequencer's export: proposals included, all times brought back to the beginning."""
    return read_delimited((GOLDEN / "genesis-state.bin").read_bytes())


def replay(
    exported: list[StoredTopologyTransaction], until: Timestamp
) -> tuple[TopologyState, list[Application]]:
    by_time = {time: message for time, message in broadcasts().items() if time <= until}
    synchronizer = PhysicalSynchronizerId.parse(
        next(iter(by_time.values())).physical_synchronizer_id
    )
    parameters = StaticSynchronizerParameters()
    state = TopologyState(synchronizer, parameters)
    genesis = [row.transaction for row in exported if row.sequenced == INITIAL_TOPOLOGY_TIME]
    applied = [state.apply(genesis, INITIAL_TOPOLOGY_TIME, INITIAL_TOPOLOGY_TIME)]
    for sequenced, message in by_time.items():
        transactions = read_broadcast(synchronizer, message)
        assert not isinstance(transactions, Rejection)
        effective = plus(sequenced, parameters.topology_change_delay)
        applied.append(state.apply(transactions, sequenced, effective))
    return state, applied


@pytest.fixture(scope="module")
def replayed(
    exported: list[StoredTopologyTransaction],
) -> tuple[TopologyState, list[Application]]:
    return replay(exported, max(row.sequenced for row in exported))


Replayed = tuple[TopologyState, list[Application]]


def test_genesis_and_broadcasts_give_the_exported_state_row_by_row(
    replayed: Replayed, exported: list[StoredTopologyTransaction]
) -> None:
    rows = [row for row in replayed[0].rows if not row.is_proposal]
    assert list(map(as_sets, rows)) == list(map(as_sets, exported))
    assert all(
        outcome.is_accepted for application in replayed[1] for outcome in application.outcomes
    )


def test_the_state_with_proposals_gives_the_genesis_export(
    replayed: Replayed, genesis_export: list[StoredTopologyTransaction]
) -> None:
    rows = list(as_genesis(replayed[0].rows))
    assert list(map(as_sets, rows)) == list(map(as_sets, genesis_export))


def as_sets(row: StoredTopologyTransaction) -> tuple[object, ...]:
    """The row with its signatures in no order: the original keeps them in a set."""
    signed = row.transaction
    return (
        row.sequenced,
        row.valid_from,
        row.valid_until,
        row.rejection,
        signed.transaction.content,
        signed.is_proposal,
        frozenset(signed.signatures),
    )


def test_replaying_the_row_changes_gives_the_same_rows(replayed: Replayed) -> None:
    state, applications = replayed
    rows: list[StoredTopologyTransaction] = []
    for change in (change for application in applications for change in application.changes):
        match change:
            case AddRow(position, row):
                assert position == len(rows)
                rows.append(row)
            case EndRow(position, valid_until):
                rows[position] = replace(rows[position], valid_until=valid_until)
    assert rows == list(state.rows)
    restored = TopologyState(state.physical_synchronizer, state.static_parameters, rows)
    assert list(restored.rows) == list(state.rows)


def test_an_export_is_written_as_it_was_read(exported: list[StoredTopologyTransaction]) -> None:
    content = (GOLDEN / "topology-snapshot-head.bin").read_bytes()
    assert b"".join(write_delimited(exported)) == content


def test_broadcasts_are_written_as_they_were_read() -> None:
    for message in broadcasts().values():
        synchronizer = PhysicalSynchronizerId.parse(message.physical_synchronizer_id)
        transactions = read_broadcast(synchronizer, message)
        assert not isinstance(transactions, Rejection)
        assert broadcast_message(synchronizer, transactions) == message


def test_transactions_made_anew_have_the_recorded_bytes(
    genesis_export: list[StoredTopologyTransaction],
) -> None:
    for row in genesis_export:
        recorded = row.transaction.transaction
        if isinstance(recorded.mapping, DecentralizedNamespaceDefinition):
            continue  # We put the owners in order; the original keeps the order of the request.
        made = TopologyTransaction.create(recorded.operation, recorded.serial, recorded.mapping)
        assert made == recorded


def test_every_recorded_topology_signature_verifies(
    genesis_export: list[StoredTopologyTransaction],
) -> None:
    keys = {
        key.fingerprint: key
        for row in genesis_export
        for key in (
            row.mapping.signing_keys
            if isinstance(row.mapping, OwnerToKeyMapping)
            else (row.mapping.target,)
            if isinstance(row.mapping, NamespaceDelegation)
            else ()
        )
    }
    count = 0
    for row in genesis_export:
        for each in row.transaction.signatures:
            usages = verification_usages(row.mapping, each.signed_by)
            hash_ = each.signed_hash(row.hash)
            assert verify(keys[each.signed_by], hash_, each.signature, usages)
            count += 1
    assert count > 40


def test_the_decentralized_namespace_is_named_after_its_owners(
    genesis_export: list[StoredTopologyTransaction],
) -> None:
    definitions = [
        row.mapping
        for row in genesis_export
        if isinstance(row.mapping, DecentralizedNamespaceDefinition)
    ]
    assert [decentralized_namespace(each.owners) for each in definitions] == [
        each.namespace for each in definitions
    ]


def initial_states() -> dict[str, list[StoredTopologyTransaction]]:
    """What the recorded sequencers gave new members to begin with."""
    found: dict[str, list[StoredTopologyTransaction]] = {}
    for member, content in answers(DOWNLOAD):
        response = sequencer_api_pb2.DownloadTopologyStateForInitResponse.FromString(content)
        items = response.topology_transactions.items
        found.setdefault(member, []).extend(map(StoredTopologyTransaction.from_proto, items))
    return found


def answers(method: str) -> Iterator[tuple[str, bytes]]:
    """The member that asked, and each answer."""
    asked = {}
    with gzip.open(GOLDEN / "calls.jsonl.gz", "rt") as lines:
        for line in lines:
            entry = json.loads(line)
            if entry.get("method") == method:
                asked[entry["call"]] = ""
            elif entry.get("call") in asked and "dir" in entry:
                content = base64.b64decode(entry["b64"])
                if entry["dir"] == "request":
                    request = sequencer_api_pb2.DownloadTopologyStateForInitRequest
                    asked[entry["call"]] = request.FromString(content).member
                else:
                    yield asked[entry["call"]], content


def test_new_members_are_given_the_recorded_initial_states(replayed: Replayed) -> None:
    recorded = initial_states()
    assert len(recorded) == 4
    for member, rows in recorded.items():
        given = initial_rows(replayed[0].rows, Member.parse(member))
        assert given is not None
        assert list(map(as_sets, given)) == list(map(as_sets, rows))


def test_initial_states_have_the_recorded_hashes(replayed: Replayed) -> None:
    count = 0
    for member, content in answers(DOWNLOAD_HASH):
        response = sequencer_api_pb2.DownloadTopologyStateForInitHashResponse.FromString(content)
        rows = initial_rows(replayed[0].rows, Member.parse(member))
        assert rows is not None
        assert initial_state_hash(rows).multihash == response.topology_state_hash
        count += 1
    assert count == 8


def test_recorded_initial_states_hold_when_replayed(replayed: Replayed) -> None:
    synchronizer = replayed[0].physical_synchronizer
    assert synchronizer is not None
    for rows in initial_states().values():
        state = replay_claim(rows, synchronizer, StaticSynchronizerParameters())
        assert not isinstance(state, Rejection), state
        assert list(map(as_sets, state.rows)) == list(map(as_sets, rows))


def test_a_made_up_initial_state_is_refused(replayed: Replayed) -> None:
    synchronizer = replayed[0].physical_synchronizer
    assert synchronizer is not None
    rows = max(initial_states().values(), key=len)
    forgeries = [
        rows[::-1],
        [*rows[:-1], replace(rows[-1], valid_until=rows[-1].valid_from)],
        [replace(rows[0], rejection="made up"), *rows[1:]],
        rows[1:],
    ]
    for forged in forgeries:
        refused = replay_claim(forged, synchronizer, StaticSynchronizerParameters())
        assert isinstance(refused, Rejection)
