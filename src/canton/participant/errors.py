"""The participant's error codes, as users, verdicts and logs show them."""

from __future__ import annotations

from typing import Final

from canton.errors import Categories, ErrorCode

_CONTENTION: Final = Categories.CONTENTION_ON_SHARED_RESOURCES
_ALERT: Final = Categories.SECURITY_ALERT
_STATE: Final = Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER
_MISSING: Final = Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_MISSING
_EXISTS: Final = Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_EXISTS
_TRANSIENT: Final = Categories.TRANSIENT_SERVER_FAILURE

# Verdicts of this participant on a view.
LOCKED_CONTRACTS: Final = ErrorCode(
    "LOCAL_VERDICT_LOCKED_CONTRACTS",
    _CONTENTION,
    "The transaction uses contracts that a transaction in flight is about to change.",
    "Submit the command again; where this happens often, spread the load over more contracts.",
)
INACTIVE_CONTRACTS: Final = ErrorCode(
    "LOCAL_VERDICT_INACTIVE_CONTRACTS",
    _MISSING,
    "The transaction uses contracts that are archived or were never seen here.",
    "Look up the current contracts and submit a new command.",
)
LEDGER_TIME_OUT_OF_BOUND: Final = ErrorCode(
    "LOCAL_VERDICT_LEDGER_TIME_OUT_OF_BOUND",
    _CONTENTION,
    "The ledger time is too far from the time at which the request was sequenced.",
    "Submit the command again; check the clocks and the load of the participant.",
)
PREPARATION_TIME_OUT_OF_BOUND: Final = ErrorCode(
    "LOCAL_VERDICT_PREPARATION_TIME_OUT_OF_BOUND",
    _CONTENTION,
    "The preparation time is too far from the time at which the request was sequenced.",
    "Prepare the transaction again.",
)
MAX_RECORD_TIME_EXCEEDED: Final = ErrorCode(
    "LOCAL_VERDICT_MAX_RECORD_TIME_EXCEEDED",
    _CONTENTION,
    "The request was sequenced after the latest time that its submitter allowed.",
    "Prepare the transaction again with a later limit.",
)
LOCAL_TIMEOUT: Final = ErrorCode(
    "LOCAL_VERDICT_TIMEOUT",
    _CONTENTION,
    "No verdict of the mediator came by the decision time.",
    "Check that the mediator runs and is reachable, then submit the command again.",
)
MALFORMED_REQUEST: Final = ErrorCode(
    "LOCAL_VERDICT_MALFORMED_REQUEST",
    _ALERT,
    "The request is not one that a correct participant makes.",
    "Find out what is wrong with the submitting participant.",
)
MALFORMED_PAYLOAD: Final = ErrorCode(
    "LOCAL_VERDICT_MALFORMED_PAYLOAD",
    _ALERT,
    "A part of the request cannot be read or decrypted.",
    "Find out what is wrong with the submitting participant.",
)
MODEL_CONFORMANCE: Final = ErrorCode(
    "LOCAL_VERDICT_FAILED_MODEL_CONFORMANCE_CHECK",
    _ALERT,
    "The views are not what their packages make of the command.",
    "Find out what is wrong with the submitting participant.",
)
BAD_ROOT_HASH_MESSAGES: Final = ErrorCode(
    "LOCAL_VERDICT_BAD_ROOT_HASH_MESSAGES",
    _ALERT,
    "The root hash messages of the request are missing, repeated or contradict the views.",
    "Find out what is wrong with the submitting participant.",
)
CREATES_EXISTING_CONTRACTS: Final = ErrorCode(
    "LOCAL_VERDICT_CREATES_EXISTING_CONTRACTS",
    _ALERT,
    "The transaction creates contracts that exist already.",
    "Find out what is wrong with the submitting participant.",
)

