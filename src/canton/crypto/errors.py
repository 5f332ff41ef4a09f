"""Error codes of the cryptographic layer: what a counterparty sent does not parse or verify."""

from __future__ import annotations

from typing import Final

from canton.errors import Categories, ErrorCode, Rejection

PROTO_DESERIALIZATION_FAILURE: Final = ErrorCode(
    "PROTO_DESERIALIZATION_FAILURE",
    Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE,
    "Bytes that should hold a message do not parse, or a field holds what it must not.",
    "Check that the sender runs a compatible version, and that the bytes were not altered.",
)

INVALID_SIGNATURE: Final = ErrorCode(
    "INVALID_SIGNATURE",
    Categories.SECURITY_ALERT,
    "A signature does not match the key, the bytes or the purpose that it claims.",
    "Find out who sent it; honest software does not produce it.",
)

DECRYPTION_FAILED: Final = ErrorCode(
    "DECRYPTION_FAILED",
    Categories.SECURITY_ALERT,
    "A ciphertext does not decrypt under the key that it names.",
    "Find out who sent it; honest software does not produce it.",
)


def malformed(cause: str) -> Rejection:
    """The rejection of bytes that do not hold what they should."""
    return Rejection(PROTO_DESERIALIZATION_FAILURE, cause)
