"""Who hosts which party at the time of a snapshot.

A party's effective permission on a participant is the lower of what the party grants and what the
synchronizer grants. The admin party of a participant, named like it, is hosted as soon as the
participant's trust certificate is active. Source: Canton 3.6 BaseTopologySnapshot; sheet 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from canton.crypto.hash import Hash
from canton.identifiers import Member, PartyId, UniqueIdentifier, participant
from canton.topology.mapping.key import PartyToKeyMapping, SigningKeysWithThreshold
from canton.topology.mapping.participant import (
    ParticipantPermission,
    SynchronizerTrustCertificate,
    lower_permission,
)
from canton.topology.mapping.party import PartyToParticipant
from canton.topology.snapshot.directory import Directory
from canton.topology.snapshot.member import MemberDirectory, ParticipantAttributes


@dataclass(frozen=True, slots=True)
class PartyInfo:
    """The active participants of a party, and how many of them must approve."""

    threshold: int = 1
    participants: Mapping[Member, ParticipantAttributes] = field(default_factory=dict)

    @property
    def confirmers(self) -> frozenset[Member]:
        """The participants that may confirm for the party."""
        return frozenset(
            member for member, attributes in self.participants.items() if attributes.can_confirm
        )


NOT_HOSTED = PartyInfo()


class HostingIndex(Protocol):
    """Which party mappings ever named a participant."""

    def party_keys_of(self, participant: Member) -> tuple[Hash, ...]:
        """Their unique keys."""


class PartyDirectory:
    """The parties as a snapshot sees them; answers are kept as long as the snapshot."""

    def __init__(self, directory: Directory, members: MemberDirectory, index: HostingIndex) -> None:
        self._directory = directory
        self._members = members
        self._index = index
        self._known: dict[PartyId, PartyInfo] = {}

    def info(self, party: PartyId) -> PartyInfo:
        """The active participants of a party; none where nobody hosts it."""
        found = self._known.get(party)
        if found is None:
            found = self._load(party)
            self._known[party] = found
        return found

    def infos(self, parties: Iterable[PartyId]) -> dict[PartyId, PartyInfo]:
        """The active participants of several parties."""
        return {party: self.info(party) for party in parties}

    def _load(self, party: PartyId) -> PartyInfo:
        try:
            uid = UniqueIdentifier.parse(party)
        except ValueError:
            return NOT_HOSTED
        host = participant(uid)
        if any(True for _ in self._directory.of_uid(SynchronizerTrustCertificate, uid)):
            attributes = self._members.participant(host)
            if attributes is not None:
                return PartyInfo(1, {host: attributes})
        hosting = next(self._directory.of_uid(PartyToParticipant, uid), None)
        if hosting is None:
            return NOT_HOSTED
        hosts = {}
        for each in hosting.participants:
            attributes = self._members.participant(each.participant)
            if attributes is not None:
                hosts[each.participant] = replace(
                    attributes,
                    permission=lower_permission(each.permission, attributes.permission),
                    onboarding=each.onboarding,
                )
        return PartyInfo(hosting.threshold, hosts) if hosts else NOT_HOSTED

    def hosted_on(self, member: Member, parties: Iterable[PartyId]) -> frozenset[PartyId]:
        """Those of the parties that the participant hosts."""
        return frozenset(party for party in parties if member in self.info(party).participants)

    def can_confirm(self, member: Member, parties: Iterable[PartyId]) -> frozenset[PartyId]:
        """Those of the parties that the participant may confirm for."""
        return frozenset(party for party in parties if member in self.info(party).confirmers)

    def without_confirmer(self, parties: Iterable[PartyId]) -> frozenset[PartyId]:
        """Those of the parties for which no participant may confirm."""
        return frozenset(party for party in parties if not self.info(party).confirmers)

    def cannot_submit(self, member: Member, parties: Iterable[PartyId]) -> frozenset[PartyId]:
        """Those of the parties that the participant may not submit for.

        A party whose threshold is above 1 has no submitting participant.
        """
        return frozenset(
            party for party in parties if not self._is_submitter(member, self.info(party))
        )

    @staticmethod
    def _is_submitter(member: Member, info: PartyInfo) -> bool:
        attributes = info.participants.get(member)
        return (
            info.threshold == 1
            and attributes is not None
            and attributes.permission is ParticipantPermission.SUBMISSION
        )

    def participants_of(self, parties: Iterable[PartyId]) -> frozenset[Member]:
        """All active participants of the parties together."""
        return frozenset(member for party in parties for member in self.info(party).participants)

    def unhosted(self, parties: Iterable[PartyId]) -> frozenset[PartyId]:
        """Those of the parties that have no active participant."""
        return frozenset(party for party in parties if not self.info(party).participants)

    def hosted_by(self, member: Member) -> frozenset[PartyId]:
        """All parties that the participant hosts, its admin party included."""
        keys = self._index.party_keys_of(member)
        rows = (self._directory.row(key) for key in keys)
        candidates = {
            row.mapping.party.party
            for row in rows
            if row is not None and isinstance(row.mapping, PartyToParticipant)
        }
        return self.hosted_on(member, {*candidates, member.uid.party})

    def all(self) -> frozenset[PartyId]:
        """All parties that someone hosts, admin parties included."""
        named = {each.party.party for each in self._directory.of_kind(PartyToParticipant)}
        admins = {
            each.participant.uid.party
            for each in self._directory.of_kind(SynchronizerTrustCertificate)
        }
        return frozenset(named | admins) - self.unhosted(named | admins)

    def signing_keys(self, party: PartyId) -> SigningKeysWithThreshold | None:
        """The keys with which an external party signs its submissions."""
        uid = UniqueIdentifier.parse(party)
        hosting = next(self._directory.of_uid(PartyToParticipant, uid), None)
        if hosting is not None and hosting.signing_keys is not None:
            return hosting.signing_keys
        legacy = next(self._directory.of_uid(PartyToKeyMapping, uid), None)
        return legacy.signing_keys if legacy else None
