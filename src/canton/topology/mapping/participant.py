"""Mappings about a participant: that it joins, what it may do, which packages it accepts.

Source: Canton 3.6 SynchronizerTrustCertificate, ParticipantSynchronizerPermission,
VettedPackages; protocol sheet 3 and 4.2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar, Final

from canton.identifiers import Fingerprint, Member, MemberKind, UniqueIdentifier, participant
from canton.timestamps import Timestamp
from canton.topology.encoding.time import timestamp_from_proto, timestamp_to_proto
from canton.topology.mapping.code import MappingCode
from canton.wire import topology_pb2 as wire

FEATURE_MULTI_SYNCHRONIZER: Final = 2
"""The feature flag of participants that may move contracts between synchronizers."""


class ParticipantPermission(IntEnum):
    """What a participant may do for a party. A *smaller* number permits more."""

    SUBMISSION = 1
    CONFIRMATION = 2
    OBSERVATION = 3

    @property
    def can_confirm(self) -> bool:
        """Whether the participant may confirm transactions for the party."""
        return self is not ParticipantPermission.OBSERVATION


def lower_permission(
    first: ParticipantPermission, second: ParticipantPermission
) -> ParticipantPermission:
    """The permission that permits less."""
    return max(first, second)


def participant_from_text(text: str) -> Member:
    """The participant of a name, with or without the legacy prefix `PAR::`.

    Raises:
        ValueError: the text is not a name.
    """
    prefix = f"{MemberKind.PARTICIPANT.value}::"
    return participant(UniqueIdentifier.parse(text.removeprefix(prefix)))


@dataclass(frozen=True, slots=True)
class SynchronizerTrustCertificate:
    """A participant's declaration that it joins a synchronizer."""

    code: ClassVar[MappingCode] = MappingCode.SYNCHRONIZER_TRUST_CERTIFICATE

    participant: Member
    synchronizer_id: UniqueIdentifier
    feature_flags: tuple[int, ...] = ()

    @property
    def namespace(self) -> Fingerprint:
        """The participant's namespace."""
        return self.participant.uid.namespace

    @property
    def uid(self) -> UniqueIdentifier:
        """The participant's name."""
        return self.participant.uid

    @staticmethod
    def from_proto(message: wire.SynchronizerTrustCertificate) -> SynchronizerTrustCertificate:
        """Reads the message; the unspecified feature flag is dropped.

        Raises:
            ValueError: a name is malformed.
        """
        return SynchronizerTrustCertificate(
            participant_from_text(message.participant_uid),
            UniqueIdentifier.parse(message.synchronizer_id),
            tuple(int(flag) for flag in message.feature_flags if flag),
        )

    def to_proto(self) -> wire.TopologyMapping:
        """The mapping's message."""
        return wire.TopologyMapping(
            synchronizer_trust_certificate=wire.SynchronizerTrustCertificate(
                participant_uid=str(self.participant.uid),
                synchronizer_id=str(self.synchronizer_id),
                feature_flags=self.feature_flags,  # type: ignore[arg-type]
            )
        )


@dataclass(frozen=True, slots=True)
class ParticipantSynchronizerPermission:
    """What the synchronizer's owners allow a participant at most."""

    code: ClassVar[MappingCode] = MappingCode.PARTICIPANT_SYNCHRONIZER_PERMISSION

    synchronizer_id: UniqueIdentifier
    participant: Member
    permission: ParticipantPermission = ParticipantPermission.SUBMISSION
    confirmation_requests_max_rate: int | None = None
    login_after: Timestamp | None = None

    @property
    def namespace(self) -> Fingerprint:
        """The participant's namespace."""
        return self.participant.uid.namespace

    @property
    def uid(self) -> UniqueIdentifier:
        """The participant's name."""
        return self.participant.uid

    @staticmethod
    def from_proto(
        message: wire.ParticipantSynchronizerPermission,
    ) -> ParticipantSynchronizerPermission:
        """Reads the message.

        Raises:
            ValueError: a name is malformed, or the permission is missing.
        """
        return ParticipantSynchronizerPermission(
            UniqueIdentifier.parse(message.synchronizer_id),
            participant_from_text(message.participant_uid),
            ParticipantPermission(message.permission),
            message.limits.confirmation_requests_max_rate if message.HasField("limits") else None,
            Timestamp(message.login_after) if message.HasField("login_after") else None,
        )

    def to_proto(self) -> wire.TopologyMapping:
        """The mapping's message."""
        rate = self.confirmation_requests_max_rate
        return wire.TopologyMapping(
            participant_permission=wire.ParticipantSynchronizerPermission(
                synchronizer_id=str(self.synchronizer_id),
                participant_uid=str(self.participant.uid),
                permission=self.permission.value,  # type: ignore[arg-type]
                limits=None
                if rate is None
                else wire.ParticipantSynchronizerLimits(confirmation_requests_max_rate=rate),
                login_after=self.login_after,
            )
        )


