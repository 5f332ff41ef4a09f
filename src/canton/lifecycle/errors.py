"""The error codes of the lifecycle: full queues and missed deadlines."""

from __future__ import annotations

from typing import Final

from canton.errors import Categories, ErrorCode

QUEUE_FULL: Final = ErrorCode(
    "QUEUE_FULL",
    Categories.CONTENTION_ON_SHARED_RESOURCES,
    "More work arrives than the node can do; the work was refused rather than put off.",
    "Send less, or try again after a while.",
)
DEADLINE_MISSED: Final = ErrorCode(
    "DEADLINE_MISSED",
    Categories.DEADLINE_EXCEEDED_REQUEST_STATE_UNKNOWN,
    "A step took longer than its limit. Whether it had an effect is not known.",
    "Look for what is slow or unreachable, then try again.",
)
