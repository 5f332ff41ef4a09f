"""Error codes of topology changes: why a node refuses to author, or others refused, a change.

Source: Canton 3.6 TopologyManagerError.
"""

from __future__ import annotations

from typing import Final

from canton.errors import Categories, Category, ErrorCode, LedgerError
from canton.topology.danger import Danger, DangerName
from canton.topology.rejection import RejectionName, TopologyRejection

_OTHER = Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER
_EXISTS = Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_EXISTS
_MISSING = Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_MISSING
_INDEPENDENT = Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE
_ALARM = Categories.SECURITY_ALERT


def _code(name: str, category: Category, explanation: str, resolution: str = "") -> ErrorCode:
    return ErrorCode(f"TOPOLOGY_{name}", category, explanation, resolution)


TOO_MANY_PENDING: Final = _code(
    "TOO_MANY_PENDING_TOPOLOGY_TRANSACTIONS",
    Categories.CONTENTION_ON_SHARED_RESOURCES,
    "Too many topology transactions of this node wait to be sequenced.",
    "Try again later, or raise the limit of the outbox.",
)
INTERNAL: Final = _code(
    "MANAGER_INTERNAL_ERROR",
    Categories.SYSTEM_INTERNAL_ASSUMPTION_VIOLATED,
    "Something went wrong inside topology management.",
    "Look into the node's log.",
)
ALARM: Final = _code("MANAGER_ALARM", _ALARM, "Another node sent a malformed topology transaction.")
TRANSACTION_NOT_FOUND: Final = _code(
    "TRANSACTION_NOT_FOUND",
    _MISSING,
    "No topology transaction with that hash is pending or in force.",
    "Check the hash and the store.",
)
STORE_NOT_FOUND: Final = _code(
    "STORE_NOT_FOUND",
    _MISSING,
    "The node has no topology store of that name.",
    "Connect to the synchronizer or create the temporary store first.",
)
TEMPORARY_STORE_EXISTS: Final = _code(
    "TEMPORARY_STORE_ALREADY_EXISTS",
    _EXISTS,
    "A temporary topology store of that name exists.",
    "Drop the store first or use it.",
)
SECRET_KEY_NOT_IN_STORE: Final = _code(
    "SECRET_KEY_NOT_IN_STORE",
    _OTHER,
    "The node does not hold the private key to sign with.",
    "Import or generate the key.",
)
INVALID_SIGNATURE: Final = _code(
    "INVALID_TX_SIGNATURE", _ALARM, "A signature of the topology transaction is not valid."
)
SERIAL_MISMATCH: Final = _code(
    "SERIAL_MISMATCH",
    _OTHER,
    "The serial is not the one after that of the transaction in force.",
    "Look up the present serial, or leave it out to have it chosen.",
)
MULTI_HASH_MISMATCH: Final = _code(
    "MULTI_TRANSACTION_HASH_MISMATCH",
    _OTHER,
    "A signature over several transactions does not cover this one.",
)
INVALID_SYNCHRONIZER: Final = _code(
    "INVALID_SYNCHRONIZER", _INDEPENDENT, "The mapping belongs to another synchronizer."
)
MAPPING_ALREADY_EXISTS: Final = _code(
    "MAPPING_ALREADY_EXISTS",
    _EXISTS,
    "The mapping is in force already, signed by the same keys.",
    "Nothing is to be done.",
)
NO_APPROPRIATE_SIGNING_KEY: Final = _code(
    "NO_APPROPRIATE_SIGNING_KEY_IN_STORE",
    _MISSING,
    "The node holds no key that may sign this topology transaction.",
    "Import the key or a delegation to one of the node's keys.",
)
UNAUTHORIZED: Final = _code(
    "UNAUTHORIZED_TRANSACTION",
    _ALARM,
    "The topology transaction is not signed by those who must sign it.",
    "Collect the missing signatures with proposals.",
)
NO_CORRESPONDING_ACTIVE_TX: Final = _code(
    "NO_CORRESPONDING_ACTIVE_TX_TO_REVOKE", _OTHER, "What is to be removed is not in force."
)
ALIEN_MEMBER: Final = _code(
    "DANGEROUS_COMMAND_REQUIRES_FORCE_ALIEN_MEMBER",
    _OTHER,
    "The change concerns another node's keys or packages.",
    "Set the force flag if it is meant so.",
)
TOLERANCE_INCREASE: Final = _code(
    "INCREASE_OF_PREPARATION_TIME_TOLERANCE",
    _OTHER,
    "A larger preparation time tolerance is insecure until old requests have expired.",
    "Wait as the documentation tells, then set the force flag.",
)
VALUE_OUT_OF_BOUNDS: Final = _code(
    "VALUE_OUT_OF_BOUNDS",
    _OTHER,
    "A synchronizer parameter is outside its bounds.",
    "Choose a value within, or set the force flag.",
)
INSUFFICIENT_KEYS: Final = _code(
    "INSUFFICIENT_KEYS", _OTHER, "A member has not registered the keys that it needs."
)
UNKNOWN_MEMBERS: Final = _code("UNKNOWN_MEMBERS", _MISSING, "A member has not joined.")
ILLEGAL_REMOVAL: Final = _code(
    "ILLEGAL_REMOVAL_OF_ACTIVE_TRANSACTIONS", _OTHER, "What is to be removed is still in use."
)
ONBOARDING_REFUSED: Final = _code(
    "PARTICIPANT_ONBOARDING_REFUSED",
    _OTHER,
    "The synchronizer does not let the participant join.",
    "Ask the operators of the synchronizer for a permission.",
)
INVALID_KEYS_REMOVAL: Final = _code(
    "INVALID_REMOVAL_OF_OWNER_TO_KEY_MAPPING", _INDEPENDENT, "The keys are still in use."
)
INVALID_KEYS: Final = _code(
    "INVALID_OWNER_TO_KEY_MAPPING", _INDEPENDENT, "Keys of a required kind are missing."
)
INVALID_MAPPING: Final = _code("INVALID_MAPPING", _INDEPENDENT, "The mapping breaks a rule.")
CANNOT_REMOVE: Final = _code(
    "CANNOT_REMOVE_MAPPING", _INDEPENDENT, "Mappings of this kind can only be replaced."
)
REMOVE_MUST_NOT_CHANGE: Final = _code(
    "REMOVE_MUST_NOT_CHANGE_MAPPING", _OTHER, "A removal must repeat the mapping in force."
)
INCONSISTENT_SNAPSHOT: Final = _code(
    "INCONSISTENT_SNAPSHOT", _INDEPENDENT, "The topology snapshot contradicts itself."
)
MISSING_MAPPING: Final = _code(
    "MISSING_MAPPING", _MISSING, "A mapping that the change builds on is not in force."
)
MEDIATORS_IN_OTHER_GROUPS: Final = _code(
    "MEDIATORS_ALREADY_IN_OTHER_GROUPS", _OTHER, "A mediator belongs to one group only."
)
CANNOT_REJOIN: Final = _code(
    "MEMBER_CANNOT_REJOIN_SYNCHRONIZER", _OTHER, "A member that left does not come back."
)
NAMESPACE_IN_USE: Final = _code(
    "NAMESPACE_ALREADY_IN_USE", _EXISTS, "The namespace is that of another entity."
)
NAMESPACE_REVOKED: Final = _code(
    "NAMESPACE_HAS_BEEN_REVOKED", _EXISTS, "The namespace was revoked."
)
CONFIRMING_THRESHOLD: Final = _code(
    "CONFIRMING_THRESHOLD_CANNOT_BE_REACHED",
    _EXISTS,
    "The confirmation threshold is larger than the number of hosts.",
)
SIGNING_THRESHOLD: Final = _code(
    "SIGNING_THRESHOLD_CANNOT_BE_REACHED",
    _EXISTS,
    "The signing threshold is larger than the number of keys.",
)
PARTY_CONFLICT: Final = _code(
    "PARTY_ID_CONFLICT_WITH_ADMIN_PARTY", _EXISTS, "The party is named like a participant."
)
PARTICIPANT_CONFLICT: Final = _code(
    "PARTICIPANT_ID_CONFLICT_WITH_PARTY", _EXISTS, "The participant is named like a party."
)
LSU_FREEZE: Final = _code(
    "LSU_TOPOLOGY_FREEZE", _OTHER, "The topology is frozen until the announced upgrade."
)
NO_LSU_ANNOUNCED: Final = _code("NO_LSU_ANNOUNCED", _OTHER, "No upgrade is announced.")
INVALID_SUCCESSOR: Final = _code(
    "INVALID_SUCCESSOR_PHYSICAL_SYNCHRONIZER_ID", _OTHER, "Successors only go up."
)
LSU_SEQUENCER_SUCCESSOR: Final = ErrorCode(
    "LSU_SEQUENCER_SUCCESSOR_INVALID_SUCCESSOR_PSID",
    _OTHER,
    "The connection is for another successor than the one announced.",
)
INVALID_UPGRADE_TIME: Final = _code(
    "INVALID_UPGRADE_TIME", _OTHER, "The upgrade time does not lie ahead."
)
NOT_SEQUENCED: Final = _code(
    "NOT_OBSERVED_IN_TIME",
    Categories.DEADLINE_EXCEEDED_REQUEST_STATE_UNKNOWN,
    "The topology transaction was sent but did not become effective in time.",
    "It may still become effective; look before you repeat it.",
)

