"""The error codes of the transport."""

from __future__ import annotations

from typing import Final

from canton.errors import Categories, Category, ErrorCode, GrpcStatus

SERVER_NOT_LISTENING: Final = ErrorCode(
    "SERVER_NOT_LISTENING",
    Categories.TRANSIENT_SERVER_FAILURE,
    "The server cannot listen on its address, mostly because another process holds the port.",
    "Stop the other process or configure another port.",
)

HEAP_MEMORY_OVER_LIMIT: Final = ErrorCode(
    "HEAP_MEMORY_OVER_LIMIT",
    Categories.CONTENTION_ON_SHARED_RESOURCES,
    "The process uses more memory than `rate-limit` allows, so the call is not taken.",
    "Try again later; give the process more memory, or raise the limit.",
)

SERVER_OVERLOADED: Final = ErrorCode(
    "SERVER_OVERLOADED",
    Category(2, GrpcStatus.ABORTED, retry_after_s=5),
    "So many calls of this method are under way that another would be over the configured limit.",
    "Try again later, close streams that are not needed, or raise the limit.",
)
