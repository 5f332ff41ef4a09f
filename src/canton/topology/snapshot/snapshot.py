"""A view of the topology at a time: it sees the rows that became effective *before* it.

A snapshot is cheap: it holds the rows of the state and a time. The state only grows at its end,
so a snapshot up to the known-until time never changes. Source: Canton 3.6 BaseTopologySnapshot,
IdentityProvidingServiceClient; protocol sheet 3 and 4.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from canton.crypto.hash import Hash
from canton.crypto.key import EncryptionPublicKey, SigningPublicKey, Usages
from canton.identifiers import Member, MemberKind, PhysicalSynchronizerId, UniqueIdentifier
from canton.timestamps import Timestamp
from canton.topology.checks.upgrade import succession_order
from canton.topology.mapping.code import MappingCode
from canton.topology.mapping.key import OwnerToKeyMapping
from canton.topology.mapping.mapping import TopologyMapping
from canton.topology.mapping.participant import (
    ParticipantSynchronizerPermission,
    SynchronizerTrustCertificate,
    VettedPackage,
    VettedPackages,
)
from canton.topology.mapping.synchronizer import (
    MediatorSynchronizerState,
    SequencerSynchronizerState,
    SequencingParametersState,
    SynchronizerParametersState,
)
from canton.topology.mapping.upgrade import LsuAnnouncement
from canton.topology.parameters.dynamic import DynamicSynchronizerParameters
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology.snapshot.party import ParticipantAttributes, PartyDirectory
from canton.topology.state.rows import TopologyRows
from canton.topology.state.state import TopologyState
from canton.topology.stored import StoredTopologyTransaction

M = TypeVar("M", bound=TopologyMapping)


@dataclass(frozen=True, slots=True)
class DynamicParametersWithValidity:
    """Parameters, and the interval `(valid_from, valid_until]` that a snapshot finds them in."""

    parameters: DynamicSynchronizerParameters
    valid_from: Timestamp
    valid_until: Timestamp | None


class TopologySnapshot:
    """What holds on one synchronizer at one time."""

    def __init__(
        self,
        rows: TopologyRows,
        time: Timestamp,
        synchronizer: PhysicalSynchronizerId,
        static_parameters: StaticSynchronizerParameters,
    ) -> None:
        self._rows = rows
        self.time = time
        self.physical_synchronizer = synchronizer
        self.static_parameters = static_parameters

    @staticmethod
    def of_state(state: TopologyState, time: Timestamp) -> TopologySnapshot:
        """The snapshot of a synchronizer's state; the caller knows that the time is settled."""
        assert state.physical_synchronizer is not None and state.static_parameters is not None
        return TopologySnapshot(
            state.rows, time, state.physical_synchronizer, state.static_parameters
        )

    @property
    def synchronizer(self) -> UniqueIdentifier:
        """The logical synchronizer."""
        return self.physical_synchronizer.logical

    def at(self, time: Timestamp) -> TopologySnapshot:
        """The snapshot of the same state at another time."""
        return TopologySnapshot(
            self._rows, time, self.physical_synchronizer, self.static_parameters
        )

    def row(self, unique_key: Hash) -> StoredTopologyTransaction | None:
        """The transaction of that unique key that is in force."""
        return self._rows.at(unique_key, self.time)

    def of_uid(self, kind: type[M], uid: UniqueIdentifier) -> Iterator[M]:
        """The mappings of that kind and name that are in force."""
        for key in self._rows.keys_of_uid(kind.code, uid):
            row = self._rows.at(key, self.time)
            if row is not None and isinstance(row.mapping, kind):
                yield row.mapping

    def of_kind(self, kind: type[M]) -> Iterator[M]:
        """All mappings of that kind that are in force."""
        for key in self._rows.keys_of_code(kind.code):
            row = self._rows.at(key, self.time)
            if row is not None and isinstance(row.mapping, kind):
                yield row.mapping

    def _one(self, kind: type[M], uid: UniqueIdentifier) -> M | None:
        return next(self.of_uid(kind, uid), None)

    @cached_property
    def parties(self) -> PartyDirectory:
        """Who hosts which party."""
        return PartyDirectory(self, self._rows)

    @cached_property
    def dynamic_parameters(self) -> DynamicSynchronizerParameters | None:
        """The changeable parameters; None before the synchronizer is founded."""
        found = self.dynamic_parameters_with_validity()
        return found.parameters if found else None

    def dynamic_parameters_with_validity(self) -> DynamicParametersWithValidity | None:
        """The changeable parameters and how long they hold, as far as the state tells."""
        code = MappingCode.SYNCHRONIZER_PARAMETERS_STATE
        for key in self._rows.keys_of_uid(code, self.synchronizer):
            row = self._rows.at(key, self.time)
            if row is not None and isinstance(row.mapping, SynchronizerParametersState):
                return DynamicParametersWithValidity(
                    row.mapping.parameters, row.valid_from, row.valid_until
                )
        return None

    def sequencing_parameters(self) -> bytes | None:
        """The opaque parameters of the ordering layer; None for its defaults."""
        found = self._one(SequencingParametersState, self.synchronizer)
        return found.payload if found else None

    def participant(self, member: Member) -> ParticipantAttributes | None:
        """What a participant may do; None where it is not active on the synchronizer."""
        certificate = next(
            (
                each
                for each in self.of_uid(SynchronizerTrustCertificate, member.uid)
                if each.synchronizer_id == self.synchronizer
            ),
            None,
        )
        if certificate is None or member.kind is not MemberKind.PARTICIPANT:
            return None
        permission = self._one(ParticipantSynchronizerPermission, member.uid)
        attributes = ParticipantAttributes(feature_flags=certificate.feature_flags)
        if permission is not None:
            return replace(
                attributes,
                permission=permission.permission,
                login_after=permission.login_after,
                confirmation_requests_max_rate=permission.confirmation_requests_max_rate,
            )
        parameters = self.dynamic_parameters
        is_restricted = parameters is not None and parameters.onboarding_restriction.is_restricted
        return None if is_restricted else attributes

    def participants(self) -> dict[Member, ParticipantAttributes]:
        """All active participants."""
        found = {}
        for certificate in self.of_kind(SynchronizerTrustCertificate):
            attributes = self.participant(certificate.participant)
            if attributes is not None:
                found[certificate.participant] = attributes
        return found

    def keys(self, member: Member) -> OwnerToKeyMapping | None:
        """The keys that a member has registered."""
        return next(
            (each for each in self.of_uid(OwnerToKeyMapping, member.uid) if each.member == member),
            None,
        )

    def signing_keys(self, member: Member, usages: Usages) -> tuple[SigningPublicKey, ...]:
        """The member's signing keys that are for one of the usages."""
        keys = self.keys(member)
        return tuple(key for key in keys.signing_keys if key.may(usages)) if keys else ()

    def encryption_key(self, member: Member) -> EncryptionPublicKey | None:
        """The key to encrypt for the member with: the last one registered."""
        keys = self.keys(member)
        return keys.encryption_keys[-1] if keys and keys.encryption_keys else None

    def mediator_groups(self) -> tuple[MediatorSynchronizerState, ...]:
        """The mediator groups in order of their numbers."""
        groups = self.of_uid(MediatorSynchronizerState, self.synchronizer)
        return tuple(sorted(groups, key=lambda each: each.group))

    def sequencer_group(self) -> SequencerSynchronizerState | None:
        """The sequencers."""
        return self._one(SequencerSynchronizerState, self.synchronizer)

    def known_members(self, members: Iterable[Member]) -> frozenset[Member]:
        """Those of the members that have been admitted to the synchronizer."""
        return frozenset(member for member in members if self._is_known(member))

    def _is_known(self, member: Member) -> bool:
        match member.kind:
            case MemberKind.PARTICIPANT:
                return self._one(SynchronizerTrustCertificate, member.uid) is not None
            case MemberKind.MEDIATOR:
                return any(member in group.members for group in self.mediator_groups())
            case MemberKind.SEQUENCER:
                group = self.sequencer_group()
                return group is not None and member in group.members

    def is_member_active(self, member: Member) -> bool:
        """Whether the member may take part: a participant with access, a member of a group."""
        if member.kind is MemberKind.PARTICIPANT:
            return self.participant(member) is not None
        if member.kind is MemberKind.SEQUENCER:
            group = self.sequencer_group()
            return group is not None and member in group.active
        return self._is_known(member)

    def vetted_packages(self, participant: Member) -> dict[str, VettedPackage]:
        """The packages that a participant accepts, by package id."""
        found = self._one(VettedPackages, participant.uid)
        return {each.package_id: each for each in found.packages} if found else {}

    def announced_upgrade(self) -> LsuAnnouncement | None:
        """The upgrade that is announced and still lies ahead of this physical synchronizer."""
        current = succession_order(self.physical_synchronizer)
        for announced in self.of_uid(LsuAnnouncement, self.synchronizer):
            if succession_order(announced.successor) > current:
                return announced
        return None
