"""The members at the time of a snapshot: who they are, their keys, what they may do.

Source: Canton 3.6 BaseTopologySnapshot, IdentityProvidingServiceClient; protocol sheet 3 and 4.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from canton.crypto.key import EncryptionPublicKey, SigningPublicKey, Usages
from canton.identifiers import Member, MemberKind
from canton.timestamps import Timestamp
from canton.topology.mapping.key import OwnerToKeyMapping
from canton.topology.mapping.participant import (
    ParticipantPermission,
    ParticipantSynchronizerPermission,
    SynchronizerTrustCertificate,
    VettedPackage,
    VettedPackages,
)
from canton.topology.mapping.synchronizer import (
    MediatorSynchronizerState,
    SequencerSynchronizerState,
)
from canton.topology.snapshot.directory import Directory


@dataclass(frozen=True, slots=True)
class ParticipantAttributes:
    """What a participant may do; None as rate means the synchronizer's default.

    In a `PartyInfo` the permission is the effective one for the party.
    """

    permission: ParticipantPermission = ParticipantPermission.SUBMISSION
    login_after: Timestamp | None = None
    feature_flags: tuple[int, ...] = ()
    confirmation_requests_max_rate: int | None = None
    onboarding: bool = False

    @property
    def can_confirm(self) -> bool:
        """Whether the participant may confirm."""
        return self.permission.can_confirm and not self.onboarding


class MemberDirectory:
    """The members as a snapshot sees them."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def participant(self, member: Member) -> ParticipantAttributes | None:
        """What a participant may do; None where it is not active on the synchronizer."""
        certificate = self._certificate(member)
        if certificate is None:
            return None
        attributes = ParticipantAttributes(feature_flags=certificate.feature_flags)
        permission = next(
            self._directory.of_uid(ParticipantSynchronizerPermission, member.uid), None
        )
        if permission is not None:
            return replace(
                attributes,
                permission=permission.permission,
                login_after=permission.login_after,
                confirmation_requests_max_rate=permission.confirmation_requests_max_rate,
            )
        parameters = self._directory.dynamic_parameters
        is_restricted = parameters is not None and parameters.onboarding_restriction.is_restricted
        return None if is_restricted else attributes

    def _certificate(self, member: Member) -> SynchronizerTrustCertificate | None:
        if member.kind is not MemberKind.PARTICIPANT:
            return None
        return next(self._directory.of_uid(SynchronizerTrustCertificate, member.uid), None)

    def participants(self) -> dict[Member, ParticipantAttributes]:
        """All active participants."""
        return {
            each.participant: attributes
            for each in self._directory.of_kind(SynchronizerTrustCertificate)
            if (attributes := self.participant(each.participant)) is not None
        }

    def keys(self, member: Member) -> OwnerToKeyMapping | None:
        """The keys that a member has registered."""
        registered = self._directory.of_uid(OwnerToKeyMapping, member.uid)
        return next((each for each in registered if each.member == member), None)

    def signing_keys(self, member: Member, usages: Usages) -> tuple[SigningPublicKey, ...]:
        """The member's signing keys that are for one of the usages."""
        keys = self.keys(member)
        return tuple(key for key in keys.signing_keys if key.may(usages)) if keys else ()

    def encryption_key(self, member: Member) -> EncryptionPublicKey | None:
        """The key to encrypt for the member with: the last one registered."""
        keys = self.keys(member)
        return keys.encryption_keys[-1] if keys and keys.encryption_keys else None

    def known(self, members: Iterable[Member]) -> frozenset[Member]:
        """Those of the members that have been admitted to the synchronizer."""
        return frozenset(member for member in members if self.is_known(member))

    def is_known(self, member: Member) -> bool:
        """Whether the member has been admitted to the synchronizer."""
        match member.kind:
            case MemberKind.PARTICIPANT:
                return self._certificate(member) is not None
            case MemberKind.MEDIATOR:
                groups = self._directory.of_uid(
                    MediatorSynchronizerState, self._directory.synchronizer
                )
                return any(member in group.members for group in groups)
            case MemberKind.SEQUENCER:
                group = self._sequencers()
                return group is not None and member in group.members

    def is_active(self, member: Member) -> bool:
        """Whether the member may take part: a participant with access, a member of a group."""
        match member.kind:
            case MemberKind.PARTICIPANT:
                return self.participant(member) is not None
            case MemberKind.MEDIATOR:
                return self.is_known(member)
            case MemberKind.SEQUENCER:
                group = self._sequencers()
                return group is not None and member in group.active

    def _sequencers(self) -> SequencerSynchronizerState | None:
        groups = self._directory.of_uid(SequencerSynchronizerState, self._directory.synchronizer)
        return next(groups, None)

    def vetted_packages(self, participant: Member) -> dict[str, VettedPackage]:
        """The packages that a participant accepts, by package id."""
        found = next(self._directory.of_uid(VettedPackages, participant.uid), None)
        return {each.package_id: each for each in found.packages} if found else {}
