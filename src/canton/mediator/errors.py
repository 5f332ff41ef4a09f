"""The mediator's error codes, as verdicts and logs show them."""

from __future__ import annotations

from typing import Final

from canton.errors import Categories, ErrorCode

MEDIATOR_SAYS_TX_TIMED_OUT: Final = ErrorCode(
    "MEDIATOR_SAYS_TX_TIMED_OUT",
    Categories.CONTENTION_ON_SHARED_RESOURCES,
    "Too few participants confirmed the transaction within the confirmation response timeout.",
    "Check that the participants of all confirming parties are available and not overloaded.",
)
MEDIATOR_INVALID_MESSAGE: Final = ErrorCode(
    "MEDIATOR_INVALID_MESSAGE",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "A message does not fit the present topology or comes too late; it is dropped.",
    "Look at the cause, then submit the command again.",
)
DUPLICATE_CONFIRMATION_REQUEST_UUID: Final = ErrorCode(
    "DUPLICATE_CONFIRMATION_REQUEST_UUID",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_EXISTS,
    "A request has the UUID of an earlier one; it is rejected.",
    "Submit again with a fresh UUID, unless the earlier request succeeded.",
)
MEDIATOR_RECEIVED_MALFORMED_MESSAGE: Final = ErrorCode(
    "MEDIATOR_RECEIVED_MALFORMED_MESSAGE",
    Categories.SECURITY_ALERT,
    "A member sent something that no correct member sends; it is dropped or rejected.",
    "Find out what is wrong with the sender.",
)
MEDIATOR_PARTICIPANT_EQUIVOCATION: Final = ErrorCode(
    "MEDIATOR_PARTICIPANT_EQUIVOCATION",
    Categories.SECURITY_ALERT,
    "A participant confirmed and rejected the same view; its first word counts.",
    "Find out what is wrong with the participant.",
)
