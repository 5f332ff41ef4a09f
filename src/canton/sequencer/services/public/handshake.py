"""Whether a client's versions go together with the synchronizer's.

Source: Canton 3.6 HandshakeValidator, ProtocolVersionCompatibility.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from canton.identifiers import protocol_version_text

_NEEDS_CLIENT_VERSION_ABOVE: Final = 34


def handshake_problem(
    server_version: int,
    client_versions: Sequence[int],
    client_minimum: int | None,
    client_version: str,
) -> str | None:
    """Why the client may not connect, or None. `client_version` is the release of the client."""
    server = protocol_version_text(server_version)
    if server_version > _NEEDS_CLIENT_VERSION_ABOVE and not client_version:
        return (
            f"The server is running protocol {server} and does not support clients with binary "
            "'Binary version not provided. Participant binary version is too old.'. This may mean "
            "that your binary is explicitly blocked from connecting. Please upgrade to a supported "
            "version."
        )
    if client_minimum is not None and client_minimum > server_version:
        return (
            f"The version required by the synchronizer ({server}) is lower than the minimum version"
            f" configured by the participant ({protocol_version_text(client_minimum)})."
        )
    if server_version not in client_versions:
        supported = ", ".join(protocol_version_text(version) for version in client_versions)
        return (
            f"The protocol version required by the server ({server}) is not among the supported "
            f"protocol versions by the client: {supported}."
        )
    return None
