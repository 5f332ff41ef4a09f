"""Metadata leaves and common data: bytes and back, malformed fields."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canton.crypto.hash import HashPurpose, digest
from canton.crypto.salt import Salt
from canton.crypto.signature import sign
from canton.crypto.versioned import unwrap_as, wrap
from canton.identifiers import Fingerprint, Offset, PhysicalSynchronizerId, UniqueIdentifier
from canton.protocol.view.common_data import Quorum, ViewCommonData
from canton.protocol.view.metadata import (
    CommonMetadata,
    DeduplicationDuration,
    DeduplicationOffset,
    ExternalAuthorization,
    ParticipantMetadata,
    SubmitterMetadata,
)
from canton.timestamps import Micros, Timestamp
from canton.wire import protocol_v30_pb2 as v30
from canton.wire import protocol_v31_pb2 as v31

SALT = Salt(bytes(range(32)))
UID = UniqueIdentifier("x", Fingerprint("1220" + "ab" * 32))
COMMON = CommonMetadata(
    SALT, PhysicalSynchronizerId(UID, 35, 0), "01234567-89ab-cdef-0123-456789abcdef", 1
)


def test_submitter_metadata_reads_back(world) -> None:
    metadata = world.submission.submitter
    signature = sign(world.signing_key, digest(HashPurpose.PREPARED_SUBMISSION, b""))
    external = ExternalAuthorization.of({UID.party: (signature,)}, 3, Timestamp(7))
    for each in (
        metadata,
        replace(metadata, submission_id=None),
        replace(metadata, deduplication_period=DeduplicationDuration(Micros(1_500_001))),
        replace(metadata, deduplication_period=DeduplicationOffset(Offset(3))),
        replace(metadata, external_authorization=external),
        replace(metadata, external_authorization=replace(external, max_record_time=None)),
    ):
        assert SubmitterMetadata.read(each.to_bytes()) == each


def test_malformed_submitter_metadata_is_rejected(world) -> None:
    metadata = world.submission.submitter
    message = unwrap_as(metadata.to_bytes(), v31.SubmitterMetadata, {31})
    for field in (
        "act_as",
        "user_id",
        "command_id",
        "dedup_period",
        "salt",
        "submitting_participant_uid",
    ):
        wrong = v31.SubmitterMetadata.FromString(message.SerializeToString())
        wrong.ClearField(field)
        with pytest.raises(ValueError):
            SubmitterMetadata.read(wrap(wrong, 31))


def test_common_and_participant_metadata_read_back() -> None:
    assert CommonMetadata.read(COMMON.to_bytes()) == COMMON
    metadata = ParticipantMetadata(SALT, Timestamp(1), Timestamp(-2), None)
    for each in (metadata, replace(metadata, workflow_id="w")):
        assert ParticipantMetadata.read(each.to_bytes()) == each


@pytest.mark.parametrize(
    "change",
    [{"uuid": "nonsense"}, {"uuid": "0123456789abcdef0123456789abcdef"}, {"mediator_group": -1}],
)
def test_malformed_common_metadata_is_rejected(change) -> None:
    with pytest.raises(ValueError):
        CommonMetadata.read(replace(COMMON, **change).to_bytes())


def test_common_data_reads_back_and_names_confirmers() -> None:
    party = UniqueIdentifier("y", UID.namespace).party
    data = ViewCommonData(
        SALT, frozenset({UID.party, party}), (Quorum.of({party: 2}, 2), Quorum.of_all([UID.party]))
    )
    assert ViewCommonData.read(data.to_bytes()) == data
    assert data.confirmers == {UID.party, party}


@pytest.mark.parametrize(("index", "weight"), [(1, 1), (-1, 1), (0, 0), (0, -1)])
def test_a_quorum_that_points_beyond_the_informees_is_rejected(index: int, weight: int) -> None:
    message = v30.ViewCommonData(salt=SALT.to_proto(), informees=[UID.party])
    entry = v30.PartyIndexAndWeight(index=index, weight=weight)
    message.quorums.add(party_index_and_weight=[entry], threshold=1)
    with pytest.raises(ValueError):
        ViewCommonData.read(wrap(message, 30))
