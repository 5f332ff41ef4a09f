"""The three metadata leaves of a transaction tree: of the submitter, for all, for participants.

Source: protocol sheet 2.3; SubmitterMetadata (schema 31), CommonMetadata, ParticipantMetadata.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from google.protobuf.duration_pb2 import Duration

from canton.crypto.hash import HashPurpose
from canton.crypto.salt import Salt
from canton.crypto.signature import Signature
from canton.crypto.versioned import unwrap_as, wrap
from canton.identifiers import Offset, PartyId, PhysicalSynchronizerId, UniqueIdentifier
from canton.protocol.reading import (
    read_index,
    read_party,
    read_timestamp,
    read_uuid,
    required,
)
from canton.timestamps import Micros, Timestamp
from canton.wire import protocol_v30_pb2 as v30
from canton.wire import protocol_v31_pb2 as v31

_SUBMITTER_VERSION: Final = 31
_COMMON_VERSION: Final = 30
_PARTICIPANT_VERSION: Final = 30
_HASHING_SCHEMES: Final = (2, 3)


@dataclass(frozen=True, slots=True)
class DeduplicationDuration:
    """Deduplicate against what was accepted within a duration."""

    duration: Micros


@dataclass(frozen=True, slots=True)
class DeduplicationOffset:
    """Deduplicate against what was accepted after an offset; 0 is the beginning."""

    offset: Offset


DeduplicationPeriod = DeduplicationDuration | DeduplicationOffset


def _period_to_proto(period: DeduplicationPeriod) -> v30.DeduplicationPeriod:
    match period:
        case DeduplicationDuration(duration):
            seconds, micros = divmod(duration, 1_000_000)
            return v30.DeduplicationPeriod(duration=Duration(seconds=seconds, nanos=micros * 1_000))
        case DeduplicationOffset(offset):
            return v30.DeduplicationPeriod(offset=offset)


def _read_period(message: v30.DeduplicationPeriod) -> DeduplicationPeriod:
    match message.WhichOneof("period"):
        case "duration":
            duration = message.duration
            micros = duration.seconds * 1_000_000 + duration.nanos // 1_000
            return DeduplicationDuration(Micros(read_index(micros)))
        case "offset":
            return DeduplicationOffset(Offset(read_index(message.offset)))
        case _:
            raise ValueError("submitter metadata has no deduplication period")


@dataclass(frozen=True, slots=True)
class ExternalAuthorization:
    """The signatures of external parties over the hash of the prepared transaction."""

    signatures: tuple[tuple[PartyId, tuple[Signature, ...]], ...]
    """By party, in order of the party."""
    hashing_scheme: int
    max_record_time: Timestamp | None = None

    @staticmethod
    def of(
        signatures: Mapping[PartyId, tuple[Signature, ...]],
        hashing_scheme: int,
        max_record_time: Timestamp | None = None,
    ) -> ExternalAuthorization:
        """The authorization by these signatures."""
        return ExternalAuthorization(
            tuple(sorted(signatures.items(), key=lambda entry: entry[0])),
            hashing_scheme,
            max_record_time,
        )

    def to_proto(self) -> v31.ExternalAuthorization:
        """The message."""
        message = v31.ExternalAuthorization(
            hashing_scheme_version=f"HASHING_SCHEME_VERSION_V{self.hashing_scheme}",
            max_record_time=self.max_record_time,
        )
        for party, signatures in self.signatures:
            message.authentications.add(
                party=party, signatures=[signature.to_proto() for signature in signatures]
            )
        return message

    @staticmethod
    def read(message: v31.ExternalAuthorization) -> ExternalAuthorization:
        """Reads an authorization.

        Raises:
            ValueError: a party, a signature or the hashing scheme is malformed.
        """
        if message.hashing_scheme_version not in _HASHING_SCHEMES:
            raise ValueError(f"unknown hashing scheme {message.hashing_scheme_version}")
        signatures = {
            read_party(each.party): tuple(
                required(Signature.from_proto(signature)) for signature in each.signatures
            )
            for each in message.authentications
        }
        time = None
        if message.HasField("max_record_time"):
            time = read_timestamp(message.max_record_time)
        return ExternalAuthorization.of(signatures, int(message.hashing_scheme_version), time)


@dataclass(frozen=True, slots=True)
class SubmitterMetadata:
    """Who submits, under which command, and until when."""

    purpose: ClassVar[HashPurpose] = HashPurpose.SUBMITTER_METADATA

    salt: Salt
    act_as: frozenset[PartyId]
    user_id: str
    command_id: str
    submitting_participant: UniqueIdentifier
    submission_id: str | None
    deduplication_period: DeduplicationPeriod
    max_sequencing_time: Timestamp
    external_authorization: ExternalAuthorization | None = None

    def to_bytes(self) -> bytes:
        """The wrapped message."""
        message = v31.SubmitterMetadata(
            salt=self.salt.to_proto(),
            act_as=sorted(self.act_as),
            user_id=self.user_id,
            command_id=self.command_id,
            submitting_participant_uid=str(self.submitting_participant),
            submission_id=self.submission_id or "",
            dedup_period=_period_to_proto(self.deduplication_period),
            max_sequencing_time=self.max_sequencing_time,
        )
        if self.external_authorization is not None:
            message.external_authorization.CopyFrom(self.external_authorization.to_proto())
        return wrap(message, _SUBMITTER_VERSION)

    @staticmethod
    def read(content: bytes) -> SubmitterMetadata:
        """Reads submitter metadata.

        Raises:
            ValueError: a field is missing or malformed.
        """
        message = required(unwrap_as(content, v31.SubmitterMetadata, {_SUBMITTER_VERSION}))
        if not message.act_as:
            raise ValueError("submitter metadata names no acting party")
        if not message.user_id or not message.command_id:
            raise ValueError("submitter metadata has no user or no command")
        authorization = None
        if message.HasField("external_authorization"):
            authorization = ExternalAuthorization.read(message.external_authorization)
        return SubmitterMetadata(
            salt=required(Salt.from_proto(message.salt)),
            act_as=frozenset(map(read_party, message.act_as)),
            user_id=message.user_id,
            command_id=message.command_id,
            submitting_participant=UniqueIdentifier.parse(message.submitting_participant_uid),
            submission_id=message.submission_id or None,
            deduplication_period=_read_period(message.dedup_period),
            max_sequencing_time=read_timestamp(message.max_sequencing_time),
            external_authorization=authorization,
        )


@dataclass(frozen=True, slots=True)
class CommonMetadata:
    """What mediator and participants share: where, under which UUID, by which mediators."""

    purpose: ClassVar[HashPurpose] = HashPurpose.COMMON_METADATA

    salt: Salt
    synchronizer: PhysicalSynchronizerId
    uuid: str
    mediator_group: int

    def to_bytes(self) -> bytes:
        """The wrapped message."""
        message = v30.CommonMetadata(
            salt=self.salt.to_proto(),
            physical_synchronizer_id=str(self.synchronizer),
            uuid=self.uuid,
            mediator_group=self.mediator_group,
        )
        return wrap(message, _COMMON_VERSION)

    @staticmethod
    def read(content: bytes) -> CommonMetadata:
        """Reads common metadata.

        Raises:
            ValueError: a field is missing or malformed.
        """
        message = required(unwrap_as(content, v30.CommonMetadata, {_COMMON_VERSION}))
        return CommonMetadata(
            salt=required(Salt.from_proto(message.salt)),
            synchronizer=PhysicalSynchronizerId.parse(message.physical_synchronizer_id),
            uuid=read_uuid(message.uuid),
            mediator_group=read_index(message.mediator_group),
        )


@dataclass(frozen=True, slots=True)
class ParticipantMetadata:
    """What participants learn and the mediator does not: the times and the workflow."""

    purpose: ClassVar[HashPurpose] = HashPurpose.PARTICIPANT_METADATA

    salt: Salt
    ledger_time: Timestamp
    preparation_time: Timestamp
    workflow_id: str | None = None

    def to_bytes(self) -> bytes:
        """The wrapped message."""
        message = v30.ParticipantMetadata(
            salt=self.salt.to_proto(),
            ledger_time=self.ledger_time,
            preparation_time=self.preparation_time,
            workflow_id=self.workflow_id or "",
        )
        return wrap(message, _PARTICIPANT_VERSION)

    @staticmethod
    def read(content: bytes) -> ParticipantMetadata:
        """Reads participant metadata.

        Raises:
            ValueError: a field is missing or malformed.
        """
        message = required(unwrap_as(content, v30.ParticipantMetadata, {_PARTICIPANT_VERSION}))
        return ParticipantMetadata(
            salt=required(Salt.from_proto(message.salt)),
            ledger_time=read_timestamp(message.ledger_time),
            preparation_time=read_timestamp(message.preparation_time),
            workflow_id=message.workflow_id or None,
        )