_OF_REJECTION: Final = {
    RejectionName.SERIAL_MISMATCH: SERIAL_MISMATCH,
    RejectionName.MAX_SERIAL_REACHED: ALARM,
    RejectionName.NO_SIGNATURE_PROVIDED: INTERNAL,
    RejectionName.NOT_AUTHORIZED_BY_NAMESPACE_KEY: UNAUTHORIZED,
    RejectionName.NOT_FULLY_AUTHORIZED: UNAUTHORIZED,
    RejectionName.NO_DELEGATION_FOUND_FOR_KEYS: UNAUTHORIZED,
    RejectionName.MULTI_TRANSACTION_HASH_MISMATCH: MULTI_HASH_MISMATCH,
    RejectionName.SIGNATURE_CHECK_FAILED: INVALID_SIGNATURE,
    RejectionName.INVALID_SYNCHRONIZER: INVALID_SYNCHRONIZER,
    RejectionName.ONBOARDING_RESTRICTION_IN_PLACE: ONBOARDING_REFUSED,
    RejectionName.NO_CORRESPONDING_ACTIVE_TX_TO_REVOKE: NO_CORRESPONDING_ACTIVE_TX,
    RejectionName.INVALID_OWNER_TO_KEY_MAPPING: INVALID_KEYS,
    RejectionName.INVALID_OWNER_TO_KEY_MAPPING_REMOVAL: INVALID_KEYS_REMOVAL,
    RejectionName.INVALID_TOPOLOGY_MAPPING: INVALID_MAPPING,
    RejectionName.CANNOT_REMOVE_MAPPING: CANNOT_REMOVE,
    RejectionName.REMOVE_MUST_NOT_CHANGE_MAPPING: REMOVE_MUST_NOT_CHANGE,
    RejectionName.INSUFFICIENT_KEYS: INSUFFICIENT_KEYS,
    RejectionName.UNKNOWN_MEMBERS: UNKNOWN_MEMBERS,
    RejectionName.MISSING_SYNCHRONIZER_PARAMETERS: MISSING_MAPPING,
    RejectionName.NAMESPACE_HAS_BEEN_REVOKED: NAMESPACE_REVOKED,
    RejectionName.NAMESPACE_ALREADY_IN_USE: NAMESPACE_IN_USE,
    RejectionName.PARTY_ID_CONFLICT_WITH_ADMIN_PARTY: PARTY_CONFLICT,
    RejectionName.PARTICIPANT_ID_CONFLICT_WITH_PARTY_ID: PARTICIPANT_CONFLICT,
    RejectionName.MEDIATORS_ALREADY_IN_OTHER_GROUPS: MEDIATORS_IN_OTHER_GROUPS,
    RejectionName.ANNOUNCED_LSU_TOPOLOGY_FREEZE: LSU_FREEZE,
    RejectionName.INVALID_SYNCHRONIZER_SUCCESSOR: INVALID_SUCCESSOR,
    RejectionName.INVALID_UPGRADE_TIME: INVALID_UPGRADE_TIME,
    RejectionName.NO_LSU_ANNOUNCED: NO_LSU_ANNOUNCED,
    RejectionName.LSU_SEQUENCER_SUCCESSOR_INVALID: LSU_SEQUENCER_SUCCESSOR,
    RejectionName.PARTICIPANT_CANNOT_REJOIN_SYNCHRONIZER: CANNOT_REJOIN,
    RejectionName.CANNOT_REREGISTER_KEYS: CANNOT_REJOIN,
    RejectionName.PARTICIPANT_STILL_HOSTS_PARTIES: ILLEGAL_REMOVAL,
    RejectionName.MEMBERS_CANNOT_REJOIN_SYNCHRONIZER: CANNOT_REJOIN,
}

_OF_DANGER: Final = {
    DangerName.ALIEN_MEMBER: ALIEN_MEMBER,
    DangerName.PREPARATION_TIME_TOLERANCE_INCREASE: TOLERANCE_INCREASE,
    DangerName.VALUE_OUT_OF_BOUNDS: VALUE_OUT_OF_BOUNDS,
    DangerName.SIGNING_THRESHOLD_UNREACHABLE: SIGNING_THRESHOLD,
    DangerName.CONFIRMING_THRESHOLD_UNREACHABLE: CONFIRMING_THRESHOLD,
    DangerName.INVALID_SUCCESSOR: INVALID_SUCCESSOR,
}


def error_of_rejection(rejection: TopologyRejection) -> LedgerError:
    """What the author of a refused transaction is told."""
    return LedgerError(_OF_REJECTION[rejection.name], rejection.cause)


def error_of_danger(danger: Danger) -> LedgerError:
    """What an operator is told who must force a change."""
    return LedgerError(_OF_DANGER[danger.name], danger.cause)
