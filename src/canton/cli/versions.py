"""The versions that the command prints."""

from __future__ import annotations

from typing import Final

RELEASE: Final = "3.6.0"
"""The release of Canton whose surfaces this program has."""

VERSION_LINES: Final = (
    f"Canton: {RELEASE}",
    f"Daml Libraries: {RELEASE}",
    "Stable Canton protocol versions: List(34, 35)",
    "Preview Canton protocol versions: List()",
)
