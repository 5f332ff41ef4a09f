"""Why a topology transaction is refused, as values.

`name` is the original's name of the rejection; `cause` is the text that is stored with the row.
All members refuse the same transactions; the texts are for people.
Source: Canton 3.6 TopologyTransactionRejection; protocol sheet 4.1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from canton.identifiers import Member

CAUSE_LENGTH_MAX = 300
"""The rejection reason is stored in at most so many characters."""


class RejectionName(Enum):
    """The kinds of rejections."""

    SERIAL_MISMATCH = "SerialMismatch"
    MAX_SERIAL_REACHED = "MaxSerialReached"
    NO_SIGNATURE_PROVIDED = "NoSignatureProvided"
    NOT_AUTHORIZED_BY_NAMESPACE_KEY = "NotAuthorizedByNamespaceKey"
    NOT_FULLY_AUTHORIZED = "NotFullyAuthorized"
    NO_DELEGATION_FOUND_FOR_KEYS = "NoDelegationFoundForKeys"
    MULTI_TRANSACTION_HASH_MISMATCH = "MultiTransactionHashMismatch"
    SIGNATURE_CHECK_FAILED = "SignatureCheckFailed"
    INVALID_SYNCHRONIZER = "InvalidSynchronizer"
    ONBOARDING_RESTRICTION_IN_PLACE = "OnboardingRestrictionInPlace"
    NO_CORRESPONDING_ACTIVE_TX_TO_REVOKE = "NoCorrespondingActiveTxToRevoke"
    INVALID_OWNER_TO_KEY_MAPPING = "InvalidOwnerToKeyMapping"
    INVALID_OWNER_TO_KEY_MAPPING_REMOVAL = "InvalidOwnerToKeyMappingRemoval"
    INVALID_TOPOLOGY_MAPPING = "InvalidTopologyMapping"
    CANNOT_REMOVE_MAPPING = "CannotRemoveMapping"
    REMOVE_MUST_NOT_CHANGE_MAPPING = "RemoveMustNotChangeMapping"
    INSUFFICIENT_KEYS = "InsufficientKeys"
    UNKNOWN_MEMBERS = "UnknownMembers"
    MISSING_SYNCHRONIZER_PARAMETERS = "MissingSynchronizerParameters"
    NAMESPACE_HAS_BEEN_REVOKED = "NamespaceHasBeenRevoked"
    NAMESPACE_ALREADY_IN_USE = "NamespaceAlreadyInUse"
    PARTY_ID_CONFLICT_WITH_ADMIN_PARTY = "PartyIdConflictWithAdminParty"
    PARTICIPANT_ID_CONFLICT_WITH_PARTY_ID = "ParticipantIdConflictWithPartyId"
    MEDIATORS_ALREADY_IN_OTHER_GROUPS = "MediatorsAlreadyInOtherGroups"
    ANNOUNCED_LSU_TOPOLOGY_FREEZE = "AnnouncedLsuTopologyFreeze"
    INVALID_SYNCHRONIZER_SUCCESSOR = "InvalidSynchronizerSuccessor"
    INVALID_UPGRADE_TIME = "InvalidUpgradeTime"
    NO_LSU_ANNOUNCED = "NoLsuAnnounced"
    LSU_SEQUENCER_SUCCESSOR_INVALID = "LsuSequencerSuccessorInvalidSuccessorPsid"
    PARTICIPANT_CANNOT_REJOIN_SYNCHRONIZER = "ParticipantCannotRejoinSynchronizer"
    CANNOT_REREGISTER_KEYS = "CannotReregisterKeys"
    PARTICIPANT_STILL_HOSTS_PARTIES = "ParticipantStillHostsParties"
    MEMBERS_CANNOT_REJOIN_SYNCHRONIZER = "MembersCannotRejoinSynchronizer"


@dataclass(frozen=True, slots=True)
class TopologyRejection:
    """A refusal: its kind and its text."""

    name: RejectionName
    cause: str

    @property
    def stored_cause(self) -> str:
        """The text as stored."""
        return self.cause[:CAUSE_LENGTH_MAX]

    def __str__(self) -> str:
        return f"{self.name.value}: {self.cause}"


def member_list(members: Iterable[Member]) -> str:
    """Members in order, for a cause."""
    return ", ".join(sorted(str(member) for member in members))
