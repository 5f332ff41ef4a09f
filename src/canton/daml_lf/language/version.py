"""Language versions and the features each of them has, as data.

Only major version 2 is executed. Version 1 archives are recognised so that they can be refused
with the right reason.
Source: Canton 3.6 language versions (LF sheet 1.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_DEV_RANK: Final = 1_000_000


@dataclass(frozen=True, slots=True, order=True)
class LanguageVersion:
    """A version such as 2.1; versions are ordered, and `dev` comes last within a major one."""

    major: int
    minor: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor_text}"

    @property
    def minor_text(self) -> str:
        """The minor version as archives spell it."""
        return "dev" if self.minor == _DEV_RANK else str(self.minor)

    @property
    def is_dev(self) -> bool:
        """Whether this is the unstable development version."""
        return self.minor == _DEV_RANK

    def has(self, feature: Feature) -> bool:
        """Whether the feature exists in this version."""
        if feature.since is None or self < feature.since:
            return False
        return feature.until is None or self <= feature.until


V2_1: Final = LanguageVersion(2, 1)
V2_2: Final = LanguageVersion(2, 2)
V2_3: Final = LanguageVersion(2, 3)
V2_DEV: Final = LanguageVersion(2, _DEV_RANK)

STABLE_VERSIONS: Final = (V2_1, V2_2, V2_3)
ALL_VERSIONS: Final = (*STABLE_VERSIONS, V2_DEV)
LEGACY_MINORS: Final = ("6", "7", "8", "11", "12", "13", "14", "15", "17", "dev")
DISCONTINUED_MINORS: Final = ("3-rc1", "3-rc2")


@dataclass(frozen=True, slots=True)
class Feature:
    """What versions may differ in: the first and the last version that has it.

    A last version of None means that no version has dropped it; a first version of None means that
    no version has it yet.
    """

    name: str
    since: LanguageVersion | None
    until: LanguageVersion | None = None


EXCEPTIONS: Final = Feature("Exceptions", V2_1)
UNSAFE_FROM_INTERFACE: Final = Feature("unsafe_from_interface", V2_1, V2_1)
FLAT_ARCHIVE: Final = Feature("Flat archive", V2_2)
PACKAGE_IMPORTS: Final = Feature("Explicit package imports", V2_2)
CONTRACT_KEYS: Final = Feature("Contract keys", V2_3)
UNSTABLE: Final = Feature("Unstable features", V2_DEV)
CHOICE_FUNCTIONS: Final = Feature("choice_controller and choice_observer", None)


def parse_language_version(text: str) -> LanguageVersion:
    """Reads `2.1` or `2.dev`.

    Raises:
        ValueError: the text names no version of major 2 that is known.
    """
    for version in ALL_VERSIONS:
        if str(version) == text:
            return version
    known = ", ".join(str(version) for version in ALL_VERSIONS)
    raise ValueError(f"{text!r} is not a supported language version; supported: {known}")