# Answers to a command.
DUPLICATE_COMMAND: Final = ErrorCode(
    "DUPLICATE_COMMAND",
    _EXISTS,
    "The same change was accepted before, within the deduplication period.",
    "The earlier command succeeded: look up its completion. A new change needs a new command id.",
)
SUBMISSION_ALREADY_IN_FLIGHT: Final = ErrorCode(
    "SUBMISSION_ALREADY_IN_FLIGHT",
    _CONTENTION,
    "The same change is being decided right now.",
    "Wait for its completion.",
)
NOT_CONNECTED_TO_SYNCHRONIZER: Final = ErrorCode(
    "NOT_CONNECTED_TO_SYNCHRONIZER",
    _STATE,
    "The participant is not connected to this synchronizer.",
    "Connect it, or wait until it has reconnected.",
)
PARTICIPANT_BACKPRESSURE: Final = ErrorCode(
    "PARTICIPANT_BACKPRESSURE",
    _CONTENTION,
    "The participant has as many requests or commands as its limits allow.",
    "Submit again after a growing pause; raise the limits if the participant can do more.",
)
PARTICIPANT_OVERLOADED: Final = ErrorCode(
    "PARTICIPANT_OVERLOADED",
    _CONTENTION,
    "The participant has refused every command for a while; only its log says so.",
    "Submit fewer commands, change the limits, or raise `parameters.warn-if-overloaded-for`.",
)
NOT_SEQUENCED_TIMEOUT: Final = ErrorCode(
    "NOT_SEQUENCED_TIMEOUT",
    _CONTENTION,
    "The request was not sequenced by its latest time; it has had and will have no effect.",
    "Submit the command again; check the sequencers if this happens often.",
)
NOT_CONNECTED_TO_ANY_SYNCHRONIZER: Final = ErrorCode(
    "NOT_CONNECTED_TO_ANY_SYNCHRONIZER",
    _STATE,
    "The participant is connected to no synchronizer.",
    "Connect it, or wait until it has reconnected.",
)
NO_SYNCHRONIZER_FOR_SUBMISSION: Final = ErrorCode(
    "NO_SYNCHRONIZER_FOR_SUBMISSION",
    _STATE,
    "No connected synchronizer can take the transaction: an informee or package is missing.",
    "Vet the packages at every participant that sees the transaction.",
)
UNKNOWN_SUBMITTERS: Final = ErrorCode(
    "UNKNOWN_SUBMITTERS",
    _MISSING,
    "A submitting party is not hosted with permission to submit.",
    "Allocate the party here, or submit where it is hosted.",
)
UNKNOWN_INFORMEES: Final = ErrorCode(
    "UNKNOWN_INFORMEES",
    _MISSING,
    "A party that would be informed is hosted by no participant.",
    "Check the party's name; connect the participant that hosts it.",
)
PARTICIPANT_PRUNED_DATA_ACCESSED: Final = ErrorCode(
    "PARTICIPANT_PRUNED_DATA_ACCESSED",
    _STATE,
    "The request asks for a part of the ledger that was pruned.",
    "Begin at the earliest offset that the error names, or later.",
)
PARTICIPANT_PRUNING_IN_PROGRESS: Final = ErrorCode(
    "PARTICIPANT_PRUNING_IN_PROGRESS",
    _STATE,
    "Another pruning is under way.",
    "Wait for it.",
)
INVALID_PRESCRIBED_SYNCHRONIZER_ID: Final = ErrorCode(
    "INVALID_PRESCRIBED_SYNCHRONIZER_ID",
    _STATE,
    "The command names a synchronizer that the participant is not connected to.",
    "Name another one, or none.",
)
NOT_CONNECTED_TO_ALL_CONTRACT_SYNCHRONIZERS: Final = ErrorCode(
    "NOT_CONNECTED_TO_ALL_CONTRACT_SYNCHRONIZERS",
    _STATE,
    "The transaction uses contracts of a synchronizer to which the participant is not connected.",
    "Connect it there.",
)
AUTOMATIC_REASSIGNMENT_FAILED: Final = ErrorCode(
    "AUTOMATIC_REASSIGNMENT_FOR_TRANSACTION_FAILED",
    _STATE,
    "The transaction uses contracts of several synchronizers.",
    "Use contracts of one synchronizer in a transaction.",
)
SYNCHRONIZER_WITHOUT_MEDIATOR: Final = ErrorCode(
    "SYNCHRONIZER_WITHOUT_MEDIATOR",
    _CONTENTION,
    "The synchronizer has no active mediator.",
    "Add a mediator, or wait for one.",
)
INACTIVE_MEDIATOR: Final = ErrorCode(
    "CHOSEN_MEDIATOR_IS_INACTIVE",
    _CONTENTION,
    "The mediator that was to decide was deactivated before the request was sequenced.",
    "Submit the command again.",
)
INVALID_DEDUPLICATION_PERIOD: Final = ErrorCode(
    "INVALID_DEDUPLICATION_PERIOD",
    _STATE,
    "The deduplication period is longer than the participant keeps what it needs for it.",
    "Use a shorter period.",
)
NODE_IS_PASSIVE_REPLICA: Final = ErrorCode(
    "NODE_IS_PASSIVE_REPLICA",
    _TRANSIENT,
    "This replica is passive.",
    "Turn to the active replica.",
)
SYNC_SERVICE_PASSIVE_REPLICA: Final = ErrorCode(
    "SYNC_SERVICE_PASSIVE_REPLICA",
    _TRANSIENT,
    "This replica is passive and connects to no synchronizer.",
    "Turn to the active replica.",
)
ALARM: Final = ErrorCode(
    "SYNC_SERVICE_ALARM",
    _ALERT,
    "Another member misbehaves; what it sent is ignored.",
    "Find out what is wrong with the member that the message names.",
)
