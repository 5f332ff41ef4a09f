"""Which versions go together."""

from __future__ import annotations

import pytest

from canton.identifiers import PROTOCOL_VERSION_DEV
from canton.sequencer.services.public.handshake import handshake_problem


@pytest.mark.parametrize(
    ("server", "versions", "minimum", "release", "is_fine"),
    [
        (35, (34, 35), 34, "3.6.0", True),
        (35, (34, 35), None, "3.6.0", True),
        (34, (34,), None, "", True),
        (35, (35,), None, "", False),
        (35, (34,), None, "3.6.0", False),
        (35, (35, 36), 36, "3.6.0", False),
        (PROTOCOL_VERSION_DEV, (35, PROTOCOL_VERSION_DEV), None, "3.6.0", True),
    ],
)
def test_a_client_needs_the_synchronizers_version_and_no_newer_minimum(
    server: int, versions: tuple[int, ...], minimum: int | None, release: str, is_fine: bool
) -> None:
    problem = handshake_problem(server, versions, minimum, release)
    assert (problem is None) == is_fine
