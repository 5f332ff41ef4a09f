"""The errors that a sequencer gives to members and to its operator.

    CantonError
    |-- LedgerError      DELIVER codes below: inside a sequenced event, or the answer to SendAsync
    `-- TransientError   Overloaded, Unavailable: try again, here or at another sequencer

Source: Canton 3.6 SequencerErrors, SequencerError, SequencerSubscriptionError.
"""

from __future__ import annotations

from canton.errors import Categories, ErrorCode, LedgerError, TransientError

_OTHER = Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER
_CONTACT = "This points to a faulty or malicious member; compare its version and its configuration."

SUBMISSION_REQUEST_MALFORMED = ErrorCode(
    "SEQUENCER_SUBMISSION_REQUEST_MALFORMED",
    Categories.SECURITY_ALERT,
    "A submission request is malformed; it is dropped without an event.",
    _CONTACT,
)
SUBMISSION_REQUEST_REFUSED = ErrorCode(
    "SEQUENCER_SUBMISSION_REQUEST_REFUSED",
    _OTHER,
    "The request cannot be accepted in the present state of the synchronizer.",
    "The message names the reason, mostly a group that does not exist.",
)
TOPOLOGY_TIMESTAMP_TOO_EARLY = ErrorCode(
    "SEQUENCER_TOPOLOGY_TIMESTAMP_TOO_EARLY",
    _OTHER,
    "The topology timestamp of the request is older than the synchronizer parameters allow.",
    _CONTACT,
)
TOPOLOGY_TIMESTAMP_AFTER_SEQUENCING_TIMESTAMP = ErrorCode(
    "SEQUENCER_TOPOLOGY_TIMESTAMP_AFTER_SEQUENCING_TIMESTAMP",
    _OTHER,
    "The topology timestamp of the request lies after its sequencing time.",
    _CONTACT,
)
MAX_SEQUENCING_TIME_TOO_FAR = ErrorCode(
    "SEQUENCER_MAX_SEQUENCING_TIME_TOO_FAR",
    _OTHER,
    "The max sequencing time of an aggregation lies too far in the future.",
    "Retry: the sequencer may be catching up, or the synchronizer parameter changed meanwhile.",
)
UNKNOWN_RECIPIENTS = ErrorCode(
    "SEQUENCER_UNKNOWN_RECIPIENTS",
    _OTHER,
    "The request addresses members that the synchronizer does not know.",
    _CONTACT,
)
AGGREGATE_INVALID_RULE = ErrorCode(
    "SEQUENCER_AGGREGATE_INVALID_RULE",
    _OTHER,
    "The aggregation rule names a group that does not exist at this time.",
    "Retry; this happens in the moment in which a group is added or removed.",
)
AGGREGATE_SUBMISSION_ALREADY_SENT = ErrorCode(
    "SEQUENCER_AGGREGATE_SUBMISSION_ALREADY_SENT",
    _OTHER,
    "Enough members have submitted the same already, and it was delivered.",
    "Nothing to do: this is normal where several members submit the same.",
)
AGGREGATE_SUBMISSION_STUFFING = ErrorCode(
    "SEQUENCER_AGGREGATE_SUBMISSION_STUFFING",
    _OTHER,
    "The same sender has contributed to the aggregation already.",
    "Mostly the consequence of a retry; nothing to do.",
)
OUTDATED_TRAFFIC_COST = ErrorCode(
    "OUTDATED_TRAFFIC_COST",
    _OTHER,
    "The sender reckoned the cost of its request by a topology that is too old.",
    "Send again, with the cost by the present topology.",
)
NOT_ENOUGH_TRAFFIC_CREDIT = ErrorCode(
    "SEQUENCER_NOT_ENOUGH_TRAFFIC_CREDIT",
    _OTHER,
    "The sender has not enough traffic left for its request.",
    "Wait until the base allowance has grown, or have more traffic purchased for the sender.",
)
INCORRECT_EVENT_COST = ErrorCode(
    "INCORRECT_EVENT_COST",
    Categories.SECURITY_ALERT,
    "A request is without its cost or with a wrong one, and a sequencer let it pass; dropped.",
    _CONTACT,
)
INVALID_TRAFFIC_PURCHASED_MESSAGE = ErrorCode(
    "INVALID_TRAFFIC_CONTROL_PURCHASED_MESSAGE",
    Categories.SECURITY_ALERT,
    "A purchase of traffic is not one that the sequencers have agreed on; it has no effect.",
    _CONTACT,
)
SENDER_UNKNOWN = ErrorCode(
    "SEQUENCER_SENDER_UNKNOWN",
    _OTHER,
    "The sender, or an eligible sender of the aggregation rule, is not known.",
    "A race with a topology change, or a member that never joined this synchronizer.",
)
INTERNAL = ErrorCode(
    "SEQUENCER_INTERNAL",
    Categories.SYSTEM_INTERNAL_ASSUMPTION_VIOLATED,
    "An internal error of the sequencer.",
    "Look at the log of the sequencer.",
)
OVERLOADED = ErrorCode(
    "SEQUENCER_OVERLOADED",
    Categories.CONTENTION_ON_SHARED_RESOURCES,
    "The sequencer takes no further request at the moment.",
    "Retry with growing delays, or send to another sequencer.",
)
UNAVAILABLE = ErrorCode(
    "SEQUENCER_UNAVAILABLE",
    Categories.TRANSIENT_SERVER_FAILURE,
    "The sequencer cannot order requests at the moment.",
    "Retry, or send to another sequencer.",
)
UNSUPPORTED_FEATURE = ErrorCode(
    "SEQUENCER_UNIMPLEMENTED",
    Categories.INTERNAL_UNSUPPORTED_OPERATION,
    "The request asks for a feature that this protocol version or this sequencer lacks.",
    "Compare the versions of the member and of the sequencer.",
)
TOMBSTONE_ENCOUNTERED = ErrorCode(
    "SEQUENCER_TOMBSTONE_ENCOUNTERED",
    _OTHER,
    "An event is older than the first key of this sequencer, so it cannot be signed here.",
    "Read these events from a sequencer that was there at the time, then reconnect.",
)
MAX_REQUEST_SIZE_EXCEEDED = ErrorCode(
    "MAX_REQUEST_SIZE_EXCEEDED",
    Categories.SECURITY_ALERT,
    "A request is larger than the synchronizer allows.",
    _CONTACT,
)
INVALID_SUBMISSION_SIGNATURE = ErrorCode(
    "INVALID_SUBMISSION_REQUEST_SIGNATURE",
    Categories.SECURITY_ALERT,
    "The signature of a submission request is not by a protocol key of its sender; it is dropped.",
    _CONTACT,
)
INVALID_ENVELOPE_SIGNATURE = ErrorCode(
    "INVALID_ENVELOPE_SIGNATURE",
    Categories.SECURITY_ALERT,
    "A signature inside the batch is not by a protocol key of its sender; the request is dropped.",
    _CONTACT,
)
INVALID_ACKNOWLEDGEMENT_SIGNATURE = ErrorCode(
    "INVALID_ACKNOWLEDGEMENT_SIGNATURE",
    Categories.SECURITY_ALERT,
    "The signature of an acknowledgement is not by a protocol key of the member.",
    _CONTACT,
)
INVALID_ACKNOWLEDGEMENT_TIMESTAMP = ErrorCode(
    "INVALID_ACKNOWLEDGEMENT_TIMESTAMP",
    Categories.SECURITY_ALERT,
    "A member acknowledges a time that it cannot have seen.",
    _CONTACT,
)
MULTIPLE_MEDIATOR_RECIPIENTS = ErrorCode(
    "MULTIPLE_MEDIATOR_RECIPIENTS",
    Categories.SECURITY_ALERT,
    "A request addresses more than one mediator or mediator group; it is dropped.",
    _CONTACT,
)
MAX_SEQUENCING_TIME_EXCEEDED = ErrorCode(
    "MAX_SEQUENCING_TIME_EXCEEDED",
    _OTHER,
    "A request was ordered after its max sequencing time, so it is dropped.",
    "The sender sees the time pass and reports a timeout; look for what delays the ordering.",
)
INVALID_LEDGER_EVENT = ErrorCode(
    "INVALID_LEDGER_EVENT",
    Categories.SECURITY_ALERT,
    "The ordering delivered bytes that are no request; they are dropped.",
    "Compare the versions of the sequencers that share the ordering.",
)


class DeliverError(LedgerError):
    """A request is answered by an error event to its sender, or refused before it is ordered."""


class Overloaded(TransientError):
    """A bounded queue is full. Nothing was accepted, so the caller may send again elsewhere."""

    def __init__(self, cause: str) -> None:
        super().__init__(OVERLOADED, cause)


class Unavailable(TransientError):
    """The ordering cannot be reached, or the sequencer is not ready."""

    def __init__(self, cause: str) -> None:
        super().__init__(UNAVAILABLE, cause)
