"""Mappings about a party: which participants host it, and its limits.

Source: Canton 3.6 PartyToParticipant, PartyHostingLimits; protocol sheet 3 and 4.2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from canton.crypto.key import SigningPublicKey
from canton.identifiers import Fingerprint, Member, UniqueIdentifier
from canton.topology.mapping.code import MappingCode
from canton.topology.mapping.key import SigningKeysWithThreshold
from canton.topology.mapping.participant import ParticipantPermission, participant_from_text
from canton.wire import topology_pb2 as wire


@dataclass(frozen=True, slots=True)
class HostingParticipant:
    """A participant that hosts a party; while `onboarding` it may not confirm or submit."""

    participant: Member
    permission: ParticipantPermission
    onboarding: bool = False

    @property
    def can_confirm(self) -> bool:
        """Whether the participant may confirm transactions for the party."""
        return self.permission.can_confirm and not self.onboarding

    @staticmethod
    def from_proto(message: wire.PartyToParticipant.HostingParticipant) -> HostingParticipant:
        """Reads the message.

        Raises:
            ValueError: the name is malformed, or the permission is missing.
        """
        return HostingParticipant(
            participant_from_text(message.participant_uid),
            ParticipantPermission(message.permission),
            message.HasField("onboarding"),
        )

    def to_proto(self) -> wire.PartyToParticipant.HostingParticipant:
        """The message of the hosting participant."""
        message = wire.PartyToParticipant.HostingParticipant(
            participant_uid=str(self.participant.uid),
            permission=self.permission.value,  # type: ignore[arg-type]
        )
        if self.onboarding:
            message.onboarding.SetInParent()
        return message


@dataclass(frozen=True, slots=True)
class PartyToParticipant:
    """Who hosts a party, how many of them must approve, and an external party's own keys."""

    code: ClassVar[MappingCode] = MappingCode.PARTY_TO_PARTICIPANT

    party: UniqueIdentifier
    threshold: int
    participants: tuple[HostingParticipant, ...]
    """Each participant once."""
    signing_keys: SigningKeysWithThreshold | None = None

    def __post_init__(self) -> None:
        if self.threshold <= 0:
            raise ValueError("the threshold must be positive")
        if len(set(self.participant_ids)) < len(self.participants):
            raise ValueError("a participant is listed twice")

    @staticmethod
    def create(
        party: UniqueIdentifier,
        threshold: int,
        participants: Iterable[HostingParticipant],
        signing_keys: SigningKeysWithThreshold | None = None,
    ) -> PartyToParticipant:
        """Of a participant that is listed twice, keeps the entry that permits more.

        Raises:
            ValueError: the threshold is not positive.
        """
        best: dict[Member, HostingParticipant] = {}
        for host in participants:
            known = best.get(host.participant)
            if known is None or host.permission < known.permission:
                best[host.participant] = host
        return PartyToParticipant(party, threshold, tuple(best.values()), signing_keys)

    @property
    def namespace(self) -> Fingerprint:
        """The party's namespace."""
        return self.party.namespace

    @property
    def uid(self) -> UniqueIdentifier:
        """The party's name."""
        return self.party

    @property
    def synchronizer_id(self) -> UniqueIdentifier | None:
        """None: not bound to a synchronizer."""
        return None

    @property
    def participant_ids(self) -> tuple[Member, ...]:
        """The hosting participants in their order."""
        return tuple(host.participant for host in self.participants)

    @property
    def party_keys(self) -> tuple[SigningPublicKey, ...]:
        """The party's own signing keys, if any."""
        return self.signing_keys.keys if self.signing_keys else ()

    @property
    def self_authorizing_key(self) -> SigningPublicKey | None:
        """The party key after which the party's namespace is named: it alone may authorize."""
        for key in self.party_keys:
            if key.fingerprint == self.namespace:
                return key
        return None

    @property
    def is_admin_party(self) -> bool:
        """Whether this only spells out what holds for a participant's admin party anyway."""
        if len(self.participants) != 1 or self.threshold != 1:
            return False
        host = self.participants[0]
        return (
            host.participant.uid == self.party
            and host.permission is ParticipantPermission.SUBMISSION
        )

    @staticmethod
    def from_proto(message: wire.PartyToParticipant) -> PartyToParticipant:
        """Reads the message.

        Raises:
            ValueError: a name or key is malformed, or the threshold is not positive.
        """
        has_keys = message.HasField("party_signing_keys")
        return PartyToParticipant.create(
            UniqueIdentifier.parse(message.party),
            message.threshold,
            [HostingParticipant.from_proto(host) for host in message.participants],
            SigningKeysWithThreshold.from_proto(message.party_signing_keys) if has_keys else None,
        )

    def to_proto(self) -> wire.TopologyMapping:
        """The mapping's message."""
        return wire.TopologyMapping(
            party_to_participant=wire.PartyToParticipant(
                party=str(self.party),
                threshold=self.threshold,
                participants=[host.to_proto() for host in self.participants],
                party_signing_keys=self.signing_keys.to_proto() if self.signing_keys else None,
            )
        )


@dataclass(frozen=True, slots=True)
class PartyHostingLimits:
    """Reserved by the original for limits on a party; carries none today."""

    code: ClassVar[MappingCode] = MappingCode.PARTY_HOSTING_LIMITS

    synchronizer_id: UniqueIdentifier
    party: UniqueIdentifier

    @property
    def namespace(self) -> Fingerprint:
        """The party's namespace."""
        return self.party.namespace

    @property
    def uid(self) -> UniqueIdentifier:
        """The party's name."""
        return self.party

    @staticmethod
    def from_proto(message: wire.PartyHostingLimits) -> PartyHostingLimits:
        """Reads the message.

        Raises:
            ValueError: a name is malformed.
        """
        return PartyHostingLimits(
            UniqueIdentifier.parse(message.synchronizer_id), UniqueIdentifier.parse(message.party)
        )

    def to_proto(self) -> wire.TopologyMapping:
        """The mapping's message."""
        return wire.TopologyMapping(
            party_hosting_limits=wire.PartyHostingLimits(
                synchronizer_id=str(self.synchronizer_id), party=str(self.party)
            )
        )