@dataclass(frozen=True, slots=True)
class VettedPackage:
    """A package that a participant accepts, between two ledger times where given."""

    package_id: str
    valid_from_inclusive: Timestamp | None = None
    valid_until_exclusive: Timestamp | None = None

    def is_valid_at(self, time: Timestamp) -> bool:
        """Whether the package may be used at this ledger time."""
        return (self.valid_from_inclusive is None or self.valid_from_inclusive <= time) and (
            self.valid_until_exclusive is None or time < self.valid_until_exclusive
        )

    @staticmethod
    def from_proto(message: wire.VettedPackages.VettedPackage) -> VettedPackage:
        """Reads the message.

        Raises:
            ValueError: a time is out of range.
        """
        has_from = message.HasField("valid_from_inclusive")
        has_until = message.HasField("valid_until_exclusive")
        return VettedPackage(
            message.package_id,
            timestamp_from_proto(message.valid_from_inclusive) if has_from else None,
            timestamp_from_proto(message.valid_until_exclusive) if has_until else None,
        )

    def to_proto(self) -> wire.VettedPackages.VettedPackage:
        """The message of the package."""
        start, end = self.valid_from_inclusive, self.valid_until_exclusive
        return wire.VettedPackages.VettedPackage(
            package_id=self.package_id,
            valid_from_inclusive=None if start is None else timestamp_to_proto(start),
            valid_until_exclusive=None if end is None else timestamp_to_proto(end),
        )


@dataclass(frozen=True, slots=True)
class VettedPackages:
    """The packages that a participant accepts."""

    code: ClassVar[MappingCode] = MappingCode.VETTED_PACKAGES

    participant: Member
    packages: tuple[VettedPackage, ...]

    @staticmethod
    def create(participant: Member, packages: Iterable[VettedPackage]) -> VettedPackages:
        """A mapping for this node to propose; received ones are not checked like this.

        Raises:
            ValueError: a package occurs twice, or its validity is empty.
        """
        listed = tuple(packages)
        doubled = [
            package_id
            for package_id, count in Counter(package.package_id for package in listed).items()
            if count > 1
        ]
        if doubled:
            raise ValueError(f"a package may only have one validity period: {', '.join(doubled)}")
        for package in listed:
            start, end = package.valid_from_inclusive, package.valid_until_exclusive
            if start is not None and end is not None and start >= end:
                raise ValueError(f"the validity period of {package.package_id} is empty")
        return VettedPackages(participant, listed)

    @property
    def namespace(self) -> Fingerprint:
        """The participant's namespace."""
        return self.participant.uid.namespace

    @property
    def uid(self) -> UniqueIdentifier:
        """The participant's name."""
        return self.participant.uid

    @property
    def synchronizer_id(self) -> UniqueIdentifier | None:
        """None: not bound to a synchronizer."""
        return None

    @staticmethod
    def from_proto(message: wire.VettedPackages) -> VettedPackages:
        """Reads the message; packages of the legacy list are valid without bounds.

        Raises:
            ValueError: a name is malformed, or a package is in both lists.
        """
        legacy = tuple(VettedPackage(package_id) for package_id in message.package_ids)
        packages = tuple(VettedPackage.from_proto(package) for package in message.packages)
        if {package.package_id for package in legacy} & {
            package.package_id for package in packages
        }:
            raise ValueError("a package is listed both with and without a validity period")
        return VettedPackages(participant_from_text(message.participant_uid), legacy + packages)

    def to_proto(self) -> wire.TopologyMapping:
        """The mapping's message."""
        return wire.TopologyMapping(
            vetted_packages=wire.VettedPackages(
                participant_uid=str(self.participant.uid),
                packages=[package.to_proto() for package in self.packages],
            )
        )
