"""What can go wrong with a node's keys."""

from __future__ import annotations

from typing import Final

from canton.errors import Categories, ErrorCode

KEY_NOT_FOUND: Final = ErrorCode(
    "KEY_NOT_FOUND",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_MISSING,
    "The node has no private key of that fingerprint.",
    "List the keys of the node and check the fingerprint.",
)
INVALID_KEY: Final = ErrorCode(
    "INVALID_KEY",
    Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE,
    "The key cannot be used: malformed, encrypted without its password, or with wrong usages.",
    "Check where the key comes from and what it is to be used for.",
)
