"""The error codes of the sequencer client.

SequencerClientClosed    the client cannot go on; its owner closes it, `reason` says why
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from canton.errors import CantonError, Categories, ErrorCode

SEQUENCER_FORK_DETECTED: Final = ErrorCode(
    "SEQUENCER_FORK_DETECTED",
    Categories.SECURITY_ALERT,
    "A sequencer sent other events than were received before or from others: the histories differ.",
    "Do not connect to that sequencer again until its operator explains; compare its history.",
)
EVENT_NOT_VALID: Final = ErrorCode(
    "SEQUENCED_EVENT_NOT_VALID",
    Categories.SECURITY_ALERT,
    "A sequencer sent an event that is malformed, out of order, or not signed by it.",
    "Ask the operator of the sequencer.",
)
CONNECTING_FAILED: Final = ErrorCode(
    "FAILED_TO_CONNECT_TO_SEQUENCERS",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "The sequencers contradict each other, or so many were found faulty that the others are fewer "
    "than the trust threshold.",
    "Read the reason, correct the sequencer connections or the trust threshold, connect again.",
)
CONNECTING_TAKES_TIME: Final = ErrorCode(
    "FAILED_TO_CONNECT_TO_SEQUENCERS_TRANSIENT",
    Categories.TRANSIENT_SERVER_FAILURE,
    "Fewer sequencers than the trust threshold could be reached and agreed in time.",
    "See that the sequencers run and are reachable; it resolves itself then.",
)
ACCESS_DENIED: Final = ErrorCode(
    "SEQUENCER_CLIENT_ACCESS_DENIED",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "The sequencers do not let the member in, mostly because it has been disabled.",
    "Ask the operators of the synchronizer.",
)
SEQUENCER_REQUEST_FAILED: Final = ErrorCode(
    "SEQUENCER_REQUEST_FAILED",
    Categories.CONTENTION_ON_SHARED_RESOURCES,
    "The sequencer refused the request, or no sequencer could be asked.",
    "Look at the cause and try again; if it lasts, look at the sequencer connections.",
)


class CloseReason(Enum):
    """Why a client closes for good."""

    UNRECOVERABLE_ERROR = "unrecoverable error"
    PERMISSION_DENIED = "permission denied"


BAD_CONNECTIVITY: Final = ErrorCode(
    "SYNC_SERVICE_BAD_CONNECTIVITY",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "The sequencers of the connection cannot be reached, or are not what they should be.",
    "Check the addresses. To register sequencers that are down now, ask for less validation.",
)


class SequencerClientClosed(CantonError):
    """The client cannot go on."""

    @property
    def reason(self) -> CloseReason:
        """Why."""
        denied = self.code is ACCESS_DENIED
        return CloseReason.PERMISSION_DENIED if denied else CloseReason.UNRECOVERABLE_ERROR
