"""The error codes of the transport."""

from __future__ import annotations

from typing import Final

from canton.errors import Categories, ErrorCode

SERVER_NOT_LISTENING: Final = ErrorCode(
    "SERVER_NOT_LISTENING",
    Categories.TRANSIENT_SERVER_FAILURE,
    "The server cannot listen on its address, mostly because another process holds the port.",
    "Stop the other process or configure another port.",
)
