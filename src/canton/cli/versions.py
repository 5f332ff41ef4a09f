"""The versions that the command prints."""

from __future__ import annotations

from typing import Final

RELEASE: Final = "3.6.0-pycanton.0.1.0"
"""The release of Canton whose surfaces this program has, and its own; nodes say the same."""

_LIBRARIES: Final = RELEASE.partition("-")[0]

VERSION_LINES: Final = (
    f"Canton: {RELEASE}",
    f"Daml Libraries: {_LIBRARIES}",
    "Stable Canton protocol versions: List(34, 35)",
    "Preview Canton protocol versions: List()",
)
